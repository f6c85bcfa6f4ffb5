//! XML as Moodle writes it.

use nabta_entities::learning::question::Difficulty;
use nabta_entities::learning::question_body::{Answers, Filling, OrderGrading};
use nabta_entities::values::Locale;
use rust_decimal::Decimal;

use super::super::{Exchange, Foreign, RemarkKind};

fn read(questions: &str) -> Exchange {
    let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n<!-- question: 7  -->\n{questions}\n</quiz>\n");
    super::read(&text, Locale::Fr, 10_000)
}

/// A question as Moodle writes what all kinds have.
fn question(kind: &str, text: &str, rest: &str) -> String {
    format!(
        "  <question type=\"{kind}\">
    <name>
      <text>q-1</text>
    </name>
    <questiontext format=\"html\">
      <text><![CDATA[<p dir=\"ltr\" style=\"text-align: left;\">{text}</p>]]></text>
    </questiontext>
    <generalfeedback format=\"html\">
      <text></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber></idnumber>
{rest}
  </question>"
    )
}

/// The one question of a file about which there is nothing to say.
fn one(kind: &str, text: &str, rest: &str) -> Foreign {
    let mut exchange = read(&question(kind, text, rest));
    assert_eq!((exchange.remarks.as_slice(), exchange.questions.len()), (&[][..], 1), "{rest}");
    exchange.questions.remove(0)
}

fn answers(kind: &str, rest: &str) -> Answers {
    one(kind, "Quoi ?", rest).body.answers
}

/// What is said about a whole file.
fn remarks(text: &str) -> Vec<(usize, RemarkKind, String)> {
    let exchange = super::read(text, Locale::Fr, 10_000);
    exchange.remarks.into_iter().map(|remark| (remark.line, remark.kind, remark.detail)).collect()
}

#[test]
fn what_all_kinds_have() {
    let text = "<question type=\"category\"><category><text>$course$/top/Droit // eau/Chapitre 1</text></category>\
                <info format=\"html\"><text></text></info><idnumber></idnumber></question>\n\
                <question type=\"truefalse\"><name><text>Un nom</text></name><questiontext format=\"html\"><text>L&#8217;eau &amp; l&lt;b&gt;air&lt;/b&gt;</text>\
                </questiontext><generalfeedback format=\"moodle_auto_format\"><text>Voir le cours.</text></generalfeedback>\
                <defaultgrade>2.5000000</defaultgrade><idnumber>eau-1</idnumber>\
                <answer fraction=\"0\" format=\"moodle_auto_format\"><text>true</text><feedback format=\"html\"><text>Non</text></feedback></answer>\
                <answer fraction=\"100\" format=\"moodle_auto_format\"><text>false</text><feedback format=\"html\"><text></text></feedback></answer>\
                <tags><tag><text>sols</text></tag><tag><text>law:L-1996-41</text></tag><tag><text>difficulty:hard</text></tag></tags></question>";
    let exchange = read(text);
    assert_eq!(exchange.remarks, []);
    let question = exchange.questions.first().unwrap();
    assert_eq!(
        (question.line, question.code.as_deref(), question.category.as_str()),
        (5, Some("eau-1"), "Droit - eau/Chapitre 1")
    );
    assert_eq!((question.points, question.difficulty), (Some(250), Some(Difficulty::Hard)));
    assert_eq!((question.tags.as_slice(), question.laws.as_slice()), (&["sols".to_owned()][..], &["L-1996-41".to_owned()][..]));
    assert_eq!(question.body.text.fr.as_deref(), Some("L’eau & l**air**"));
    assert_eq!(question.body.feedback.fr.as_deref(), Some("Voir le cours."));
    let Answers::TrueFalse { is_true: false, on_true, on_false } = &question.body.answers else { panic!() };
    assert_eq!((on_true.fr.as_deref(), on_false.fr.as_deref()), (Some("Non"), None));
}

#[test]
fn choices() {
    let rest = |single: &str| {
        format!(
            "<single>{single}</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
            <correctfeedback format=\"html\"><text>Votre réponse est correcte.</text></correctfeedback>
            <partiallycorrectfeedback format=\"html\"><text><![CDATA[<p>Your answer is partially correct.</p>]]></text></partiallycorrectfeedback>
            <shownumcorrect/>
            <answer fraction=\"33.33333\" format=\"html\"><text><![CDATA[<p>un</p>]]></text><feedback format=\"html\"><text><![CDATA[<b>Oui</b>]]></text></feedback></answer>
            <answer fraction=\"66.66667\" format=\"html\"><text>deux</text><feedback format=\"html\"><text></text></feedback></answer>
            <answer fraction=\"-100\" format=\"plain_text\"><text>tr*is</text></answer>"
        )
    };
    let Answers::Several { choices, is_in_order: false } = answers("multichoice", &rest("false")) else { panic!() };
    assert_eq!(choices.iter().map(|choice| choice.credit.0).collect::<Vec<_>>(), [333_333, 666_667, -1_000_000]);
    assert_eq!((choices[0].feedback.fr.as_deref(), choices[2].text.fr.as_deref()), (Some("**Oui**"), Some("tr\\*is")));
    assert!(matches!(answers("multichoice", &rest("true")), Answers::Single { .. }));
}

#[test]
fn short_answers_and_numbers() {
    let rest = "<usecase>1</usecase><answer fraction=\"100\" format=\"moodle_auto_format\"><text>DBO5</text><feedback format=\"html\">\
                <text></text></feedback></answer><answer fraction=\"50\"><text>*</text></answer>";
    let Answers::ShortText { accepted, is_case_sensitive: true } = answers("shortanswer", rest) else { panic!() };
    assert_eq!((accepted.len(), accepted[0].text.as_str(), accepted[1].credit.0), (2, "DBO5", 500_000));
    let rest = "<answer fraction=\"100\"><text>180</text><feedback format=\"html\"><text>Oui</text></feedback><tolerance>0.5</tolerance></answer>\
                <answer fraction=\"0\"><text>*</text><tolerance>0</tolerance></answer>\
                <unitgradingtype>0</unitgradingtype><unitpenalty>0.1000000</unitpenalty><showunits>0</showunits><unitsleft>0</unitsleft>\
                <units><unit><multiplier>1000</multiplier><unit_name>g</unit_name></unit>\
                <unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit></units>";
    let Answers::Numeric { accepted, unit: Some(unit) } = answers("numerical", rest) else { panic!() };
    assert_eq!(
        (accepted[0].value, accepted[0].tolerance, accepted[1].value),
        (Some(Decimal::from(180)), Decimal::new(5, 1), None)
    );
    assert_eq!((unit.symbol.as_str(), unit.others[0].symbol.as_str(), unit.is_required), ("kg", "g", false));
}

#[test]
fn matching_ordering_and_essays() {
    let rest = "<shuffleanswers>true</shuffleanswers><subquestion format=\"html\"><text><![CDATA[<p>Ramsar</p>]]></text><answer><text>zones \
                humides</text></answer></subquestion><subquestion format=\"html\"><text>Bâle</text><answer><text>déchets</text></answer>\
                </subquestion><subquestion format=\"html\"><text></text><answer><text>ozone</text></answer></subquestion>";
    let Answers::Matching { pairs, lures, is_in_order: false } = answers("matching", rest) else { panic!() };
    assert_eq!((pairs.len(), pairs[0].target.fr.as_deref(), lures[0].fr.as_deref()), (2, Some("zones humides"), Some("ozone")));
    let rest = "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>2</selectcount>\
                <gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype><answer fraction=\"1.0000000\" format=\"html\"><text>un</text></answer>\
                <answer fraction=\"2.0000000\" format=\"html\"><text>deux</text></answer>";
    let Answers::Ordering { items, grading } = answers("ordering", rest) else { panic!() };
    assert_eq!((items.len(), items[1].fr.as_deref(), grading), (2, Some("deux"), OrderGrading::Neighbours));
    let rest = "<responseformat>editor</responseformat><minwordlimit>50</minwordlimit><maxwordlimit></maxwordlimit>\
                <graderinfo format=\"html\"><text><![CDATA[<p>Trois idées</p>]]></text></graderinfo><responsetemplate format=\"html\"><text></text>\
                </responsetemplate><!-- nabta:rubric [{\"name\":{\"fr\":\"Clarté\"},\"levels\":[{\"description\":{\"fr\":\"a\\u002d-b\"},\"points\":2}]}] -->";
    let Answers::Essay { guidance, least_words, most_words, rubric, .. } = answers("essay", &rest.replace("--b", "\\u002db"))
    else {
        panic!()
    };
    assert_eq!((guidance.fr.as_deref(), least_words, most_words), (Some("Trois idées"), Some(50), None));
    assert_eq!(rubric.unwrap().0[0].levels[0].points, 2);
}

#[test]
fn places_in_a_text() {
    let text = "Le {1:MULTICHOICE:=décret~%50%arrêté#presque~loi} et {2:SAC:=DBO5} : {:NUMERICAL:=18:0.5}. \\(x_1\\)";
    let question = one("cloze", text, "");
    assert_eq!(question.body.text.fr.as_deref(), Some("Le [[1]] et [[2]] : [[3]]. $x_1$"));
    assert!(matches!(&question.body.answers, Answers::Gaps { gaps } if gaps.len() == 3 && gaps[1].weight == 2));
    let rest = "<shuffleanswers/><dragbox><text>eau</text><group>1</group></dragbox><dragbox><text>10</text><group>2</group></dragbox>\
                <dragbox><text><![CDATA[<b>air</b>]]></text><group>1</group></dragbox>";
    let question = one("ddwtos", "Le [[3]] et l'[[1]], [[2]].", rest);
    assert_eq!(question.body.text.fr.as_deref(), Some("Le [[1]] et l'[[2]], [[3]]."));
    let Answers::Gaps { gaps } = question.body.answers else { panic!() };
    let Filling::Choice { choices } = &gaps[0].filling else { panic!() };
    assert_eq!((choices.len(), choices[1].text.fr.as_deref(), choices[1].credit.0), (2, Some("air"), 1_000_000));
    let rest = "<selectoption><text>a</text><group>1</group></selectoption>";
    assert!(matches!(one("gapselect", "[[1]]", rest).body.answers, Answers::Gaps { .. }));
    assert_eq!(read(&question_of("gapselect", "[[2]]", rest)).remarks[0].kind, RemarkKind::GapWrong);
}

fn question_of(kind: &str, text: &str, rest: &str) -> String {
    question(kind, text, rest)
}

#[test]
fn pictures_get_a_name_of_their_own() {
    let text = |bytes: &str, name: &str| {
        format!(
            "<question type=\"essay\"><name><text>a</text></name><questiontext format=\"html\"><text><![CDATA[<p><img src=\"@@PLUGINFILE@@/Le%20plan.png\" \
             alt=\"Plan\"></p>]]></text><file name=\"{name}\" path=\"/\" encoding=\"base64\">{bytes}</file></questiontext></question>"
        )
    };
    let file = format!("{}{}{}", text("AAEC", "Le plan.png"), text("AAEC", "Le plan.png"), text("AwQF", "Le plan.png"));
    let exchange = read(&file);
    assert_eq!(exchange.remarks, []);
    let shown: Vec<_> = exchange.questions.iter().map(|question| question.body.text.fr.as_deref().unwrap()).collect();
    assert_eq!(shown, ["![Plan](figures/Le-plan.png)", "![Plan](figures/Le-plan.png)", "![Plan](figures/Le-plan-2.png)"]);
    assert_eq!(exchange.pictures.keys().collect::<Vec<_>>(), ["Le-plan-2.png", "Le-plan.png"]);
    assert_eq!(exchange.pictures["Le-plan-2.png"], [3, 4, 5]);
    for (bytes, name) in [("A", "Le plan.png"), ("AAEC", "Le plan.exe"), (&"AAAA".repeat(2_000_000), "Le plan.png")] {
        let exchange = read(&text(bytes, name));
        assert_eq!(exchange.remarks[0].kind, RemarkKind::PictureRefused, "{name}");
        assert!(exchange.pictures.is_empty());
    }
    assert_eq!(read(&text("AAEC", "other.png")).remarks[0].kind, RemarkKind::PictureMissing);
}

#[test]
fn what_cannot_be_taken_is_told_and_the_rest_is_read() {
    let good = question("essay", "Bon", "");
    let file = [
        question("calculated", "x", ""),
        question("description", "x", ""),
        question("multichoice", "x", "<answer fraction=\"100\"><text>a</text></answer>"),
        question("numerical", "x", "<answer fraction=\"100\"><text>beaucoup</text></answer>"),
        question("shortanswer", "x", "<answer fraction=\"tout\"><text>a</text></answer>"),
        question("essay", "", ""),
        question("cloze", "{1:REGEXP:=a}", ""),
        good.clone(),
    ]
    .join("\n");
    let exchange = read(&file);
    let kinds: Vec<_> = exchange.remarks.iter().map(|remark| remark.kind).collect();
    use RemarkKind::*;
    let expected = [UnsupportedKind, Description, AnswersMissing, NumberWrong, NumberWrong, TextMissing, UnsupportedKind];
    assert_eq!((kinds.as_slice(), exchange.questions.len()), (&expected[..], 1));
    assert_eq!(
        exchange.remarks[0],
        super::super::Remark { line: 4, code: Some("q-1".into()), kind: UnsupportedKind, detail: "calculated".into() }
    );
    let hint = "<hint format=\"html\"><text>Relisez.</text></hint><correctfeedback format=\"html\"><text>Bravo !</text></correctfeedback>";
    let kinds: Vec<_> = read(&question("essay", "Bon", hint)).remarks.into_iter().map(|remark| remark.kind).collect();
    assert_eq!(kinds, [HintLost, FeedbackLost]);
    assert_eq!(super::read(&format!("<quiz>{good}{good}</quiz>"), Locale::Fr, 1).remarks[0].kind, TooMany);
}

#[test]
fn nothing_is_expanded_and_nothing_is_nested_without_end() {
    use RemarkKind::*;
    let deep = format!("<quiz>\n{}", "<a>".repeat(100_000));
    let cases = [
        ("<!DOCTYPE quiz [<!ENTITY a \"b\">]>\n<quiz/>".to_owned(), 1, DoctypeRefused),
        ("<quiz>\n<question type=\"essay\">\n<name>&a;</name></question></quiz>".to_owned(), 3, EntityRefused),
        ("<quiz>\n<question type=\"&nbsp;\"/></quiz>".to_owned(), 2, EntityRefused),
        (deep, 2, TooDeep),
        ("<quiz>\n<question></quiz>".to_owned(), 2, NotXml),
        ("<quiz>\n<question>\n".to_owned(), 3, NotXml),
        ("".to_owned(), 1, NotXml),
        ("x".to_owned(), 1, NotXml),
        ("<html/>".to_owned(), 1, NotXml),
    ];
    for (text, line, kind) in cases {
        let found = remarks(&text);
        assert_eq!(found.iter().map(|(line, kind, _)| (*line, *kind)).collect::<Vec<_>>(), [(line, kind)], "{found:?}");
    }
    assert_eq!(remarks("<quiz/>"), []);
}
