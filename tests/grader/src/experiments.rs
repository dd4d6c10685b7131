//! The experiments: what is tried with a program to find out what it does.
//!
//! They all run side by side, each on a run of the program of its own, and none of them judges. A
//! *fact* (an exit status, bytes, who was heard of) is true in whichever run it is seen. That
//! something does *not* happen is said only if the program was proven to rest, or after a patience
//! that no right program needs.

use std::{
    collections::BTreeSet,
    io,
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, ScopedJoinHandle},
    time::{Duration, Instant},
};

use parking_lot::Mutex;

use scheduler::{Ending, Launch, Limits, MARK, Reason, Rest, Session, Step, random_mark, sweep};

use crate::{
    board::Board,
    compile,
    expectation::Expectation,
    run::{Experiment, Outcome, Run},
    trial::{TO_STAY, Trial},
};

mod forbidden;
mod free_run;
mod leaving;
mod plugged;
mod roll_call;
mod schedules;
mod variations;

pub use schedules::is_sampled;

/// What the experiments showed of one program.
#[derive(Debug)]
pub struct Facts {
    /// The runs; that of the roll call is the first. Of a variation there is one run, and nothing else.
    pub runs: Vec<Run>,
    /// What is known of a main that left while its workers were withheld.
    pub leaving: Option<Leaving>,
    /// What each of the expectation's variations showed, in their order; none where not all workers have come.
    pub variations: Vec<Facts>,
}

/// How main left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// At once.
    AtOnce {
        /// The tasks of all workers that were ever heard of.
        heard: BTreeSet<String>,
        /// How many threads it starts, up to one for each task, as far as one can tell.
        threads: usize,
    },
    /// After some time.
    AfterTime {
        /// How long it took, by the clock that it goes by: at normal pace, if that is the workshop's.
        length: Duration,
        /// The tasks of all workers that were ever heard of.
        heard: BTreeSet<String>,
    },
    /// Without having started a thread.
    WithoutThreads,
}

/// How thoroughly a program is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The few schedules that expose what keeps workers from being independent.
    Exposing,
    /// Every interleaving, or a sample if there are too many.
    Exhaustive,
}

/// A program, and what all experiments with it share.
pub(crate) struct Subject<'a> {
    pub launch: Launch,
    pub expectation: &'a Expectation,
    pub depth: Depth,
    pub board: &'a Board,
}

/// How many times faster than normal the workshop's clock runs where a scheduler is in charge.
pub const PACE: u32 = 100;

/// What a program that is graded may use: far more than a right one needs, and not so much that ten of
/// them at the same time are felt.
pub(crate) fn limits() -> Limits {
    Limits {
        time: Duration::from_secs(60),
        // Room for as many threads, with a stack of 2 MiB each.
        memory: 320 << 20,
        threads: 100,
        connections: 60,
        ..Limits::default()
    }
}

/// Tries what can be tried with the program that `launch` starts.
///
/// # Errors
///
/// If the system fails. What is wrong with the program is no error, but among the facts.
pub fn conduct(
    launch: &Launch,
    expectation: &Expectation,
    depth: Depth,
    board: &Board,
) -> io::Result<Facts> {
    let mark = random_mark()?;
    let launch = expectation.settled(launch.clone()).limits(limits());
    let launch = launch.env("PACE", PACE.to_string()).env(MARK, &mark);
    let subject = &Subject {
        launch,
        expectation,
        depth,
        board,
    };
    let _sweep = Sweep(mark);
    let mut runs = side_by_side(subject)?;
    let lacks_files = Outcome::Ended(Ending::Stopped(Reason::NoFileLeft));
    if runs.iter().any(|run| run.outcome == lacks_files) {
        return Err(io::Error::other(
            "this system has no file left to open: grade fewer programs at a time",
        ));
    }
    let variations = runs
        .extract_if(.., |run| run.experiment == Experiment::Variation)
        .map(|run| Facts {
            runs: vec![run],
            leaving: None,
            variations: Vec::new(),
        })
        .collect();
    let has_left = runs[0].has_succeeded() && runs[0].granted().is_empty();
    let leaving = has_left.then(|| leaving::how(subject, &runs)).transpose()?;
    Ok(Facts {
        runs,
        leaving,
        variations,
    })
}

/// Ends what has got away from a grading, also from one that goes wrong itself.
struct Sweep(String);

impl Drop for Sweep {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = sweep(&self.0);
    }
}

