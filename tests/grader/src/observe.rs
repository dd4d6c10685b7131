//! What is seen of a program: the experiments, each on runs of its own. None of them judges.
//!
//! The scheduler grants turns to the program's real threads. The experiments differ in what they
//! grant. With the interleaver's runtime in the program, rest is known exactly, and virtual time
//! passes only when it is granted. Without it, the patience of the scheduler decides.

use std::{
    io, iter,
    num::NonZeroUsize,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use scheduler::Certainty;

use crate::{
    build::Executable,
    progress::Progress,
    schedule::Turn,
    spec::{MainBehaviour, Spec},
};

mod blocked_stdout;
mod exploration;
mod forbidden;
mod free_run;
mod lanes;
mod long_steps;
mod native;
mod perturbed;
pub mod places;
mod roll_call;
pub mod run;
mod schedules;
pub mod situation;
mod subject;
mod trial;
mod words;

pub use exploration::{CutOff, Explored, Failure, Fault, WrongStandstill};
pub use run::{Experiment, Outcome, Run};
pub use schedules::is_sampled;
pub(crate) use subject::{Subject, alone, limits};
pub use trial::Trial;

/// What was seen of one program.
#[derive(Debug)]
pub struct Observations {
    /// Whether the interleaver was in the program, so that more was seen than its workers' steps.
    pub is_interleaved: bool,
    /// The run in which every turn was withheld.
    pub roll_call: Run,
    /// The runs in which workers took their turns in an order that should be possible.
    pub schedules: Vec<Run>,
    /// The runs in which a step was withheld that others should wait for.
    pub forbidden: Vec<Run>,
    /// The run in which much time passed before each step, if main should wait. None without the
    /// interleaver.
    pub long_steps: Option<Run>,
    /// The run in which stdout was full, if main begins with a heading.
    pub blocked_stdout: Option<Run>,
    /// The virtual time after which the program gives up with a status other than 0, if it does.
    pub gives_up_after: Option<Duration>,
    /// What was seen with each perturbation of the spec, in their order: one run, and what exploring
    /// showed, as far as they were explored. Empty if not all workers have arrived, or if main has
    /// left too early.
    pub perturbed: Vec<Self>,
    /// Runs in which what is up to chance differs. Like the next two fields, this comes from the
    /// further experiments of [`look`].
    pub by_chance: Vec<Run>,
    /// The run without any control.
    pub free: Option<Run>,
    /// What exploring the interleavings inside the program showed. None without the interleaver.
    pub explored: Option<Explored>,
}

impl Observations {
    /// What is seen in this run alone.
    pub(crate) fn of_one(roll_call: Run, is_interleaved: bool) -> Self {
        Self {
            is_interleaved,
            roll_call,
            schedules: Vec::new(),
            forbidden: Vec::new(),
            long_steps: None,
            blocked_stdout: None,
            gives_up_after: None,
            perturbed: Vec::new(),
            by_chance: Vec::new(),
            free: None,
            explored: None,
        }
    }

    /// All runs of the program as it is, without the perturbed ones. The one that shows the least
    /// is last.
    pub fn runs(&self) -> impl Iterator<Item = &Run> + Clone {
        iter::once(&self.roll_call)
            .chain(&self.blocked_stdout)
            .chain(&self.schedules)
            .chain(&self.forbidden)
            .chain(&self.by_chance)
            .chain(&self.free)
    }
}

/// How thoroughly a program is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The few schedules that expose what keeps workers from being independent.
    Exposing,
    /// Every interleaving of the workers' steps, or a sample if there are too many, and ten times as
    /// many of the operations between two steps.
    Exhaustive,
}

/// Conducts all experiments on a program, except the further ones of [`look`].
///
/// # Errors
///
/// Returns an error if the system fails. What is wrong with the program is among the observations.
pub fn observe(
    executable: &Executable,
    spec: &Spec,
    depth: Depth,
    progress: &Progress,
) -> io::Result<Observations> {
    let (subject, _sweep) = Subject::marked(executable, spec, progress)?;
    progress.say("which workers start, and does main stay?")?;
    let roll_call = roll_call::conduct(&subject)?;
    let mut subject = subject.after(&roll_call);
    let have_all_come = roll_call.most_at_once() >= spec.least_after(iter::empty());
    // If not all workers have arrived, no schedule can be played. If main left before any step, the
    // mistake is known already.
    let has_left = spec.main == MainBehaviour::Waits && roll_call.has_left();
    let is_playable = have_all_come && !has_left;
    let at_once = at_once(&roll_call);
    let plays = |plays: Vec<Play>| {
        if is_playable {
            side_by_side(plays, at_once)
        } else {
            Ok(Vec::new())
        }
    };
    let all_orders = |subject: &Subject| {
        progress.say("orders that should be possible")?;
        let schedules = plays(schedules::all(subject, depth))?;
        progress.say("orders that should be impossible")?;
        Ok::<_, io::Error>((schedules, plays(forbidden::all(subject))?))
    };
    let (mut schedules, mut forbidden) = all_orders(&subject)?;
    let runs = schedules.iter().chain(&forbidden);
    let gives_up_after = runs.filter_map(Run::fails_after).min();
    if spec.failing_task().is_none() && subject.gives_up_after.is_none() && gives_up_after.is_some()
    {
        // A wait between two steps may have a time limit. Less time may pass than that.
        subject.gives_up_after = gives_up_after;
        let again = all_orders(&subject)?;
        let mut runs = again.0.iter().chain(&again.1);
        if runs.any(Run::waits_for_time) {
            // A thread only sleeps for so long, and the program fails for another reason.
            subject.gives_up_after = None;
        } else {
            (schedules, forbidden) = again;
        }
    }
    progress.say("other settings")?;
    let varied = subject.perturbed();
    let perturbed = plays(perturbed::all(&subject, &varied))?;
    let is_interleaved = executable.interleaved().is_some();
    let of_one = |run| Observations::of_one(run, is_interleaved);
    let takes_long = is_playable
        && spec.main == MainBehaviour::Waits
        && is_interleaved
        && !roll_call.goes_on_unseen();
    let long_steps = takes_long.then(|| long_steps::conduct(&subject));
    Ok(Observations {
        long_steps: long_steps.transpose()?,
        blocked_stdout: blocked_stdout::conduct(&subject)?,
        gives_up_after: subject.gives_up_after,
        schedules,
        forbidden,
        perturbed: perturbed.into_iter().map(of_one).collect(),
        ..of_one(roll_call)
    })
}

