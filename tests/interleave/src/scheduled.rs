//! A scheduled run of a program, from the side of an outer scheduler. The scheduler starts the
//! program and grants the steps of its workers. This module has what the program needs for that,
//! and what is known of the run meanwhile.
//!
//! The scheduler puts [`environment`](Scheduled::environment) into the environment of the program.
//! It adds `INTERLEAVE_CONTROL`, the address at which it listens, and `INTERLEAVE_TOKEN`. The
//! messages on the [control connection](interleave_protocol::control) report when the program
//! rests. Then [`run`](Scheduled::run) returns all steps so far, and the state of each thread. The
//! [places](crate::lanes::Places) show it in terms of the source.

use std::{ffi::OsString, io, path::Path};

use crate::{build::Program, run::Run};

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
use elsewhere as system;

/// What a scheduled run of a program needs, and what is known of the run. It is for one run.
#[derive(Debug)]
pub struct Scheduled {
    log: system::Log,
    environment: Vec<(OsString, OsString)>,
}

/// The variable for how many processors the program is told that there are.
pub const PROCESSORS: &str = "INTERLEAVE_PROCESSORS";

/// The variable for the seed of the random bytes that the program gets.
pub const SEED: &str = "INTERLEAVE_SEED";

/// What a program has asked for that is up to chance elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whether it has asked for random bytes.
    pub bytes: bool,
    /// Whether it has asked how many processors there are.
    pub processors: bool,
}

/// How many steps the log has room for. Later steps, and steps that repeat others, are left out.
const STEPS: usize = 50_000;

impl Scheduled {
    /// Makes the log of a run of `program`. It lies in `folder`, if that is given, or else in
    /// memory. A confined program must be allowed to write to `folder`.
    ///
    /// # Errors
    ///
    /// Returns an error if the runtime does not support this system, or if there is no room for the
    /// log.
    pub fn prepare(program: &Program, folder: Option<&Path>) -> io::Result<Self> {
        let log = system::Log::new(folder, STEPS)?;
        let mut environment = vec![
            ("INTERLEAVE".into(), "scheduled".into()),
            ("INTERLEAVE_LOG".into(), log.name().into()),
            ("INTERLEAVE_STEPS".into(), STEPS.to_string().into()),
            (
                "INTERLEAVE_FUNCTIONS".into(),
                program.functions.clone().into_os_string(),
            ),
        ];
        let own = program.environment.iter();
        environment.extend(own.map(|(name, value)| (name.into(), value.into())));
        Ok(Self { log, environment })
    }

    /// The variables that the program needs in its environment, besides the address and the token
    /// of the control connection. The runtime needs no others, so the rest of the environment can
    /// be cleared.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        self.environment.clone()
    }

    /// All steps so far, and the state of each thread at the last rest. The output and the status
    /// of the program are not in it: the scheduler has them, and can add them.
    ///
    /// # Errors
    ///
    /// Returns an error if the log cannot be read.
    pub fn run(&self) -> io::Result<Run> {
        Ok(Run::of_log(self.log.read()?))
    }

    /// How many steps the program has done so far, at most.
    ///
    /// # Errors
    ///
    /// Returns an error if the log cannot be read.
    pub fn steps(&self) -> io::Result<usize> {
        self.log.steps()
    }

    /// What the program has asked for so far that is up to chance elsewhere.
    ///
    /// # Errors
    ///
    /// Returns an error if the log cannot be read.
    pub fn asked(&self) -> io::Result<Asked> {
        self.log.asked()
    }
}
