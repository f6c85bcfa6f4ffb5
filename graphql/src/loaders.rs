//! Loaders: one set a request, so that a list asks the database once for what all its rows need. Contexts that came later have theirs
//! beside their types ([`crate::learning`]).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use async_graphql::Context;
use async_graphql::dataloader::{DataLoader, Loader};
use nabta_domain::catalogue::course::{Course, CourseDescription};
use nabta_domain::catalogue::edition::Edition;
use nabta_domain::catalogue::figure::Figure;
use nabta_domain::catalogue::glossary::GlossaryTerm;
use nabta_domain::catalogue::guide::{Guide, GuideDate, GuideOffer};
use nabta_domain::catalogue::law::{LegalRelation, LegalText};
use nabta_domain::catalogue::lesson::{LessonText, Revision};
use nabta_domain::catalogue::outline::{Chapter, Lesson};
use nabta_domain::catalogue::review::ContentReview;
use nabta_domain::catalogue::theme::Theme;
use nabta_domain::catalogue::{
    ChapterId, ContentReviewId, CourseId, EditionId, GlossaryTermId, GuideId, GuideOfferId, LegalTextId, LessonId,
    LessonRevisionId, ThemeId, course, edition, figure, glossary, guide, law, lesson, outline, review, theme,
};
use nabta_domain::kernel::page::{Page, PageRequest};
use nabta_domain::kernel::{Ctx, Error, Locale};
use nabta_domain::people::account::Account;
use nabta_domain::people::consent::{self, Consent, Wording};
use nabta_domain::people::invitation::{self, Invitation};
use nabta_domain::people::member::{self, Member};
use nabta_domain::people::organisation::Organisation;
use nabta_domain::people::person::doubles::{self, Double};
use nabta_domain::people::person::sensitive::{self, SensitiveField};
use nabta_domain::people::person::{self, Name, Person, queries};
use nabta_domain::people::role::RoleGrant;
use nabta_domain::people::{
    AccountId, ConsentWordingId, InvitationId, OrganisationId, PersonId, RoleGrantId, account, organisation, role, second_factor,
};
use nabta_domain::platform::calendar::holiday::{self, Holiday};
use nabta_domain::platform::file::upload::{self, Upload};
use nabta_domain::platform::file::{self, File, Part};
use nabta_domain::platform::governorate::{self, Governorate};
use nabta_domain::platform::job::{self, Job};
use nabta_domain::platform::mail::{self, Mail};
use nabta_domain::platform::{FileId, HolidayId, JobId, MailId, UploadId};
use nabta_domain::programmes::ProgrammeId;
use nabta_domain::programmes::programme::{self, Programme};
use nabta_domain::training::VenueId;
use nabta_domain::training::venue::{self, Venue};
use serde_json::Value;

use crate::errors::{domain, wire};

/// Loads for one request, with its rights.
pub struct Loaders(pub Ctx);

/// The loader of a request.
pub(crate) type RequestLoader = DataLoader<Loaders>;

