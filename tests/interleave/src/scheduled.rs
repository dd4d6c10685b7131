//! A scheduled run of a program, seen from outside: an outer scheduler starts the program and
//! grants the steps of its workers. Here is what the program needs for that, and what is known of
//! it meanwhile.
//!
//! The scheduler puts [`environment`](Scheduled::environment) into the environment of the program,
//! and adds `INTERLEAVE_CONTROL`, the address at which it listens, and `INTERLEAVE_TOKEN`. What
//! comes over the [control connection](interleave_protocol::control) says when the program rests.
//! Then [`run`](Scheduled::run) has all steps so far, and where each thread stands. The
//! [places](crate::lanes::Places) say it in terms of the source.

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

/// What a scheduled run of a program needs, and what is known of it. It is for one run.
#[derive(Debug)]
pub struct Scheduled {
    log: system::Log,
    environment: Vec<(OsString, OsString)>,
}

/// The variable for a seed, by which a random thread goes on at each point between two rests.
/// Without one their order is fixed.
pub const SEED: &str = "INTERLEAVE_SEED";

/// For how many steps the log has room. Steps that come later, or that repeat others, are left out.
const STEPS: usize = 50_000;

impl Scheduled {
    /// Makes the log of a run of `program`: in `folder`, if there is one, which a confined program
    /// must be allowed to write to, or else in memory.
    ///
    /// # Errors
    ///
    /// Returns an error if this system is none that the runtime is for, or has no room for the log.
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

    /// What the environment of the program must have, beside the address and the token of the
    /// control connection. It is all that the runtime needs: the rest of the environment can be
    /// cleared.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        self.environment.clone()
    }

    /// All steps so far, and where each thread stood at the last rest. What the program has
    /// written, and its status, the scheduler knows: it can put them in.
    ///
    /// # Errors
    ///
    /// Returns an error if the log cannot be read.
    pub fn run(&self) -> io::Result<Run> {
        Ok(Run::of_log(self.log.read()?))
    }
}
