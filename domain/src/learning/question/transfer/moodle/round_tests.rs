//! What is written is read back as it was.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::RemarkKind;
use super::super::prose::said;
use super::super::samples::{LOCALE, question, questions};
use super::{read, write};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn nothing_is_lost(questions in questions()) {
        let written = write(&questions, &BTreeMap::new(), LOCALE);
        let mut read = read(&written, LOCALE, 100);
        read.questions.iter_mut().for_each(|question| question.line = 0);
        // A question without a code has a name all the same.
        read.remarks.retain(|remark| remark.kind != RemarkKind::NotACode);
        prop_assert_eq!(&read.remarks, &Vec::new(), "{}", written);
        prop_assert_eq!(read.questions, questions, "{}", written);
    }

    #[test]
    fn pictures_go_with_their_texts(mut question in question(), first in any::<[u8; 9]>(), second in any::<[u8; 5]>()) {
        question.body.text = said(LOCALE, "[[1]] [[2]] [[3]] [[4]] a ![x](figures/a.png) ![](figures/none.png)".to_owned());
        question.body.feedback = said(LOCALE, "![y](figures/b_2.svg) ![z](figures/a.png)".to_owned());
        let pictures = BTreeMap::from([("a.png".to_owned(), first.to_vec()), ("b_2.svg".to_owned(), second.to_vec())]);
        let read = read(&write(std::slice::from_ref(&question), &pictures, LOCALE), LOCALE, 100);
        prop_assert_eq!(&read.pictures, &pictures);
        let body = &read.questions[0].body;
        prop_assert_eq!((&body.text, &body.feedback), (&question.body.text, &question.body.feedback));
    }
}
