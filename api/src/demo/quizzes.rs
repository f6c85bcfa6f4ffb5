//! The demo's quizzes.

use std::path::Path;

use anyhow::Result;
use nabta_domain::catalogue::CourseId;
use nabta_domain::catalogue::course::queries;
use nabta_domain::kernel::Ctx;
use nabta_domain::learning::QuizId;
use nabta_domain::learning::question::body::Credit;
use nabta_domain::learning::quiz::plan::{Draw, QuizPart, QuizPlan, Review, When};
use nabta_domain::learning::quiz::{self, QuizDetails};
use nabta_domain::people::Role;

use super::people::Loaded;
use super::{files, kept};
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
        let entered = kept(quiz::create(trainer, course, &name, details, Some(&key)).await)?;
        if let Some(found) = entered.filter(|found| found.0.version == 1) {
            quiz::open(trainer, found.0.id, 1).await.map_err(told)?;
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
