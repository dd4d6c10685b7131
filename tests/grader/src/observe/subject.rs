//! The program that the experiments are about: how its runs are started, and what they may use.

use std::{io, time::Duration};

use interleave::{build::Program, scheduled::SEED, server};
use scheduler::{Launch, Limits, MARK, Session, random_mark, sweep};

use super::{Trial, run::Experiment};
use crate::{
    build::Executable,
    progress::Progress,
    scratch::RunFolders,
    spec::{Change, Spec},
};

/// A program, and what all experiments with it share.
pub(crate) struct Subject<'a> {
    pub executable: &'a Executable,
    pub launch: Launch,
    pub spec: &'a Spec,
    /// The virtual time after which the program gives up with a status other than 0, if it does.
    pub gives_up_after: Option<Duration>,
    /// The seed of the random bytes that the program gets, if they are not as usual.
    pub seed: Option<usize>,
    /// Whether the roll call ended while a thread was busy without a scheduling point, or while a
    /// child process was at work. Later runs wait less for a busy thread, and one at a time.
    pub goes_on_unseen: bool,
}

impl<'a> Subject<'a> {
    /// The program that `launch` starts.
    pub(super) fn new(executable: &'a Executable, spec: &'a Spec, launch: Launch) -> Self {
        Self {
            executable,
            launch: launch.limits(limits()),
            spec,
            gives_up_after: None,
            seed: None,
            goes_on_unseen: false,
        }
    }

    /// The program with the settings of `spec`. Its processes have a mark, by which the sweep finds
    /// those that escape.
    pub(super) fn marked(
        executable: &'a Executable,
        spec: &'a Spec,
        progress: &Progress,
    ) -> io::Result<(Self, Sweep)> {
        let mark = random_mark()?;
        progress.set_mark(&mark);
        let launch = spec.with_settings(executable.launch()).env(MARK, &mark);
        Ok((Self::new(executable, spec, launch), Sweep(mark)))
    }

    /// The same program, with other random bytes.
    pub(super) fn with_seed(&self, seed: usize) -> Self {
        Self {
            launch: self.launch.clone().env(SEED, seed.to_string()),
            seed: Some(seed),
            ..*self
        }
    }

    /// The same program with `change`.
    pub(super) fn with(&self, change: &Change) -> Self {
        let (setting, value) = change.in_check();
        Self {
            launch: self.launch.clone().env(setting, value),
            spec: self.spec.with(Some(change)),
            ..*self
        }
    }

    /// A run of the program, for `experiment`. Every turn is withheld.
    pub(crate) fn trial(&self, experiment: Experiment) -> io::Result<Trial<'_>> {
        Trial::start(self, experiment, Session::start)
    }
}

/// Ends the processes that have escaped from a grading, also if the grading itself fails.
pub struct Sweep(String);

impl Drop for Sweep {
    fn drop(&mut self) {
        // There is no caller to report an error to.
        let _ = sweep(&self.0);
    }
}

/// What a program that is graded may use: far more than a right one needs, but so little that ten
/// of them at the same time do not disturb the user.
pub(crate) fn limits() -> Limits {
    Limits {
        time: Duration::from_secs(60),
        // Room for the stacks of all threads, of 2 MiB each, and for the interleaver.
        memory: 320 << 20,
        threads: 100,
        connections: 60,
        busy: Duration::from_secs(20),
        ..Limits::default()
    }
}

/// How the interleaver alone runs `program`, as `launch` would start it.
pub(crate) fn alone(program: &Program, launch: Launch, folders: &RunFolders) -> server::Subject {
    let (folder, log) = (folders.current.path(), folders.log.path());
    let launch = launch.current_dir(folder).writing(log);
    server::Subject {
        folder: folder.to_owned(),
        environment: launch.variables().to_vec(),
        inherits_environment: false,
        memory: Some(limits().memory),
        permissions: launch.permissions(),
        files: Some(log.to_owned()),
        ..program.into()
    }
}
