//! Anything that is stored, by its id. What the actor may not read looks like what isn't there.

use async_graphql::{Context, ID, Interface, Object, Result};
use futures::future::try_join_all;
use nabta_domain::catalogue::{
    ChapterId, ContentReviewId, CourseId, EditionId, GlossaryTermId, GuideId, LegalTextId, LessonId, LessonRevisionId, ThemeId,
};
use nabta_domain::kernel::{Error, Refusal, TypedId};
use nabta_domain::learning::{
    CertificateBatchId, CertificateId, CertificateTemplateId, EnrolmentId, QuestionId, QuizAttemptId, QuizId, RunId,
};
use nabta_domain::people::{AccountId, ConsentWordingId, InvitationId, OrganisationId, PersonId, RoleGrantId};
use nabta_domain::platform::{FileId, HolidayId, JobId, MailId, UploadId};
use nabta_domain::programmes::ProgrammeId;
use nabta_domain::training::VenueId;

use crate::catalogue::{Chapter, ContentReview, Course, Edition, GlossaryTerm, Guide, LegalText, Lesson, LessonRevision, Theme};
use crate::errors::{domain, wire};
use crate::ids;
use crate::learning::loaders::{
    AttemptById, CertificateBatchById, CertificateById, CertificateTemplateById, EnrolmentById, QuestionById, QuizById, RunById,
};
use crate::learning::{Certificate, CertificateBatch, CertificateTemplate, CourseRun, Enrolment, Question, Quiz, QuizAttempt};
use crate::loaders::{
    AccountById, ConsentWordingById, ContentReviewById, CourseById, FileById, GlossaryTermById, GuideById, HolidayById,
    InvitationById, JobById, LegalTextById, MailById, OrganisationById, PersonById, ProgrammeById, PublishedChapterById,
    PublishedLessonById, RoleGrantById, SeenEditionById, SeenRevisionById, ThemeById, UploadById, VenueById, load,
};
use crate::people::{Account, ConsentWording, Invitation, Organisation, Person, RoleGrant};
use crate::platform::{File, Holiday, Job, Mail, Upload};
use crate::programmes::Programme;
use crate::training::Venue;

/// The most ids of one question.
const MOST: usize = 100;

/// Declares the kinds: the type on the wire, its id, and the loader that finds those which the actor may read.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident, $id:ty, $loader:ident;)*) => {
        /// Anything that is stored.
        #[derive(Interface)]
        #[graphql(field(name = "id", ty = "ID", desc = "Its id."))]
        pub enum Node {
            $($(#[$doc])* $kind($kind)),*
        }

        /// What has this id; nothing if it isn't there or the actor may not read it. Several at once are asked for together.
        async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
            $(
                if let Some(id) = <$id>::parse(id.as_str()) {
                    return Ok(load(ctx, $loader(id)).await?.map(|found| Node::$kind(found.into())));
                }
            )*
            Err(ids::invalid(ctx))
        }
    };
}

kinds! {
    /// An account.
    Account, AccountId, AccountById;
    /// A certificate.
    Certificate, CertificateId, CertificateById;
    /// Certificates that were issued for a list of people.
    CertificateBatch, CertificateBatchId, CertificateBatchById;
    /// What certificates are issued for.
    CertificateTemplate, CertificateTemplateId, CertificateTemplateById;
    /// A chapter.
    Chapter, ChapterId, PublishedChapterById;
    /// The words of a consent.
    ConsentWording, ConsentWordingId, ConsentWordingById;
    /// A review.
    ContentReview, ContentReviewId, ContentReviewById;
    /// A course.
    Course, CourseId, CourseById;
    /// An edition.
    Edition, EditionId, SeenEditionById;
    /// A term.
    GlossaryTerm, GlossaryTermId, GlossaryTermById;
    /// A run of a course.
    CourseRun, RunId, RunById;
    /// An enrolment.
    Enrolment, EnrolmentId, EnrolmentById;
    /// A file.
    File, FileId, FileById;
    /// A guide.
    Guide, GuideId, GuideById;
    /// A holiday.
    Holiday, HolidayId, HolidayById;
    /// An invitation.
    Invitation, InvitationId, InvitationById;
    /// A job.
    Job, JobId, JobById;
    /// A legal text.
    LegalText, LegalTextId, LegalTextById;
    /// A lesson.
    Lesson, LessonId, PublishedLessonById;
    /// A revision.
    LessonRevision, LessonRevisionId, SeenRevisionById;
    /// A letter.
    Mail, MailId, MailById;
    /// An organisation.
    Organisation, OrganisationId, OrganisationById;
    /// A person.
    Person, PersonId, PersonById;
    /// A programme.
    Programme, ProgrammeId, ProgrammeById;
    /// A question of a bank.
    Question, QuestionId, QuestionById;
    /// A quiz of a course.
    Quiz, QuizId, QuizById;
    /// An attempt at a quiz.
    QuizAttempt, QuizAttemptId, AttemptById;
    /// A role that is or was held.
    RoleGrant, RoleGrantId, RoleGrantById;
    /// A theme.
    Theme, ThemeId, ThemeById;
    /// A file on its way.
    Upload, UploadId, UploadById;
    /// A venue.
    Venue, VenueId, VenueById;
}

/// Questions about anything.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything that is stored, by its id, if the actor may read it.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        find(ctx, &id).await?.map(Some).ok_or_else(|| wire(domain(ctx), Error::NotFound))
    }

    /// Several of them, at most 100, in the order of the ids; nothing in the place of one that isn't there.
    #[graphql(complexity = "ids.len() * child_complexity")]
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > MOST {
            let refusal = Refusal::at("OUT_OF_RANGE", "ids").with("least", 0).with("most", MOST);
            return Err(wire(domain(ctx), refusal.into()));
        }
        try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }
}
