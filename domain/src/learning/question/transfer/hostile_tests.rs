//! Files that are broken, cut or meant to do harm.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use nabta_entities::values::Locale;
use proptest::prelude::*;

use super::samples::{LOCALE, questions};
use super::{RemarkKind, decode, gift, moodle};

const GIFT: &str = "$CATEGORY: a/b\n\n// [tag:x] [points:2] [unit:kg]\n::q-1:: [html]<p>A \\(x\\) <img src=\"b.png\"></p> {#=%50%1:2#c =1..2 ~#d}\n\n\
                    ::q-2::b{=c#d ~%-50%e ~f####g} h\n\n// [gaps]\n[markdown]\\{1\\:SA\\:\\=x\\~%50%y\\#z\\}\n\n::q-3:: i {=a -> b =c -> d = -> e}\n\n\
                    j {T#k#l}\n\nm {>2 ALL\nn\no}\n\n// [rubric:\\[\\]] [template:a\\nb]\np {}\n";

const XML: &str = "<?xml version=\"1.0\"?>\n<quiz><!-- x -->\n<question type=\"category\"><category><text>$course$/a</text></category></question>\n\
                   <question type=\"cloze\"><name><text>q</text></name><questiontext format=\"html\"><text><![CDATA[<p>{1:MC:~a#b~=c}</p><img \
                   src=\"@@PLUGINFILE@@/a.png\">]]></text><file name=\"a.png\" path=\"/\" encoding=\"base64\">AAEC</file></questiontext>\
                   <tags><tag><text>law:X</text></tag></tags></question>\n<question type=\"numerical\"><questiontext><text>a &amp; b</text>\
                   </questiontext><answer fraction=\"100\"><text>1</text><tolerance>0.1</tolerance></answer><units><unit><multiplier>1</multiplier>\
                   <unit_name>m</unit_name></unit></units></question>\n<question type=\"ddwtos\"><questiontext><text>[[1]]</text></questiontext>\
                   <dragbox><text>a</text></dragbox></question></quiz>";

const HTML: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i id=1>",
    "</i>",
    "<table>",
    "<tr>",
    "<td>",
    "<th>",
    "</table>",
    "<ul>",
    "<ol start=-3>",
    "<li>",
    "</ul>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<a href=x>",
    "</a>",
    "<img src=a.png alt='<'>",
    "<img>",
    "<br>",
    "<hr>",
    "<h1>",
    "</h1>",
    "<div>",
    "<blockquote>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<svg>",
    "<math>",
    "<template>",
    "<select>",
    "<plaintext>",
    "<?x?>",
    "<![CDATA[",
    "&amp;",
    "&lt;",
    "&#0;",
    "&nbsp;",
    "\\(",
    "\\)",
    "$$",
    "$",
    "[[1]]",
    "[",
    "{1:SA:=a}",
    "{",
    "~",
    "text",
    " ",
    "\n",
    "1. ",
    "# ",
    "`",
    "é",
    "\u{E000}",
];

fn gift_text(html: &str) -> String {
    ["\\", "=", "#", "{", "}", "~", ":"]
        .iter()
        .fold(html.to_owned(), |text, sign| text.replace(sign, &format!("\\{sign}")))
        .replace('\n', "\\n")
}

fn read_both(text: &str) {
    for exchange in [gift::read(text, Locale::Fr, 10_000), moodle::read(text, Locale::Fr, 10_000)] {
        let lines = text.lines().count() + text.matches('\r').count() + 1;
        assert!(exchange.remarks.iter().all(|remark| (1..=lines).contains(&remark.line)), "{:?}", exchange.remarks);
        assert!(exchange.questions.iter().all(|question| (1..=lines).contains(&question.line)));
    }
}

#[test]
fn a_file_cut_anywhere_is_read() {
    for whole in [GIFT, XML] {
        for (at, _) in whole.char_indices() {
            read_both(&whole[..at]);
            read_both(&whole[at..]);
        }
    }
}

#[test]
fn other_encodings_are_told_with_the_line() {
    assert_eq!(decode(b"\xEF\xBB\xBFabc"), Ok("abc"));
    assert_eq!(decode("سؤال".as_bytes()), Ok("سؤال"));
    let remark = decode(b"// a\n\n\xD3\xC4\xC7\xE1 {T}\n").unwrap_err();
    assert_eq!((remark.line, remark.kind, remark.detail.as_str()), (3, RemarkKind::NotUtf8, "0xD3"));
    assert!(decode(b"\xFF\xFEa\0").is_err());
}

