//! The schema put together, and what goes with each request.

use std::pin::Pin;
use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{EmptySubscription, MergedObject, Request, Response};
use nabta_domain::catalogue::search::Index;
use nabta_domain::kernel::Ctx;

use crate::loaders::Loaders;
use crate::people::RefreshCookie;
use crate::whole::Whole;
use crate::{catalogue, limits, node, people, platform, programmes};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    platform::PlatformQuery,
    people::PeopleQuery,
    programmes::ProgrammesQuery,
    catalogue::CatalogueQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(people::PeopleMutation, programmes::ProgrammesMutation, catalogue::CatalogueMutation);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// What the schema knows of the instance.
pub struct Options {
    /// Whether the schema may be asked about itself.
    pub introspection: bool,
    /// Whether cookies go over TLS only.
    pub secure_cookies: bool,
    /// The search index.
    pub index: Arc<Index>,
}

/// Whether cookies go over TLS only.
pub(crate) struct SecureCookies(pub bool);

/// Builds the schema.
#[must_use]
pub fn build(options: Options) -> Schema {
    let mut builder = Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .limit_complexity(limits::COMPLEXITY)
        .limit_directives(limits::DIRECTIVES)
        // Depth is counted in `limits`, where introspection has its own allowance.
        .limit_recursive_depth(limits::INTROSPECTION_DEPTH)
        .disable_suggestions()
        .data(options.index)
        .data(SecureCookies(options.secure_cookies));
    if !options.introspection {
        builder = builder.disable_introspection();
    }
    builder.finish()
}

/// The schema as text, with everything in alphabetical order. It needs no instance.
#[must_use]
pub fn sdl() -> String {
    let index = Index::in_memory().unwrap_or_else(|_| unreachable!("an index in memory needs nothing"));
    let schema = build(Options { introspection: true, secure_cookies: true, index: Arc::new(index) });
    schema.sdl_with_options(async_graphql::SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items())
}

/// Adds to a request who asks, and loaders of its own.
#[must_use]
pub fn request(request: Request, ctx: Ctx, cookie: RefreshCookie) -> Request {
    let loaders = DataLoader::new(Loaders(ctx.clone()), tokio::spawn).delay(std::time::Duration::ZERO);
    request.data(loaders).data(ctx).data(cookie)
}

/// Answers a request. Boxed, so that the code that walks through the schema is compiled once, with it, and not with each program that
/// asks.
#[must_use]
pub fn execute(schema: &Schema, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
    // Without tokio's own pauses: whoever is polled again at once must not be told to pause.
    Box::pin(Whole::new(tokio::task::unconstrained(schema.execute(request))))
}
