//! What is up to chance elsewhere: random bytes, and the number of processors. Here a run has what its
//! settings say.

use std::{env, str::FromStr};

use crate::{random::Random, system};

/// The most processors that a setting may ask for: as many as a mask of the C library has room for.
const MOST_PROCESSORS: usize = 1024;

/// What is up to chance in a run.
pub struct Chance {
    /// What the program gets when it asks the system for random bytes.
    pub bytes: Random,
    /// How many processors the program is told that there are.
    pub processors: usize,
}

impl Chance {
    /// As the environment says, or else as usual.
    pub fn from_environment() -> Self {
        let processors = number("INTERLEAVE_PROCESSORS").unwrap_or(4);
        if !(1..=MOST_PROCESSORS).contains(&processors) {
            system::broken(&format!(
                "INTERLEAVE_PROCESSORS is {processors}, and must be from 1 to {MOST_PROCESSORS}"
            ));
        }
        Self {
            bytes: Random::new(number("INTERLEAVE_SEED").unwrap_or(7)),
            processors,
        }
    }
}

fn number<T: FromStr>(setting: &str) -> Option<T> {
    let value = env::var_os(setting)?;
    let number = value.to_str().and_then(|value| value.parse().ok());
    Some(number.unwrap_or_else(|| system::broken(&format!("{setting} is not a number"))))
}
