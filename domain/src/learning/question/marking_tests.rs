//! Marks of each kind of question, and what holds of all of them.

use nabta_entities::learning::question_body::{
    AcceptedNumber, AcceptedText, Answers, Choice, Credit, Filling, Gap, OrderGrading, Pair, QuestionBody,
};
use nabta_entities::learning::response::Response;
use nabta_entities::values::{Locale, LocalizedText};
use proptest::prelude::*;

use super::answer;
use super::arrange::{Arrangement, Seed, targets};
use super::marking::{best, mark};

fn said(text: &str) -> LocalizedText {
    LocalizedText::in_language(Locale::Fr, text.to_owned())
}

fn asks(answers: Answers) -> QuestionBody {
    QuestionBody { text: said("?"), feedback: LocalizedText::default(), answers }
}

fn choices(credits: &[i32]) -> Vec<Choice> {
    let choice = |(place, credit): (usize, &i32)| Choice {
        text: said(&format!("c{place}")),
        credit: Credit(*credit),
        feedback: said(&format!("f{place}")),
    };
    credits.iter().enumerate().map(choice).collect()
}

fn number(value: Option<i64>, tolerance: i64, credit: i32) -> AcceptedNumber {
    AcceptedNumber {
        value: value.map(Into::into),
        tolerance: tolerance.into(),
        credit: Credit(credit),
        feedback: LocalizedText::default(),
    }
}

fn text(text: &str, credit: i32) -> AcceptedText {
    AcceptedText { locale: Locale::Fr, text: text.into(), credit: Credit(credit), feedback: Some("bien".into()) }
}

fn single() -> QuestionBody {
    asks(Answers::Single { choices: choices(&[1_000_000, -250_000, 500_000]), is_in_order: false })
}

fn several() -> QuestionBody {
    asks(Answers::Several { choices: choices(&[333_333, 333_333, 333_333, -500_000]), is_in_order: false })
}

fn truth() -> QuestionBody {
    asks(Answers::TrueFalse { is_true: false, on_true: said("non"), on_false: said("oui") })
}

fn numeric() -> QuestionBody {
    asks(Answers::Numeric {
        accepted: vec![number(Some(17), 0, 1_000_000), number(Some(17), 2, 500_000), number(None, 0, 0)],
        unit: None,
    })
}

fn short() -> QuestionBody {
    asks(Answers::ShortText { accepted: vec![text("décret", 1_000_000), text("*loi*", 250_000)], is_case_sensitive: false })
}

fn matching() -> QuestionBody {
    let pair = |premise: &str, target: &str| Pair { premise: said(premise), target: said(target) };
    let pairs = vec![pair("a", "1"), pair("b", "2"), pair("c", "1"), pair("d", "4")];
    asks(Answers::Matching { pairs, lures: vec![said("5")], is_in_order: false })
}

fn ordering(grading: OrderGrading) -> QuestionBody {
    asks(Answers::Ordering { items: ["a", "b", "c", "d"].map(said).to_vec(), grading })
}

fn gaps() -> QuestionBody {
    let gap = |weight: i32, filling: Filling| Gap { weight, filling };
    asks(Answers::Gaps {
        gaps: vec![
            gap(1, Filling::Text { accepted: vec![text("ANPE", 1_000_000)], is_case_sensitive: true }),
            gap(2, Filling::Number { accepted: vec![number(Some(3), 0, 1_000_000)] }),
            gap(1, Filling::Choice { choices: choices(&[0, 1_000_000]) }),
        ],
    })
}

fn essay() -> QuestionBody {
    asks(Answers::Essay {
        template: LocalizedText::default(),
        guidance: LocalizedText::default(),
        least_words: None,
        most_words: None,
        rubric: None,
    })
}

fn all() -> Vec<QuestionBody> {
    let orders = [OrderGrading::Whole, OrderGrading::Places, OrderGrading::Neighbours].map(ordering);
    [single(), several(), truth(), numeric(), short(), matching(), gaps(), essay()].into_iter().chain(orders).collect()
}

fn credit(body: &QuestionBody, response: &Response) -> Option<i32> {
    mark(body, Some(response)).credit.map(|credit| credit.0)
}

fn filled(parts: [Option<&str>; 3]) -> Response {
    Response::Gaps(parts.map(|part| part.map(str::to_owned)).to_vec())
}

