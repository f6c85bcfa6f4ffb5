//! What the demo's files of questions say is right, read by somebody who knows nothing of the service.

use nabta_testkit::{Value, json, repository};

/// A question of a file: what it asks, and what stands between its braces.
pub(super) struct Known {
    asks: String,
    body: String,
}

/// Letters and digits alone: so a text is the same in a file and on a page.
fn letters(text: &str) -> String {
    let mut is_tag = false;
    let outside = |letter: &char| {
        is_tag = *letter == '<' || is_tag && *letter != '>';
        !is_tag
    };
    text.chars().filter(outside).filter(|letter| letter.is_alphanumeric()).collect()
}

/// What is said before a `#`, without the marks of the format.
fn answer(line: &str) -> &str {
    let end = line.match_indices('#').find(|(at, _)| !line[..*at].ends_with('\\')).map_or(line.len(), |(at, _)| at);
    line[..end].trim()
}

/// The questions of a chapter in Arabic.
pub(super) fn known(course: &str) -> Vec<Known> {
    let folder = repository().join("demo/questions").join(course);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let arabic = files.filter(|path| path.to_str().unwrap().ends_with(".ar.gift"));
    let texts: Vec<String> = arabic.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let of_text = |text: &String| -> Vec<Known> {
        let blocks = text.split("\n\n").filter_map(|block| {
            let (_, question) = block.split_once("[markdown]")?;
            let (asks, body) = question.split_once('{')?;
            // What stands in a formula is drawn otherwise.
            let asks = letters(asks.split('$').next().unwrap());
            Some(Known { asks, body: body.rsplit_once('}')?.0.to_owned() })
        });
        blocks.collect()
    };
    texts.iter().flat_map(of_text).collect()
}

/// The place at which something is shown.
fn place(shown: &Value, text: &str) -> usize {
    let shown = shown.as_array().unwrap();
    let says = |part: &Value| letters(part.as_str().or(part["html"].as_str()).unwrap());
    shown.iter().position(|part| says(part) == letters(text)).unwrap_or_else(|| panic!("{text} is not in {shown:?}"))
}

/// The right answer to a question as it is shown.
pub(super) fn right(known: &[Known], question: &Value) -> Value {
    let shown = letters(question["text"]["html"].as_str().unwrap());
    let found = known.iter().filter(|known| shown.starts_with(&known.asks)).max_by_key(|known| known.asks.len());
    let body = &found.unwrap_or_else(|| panic!("no file asks {shown}")).body;
    let lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("####")).collect();
    match question["kind"].as_str().unwrap() {
        "TRUE_FALSE" => json!({ "truth": body.starts_with('T') }),
        "NUMERIC" => json!({ "text": body.trim_start_matches('#').split(':').next().unwrap() }),
        "SHORT_TEXT" => json!({ "text": answer(&lines[0][1..]) }),
        "ESSAY" => json!({ "text": "رقم من ملف أعرفه، وأسئلته الأربعة." }),
        "SINGLE" => {
            let right = lines.iter().find(|line| line.starts_with('=')).unwrap();
            json!({ "choices": [place(&question["parts"], answer(&right[1..]))] })
        }
        "SEVERAL" => {
            let right = lines
                .iter()
                .filter_map(|line| line.strip_prefix("~%")?.split_once('%'))
                .filter(|(percent, _)| !percent.starts_with('-'));
            json!({ "choices": right.map(|(_, text)| place(&question["parts"], answer(text))).collect::<Vec<_>>() })
        }
        "MATCHING" => {
            let pairs: Vec<(&str, &str)> = lines.iter().filter_map(|line| answer(&line[1..]).split_once("->")).collect();
            let target = |premise: &Value| {
                let pair = pairs.iter().find(|(text, _)| letters(text) == letters(premise["html"].as_str().unwrap())).unwrap();
                place(&question["targets"], pair.1)
            };
            json!({ "matches": { "targets": question["parts"].as_array().unwrap().iter().map(target).collect::<Vec<_>>() } })
        }
        kind => panic!("{kind} is in no file"),
    }
}
