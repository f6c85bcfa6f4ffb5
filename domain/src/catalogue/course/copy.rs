//! Copying a course: everything that the newest edition holds, as a new course in draft.

use nabta_entities::ids::CourseId;

use super::super::actions::{COURSE_CREATE, COURSE_READ_DRAFT};
use super::super::transfer;
use super::queries::{self, Course};
use crate::kernel::work::authorize;
use crate::kernel::{Ctx, Result};

/// Makes a course of the same content under another code and address name. The text is what the newest edition holds.
pub async fn copy(ctx: &Ctx, source: CourseId, code: &str, slug: &str, idempotency_key: Option<&str>) -> Result<Course> {
    let course = queries::read(ctx, source).await?;
    authorize(ctx, COURSE_READ_DRAFT, &course)?;
    authorize(ctx, COURSE_CREATE, &crate::kernel::access::Centre)?;
    let mut folder = transfer::export(ctx, source).await?;
    folder.course.code = code.to_owned();
    folder.course.slug = slug.to_owned();
    transfer::import_as_copy(ctx, folder, source, idempotency_key).await
}
