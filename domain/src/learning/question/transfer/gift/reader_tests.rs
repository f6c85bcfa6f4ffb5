//! GIFT as people and Moodle write it.

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::{Answers, OrderGrading};
use nabta_entities::values::Locale;
use rust_decimal::Decimal;

use super::super::{Exchange, RemarkKind};

fn read(text: &str) -> Exchange {
    super::read(text, Locale::Fr, 10_000)
}

/// The one question of a file about which there is nothing to say.
fn one(text: &str) -> (String, Answers) {
    let mut exchange = read(text);
    assert_eq!((exchange.remarks.as_slice(), exchange.questions.len()), (&[][..], 1), "{text}");
    let body = exchange.questions.remove(0).body;
    (body.text.fr.unwrap_or_default(), body.answers)
}

/// What is said about a file, by line.
fn remarks(text: &str) -> Vec<(usize, RemarkKind, String)> {
    read(text).remarks.into_iter().map(|remark| (remark.line, remark.kind, remark.detail)).collect()
}

#[test]
fn our_files_are_read_without_a_remark() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/questions");
    for (file, locale) in [
        ("environmental-legislation/01-sources.ar.gift", Locale::Ar),
        ("environmental-legislation/01-sources.fr.gift", Locale::Fr),
        ("impact-study/01-why.ar.gift", Locale::Ar),
        ("impact-study/01-why.fr.gift", Locale::Fr),
    ] {
        let text = std::fs::read_to_string(format!("{root}/{file}")).unwrap();
        let exchange = super::read(&text, locale, 10_000);
        assert_eq!((exchange.remarks.as_slice(), exchange.questions.len()), (&[][..], 24), "{file}");
        for question in &exchange.questions {
            assert!(question.code.is_some() && !question.tags.is_empty() && !question.category.is_empty());
            assert!(!question.body.text.get(locale).unwrap().contains("\\:"), "{question:?}");
        }
        let mut again = super::read(&super::write(&exchange.questions, locale), locale, 10_000).questions;
        again.iter_mut().zip(&exchange.questions).for_each(|(again, question)| again.line = question.line);
        assert_eq!(again, exchange.questions, "{file}");
    }
}

#[test]
fn one_of_several_choices() {
    let (text, answers) = one("Who wrote it? {\n~Zola #No.\n=Hugo #Yes\\: him.\n~%50%Dumas\n####See the preface.}");
    let Answers::Single { choices, is_in_order: false } = answers else { panic!() };
    assert_eq!(text, "Who wrote it?");
    let read: Vec<_> =
        choices.iter().map(|c| (c.text.get(Locale::Fr).unwrap(), c.credit.0, c.feedback.get(Locale::Fr))).collect();
    assert_eq!(read, [("Zola", 0, Some("No.")), ("Hugo", 1_000_000, Some("Yes: him.")), ("Dumas", 500_000, None)]);
    let feedback = &read_feedback("a {=b ~c####d}");
    assert_eq!(feedback, "d");
}

fn read_feedback(text: &str) -> String {
    read(text).questions.remove(0).body.feedback.fr.unwrap_or_default()
}

#[test]
fn any_number_of_choices() {
    let (_, answers) = one("Which are right? {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}");
    let Answers::Several { choices, .. } = answers else { panic!() };
    assert_eq!(choices.iter().map(|choice| choice.credit.0).collect::<Vec<_>>(), [333_333, 333_333, 333_333, -1_000_000]);
}

#[test]
fn a_missing_word_leaves_a_blank() {
    let (text, answers) = one("Grant is {~buried =entombed ~living} in the tomb.");
    assert_eq!(text, "Grant is \\_\\_\\_\\_\\_ in the tomb.");
    assert!(matches!(answers, Answers::Single { choices, .. } if choices.len() == 3));
    assert_eq!(one("[markdown]Two plus {=two =2} equals four.").0, "Two plus _____ equals four.");
}

#[test]
fn true_or_false_with_feedback() {
    let feedback = |text: &str| match one(text).1 {
        Answers::TrueFalse { is_true, on_true, on_false } => (is_true, on_true.fr, on_false.fr),
        other => panic!("{other:?}"),
    };
    let said = |text: &str| Some(text.to_owned());
    assert_eq!(feedback("a {T}"), (true, None, None));
    assert_eq!(feedback("a {FALSE#wrong#right}"), (false, said("wrong"), said("right")));
    assert_eq!(feedback("a {TRUE#wrong}"), (true, None, said("wrong")));
    assert_eq!(feedback("a {T##right####all}"), (true, said("right"), None));
    assert!(matches!(one("a {true}").1, Answers::ShortText { .. }), "as Moodle reads it");
}

