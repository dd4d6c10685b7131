//! The random delays of a worker, one before each step.

use std::time::Duration;

use rand::{
    RngExt, SeedableRng,
    rngs::{SysRng, Xoshiro256PlusPlus},
};

use crate::settings;

/// An infinite sequence of random delays.
///
/// A `SEED` must give the same delays for ever. So this names its generator: the default one of
/// `rand` may change in any release.
pub struct Delays(Xoshiro256PlusPlus);

impl Delays {
    /// The delays of the worker on `task`. If `SEED` is set, they are the same in each run.
    pub fn of(task: &str) -> Self {
        Self::from(settings::seed(), task)
    }

    /// The task is part of the seed. So each worker has its own delays, and they do not depend on
    /// the order of the threads.
    fn from(seed: Option<u64>, task: &str) -> Self {
        Self(match seed {
            Some(seed) => Xoshiro256PlusPlus::seed_from_u64(seed ^ hash(task)),
            None => Xoshiro256PlusPlus::try_from_rng(&mut SysRng).expect("the system is random"),
        })
    }

    /// The next delay, from 0.2 to 1 s: slow enough to watch, fast enough not to bore.
    pub fn next(&mut self) -> Duration {
        Duration::from_millis(self.0.random_range(200..=1000))
    }
}

/// FNV-1a. The hash of the standard library may change in any release.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Delays, hash};

    fn first_three(seed: impl Into<Option<u64>>, task: &str) -> [u128; 3] {
        let mut delays = Delays::from(seed.into(), task);
        std::array::from_fn(|_| delays.next().as_millis())
    }

    #[test]
    fn a_seed_means_the_same_times_on_every_machine() {
        assert_eq!(first_three(0, "sort data"), [724, 656, 364]);
        assert_eq!(first_three(7, "sort data"), [845, 289, 986]);
    }

    /// This fails by chance once in 801³ runs: three delays of 200 to 1000 ms would have to agree.
    #[test]
    fn without_a_seed_the_times_are_others_in_every_run() {
        assert_ne!(
            first_three(None, "sort data"),
            first_three(None, "sort data")
        );
    }

    #[test]
    fn each_task_has_times_of_its_own() {
        assert_ne!(first_three(7, "sort data"), first_three(7, "parse files"));
    }

    #[test]
    fn every_time_is_from_a_fifth_of_a_second_to_a_second() {
        let mut delays = Delays::of("sort data");
        for _ in 0..10_000 {
            assert!((200..=1000).contains(&delays.next().as_millis()));
        }
    }

    /// The published test vectors of FNV-1a.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash("foobar"), 0x8594_4171_f739_67e8);
    }
}
