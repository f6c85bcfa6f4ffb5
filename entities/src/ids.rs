//! Typed identifiers: a course's id can't be passed where a lesson's is meant.
//!
//! In the database each is a UUIDv7; on the wire `course_<uuid>`, so that a reader of a log knows what it names.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What every typed id can do.
pub trait TypedId: Copy + Eq + std::hash::Hash + Send + Sync + 'static {
    /// The word before the underscore on the wire.
    const PREFIX: &'static str;
    /// Wraps a bare UUID.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The bare UUID.
    fn uuid(self) -> Uuid;

    /// The wire form, `course_<uuid>`.
    fn wire(self) -> String {
        format!("{}_{}", Self::PREFIX, self.uuid().hyphenated())
    }

    /// Reads the wire form; `None` for another type's id and for anything that isn't exactly what [`TypedId::wire`] writes.
    fn parse(wire: &str) -> Option<Self> {
        let rest = wire.strip_prefix(Self::PREFIX)?.strip_prefix('_')?;
        let uuid = (rest.len() == 36).then(|| Uuid::try_parse(rest).ok())??;
        (uuid.hyphenated().to_string() == rest).then(|| Self::from_uuid(uuid))
    }
}

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, DeriveValueType)]
            #[serde(transparent)]
            pub struct $name(pub Uuid);

            impl sea_orm::TryFromU64 for $name {
                /// A UUID is never a number that the database counted up.
                fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                    Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
                }
            }

            impl TypedId for $name {
                const PREFIX: &'static str = $prefix;
                fn from_uuid(uuid: Uuid) -> Self {
                    Self(uuid)
                }
                fn uuid(self) -> Uuid {
                    self.0
                }
            }
        )*

        /// The wire prefixes of all typed ids.
        pub const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

typed_ids! {
    /// A person, whether or not they ever sign in.
    PersonId = "person",
    /// A wish to be known as a person who is on file.
    PersonClaimId = "claim",
    /// The words of a consent.
    ConsentWordingId = "wording",
    /// A consent.
    ConsentId = "consent",
    /// All that is kept about somebody, for them.
    DataExportId = "export",
    /// An account that signs in.
    AccountId = "account",
    /// An organisation.
    OrganisationId = "organisation",
    /// Somebody who belongs to an organisation.
    OrganisationMemberId = "member",
    /// A role held in a scope.
    RoleGrantId = "role",
    /// One being-signed-in, on one device.
    SignInId = "signin",
    /// One link in a sign-in's chain of refresh tokens.
    RefreshTokenId = "refresh",
    /// A passkey.
    PasskeyId = "passkey",
    /// An administrator who sees pages as somebody else sees them.
    LookId = "look",
    /// What somebody was told.
    NoticeId = "notice",
    /// What a browser is asked to sign with a passkey.
    PasskeyChallengeId = "challenge",
    /// An account that a provider of sign-ins knows.
    ProviderConnectionId = "connection",
    /// A browser on its way to a provider of sign-ins.
    ProviderTicketId = "ticket",
    /// A wish for an account.
    RegistrationId = "registration",
    /// A wish for a new password.
    PasswordResetId = "reset",
    /// An invitation.
    InvitationId = "invitation",
    /// A programme.
    ProgrammeId = "programme",
    /// A theme of the catalogue.
    ThemeId = "theme",
    /// A course.
    CourseId = "course",
    /// A chapter, in whatever edition.
    ChapterId = "chapter",
    /// A lesson, in whatever edition.
    LessonId = "lesson",
    /// One immutable text of a lesson in one language.
    LessonRevisionId = "revision",
    /// An immutable list of revisions.
    EditionId = "edition",
    /// A figure of a course.
    FigureId = "figure",
    /// A yearly training guide.
    GuideId = "guide",
    /// A course in a guide.
    GuideOfferId = "offer",
    /// A planned date of an offer.
    GuideDateId = "date",
    /// A legal text.
    LegalTextId = "law",
    /// A term of the glossary.
    GlossaryTermId = "term",
    /// A lesson to be reviewed because a legal text changed.
    ContentReviewId = "review",
    /// A run of a course.
    RunId = "run",
    /// That somebody takes part in a run.
    EnrolmentId = "enrolment",
    /// A question.
    QuestionId = "question",
    /// What a question asks, from one change to the next.
    QuestionVersionId = "wording",
    /// A picture that questions show.
    QuestionPictureId = "picture",
    /// What certificates are issued for.
    CertificateTemplateId = "template",
    /// Certificates that were issued for a list of people.
    CertificateBatchId = "batch",
    /// A certificate.
    CertificateId = "certificate",
    /// That answers to a question are marked anew.
    QuestionRegradeId = "regrade",
    /// A quiz of a course.
    QuizId = "quiz",
    /// That a quiz is otherwise for somebody.
    QuizExceptionId = "exception",
    /// An attempt at a quiz.
    QuizAttemptId = "attempt",
    /// A venue.
    VenueId = "venue",
    /// A file.
    FileId = "file",
    /// A file on its way.
    UploadId = "upload",
    /// Days on which the centre is closed.
    HolidayId = "holiday",
    /// From when to when the centre keeps which hours.
    WorkingPeriodId = "period",
    /// A job.
    JobId = "job",
    /// A letter.
    MailId = "mail",
    /// An entry of the journal.
    JournalEntryId = "entry",
}