#[test]
fn time_grows_with_the_length() {
    let many = 40_000;
    let files = [
        "{".repeat(many),
        "::".repeat(many),
        "[".repeat(many),
        format!("a {{{}", "=%".repeat(many)),
        format!("a {{{}}}", "~=#".repeat(many)),
        format!("a {{#{}}}", "=1:".repeat(many)),
        format!("a {{>{}}}", "1\n".repeat(many)),
        format!("a {{=a{}}}", "->".repeat(many)),
        format!("// {}\na {{}}", "[tag:".repeat(many)),
        format!("// {}\na {{}}", "[tag:a]".repeat(many)),
        format!("// [gaps]\n[markdown]{}", "\\{1\\:SA\\:\\=a\\}".repeat(many)),
        format!("[moodle]{} {{}}", "\\\\(\\\\[$$<b&".repeat(many)),
        format!("[markdown]{} {{}}", "![](http".repeat(many)),
        format!("[html]{} {{}}", "<b><i id\\=1></b>".repeat(many / 4)),
        format!("[html]{} {{}}", "<table><a>".repeat(many / 4)),
        "\\".repeat(many),
        "a\n\n".repeat(many),
        format!("<quiz>{}</quiz>", "<question type=\"x\"/>".repeat(many)),
        format!("<quiz><question {}/></quiz>", "a=\"\" ".repeat(many)),
        format!(
            "<quiz><question type=\"cloze\"><questiontext><text>{}</text></questiontext></question></quiz>",
            "@@PLUGINFILE@@/".repeat(many)
        ),
        format!(
            "<quiz><question type=\"ddwtos\"><questiontext format=\"plain_text\"><text>{}</text></questiontext>{}</question></quiz>",
            "[[1]]".repeat(many),
            "<dragbox/>".repeat(many)
        ),
        format!("<quiz><question>{}", "&amp;".repeat(many)),
    ];
    for file in files {
        let started = Instant::now();
        read_both(&file);
        let start: String = file.chars().take(60).collect();
        assert!(started.elapsed() < Duration::from_secs(5), "{start}: {:?}", started.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", signs in "[a1 \\n:#={}~%>\\-\\\\\\[\\]/$.<&;T|*_]{0,200}") {
        read_both(&text);
        read_both(&signs);
        read_both(&format!("a{{{signs}}}"));
        read_both(&format!("<quiz><question type=\"cloze\"><questiontext><text>{text}{signs}</text></questiontext></question></quiz>"));
    }

    #[test]
    fn any_html_is_read(pieces in prop::collection::vec(prop::sample::select(HTML), 0..60)) {
        let html = pieces.concat();
        read_both(&format!("<quiz><question type=\"cloze\"><questiontext><text><![CDATA[{html}]]></text></questiontext></question></quiz>"));
        read_both(&format!("[html]{} {{=<i>{}</i>#a ~b}}", gift_text(&html), gift_text(&html)));
    }

    #[test]
    fn any_bytes_are_decoded_or_told(bytes in any::<Vec<u8>>()) {
        match decode(&bytes) {
            Ok(text) => read_both(text),
            Err(remark) => prop_assert!(remark.line >= 1),
        }
    }

    #[test]
    fn changed_files_are_read(at in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(), put in "[ -~\\n]{0,4}") {
        for whole in [GIFT, XML] {
            let places: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
            let (first, second) = (*at.get(&places), *to.get(&places));
            let (from, until) = (first.min(second), first.max(second));
            read_both(&format!("{}{put}{}", &whole[..from], &whole[until..]));
            read_both(&format!("{}{put}{}", &whole[..until], &whole[from..]));
        }
    }

    #[test]
    fn our_own_files_cut_anywhere_are_read(questions in questions(), at in any::<prop::sample::Index>()) {
        for whole in [gift::write(&questions, LOCALE), moodle::write(&questions, &BTreeMap::new(), LOCALE)] {
            let places: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
            let at = *at.get(&places);
            read_both(&whole[..at]);
            read_both(&whole[at..]);
        }
    }
}
