//! What roles can be held in: the centre, a programme, a course, a run. It stands above the contexts, which vouch for their own.

use crate::catalogue::{CourseId, course};
use crate::kernel::access::Centre;
use crate::kernel::error::codes::UNKNOWN_REFERENCE;
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, KnownScope, Refusal, Result, Scope, TypedId};
use crate::learning::{RunId, run};
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
    /// One run of a course.
    Run(RunId),
}

impl Place {
    /// From an id on the wire; nothing for an id of something else.
    #[must_use]
    pub fn parse(wire: &str) -> Option<Self> {
        let programme = ProgrammeId::parse(wire).map(Self::Programme);
        let course = || CourseId::parse(wire).map(Self::Course);
        programme.or_else(course).or_else(|| RunId::parse(wire).map(Self::Run))
    }
}

/// The scope that a place makes, if it is there; for who may grant roles: nobody else learns what is there.
pub async fn find(ctx: &Ctx, place: Place) -> Result<KnownScope> {
    authorize(ctx, ROLE_GRANT, &Centre)?;
    let (scope, is_there) = match place {
        Place::Centre => return Ok(KnownScope::CENTRE),
        Place::Programme(id) => (Scope::of(id), !programme::by_ids(ctx, &[id]).await?.is_empty()),
        Place::Course(id) => (Scope::of(id), course::queries::exists(ctx.database().reader(), id).await?),
        Place::Run(id) => (Scope::of(id), !run::by_ids(ctx, &[id]).await?.is_empty()),
    };
    let refusal = || Refusal::at(UNKNOWN_REFERENCE, "scope").with("value", scope.kind);
    is_there.then(|| KnownScope::found(scope)).ok_or_else(|| refusal().into())
}
