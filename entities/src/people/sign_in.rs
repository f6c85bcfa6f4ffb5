//! One being-signed-in, on one device.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, SignInId};
use crate::values::text_enum;

text_enum! {
    /// Why a sign-in ended.
    EndReason {
        /// Signed out on this device.
        SignedOut,
        /// Signed out everywhere.
        Everywhere,
        /// A spent refresh token came back: somebody else may hold it.
        Reuse,
        /// The account was disabled.
        Disabled,
    }
}

text_enum! {
    /// By what somebody showed who they are.
    SignInMethod {
        /// The address and the password, with a code where there is a second factor.
        Password,
        /// A passkey, which asked for a finger, a face or a code of its own.
        Passkey,
        /// Another provider, with a code where there is a second factor.
        Provider,
    }
}

/// One being-signed-in, on one device.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in")]
pub struct Model {
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignInId,
    /// Who.
    pub account_id: AccountId,
    /// Since when.
    pub created_at: DateTimeUtc,
    /// Until when at the latest.
    pub expires_at: DateTimeUtc,
    /// When it ended.
    pub ended_at: Option<DateTimeUtc>,
    /// Why it ended.
    pub end_reason: Option<EndReason>,
    /// What the browser or app calls itself.
    pub agent: Option<String>,
    /// By what they showed who they are.
    pub method: SignInMethod,
}

/// No relation is declared: queries name their joins.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
