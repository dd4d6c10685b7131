//! Exploration: the interleavings inside the program, between the workers' steps too. Each atomic
//! operation, lock and sleep is a scheduling point then, and there is no outer scheduler.
//!
//! How much is tried is counted and not timed, so it does not depend on the machine.

use std::{
    collections::HashSet,
    io, iter,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use interleave::{
    build::Program,
    ending::{EndingKind, cut_off},
    explore::{Accepts, Found, Options, explore},
    lanes::{self, Places},
    plan::{Grain, Plan, Time},
    run::Run,
    server::{self, run_to_show},
    sources::{Place, Sources},
};
use scheduler::Step;

use super::{Subject, subject::alone};
use crate::{
    scratch::RunFolders,
    spec::{MainBehaviour, Spec},
    text::{self, names},
};

mod too_few;

pub use too_few::TooFew;
use too_few::too_few;

/// What one step is: first a library call, and in a second exploration an atomic operation. Each finds
/// mistakes that the other misses. With it, how many interleavings are sampled, and how many are
/// played when all are tried in order.
const GRAINS: [(Grain, u64, usize); 2] = [(Grain::Call, 200, 300), (Grain::Atomic, 100, 100)];

/// How many times fewer interleavings are played with each perturbation.
const FEWER: usize = 4;

/// No further sample begins once all samples together have had this many steps. The same holds for
/// the interleavings in order. Only a program whose threads poll has so many.
const MOST_STEPS: usize = 60_000;

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

/// A failure, and an interleaving that leads to it.
#[derive(Debug)]
pub struct Failure {
    /// How the program ended.
    pub found: Found,
    /// The interleaving, in lanes.
    pub lanes: String,
    /// The line of the learner's file at which it goes wrong, if that is known.
    pub line: Option<usize>,
    /// The threads that the end of the program cut off.
    pub cut_off: CutOff,
    /// The moment at which too few workers can be at work, if that is what goes wrong.
    pub too_few: Option<TooFew>,
}

/// Threads that the end of a program cut off: the tasks of workers, and other threads, as words of a
/// sentence.
#[derive(Debug, Default)]
pub struct CutOff {
    /// Those that were at work.
    pub at_work: Vec<String>,
    /// Those that had not begun.
    pub not_begun: Vec<String>,
}

impl CutOff {
    fn of(run: &Run, places: &Places) -> Self {
        let cut_off = cut_off(run).into_iter();
        let (at_work, not_begun) = cut_off.partition(|thread| places.has_begun(*thread));
        let name = |thread| {
            let task = places.last_line(thread).and_then(Step::of_line);
            task.map_or_else(|| places.name(thread), |step| names([step.task]))
        };
        let [at_work, not_begun] =
            [at_work, not_begun].map(|threads: Vec<usize>| counted(threads.into_iter().map(name)));
        Self { at_work, not_begun }
    }
}

/// The names, but those of several threads that were started at the same line as their number and
/// the line: "4 threads of line 36".
fn counted(names: impl Iterator<Item = String>) -> Vec<String> {
    let shared = |name: &str| name.split(" #").next().unwrap_or_default().to_owned();
    let groups = text::grouped(names.map(|name| (shared(&name), name))).into_iter();
    let words = groups.map(|(name, all)| match all.len() {
        1 => name.replace("the thread", "a thread"),
        count => format!("{count} {}", name.replace("the thread", "threads")),
    });
    words.collect()
}

/// Explores the program. None without the interleaver.
pub(super) fn conduct(subject: &Subject) -> io::Result<Option<Explored>> {
    explore_with(subject, 1)
}

/// Explores the program with each of its perturbations, up to the first that shows a failure. The
/// settings of some perturbations are equal, so there is nothing new to explore for the later ones.
pub(super) fn conduct_perturbed(subject: &Subject) -> io::Result<Vec<Option<Explored>>> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for (known, perturbed) in iter::zip(&subject.spec.perturbations, subject.perturbed()) {
        let explored = match seen.insert(known.change.setting()) {
            true => explore_with(&perturbed, FEWER)?,
            false => None,
        };
        let fails = explored.as_ref().is_some_and(Explored::fails);
        all.push(explored);
        if fails {
            break;
        }
    }
    Ok(all)
}

