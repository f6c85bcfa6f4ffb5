//! A centre with many of everything: more than a hundred rows in each list.

use nabta_testkit::{Centre, Kind, Person, Value, json};

/// How many of each.
const MANY: usize = 110;
/// How many acts one request may hold (aliases are limited).
const AT_ONCE: usize = 25;

/// Sends acts of one kind, several in a request, and gives back what each answered.
async fn all(person: &Person, acts: &[String], selection: &str) -> Vec<Value> {
    let mut answers = Vec::new();
    for acts in acts.chunks(AT_ONCE) {
        let fields: String = acts
            .iter()
            .enumerate()
            .map(|(index, act)| format!("a{index}: {act} {{ {selection} userErrors {{ code path }} }} "))
            .collect();
        let answer = person.ask(&format!("mutation {{ {fields} }}"), json!({})).await.checked();
        answers.extend((0..acts.len()).map(|index| answer.at(&format!("a{index}")).clone()));
    }
    answers
}

fn each(act: impl Fn(usize) -> String) -> Vec<String> {
    (0..MANY).map(act).collect()
}

/// Takes editions through a step.
async fn step(person: &Person, editions: &[(String, i64)], act: &str) -> Vec<(String, i64)> {
    let acts: Vec<_> =
        editions.iter().map(|(id, version)| format!("{act}(input: {{ edition: {id:?}, version: {version} }})")).collect();
    let answers = all(person, &acts, "edition { id version }").await;
    answers
        .iter()
        .map(|answer| (answer["edition"]["id"].as_str().unwrap().to_owned(), answer["edition"]["version"].as_i64().unwrap()))
        .collect()
}