/// A further experiment, for a program in which nothing wrong was seen so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Some schedules, with other random bytes and another number of processors.
    ByChance,
    /// The interleavings inside the program, between its workers' steps too.
    Inside(Depth),
    /// The same with other settings.
    InsideWithOtherSettings(Depth),
    /// A run without any control.
    Free,
}

impl Look {
    /// All of them, in the order in which they are conducted.
    pub fn all(depth: Depth) -> [Self; 4] {
        [
            Self::ByChance,
            Self::Inside(depth),
            Self::InsideWithOtherSettings(depth),
            Self::Free,
        ]
    }
}

/// Conducts a further experiment on a program, and adds what it shows to `seen`.
///
/// # Errors
///
/// Returns an error if the system fails.
pub fn look(
    look: Look,
    executable: &Executable,
    spec: &Spec,
    seen: &mut Observations,
    progress: &Progress,
) -> io::Result<()> {
    let (subject, _sweep) = Subject::marked(executable, spec, progress)?;
    let subject = Subject {
        gives_up_after: seen.gives_up_after,
        ..subject.after(&seen.roll_call)
    };
    match look {
        Look::ByChance if spec.main == MainBehaviour::Waits && seen.is_interleaved => {
            progress.say("other random numbers, and other numbers of processors")?;
            let plays = schedules::by_chance(&subject);
            seen.by_chance = side_by_side(plays, at_once(&seen.roll_call))?;
        }
        // The output of a main that leaves depends on chance anyway.
        Look::ByChance => {}
        Look::Inside(depth) => {
            progress.say("the interleavings inside")?;
            seen.explored = exploration::conduct(&subject, depth)?;
        }
        Look::InsideWithOtherSettings(depth) => {
            progress.say("the interleavings inside, with other settings")?;
            exploration::conduct_perturbed(&subject, depth, &mut seen.perturbed)?;
        }
        Look::Free => {
            progress.say("a free run")?;
            seen.free = free_run::conduct(&subject.launch)?;
        }
    }
    Ok(())
}

/// Plays `schedule`, and lets time pass until main leaves, or until it is known that it stays.
///
/// # Errors
///
/// Returns an error if the program cannot be run.
pub fn play_and_wait(executable: &Executable, spec: &Spec, schedule: &[Turn]) -> io::Result<Run> {
    let subject = Subject::new(executable, spec, executable.launch());
    let mut trial = subject.trial(Experiment::Schedule)?;
    for turn in schedule {
        trial.play(turn)?;
    }
    let rest = trial.stays()?;
    trial.let_leave(rest.unwrap_or(Certainty::Presumed))
}

/// An experiment, ready to be conducted.
type Play<'a> = Box<dyn Fn() -> io::Result<Run> + Send + Sync + 'a>;

/// How many runs are conducted side by side: one for each processor, but one at a time if a thread
/// keeps its processor busy.
fn at_once(roll_call: &Run) -> usize {
    if roll_call.goes_on_unseen() {
        1
    } else {
        thread::available_parallelism().map_or(1, NonZeroUsize::get)
    }
}

/// Conducts `plays`, `at_once` of them at the same time. Returns their runs in the same order, up
/// to the first that hangs, because the others would hang too.
fn side_by_side(plays: Vec<Play>, at_once: usize) -> io::Result<Vec<Run>> {
    let next = AtomicUsize::new(0);
    let has_hung = AtomicBool::new(false);
    let work = || {
        let mut runs = Vec::new();
        while !has_hung.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(play) = plays.get(number) else { break };
            let run = play()?;
            has_hung.fetch_or(run.has_hung(), Ordering::Relaxed);
            runs.push((number, run));
        }
        Ok::<_, io::Error>(runs)
    };
    let mut runs = thread::scope(|scope| {
        let workers = 0..at_once.min(plays.len());
        let workers: Vec<_> = workers.map(|_| scope.spawn(work)).collect();
        let results = workers.into_iter().map(|worker| {
            let joined = worker.join();
            joined.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        let runs: io::Result<Vec<_>> = results.collect();
        runs.map(|runs| runs.into_iter().flatten().collect::<Vec<_>>())
    })?;
    runs.sort_by_key(|(number, _)| *number);
    let mut runs: Vec<Run> = runs.into_iter().map(|(_, run)| run).collect();
    // How many runs come after that one depends on the machine.
    let first = runs.iter().position(Run::has_hung);
    runs.truncate(first.map_or(usize::MAX, |first| first + 1));
    Ok(runs)
}
