//! The minutes of a day, one bit each. Adding a minute twice, or minutes in another order, gives the same day, and no day has more than
//! there are.

/// How many minutes a day has.
pub const OF_A_DAY: usize = 1_440;
/// The bytes that hold them.
const BYTES: usize = OF_A_DAY / 8;

/// In which minutes of a day something was done.
#[derive(Clone, PartialEq, Eq)]
pub struct Minutes([u8; BYTES]);

impl std::fmt::Debug for Minutes {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

impl Default for Minutes {
    fn default() -> Self {
        Self([0; BYTES])
    }
}

impl Minutes {
    /// As a row keeps them; what is missing of one is empty.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut day = Self::default();
        day.0.iter_mut().zip(bytes).for_each(|(here, byte)| *here = *byte);
        day
    }

    /// As a row keeps them.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0.to_vec()
    }

    /// Adds a minute of the day, 0 to 1,439; others are no minutes of a day.
    pub fn add(&mut self, minute: usize) {
        if let Some(byte) = self.0.get_mut(minute / 8) {
            *byte |= 1 << (minute % 8);
        }
    }

    /// Adds those of another.
    pub fn merge(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(here, there)| *here |= there);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.iter().map(|byte| byte.count_ones()).sum()
    }

    /// They, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        (0..OF_A_DAY).filter(|minute| self.0[minute / 8] & (1 << (minute % 8)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(minutes: &[usize]) -> Minutes {
        let mut day = Minutes::default();
        minutes.iter().for_each(|minute| day.add(*minute));
        day
    }

    proptest! {
        #[test]
        fn a_day_holds_each_minute_once_in_whichever_order(mut minutes in prop::collection::vec(0..3_000_usize, 0..400)) {
            let first = day(&minutes);
            let mut known: Vec<usize> = minutes.iter().copied().filter(|minute| *minute < OF_A_DAY).collect();
            minutes.reverse();
            minutes.extend(minutes.clone());
            prop_assert_eq!(&day(&minutes), &first);
            known.sort_unstable();
            known.dedup();
            prop_assert_eq!(first.iter().collect::<Vec<_>>(), known.clone());
            prop_assert_eq!(first.count() as usize, known.len());
            prop_assert!(first.count() <= 1_440);
            prop_assert_eq!(Minutes::from_bytes(&first.bytes()), first);
        }
    }
}
