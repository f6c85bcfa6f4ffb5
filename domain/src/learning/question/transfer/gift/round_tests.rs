//! What is written is read back as it was.

use proptest::prelude::*;

use super::super::RemarkKind;
use super::super::samples::{LOCALE, questions};
use super::{read, write};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn nothing_is_lost(questions in questions()) {
        let written = write(&questions, LOCALE);
        let mut read = read(&written, LOCALE, 100);
        read.questions.iter_mut().for_each(|question| question.line = 0);
        prop_assert_eq!(&read.remarks, &Vec::new(), "{}", written);
        prop_assert_eq!(read.questions, questions, "{}", written);
    }
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let text = "::a:: x {T}\n\n".repeat(5);
    let exchange = read(&text, LOCALE, 3);
    assert_eq!(exchange.questions.len(), 3);
    let remark = exchange.remarks.first().unwrap();
    assert_eq!((remark.kind, remark.line, remark.detail.as_str(), exchange.remarks.len()), (RemarkKind::TooMany, 7, "3", 1));
    assert!(read(&text, LOCALE, 5).remarks.is_empty());
}
