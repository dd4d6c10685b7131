//! Exploration: the interleavings inside the program, between the workers' steps too. Each atomic
//! operation, lock and sleep is a scheduling point then, and there is no outer scheduler.
//!
//! How much is tried is counted and not timed, so it does not depend on the machine.

use std::{
    collections::HashSet,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use super::{Depth, Observations, Subject, lanes::HEIGHT, subject::alone};
use crate::{
    scratch::RunFolders,
    spec::{Change, MainBehaviour, Spec},
};
use interleave::{
    build::Program,
    ending::EndingKind,
    explore::{Accepts, Found, Options, explore},
    plan::{Grain, Plan, Time},
    run::Run,
    server::{self, run_to_show},
};
use scheduler::Launch;

mod failure;
mod replay;
mod standstill;

pub use failure::{CutOff, Failure};
pub use replay::{Replayed, replay};
use standstill::wrong_standstill;
pub use standstill::{Fault, WrongStandstill};

/// What one step is: first a library call, and in a second exploration an atomic operation. Each finds
/// mistakes that the other misses. With it, how many interleavings are sampled, and how many are
/// played when all are tried in order.
const GRAINS: [(Grain, usize, usize); 2] = [(Grain::Call, 200, 300), (Grain::Atomic, 100, 100)];

/// How many interleavings of the program as it is are played, in quarters of the usual number. With
/// each perturbation it is a quarter of that.
fn quarters(depth: Depth) -> usize {
    match depth {
        Depth::Exposing => 4,
        Depth::Exhaustive => 40,
    }
}

/// No further sample begins once all samples together have had this many steps. The same holds for
/// the interleavings in order. Only a program whose threads poll has so many.
const MOST_STEPS: usize = 120_000;

/// No further run begins once this much processor time is used on each of two processors. Only a
/// program that computes much needs it. The load of the machine does not count.
const BUDGET: Duration = Duration::from_secs(5);

/// How many steps a run may have. A run of an exercise has some hundred.
const STEPS: usize = 5_000;

/// What exploring a program showed.
#[derive(Debug)]
pub struct Explored {
    /// How many interleavings were played.
    pub played: usize,
    /// How many of these were stopped at a limit, and so not seen to their end.
    pub stopped: usize,
    /// Whether a thread may have waited in one of these for something that the interleaver does not
    /// see, such as a lock on a file.
    pub waits_unseen: bool,
    /// Whether these were all, up to the order of calls that commute.
    pub is_complete: bool,
    /// Whether exploration ended early, because the runs took too long.
    pub is_cut_short: bool,
    /// The worst failure, if there was one.
    pub failure: Option<Failure>,
}

impl Explored {
    /// Whether an interleaving goes wrong.
    pub fn fails(&self) -> bool {
        self.failure.is_some()
    }
}

/// Explores the program. None without the interleaver. `ended_after` is how many steps it had in a run
/// in which it was seen to end.
pub(super) fn conduct(
    subject: &Subject,
    depth: Depth,
    ended_after: Option<usize>,
) -> io::Result<Option<Explored>> {
    explore_with(subject, quarters(depth), ended_after)
}

/// Explores the program with each of its perturbations, up to the first that shows a failure, and adds
/// what that shows to `seen`. The settings of some perturbations are equal, so there is nothing new to
/// explore for the later ones.
pub(super) fn conduct_perturbed(
    subject: &Subject,
    depth: Depth,
    seen: &mut [(Change, Observations)],
) -> io::Result<()> {
    let mut settings = HashSet::new();
    let quarters = quarters(depth) / 4;
    for (change, seen) in seen {
        if settings.insert(change.setting()) {
            seen.explored = explore_with(&subject.with(change), quarters, seen.ended_after())?;
        }
        if seen.explored.as_ref().is_some_and(Explored::fails) {
            break;
        }
    }
    Ok(())
}

fn explore_with(
    subject: &Subject,
    quarters: usize,
    ended_after: Option<usize>,
) -> io::Result<Option<Explored>> {
    let Some(program) = subject.executable.interleaved() else {
        return Ok(None);
    };
    // If any sleep may end at any time, a program that gives up after some time could give up in an
    // interleaving. So time passes in order.
    let time = match subject.gives_up_after {
        Some(_) => Time::Order,
        None => Time::Sleeps,
    };
    let spec = subject.spec;
    let folders = RunFolders::new()?;
    let subject = inside(program, &subject.launch, time, &folders);
    let part = |usual: usize| usual * quarters / 4;
    let (mut played, mut stopped, mut waits_unseen) = (0, 0, false);
    let mut last = None;
    for (grain, most_samples, most_in_order) in GRAINS {
        let options = Options {
            budget: BUDGET * quarters.div_ceil(4) as u32,
            most_samples: part(most_samples) as u64,
            most_in_order: part(most_in_order),
            most_steps: part(MOST_STEPS),
            grain: Some(grain),
            time,
            steps: STEPS,
            ended_after,
            until_failure: true,
            ..Options::default()
        };
        let explored = explored(program, spec, &subject, &options)?;
        played += explored.played;
        stopped += explored.stopped;
        waits_unseen |= explored.waits_unseen;
        let is_over = explored.fails() || explored.is_complete || explored.is_cut_short;
        last = Some(Explored {
            played,
            stopped,
            waits_unseen,
            ..explored
        });
        if is_over {
            break;
        }
    }
    Ok(last)
}

/// The program without outer scheduler. If time passes in order, the workers' steps take none.
fn inside(program: &Program, launch: &Launch, time: Time, folders: &RunFolders) -> server::Subject {
    let launch = launch.clone();
    let launch = match time {
        Time::Order => launch.env("WORKSHOP_DELAYS", "none"),
        Time::Sleeps | Time::Any => launch,
    };
    alone(program, launch, folders)
}

/// Explores the program once. A wrong standstill is a failure if there is no other.
fn explored(
    program: &Program,
    spec: &Spec,
    subject: &server::Subject,
    options: &Options,
) -> io::Result<Explored> {
    let judges_standstills = shows_standstills(options.time);
    let has_wrong_standstill = Arc::new(AtomicBool::new(false));
    let (expected, seen) = (spec.clone(), Arc::clone(&has_wrong_standstill));
    let accepts = Accepts::new(move |run| {
        let is_wrong = judges_standstills && wrong_standstill(&expected, run).is_some();
        seen.fetch_or(is_wrong, Ordering::SeqCst);
        is_right(&expected, run)
    });
    let exploration = explore(subject, &accepting(options, accepts))?;
    // A run that was not seen to its end proves nothing about the program.
    let is_seen = |found: &&Found| !found.ending.kind.is_limit();
    let failure = match exploration.worst().filter(is_seen) {
        Some(found) => {
            let run = run_to_show(subject, &found.interleaving.plan())?;
            Some(Failure::new(program, spec, found, run, None, HEIGHT)?)
        }
        None if has_wrong_standstill.load(Ordering::SeqCst) => {
            find_wrong_standstill(program, spec, subject, options)?
        }
        None => None,
    };
    let stopped = exploration.ends.iter().filter(|found| !is_seen(found));
    let stopped: Vec<&Found> = stopped.collect();
    let waits_unseen = |found: &&Found| {
        use EndingKind::{Busy, Quiet, Unseen};
        matches!(found.ending.kind, Busy | Quiet | Unseen)
    };
    Ok(Explored {
        played: exploration.schedules,
        stopped: stopped.iter().map(|found| found.count).sum(),
        waits_unseen: stopped.iter().any(waits_unseen),
        is_complete: exploration.complete.is_some(),
        is_cut_short: exploration.is_cut_short,
        failure,
    })
}

fn accepting(options: &Options, accepts: Accepts) -> Options {
    Options {
        accepts: Some(accepts),
        ..options.clone()
    }
}

/// Whether standstills can be judged: only sleeps could end there, so each must be allowed to end at any
/// time.
fn shows_standstills(time: Time) -> bool {
    time == Time::Sleeps
}

/// Explores the program once more, to find an interleaving with a wrong standstill.
fn find_wrong_standstill(
    program: &Program,
    spec: &Spec,
    subject: &server::Subject,
    options: &Options,
) -> io::Result<Option<Failure>> {
    let expected = spec.clone();
    let accepts = Accepts::new(move |run| wrong_standstill(&expected, run).is_none());
    let exploration = explore(subject, &accepting(options, accepts))?;
    let Some(found) = exploration.worst() else {
        return Ok(None);
    };
    let plan = found.interleaving.plan();
    let run = run_to_show(subject, &plan)?;
    match certain_standstill(spec, subject, &plan, &run)? {
        None => Ok(None),
        standstill => Failure::new(program, spec, found, run, standstill, HEIGHT).map(Some),
    }
}

/// The first standstill of `run` at which something is wrong, unless a thread waits with a time limit
/// there: it goes on by itself.
fn certain_standstill(
    spec: &Spec,
    subject: &server::Subject,
    plan: &Plan,
    run: &Run,
) -> io::Result<Option<WrongStandstill>> {
    match wrong_standstill(spec, run) {
        Some(standstill) if !others_go_on(subject, plan, run, standstill.steps)? => {
            Ok(Some(standstill))
        }
        _ => Ok(None),
    }
}

/// Whether a thread waits with a time limit after so many `steps` of the run. Then it goes on by
/// itself, although it was not among those that could.
fn others_go_on(
    subject: &server::Subject,
    plan: &Plan,
    run: &Run,
    steps: usize,
) -> io::Result<bool> {
    let plan = Plan {
        time: Time::Any,
        ..plan.clone()
    };
    let with_limits = run_to_show(subject, &plan)?;
    let choices = |run: &Run| run.steps.get(steps).map(|step| step.entry.choices);
    // A thread that was deferred is not among those either.
    Ok(with_limits.is_kept_back || choices(&with_limits) != choices(run))
}

/// Whether a program may do what it did in `run`.
fn is_right(spec: &Spec, run: &Run) -> bool {
    let fails = spec.failing_task().is_some();
    if run.status.success() == fails {
        return false;
    }
    let stderr = String::from_utf8_lossy(&run.stderr);
    if spec
        .failing_task()
        .is_some_and(|task| !stderr.contains(task))
    {
        return false;
    }
    match spec.main {
        MainBehaviour::Waits => {
            spec.lines.check(&run.stdout).is_ok() && spec.crowded_after(&run.stdout).is_none()
        }
        // The output may be cut off anywhere, also in the middle of a line.
        MainBehaviour::Leaves | MainBehaviour::Sleeps => true,
    }
}
