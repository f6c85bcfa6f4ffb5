//! `nabta content check|import|export`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Subcommand;
use nabta_documents::archive;
use nabta_domain::catalogue::course::queries as courses;
use nabta_domain::catalogue::transfer::{self, Imported, Severity};
use nabta_domain::people::account;

use super::{Outcome, say, told};
use crate::config::Config;
use crate::demo;
use crate::folder::{read_course, write_folder};
use crate::instance::Instance;

#[derive(Subcommand)]
pub(super) enum Content {
    /// Say what an author should know about a course's folder, or about all courses of a folder like the demo's: links, citations,
    /// languages, stale translations, length, passages that come twice. Exit code 1 if a course would be refused.
    Check {
        /// A course's folder or zip archive, or a folder with `courses`, `legal-texts.toml` and `glossary.toml`.
        path: PathBuf,
    },
    /// Bring a course in, into its draft: all of it or nothing.
    Import {
        /// A course's folder or zip archive.
        path: PathBuf,
        /// The address of the account in whose name.
        #[arg(long)]
        author: String,
    },
    /// Write a course out.
    Export {
        /// The course's name in addresses.
        slug: String,
        /// A folder, which is made, or a file that ends in .zip.
        #[arg(long)]
        out: PathBuf,
    },
}

pub(super) async fn run(command: &Content, config: Config) -> anyhow::Result<Outcome> {
    match command {
        Content::Check { path } => check(path),
        Content::Import { path, author } => {
            let instance = Instance::open(config).await?;
            let author = account::find_by_email(&instance.operator(), author).await.map_err(told)?;
            let ctx = instance.operator().acting_as(author.acting());
            let imported = transfer::import(&ctx, read_course(path)?).await.map_err(told)?;
            let word = match imported {
                Imported::Created(_) => "created, in draft",
                Imported::Changed(_) => "changed, in its draft",
                Imported::Unchanged(_) => "unchanged",
            };
            say(&format!("{}: {word}.", imported.course().code));
            Ok(Outcome::Done)
        }
        Content::Export { slug, out } => {
            let instance = Instance::open(config).await?;
            let course = courses::by_slug(&instance.operator(), slug).await.map_err(told)?;
            let files = transfer::export(&instance.operator(), course.id).await.map_err(told)?.write();
            if out.extension().is_some_and(|extension| extension == "zip") {
                std::fs::write(out, archive::pack(&files)).with_context(|| format!("writing {}", out.display()))?;
            } else {
                write_folder(out, &files)?;
            }
            say(&format!("{} files were written.", files.len()));
            Ok(Outcome::Done)
        }
    }
}

fn check(path: &Path) -> anyhow::Result<Outcome> {
    let many = path.join("courses");
    let (folders, laws, terms) = if many.is_dir() {
        let (laws, terms) = demo::known_codes(path)?;
        (demo::course_folders(path)?, Some(laws), Some(terms))
    } else {
        (vec![path.to_owned()], None::<BTreeSet<String>>, None::<BTreeSet<String>>)
    };
    let (mut errors, mut warnings) = (0, 0);
    for folder in folders {
        let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        match read_course(&folder) {
            Err(error) => {
                errors += 1;
                say(&format!("error    {name}: {error:#}"));
            }
            Ok(course) => {
                for finding in transfer::check(&course, laws.as_ref(), terms.as_ref()) {
                    let word = match finding.severity {
                        Severity::Error => {
                            errors += 1;
                            "error  "
                        }
                        Severity::Warning => {
                            warnings += 1;
                            "warning"
                        }
                    };
                    say(&format!("{word}  {name}/{}:{}: {}", finding.file, finding.line, finding.what));
                }
            }
        }
    }
    say(&format!("{errors} errors, {warnings} warnings"));
    Ok(if errors > 0 { Outcome::Faults } else { Outcome::Done })
}
