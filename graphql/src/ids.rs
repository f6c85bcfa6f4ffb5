//! Ids on the wire.

use async_graphql::{Context, ErrorExtensions, ID};
use nabta_domain::kernel::TypedId;

use crate::errors::domain;
use crate::messages;

/// The id on the wire.
pub(crate) fn id(id: impl TypedId) -> ID {
    ID(id.wire())
}

/// The typed id behind an argument, or `INVALID_ID`.
pub(crate) fn parse<I: TypedId>(ctx: &Context<'_>, id: &ID) -> async_graphql::Result<I> {
    I::parse(id.as_str()).ok_or_else(|| invalid(ctx))
}

/// The typed ids behind an argument, or `INVALID_ID`.
pub(crate) fn parse_all<I: TypedId>(ctx: &Context<'_>, ids: &[ID]) -> async_graphql::Result<Vec<I>> {
    ids.iter().map(|id| parse(ctx, id)).collect()
}

/// The error of an id that is none.
pub(crate) fn invalid(ctx: &Context<'_>) -> async_graphql::Error {
    let ctx = domain(ctx);
    async_graphql::Error::new(messages::message(ctx.locale, "INVALID_ID", &[])).extend_with(|_, extensions| {
        extensions.set("code", "INVALID_ID");
        extensions.set("requestId", ctx.request.to_string());
    })
}