/// Explores the program, with `fewer` times fewer interleavings.
fn explore_with(subject: &Subject, fewer: usize) -> io::Result<Option<Explored>> {
    let Some(program) = subject.executable.interleaved() else {
        return Ok(None);
    };
    // If any sleep may end at any time, a program that gives up after some time could give up in an
    // interleaving.
    let time = match subject.gives_up_after {
        Some(_) => Time::Order,
        None => Time::Sleeps,
    };
    let spec = subject.spec;
    let folders = RunFolders::new()?;
    let subject = alone(program, subject.launch.clone(), &folders);
    // A worker that fails does not do the step that it is ready for.
    let judges_standstills =
        time == Time::Sleeps && spec.main == MainBehaviour::Waits && spec.fails.is_none();
    let (mut played, mut stopped) = (0, 0);
    let mut last = None;
    for (grain, most_samples, most_in_order) in GRAINS {
        let options = Options {
            budget: BUDGET,
            most_samples: most_samples / fewer as u64,
            most_in_order: most_in_order / fewer,
            most_steps: MOST_STEPS / fewer,
            grain: Some(grain),
            time,
            steps: STEPS,
            until_failure: true,
            ..Options::default()
        };
        let explored = explored(program, spec, &subject, &options, judges_standstills)?;
        played += explored.played;
        stopped += explored.stopped;
        let is_over = explored.fails() || explored.is_complete || explored.is_cut_short;
        last = Some(Explored {
            played,
            stopped,
            ..explored
        });
        if is_over {
            break;
        }
    }
    Ok(last)
}