#[test]
fn each_kind_is_marked_by_its_own_rule() {
    let chosen = |places: &[usize]| Response::Choices(places.to_vec());
    assert_eq!(credit(&single(), &chosen(&[0])), Some(1_000_000));
    assert_eq!(credit(&single(), &chosen(&[1])), Some(-250_000));
    assert_eq!(credit(&single(), &chosen(&[])), Some(0));
    assert_eq!(mark(&single(), Some(&chosen(&[2]))).feedback, [said("f2")]);
    assert_eq!(credit(&several(), &chosen(&[0, 1, 2])), Some(1_000_000), "three thirds are the whole");
    assert_eq!(credit(&several(), &chosen(&[0, 1, 2, 3])), Some(500_000 - 1));
    assert_eq!(credit(&several(), &chosen(&[3])), Some(0), "less than nothing is nothing");
    assert_eq!(credit(&truth(), &Response::Truth(false)), Some(1_000_000));
    assert_eq!(mark(&truth(), Some(&Response::Truth(true))).feedback, [said("non")]);
    let typed = |text: &str| Response::Text(text.to_owned());
    assert_eq!(credit(&numeric(), &typed("١٧")), Some(1_000_000));
    assert_eq!(credit(&numeric(), &typed("18,5")), Some(500_000));
    assert_eq!(credit(&numeric(), &typed("90")), Some(0));
    assert_eq!(credit(&short(), &typed("Decret")), Some(1_000_000));
    assert_eq!(credit(&short(), &typed("une loi organique")), Some(250_000));
    assert_eq!(credit(&short(), &typed("arrêté")), Some(0));
    // Targets: 1, 2, 4, 5. Two premises have the same.
    assert_eq!(credit(&matching(), &Response::Matches(vec![Some(0), Some(1), Some(0), Some(3)])), Some(750_000));
    assert_eq!(credit(&matching(), &Response::Matches(vec![None; 4])), Some(0));
    let order = |places: &[usize]| Response::Order(places.to_vec());
    assert_eq!(credit(&ordering(OrderGrading::Whole), &order(&[0, 1, 3, 2])), Some(0));
    assert_eq!(credit(&ordering(OrderGrading::Places), &order(&[0, 1, 3, 2])), Some(500_000));
    assert_eq!(credit(&ordering(OrderGrading::Neighbours), &order(&[3, 0, 1, 2])), Some(666_667));
    assert_eq!(credit(&gaps(), &filled([Some("ANPE"), Some("3"), Some("c1")])), Some(1_000_000));
    assert_eq!(credit(&gaps(), &filled([Some("anpe"), Some("3"), None])), Some(500_000), "weights count");
    assert_eq!(credit(&essay(), &typed("Un texte.")), None, "a person says what it is worth");
    assert_eq!(credit(&essay(), &typed("  ")), Some(0));
    for body in all() {
        assert_eq!(mark(&body, None).credit, Some(Credit::NONE), "no answer is worth nothing");
    }
}

#[test]
fn the_best_answer_fits_and_is_worth_the_whole() {
    for body in all() {
        let Some(best) = best(&body) else { continue };
        assert_eq!(answer::check(&body, &best), Ok(()));
        assert_eq!(credit(&body, &best), Some(1_000_000), "{body:?}");
    }
}

fn response() -> impl Strategy<Value = Response> {
    let text = prop_oneof!["[a-z0-9 ,.]{0,12}", Just("loi".to_owned()), Just("17".to_owned())];
    prop_oneof![
        prop::collection::vec(0..6usize, 0..6).prop_map(Response::Choices),
        any::<bool>().prop_map(Response::Truth),
        text.clone().prop_map(Response::Text),
        prop::collection::vec(prop::option::of(0..6usize), 0..6).prop_map(Response::Matches),
        Just(vec![0usize, 1, 2, 3]).prop_shuffle().prop_map(Response::Order),
        prop::collection::vec(prop::option::of(text), 0..5).prop_map(Response::Gaps),
    ]
}

proptest! {
    #[test]
    fn no_answer_is_worth_more_than_the_whole_or_breaks_a_question(response in response(), seed in any::<[u8; 16]>()) {
        for body in all() {
            let fits = answer::check(&body, &response).is_ok();
            let marked = mark(&body, Some(&response)).credit.map_or(0, |credit| credit.0);
            prop_assert!((-1_000_000..=1_000_000).contains(&marked));
            if fits {
                // As shown to somebody, and back.
                let arrangement = Arrangement::of(&body, nabta_entities::ids::QuestionVersionId(uuid::Uuid::nil()), &Seed(seed));
                let written = arrangement.written(&response);
                prop_assert_eq!(answer::check(&body, &written), Ok(()));
            }
        }
    }

    #[test]
    fn what_is_right_as_shown_is_right_as_written(seed in any::<[u8; 16]>()) {
        for body in all() {
            let Some(best) = best(&body) else { continue };
            let arrangement = Arrangement::of(&body, nabta_entities::ids::QuestionVersionId(uuid::Uuid::nil()), &Seed(seed));
            let shown = as_shown(&body, &arrangement, &best);
            let marked = credit(&body, &arrangement.written(&shown));
            prop_assert_eq!(marked, Some(1_000_000));
        }
    }
}

/// An answer in the places in which somebody sees the parts: the other way round than the service has to go.
fn as_shown(body: &QuestionBody, arrangement: &Arrangement, written: &Response) -> Response {
    let at = |list: &[usize], part: usize| list.iter().position(|shown| *shown == part).unwrap();
    match written {
        Response::Choices(places) => Response::Choices(places.iter().map(|part| at(&arrangement.parts, *part)).collect()),
        Response::Order(places) => Response::Order(places.iter().map(|part| at(&arrangement.parts, *part)).collect()),
        Response::Matches(matched) => {
            assert_eq!(arrangement.targets.len(), targets(&body.answers).len());
            let shown = |premise: &usize| matched[*premise].map(|target| at(&arrangement.targets, target));
            Response::Matches(arrangement.parts.iter().map(shown).collect())
        }
        other => other.clone(),
    }
}
