//! Where somebody stands: what is open to them, what is done, where they go on, and whether they did what the run asks for. Pure.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use nabta_entities::ids::{ChapterId, LessonId, QuizId};
use nabta_entities::learning::policy::{ChapterGate, LessonRule, Policy};

use super::facts::Passed;

/// What is asked about one lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// When something was last done there.
    pub last_at: DateTime<Utc>,
    /// When what is asked for had been done.
    pub completed_at: Option<DateTime<Utc>>,
}

/// A chapter, and its lessons in order.
pub type Outline = [(ChapterId, Vec<LessonId>)];

/// How a chapter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterStanding {
    /// Which.
    pub chapter: ChapterId,
    /// Whether it is open.
    pub is_open: bool,
    /// Not before this instant.
    pub opens_at: Option<DateTime<Utc>>,
    /// Not before this chapter is done.
    pub after: Option<ChapterId>,
}

/// Where somebody stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The chapters, in order.
    pub chapters: Vec<ChapterStanding>,
    /// Lessons that count as done.
    pub completed: HashSet<LessonId>,
    /// The lessons that have to be done, in order.
    pub required: Vec<LessonId>,
    /// The quizzes that have to be passed, and whether they are.
    pub quizzes: Vec<(QuizId, bool)>,
    /// Where they go on.
    pub resume: Option<LessonId>,
    /// Whether all that has to be done is done.
    pub is_fulfilled: bool,
}

/// When a lesson counts as done.
#[must_use]
pub fn rule(policy: &Policy, lesson: LessonId) -> LessonRule {
    policy.lessons.get(&lesson).copied().unwrap_or(policy.lesson)
}

/// From when on a chapter is open to who came in at an instant; nothing where time does not matter.
#[must_use]
pub fn opens_at(policy: &Policy, chapter: ChapterId, active_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let gate = gate(policy, chapter)?;
    let after = gate.after_days.map(|days| active_at + Duration::days(i64::from(days)));
    gate.opens_at.max(after)
}

fn gate(policy: &Policy, chapter: ChapterId) -> Option<&ChapterGate> {
    policy.chapters.iter().find(|gate| gate.chapter == chapter)
}

/// Whether chapters wait for each other, so that none of them ever opens.
#[must_use]
pub fn is_circular(policy: &Policy) -> bool {
    policy.chapters.iter().any(|first| {
        let mut next = first.after_chapter;
        for _ in 0..=policy.chapters.len() {
            match next {
                Some(chapter) if chapter == first.chapter => return true,
                Some(chapter) => next = gate(policy, chapter).and_then(|gate| gate.after_chapter),
                None => return false,
            }
        }
        // A circle that does not come back here is found from one of its own.
        false
    })
}

