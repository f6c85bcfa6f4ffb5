//! Reports of mail servers on letters that came back (RFC 3464).

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use nabta_domain::people::notice::Bounce;

/// What a report says for good of a letter; nothing if it is no report, names no letter, or the letter is still tried.
#[must_use]
pub fn read(bytes: &[u8]) -> Option<Bounce> {
    let report = MessageParser::new().parse(bytes)?;
    let status = report.parts.iter().find(|part| is(part, "message", "delivery-status"))?;
    let status = failed(std::str::from_utf8(status.contents()).ok()?)?;
    let message_id = report.parts.iter().find_map(|part| match &part.body {
        PartType::Message(returned) => named(returned),
        // Servers that send back no more than the head.
        _ if is(part, "text", "rfc822-headers") => named(&MessageParser::new().parse(part.contents())?),
        _ => None,
    })?;
    Some(Bounce { message_id, status })
}

fn is(part: &MessagePart<'_>, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind) && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
    })
}

fn named(letter: &Message<'_>) -> Option<String> {
    // The library looks for a head also where a letter that was cut off has none, and panics.
    letter.parts.first()?;
    letter.message_id().map(ToOwned::to_owned)
}

/// The status of the first recipient for whom it failed: paragraphs of lines, the first of them about the whole.
fn failed(fields: &str) -> Option<String> {
    let fields = fields.replace("\r\n", "\n");
    fields.split("\n\n").find_map(|about| {
        let field = |name: &str| {
            let mut lines = about.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(found, _)| found.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
        };
        let status = field("status")?.split_whitespace().next()?;
        let is_status = status.len() <= 11
            && status.split('.').count() == 3
            && status.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
        (field("action")?.eq_ignore_ascii_case("failed") && is_status).then(|| status.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "From: MAILER-DAEMON@mx.example\r\nTo: bounces@nabta.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
        --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n\
        Final-Recipient: rfc822; amel@example.org\r\nAction: ACTION\r\nStatus: 5.1.1 (no such user)\r\n\r\n\
        --b\r\nContent-Type: RETURNED\r\n\r\nFrom: n@nabta.example\r\nMessage-ID: <abc@nabta.example>\r\nSubject: x\r\n\r\n--b--\r\n";

    fn told(action: &str, returned: &str) -> Option<(String, String)> {
        let report = REPORT.replace("ACTION", action).replace("RETURNED", returned);
        read(report.as_bytes()).map(|bounce| (bounce.message_id, bounce.status))
    }

    #[test]
    fn a_report_names_the_letter_and_the_reason() {
        let expected = Some(("abc@nabta.example".to_owned(), "5.1.1".to_owned()));
        assert_eq!(told("failed", "message/rfc822"), expected);
        assert_eq!(told("Failed", "text/rfc822-headers"), expected);
    }

    proptest::proptest! {
        #[test]
        fn whatever_comes_it_is_read_to_its_end(noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), cut in 0..700_usize, at in 0..700_usize) {
            let mut bytes = REPORT.replace("ACTION", "failed").replace("RETURNED", "message/rfc822").into_bytes();
            let at = at.min(bytes.len());
            bytes.splice(at..at, noise);
            bytes.truncate(cut.max(1));
            if let Some(bounce) = read(&bytes) {
                proptest::prop_assert!(bounce.status.len() <= 11 && bounce.status.is_ascii());
            }
        }
    }

    #[test]
    fn what_is_still_tried_or_is_no_report_is_none() {
        assert_eq!(told("delayed", "message/rfc822"), None);
        assert_eq!(told("failed", "text/plain"), None, "a text that looks like a head is none");
        let whole = REPORT.replace("ACTION", "failed").replace("RETURNED", "message/rfc822");
        for cut in 0..whole.len() - 1 {
            // However much of it came.
            assert!(read(&whole.as_bytes()[..cut]).is_none_or(|bounce| bounce.status == "5.1.1"));
        }
        for other in ["", "Subject: I am away\r\n\r\nBack on Monday.", "\u{0}\u{1}--b"] {
            assert!(read(other.as_bytes()).is_none());
        }
    }
}
