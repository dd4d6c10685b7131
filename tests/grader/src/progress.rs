//! What a check does at the moment, for a person who waits, and whether it should go on.

use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
};

use parking_lot::Mutex;
use scheduler::sweep;

/// What is being tried.
#[derive(Default)]
pub struct Progress {
    what: Mutex<String>,
    /// The mark that the programs under check have in their environment.
    mark: Mutex<Option<String>>,
    is_cancelled: AtomicBool,
}

impl Progress {
    /// Sets what is being tried now.
    ///
    /// # Errors
    ///
    /// Returns an error if the check was cancelled.
    pub fn say(&self, what: &str) -> io::Result<()> {
        if self.is_cancelled.load(Ordering::Relaxed) {
            return Err(io::Error::other("the check was cancelled"));
        }
        what.clone_into(&mut self.what.lock());
        Ok(())
    }

    /// What is being tried, in one line.
    pub fn line(&self) -> String {
        self.what.lock().clone()
    }

    /// Sets the mark that the programs under check have from now on.
    pub fn set_mark(&self, mark: &str) {
        *self.mark.lock() = Some(mark.to_owned());
    }

    /// Cancels the check, so that it ends before it tries the next thing. Also ends the programs
    /// that run now. The check may start others before it ends, so call this until it has ended.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not say which programs run.
    pub fn cancel(&self) -> io::Result<()> {
        self.is_cancelled.store(true, Ordering::Relaxed);
        let mark = self.mark.lock().clone();
        mark.map_or(Ok(()), |mark| sweep(&mark))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_is_cancelled_does_not_go_on() {
        let progress = Progress::default();
        progress.say("the first thing").expect("it goes on");
        progress.cancel().expect("there is no program");
        assert!(progress.say("the second thing").is_err());
        assert_eq!(progress.line(), "the first thing");
    }
}
