//! What roles can be held in: the centre, a programme, a course. It stands above the contexts, which vouch for their own.

use crate::catalogue::{CourseId, course};
use crate::kernel::access::Centre;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, KnownScope, Refusal, Result, Scope, TypedId};
use crate::people::actions::ROLE_GRANT;
use crate::programmes::{ProgrammeId, programme};

/// A place where roles can be held, before it is known whether it is there.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The centre as a whole.
    Centre,
    /// One programme.
    Programme(ProgrammeId),
    /// One course.
    Course(CourseId),
}

impl Place {
    /// From an id on the wire; nothing for an id of something else.
    #[must_use]
    pub fn parse(wire: &str) -> Option<Self> {
        let programme = ProgrammeId::parse(wire).map(Self::Programme);
        programme.or_else(|| CourseId::parse(wire).map(Self::Course))
    }
}

/// The scope that a place makes, if it is there; for who may grant roles: nobody else learns what is there.
pub async fn find(ctx: &Ctx, place: Place) -> Result<KnownScope> {
    authorize(ctx, ROLE_GRANT, &Centre)?;
    let (scope, is_there) = match place {
        Place::Centre => return Ok(KnownScope::CENTRE),
        Place::Programme(id) => (Scope::of(id), !programme::by_ids(ctx, &[id]).await?.is_empty()),
        Place::Course(id) => (Scope::of(id), course::queries::exists(ctx.database().reader(), id).await?),
    };
    let refusal = || Refusal::at(UNKNOWN_REFERENCE, "scope").with("value", scope.kind);
    is_there.then(|| KnownScope::found(scope)).ok_or_else(|| refusal().into())
}
