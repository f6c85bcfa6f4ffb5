//! The shape of the repository: arrows between crates and contexts, sizes of files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use nabta_testkit::repository;

/// What each crate may use of the others, and of what is named here. Everything else is refused.
const ARROWS: &[(&str, &[&str])] = &[
    ("api", &["nabta-domain", "nabta-documents", "nabta-graphql", "nabta-migration"]),
    ("graphql", &["nabta-domain"]),
    ("domain", &["nabta-documents", "nabta-entities"]),
    ("documents", &[]),
    ("entities", &[]),
    ("migration", &[]),
];

/// Crates that a layer must not know.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("graphql", &["sea-orm", "sea-orm-migration", "actix-web"]),
    ("domain", &["async-graphql", "actix-web", "sea-orm-migration"]),
    ("documents", &["sea-orm", "actix-web", "async-graphql"]),
    ("migration", &["sea-orm"]),
];

#[test]
fn crates_use_only_what_lies_below_them() {
    for (name, allowed) in ARROWS {
        let manifest = std::fs::read_to_string(repository().join(name).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let used: Vec<&str> = manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
        for other in used.iter().filter(|other| other.starts_with("nabta-")) {
            assert!(allowed.contains(other), "{name} uses {other}");
        }
        let forbidden = FORBIDDEN.iter().find(|(of, _)| of == name).map_or(&[][..], |(_, list)| list);
        for other in forbidden {
            assert!(!used.contains(other), "{name} uses {other}");
        }
    }
}

/// The order of the contexts: one may use those that stand before it.
const CONTEXTS: [&str; 10] =
    ["platform", "people", "programmes", "catalogue", "learning", "training", "calls", "incubator", "quality", "indicators"];

#[test]
fn contexts_use_only_those_before_them_and_the_kernel_uses_none() {
    let root = repository().join("domain/src");
    for path in sources(&root) {
        let relative = path.strip_prefix(&root).unwrap();
        let owner = relative.iter().next().unwrap().to_str().unwrap().to_owned();
        let place = CONTEXTS.iter().position(|context| *context == owner);
        if place.is_none() && owner != "kernel" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, context) in CONTEXTS.iter().enumerate() {
            let used = text.contains(&format!("crate::{context}::"));
            let allowed = place.is_some_and(|place| index <= place);
            assert!(!used || allowed, "{} uses {context}", relative.display());
            // Tables are their own context's, enums of their columns excepted: those begin with a capital.
            let table = format!("nabta_entities::{context}::");
            let foreign = text.lines().filter(|line| line.contains(&table) && *context != owner && owner != "kernel");
            for line in foreign {
                let name = line.trim_end_matches(';').rsplit("::").next().unwrap();
                assert!(name.starts_with(char::is_uppercase), "{} reads a table of {context}: {line}", relative.display());
            }
        }
    }
}

#[test]
fn files_stay_small() {
    let mut sizes: Vec<(usize, PathBuf)> = Vec::new();
    for layer in ["api", "graphql", "domain", "documents", "entities", "migration", "tests"] {
        for path in sources(&repository().join(layer)) {
            sizes.push((std::fs::read_to_string(&path).unwrap().lines().count(), path));
        }
    }
    sizes.sort();
    let (longest, path) = sizes.last().unwrap();
    assert!(*longest <= 600, "{} has {longest} lines", path.display());
    let median = sizes[sizes.len() / 2].0;
    assert!(median <= 150, "the median file has {median} lines");
    let main = std::fs::read_to_string(repository().join("api/src/main.rs")).unwrap();
    assert!(main.lines().count() < 40);
}

#[test]
fn every_layer_names_its_contexts_alike() {
    let mut layers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for layer in ["entities", "domain", "graphql"] {
        for entry in std::fs::read_dir(repository().join(layer).join("src")).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                layers.entry(layer).or_default().push(entry.file_name().into_string().unwrap());
            }
        }
    }
    for (layer, folders) in layers {
        for folder in folders {
            // What the law gives to persons is drawn from all contexts, and stands above them.
            let is_above = layer == "domain" && folder == "privacy";
            assert!(folder == "kernel" || is_above || CONTEXTS.contains(&folder.as_str()), "{layer}/src/{folder} is no context");
        }
    }
}

fn sources(root: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}
