//! The demo's quizzes.

use std::path::Path;

use anyhow::Result;
use nabta_domain::catalogue::CourseId;
use nabta_domain::catalogue::course::queries;
use nabta_domain::kernel::Ctx;
use nabta_domain::kernel::error::codes::{ALREADY_EXISTS, IDEMPOTENCY_MISMATCH};
use nabta_domain::learning::QuizId;
use nabta_domain::learning::question::body::Credit;
use nabta_domain::learning::quiz::plan::{Draw, QuizPart, QuizPlan, Review, When};
use nabta_domain::learning::quiz::{self, QuizDetails};
use nabta_domain::people::Role;

use super::files;
use super::people::Loaded;
use crate::instance::told;

/// Enters and opens the quizzes that were not entered before.
pub(super) async fn load(root: &Path, people: &Loaded) -> Result<()> {
    let trainer = people.first(Role::Trainer)?;
    let file: files::Quizzes = files::read(root, "quizzes.toml")?;
    for new in file.quiz {
        let course = queries::by_slug(trainer, &new.course).await.map_err(told)?.id;
        let key = format!("demo-{}-{}", new.course, new.key);
        let name = new.key.clone();
        let details = details(trainer, course, new).await?;
        match quiz::create(trainer, course, &name, details, Some(&key)).await {
            Ok(found) if found.0.version == 1 => {
                quiz::open(trainer, found.0.id, 1).await.map_err(told)?;
            }
            Ok(_) => {}
            // The file says something else by now, or somebody entered it otherwise: what is there stays as it is.
            Err(error) if [IDEMPOTENCY_MISMATCH, ALREADY_EXISTS].contains(&error.code()) => {}
            Err(error) => return Err(told(error)),
        }
    }
    Ok(())
}

/// The quizzes of a course that people can take.
pub(super) async fn of(ctx: &Ctx, course: CourseId) -> Result<Vec<QuizId>> {
    let found = quiz::of_courses(ctx, &[course]).await.map_err(told)?;
    Ok(found.into_iter().filter(|quiz| quiz.0.is_open).map(|quiz| quiz.0.id).collect())
}

async fn details(ctx: &Ctx, course: CourseId, new: files::Quiz) -> Result<QuizDetails> {
    let draw = Draw { count: new.questions, category: Some(new.category), ..Draw::default() };
    let plan = QuizPlan {
        parts: vec![QuizPart::Drawn(draw)],
        is_shuffled: true,
        minutes: Some(new.minutes),
        attempts: Some(new.attempts),
        pass: Credit(new.pass_percent * (Credit::WHOLE.0 / 100)),
        // One learns from it: what is said to each answer comes at once, the right ones when no attempt is left.
        review: Review { marks: When::Submitted, feedback: When::Submitted, ..Review::default() },
        ..QuizPlan::default()
    };
    let lesson = quiz::lesson_named(ctx, course, &new.lesson).await.map_err(told)?;
    Ok(QuizDetails { titles: new.titles, introduction: new.introduction, lesson, plan })
}