/// Fills a centre.
pub(super) async fn gather(centre: &Centre) {
    jobs_and_letters(centre).await;
    let (leila, sami, amina) = (centre.person("leila").await, centre.person("sami").await, centre.person("amina").await);
    for acts in [
        each(|n| format!("themeDefine(input: {{ code: \"a-{n:03}\", titles: {{ fr: \"Thème {n}\" }}, position: {n} }})")),
        each(|n| format!("invitationSend(input: {{ email: \"guest-{n}@nabta.example\", locale: FR, role: COACH }})")),
        each(|n| {
            format!(
                "accountCreate(input: {{ names: {{ fr: \"Compte {n}\" }}, email: \"account-{n}@nabta.example\", password: \"quatre mots sans lien {n}\", locale: FR }})"
            )
        }),
        each(|n| format!("programmeDefine(input: {{ code: \"a-{n:03}\", titles: {{ fr: \"Programme {n}\" }} }})")),
        each(|n| format!("organisationDefine(input: {{ code: \"a-{n:03}\", kind: SCHOOL, names: {{ fr: \"École {n}\" }} }})")),
        each(|n| {
            format!(
                "glossaryTermDefine(input: {{ code: \"a-{n:03}\", terms: {{ fr: \"Terme {n}\" }}, definitions: {{ fr: \"Définition\" }} }})"
            )
        }),
        each(|n| {
            let day = format!("2050-{:02}-{:02}", n / 28 + 1, n % 28 + 1);
            format!("holidayDefine(input: {{ names: {{ fr: \"Fête {n}\" }}, firstDay: {day:?}, lastDay: {day:?} }})")
        }),
        each(|n| {
            format!(
                "venueCreate(input: {{ names: {{ fr: \"Salle {n:03}\" }}, address: \"Tunis\", governorate: \"TN-11\", capacity: {} }})",
                n + 1
            )
        }),
    ] {
        all(&leila, &acts, "__typename").await;
    }
    let persons = each(|n| {
        format!(
            "personCreate(input: {{ names: {{ fr: \"Amel Bouzid {n}\" }}, birthDate: \"1999-05-0{}\", phone: \"9800{n:04}\", governorate: \"TN-11\", education: [{{ degree: MASTER }}] }})",
            n % 9 + 1
        )
    });
    let persons = all(&amina, &persons, "person { id }").await;
    often_changed(&amina).await;
    let laws = each(|n| {
        format!(
            "legalTextDefine(input: {{ code: \"a-{n:03}\", kind: DECREE, signedOn: \"1900-01-01\", titles: {{ fr: \"Texte {n}\" }}, status: IN_FORCE }})"
        )
    });
    let laws = all(&leila, &laws, "legalText { id version }").await;
    let law = |n: usize| laws[n]["legalText"]["id"].as_str().unwrap().to_owned();
    let relations: Vec<_> =
        (1..MANY).map(|n| format!("legalTextRelate(input: {{ from: {:?}, kind: APPLIES, to: {:?} }})", law(n), law(0))).collect();
    all(&leila, &relations, "__typename").await;

    let model = model(&sami).await;
    let mut drafts = Vec::new();
    for prefix in ["a", "b"] {
        let copies =
            each(|n| format!("courseCopy(input: {{ course: {model:?}, code: \"{prefix}-{n:03}\", slug: \"{prefix}-{n:03}\" }})"));
        let copies = all(&sami, &copies, "course { id editions { nodes { id version } } }").await;
        drafts.push(copies);
    }
    let editions = |copies: &[Value]| -> Vec<(String, i64)> {
        let first = |copy: &Value| {
            let edition = &copy["course"]["editions"]["nodes"][0];
            (edition["id"].as_str().unwrap().to_owned(), edition["version"].as_i64().unwrap())
        };
        copies.iter().map(first).collect()
    };
    // Half of them are out, the other half waits.
    let out = step(&sami, &editions(&drafts[0]), "editionSubmit").await;
    let out = step(&amina, &out, "editionApprove").await;
    step(&amina, &out, "editionPublish").await;
    step(&sami, &editions(&drafts[1]), "editionSubmit").await;

    let course = |n: usize| drafts[0][n]["course"]["id"].as_str().unwrap().to_owned();
    let guides = each(|n| {
        format!(
            "guideDefine(input: {{ code: \"a-{n:03}\", titles: {{ fr: \"Guide {n}\" }}, startsOn: \"2099-01-01\", endsOn: \"2099-12-31\", offers: [{{ course: {:?}, fee: {{ amount: \"10.000\", currency: \"TND\" }}, dates: [{{ startsOn: \"2099-02-01\", endsOn: \"2099-02-03\" }}] }}] }})",
            course(n)
        )
    });
    let guides = all(&amina, &guides, "guide { id version }").await;
    let publish: Vec<_> = guides
        .iter()
        .map(|guide| {
            format!("guidePublish(input: {{ guide: {}, version: {} }})", guide["guide"]["id"], guide["guide"]["version"])
        })
        .collect();
    all(&amina, &publish, "__typename").await;

    let questions = each(|n| {
        format!(
            "questionCreate(input: {{ course: {:?}, code: \"a-{n:03}\", details: {{ category: \"a\", tags: [\"t\"], legalTexts: [{:?}], text: {{ fr: \"?\" }}, answers: {{ trueFalse: {{ isTrue: true }} }} }} }})",
            course(0),
            law(0)
        )
    });
    all(&sami, &questions, "__typename").await;

    let persons: Vec<_> = persons.iter().map(|one| one["person"]["id"].clone()).collect();
    let courses: Vec<_> = (0..MANY).map(course).collect();
    learners(&amina, &courses, &json!(persons)).await;
    for (person, on_file) in [&leila, &amina].into_iter().zip(&persons) {
        first_courses(&amina, person, on_file).await;
    }

    quizzes(&sami, [&amina, &leila]).await;
    certificates(centre, &amina, &courses).await;
    let law = amina.ask("{ legalText(code: \"D-2005-1991\") { id version } }", json!({})).await.checked();
    let input = json!({ "input": { "legalText": law.text("legalText.id"), "status": "AMENDED", "version": law.number("legalText.version") } });
    amina
        .ask("mutation($input: LegalTextChangeInput!) { legalTextChange(input: $input) { userErrors { code } } }", input)
        .await
        .ok();
}