/// Loads one thing by its key; several at once are asked for together.
pub(crate) async fn load<K>(ctx: &Context<'_>, key: K) -> async_graphql::Result<Option<<Loaders as Loader<K>>::Value>>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loaders: Loader<K, Error = Arc<Error>>,
{
    ctx.data_unchecked::<RequestLoader>().load_one(key).await.map_err(|error| wire(domain(ctx), again(&error)))
}

/// An error that several rows share, for one of them.
fn again(error: &Error) -> Error {
    match error {
        Error::Unauthenticated => Error::Unauthenticated,
        Error::NotFound => Error::NotFound,
        Error::Forbidden => Error::Forbidden,
        Error::Looking => Error::Looking,
        Error::Refused(refusals) => Error::Refused(refusals.clone()),
        Error::Conflict => Error::Conflict,
        Error::RateLimited { seconds } => Error::RateLimited { seconds: *seconds },
        Error::Unavailable => Error::Unavailable,
        Error::Internal(report) => Error::Internal(report.clone()),
    }
}

/// Declares loaders: the key, what it finds, and how many keys are found at once.
macro_rules! loaders {
    ($($(#[$doc:meta])* $key:ident($inner:ty) => $value:ty, |$ctx:ident, $keys:ident| $body:expr;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, PartialEq, Eq, Hash)]
            pub(crate) struct $key(pub $inner);

            impl async_graphql::dataloader::Loader<$key> for $crate::loaders::Loaders {
                type Value = $value;
                type Error = std::sync::Arc<nabta_domain::kernel::Error>;

                async fn load(&self, keys: &[$key]) -> Result<std::collections::HashMap<$key, $value>, Self::Error> {
                    let $ctx = &self.0;
                    let $keys: Vec<$inner> = keys.iter().map(|key| key.0.clone()).collect();
                    let found: nabta_domain::kernel::Result<std::collections::HashMap<$key, $value>> = async { $body }.await;
                    found.map_err(std::sync::Arc::new)
                }
            }
        )*
    };
}
pub(crate) use loaders;

/// Rows gathered by the key that they belong to.
pub(crate) fn gather<K: Hash + Eq, V>(rows: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut gathered: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in rows {
        gathered.entry(key).or_default().push(value);
    }
    gathered
}

loaders! {
    /// An account that the actor may know of, by its id.
    AccountById(AccountId) => Account, |ctx, keys| {
        Ok(account::by_ids(ctx, &keys).await?.into_iter().map(|account| (AccountById(account.id), account)).collect())
    };
    /// Whether an account has a second factor that is on.
    SecondFactorByAccount(AccountId) => (), |ctx, keys| {
        Ok(second_factor::held(ctx, &keys).await?.into_iter().map(|account| (SecondFactorByAccount(account), ())).collect())
    };
    /// An invitation, for those who may invite, by its id.
    InvitationById(InvitationId) => Invitation, |ctx, keys| {
        let found = invitation::by_ids(ctx, &keys).await?;
        Ok(found.into_iter().map(|invitation| (InvitationById(invitation.id), invitation)).collect())
    };
    /// The address that was invited, for those who may invite.
    AddressByInvitation(InvitationId) => String, |ctx, keys| {
        let found = invitation::addresses(ctx, &keys).await?;
        Ok(found.into_iter().map(|(invitation, email)| (AddressByInvitation(invitation), email)).collect())
    };
    /// A role of such an account, by its id.
    RoleGrantById(RoleGrantId) => RoleGrant, |ctx, keys| {
        Ok(role::by_ids(ctx, &keys).await?.into_iter().map(|grant| (RoleGrantById(grant.id), grant)).collect())
    };
    /// An organisation that the actor may know of, by its id.
    OrganisationById(OrganisationId) => Organisation, |ctx, keys| {
        let found = organisation::by_ids(ctx, &keys).await?;
        Ok(found.into_iter().map(|organisation| (OrganisationById(organisation.id), organisation)).collect())
    };
    /// Who belongs to an organisation, for those who look after persons.
    MembersByOrganisation(OrganisationId) => Vec<Member>, |ctx, keys| {
        let found = member::of(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|member| (MembersByOrganisation(member.organisation_id), member))))
    };
    /// A programme by its id.
    ProgrammeById(ProgrammeId) => Programme, |ctx, keys| {
        Ok(programme::by_ids(ctx, &keys).await?.into_iter().map(|programme| (ProgrammeById(programme.id), programme)).collect())
    };
    /// A job that the actor may know of, by its id.
    JobById(JobId) => Job, |ctx, keys| {
        Ok(job::by_ids(ctx, &keys).await?.into_iter().map(|job| (JobById(job.id), job)).collect())
    };
    /// A job that the actor may know of, by its effect.
    JobByEffect(String) => Job, |ctx, keys| {
        Ok(job::by_effects(ctx, &keys).await?.into_iter().map(|(effect, job)| (JobByEffect(effect), job)).collect())
    };
    /// A file that the actor may read, by its id.
    FileById(FileId) => File, |ctx, keys| {
        Ok(file::by_ids(ctx, &keys).await?.into_iter().map(|file| (FileById(file.id), file)).collect())
    };
    /// A picture in other sizes.
    VariantsByFile(FileId) => Vec<Part<i32>>, |ctx, keys| {
        Ok(gather(file::variants(ctx, &keys).await?.into_iter().map(|part| (VariantsByFile(part.file), part))))
    };
    /// The captions of video or audio.
    CaptionsByFile(FileId) => Vec<Part<Locale>>, |ctx, keys| {
        Ok(gather(file::captions(ctx, &keys).await?.into_iter().map(|part| (CaptionsByFile(part.file), part))))
    };
    /// One's own file on its way, by its id.
    UploadById(UploadId) => Upload, |ctx, keys| {
        Ok(upload::by_ids(ctx, &keys).await?.into_iter().map(|upload| (UploadById(upload.id), upload)).collect())
    };
    /// A holiday by its id.
    HolidayById(HolidayId) => Holiday, |ctx, keys| {
        Ok(holiday::by_ids(ctx, &keys).await?.into_iter().map(|holiday| (HolidayById(holiday.id), holiday)).collect())
    };
    /// A letter, for those who may know what became of letters, by its id.
    MailById(MailId) => Mail, |ctx, keys| {
        Ok(mail::by_ids(ctx, &keys).await?.into_iter().map(|mail| (MailById(mail.id), mail)).collect())
    };
    /// A venue that the actor may see, by its id.
    VenueById(VenueId) => Venue, |ctx, keys| {
        Ok(venue::by_ids(ctx, &keys).await?.into_iter().map(|venue| (VenueById(venue.id), venue)).collect())
    };
    /// A guide that the actor may see, by its id.
    GuideById(GuideId) => Guide, |ctx, keys| {
        Ok(guide::by_ids(ctx, &keys).await?.into_iter().map(|guide| (GuideById(guide.id), guide)).collect())
    };
    /// A term by its id.
    GlossaryTermById(GlossaryTermId) => GlossaryTerm, |ctx, keys| {
        Ok(glossary::by_ids(ctx, &keys).await?.into_iter().map(|term| (GlossaryTermById(term.id), term)).collect())
    };
    /// A review that the actor may read, by its id.
    ContentReviewById(ContentReviewId) => ContentReview, |ctx, keys| {
        Ok(review::by_ids(ctx, &keys).await?.into_iter().map(|review| (ContentReviewById(review.id), review)).collect())
    };
    /// An edition that the actor may see, by its id.
    SeenEditionById(EditionId) => Edition, |ctx, keys| {
        Ok(edition::queries::seen(ctx, &keys).await?.into_iter().map(|edition| (SeenEditionById(edition.id), edition)).collect())
    };
    /// A revision that the actor may see, by its id.
    SeenRevisionById(LessonRevisionId) => Revision, |ctx, keys| {
        let found = lesson::queries::seen(ctx, &keys).await?;
        Ok(found.into_iter().map(|revision| (SeenRevisionById(revision.id), revision)).collect())
    };
    /// A chapter as visitors read it.
    PublishedChapterById(ChapterId) => Chapter, |ctx, keys| {
        let chapters = outline::published_chapters(ctx, &keys).await?;
        Ok(chapters.into_iter().map(|chapter| (PublishedChapterById(chapter.id), chapter)).collect())
    };
    /// A governorate by its code.
    GovernorateByCode(String) => Governorate, |ctx, keys| {
        let found = governorate::by_codes(ctx, &keys).await?;
        Ok(found.into_iter().map(|governorate| (GovernorateByCode(governorate.code.clone()), governorate)).collect())
    };
    /// A theme by its id.
    ThemeById(ThemeId) => Theme, |ctx, keys| {
        Ok(theme::by_ids(ctx, &keys).await?.into_iter().map(|theme| (ThemeById(theme.id), theme)).collect())
    };
    /// A course that the actor may see, by its id.
    CourseById(CourseId) => Course, |ctx, keys| {
        Ok(course::queries::by_ids(ctx, &keys).await?.into_iter().map(|course| (CourseById(course.id), course)).collect())
    };
    /// A person whom the actor may know of, by their id.
    PersonById(PersonId) => Person, |ctx, keys| {
        Ok(queries::by_ids(ctx, &keys).await?.into_iter().map(|person| (PersonById(person.id), person)).collect())
    };
    /// What only some may read of a person.
    SensitiveByPerson((PersonId, SensitiveField)) => String, |ctx, keys| {
        let found = sensitive::read(ctx, &keys).await?;
        Ok(found.into_iter().map(|(key, value)| (SensitiveByPerson(key), value)).collect())
    };
    /// Who may be the same person.
    DoublesByPerson(PersonId) => Vec<Double>, |ctx, keys| {
        Ok(gather(doubles::of(ctx, &keys).await?.into_iter().map(|(person, double)| (DoublesByPerson(person), double))))
    };
    /// The words of a consent, by their id.
    ConsentWordingById(ConsentWordingId) => Wording, |ctx, keys| {
        Ok(consent::wordings_by_ids(ctx, &keys).await?.into_iter().map(|words| (ConsentWordingById(words.id), words)).collect())
    };
    /// What a person agreed to, for those who may know it.
    ConsentsByPerson(PersonId) => Vec<Consent>, |ctx, keys| {
        Ok(gather(consent::of(ctx, &keys).await?.into_iter().map(|consent| (ConsentsByPerson(consent.person), consent))))
    };
    /// The account of a person, for those who may know of it.
    AccountByPerson(PersonId) => Account, |ctx, keys| {
        let found = account::of_persons(ctx, &keys).await?;
        Ok(found.into_iter().map(|account| (AccountByPerson(account.person), account)).collect())
    };
    /// The name of a person whom the reader knows of anyway.
    NameByPerson(PersonId) => Name, |ctx, keys| {
        Ok(person::names(ctx, &keys).await?.into_iter().map(|name| (NameByPerson(name.id), name)).collect())
    };
    /// What a course's own page says.
    DescriptionByCourse(CourseId) => CourseDescription, |ctx, keys| {
        let found = course::queries::descriptions(ctx, &keys).await?;
        Ok(found.into_iter().map(|description| (DescriptionByCourse(description.id), description)).collect())
    };
    /// The programmes that a course is labelled with.
    ProgrammesByCourse(CourseId) => Vec<Programme>, |ctx, keys| {
        let labels = course::queries::programmes(ctx, &keys).await?;
        let ids: Vec<_> = labels.iter().map(|(_, programme)| *programme).collect();
        let mut programmes = programme::by_ids(ctx, &ids).await?;
        programmes.sort_by(|one, other| one.code.cmp(&other.code));
        let named = programmes.iter().flat_map(|programme| {
            labels.iter().filter(|(_, label)| *label == programme.id).map(|(course, _)| (ProgrammesByCourse(*course), programme.clone()))
        });
        Ok(gather(named))
    };
    /// The courses that a course asks for.
    RequirementsByCourse(CourseId) => Vec<Course>, |ctx, keys| {
        let edges = course::queries::requirements(ctx, &keys).await?;
        let ids: Vec<_> = edges.iter().map(|(_, requires)| *requires).collect();
        let mut courses = course::queries::by_ids(ctx, &ids).await?;
        courses.sort_by(|one, other| one.code.cmp(&other.code));
        let named = courses.iter().flat_map(|course| {
            edges.iter().filter(|(_, requires)| *requires == course.id).map(|(by, _)| (RequirementsByCourse(*by), course.clone()))
        });
        Ok(gather(named))
    };
    /// The offers of a course in published guides.
    OffersByCourse(CourseId) => Vec<GuideOffer>, |ctx, keys| {
        Ok(gather(guide::offers_of_courses(ctx, &keys).await?.into_iter().map(|offer| (OffersByCourse(offer.course_id), offer))))
    };
    /// What a guide offers.
    OffersByGuide(GuideId) => Vec<GuideOffer>, |ctx, keys| {
        Ok(gather(guide::offers(ctx, &keys).await?.into_iter().map(|offer| (OffersByGuide(offer.guide_id), offer))))
    };
    /// The planned dates of an offer.
    DatesByOffer(GuideOfferId) => Vec<GuideDate>, |ctx, keys| {
        Ok(gather(guide::dates(ctx, &keys).await?.into_iter().map(|date| (DatesByOffer(date.offer_id), date))))
    };
    /// An edition by its id.
    EditionById(EditionId) => Edition, |ctx, keys| {
        Ok(edition::queries::by_ids(ctx, &keys).await?.into_iter().map(|edition| (EditionById(edition.id), edition)).collect())
    };
    /// A page of a course's editions. Rows of one list ask for the same page, so that it is one question for all of them.
    EditionsByCourse((CourseId, PageRequest)) => Page<Edition>, |ctx, keys| {
        let mut pages = HashMap::new();
        for (request, courses) in gather(keys.into_iter().map(|(course, request)| (request, course))) {
            let found = edition::queries::history(ctx, &courses, &request).await?;
            pages.extend(found.into_iter().map(|(course, page)| (EditionsByCourse((course, request.clone())), page)));
        }
        Ok(pages)
    };
    /// The drawings of a course, for those who may see its drafts.
    FiguresByCourse(CourseId) => Vec<Figure>, |ctx, keys| {
        Ok(gather(figure::of_courses(ctx, &keys).await?.into_iter().map(|figure| (FiguresByCourse(figure.course_id), figure))))
    };
    /// How many chapters an edition has.
    ChapterCountByEdition(EditionId) => i64, |ctx, keys| {
        let counts = outline::chapter_counts(ctx, &keys).await?;
        Ok(counts.into_iter().map(|(edition, count)| (ChapterCountByEdition(edition), count)).collect())
    };
    /// The chapters of an edition, with their lessons.
    ChaptersByEdition(EditionId) => Vec<Chapter>, |ctx, keys| {
        let chapters = outline::of_editions(ctx.database().reader(), &keys).await?;
        Ok(gather(chapters.into_iter().map(|chapter| (ChaptersByEdition(chapter.edition), chapter))))
    };
    /// A lesson as visitors read it.
    PublishedLessonById(LessonId) => Lesson, |ctx, keys| {
        let lessons = outline::published_lessons(ctx, &keys).await?;
        Ok(lessons.into_iter().map(|lesson| (PublishedLessonById(lesson.id), lesson)).collect())
    };
    /// The texts of a lesson in an edition, in all languages. The key names the course's source language, to tell what is stale.
    TextsByLesson((EditionId, LessonId, Locale)) => Vec<LessonText>, |ctx, keys| {
        let places: Vec<_> = keys.iter().map(|(edition, lesson, _)| (*edition, *lesson)).collect();
        let sources: Vec<_> = keys.iter().map(|(_, lesson, source)| (*lesson, *source)).collect();
        let texts = lesson::queries::texts(ctx, &places, &sources).await?;
        let source = |id: LessonId| sources.iter().find(|(lesson, _)| *lesson == id).map_or(Locale::Fr, |(_, source)| *source);
        let named = texts.into_iter().map(|text| {
            let lesson = text.revision.lesson_id;
            (TextsByLesson((text.edition, lesson, source(lesson))), text)
        });
        Ok(gather(named))
    };
    /// What a revision says, rendered.
    BlocksByRevision(LessonRevisionId) => Value, |ctx, keys| {
        Ok(lesson::queries::blocks(ctx, &keys).await?.into_iter().map(|(id, blocks)| (BlocksByRevision(id), blocks)).collect())
    };
    /// What a revision says, as written.
    BodyByRevision(LessonRevisionId) => String, |ctx, keys| {
        Ok(lesson::queries::bodies(ctx, &keys).await?.into_iter().map(|(id, body)| (BodyByRevision(id), body)).collect())
    };
    /// The legal texts, with their articles, that a revision cites.
    CitationsByRevision(LessonRevisionId) => Vec<(LegalTextId, Option<String>)>, |ctx, keys| {
        let found = lesson::queries::citations(ctx, &keys).await?;
        Ok(gather(found.into_iter().map(|(revision, text, article)| (CitationsByRevision(revision), (text, article)))))
    };
    /// The glossary terms that a revision links to, by code.
    TermsByRevision(LessonRevisionId) => Vec<GlossaryTerm>, |ctx, keys| {
        let links = lesson::queries::terms(ctx, &keys).await?;
        let codes: Vec<String> = links.iter().map(|(_, code)| code.clone()).collect();
        let terms: HashMap<String, GlossaryTerm> =
            glossary::by_codes(ctx, &codes).await?.into_iter().map(|term| (term.code.clone(), term)).collect();
        let linked = links.into_iter().filter_map(|(revision, code)| Some((TermsByRevision(revision), terms.get(&code)?.clone())));
        Ok(gather(linked))
    };
    /// A legal text by its id.
    LegalTextById(LegalTextId) => LegalText, |ctx, keys| {
        Ok(law::by_ids(ctx, &keys).await?.into_iter().map(|text| (LegalTextById(text.id), text)).collect())
    };
    /// How a legal text bears on others, and they on it.
    RelationsByLegalText(LegalTextId) => Vec<LegalRelation>, |ctx, keys| {
        let relations = law::relations(ctx, &keys).await?;
        let both = keys.iter().flat_map(|key| {
            relations.iter().filter(|relation| relation.from_id == *key || relation.to_id == *key).map(|relation| (RelationsByLegalText(*key), relation.clone()))
        });
        Ok(gather(both))
    };
}