#[test]
fn numbers_with_tolerances_ranges_and_shares() {
    let numbers = |text: &str| match one(text).1 {
        Answers::Numeric { accepted, unit: None } => {
            accepted.iter().map(|n| (n.value.map(|v| v.to_string()), n.tolerance.to_string(), n.credit.0)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let value = |text: &str| Some(text.to_owned());
    assert_eq!(numbers("a {#17:0.5}"), [(value("17"), "0.5".to_owned(), 1_000_000)]);
    assert_eq!(numbers("a {# 1..5 }"), [(value("3"), "2".to_owned(), 1_000_000)]);
    assert_eq!(numbers("a {#-3.2..-3.1}"), [(value("-3.15"), "0.05".to_owned(), 1_000_000)]);
    let several = numbers("When? {#\n=1822:0 #Yes.\n=%50%1822:2 #Nearly.\n~#No.}");
    assert_eq!(several.iter().map(|number| number.2).collect::<Vec<_>>(), [1_000_000, 500_000, 0]);
    assert_eq!(several[2].0, None);
}

#[test]
fn short_answers_and_matching() {
    let Answers::ShortText { accepted, is_case_sensitive } = one("// [case]\nTwo plus two? {=four =%75%4 #a digit}").1 else {
        panic!()
    };
    assert!(is_case_sensitive);
    assert_eq!((accepted.len(), accepted[1].text.as_str(), accepted[1].credit.0), (2, "4", 750_000));
    let Answers::Matching { pairs, lures, .. } = one("Match. {\n=Canada -> Ottawa\n=Japan -> Tokyo\n= -> Rome}").1 else {
        panic!()
    };
    assert_eq!((pairs.len(), pairs[1].target.fr.as_deref(), lures[0].fr.as_deref()), (2, Some("Tokyo"), Some("Rome")));
    let Answers::Matching { pairs, .. } = one("Match. {=a -\\> b -> c =d -> e}").1 else { panic!() };
    assert_eq!(pairs[0].premise.fr.as_deref(), Some("a -> b"));
}

#[test]
fn ordering_as_the_plugin_writes_it() {
    let Answers::Ordering { items, grading } = one("Order. {>3 ALL VERTICAL ALL_OR_NOTHING\none\ntwo\nthree\n}").1 else {
        panic!()
    };
    assert_eq!((items.len(), items[2].fr.as_deref(), grading), (3, Some("three"), OrderGrading::Whole));
    let Answers::Ordering { items, grading } = one("Order. {>\na\nb}").1 else { panic!() };
    assert_eq!((items.len(), grading), (2, OrderGrading::Places));
    let kinds: Vec<_> = remarks("Order. {>2 RANDOM H REL\na\nb\nc}").into_iter().map(|remark| remark.1).collect();
    assert_eq!(kinds, [RemarkKind::GradingChanged, RemarkKind::SettingLost]);
}

#[test]
fn options_categories_and_codes() {
    let text = "$CATEGORY: $course$/top/Eau\n\n// question: 3  name: x [id:q-3] [tag:sols] [law:L-1996-41]\n\
                // [difficulty:hard] [points:2.5] [unit:kg] [unit-other:g = 1000] [unit-required]\n::A title::Mass? {#3:0.1}\n";
    let exchange = read(text);
    let question = exchange.questions.first().unwrap();
    assert_eq!((question.line, question.code.as_deref(), question.category.as_str()), (5, Some("q-3"), "Eau"));
    assert_eq!((question.difficulty, question.points), (Some(Difficulty::Hard), Some(250)));
    let Answers::Numeric { unit: Some(unit), .. } = &question.body.answers else { panic!() };
    assert_eq!((unit.symbol.as_str(), unit.others[0].per_unit, unit.is_required), ("kg", Decimal::from(1_000), true));
    assert_eq!(exchange.remarks, []);
}

#[test]
fn essays_and_gaps() {
    assert!(matches!(one("Write. {}").1, Answers::Essay { .. }));
    assert_eq!(read_feedback("Write. {####Thanks.}"), "Thanks.");
    let (text, answers) = one("// [gaps]\n[markdown]A \\{1\\:SA\\:\\=law\\~%50%laws\\} and \\{\\:NM\\:\\=3\\:0.1\\}.");
    assert_eq!(text, "A [[1]] and [[2]].");
    assert!(matches!(answers, Answers::Gaps { gaps } if gaps.len() == 2));
    assert_eq!(remarks("// [gaps]\n[markdown]A law."), [(2, RemarkKind::AnswersMissing, "gaps".to_owned())]);
    assert_eq!(remarks("[markdown]![x](@@PLUGINFILE@@/a.png) {}"), [(1, RemarkKind::PictureMissing, "a.png".to_owned())]);
}

#[test]
fn formats() {
    assert_eq!(one("[html]<p>L&rsquo;<b>eau</b> \\\\(x^2\\\\)</p>{T}").0, "L’**eau** $x^2$");
    assert_eq!(one("[plain]2*3 [a]{T}").0, "2\\*3 \\[a\\]");
    assert_eq!(one("[moodle]a<br>b{T}").0, "a  \nb");
    assert_eq!(one("[markdown]*a* $N \\= 1${T}").0, "*a* $N = 1$");
    assert_eq!(one("[draft]x{T}").0, "\\[draft\\]x");
}

#[test]
fn everything_wrong_is_told_with_its_line() {
    use RemarkKind::*;
    let text = "// nobody [tag:x]\n\nJust words.\n\n::q-1::a {=b\n\n::Not a code::c {T}\n\n::q-2::d {\n=e -> f\n=g\n}\n\n::q-3::\nh {#\n=1\n=x}\n\n\
                {T}\n\n::q-4::a {~b}\n\n// [points:many]\nz {}\n\n[html]<img src=\"http://example.org/a.png\">b{T}\n\na {b} c {d}\n\n} {\n";
    let expected = [
        (1, OptionAlone),
        (3, Description),
        (5, BracesWrong),
        (7, NotACode),
        (11, ArrowMissing),
        (17, NumberWrong),
        (19, TextMissing),
        (21, AnswersMissing),
        (23, OptionWrong),
        (26, PictureOutside),
        (28, BracesWrong),
        (30, BracesWrong),
    ];
    let found = remarks(text);
    assert_eq!(found.iter().map(|(line, kind, _)| (*line, *kind)).collect::<Vec<_>>(), expected, "{found:#?}");
    let exchange = read(text);
    assert_eq!(exchange.questions.len(), 3);
    assert_eq!(exchange.remarks[4].code.as_deref(), Some("q-2"));
}
