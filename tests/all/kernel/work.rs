//! No change without the right to it and without a word in the journal, whatever a use case forgets.

use nabta_domain::kernel::access::Centre as TheCentre;
use nabta_domain::kernel::journal::Entry;
use nabta_domain::kernel::{Action, Error, Relation, Subject, SubjectRef};
use nabta_testkit::everywhere;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, Statement};

const PAINT: Action = Action { name: "test.paint", holders: &[Relation::Operator] };
const ERASE: Action = Action { name: "test.erase", holders: &[Relation::Operator] };

/// Something beside the centre.
struct Wall;

impl Subject for Wall {
    fn reference(&self) -> SubjectRef {
        SubjectRef { kind: "wall", ..SubjectRef::CENTRE }
    }
    fn reading(&self) -> Action {
        PAINT
    }
}

/// What somebody says that they did.
struct Said(Action, Vec<SubjectRef>);

impl Entry for Said {
    fn action(&self) -> Action {
        self.0
    }
    fn subjects(&self) -> Vec<SubjectRef> {
        self.1.clone()
    }
}

const MOVED: &str = "SELECT count(*) AS number FROM theme WHERE position = 77";

everywhere! {
    async fn an_entry_that_speaks_of_something_else_takes_the_change_with_it(centre: Centre) {
        let ctx = centre.instance.operator();
        let before = centre.fingerprint().await;
        let (wall, here) = (Wall.reference(), SubjectRef::CENTRE);
        let mut changed = Query::update();
        changed.table("theme").value("position", 77);
        for (said, is_covered) in [
            (Said(ERASE, vec![here]), false),
            (Said(PAINT, vec![wall]), false),
            (Said(PAINT, vec![]), false),
            (Said(ERASE, vec![wall]), false),
            (Said(PAINT, vec![wall, here]), true),
        ] {
            let work = ctx.begin().await.ok().unwrap();
            let permit = work.authorize(PAINT, &TheCentre).ok().unwrap();
            assert!(work.execute(&permit, &changed).await.ok().unwrap() > 0);
            let committed = work.commit(permit, said).await;
            assert_eq!(committed.is_ok(), is_covered);
            assert_eq!(centre.number(MOVED).await > 0, is_covered, "what was not committed is not there");
            if !is_covered {
                assert!(matches!(committed, Err(Error::Internal(_))), "a defect, and none of the caller's");
                assert_eq!(centre.fingerprint().await, before);
            }
        }
        assert_eq!(centre.fingerprint().await["journal_entry"], before["journal_entry"] + 1);
    }

    async fn a_change_that_nobody_commits_is_none(centre: Centre) {
        let ctx = centre.instance.operator();
        let work = ctx.begin().await.ok().unwrap();
        let permit = work.authorize(PAINT, &TheCentre).ok().unwrap();
        let mut changed = Query::update();
        changed.table("theme").value("position", 77);
        assert!(work.execute(&permit, &changed).await.ok().unwrap() > 0);
        drop(work);
        assert_eq!(centre.number(MOVED).await, 0);
    }

    async fn who_only_asks_cannot_write(centre: Centre) {
        let ctx = centre.instance.operator();
        let work = ctx.begin().await.ok().unwrap();
        let reading = work.read();
        let told = |sql: &str| Statement::from_string(reading.get_database_backend(), sql);
        for sql in [
            "UPDATE theme SET position = 77",
            "  update theme SET position = 77 RETURNING position",
            "DELETE FROM guide_date",
            "INSERT INTO idempotency_key DEFAULT VALUES",
            "WITH gone AS (DELETE FROM guide_date RETURNING id) SELECT * FROM gone",
            "DROP TABLE guide_date",
            "é",
            "",
        ] {
            assert!(reading.query_one_raw(told(sql)).await.is_err(), "{sql}");
            assert!(reading.query_all_raw(told(sql)).await.is_err(), "{sql}");
            assert!(reading.execute_raw(told(sql)).await.is_err(), "{sql}");
            assert!(reading.execute_unprepared(sql).await.is_err(), "{sql}");
        }
        assert!(reading.execute_raw(told(MOVED)).await.is_err(), "nothing is executed, whatever it is");
        let row = reading.query_one_raw(told(MOVED)).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "number").unwrap(), 0);
    }

    async fn the_right_to_one_thing_is_none_to_another(centre: Centre) {
        let ctx = centre.instance.operator();
        let work = ctx.begin().await.ok().unwrap();
        const LEARN: Action = Action { name: "test.learn", holders: &[Relation::Learner] };
        assert!(matches!(work.authorize(LEARN, &TheCentre), Err(Error::Forbidden)));
        assert!(matches!(work.authorize(LEARN, &Hidden), Err(Error::NotFound)), "what one may not see is not there");
    }
}

/// Something that the operator may not see.
struct Hidden;

impl Subject for Hidden {
    fn reference(&self) -> SubjectRef {
        Wall.reference()
    }
    fn reading(&self) -> Action {
        Action { name: "test.see", holders: &[Relation::Learner] }
    }
}