/// Looks at what was done. A lesson of a chapter that is not open counts from the moment at which it opens.
#[must_use]
pub fn look(
    policy: &Policy,
    outline: &Outline,
    (done, passed): (&HashMap<LessonId, Done>, &Passed),
    (active_at, now): (DateTime<Utc>, DateTime<Utc>),
) -> Standing {
    let mut open: HashSet<ChapterId> = HashSet::new();
    let is_done = |lesson: &LessonId| done.get(lesson).is_some_and(|done| done.completed_at.is_some());
    let finished = |open: &HashSet<ChapterId>, chapter: ChapterId| {
        let lessons = outline.iter().find(|(known, _)| *known == chapter).map(|(_, lessons)| lessons);
        // A chapter that this edition does not hold keeps nobody waiting.
        lessons.is_none_or(|lessons| open.contains(&chapter) && lessons.iter().all(is_done))
    };
    // Each pass opens at least one more chapter, or is the last.
    loop {
        let before = open.len();
        for (chapter, _) in outline {
            let in_time = opens_at(policy, *chapter, active_at).is_none_or(|at| at <= now);
            let after = gate(policy, *chapter).and_then(|gate| gate.after_chapter);
            if in_time && after.is_none_or(|after| finished(&open, after)) {
                open.insert(*chapter);
            }
        }
        if open.len() == before {
            break;
        }
    }
    let reachable = outline.iter().filter(|(chapter, _)| open.contains(chapter)).flat_map(|(_, lessons)| lessons);
    let completed: HashSet<LessonId> = reachable.clone().filter(|lesson| is_done(lesson)).copied().collect();
    let all = outline.iter().flat_map(|(_, lessons)| lessons).copied();
    let required: Vec<LessonId> = all.filter(|lesson| policy.required.is_empty() || policy.required.contains(lesson)).collect();
    let reachable: Vec<LessonId> = reachable.copied().collect();
    Standing {
        chapters: outline
            .iter()
            .map(|(chapter, _)| ChapterStanding {
                chapter: *chapter,
                is_open: open.contains(chapter),
                opens_at: opens_at(policy, *chapter, active_at),
                after: gate(policy, *chapter).and_then(|gate| gate.after_chapter),
            })
            .collect(),
        resume: resume(&reachable, &completed, done),
        // What asks for nothing is completed by hand alone.
        is_fulfilled: !required.is_empty()
            && required.iter().all(|lesson| completed.contains(lesson))
            && policy.quizzes.iter().all(|quiz| passed.contains_key(quiz)),
        quizzes: policy.quizzes.iter().map(|quiz| (*quiz, passed.contains_key(quiz))).collect(),
        completed,
        required,
    }
}

/// The lesson where they were last, or the next one that is not done.
fn resume(reachable: &[LessonId], completed: &HashSet<LessonId>, done: &HashMap<LessonId, Done>) -> Option<LessonId> {
    let last = reachable.iter().enumerate().filter_map(|(at, lesson)| Some((done.get(lesson)?.last_at, at))).max();
    let from = last.map_or(0, |(_, at)| at);
    let (before, after) = reachable.split_at(from);
    let next = after.iter().chain(before).find(|lesson| !completed.contains(*lesson));
    next.or_else(|| reachable.get(from)).copied()
}

#[cfg(test)]
mod tests {
    use nabta_entities::ids::TypedId;
    use uuid::Uuid;

    use super::*;

    fn chapter(number: u128) -> ChapterId {
        ChapterId::from_uuid(Uuid::from_u128(number))
    }