/// A run of each course; in the first of them many people, and the officer in all of them.
async fn learners(amina: &Person, courses: &[String], persons: &Value) {
    let runs = each(|n| {
        format!("courseRunCreate(input: {{ course: {:?}, details: {{ code: \"r-{n:03}\", admission: OPEN }} }})", courses[n])
    });
    let runs = all(amina, &runs, "run { id }").await;
    let run = |n: usize| runs[n]["run"]["id"].clone();
    all(amina, &each(|n| format!("courseRunOpen(input: {{ run: {}, version: 1 }})", run(n))), "__typename").await;
    all(amina, &each(|n| format!("enrolmentCreate(input: {{ run: {} }})", run(n))), "__typename").await;
    all(amina, &[format!("enrolmentsEnter(input: {{ run: {}, persons: {persons} }})", run(0))], "__typename").await;
}

/// A run of each course that stands first in the catalogue, with somebody in it: a list of courses leads to it from each row.
async fn first_courses(amina: &Person, person: &Person, on_file: &Value) {
    let courses = amina.ask("{ courses(first: 12) { nodes { id runs { id } edition { id } } } }", json!({})).await.checked();
    for (n, course) in courses.at("courses.nodes").as_array().unwrap().iter().enumerate() {
        let mut run = course["runs"][0]["id"].clone();
        if run.is_null() {
            let create = format!(
                "courseRunCreate(input: {{ course: {}, details: {{ code: \"f-{n}\", admission: OPEN }} }})",
                course["id"]
            );
            run = all(amina, &[create], "run { id }").await[0]["run"]["id"].clone();
            all(amina, &[format!("courseRunOpen(input: {{ run: {run}, version: 1 }})")], "__typename").await;
        }
        all(person, &[format!("enrolmentCreate(input: {{ run: {run} }})")], "__typename").await;
        // Somebody of whom more is on file than of who signs in.
        all(amina, &[format!("enrolmentsEnter(input: {{ run: {run}, persons: [{on_file}] }})")], "__typename").await;
    }
}

/// A quiz of each course that has a run, with an exception for the run and one for somebody in it, and an attempt of each of these.
async fn quizzes(sami: &Person, takers: [&Person; 2]) {
    let mine = "{ myEnrolments(first: 100) { nodes { id run { id } course { id } } pageInfo { endCursor hasNextPage } } }";
    let mut seen: Vec<Value> = Vec::new();
    for taker in takers {
        let mut after = Value::Null;
        loop {
            let ask = if after.is_null() {
                mine.to_owned()
            } else {
                mine.replace("first: 100", &format!("first: 100, after: {after}"))
            };
            let found = taker.ask(&ask, json!({})).await.checked();
            let enrolments = found.at("myEnrolments.nodes").as_array().unwrap().clone();
            let new: Vec<&Value> = enrolments.iter().filter(|one| !seen.contains(&one["course"]["id"])).collect();
            seen.extend(new.iter().map(|one| one["course"]["id"].clone()));
            let questions: Vec<_> = new
                .iter()
                .map(|one| format!("questionCreate(input: {{ course: {}, code: \"quiz\", details: {{ category: \"quiz\", text: {{ fr: \"?\" }}, answers: {{ essay: {{ }} }} }} }})", one["course"]["id"]))
                .collect();
            all(sami, &questions, "__typename").await;
            let plan = "{ parts: [{ drawn: { count: 1, category: \"quiz\" } }], passPercent: 50 }";
            let quizzes: Vec<_> = new
                .iter()
                .map(|one| format!("quizCreate(input: {{ course: {}, key: \"quiz\", details: {{ titles: {{ fr: \"Test\" }}, plan: {plan} }} }})", one["course"]["id"]))
                .collect();
            let quizzes = all(sami, &quizzes, "quiz { id }").await;
            let open: Vec<_> =
                quizzes.iter().map(|one| format!("quizOpen(input: {{ quiz: {}, version: 1 }})", one["quiz"]["id"])).collect();
            all(sami, &open, "__typename").await;
            let except = |whom: &str, id: &dyn Fn(&Value) -> Value| -> Vec<String> {
                let each = new.iter().zip(&quizzes).map(|(one, quiz)| {
                    format!(
                        "quizExceptionSet(input: {{ quiz: {}, {whom}: {}, minutes: 90, reason: \"x\" }})",
                        quiz["quiz"]["id"],
                        id(one)
                    )
                });
                each.collect()
            };
            all(sami, &except("run", &|one| one["run"]["id"].clone()), "__typename").await;
            all(sami, &except("enrolment", &|one| one["id"].clone()), "__typename").await;
            begin(taker, &enrolments).await;
            if found.at("myEnrolments.pageInfo.hasNextPage") != true {
                break;
            }
            after = found.at("myEnrolments.pageInfo.endCursor").clone();
        }
    }
}

