//! What is seen of a program: the experiments, each on runs of its own. None of them judges.
//!
//! The scheduler grants turns to the program's real threads. The experiments differ in what they
//! grant. With the interleaver's runtime in the program, rest is known exactly, and virtual time
//! passes only when it is granted. Without it, the patience of the scheduler decides.

use std::{collections::BTreeMap, io, iter, num::NonZeroUsize, thread, time::Duration};

use parking_lot::Mutex;
use scheduler::{Certainty, Ending, Event};

use crate::{
    build::Executable,
    progress::Progress,
    schedule::Turn,
    spec::{Change, MainBehaviour, Spec},
};

mod blocked_stdout;
pub mod departure;
mod exploration;
mod forbidden;
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

pub use exploration::{CutOff, Explored, Failure, Fault, Replayed, WrongStandstill, replay};
pub use run::{Experiment, Outcome, Run};
pub use schedules::is_sampled;
pub use subject::Sweep;
pub(crate) use subject::{Subject, alone, limits};
pub use trial::Trial;

/// What was seen of one program.
#[derive(Debug)]
pub struct Observations {
    /// Whether the interleaver was in the program, so that more was seen than its workers' steps.
    pub is_interleaved: bool,
    /// The run in which every turn was withheld. If threads looked to its end, a
    /// [further experiment](Experiments::FURTHER) may have replaced the end.
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
    /// What was seen with each perturbation of the spec: one run, and what exploring showed, as far
    /// as they were explored. Empty if not all workers have arrived, or if main has left too early.
    /// Of a program that asks for the number of processors, all is seen again
    /// [with other numbers](Change::OF_PROCESSORS).
    pub perturbed: Vec<(Change, Self)>,
    /// Runs with other random bytes. Like the next two fields, this comes from the
    /// [further experiments](Experiments::FURTHER).
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

    /// How many steps the program had, as the interleaver counts them, in the shortest run in which
    /// workers did theirs and it ended by itself. None if it has hung in any run.
    fn ended_after(&self) -> Option<usize> {
        if self.runs().any(Run::has_hung) {
            return None;
        }
        let ended = self.runs().filter(|run| run.status().is_some());
        let worked = ended.filter(|run| !run.granted().is_empty());
        worked.filter_map(|run| run.steps).min()
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

/// The experiments on one program.
pub struct Experiments<'a> {
    subject: Subject<'a>,
    depth: Depth,
    progress: &'a Progress,
}

impl<'a> Experiments<'a> {
    /// The further experiments, for a program in which nothing wrong was seen so far, in the order in
    /// which they are conducted. Each adds what it shows to the observations.
    pub const FURTHER: [fn(&Self, &mut Observations) -> io::Result<()>; 7] = [
        Self::vary_chance,
        Self::vary_processors,
        Self::explore,
        Self::explore_perturbed,
        Self::prolong_roll_call,
        Self::prolong_steps,
        Self::run_freely,
    ];

    /// Prepares them. They report to `progress` what they try. The sweep is for the time when they are
    /// over.
    ///
    /// # Errors
    ///
    /// Returns an error if the system gives no random number.
    pub fn new(
        executable: &'a Executable,
        spec: &'a Spec,
        depth: Depth,
        progress: &'a Progress,
    ) -> io::Result<(Self, Sweep)> {
        let (subject, sweep) = Subject::marked(executable, spec, progress)?;
        let experiments = Self {
            subject,
            depth,
            progress,
        };
        Ok((experiments, sweep))
    }

    /// Conducts all experiments, except the further ones.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails. What is wrong with the program is among the
    /// observations.
    pub fn observe(&mut self) -> io::Result<Observations> {
        self.progress
            .say("which workers start, and does main stay?")?;
        let roll_call = roll_call::conduct(&self.subject)?;
        self.subject.gives_up_after = roll_call.gives_up_after();
        self.subject.goes_on_unseen = roll_call.goes_on_unseen();
        let mut seen = self.of_one(roll_call);
        if self.is_playable(&seen.roll_call) {
            self.play(&mut seen)?;
        }
        seen.blocked_stdout = blocked_stdout::conduct(&self.subject)?;
        seen.gives_up_after = self.subject.gives_up_after;
        Ok(seen)
    }

