//! Ids of things that are there, for tests that walk the schema.

use nabta_testkit::{Centre, Ids, PasskeyDevice, json, sent};

/// Ids of things that are there, by the names of the arguments that take them.
pub(super) async fn ids(centre: &Centre) -> Ids {
    let leila = centre.person("leila").await;
    let new = json!({ "input": { "names": { "fr": "Cible" }, "email": "target@nabta.example", "password": "long enough to be one", "locale": "FR" } });
    let account = leila
        .ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { account { id } userErrors { code } } }", new)
        .await
        .checked();
    let account = account.text("accountCreate.account.id");
    let granted = leila.ask("mutation($id: ID!) { roleGrant(input: { account: $id, role: COACH }) { account { roles { id } } userErrors { code } } }", json!({ "id": account })).await.checked();
    let all = leila.ask("{ course(slug: \"impact-study\") { id edition { id } theme { id } chapters { id lessons { id text { revision { id } } } } } programmes(first: 1) { nodes { id } } glossaryTerms(first: 1) { nodes { id } } organisations(first: 1) { nodes { id } } legalTexts(last: 2) { nodes { id version } } legalText(code: \"D-2005-1991\") { id version } venues(first: 1) { nodes { id } } holidays(first: 1) { nodes { id } } }", json!({})).await.checked();
    let draft = json!({ "code": "G-2098", "titles": { "fr": "Guide 2098" }, "startsOn": "2098-01-01", "endsOn": "2098-12-31" });
    let draft = leila
        .ask(
            "mutation($input: GuideDefineInput!) { guideDefine(input: $input) { guide { id } userErrors { code } } }",
            json!({ "input": draft }),
        )
        .await
        .checked();
    let change = json!({ "input": { "legalText": all.text("legalText.id"), "status": "AMENDED", "version": all.number("legalText.version") } });
    leila
        .ask("mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { userErrors { code } } }", change)
        .await
        .ok();
    let review = leila.ask("{ contentReviews(first: 1) { nodes { id } } }", json!({})).await.checked();
    let wish = json!({ "input": { "names": { "fr": "Cible" }, "email": "wish@nabta.example", "password": "long enough to be one", "locale": "FR" } });
    leila
        .ask("mutation($input: RegistrationRequestInput!) { registrationRequest(input: $input) { userErrors { code } } }", wish)
        .await
        .ok();
    let job = leila.ask("{ jobs(first: 1) { nodes { id } } }", json!({})).await.checked();
    let invite = json!({ "input": { "email": "guest@nabta.example", "locale": "FR", "role": "COACH" } });
    let invited = leila
        .ask(
            "mutation($input: InvitationSendInput!) { invitationSend(input: $input) { invitation { id } userErrors { code } } }",
            invite,
        )
        .await
        .checked();
    let amina = centre.person("amina").await;
    let new = json!({ "input": { "names": { "fr": "Cible Connue" }, "birthDate": "1998-03-01", "phone": "98 000 111" } });
    let person = amina
        .ask("mutation($input: PersonCreateInput!) { personCreate(input: $input) { person { id } userErrors { code } } }", new)
        .await
        .checked()
        .text("personCreate.person.id");
    let video = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";
    let video = sent(centre, &leila, "v.mp4", "video/mp4", "MEDIA", video).await;
    let captions = b"WEBVTT\n\n00:00.000 --> 00:01.000\nx\n";
    let captions = sent(centre, &leila, "c.vtt", "text/vtt", "CAPTIONS", captions).await;
    let id_of = |answer: &nabta_testkit::Value| answer["file"]["id"].as_str().unwrap().to_owned();
    let new = json!({ "input": { "name": "v.mp4", "size": 10, "mediaType": "video/mp4", "purpose": "MEDIA" } });
    let upload = leila
        .ask("mutation($input: UploadBeginInput!) { uploadBegin(input: $input) { upload { id } userErrors { code } } }", new)
        .await
        .checked()
        .text("uploadBegin.upload.id");
    let worded = json!({ "input": { "purpose": "partners", "texts": { "fr": "Oui" }, "toThirdParty": true } });
    let wording = leila
        .ask("mutation($input: ConsentWordingDefineInput!) { consentWordingDefine(input: $input) { wording { id } userErrors { code } } }", worded)
        .await
        .checked()
        .text("consentWordingDefine.wording.id");
    let given = json!({ "input": { "person": person, "wording": wording, "locale": "FR" } });
    let consent = amina
        .ask("mutation($input: ConsentGiveInput!) { consentGive(input: $input) { consent { id } userErrors { code } } }", given)
        .await
        .checked()
        .text("consentGive.consent.id");
    let belongs = json!({ "input": { "organisation": all.text("organisations.nodes.0.id"), "person": person, "role": "STAFF" } });
    let member = amina
        .ask("mutation($input: OrganisationMemberAddInput!) { organisationMemberAdd(input: $input) { member { id } userErrors { code } } }", belongs)
        .await
        .checked()
        .text("organisationMemberAdd.member.id");
    let run = json!({ "input": { "course": all.text("course.id"), "details": { "code": "R-2098", "admission": "OPEN" } } });
    let run = amina
        .ask("mutation($input: CourseRunCreateInput!) { courseRunCreate(input: $input) { run { id } userErrors { code } } }", run)
        .await
        .checked()
        .text("courseRunCreate.run.id");
    let open = "mutation($id: ID!) { courseRunOpen(input: { run: $id, version: 1 }) { userErrors { code } } }";
    amina.ask(open, json!({ "id": run })).await.ok();
    let enter = json!({ "input": { "run": run, "persons": [person] } });
    let entered = amina
        .ask("mutation($input: EnrolmentsEnterInput!) { enrolmentsEnter(input: $input) { entered { run { enrolments { nodes { id } } } } userErrors { code } } }", enter)
        .await
        .checked()
        .text("enrolmentsEnter.entered.run.enrolments.nodes.0.id");
    let asked = json!({ "input": { "course": all.text("course.id"), "code": "known", "details": { "text": { "fr": "?" }, "answers": { "trueFalse": { "isTrue": true } } } } });
    let question = leila
        .ask(
            "mutation($input: QuestionCreateInput!) { questionCreate(input: $input) { question { id } userErrors { code } } }",
            asked,
        )
        .await
        .checked()
        .text("questionCreate.question.id");
    let (quiz, attempt, exception) = quiz(centre, &run, &question, &all.text("course.id")).await;
    let (template, certificate) = certificate(centre, &run, &all.text("course.id")).await;
    let season = "mutation { workingHoursSet(input: { firstDay: \"2026-01-01\", lastDay: \"2026-01-01\", spans: [] }) { userErrors { code } } }";
    leila.ask(season, json!({})).await.ok();
    let sign_in = leila.ask("{ signIns { id } }", json!({})).await.checked();
    let look = leila
        .ask(
            "mutation($id: ID!) { lookBegin(input: { account: $id, reason: \"x\" }) { look { id } userErrors { code } } }",
            json!({ "id": account }),
        )
        .await
        .checked();
    let begin = "mutation { passkeyBegin(input: { password: \"nabta-demo-2020\" }) { challenge options userErrors { code } } }";
    let asked = leila.ask(begin, json!({})).await.checked();
    let made = PasskeyDevice::new().create(asked.at("passkeyBegin.options")).await;
    let kept = json!({ "input": { "challenge": asked.text("passkeyBegin.challenge"), "name": "phone", "credential": made } });
    let passkey = leila
        .ask("mutation($input: PasskeyAddInput!) { passkeyAdd(input: $input) { passkey { id } userErrors { code } } }", kept)
        .await
        .checked();
    let asked = leila.ask(begin, json!({})).await.checked();
    Ids::from([
        ("look", look.text("lookBegin.look.id")),
        ("passkey", passkey.text("passkeyAdd.passkey.id")),
        // No provider of sign-ins is asked here: what is done with it is refused by the password first.
        ("connection", "connection_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f".to_owned()),
        // Notices of others, and what is none, are passed over.
        ("notices", "notice_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f".to_owned()),
        ("newest", "notice_0193e4c2-5b7a-7c3d-9e1f-2a3b4c5d6e7f".to_owned()),
        ("challenge", asked.text("passkeyBegin.challenge")),
        ("invitation", invited.text("invitationSend.invitation.id")),
        ("file", id_of(&video)),
        ("captions", id_of(&captions)),
        ("upload", upload),
        ("wording", wording),
        ("consent", consent),
        ("member", member.clone()),
        ("members", member),
        ("run", run),
        ("enrolment", entered),
        ("question", question),
        ("quiz", quiz.clone()),
        ("quizzes", quiz),
        ("attempt", attempt),
        ("exception", exception),
        ("template", template),
        ("certificate", certificate),
        ("persons", person.clone()),
        ("person", person.clone()),
        ("claimant", person),
        ("signIn", sign_in.text("signIns.0.id")),
        ("job", job.text("jobs.nodes.0.id")),
        ("account", account),
        ("grant", granted.text("roleGrant.account.roles.0.id")),
        ("id", all.text("course.id")),
        ("ids", all.text("course.id")),
        ("course", all.text("course.id")),
        ("courses", all.text("course.id")),
        ("requires", all.text("course.id")),
        ("basedOn", all.text("course.chapters.0.lessons.0.text.revision.id")),
        ("programme", all.text("programmes.nodes.0.id")),
        ("programmes", all.text("programmes.nodes.0.id")),
        ("scope", all.text("programmes.nodes.0.id")),
        ("chapter", all.text("course.chapters.0.id")),
        ("afterChapter", all.text("course.chapters.1.id")),
        ("required", all.text("course.chapters.0.lessons.0.id")),
        ("edition", all.text("course.edition.id")),
        ("theme", all.text("course.theme.id")),
        ("lesson", all.text("course.chapters.0.lessons.0.id")),
        ("lessons", all.text("course.chapters.0.lessons.0.id")),
        ("legalTexts", all.text("legalText.id")),
        ("from", all.text("legalTexts.nodes.0.id")),
        ("to", all.text("legalTexts.nodes.1.id")),
        ("legalText", all.text("legalText.id")),
        ("review", review.text("contentReviews.nodes.0.id")),
        ("guide", draft.text("guideDefine.guide.id")),
        ("term", all.text("glossaryTerms.nodes.0.id")),
        ("organisation", all.text("organisations.nodes.0.id")),
        ("holiday", all.text("holidays.nodes.0.id")),
        ("venue", all.text("venues.nodes.0.id")),
    ])
}

