//! A lesson as authors write it, and each of its elements alone.

use super::*;

const LESSON: &str = r#"# Le tri

Le [tri](term:screening) suit le [décret](law:D-2005-1991) et l'[article 5](law:L-1988-91#5)[^1]. Voir [le site](https://www.anpe.nat.tn/a?b=c&d=e).

![Boucle de huit étapes](figures/assessment-cycle.fr.svg "Les huit étapes")

| Étape | Durée |
| :--- | ---: |
| *Tri* | 3 |

:::quiz key="chapter-1" title="Vérifier"
:::

Le flux vaut $F = C \times Q$. <!-- verify: délai en vigueur -->

$$ EH = \frac{F}{60} $$

> [!TIP]
> Tenez un **journal**.

:::link url="https://www.citet.nat.tn" title="CITET"
:::

- un
- deux

[^1]: Loi n° 88-91.
"#;

fn text(markdown: &str) -> String {
    match render(markdown, Locale::En).blocks.as_slice() {
        [] => String::new(),
        [Block::Text { html }] => html.clone(),
        others => panic!("{others:?}"),
    }
}

fn issues(markdown: &str) -> Vec<(usize, IssueKind)> {
    render(markdown, Locale::Fr).issues.into_iter().map(|issue| (issue.line, issue.kind)).collect()
}