    /// What is seen in this run alone.
    fn of_one(&self, run: Run) -> Observations {
        Observations::of_one(run, self.subject.executable.interleaved().is_some())
    }

    /// Whether workers can take turns. If not all have arrived, no schedule can be played. If main
    /// left before any step, or if the program did too much of something, the mistake is known
    /// already.
    fn is_playable(&self, roll_call: &Run) -> bool {
        let spec = self.subject.spec;
        let have_all_come = roll_call.most_at_once() >= spec.least_after(iter::empty());
        let has_left = spec.main == MainBehaviour::Waits && roll_call.has_left();
        let was_stopped = matches!(roll_call.outcome, Outcome::Ended(Ending::Stopped(_)));
        have_all_come && !has_left && !was_stopped
    }

    /// Conducts the experiments in which workers take turns.
    fn play(&mut self, seen: &mut Observations) -> io::Result<()> {
        [seen.schedules, seen.forbidden] = self.orders_in_time()?;
        self.progress.say("other settings")?;
        let perturbed = side_by_side(&self.subject, perturbed::all(&self.subject))?;
        let perturbed = perturbed.into_iter().map(|run| self.of_one(run));
        let changes = self.subject.spec.perturbations.iter();
        let changes = changes.map(|perturbation| perturbation.change.clone());
        seen.perturbed = iter::zip(changes, perturbed).collect();
        let waits = self.subject.spec.main == MainBehaviour::Waits;
        if waits && seen.is_interleaved && !self.subject.goes_on_unseen {
            seen.long_steps = Some(long_steps::conduct(&self.subject)?);
        }
        Ok(())
    }

    /// Plays the orders. If a wait between two steps has a time limit, less time passes than that.
    fn orders_in_time(&mut self) -> io::Result<[Vec<Run>; 2]> {
        let orders = self.orders()?;
        let gives_up_after = orders.iter().flatten().filter_map(Run::fails_after).min();
        let may_fail = self.subject.spec.failing_task().is_some();
        if may_fail || self.subject.gives_up_after.is_some() || gives_up_after.is_none() {
            return Ok(orders);
        }
        self.subject.gives_up_after = gives_up_after;
        let again = self.orders()?;
        if again.iter().flatten().any(Run::waits_for_time) {
            // A thread only sleeps for so long, and the program fails for another reason.
            self.subject.gives_up_after = None;
            return Ok(orders);
        }
        Ok(again)
    }

    /// Plays the orders that should be possible, and those that should be impossible.
    fn orders(&self) -> io::Result<[Vec<Run>; 2]> {
        let subject = &self.subject;
        self.progress.say("orders that should be possible")?;
        let possible = side_by_side(subject, schedules::all(subject, self.depth))?;
        self.progress.say("orders that should be impossible")?;
        let impossible = side_by_side(subject, forbidden::all(subject))?;
        Ok([possible, impossible])
    }

    /// Plays some schedules with other random bytes, if the program asks for any. The output of a main
    /// that leaves depends on chance anyway.
    fn vary_chance(&self, seen: &mut Observations) -> io::Result<()> {
        let asks = seen.runs().any(|run| run.asked.bytes);
        if self.subject.spec.main == MainBehaviour::Waits && asks {
            self.progress.say("other random numbers")?;
            let plays = schedules::by_chance(&self.subject);
            seen.by_chance = side_by_side(&self.subject, plays)?;
        }
        Ok(())
    }

    /// Conducts all experiments with other numbers of processors, except the further ones, if the
    /// program asks how many there are.
    fn vary_processors(&self, seen: &mut Observations) -> io::Result<()> {
        let asks = seen.runs().any(|run| run.asked.processors);
        if self.subject.spec.main != MainBehaviour::Waits || !asks {
            return Ok(());
        }
        for change in Change::OF_PROCESSORS {
            let mut experiments = Self {
                subject: self.subject.with(&change),
                ..*self
            };
            let with_change = experiments.observe()?;
            seen.perturbed.push((change, with_change));
        }
        Ok(())
    }

    /// Explores the interleavings inside the program, between its workers' steps too.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn explore(&self, seen: &mut Observations) -> io::Result<()> {
        self.progress.say("the interleavings inside")?;
        seen.explored = exploration::conduct(&self.subject, self.depth, seen.ended_after())?;
        Ok(())
    }

