//! What a use case is given: who acts, in which language, and the instance's services.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use nabta_entities::ids::{PersonId, TypedId};
use nabta_entities::values::Locale;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Notify;
use uuid::Uuid;
use webauthn_rs::Webauthn;

use super::actor::{Account, Actor};
use super::clock::{Clock, date_in_tunis};
use super::database::Database;
use super::database::replica::Replica;
use super::entropy::{Entropy, new_id, new_uuid};
use super::error::{Error, Result};
use super::jobs::following::Following;
use super::keyring::Keyring;
use super::maintenance::Known;
use super::post::{Carrier, Texts};
use super::printing::Printing;
use super::provider::Provider;
use super::site::Site;
use super::store::{Scanner, Store};
use super::vault::Place;
use super::work::{TechnicalWork, TechnicalWrite, Work};

/// What one instance has, shared by all its requests.
pub struct Services {
    /// The database.
    pub database: Database,
    /// A copy of it, for questions of visitors.
    pub replica: Option<Replica>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of ids and secrets.
    pub entropy: Arc<dyn Entropy>,
    /// The keys.
    pub keyring: Arc<Keyring>,
    /// What is asked of who signs in.
    pub tries: Tries,
    /// Where people reach the platform.
    pub site: Site,
    /// What asks for passkeys and looks at them; nothing where the platform is reached by a bare number of the network.
    pub passkeys: Option<Webauthn>,
    /// Other places that know who somebody is.
    pub providers: Vec<Arc<dyn Provider>>,
    /// Jobs that somebody follows here.
    pub following: Following,
    /// Who carries letters.
    pub carrier: Arc<dyn Carrier>,
    /// Who carries text messages.
    pub texts: Arc<dyn Texts>,
    /// Where files lie, and what files may be.
    pub files: Files,
    /// What the law allows the centre to keep.
    pub privacy: Privacy,
    /// Sets documents on paper.
    pub printing: Printing,
    /// Wakes a worker of this instance when there is a new job.
    pub wake: Notify,
    /// What was last read on whether everybody only reads.
    pub maintenance: Known,
}

/// Where files lie, and what files may be.
#[derive(Clone)]
pub struct Files {
    /// Where they lie.
    pub store: Arc<dyn Store>,
    /// What looks for malware, where the operator has one.
    pub scanner: Option<Arc<dyn Scanner>>,
    /// The most bytes of one video or audio.
    pub most_media: u64,
    /// The most bytes of all files of one account.
    pub quota: u64,
    /// How long the parts of a file may take to come.
    pub upload_time: TimeDelta,
    /// How long an address is good that gives a file out.
    pub address_time: TimeDelta,
}

/// What the law on personal data (2004-63) allows the centre to keep.
#[derive(Clone, Debug, Default)]
pub struct Privacy {
    /// The number of the authorisation (articles 14 and 15) to keep what concerns health: without one, needs for access are not kept.
    pub access_needs_authorisation: Option<String>,
    /// Where the operator keeps things for another time than the rules say: kinds, with days.
    pub retention_days: BTreeMap<String, i64>,
}

/// What is asked of who signs in.
#[derive(Clone, Copy, Debug)]
pub struct Tries {
    /// In a quarter of an hour for one account.
    pub account: u64,
    /// In an hour from one address of the network.
    pub origin: u64,
    /// Whether who works at the centre has no rights without a second factor.
    pub staff_need_second_factor: bool,
}

/// One request or command: who acts, in which language, with which services.
#[derive(Clone)]
pub struct Ctx {
    /// The instance's services.
    pub services: Arc<Services>,
    /// Who acts.
    pub actor: Actor,
    /// The language that they read.
    pub locale: Locale,
    /// The request, as logs and the journal name it.
    pub request: Uuid,
    /// The address of the network that it came from, for counting tries; nothing for commands and jobs.
    pub origin: Option<String>,
    /// What the browser or app calls itself.
    pub agent: Option<String>,
    /// Whether a copy of the database will do for its questions.
    pub is_content_with_copy: bool,
}

impl Ctx {
    /// A request by somebody.
    #[must_use]
    pub fn new(services: Arc<Services>, actor: Actor, locale: Locale) -> Self {
        let request = new_uuid(services.entropy.as_ref(), services.clock.now());
        Self { services, actor, locale, request, origin: None, agent: None, is_content_with_copy: false }
    }

    /// The same, as somebody else.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// The database, for questions; a copy of it, where that will do.
    #[must_use]
    pub fn database(&self) -> &Database {
        let replica = self.services.replica.as_ref().filter(|_| self.is_content_with_copy);
        replica.and_then(|replica| replica.if_fresh(self.now())).unwrap_or(&self.services.database)
    }

    /// The same request, for which a copy of the database will do.
    #[must_use]
    pub fn content_with_copy(self) -> Self {
        Self { is_content_with_copy: true, ..self }
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.services.clock.now()
    }

    /// Today at the centre.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        date_in_tunis(self.now())
    }

    /// A new id.
    #[must_use]
    pub fn new_id<I: TypedId>(&self) -> I {
        new_id(self.services.entropy.as_ref(), self.now())
    }

    /// Seals what is kept of something for a while, under the operator's secret.
    pub fn seal(&self, place: Place, kept: &impl Serialize) -> Result<Vec<u8>> {
        let kept = serde_json::to_vec(kept).map_err(|_| Error::internal(format!("{}: no JSON", place.column)))?;
        Ok(self.services.keyring.seal(self.services.entropy.as_ref(), place, &kept))
    }

    /// Opens what [`Ctx::seal`] sealed.
    pub fn open<T: DeserializeOwned>(&self, place: Place, sealed: &[u8]) -> Result<T> {
        let kept = self.services.keyring.open(place, sealed)?;
        serde_json::from_slice(&kept).map_err(|_| Error::internal(format!("{}: no JSON", place.column)))
    }

    /// Who is signed in, or `Unauthenticated`.
    pub fn account(&self) -> Result<&Account> {
        self.actor.account().ok_or(Error::Unauthenticated)
    }

    /// The person who is signed in, or `Unauthenticated`.
    pub fn person(&self) -> Result<PersonId> {
        self.account().map(|account| account.person)
    }

    /// Refuses who sees pages as somebody else sees them: for what is to be read by its owner alone.
    pub fn must_be_oneself(&self) -> Result<()> {
        let is_looking = self.actor.account().is_some_and(|account| account.looking.is_some());
        if is_looking { Err(Error::Looking) } else { Ok(()) }
    }

    /// Begins a change of business state.
    pub async fn begin(&self) -> Result<Work> {
        self.must_be_oneself()?;
        Work::begin(self.clone()).await
    }

    /// Begins one of the few writes that the journal doesn't know.
    pub async fn begin_technical(&self, write: TechnicalWrite) -> Result<TechnicalWork> {
        TechnicalWork::begin(&self.services.database, write).await
    }
}
