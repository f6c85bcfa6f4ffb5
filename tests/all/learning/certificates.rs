//! Checking certificates, through the door that everybody comes through.

use nabta_testkit::{everywhere, json};

everywhere! {
    async fn a_code_that_leads_nowhere_is_told_in_the_readers_language_and_slowed_down(centre: Centre) {
        let page = async |path: &str| nabta_testkit::fetch(&format!("{}{path}", centre.address), None).await;
        let code = "7ZQK-3M9W-X0P4-DRTV-B52G-HNCJ-8F";
        for (language, direction, word) in [("ar", "rtl", "لا توجد شهادة"), ("fr", "ltr", "Aucun certificat"), ("en", "ltr", "No certificate")] {
            let answer = page(&format!("/c/{code}?lang={language}")).await;
            let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
            assert_eq!(answer.status, 404);
            assert!(text.contains(word) && text.contains(&format!("dir=\"{direction}\"")), "{text}");
        }
        let mut slowed = 0;
        for guess in 0..40 {
            let status = page(&format!("/c/{guess:026}")).await.status;
            slowed += usize::from(status == 429);
            assert!([404, 429].contains(&status), "{status}");
        }
        assert_eq!(slowed, 13, "thirty a minute, three of which came before");
        assert_eq!(page("/certificates/certificate_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f.pdf?until=9999999999&signature=x").await.status, 403);
        let keys = page("/.well-known/certificate-keys.json").await;
        let keys: nabta_testkit::Value = serde_json::from_slice(&keys.bytes).unwrap();
        assert_eq!((&keys["keys"][0]["crv"], &keys["keys"][0]["alg"]), (&json!("Ed25519"), &json!("EdDSA")));
    }
}
