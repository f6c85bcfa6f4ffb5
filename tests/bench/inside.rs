//! The service without HTTP, in this process: to count what it does.

use std::path::Path;
use std::sync::Arc;

use nabta_api::config::Config;
use nabta_api::instance::Instance;
use nabta_domain::kernel::actor::{Account, HeldRole};
use nabta_domain::kernel::{Actor, Ctx, Locale, Scope};
use nabta_domain::people::{AccountId, PersonId, Role, SignInId};
use nabta_graphql::Schema;
use nabta_graphql::people::Cookies;
use nabta_graphql::schema::Options;
use nabta_testkit::repository;
use uuid::Uuid;

/// The service.
pub struct Inside {
    /// Its services and index.
    pub instance: Instance,
    schema: Schema,
}

impl Inside {
    /// Opens it over a database.
    pub async fn open(url: &str, folder: &Path) -> Self {
        Self::open_with(url, folder, "").await
    }

    /// Opens one that is otherwise than usual, in what the TOML says.
    pub async fn open_with(url: &str, folder: &Path, more: &str) -> Self {
        let toml = format!(
            "data_dir = {folder:?}\ndemo_dir = {:?}\ndatabase.url = {url:?}\nworkers.tick_milliseconds = 0\n{more}",
            repository().join("demo")
        );
        let config = Config::from_toml(&toml).expect("the settings are right");
        let instance = Instance::open(config).await.expect("the database opens");
        let index = instance.index().await.unwrap_or_else(|error| panic!("the index opens: {}", error.code()));
        Self { instance, schema: nabta_graphql::build(Options { introspection: false, secure_cookies: false, index }) }
    }

    /// A request by nobody in particular.
    pub fn visitor(&self) -> Ctx {
        Ctx::new(Arc::clone(&self.instance.services), Actor::Nobody, Locale::Fr)
    }

    /// A request by a training officer whom no database knows: rights that were read already.
    pub fn officer(&self) -> Ctx {
        let role = HeldRole { role: Role::TrainingOfficer, scope_kind: Scope::CENTRE.kind.into(), scope_id: Scope::CENTRE.id };
        let (id, person, sign_in) = (AccountId(Uuid::nil()), PersonId(Uuid::nil()), SignInId(Uuid::nil()));
        self.visitor().acting_as(Actor::Account(Account { id, person, sign_in, roles: vec![role], looking: None }))
    }

    /// Asks, parsing and checking as over HTTP.
    pub async fn ask(&self, ctx: &Ctx, query: &str) {
        assert!(nabta_graphql::limits::is_parsable(query));
        let document = async_graphql::parser::parse_query(query).expect("the question can be read");
        assert!(nabta_graphql::limits::keeps(&document));
        let mut request = async_graphql::Request::new(query);
        request.set_parsed_query(document);
        let response =
            nabta_graphql::execute(&self.schema, nabta_graphql::request(request, ctx.clone(), Cookies::default())).await;
        assert!(response.is_ok(), "{:?}", response.errors);
        std::hint::black_box(serde_json::to_vec(&response).expect("an answer can be written"));
    }

    /// How many SQL statements a question takes.
    pub async fn statements(&self, ctx: &Ctx, query: &str) -> u64 {
        let before = self.instance.services.database.statements();
        self.ask(ctx, query).await;
        self.instance.services.database.statements() - before
    }
}
