//! The demo's venues.

use std::path::Path;

use anyhow::Result;
use nabta_domain::kernel::error::codes::IDEMPOTENCY_MISMATCH;
use nabta_domain::people::Role;
use nabta_domain::training::venue::{self, VenueDetails};

use super::files;
use super::people::Loaded;
use crate::instance::told;

/// Enters the venues that were not entered before.
pub(super) async fn load(root: &Path, people: &Loaded) -> Result<()> {
    let officer = people.first(Role::TrainingOfficer)?;
    let file: files::Venues = files::read(root, "venues.toml")?;
    for new in file.venue {
        let key = format!("demo-{}", new.code);
        let details =
            VenueDetails { names: new.names, address: new.address, governorate: new.governorate, capacity: new.capacity };
        match venue::create(officer, details, Some(&key)).await {
            Ok(_) => {}
            // The file says something else by now: as for other reference data, the one that is there stays as it is.
            Err(error) if error.code() == IDEMPOTENCY_MISMATCH => {}
            Err(error) => return Err(told(error)),
        }
    }
    Ok(())
}
