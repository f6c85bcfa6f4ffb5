//! Bodies made to be slow or to exhaust the stack: 256 KB each, on the small stack of a server thread.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

const SIZE: usize = 256 * 1024;

/// Measured on two shared cores: at most 0.3 s in a release build and 5 s in a debug one; quadratic work takes minutes.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });

fn filled(unit: &str) -> String {
    unit.repeat(SIZE / unit.len())
}

fn nested_list(marker: &str, width: usize) -> String {
    (0..)
        .map(|depth| format!("{}{marker}a\n", " ".repeat(depth * width)))
        .scan(0, |size, line| {
            *size += line.len();
            (*size < SIZE).then_some(line)
        })
        .collect()
}

#[test]
fn hostile_bodies_are_rendered_in_time() {
    let mut bodies: Vec<(String, String)> = [
        "[",
        "]",
        "![",
        "[](",
        "[a](",
        ">",
        "> ",
        "> [!TIP]\n",
        "$",
        "$$",
        "$a$ ",
        "$$\\frac{1}{2}$$\n\n",
        "`",
        "` `` ",
        "*",
        "*a ",
        "**a*",
        "_a_*",
        "~",
        "~~a",
        "<",
        "<!--",
        "<!---->",
        "<a ",
        "<![CDATA[",
        "</",
        "<b>",
        "&",
        "&#",
        "&amp;",
        "[^",
        "[^1]",
        "[^1]: ",
        "[^1]: a\n",
        "[a]: b\n",
        "|",
        "|-",
        "| a ",
        "a|b\n-|-\n",
        "- ",
        "* + ",
        "1. ",
        "#",
        "# a\n",
        "\n",
        " ",
        "\t",
        "\\",
        ":::",
        ":::\n",
        ":::quiz\n",
        ":::quiz key=\"a\" title=\"b\"\n:::\n",
        ":::\"=\"",
        "![a](figures/a.svg)\n\n",
        "![a](figures/a.svg)\n",
        "![a](",
        "[a](law:L-1)\n",
        "[a](https://a.tn/)",
        "<https://a.tn>",
        "a\u{301}",
        "\u{202E}",
        "\0",
        "ا\u{64E}",
        "a\n",
        "a  \n",
        "```\n",
        "```",
        "---\n",
        "===\n",
        "$\\left($",
        "{",
        "a`$",
        "[*",
        "*[",
        "[[a]]",
        "~~~\n",
    ]
    .iter()
    .map(|unit| ((*unit).to_owned(), filled(unit)))
    .collect();
    bodies.extend([
        ("nested list".into(), nested_list("- ", 2)),
        ("nested ordered list".into(), nested_list("1. ", 3)),
        ("nested quotes by line".into(), (1..700).map(|depth| ">".repeat(depth) + "a\n").collect()),
        ("deep list, blank lines".into(), "- ".repeat(SIZE / 4) + "a" + &"\n".repeat(SIZE / 2)),
        ("deep quotes, lazy lines".into(), ">".repeat(SIZE / 2) + "a" + &"\na".repeat(SIZE / 4)),
        ("deep list, lazy lines".into(), "- ".repeat(SIZE / 4) + "a" + &"\nb".repeat(SIZE / 4)),
        ("deep mixed".into(), "> - 1. ".repeat(SIZE / 14) + "a" + &"\n\n".repeat(SIZE / 4)),
        ("one formula".into(), format!("${}$", "{".repeat(SIZE / 2))),
        ("one row".into(), format!("|{}\n|{}\n", "a|".repeat(SIZE / 8), "-|".repeat(SIZE / 8))),
        (
            "wide table, short rows".into(),
            format!("|{}\n|{}\n{}", "a|".repeat(SIZE / 16), "-|".repeat(SIZE / 16), "|a|\n".repeat(SIZE / 16)),
        ),
        ("nested emphasis".into(), "*a **b ".repeat(SIZE / 14) + &" c** d*".repeat(SIZE / 14)),
        ("nested brackets".into(), "[".repeat(SIZE / 2) + &"]".repeat(SIZE / 2)),
        ("nested links".into(), "[a".repeat(SIZE / 8) + &"](law:a)".repeat(SIZE / 16)),
        ("nested images".into(), "![a".repeat(SIZE / 8) + &"](b)".repeat(SIZE / 8)),
        ("footnotes of footnotes".into(), (0..7000).map(|n| format!("[^{n}]: a[^{}]\n\n", n + 1)).collect()),
        ("references".into(), "[a]: /x\n\n".to_owned() + &"[a]".repeat(SIZE / 3)),
        ("unclosed html".into(), filled("<div>\n\n")),
    ]);
    let worker = std::thread::Builder::new().stack_size(1024 * 1024).spawn(move || {
        let mut slow = Vec::new();
        for (name, body) in &bodies {
            let started = Instant::now();
            let rendered = render(body, Locale::Fr);
            let took = started.elapsed();
            assert!(rendered.issues.len() <= 500);
            if took > LIMIT {
                slow.push((name.clone(), took, rendered.blocks.len()));
            }
        }
        assert!(slow.is_empty(), "{slow:#?}");
    });
    worker.unwrap().join().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_makes_it_fail(pieces in proptest::collection::vec(prop_oneof![
        "\\PC{0,8}",
        proptest::sample::select(vec!["\n", "\n\n", "> ", "- ", "1. ", "| a |\n| - |\n", "$", "$$", "`", "```\n", "**", "[", "](", ")", "[^1]", "[^1]: ", "<!--", "-->", "<b>", ":::quiz key=\"a\" title=\"b\"\n", ":::\n", "![", "figures/a.svg", "\t", "    ", "\u{202E}", "\0", "\\frac{", "}", "^", "_", "# ", "دراسة ", "> [!NOTE]\n"]).prop_map(str::to_owned),
    ], 0..40)) {
        let body = pieces.concat();
        let rendered = render(&body, Locale::Ar);
        let lines = body.replace("\r\n", "\n").replace('\r', "\n").split('\n').count();
        prop_assert!(rendered.issues.iter().all(|issue| (1..=lines).contains(&issue.line)));
        prop_assert_eq!(&rendered, &render(&body, Locale::Ar));
    }
}
