//! A clock that a test moves.

use std::sync::Mutex;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use nabta_domain::kernel::clock::{Clock, SystemClock};

/// The machine's clock, moved by as much as the test says.
#[derive(Default)]
pub struct TestClock(Mutex<TimeDelta>);

impl TestClock {
    /// Moves it.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        (SystemClock.now() + *self.0.lock().unwrap()).trunc_subsecs(6)
    }
}