/// An attempt at the quiz of each course in which somebody takes part.
async fn begin(taker: &Person, enrolments: &[Value]) {
    let quizzes = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Course { quizzes { id key } } } }";
    let courses: Vec<_> = enrolments.iter().map(|one| one["course"]["id"].clone()).collect();
    let found = taker.ask(quizzes, json!({ "ids": courses })).await.checked();
    let attempts: Vec<_> = found
        .at("nodes")
        .as_array()
        .unwrap()
        .iter()
        .zip(enrolments)
        .map(|(course, one)| {
            let quiz = course["quizzes"].as_array().unwrap().iter().find(|quiz| quiz["key"] == "quiz").unwrap();
            format!("quizAttemptBegin(input: {{ quiz: {}, enrolment: {} }})", quiz["id"], one["id"])
        })
        .collect();
    let begun = all(taker, &attempts, "attempt { id }").await;
    // What was written waits for somebody who grades it.
    let each = |act: &dyn Fn(&Value) -> String| begun.iter().map(|one| act(&one["attempt"]["id"])).collect::<Vec<_>>();
    let save = |id: &Value| {
        format!("quizAnswersSave(input: {{ attempt: {id}, answers: [{{ place: 0, save: 1, answer: {{ text: \"x\" }} }}] }})")
    };
    all(taker, &each(&save), "__typename").await;
    all(taker, &each(&|id| format!("quizAttemptSubmit(input: {{ attempt: {id} }})")), "__typename").await;
}

/// A template of certificates for each course, and a certificate by each for somebody; of the newest, some were corrected.
async fn certificates(centre: &Centre, amina: &Person, courses: &[String]) {
    let plan = "{ locales: [FR], body: { fr: \"{name}\" }, signatories: [{ name: { fr: \"A\" }, quality: { fr: \"B\" } }], isAutomatic: true }";
    let templates = each(|n| {
        format!(
            "certificateTemplateCreate(input: {{ details: {{ code: \"a-{n:03}\", titles: {{ fr: \"Certificat {n}\" }}, courses: [{:?}], plan: {plan} }} }})",
            courses[n]
        )
    });
    all(amina, &templates, "__typename").await;
    let mine = "{ myEnrolments(first: 100) { nodes { id version course { id } } pageInfo { endCursor hasNextPage } } }";
    let (mut page, mut complete) = (amina.ask(mine, json!({})).await.checked(), Vec::new());
    loop {
        let of_courses = page.at("myEnrolments.nodes").as_array().unwrap().clone();
        let of_courses = of_courses.iter().filter(|one| courses.iter().any(|course| one["course"]["id"] == course.as_str()));
        let act = |one: &Value| format!("enrolmentComplete(input: {{ enrolment: {}, version: {} }})", one["id"], one["version"]);
        complete.extend(of_courses.map(act));
        if page.at("myEnrolments.pageInfo.hasNextPage") != true {
            break;
        }
        let after = page.at("myEnrolments.pageInfo.endCursor").clone();
        page = amina.ask(&mine.replace("first: 100", &format!("first: 100, after: {after}")), json!({})).await.checked();
    }
    all(amina, &complete, "__typename").await;
    centre.work().await;
    let newest = amina.ask("{ certificates(first: 3) { nodes { id version } } }", json!({})).await.checked();
    let correct = |one: &Value| {
        format!("certificateCorrect(input: {{ certificate: {}, version: {}, reason: \"x\" }})", one["id"], one["version"])
    };
    let correct: Vec<_> = newest.at("certificates.nodes").as_array().unwrap().iter().map(correct).collect();
    all(amina, &correct, "__typename").await;
}