/// The roll call is held for as long as all the others take, and longer: so no sleep that ends in
/// one of them is long enough for it.
fn side_by_side(subject: &Subject) -> Runs {
    let (came, has_come) = mpsc::channel();
    let (others, others_are_done) = mpsc::channel();
    let has_hung = &AtomicBool::new(false);
    let varied = &subject.varied();
    let plays = schedules::all(subject)
        .chain(forbidden::all(subject))
        .chain(variations::all(subject, varied));
    let plays = &Mutex::new(plays.enumerate());
    thread::scope(|scope| {
        let roll_call = thread::Builder::new().spawn_scoped(scope, move || {
            roll_call::conduct(subject, came, &others_are_done)
        })?;
        let free_run = spawn(scope, &others, move || {
            let is_unwanted = || has_hung.load(Ordering::Relaxed);
            free_run::conduct(subject, is_unwanted)
        })?;
        let plugged = spawn(scope, &others, || -> Runs {
            Ok(Vec::from_iter(plugged::conduct(subject)?))
        })?;
        let mut handles = Vec::new();
        // If they have not all come, no schedule could be played: the roll call goes on by itself.
        if has_come.recv().is_ok() {
            for _ in 0..AT_A_TIME {
                handles.push(spawn(scope, &others, move || one_by_one(plays))?);
            }
        }
        drop(others);
        let mut runs = join(plugged)?;
        let mut played = Vec::new();
        for handle in handles {
            played.append(&mut join(handle)?);
            let has_hung_now = played.iter().any(|(_, run)| hangs_as_it_is(run));
            has_hung.store(has_hung_now, Ordering::Relaxed);
        }
        // In the order in which they were thought of, whoever was faster.
        played.sort_by_key(|(number, _)| *number);
        runs.extend(played.into_iter().map(|(_, run)| run));
        runs.insert(0, join(roll_call)?);
        has_hung.store(runs.iter().any(hangs_as_it_is), Ordering::Relaxed);
        // It is the last, for it shows the least.
        runs.push(join(free_run)?);
        Ok(runs)
    })
}

/// What hangs only when something is different says nothing of the free run.
fn hangs_as_it_is(run: &Run) -> bool {
    run.experiment != Experiment::Variation && run.has_hung()
}

type Runs = io::Result<Vec<Run>>;

/// How many schedules are played at a time. A program that never rests keeps a core busy in each, and they
/// should not be in each other's way.
const AT_A_TIME: usize = 12;

/// Conducts those of `plays` that nobody else does, and returns the number of each with its runs.
fn one_by_one<'a>(
    plays: &Mutex<impl Iterator<Item = (usize, Play<'a>)>>,
) -> io::Result<Vec<(usize, Run)>> {
    let mut runs = Vec::new();
    loop {
        let next = plays.lock().next();
        let Some((number, play)) = next else {
            return Ok(runs);
        };
        runs.extend(play()?.into_iter().map(|run| (number, run)));
    }
}

/// An experiment, ready to be conducted.
type Play<'a> = Box<dyn FnOnce() -> Runs + Send + 'a>;

/// Conducts an experiment on a thread of its own, which holds `others` until it is done.
///
/// # Errors
///
/// If the system has no thread left.
fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    others: &Sender<()>,
    conduct: impl FnOnce() -> T + Send + 'scope,
) -> io::Result<ScopedJoinHandle<'scope, T>> {
    let others = others.clone();
    thread::Builder::new().spawn_scoped(scope, move || {
        let runs = conduct();
        drop(others);
        runs
    })
}

fn join<T>(handle: ScopedJoinHandle<T>) -> T {
    handle
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

impl Subject<'_> {
    /// The same program with each of the variations that are expected of it.
    fn varied(&self) -> Vec<Subject<'_>> {
        let variations = self.expectation.variations.iter();
        let varied = variations.map(|variation| {
            let (setting, value) = variation.change.setting();
            Subject {
                launch: self.launch.clone().env(setting, value),
                expectation: &variation.expectation,
                ..*self
            }
        });
        varied.collect()
    }

    /// A run of the program, for `experiment`.
    pub(crate) fn trial(&self, experiment: Experiment) -> io::Result<Trial<'_>> {
        self.start(experiment, &self.launch, Session::start)
    }

    /// A run with the workshop's clock at another pace, every turn withheld.
    fn trial_at(&self, pace: f64) -> io::Result<Trial<'_>> {
        let launch = self.launch.clone().env("PACE", pace.to_string());
        self.start(Experiment::RollCall, &launch, Session::start)
    }

    /// Starts the program as `start` does, in a folder of its own.
    fn start(
        &self,
        experiment: Experiment,
        launch: &Launch,
        start: impl FnOnce(&Launch) -> io::Result<Session>,
    ) -> io::Result<Trial<'_>> {
        let folder = compile::folder()?;
        let session = start(&launch.clone().current_dir(folder.path()))?;
        Ok(Trial::of(
            session,
            experiment,
            self.expectation,
            self.board,
            folder,
        ))
    }
}
