//! The journal: append-only, chained, and honest about tampering.

use nabta_domain::kernel::journal::{sealer, verify};
use nabta_testkit::{Centre, Kind, everywhere};

async fn seal(centre: &Centre) {
    while matches!(sealer::seal(&centre.instance.operator(), true).await, Ok(sealed) if sealed > 0) {}
}

async fn faults(centre: &Centre) -> Vec<String> {
    let report = verify::verify(&centre.instance.operator()).await.expect("the chain is recomputed");
    assert!(report.verified > 100 && report.checkpoints > 0);
    report.faults
}

async fn drop_triggers(centre: &Centre) {
    for (table, sqlite, postgres) in [
        ("journal_entry", ["journal_entry_no_update", "journal_entry_no_delete"], "journal_entry_no_change"),
        ("journal_seal", ["journal_seal_no_update", "journal_seal_no_delete"], "journal_seal_no_change"),
    ] {
        match centre.kind {
            Kind::Sqlite => {
                for trigger in sqlite {
                    centre.tamper(&format!("DROP TRIGGER {trigger}")).await.unwrap();
                }
            }
            Kind::Postgres => centre.tamper(&format!("DROP TRIGGER {postgres} ON {table}")).await.unwrap(),
        }
    }
}

everywhere! {
    async fn a_changed_row_is_refused_and_without_the_trigger_it_is_named(centre: Centre) {
        seal(&centre).await;
        assert!(faults(&centre).await.is_empty());
        let update = "UPDATE journal_entry SET body = replace(body, 'course.create', 'course.copied') WHERE action = 'course.create'";
        assert!(centre.tamper(update).await.is_err());
        assert!(centre.tamper("DELETE FROM journal_seal").await.is_err());
        assert!(centre.tamper("UPDATE lesson_revision SET body = 'x'").await.is_err(), "a revision never changes either");
        assert!(faults(&centre).await.is_empty());
        drop_triggers(&centre).await;
        centre.tamper(update).await.unwrap();
        let named = faults(&centre).await;
        let changed = centre.number("SELECT count(*) AS number FROM journal_entry WHERE action = 'course.create'").await;
        assert!(named.len() as i64 >= changed && named.iter().all(|fault| fault.contains("entry_")), "{named:?}");
    }

    async fn a_chain_that_was_cut_off_is_found_by_its_checkpoints(centre: Centre) {
        seal(&centre).await;
        drop_triggers(&centre).await;
        if centre.kind == Kind::Postgres {
            centre.tamper("ALTER TABLE journal_checkpoint DROP CONSTRAINT journal_checkpoint_position_fkey").await.unwrap();
        } else {
            centre.tamper("PRAGMA foreign_keys = OFF").await.unwrap();
        }
        centre.tamper("DELETE FROM journal_seal WHERE position > 150").await.unwrap();
        let named = faults_of_cut(&centre).await;
        assert!(named.iter().any(|fault| fault.contains("chain ends")), "{named:?}");
    }

    async fn what_is_published_cannot_be_changed_by_sql(centre: Centre) {
        for statement in [
            "UPDATE edition_text SET locale = 'en' WHERE locale = 'en'",
            "DELETE FROM edition_lesson",
            "UPDATE edition_chapter SET position = 1",
        ] {
            assert!(centre.tamper(statement).await.is_err(), "{statement}");
        }
    }
}

async fn faults_of_cut(centre: &Centre) -> Vec<String> {
    verify::verify(&centre.instance.operator()).await.expect("the chain is recomputed").faults
}
