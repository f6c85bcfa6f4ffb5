//! The schema put together, and what goes with each request.

use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{EmptySubscription, MergedObject, Request};
use nabta_domain::catalogue::search::Index;
use nabta_domain::kernel::Ctx;

use crate::loaders::Loaders;
use crate::people::RefreshCookie;
use crate::{catalogue, limits, node, people, platform, programmes, training};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    platform::PlatformQuery,
    people::PeopleQuery,
    programmes::ProgrammesQuery,
    catalogue::CatalogueQuery,
    training::TrainingQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    people::PeopleMutation,
    programmes::ProgrammesMutation,
    catalogue::CatalogueMutation,
    training::TrainingMutation,
);

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
    let loaders = DataLoader::new(Loaders(ctx.clone()), |load| tokio::spawn(once_all_rows_have_asked(load)))
        .delay(std::time::Duration::ZERO);
    request.data(loaders).data(ctx).data(cookie)
}

/// Starts a load when every row that can ask has asked. In a list of more than 30 rows the executor pauses after every second row; a
/// load that began in such a pause would be one for two rows. Who yields is woken after everything else that is ready has run.
async fn once_all_rows_have_asked<F: Future>(load: F) -> F::Output {
    tokio::task::yield_now().await;
    load.await
}
