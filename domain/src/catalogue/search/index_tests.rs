//! Filling, refilling, restarting and losing the index.

use std::{fs, path::Path};

use super::{
    testing::{ask, centre, course, numbers, of_course, of_lesson},
    *,
};
use crate::kernel::Locale;

fn found(index: &Index, text: &str) -> Vec<u128> {
    numbers(&ask(index, text, Locale::Fr))
}

/// The files of the index, largest first.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir.join("index")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort_by_key(|path| std::cmp::Reverse(fs::metadata(path).unwrap().len()));
    files
}

#[test]
fn a_course_is_replaced_whole() {
    let index = Index::in_memory().unwrap();
    assert_eq!((index.version(), found(&index, "impact")), (0, vec![]));
    index.replace_courses(7, &[], centre().into_iter()).unwrap();
    assert_eq!((index.version(), found(&index, "impact")), (7, vec![1, 3]));

    let newer = [of_course(1, Locale::Fr, "Bruit", "rien"), of_lesson(1, 1, Locale::Fr, "Le bruit", "rien")];
    index.replace_courses(8, &[course(1)], newer.into_iter()).unwrap();
    assert_eq!((index.version(), found(&index, "impact"), found(&index, "bruit")), (8, vec![3], vec![1, 1]));

    index.replace_courses(9, &[course(1), course(3)], std::iter::empty()).unwrap();
    assert_eq!((found(&index, "impact"), found(&index, "bruit")), (vec![], vec![]));

    index.clear().unwrap();
    assert_eq!((index.version(), found(&index, "legislation")), (0, vec![]));
}

#[test]
fn a_restart_finds_what_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open(dir.path(), "database-a").unwrap();
    assert_eq!(index.version(), 0);
    index.replace_courses(41, &[], centre().into_iter()).unwrap();
    index.replace_courses(42, &[course(4)], std::iter::empty()).unwrap();
    drop(index);
    let index = Index::open(dir.path(), "database-a").unwrap();
    assert_eq!((index.version(), found(&index, "impact"), found(&index, "circulaire")), (42, vec![1, 3], vec![]));
    index.replace_courses(43, &[course(1)], std::iter::empty()).unwrap();
    assert_eq!(found(&index, "impact"), [3]);
}

#[test]
fn an_index_of_another_database_is_not_used() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("notes.txt"), "not ours").unwrap();
    Index::open(dir.path(), "a").unwrap().replace_courses(5, &[], centre().into_iter()).unwrap();
    let index = Index::open(dir.path(), "b").unwrap();
    assert_eq!((index.version(), found(&index, "impact")), (0, vec![]));
    assert!(dir.path().join("notes.txt").exists(), "files beside the index are left alone");
}

#[test]
fn a_damaged_index_is_started_anew() {
    type Damage = fn(&Path);
    let damages: [Damage; 5] = [
        |dir| {
            for path in files(dir).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "store")) {
                let mut bytes = fs::read(&path).unwrap();
                bytes[10] ^= 0xFF;
                fs::write(path, bytes).unwrap();
            }
        },
        |dir| fs::write(dir.join("index/meta.json"), "{").unwrap(),
        |dir| fs::remove_file(dir.join("index/meta.json")).unwrap(),
        |dir| fs::remove_file(&files(dir)[0]).unwrap(),
        |dir| {
            let meta = dir.join("index/meta.json");
            let other = fs::read_to_string(&meta).unwrap().replace("\\\"schema\\\":1", "\\\"schema\\\":0");
            fs::write(meta, other).unwrap();
        },
    ];
    for (number, damage) in damages.into_iter().enumerate() {
        let dir = tempfile::tempdir().unwrap();
        Index::open(dir.path(), "a").unwrap().replace_courses(5, &[], centre().into_iter()).unwrap();
        damage(dir.path());
        let index = Index::open(dir.path(), "a").unwrap();
        assert_eq!((index.version(), found(&index, "impact")), (0, vec![]), "damage {number}");
        index.replace_courses(6, &[], centre().into_iter()).unwrap();
        assert_eq!(found(&index, "impact"), [1, 3]);
    }
}

#[test]
fn the_order_does_not_depend_on_how_the_files_are_laid_out() {
    let documents: Vec<_> = (1..40)
        .flat_map(|number| {
            Locale::ALL.map(|locale| {
                of_lesson(number % 7, number, locale, ["Étude", "Impact eau", "Sol"][number as usize % 3], "impact étude impact")
            })
        })
        .collect();
    let whole = Index::in_memory().unwrap();
    whole.replace_courses(1, &[], documents.clone().into_iter()).unwrap();
    let pieces = Index::in_memory().unwrap();
    for piece in documents.chunks(5).rev() {
        pieces.replace_courses(1, &[], piece.iter().cloned()).unwrap();
    }
    // Written, deleted and written again.
    pieces.replace_courses(2, &[course(3)], documents.iter().filter(|document| document.course == course(3)).cloned()).unwrap();
    for text in ["impact", "etude", "impact eau", "impcat sol", "etude volcan"] {
        assert_eq!(ask(&whole, text, Locale::Ar), ask(&pieces, text, Locale::Ar), "{text}");
    }
}

#[test]
fn searching_goes_on_while_writing() {
    let index = std::sync::Arc::new(Index::in_memory().unwrap());
    index.replace_courses(1, &[], centre().into_iter()).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for version in 2..12 {
                index
                    .replace_courses(version, &[course(1)], centre().into_iter().filter(|document| document.course == course(1)))
                    .unwrap();
            }
        });
        scope.spawn(|| {
            for version in 102..108 {
                index
                    .replace_courses(version, &[course(3)], centre().into_iter().filter(|document| document.course == course(3)))
                    .unwrap();
            }
        });
        for _ in 0..200 {
            assert_eq!(found(&index, "impact"), [1, 3], "a course is never half there");
        }
    });
}

#[test]
fn an_index_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Index>();
}
