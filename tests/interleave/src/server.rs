//! Runs a program that has the runtime in it, again and again, in a process that forks for each
//! run.

use std::{ffi::OsString, io, path::PathBuf, time::Duration};

use confine::Permissions;
use interleave_protocol::{log::End, plan::Plan};

use crate::run::Run;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
use elsewhere as system;

/// A program to run, and how to run it.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The executable, with the runtime in it.
    pub executable: PathBuf,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// The file with the classes of its functions.
    pub functions: PathBuf,
    /// The folder in which it runs. If it is confined, each run begins in an empty folder below this
    /// one.
    pub folder: PathBuf,
    /// The variables of its environment, besides ours if it inherits them.
    pub environment: Vec<(OsString, OsString)>,
    /// Whether it inherits our environment.
    pub inherits_environment: bool,
    /// For how many seconds a run may keep the processor busy. This is not a limit on real time,
    /// which depends on what else the machine does.
    pub busy_seconds: u32,
    /// How many bytes of memory each of its processes may use, besides the runtime's own.
    pub memory: Option<u64>,
    /// Its permissions, if it is confined.
    pub permissions: Option<Permissions>,
    /// The folder for the files that it shares with the explorer, if it is confined. Otherwise the
    /// files lie in memory.
    pub files: Option<PathBuf>,
    /// Whether its addresses differ each time, as far as the system randomises them.
    pub has_random_addresses: bool,
}

/// A process that runs a program for each plan that it gets. It ends when this is dropped.
pub struct Server(system::Server);

impl Server {
    /// Starts a process on one of the machine's processors. Each of its runs has at most `steps`
    /// steps. The process ends with the thread that has started it.
    ///
    /// # Errors
    ///
    /// Returns an error if the runtime does not support this system, or if the program cannot be
    /// started.
    pub fn start(subject: &Subject, processor: usize, steps: usize) -> io::Result<Self> {
        system::Server::start(subject, processor, steps).map(Self)
    }

    /// The identifier of the process. Its limits hold for all runs.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Runs the program once.
    ///
    /// # Errors
    ///
    /// Returns an error if the process has ended, with its message, or if the log cannot be read.
    /// If the program fails, that is no error.
    pub fn run(&mut self, plan: &Plan) -> io::Result<Run> {
        self.0.run(plan)
    }
}

/// How much processor time this thread has used. Always zero if no program can be run on this
/// system.
pub(crate) fn processor_time_of_thread() -> Duration {
    system::processor_time_of_thread()
}

/// How many of the last steps are run with their call stacks.
const LAST_STEPS: usize = 2000;

/// How many steps are shown at least in which nothing changes, if a run goes on and on.
const STEPS_IN_VAIN: usize = 100;

/// One run by a plan, with the call stacks of its last steps, so that it can be shown. If it goes on
/// and on, it is stopped soon after its last change.
///
/// # Errors
///
/// Returns an error if the program cannot be run.
pub fn run_to_show(subject: &Subject, plan: &Plan) -> io::Result<Run> {
    let mut server = Server::start(subject, 0, plan.steps)?;
    let mut run = server.run(plan)?;
    let mut steps = plan.steps;
    if run.end == End::StepLimit {
        run = run.ignoring_repetitions();
        let before = run.last_change + 1;
        // If most steps change nothing, the threads go on for ever.
        steps = steps.min(before + before.max(STEPS_IN_VAIN));
    }
    let shown = run.steps.len().min(steps);
    let last_change = run.last_change;
    let run = server.run(&Plan {
        frames: Some(shown.saturating_sub(LAST_STEPS)),
        steps,
        ..plan.clone()
    })?;
    Ok(Run { last_change, ..run })
}
