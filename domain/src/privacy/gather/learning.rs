//! In which courses somebody took part.

use std::collections::BTreeMap;

use nabta_documents::record::{Section, Value as Shown};
use nabta_entities::ids::{EnrolmentId, LessonId, PersonId, TypedId};
use serde_json::{Value, json};

use super::super::labels::say;
use super::{Given, named, table, words};
use crate::catalogue::course;
use crate::kernel::printing::text;
use crate::kernel::{Ctx, Locale, Result};
use crate::learning::certificate;
use crate::learning::enrolment::queries;
use crate::learning::progress;
use crate::learning::progress::facts::Facts;
use crate::learning::quiz::attempt::{Attempt, ShownQuestion, of_persons};

/// What is known of the lessons of one enrolment, with the minutes of each day.
fn lessons(facts: Option<&BTreeMap<LessonId, Facts>>) -> Value {
    let of = |(lesson, facts): (&LessonId, &Facts)| {
        let days = facts.days.iter().map(|(day, minutes)| json!({ "day": day, "minutes": minutes.iter().collect::<Vec<_>>() }));
        json!({
            "lesson": lesson.wire(), "openedAt": facts.opened_at, "lastAt": facts.last_at, "viewedAt": facts.viewed_at,
            "completedAt": facts.completed_at, "place": facts.place.as_ref().map(|(_, place)| place), "studied": days.collect::<Vec<_>>(),
        })
    };
    facts.into_iter().flatten().map(of).collect()
}

/// An attempt at a quiz: what was asked and answered, and of what counts what they may see by now.
fn attempt(attempt: &Attempt, questions: &[ShownQuestion]) -> Value {
    let row = &attempt.row;
    let question = |one: &ShownQuestion| {
        json!({
            "place": one.place, "text": one.asked.text, "parts": one.asked.parts, "targets": one.asked.targets, "answer": one.answer,
            "savedAt": one.saved_at, "credit": one.verdict.credit,
        })
    };
    json!({
        "quiz": attempt.quiz.0.titles, "number": row.number, "state": attempt.state, "startedAt": row.started_at,
        "dueAt": row.due_at, "endedAt": row.ended_at, "points": row.points.filter(|_| attempt.visible.score),
        "questions": questions.iter().map(question).collect::<Vec<_>>(),
    })
}

/// The certificates of a person.
pub(super) async fn certificates(ctx: &Ctx, entries: &[PersonId], locale: Locale) -> Result<Given> {
    let all = certificate::of_persons(ctx, entries).await?;
    let facts = certificate::facts(ctx, &all).await?;
    let data: Value = all
        .iter()
        .map(|one| {
            let row = &one.row;
            json!({
                "id": row.id.wire(), "number": one.number(), "state": row.state, "issuedOn": row.issued_on, "expiresOn": row.expires_on,
                "reason": row.reason, "endedAt": row.ended_at, "facts": facts.get(&row.id),
            })
        })
        .collect();
    let rows = all.iter().map(|one| {
        let title = facts.get(&one.row.id).and_then(|facts| text(&facts.titles, locale)).map_or(Shown::None, Shown::Text);
        let until = one.row.expires_on.map_or(Shown::None, Shown::Day);
        let state = named(locale, &format!("certificate-{}", one.row.state.name()));
        vec![
            title,
            Shown::Code(one.number()),
            state,
            Shown::Day(one.row.issued_on),
            until,
            words(one.row.reason.as_deref(), locale),
        ]
    });
    let part = table(locale, &["certificate-title", "certificate-number", "state", "createdAt", "until", "said"], rows.collect());
    Ok(("certificates", data, Section { title: say(locale, "certificates"), parts: vec![part] }))
}

pub(super) async fn enrolments(ctx: &Ctx, entries: &[PersonId], locale: Locale) -> Result<Given> {
    let all = queries::of_persons(ctx, entries).await?;
    let courses: Vec<_> = all.iter().map(|one| one.row.course_id).collect();
    let titles = course::queries::titles(ctx.database().reader(), &courses).await?;
    let of = |one: &crate::learning::enrolment::Enrolment| {
        titles.iter().find(|(course, _)| *course == one.row.course_id).map(|(_, titles)| titles)
    };
    let ids: Vec<_> = all.iter().map(|one| one.row.id).collect();
    let facts = progress::queries::facts_of(ctx.database().reader(), &ids).await?;
    let attempts = of_persons(ctx, &all).await?;
    let tried = |id: EnrolmentId| -> Value {
        let of = attempts.iter().filter(|(attempt, _)| attempt.row.enrolment_id == id);
        of.map(|(one, questions)| attempt(one, questions)).collect()
    };
    let data: Value = all
        .iter()
        .map(|one| {
            let row = &one.row;
            json!({
                "id": row.id.wire(), "course": of(one), "run": row.run_id.wire(), "edition": row.edition_id.map(TypedId::wire),
                "state": row.state, "way": row.way, "organisation": row.organisation_id.map(TypedId::wire), "gender": row.gender,
                "age": row.age, "governorate": row.governorate, "situation": row.situation, "degree": row.degree, "note": row.note,
                "at": row.created_at, "activeAt": row.active_at, "until": row.ends_at, "endedAt": row.ended_at,
                "remindedAt": row.reminded_at, "lessons": lessons(facts.get(&row.id)), "quizzes": tried(row.id),
            })
        })
        .collect();
    let rows = all.iter().map(|one| {
        let course = of(one).and_then(|titles| text(titles, locale)).map_or(Shown::None, Shown::Text);
        let ended = one.row.ended_at.map_or(Shown::None, Shown::Instant);
        let state = named(locale, &format!("enrolment-{}", one.row.state.name()));
        vec![course, state, Shown::Instant(one.row.created_at), ended, words(one.row.note.as_deref(), locale)]
    });
    let part = table(locale, &["course", "state", "createdAt", "until", "said"], rows.collect());
    Ok(("enrolments", data, Section { title: say(locale, "enrolments"), parts: vec![part] }))
}