/// Somebody whose file was changed more than a hundred times.
async fn often_changed(amina: &Person) {
    let person = "personCreate(input: { names: { fr: \"Souvent Changée\" } })".to_owned();
    let person = all(amina, &[person], "person { id }").await[0]["person"]["id"].clone();
    let changes = each(|n| {
        format!("personUpdate(input: {{ person: {person}, delegation: \"{n}\", governorate: \"TN-11\", version: {} }})", n + 1)
    });
    all(amina, &changes, "__typename").await;
}

/// Jobs, letters and files, written past all limits: nobody is written to a hundred times in an hour.
async fn jobs_and_letters(centre: &Centre) {
    let (id, now) = match centre.kind {
        Kind::Sqlite => ("randomblob(16)", "'2020-10-26T08:00:00+00:00'"),
        Kind::Postgres => ("gen_random_uuid()", "now()"),
    };
    let content =
        format!("INSERT INTO content (digest, size, state, created_at, checked_at) VALUES ('0', 1, 'good', {now}, {now})");
    centre.tamper(&content).await.unwrap();
    for _ in 0..MANY {
        let job = format!(
            "INSERT INTO job (id, kind, payload, state, due_at, tries, progress, created_at, ended_at, version) \
             VALUES ({id}, 'test', '{{}}', 'done', {now}, 1, 0, {now}, {now}, 1)"
        );
        let mail = format!(
            "INSERT INTO mail (id, template, locale, state, created_at, ended_at) VALUES ({id}, 'password-reset', 'ar', 'sent', {now}, {now})"
        );
        centre.tamper(&job).await.unwrap();
        let file = format!(
            "INSERT INTO file (id, digest, media_type, name, purpose, account_id, created_at, version) \
             SELECT {id}, '0', 'text/plain', 'a.txt', 'document', account_id, {now}, 1 FROM role_grant WHERE role = 'administrator'"
        );
        centre.tamper(&file).await.unwrap();
        centre.tamper(&mail).await.unwrap();
    }
}

/// A small course with all that a course can lead to: a programme, a course before it, two lessons that cite a text.
async fn model(sami: &Person) -> String {
    let found = sami
        .ask(
            "{ themes(first: 1) { nodes { id } } programmes(first: 1) { nodes { id } } courses(first: 1) { nodes { id } } }",
            json!({}),
        )
        .await
        .checked();
    let input = json!({ "input": { "details": {
        "code": "z-model", "slug": "z-model", "theme": found.text("themes.nodes.0.id"), "titles": { "fr": "Modèle" },
        "objectives": { "fr": "Savoir" }, "skills": [{ "fr": "Mesurer" }], "modality": "SELF_PACED", "level": "BEGINNER", "languages": ["FR"],
        "sourceLanguage": "FR", "programmes": [found.text("programmes.nodes.0.id")], "requires": [found.text("courses.nodes.0.id")],
    } } });
    let create = "mutation($input: CourseCreateInput!) { courseCreate(input: $input) { course { id editions { nodes { id version } } } userErrors { code path } } }";
    let course = sami.ask(create, input).await.checked().text("courseCreate.course.id");
    let lessons: Vec<_> = ["un", "deux"].map(|slug| json!({ "slug": slug, "titles": { "fr": slug } })).to_vec();
    let outline = json!({ "input": { "course": course, "chapters": [{ "slug": "premier", "titles": { "fr": "Premier" }, "lessons": lessons }] } });
    let set = "mutation($input: CourseOutlineSetInput!) { courseOutlineSet(input: $input) { edition { chapters { lessons { id } } } userErrors { code path } } }";
    let set = sami.ask(set, outline).await.checked();
    for lesson in 0..2 {
        let lesson = set.text(&format!("courseOutlineSet.edition.chapters.0.lessons.{lesson}.id"));
        let input =
            json!({ "input": { "lesson": lesson, "locale": "FR", "body": "Le décret [fixe les annexes](law:D-2005-1991)." } });
        sami.ask("mutation($input: LessonReviseInput!) { lessonRevise(input: $input) { userErrors { code path } } }", input)
            .await
            .ok();
    }
    course
}
