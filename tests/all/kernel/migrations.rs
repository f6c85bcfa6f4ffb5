//! The steps of the schema: up, down, up again, on both databases.

use nabta_migration::{Migrator, MigratorTrait};
use nabta_testkit::everywhere;

everywhere! {
    async fn up_down_and_up_again(centre: Centre) {
        let database = centre.instance.services.database.for_migration();
        Migrator::reset(database).await.unwrap();
        assert!(centre.tamper("SELECT 1 FROM course").await.is_err(), "everything is gone");
        Migrator::up(database, None).await.unwrap();
        nabta_api::demo::load(&centre.instance).await.unwrap();
        assert_eq!(centre.number("SELECT count(*) AS number FROM legal_text").await, 19);
    }
}
