//! The guide prints, in Arabic and in French: what the catalogue says, on paper.

use nabta_testkit::{Paper, everywhere, json};

everywhere! {
    async fn the_guide_prints_in_arabic_and_in_french_and_says_what_the_catalogue_says(centre: Centre) {
        let visitor = centre.visitor();
        for (locale, title) in [("ar", "دليل التكوين 2020-2021"), ("fr", "Guide de formation 2020-2021")] {
            let (answer, bytes) = visitor.download(&format!("/guides/2020-2021.pdf?locale={locale}")).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/pdf")));
            let paper = Paper::of(&bytes);
            paper.sound();
            let offers = "{ guides(first: 1) { nodes { offers { course { title { text } } } } } }";
            let offers = visitor.clone().reading(locale).ask(offers, json!({})).await.checked();
            let offered = offers.at("guides.nodes.0.offers").as_array().unwrap().clone();
            assert!(offered.len() > 3);
            let (close, titles) = (paper.close(), offered.iter().map(|offer| offer["course"]["title"]["text"].as_str().unwrap()));
            // Beside numbers, the reader of the PDF puts words of Arabic elsewhere.
            let is_word = |word: &&str| !word.chars().any(|sign| sign.is_ascii_digit());
            for word in std::iter::once(title).chain(titles).flat_map(str::split_whitespace).filter(is_word) {
                assert!(close.contains(word), "{word} is not in {}", paper.text());
            }
            let (_, again) = visitor.download(&format!("/guides/2020-2021.pdf?locale={locale}")).await;
            assert_eq!(bytes, again, "the same guide is the same bytes");
        }
    }
}
