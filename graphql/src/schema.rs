//! The schema put together, and what goes with each request.

use std::pin::Pin;
use std::sync::Arc;

use async_graphql::dataloader::DataLoader;
use async_graphql::{MergedObject, MergedSubscription, Request, Response};
use nabta_domain::catalogue::search::Index;
use nabta_domain::kernel::{Ctx, meter};

use crate::batching::all_ask_first;
use crate::loaders::Loaders;
use crate::order::Order;
use crate::people::Cookies;
use crate::{catalogue, learning, limits, node, people, platform, privacy, programmes, training};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    platform::PlatformQuery,
    platform::JobQuery,
    platform::MailQuery,
    platform::FileQuery,
    platform::HolidayQuery,
    platform::WorkingHoursQuery,
    platform::CalendarFeedQuery,
    people::PeopleQuery,
    people::AccessQuery,
    people::PasskeyQuery,
    people::ProviderQuery,
    people::LookQuery,
    people::NoticeQuery,
    people::PersonQuery,
    people::ConsentQuery,
    privacy::PrivacyQuery,
    programmes::ProgrammesQuery,
    catalogue::CatalogueQuery,
    training::TrainingQuery,
    learning::LearningQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    platform::JobMutation,
    platform::FileMutation,
    platform::HolidayMutation,
    platform::WorkingHoursMutation,
    platform::CalendarFeedMutation,
    people::PeopleMutation,
    people::RegistrationMutation,
    people::AccessMutation,
    people::PasskeyMutation,
    people::ProviderMutation,
    people::LookMutation,
    people::NoticeMutation,
    people::PersonMutation,
    people::ConsentMutation,
    privacy::PrivacyMutation,
    programmes::ProgrammesMutation,
    catalogue::CatalogueMutation,
    training::TrainingMutation,
    learning::LearningMutation,
);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct Subscription(platform::JobSubscription);

/// The schema.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

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
    let mut builder = Schema::build(Query::default(), Mutation::default(), Subscription::default())
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
pub fn request(request: Request, ctx: Ctx, cookies: Cookies) -> Request {
    let loaders = DataLoader::new(Loaders(ctx.clone()), meter::spawn).delay(std::time::Duration::ZERO);
    request.data(loaders).data(ctx).data(cookies)
}

/// Answers a request. Boxed, so that the code that walks through the schema is compiled once, with it, and not with each program that
/// asks.
#[must_use]
pub fn execute(schema: &Schema, mut request: Request) -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
    let operation = request.operation_name.clone();
    // What cannot be parsed has no answer to be put in order.
    let order = request.parsed_query().map_or_else(|_| Order::default(), |document| Order::of(document, operation.as_deref()));
    Box::pin(async move {
        let mut response = all_ask_first(schema.execute(request)).await;
        order.apply(&mut response.data);
        response
    })
}
