//! Patience, where nothing can be proven.

use std::time::Duration;

/// How long a step may take to be asked for, or to be done, where rest cannot be proven.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How long nothing new may happen before a program is said to rest, where that cannot be proven.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Since when nothing may have happened.
    pub(crate) quiet: Duration,
    /// How old a program may be while one of its threads waits for the first clock of its life.
    pub(crate) clock: Duration,
    /// Whether near rest is enough.
    pub(crate) near: bool,
}

impl From<Duration> for Patience {
    /// Rest after `quiet`, or near rest.
    fn from(quiet: Duration) -> Self {
        Self {
            quiet,
            clock: Duration::ZERO,
            near: true,
        }
    }
}

impl Patience {
    /// The same, but near rest is not enough.
    pub fn not_near(self) -> Self {
        Self {
            near: false,
            ..self
        }
    }

    /// The same, but while a thread waits for a clock it lasts on, until the clock has rung or the
    /// program is as old as `age`. Each thread is waited for once. A sleep of any length up to `age`
    /// is so told from a wait for a worker.
    pub fn until_clocks_ring(self, age: Duration) -> Self {
        Self { clock: age, ..self }
    }
}