    fn lesson(number: u128) -> LessonId {
        LessonId::from_uuid(Uuid::from_u128(number))
    }

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339("2020-11-23T08:00:00Z").unwrap().to_utc() + Duration::hours(hours)
    }

    fn outline() -> Vec<(ChapterId, Vec<LessonId>)> {
        vec![(chapter(1), vec![lesson(1), lesson(2)]), (chapter(2), vec![lesson(3)]), (chapter(3), vec![lesson(4)])]
    }

    fn done(lessons: &[u128]) -> HashMap<LessonId, Done> {
        let done = |(at_hour, number): (usize, &u128)| {
            let last_at = at(i64::try_from(at_hour).unwrap());
            (lesson(*number), Done { last_at, completed_at: Some(last_at) })
        };
        lessons.iter().enumerate().map(done).collect()
    }

    fn stand(
        policy: &Policy,
        outline: &Outline,
        done: &HashMap<LessonId, Done>,
        times: (DateTime<Utc>, DateTime<Utc>),
    ) -> Standing {
        look(policy, outline, (done, &Passed::new()), times)
    }

    fn after(chapter_number: u128, other: u128) -> ChapterGate {
        ChapterGate { chapter: chapter(chapter_number), opens_at: None, after_days: None, after_chapter: Some(chapter(other)) }
    }

    #[test]
    fn chapters_open_one_after_another_and_what_was_done_too_early_counts_once_they_do() {
        let policy = Policy { chapters: vec![after(2, 1), after(3, 2)], ..Default::default() };
        let stands = |lessons: &[u128]| stand(&policy, &outline(), &done(lessons), (at(0), at(9)));
        let open = |standing: &Standing| standing.chapters.iter().filter(|one| one.is_open).count();
        assert_eq!(open(&stands(&[])), 1);
        let early = stands(&[3, 1]);
        assert_eq!((open(&early), early.completed.len()), (1, 1));
        let later = stands(&[3, 1, 2]);
        assert_eq!((open(&later), later.completed.len()), (3, 3), "the second was done already, so the third opens as well");
        assert!(!later.is_fulfilled && stands(&[4, 3, 2, 1]).is_fulfilled);
    }

    #[test]
    fn a_chapter_opens_at_its_instant_and_after_so_many_days() {
        let gate = ChapterGate { chapter: chapter(2), opens_at: Some(at(5)), after_days: Some(1), after_chapter: None };
        let policy = Policy { chapters: vec![gate], ..Default::default() };
        let is_open = |now| stand(&policy, &outline(), &HashMap::new(), (at(0), now)).chapters[1].is_open;
        assert!(!is_open(at(5)) && !is_open(at(23)) && is_open(at(24)));
    }

    #[test]
    fn one_goes_on_where_one_was_or_with_what_is_missing() {
        let resume = |lessons: &[u128]| stand(&Policy::default(), &outline(), &done(lessons), (at(0), at(9))).resume;
        assert_eq!(resume(&[]), Some(lesson(1)));
        assert_eq!(resume(&[1, 3]), Some(lesson(4)), "after the one that was done last");
        assert_eq!(resume(&[1, 3, 4]), Some(lesson(2)), "and then what was left out");
        let mut open = done(&[1]);
        open.insert(lesson(3), Done { last_at: at(8), completed_at: None });
        assert_eq!(stand(&Policy::default(), &outline(), &open, (at(0), at(9))).resume, Some(lesson(3)));
    }

    #[test]
    fn only_what_is_asked_for_has_to_be_done_and_nothing_is_never_done() {
        let policy = Policy { required: vec![lesson(2), lesson(3)], ..Default::default() };
        assert!(stand(&policy, &outline(), &done(&[2, 3]), (at(0), at(9))).is_fulfilled);
        assert!(!stand(&policy, &[], &done(&[2, 3]), (at(0), at(9))).is_fulfilled);
        assert!(!stand(&Policy::default(), &[], &HashMap::new(), (at(0), at(9))).is_fulfilled);
    }

    #[test]
    fn a_quiz_that_is_asked_for_has_to_be_passed() {
        let quiz = QuizId::from_uuid(Uuid::nil());
        let policy = Policy { quizzes: vec![quiz], ..Default::default() };
        let stands = |passed: &Passed| look(&policy, &outline(), (&done(&[1, 2, 3, 4]), passed), (at(0), at(9)));
        assert!(!stands(&Passed::new()).is_fulfilled);
        assert_eq!(stands(&Passed::new()).quizzes, [(quiz, false)]);
        assert!(stands(&Passed::from([(quiz, at(8))])).is_fulfilled);
        // Nothing but a quiz is not nothing: lessons are still to be read.
        assert!(!look(&policy, &outline(), (&HashMap::new(), &Passed::from([(quiz, at(8))])), (at(0), at(9))).is_fulfilled);
    }

    #[test]
    fn chapters_that_wait_for_each_other_are_found() {
        let circular = |gates: Vec<ChapterGate>| is_circular(&Policy { chapters: gates, ..Default::default() });
        assert!(circular(vec![after(1, 1)]));
        assert!(circular(vec![after(1, 2), after(2, 3), after(3, 1)]));
        assert!(!circular(vec![after(3, 2), after(2, 1)]));
        // None of them opens, and looking ends.
        let policy = Policy { chapters: vec![after(1, 2), after(2, 1)], ..Default::default() };
        assert!(!stand(&policy, &outline(), &done(&[1, 2, 3]), (at(0), at(9))).chapters[0].is_open);
    }
}