    fn explore_perturbed(&self, seen: &mut Observations) -> io::Result<()> {
        self.progress
            .say("the interleavings inside, with other settings")?;
        exploration::conduct_perturbed(&self.subject, self.depth, &mut seen.perturbed)
    }

    /// Sees whether threads that look again and again give up in the end.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn prolong_roll_call(&self, seen: &mut Observations) -> io::Result<()> {
        self.progress
            .say("does main stay after millions of looks?")?;
        roll_call::prolong(&mut seen.roll_call, &self.subject)
    }

    /// Whether the program ends by itself, if a run of it seemed to hang while threads were at work:
    /// then they do more than a scheduled run follows, and nothing is known of the program.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn does_too_much(&self, seen: &Observations) -> io::Result<bool> {
        let mut runs = seen.runs();
        let is_open = runs.any(|run| run.outcome == Outcome::Hung(Certainty::Presumed));
        Ok(is_open && native::until_end(&self.subject, native::QUICK)?.is_some())
    }

    /// Sees whether threads that look again and again before some step give up in the end.
    fn prolong_steps(&self, seen: &mut Observations) -> io::Result<()> {
        let has_looked = |run: &Run| run.record.history.contains(&Event::Spun);
        if seen.long_steps.as_ref().is_some_and(has_looked) {
            self.progress
                .say("do threads wait after many thousands of looks?")?;
            seen.long_steps = Some(long_steps::conduct_thoroughly(&self.subject)?);
        }
        Ok(())
    }

    fn run_freely(&self, seen: &mut Observations) -> io::Result<()> {
        self.progress.say("a free run")?;
        seen.free = native::free_run(&self.subject)?;
        Ok(())
    }
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

/// Conducts `plays`, one for each processor at the same time, but one at a time if a thread keeps its
/// processor busy. Returns their runs in the same order, up to the first that hangs, because the
/// others would hang too.
fn side_by_side(subject: &Subject, plays: Vec<Play>) -> io::Result<Vec<Run>> {
    let at_once = match subject.goes_on_unseen {
        true => 1,
        false => thread::available_parallelism().map_or(1, NonZeroUsize::get),
    };
    let plays = Mutex::new(plays.into_iter().enumerate());
    let runs = Mutex::new(BTreeMap::new());
    let work = || {
        loop {
            let next = plays.lock().next();
            let Some((number, play)) = next else { break };
            let run = play();
            if run.as_ref().map_or(true, Run::has_hung) {
                // The others are not conducted.
                plays.lock().by_ref().for_each(drop);
            }
            runs.lock().insert(number, run);
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(work);
        }
    });
    let runs = runs.into_inner().into_values();
    let mut runs = runs.collect::<io::Result<Vec<Run>>>()?;
    // How many runs come after that one depends on the machine.
    let first = runs.iter().position(Run::has_hung);
    runs.truncate(first.map_or(usize::MAX, |first| first + 1));
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use std::process::ExitStatus;

    use scheduler::{Record, Step};

    use super::*;

    /// A run of so many steps, in which `granted` was granted.
    fn run(steps: usize, granted: &[&str]) -> Run {
        let step = |text: &&str| text.parse::<Step>().expect("a step");
        let record = Record {
            stdout: Vec::new(),
            stderr: Vec::new(),
            history: granted.iter().map(step).map(Event::Granted).collect(),
            ending: Ending::Exited(ExitStatus::default()),
        };
        Run {
            steps: Some(steps),
            ..Run::of_record(Experiment::Schedule, record)
        }
    }

    #[test]
    fn a_program_ends_after_the_steps_of_its_shortest_run_in_which_workers_did_theirs() {
        // Here the program gives up before any worker has done a step.
        let mut seen = Observations::of_one(run(10, &[]), true);
        seen.schedules = [900, 700].map(|steps| run(steps, &["a 0"])).into();
        assert_eq!(seen.ended_after(), Some(700));
        seen.forbidden.push(Run {
            outcome: Outcome::Hung(Certainty::Proven),
            ..run(20, &["a 0"])
        });
        assert_eq!(seen.ended_after(), None);
    }
}
