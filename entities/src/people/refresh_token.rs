//! One link in a sign-in's chain of refresh tokens. The secret is computed from the key of the server and this row's id, never kept.

use sea_orm::entity::prelude::*;

use crate::ids::{RefreshTokenId, SignInId};

/// One link in a sign-in's chain of refresh tokens. The secret is computed from the key of the server and this row's id, never kept.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_token")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefreshTokenId,
    /// Of which sign-in.
    pub sign_in_id: SignInId,
    /// When it was issued.
    pub issued_at: DateTimeUtc,
    /// When it, or an access token issued with it, first came back: the client has it.
    pub seen_at: Option<DateTimeUtc>,
    /// The link that follows.
    pub replaced_by: Option<RefreshTokenId>,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
