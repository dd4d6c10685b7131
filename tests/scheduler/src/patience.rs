//! Patience, where nothing can be proven.

use std::time::{Duration, Instant};

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

/// For how long nothing has happened, as far as somebody has looked.
pub(crate) struct Quiet {
    length: Duration,
    looked: Instant,
}

impl Quiet {
    /// Something has happened just now.
    pub(crate) fn begin() -> Self {
        Self {
            length: Duration::ZERO,
            looked: Instant::now(),
        }
    }

    /// Nothing has happened since the last look. If that was long ago, the machine had no time for us, and
    /// perhaps none for the program: that is not its quiet.
    pub(crate) fn go_on(&mut self) {
        const AT_MOST: Duration = Duration::from_millis(100);
        self.length += self.looked.elapsed().min(AT_MOST);
        self.looked = Instant::now();
    }

    pub(crate) fn length(&self) -> Duration {
        self.length
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Quiet;

    #[test]
    fn a_pause_of_ours_is_not_quiet() {
        let long_ago = Instant::now().checked_sub(Duration::from_secs(10));
        let mut quiet = Quiet {
            length: Duration::ZERO,
            looked: long_ago.expect("the clock goes back so far"),
        };
        quiet.go_on();
        assert!(quiet.length() < Duration::from_secs(1));
    }
}
