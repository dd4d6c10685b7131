//! Runs a program that has the runtime in it, again and again: a process that forks for each run.

use std::{ffi::OsString, io, path::PathBuf, time::Duration};

use confine::Permissions;
use interleave_protocol::plan::Plan;

use crate::run::Run;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(not(target_os = "linux"))]
use elsewhere as system;

/// What is run, and how.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The executable, with the runtime in it.
    pub executable: PathBuf,
    /// What it is called with.
    pub arguments: Vec<String>,
    /// The file that has what is known of its functions.
    pub functions: PathBuf,
    /// Where it runs.
    pub folder: PathBuf,
    /// What its environment has, besides ours if it inherits that.
    pub environment: Vec<(OsString, OsString)>,
    /// Whether it inherits our environment.
    pub inherits_environment: bool,
    /// For how many seconds a run may keep the processor busy. Not how long it may take: that
    /// depends on what else the machine does.
    pub busy_seconds: u32,
    /// How many bytes of memory each of its processes may use, besides the runtime's own.
    pub memory: Option<u64>,
    /// What it may do, if it is confined.
    pub permissions: Option<Permissions>,
    /// The folder for the files that it shares with the explorer, if it is confined. Otherwise they
    /// lie in memory.
    pub files: Option<PathBuf>,
    /// Whether its addresses are others each time, as far as the system makes them so.
    pub has_random_addresses: bool,
}

/// A process that runs a program for each plan that it is given. It ends when this is dropped.
pub struct Server(system::Server);

impl Server {
    /// Starts a process, on one of the machine's processors, whose runs have at most so many steps.
    /// It ends with the thread that has started it.
    ///
    /// # Errors
    ///
    /// Returns an error if this system is none that the runtime is for, or if the program cannot be
    /// started.
    pub fn start(subject: &Subject, processor: usize, steps: usize) -> io::Result<Self> {
        system::Server::start(subject, processor, steps).map(Self)
    }

    /// The identifier of the process, whose limits hold for all runs.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Runs the program once.
    ///
    /// # Errors
    ///
    /// Returns an error if the process has ended, with what it said; or if the log cannot be read.
    /// That the program fails is none.
    pub fn run(&mut self, plan: &Plan) -> io::Result<Run> {
        self.0.run(plan)
    }
}

/// How much processor time this thread has used. Always nothing where no program can be run.
pub(crate) fn processor_time_of_thread() -> Duration {
    system::processor_time_of_thread()
}

/// So many of the last steps are run with their call stacks.
const LAST_STEPS: usize = 2000;

/// One run by a plan, with the call stacks of its last steps, so that it can be shown.
///
/// # Errors
///
/// Returns an error if the program cannot be run.
pub fn run_to_show(subject: &Subject, plan: &Plan) -> io::Result<Run> {
    let mut server = Server::start(subject, 0, plan.steps)?;
    let steps = server.run(plan)?.steps.len();
    let frames = Some(steps.saturating_sub(LAST_STEPS));
    server.run(&Plan {
        frames,
        ..plan.clone()
    })
}