#[test]
fn a_lesson_becomes_blocks() {
    let lesson = render(LESSON, Locale::Fr);
    let kinds: Vec<_> =
        lesson.blocks.iter().map(|block| serde_json::to_value(block).unwrap()["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(kinds, ["text", "figure", "text", "quiz", "text", "callout", "link", "text", "text"]);
    assert_eq!(
        lesson.blocks[1],
        Block::Figure {
            name: "assessment-cycle.fr.svg".into(),
            alternative: "Boucle de huit étapes".into(),
            caption: Some("Les huit étapes".into())
        }
    );
    assert_eq!(lesson.blocks[3], Block::Quiz { key: "chapter-1".into(), title: "Vérifier".into() });
    assert_eq!(
        lesson.blocks[5],
        Block::Callout { tone: CalloutTone::Tip, html: "<p>Tenez un <strong>journal</strong>.</p>".into() }
    );
    assert_eq!(lesson.blocks[6], Block::Link { url: "https://www.citet.nat.tn".into(), title: "CITET".into() });
}

#[test]
fn a_lesson_knows_what_it_refers_to() {
    let lesson = render(LESSON, Locale::Fr);
    let cited: Vec<_> =
        lesson.citations.iter().map(|citation| (citation.legal_text.as_str(), citation.article.as_deref())).collect();
    assert_eq!(cited, [("D-2005-1991", None), ("L-1988-91", Some("5"))]);
    assert_eq!(lesson.terms, ["screening"]);
    assert_eq!(lesson.figures, ["assessment-cycle.fr.svg"]);
    assert_eq!(lesson.links, ["https://www.anpe.nat.tn/a?b=c&d=e", "https://www.citet.nat.tn"]);
    assert_eq!(lesson.issues, [Issue { line: 14, kind: IssueKind::VerifyMark, detail: "délai en vigueur".into() }]);
}

#[test]
fn plain_text_is_what_people_read() {
    let lesson = render(LESSON, Locale::Fr);
    assert_eq!(
        lesson.plain,
        "Le tri\nLe tri suit le décret et l'article 5. Voir le site.\nLes huit étapes\nÉtape\nDurée\nTri\n3\nLe flux vaut .\nTenez un journal.\nun\ndeux\nLoi n° 88-91."
    );
    assert_eq!(lesson.words, 32);
    assert_eq!(render("دِرَاسَةُ المُؤَثِّرَات", Locale::Ar).words, 2);
}

#[test]
fn links_carry_what_the_pages_need() {
    assert_eq!(
        text("[a](law:L-1988-91#5) [b](term:impact-study) [c](https://a.tn)"),
        "<p><a class=\"citation\" href=\"/legal-texts/L-1988-91\" data-legal-text=\"L-1988-91\" data-article=\"5\">a</a> \
         <a class=\"term\" href=\"/glossary/impact-study\" data-term=\"impact-study\">b</a> \
         <a href=\"https://a.tn\" rel=\"noopener noreferrer nofollow\">c</a></p>"
    );
    assert_eq!(text("[a](javascript:x) [b](/c)"), "<p>a b</p>");
    assert_eq!(issues("x\n[a](javascript:x)\n[b](/c)"), [(2, IssueKind::BadLink), (3, IssueKind::BadLink)]);
}

#[test]
fn the_first_heading_level_belongs_to_the_page() {
    assert_eq!(text("# a\n\n## b\n\n### c"), "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>");
}

#[test]
fn formulas_become_mathml_and_mistakes_code() {
    let html = text("$x<1$ و $$\\frac{a}{b}$$");
    assert!(html.starts_with("<p><math dir=\"ltr\" display=\"inline\"><semantics>"), "{html}");
    assert!(html.contains("<annotation encoding=\"application/x-tex\">x&lt;1</annotation>"), "{html}");
    assert!(html.contains("<math dir=\"ltr\" display=\"block\">") && html.contains("<mfrac>"), "{html}");
    assert_eq!(text("$\\nope{<b>}$"), "<p><code dir=\"ltr\">\\nope{&lt;b&gt;}</code></p>");
    assert_eq!(issues("a\n\n$\\nope$"), [(3, IssueKind::BadFormula)]);
    assert_eq!(text("entre 5 $ et 10 $ le kilo"), "<p>entre 5 $ et 10 $ le kilo</p>");
}

#[test]
fn footnotes_are_numbered_and_do_not_clash_between_texts() {
    let (first, second) =
        (render("a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n[^z]: Z", Locale::Ar), render("d[^x]\n\n[^x]: X", Locale::Ar));
    let Block::Text { html } = &first.blocks[1] else { panic!() };
    let order: Vec<_> = ["X", "Y", "Z"].map(|note| html.find(&format!("<p>{note}")).unwrap()).into();
    assert!(order.is_sorted(), "{html}");
    assert!(html.starts_with("<section class=\"footnotes\" aria-label=\"الهوامش\"><ol>"), "{html}");
    let id = html.split("id=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(!serde_json::to_string(&second.blocks).unwrap().contains(id), "{id}");
    let Block::Text { html } = &first.blocks[0] else { panic!() };
    assert_eq!(html.matches(&format!("href=\"#{id}\"")).count(), 2, "{html}");
    assert_eq!(html.matches("id=\"fnref-").count(), 3);
}

#[test]
fn html_of_the_author_is_shown_and_reported() {
    assert_eq!(text("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>");
    assert_eq!(text("<div>a</div>"), "<p>&lt;div&gt;a&lt;/div&gt;</p>");
    assert_eq!(issues("a\n\n<div>a</div>"), [(3, IssueKind::RawHtml)]);
}

#[test]
fn comments_are_dropped_and_marks_to_verify_reported() {
    assert_eq!(text("a <!-- b --> c\n\n<!-- d\ne -->\n\nf"), "<p>a  c</p>\n<p>f</p>");
    assert_eq!(
        issues("a\n\n<!-- x\n verify: no -->\n<!-- VERIFY: yes -->\nb <!--verify:yes-->"),
        [(5, IssueKind::VerifyMark), (6, IssueKind::VerifyMark)]
    );
    assert_eq!(issues("`<!-- verify: x -->`"), []);
}

#[test]
fn images_are_figures_only_when_alone_and_named() {
    assert_eq!(text("a ![b](figures/c.svg)"), "<p>a b</p>");
    assert_eq!(text("![b](https://a.tn/c.png)"), "<p>b</p>");
    assert_eq!(
        issues("![](figures/c.svg)\n\na ![b](figures/c.svg)"),
        [(1, IssueKind::FigureWithoutAlternative), (3, IssueKind::BadFigure)]
    );
    assert_eq!(render("![a](figures/a.svg)\n![b](figures/b.svg)", Locale::Fr).figures, ["a.svg", "b.svg"]);
}

#[test]
fn directives_stand_where_they_were_written() {
    let kinds = |markdown: &str| -> String {
        render(markdown, Locale::Fr)
            .blocks
            .iter()
            .map(|block| serde_json::to_value(block).unwrap()["kind"].as_str().unwrap()[..1].to_owned())
            .collect()
    };
    let quiz = ":::quiz key=\"k\" title=\"t\"\n:::";
    assert_eq!(kinds(&format!("a\n{quiz}\nb")), "tqt");
    assert_eq!(kinds(&format!("- a\n{quiz}\n- b")), "tqt");
    assert_eq!(kinds(&format!("> a\n{quiz}\n{quiz}")), "tqq");
    assert_eq!(kinds(&format!("{quiz}\n\n# a\n{quiz}")), "qtq");
    assert_eq!(kinds(&format!("```\n{quiz}\n```")), "t");
    assert_eq!(issues(&format!("```\n{quiz}\n```\n\n<!--\n{quiz}\n-->")), []);
    assert_eq!(kinds(":::quiz key=\"k\" title=\"t\"\ninside\n:::\nafter"), "qt");
}

#[test]
fn issues_carry_the_line_of_the_body() {
    assert_eq!(
        issues("a\u{202E}\r\n:::poll\r\n:::\r\n\r\n:::quiz key=\"k\" title=\"t\"\r\n\r\n[a](ftp://b.tn)"),
        [
            (1, IssueKind::ForbiddenCharacter),
            (2, IssueKind::UnknownDirective),
            (5, IssueKind::UnclosedDirective),
            (7, IssueKind::BadLink)
        ]
    );
    assert!(issues(&("> ".repeat(60) + "a")).contains(&(1, IssueKind::TooDeep)));
}

#[test]
fn callouts_inside_lists_are_quotes_of_a_class() {
    assert!(text("- a\n\n  > [!WARNING]\n  > b").contains("<blockquote class=\"callout-warning\">"));
}

#[test]
fn code_runs_from_left_to_right() {
    assert_eq!(
        text("`a<b`\n\n```rust\nx\n```"),
        "<p><code dir=\"ltr\">a&lt;b</code></p>\n<pre dir=\"ltr\"><code>x\n</code></pre>"
    );
}

#[test]
fn nothing_becomes_nothing() {
    assert_eq!(render(" \n\n<!-- a -->\n", Locale::Fr), Rendered::default());
}
