//! Captions of video and audio (WebVTT): text with times.

use super::kind::Problem;

/// Whether a text is captions: the header, and cues whose times run forwards.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (header, rest) = text.split_once('\n').ok_or(Problem::Type)?;
    if header != "WEBVTT" && !header.starts_with("WEBVTT ") && !header.starts_with("WEBVTT\t") {
        return Err(Problem::Type);
    }
    let mut cues = 0;
    for timing in rest.lines().filter(|line| line.contains("-->")) {
        let (start, end) = timing.split_once("-->").ok_or(Problem::Damaged)?;
        // Settings of the cue stand after its end.
        let end = end.split_whitespace().next().unwrap_or_default();
        let (start, end) = (milliseconds(start.trim()), milliseconds(end));
        if start.zip(end).is_none_or(|(start, end)| start >= end) {
            return Err(Problem::Damaged);
        }
        cues += 1;
    }
    // Styles can load from elsewhere, and nobody needs them to read.
    if rest.lines().any(|line| line.trim() == "STYLE") {
        return Err(Problem::Active);
    }
    if cues == 0 { Err(Problem::Damaged) } else { Ok(()) }
}

/// `[hours:]minutes:seconds.milliseconds`.
fn milliseconds(time: &str) -> Option<u64> {
    let (whole, millis) = time.split_once('.')?;
    let millis: u64 = (millis.len() == 3).then(|| millis.parse().ok())??;
    let parts: Option<Vec<u64>> = whole.split(':').map(|part| (part.len() >= 2).then(|| part.parse().ok())?).collect();
    let (hours, minutes, seconds) = match parts?[..] {
        [minutes, seconds] => (0, minutes, seconds),
        [hours, minutes, seconds] => (hours, minutes, seconds),
        _ => return None,
    };
    (minutes < 60 && seconds < 60 && hours < 1_000).then_some(((hours * 60 + minutes) * 60 + seconds) * 1_000 + millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_in_arabic_are_captions_and_a_page_is_none() {
        let good = "WEBVTT\n\n1\n00:01.000 --> 00:04.500 align:start\nدراسة المؤثرات\n\n01:00:00.000 --> 01:00:02.000\nFin\n";
        assert_eq!(check(good), Ok(()));
        assert_eq!(check(&good.replace('\n', "\r\n")), Ok(()));
        for (bad, problem) in [
            ("<html>", Problem::Type),
            ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", Problem::Type),
            ("WEBVTT\n\nno cue", Problem::Damaged),
            ("WEBVTT\n\n00:05.000 --> 00:04.000\nx", Problem::Damaged),
            ("WEBVTT\n\n00:99.000 --> 01:00.000\nx", Problem::Damaged),
            ("WEBVTT\n\nSTYLE\n::cue { background: url(https://x) }\n\n00:01.000 --> 00:02.000\nx", Problem::Active),
        ] {
            assert_eq!(check(bad), Err(problem), "{bad}");
        }
    }
}
