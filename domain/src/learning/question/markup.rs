//! The Markdown of questions: the lessons' own, without the blocks that only a lesson has.

use nabta_entities::learning::question_body::Pictures;
use nabta_entities::values::Locale;

use crate::catalogue::actions::codes::TEXT_REFUSED;
use crate::catalogue::text::{self as markdown, Block, IssueKind};
use crate::kernel::Refusal;
use crate::kernel::error::codes::TOO_LONG;

/// Checks a part and gives the names of the pictures that it shows.
pub(super) fn check(source: &str, locale: Locale, path: &str, longest: usize) -> Result<Vec<String>, Refusal> {
    let length = source.chars().count();
    if length > longest {
        return Err(Refusal::at(TOO_LONG, path).with("length", length).with("longest", longest));
    }
    let rendered = markdown::render(source, locale);
    if let Some(issue) = rendered.issues.iter().find(|issue| issue.kind != IssueKind::VerifyMark) {
        let refusal = Refusal::at(TEXT_REFUSED, path).with("line", issue.line);
        return Err(refusal.with("kind", format!("{:?}", issue.kind)).with("detail", &issue.detail));
    }
    if rendered.blocks.iter().any(|block| !matches!(block, Block::Text { .. } | Block::Figure { .. } | Block::Callout { .. })) {
        let refusal = Refusal::at(TEXT_REFUSED, path).with("line", 1);
        return Err(refusal.with("kind", "UnknownDirective").with("detail", ""));
    }
    Ok(rendered.figures)
}

/// Markdown as sanitised HTML that can be put into a page; a picture that is not there is shown by its words.
#[must_use]
pub fn html(source: &str, locale: Locale, pictures: &Pictures) -> String {
    let mut html = String::new();
    for block in markdown::render(source, locale).blocks {
        match block {
            Block::Text { html: text } | Block::Callout { html: text, .. } => html.push_str(&text),
            Block::Figure { name, alternative, caption } => {
                let said = ammonia::clean_text(&alternative);
                match pictures.0.get(&name) {
                    Some(address) => html += &format!("<figure><img src=\"{address}\" alt=\"{said}\" loading=\"lazy\">"),
                    None => html += &format!("<figure><p>{said}</p>"),
                }
                if let Some(caption) = caption {
                    html.push_str("<figcaption>");
                    html.push_str(&ammonia::clean_text(&caption));
                    html.push_str("</figcaption>");
                }
                html.push_str("</figure>");
            }
            Block::Media { .. } | Block::Quiz { .. } | Block::Assignment { .. } | Block::Link { .. } => {}
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_shown_where_it_is_and_nothing_of_the_author_is_markup() {
        let pictures = Pictures([("plan.png".to_owned(), "/pictures/00.png".to_owned())].into());
        let shown = html("Voir :\n\n![Un \"plan\" <b>](figures/plan.png)\n\n![Rien](figures/none.png)", Locale::Fr, &pictures);
        assert!(shown.contains("<img src=\"/pictures/00.png\""), "{shown}");
        assert!(!shown.contains("<b>") && shown.contains("<p>Rien</p>"), "{shown}");
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        assert_eq!(check("<script>alert(1)</script>", Locale::Fr, "text", 100).unwrap_err().code, TEXT_REFUSED);
        assert_eq!(check(":::quiz key=\"a\" title=\"b\"\n:::", Locale::Fr, "text", 100).unwrap_err().code, TEXT_REFUSED);
        assert_eq!(check("$\\frac{1}$", Locale::Fr, "text", 100).unwrap_err().code, TEXT_REFUSED);
        assert_eq!(check(&"x".repeat(101), Locale::Fr, "text", 100).unwrap_err().code, TOO_LONG);
        assert_eq!(check("![a](figures/a.png)", Locale::Fr, "text", 100).unwrap(), ["a.png"]);
    }
}
