//! What `nabta content check` finds in a course's folder.

use std::fs;
use std::path::Path;

use nabta_testkit::{Centre, everywhere, repository};

use super::nabta;

const COURSE: &str = "courses/impact-study";

/// A copy of the demo that holds one course.
async fn copied(centre: &Centre) -> std::path::PathBuf {
    let folder = centre.folder().join("content");
    fs::create_dir_all(folder.join("courses")).unwrap();
    for name in ["legal-texts.toml", "glossary.toml"] {
        fs::copy(repository().join("demo").join(name), folder.join(name)).unwrap();
    }
    let out = folder.join(COURSE);
    assert_eq!(nabta(centre, &["content", "export", "impact-study", "--out", out.to_str().unwrap()], &[], "").await.code, 0);
    folder
}

fn append(path: &Path, text: &str) {
    let written = fs::read_to_string(path).unwrap();
    fs::write(path, format!("{written}\n{text}\n")).unwrap();
}

/// The lines of a finding, without the rest.
async fn found(centre: &Centre, folder: &Path, finding: &str) -> (i32, Vec<String>) {
    let checked = nabta(centre, &["content", "check", folder.to_str().unwrap()], &[], "").await;
    let lines = checked.said.lines().filter(|line| line.contains(&format!(" {finding}"))).map(str::to_owned).collect();
    (checked.code, lines)
}

everywhere! {
    async fn each_kind_of_finding_is_told_with_its_file(centre: Centre) {
        let folder = copied(&centre).await;
        let chapter = folder.join(COURSE).join("01-why");
        let file = |name: &str| chapter.join(name);
        let passage = "Cette phrase de plus de douze mots sert à voir si un passage qui revient ailleurs est trouvé par qui relit le cours.";
        let finds = async |finding: &str, name: &str, breaking: &dyn Fn()| {
            let told = async || {
                let (code, lines) = found(&centre, &folder, finding).await;
                (code, lines.into_iter().find(|line| line.contains(name)))
            };
            assert_eq!(told().await.1, None, "{finding} is there before");
            breaking();
            let (code, line) = told().await;
            (code, line.unwrap_or_else(|| panic!("{finding} is not found")).split_whitespace().next().unwrap().to_owned())
        };
        let warning = (0, "warning".to_owned());
        let repeat = || ["01-origin.fr.md", "02-purpose.fr.md"].iter().for_each(|name| append(&file(name), passage));
        assert_eq!(finds("Repeated: cette phrase", "02-purpose.fr.md", &repeat).await, warning);
        let remove = || fs::remove_file(file("01-origin.en.md")).unwrap();
        assert_eq!(finds("MissingLanguage: en", "01-why/01-origin", &remove).await, warning);
        assert_eq!(finds("Length: ", "01-origin.ar.md", &|| shorten(&file("01-origin.ar.md"))).await, warning);
        let error = (1, "error".to_owned());
        let cite = || append(&file("01-origin.fr.md"), "Le [texte](law:NONE-1).");
        assert_eq!(finds("UnknownLegalText: NONE-1", "01-origin.fr.md", &cite).await, error);
        let name = || append(&file("01-origin.fr.md"), "Un [mot](term:nobody-knows-it).");
        assert_eq!(finds("UnknownTerm: nobody-knows-it", "01-origin.fr.md", &name).await, error);
    }
}

/// Leaves what stands before a text, and a few of its words.
fn shorten(path: &Path) {
    let written = fs::read_to_string(path).unwrap();
    let (head, text) = written.split_at(written.rfind("---\n").unwrap() + 4);
    let few: String = text.chars().take(200).collect();
    fs::write(path, format!("{head}{few}\n")).unwrap();
}