/// A quiz, an attempt at it by somebody who has no role, and an exception for the run.
async fn quiz(centre: &Centre, run: &str, question: &str, course: &str) -> (String, String, String) {
    let leila = centre.person("leila").await;
    let details =
        json!({ "titles": { "fr": "Test" }, "plan": { "parts": [{ "fixed": { "question": question } }], "passPercent": 50 } });
    let new = json!({ "input": { "course": course, "key": "known", "details": details } });
    let quiz = leila
        .ask("mutation($input: QuizCreateInput!) { quizCreate(input: $input) { quiz { id } userErrors { code path } } }", new)
        .await
        .checked()
        .text("quizCreate.quiz.id");
    let open = "mutation($quiz: ID!) { quizOpen(input: { quiz: $quiz, version: 1 }) { userErrors { code } } }";
    leila.ask(open, json!({ "quiz": quiz })).await.ok();
    let except = "mutation($quiz: ID!, $run: ID!) { quizExceptionSet(input: { quiz: $quiz, run: $run, minutes: 5, reason: \"x\" }) { quiz { exceptions { id } } userErrors { code } } }";
    let excepted = leila.ask(except, json!({ "quiz": quiz, "run": run })).await.checked();
    let new = json!({ "input": { "names": { "fr": "Candidate" }, "email": "taker@nabta.example", "password": "nabta-demo-2020", "locale": "FR" } });
    leila.ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { userErrors { code } } }", new).await.ok();
    let taker = centre.person("taker").await;
    let enrol = "mutation($run: ID!) { enrolmentCreate(input: { run: $run }) { enrolment { id } userErrors { code } } }";
    let enrolment = taker.ask(enrol, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
    let begin = "mutation($quiz: ID!, $enrolment: ID!) { quizAttemptBegin(input: { quiz: $quiz, enrolment: $enrolment }) { attempt { id } userErrors { code } } }";
    let begun = taker.ask(begin, json!({ "quiz": quiz, "enrolment": enrolment })).await.checked();
    (quiz, begun.text("quizAttemptBegin.attempt.id"), excepted.text("quizExceptionSet.quiz.exceptions.0.id"))
}