/// Explores the program once. If it `judges_standstills`, too few workers at work are a failure, if
/// there is no other.
fn explored(
    program: &Program,
    spec: &Spec,
    subject: &server::Subject,
    options: &Options,
    judges_standstills: bool,
) -> io::Result<Explored> {
    let has_too_few = Arc::new(AtomicBool::new(false));
    let (expected, seen) = (spec.clone(), Arc::clone(&has_too_few));
    let accepts = Accepts::new(move |run| {
        let is_too_few = judges_standstills && too_few(&expected, run).is_some();
        seen.fetch_or(is_too_few, Ordering::SeqCst);
        is_right(&expected, run)
    });
    let exploration = explore(subject, &accepting(options, accepts))?;
    // A run that was not seen to its end proves nothing about the program.
    let is_seen = |found: &&Found| !found.ending.kind.is_limit();
    let failure = match exploration.worst().filter(is_seen) {
        Some(found) => {
            let run = run_to_show(subject, &found.interleaving.plan())?;
            Some(shown(program, spec, found, run, None)?)
        }
        None if has_too_few.load(Ordering::SeqCst) => {
            too_few_inside(program, spec, subject, options)?
        }
        None => None,
    };
    let stopped = exploration.ends.iter().filter(|found| !is_seen(found));
    Ok(Explored {
        played: exploration.schedules,
        stopped: stopped.map(|found| found.count).sum(),
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

/// Explores the program once more, to find an interleaving with a standstill at which too few
/// workers are at work.
fn too_few_inside(
    program: &Program,
    spec: &Spec,
    subject: &server::Subject,
    options: &Options,
) -> io::Result<Option<Failure>> {
    let expected = spec.clone();
    let accepts = Accepts::new(move |run| too_few(&expected, run).is_none());
    let exploration = explore(subject, &accepting(options, accepts))?;
    let Some(found) = exploration.worst() else {
        return Ok(None);
    };
    let plan = found.interleaving.plan();
    let run = run_to_show(subject, &plan)?;
    match too_few(spec, &run) {
        Some(too_few) if !others_go_on(subject, &plan, &run, too_few.steps)? => {
            shown(program, spec, found, run, Some(too_few)).map(Some)
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
    let time = Time::Any;
    let with_limits = run_to_show(
        subject,
        &Plan {
            time,
            ..plan.clone()
        },
    )?;
    let choices = |run: &Run| run.steps.get(steps).map(|step| step.entry.choices);
    // A thread that was deferred is not among those either.
    Ok(with_limits.is_kept_back || choices(&with_limits) != choices(run))
}

/// The failure with its interleaving in lanes.
fn shown(
    program: &Program,
    spec: &Spec,
    found: &Found,
    mut run: Run,
    too_few: Option<TooFew>,
) -> io::Result<Failure> {
    // What comes after the wrong line does not show why it came.
    let wrong = match found.ending.kind {
        EndingKind::Output if found.cut_off.is_empty() => wrong_line(spec, &run.stdout),
        EndingKind::Output => spec.crowded_after(&run.stdout),
        _ => None,
    };
    if let Some(bytes) = wrong.filter(|&bytes| bytes < run.stdout.len()) {
        run = run.until_printed(bytes);
    }
    if let Some(too_few) = &too_few {
        run = run.until_step(too_few.steps);
    }
    let sources = Sources::open(&program.executable, &program.own)?;
    let places = Places::new(&run, &sources);
    let place = wrong_place(&places, &run, wrong.is_some(), too_few.is_some());
    let options = lanes::Options {
        width: text::width(),
        ..lanes::Options::default()
    };
    Ok(Failure {
        cut_off: CutOff::of(&run, &places),
        found: found.clone(),
        lanes: lanes::render(&run, &sources, &options)
            .trim_end()
            .to_owned(),
        line: place.map(|place| place.line as usize),
        too_few,
    })
}

/// The place in the source to look at, if that is known. The last line of the run may be the one
/// that is wrong.
fn wrong_place(places: &Places, run: &Run, is_wrong: bool, is_too_few: bool) -> Option<Place> {
    if let Some(place) = places.goes_wrong_at() {
        return Some(place);
    }
    if is_too_few {
        return places.blocked_at();
    }
    let printed = String::from_utf8_lossy(&run.stdout);
    let (_, spot) = match printed.lines().last() {
        Some(last) if is_wrong => {
            let before = printed.lines().filter(|line| *line == last).count() - 1;
            places.printed_at(last, before)?
        }
        // Lines are only missing.
        _ => places.left_at()?,
    };
    Some(spot.place)
}

/// The length of `stdout` in bytes up to the line that is wrong: with it too many workers are at
/// work, or it comes too early, or it should not be there. None if lines are only missing.
fn wrong_line(spec: &Spec, stdout: &[u8]) -> Option<usize> {
    spec.crowded_after(stdout).or_else(|| {
        let (wrong, before) = spec.lines.check(stdout).err()?.line(stdout)?;
        let mut bytes = 0;
        let ends = stdout.split_inclusive(|&byte| byte == b'\n').map(|line| {
            bytes += line.len();
            (line.strip_suffix(b"\n").unwrap_or(line), bytes)
        });
        let mut same = ends.filter(|(line, _)| String::from_utf8_lossy(line) == wrong);
        Some(same.nth(before)?.1)
    })
}

/// Whether a program may do what it did in `run`.
fn is_right(spec: &Spec, run: &Run) -> bool {
    let fails = spec.fails.is_some();
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

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn threads_of_one_line_are_counted() {
        let counted = |names: &[&str]| counted(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(
            counted(&[
                "`sort data`",
                "the thread of line 36 #1",
                "main",
                "the thread of line 36 #3"
            ]),
            ["`sort data`", "2 threads of line 36", "main"]
        );
        assert_eq!(
            counted(&["the thread of line 36 #2"]),
            ["a thread of line 36"]
        );
    }
}
