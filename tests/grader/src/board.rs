//! What the experiments wait for at the moment, for those who watch.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use crate::run::Experiment;

/// What each kind of experiment waits for.
#[derive(Default)]
pub struct Board(Mutex<BTreeMap<Experiment, String>>);

impl Board {
    /// Experiment `experiment` waits for this.
    pub fn say(&self, experiment: Experiment, waits_for: &str) {
        self.0.lock().insert(experiment, waits_for.to_owned());
    }

    /// It waits for nothing more.
    pub fn clear(&self, experiment: Experiment) {
        self.0.lock().remove(&experiment);
    }

    /// What is waited for, in one line.
    pub fn line(&self) -> String {
        let board = self.0.lock();
        // The roll call waits for the others, and what a free run waits for is not known.
        let first = board
            .get_key_value(&Experiment::Schedule)
            .or(board.iter().next());
        first.map_or_else(String::new, |(experiment, waits_for)| {
            format!("{experiment}: waiting for {waits_for}")
        })
    }
}