/// A template of certificates, and the certificate of somebody who has no role.
async fn certificate(centre: &Centre, run: &str, course: &str) -> (String, String) {
    let (leila, amina) = (centre.person("leila").await, centre.person("amina").await);
    let plan = json!({
        "locales": ["FR"],
        "body": { "fr": "{name}, {courses}" },
        "signatories": [{ "name": { "fr": "Directrice" }, "quality": { "fr": "Directrice" } }],
        "isAutomatic": true,
    });
    let details = json!({ "code": "known", "titles": { "fr": "Certificat" }, "courses": [course], "plan": plan });
    let define = "mutation($input: CertificateTemplateCreateInput!) { certificateTemplateCreate(input: $input) { template { id } userErrors { code path } } }";
    let template = leila.ask(define, json!({ "input": { "details": details } })).await.checked();
    let new = json!({ "input": { "names": { "fr": "Diplômée" }, "email": "holder@nabta.example", "password": "nabta-demo-2020", "locale": "FR" } });
    leila.ask("mutation($input: AccountCreateInput!) { accountCreate(input: $input) { userErrors { code } } }", new).await.ok();
    let holder = centre.person("holder").await;
    let enrol = "mutation($run: ID!) { enrolmentCreate(input: { run: $run }) { enrolment { id } userErrors { code } } }";
    let enrolment = holder.ask(enrol, json!({ "run": run })).await.checked().text("enrolmentCreate.enrolment.id");
    let complete = "mutation($id: ID!) { enrolmentComplete(input: { enrolment: $id, version: 1 }) { userErrors { code } } }";
    amina.ask(complete, json!({ "id": enrolment })).await.ok();
    centre.work().await;
    let mine = holder.ask("{ myCertificates { nodes { id } } }", json!({})).await.checked();
    (template.text("certificateTemplateCreate.template.id"), mine.text("myCertificates.nodes.0.id"))
}
