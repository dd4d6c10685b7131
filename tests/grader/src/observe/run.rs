//! What one run of a program showed.

use std::{collections::BTreeMap, process::ExitStatus, time::Duration};

use interleave::scheduled::Asked;
use scheduler::{
    Certainty, Ending, Event, Record, Shared, Step, ThreadState, control::State, virtual_time,
};

use super::{
    departure::{Departure, Waited},
    situation::{Situation, ThreadAt},
};
use crate::{
    schedule::{self, Turn},
    spec::{MainBehaviour, Spec},
};

/// Which experiment a run belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Experiment {
    /// Every turn is withheld: which workers arrive, and does main stay?
    RollCall,
    /// Workers are granted their turns in an order that should be possible.
    Schedule,
    /// A step is withheld: do those that should wait for it wait?
    Forbidden,
    /// Much time passes before each step: does a thread give up?
    LongSteps,
    /// Stdout is full, so main is stuck in its heading: do workers start all the same?
    BlockedStdout,
    /// The program runs without a scheduler.
    FreeRun,
    /// Another worker fails, or none; or there are other tasks.
    Perturbed,
}

/// What one run of a program showed.
#[derive(Debug)]
pub struct Run {
    /// The experiment that it belongs to.
    pub experiment: Experiment,
    /// The first step that was not possible.
    pub stuck: Option<Stuck>,
    /// How it ended.
    pub outcome: Outcome,
    /// How a thread wanted to end the program while workers were withheld, the first time.
    pub departure: Option<Departure>,
    /// Where each thread was at the end, before the program was ended from here.
    pub situation: Situation,
    /// The steps that the program was proven to prevent for a while.
    pub kept: Vec<Kept>,
    /// How many steps it had at most, as the interleaver counts them. None without it.
    pub steps: Option<usize>,
    /// What the program has asked for that is up to chance elsewhere.
    pub asked: Asked,
    /// The seed of the random bytes that the program got. None if they were as usual.
    pub seed: Option<usize>,
    /// Where each thread was when more workers were at work than should be, and the most.
    pub crowded: Option<Situation>,
    /// What it printed, and what its workers did.
    pub record: Record,
}

/// A step that the program was proven to prevent for a while.
#[derive(Debug)]
pub struct Kept {
    /// The step.
    pub step: Step,
    /// Where each thread was then.
    pub situation: Situation,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The program ended, by itself or because it used too much.
    Ended(Ending),
    /// The program stayed while a worker waited for a turn, as it should.
    Held(Certainty),
    /// The program did not end, and no worker waited for a turn.
    Hung(Certainty),
}

/// A step that should be possible, and was not.
#[derive(Clone, Debug)]
pub struct Stuck {
    /// The step.
    pub step: Step,
    /// Why it was not done.
    pub why: Why,
    /// Where each thread was.
    pub situation: Situation,
    /// What could have been done next.
    pub possible: Vec<Step>,
    /// How many workers waited for a turn.
    pub waiting: usize,
    /// How many workers should have been in progress at least.
    pub expected: usize,
    /// What had been granted before.
    pub granted: Vec<Step>,
}

/// Why a step was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No worker asked for it.
    NotAsked,
    /// It was granted, and the worker did not do it.
    NotFollowed,
    /// Its worker went away in the middle of it.
    Left,
    /// The program ended before it.
    Ended,
}

impl Departure {
    /// The line of the learner's file at which the thread stood that wanted to end the program.
    pub fn line(&self) -> Option<usize> {
        self.leaver()?.line
    }

    /// The thread that wanted to end the program.
    fn leaver(&self) -> Option<ThreadAt> {
        let mut threads = self.situation.threads.iter();
        let leaving = threads.find(|thread| thread.state == State::Leaves)?;
        self.situation.thread_at(leaving.number)
    }

    /// The thread that wanted to end the program, if it is not main.
    pub fn other_leaver(&self) -> Option<ThreadAt> {
        self.leaver().filter(|thread| thread.number != 0)
    }
}

impl Run {
    /// A run of which nothing but the record is known.
    pub(crate) fn of_record(experiment: Experiment, record: Record) -> Self {
        Self {
            experiment,
            stuck: None,
            outcome: Outcome::Ended(record.ending),
            departure: None,
            situation: Situation::default(),
            kept: Vec::new(),
            steps: None,
            asked: Asked::default(),
            seed: None,
            crowded: None,
            record,
        }
    }

    /// What was granted, in order.
    pub fn granted(&self) -> Vec<Step> {
        granted(&self.record.history)
    }

    /// The schedule that replays the run.
    pub fn turns(&self) -> Vec<Turn> {
        schedule::of_history(&self.record.history)
    }

    /// The beginning of that schedule: the first `count` steps, and what follows until the next one.
    pub fn turns_until(&self, count: usize) -> Vec<Turn> {
        schedule::until_step(self.turns(), count)
    }

    /// The tasks whose workers have arrived.
    pub fn arrived(&self) -> impl Iterator<Item = &str> {
        let history = self.record.history.iter();
        history.filter_map(|event| match event {
            Event::Arrived(task) => Some(task.as_str()),
            _ => None,
        })
    }

    /// Whether the worker on `task` had a step on a `what`.
    pub fn uses(&self, task: &str, what: Shared) -> bool {
        self.asked(task).any(|(_, on)| on == Some(what))
    }

    /// What `step` was on, of what workers share.
    pub fn on(&self, step: &Step) -> Option<Shared> {
        let mut asked = self.asked(&step.task);
        asked.find_map(|(asked, on)| on.filter(|_| asked == step))
    }

    /// Whether a worker asked for `step`, and the step needs nothing that workers share. After a step
    /// on a lock the worker may have to wait for the lock, so the next step does not count.
    pub fn is_work(&self, step: &Step) -> bool {
        let asked: Vec<_> = self.asked(&step.task).collect();
        let place = asked.iter().position(|(asked, _)| *asked == step);
        place.is_some_and(|place| {
            let before = place.checked_sub(1).and_then(|before| asked[before].1);
            asked[place].1.is_none() && before != Some(Shared::Lock)
        })
    }

    /// The steps that the worker on `task` asked for, and what each was on.
    fn asked(&self, task: &str) -> impl Iterator<Item = (&Step, Option<Shared>)> {
        let history = self.record.history.iter();
        history.filter_map(move |event| match event {
            Event::Asked(step, what) if step.task == task => Some((step, *what)),
            _ => None,
        })
    }

    /// The most workers that waited for their turns at one moment. None of them could finish, so they
    /// were in progress at the same time.
    pub fn most_at_once(&self) -> usize {
        let (_, tasks) = self.crowd();
        tasks.len()
    }

    /// The steps that had been granted when that many were at work for the first time, and the tasks
    /// of those workers.
    pub fn crowd(&self) -> (Vec<Step>, Vec<String>) {
        let mut moments = self.waiting_over_time();
        let most = moments.iter().map(Vec::len).max().unwrap_or(0);
        let first = moments.iter().position(|tasks| tasks.len() == most);
        first.map_or_else(Default::default, |first| {
            let granted = granted(&self.record.history[..=first]);
            (granted, moments.swap_remove(first))
        })
    }

    /// Whether the workers on these two tasks were ever in progress at the same time.
    pub fn were_together(&self, one: &str, other: &str) -> bool {
        let is_in = |tasks: &Vec<String>, task: &str| tasks.iter().any(|known| known == task);
        let moments = self.waiting_over_time();
        let mut moments = moments.iter();
        moments.any(|tasks| is_in(tasks, one) && is_in(tasks, other))
    }

    /// Whether the worker on `task` asked for its first turn after that on `other` had ended, and no
    /// worker ended between.
    pub fn came_after(&self, task: &str, other: &str) -> bool {
        let history = &self.record.history;
        let is_its_first =
            |event: &Event| matches!(event, Event::Asked(step, _) if step.task == task);
        let first = history.iter().position(is_its_first).unwrap_or(0);
        let mut before = history[..first].iter().rev();
        let ended = before.find_map(|event| match event {
            Event::Left(ended, _) => Some(ended),
            _ => None,
        });
        ended.is_some_and(|ended| ended == other)
    }

    /// After each event, the tasks whose workers waited for their turns.
    fn waiting_over_time(&self) -> Vec<Vec<String>> {
        let mut waiting: Vec<String> = Vec::new();
        let mut all = Vec::new();
        for event in &self.record.history {
            match event {
                Event::Asked(step, _) => waiting.push(step.task.clone()),
                Event::Granted(step) | Event::Left(_, Some(step)) => {
                    if let Some(place) = waiting.iter().position(|task| *task == step.task) {
                        waiting.swap_remove(place);
                    }
                }
                _ => {}
            }
            all.push(waiting.clone());
        }
        all
    }

    /// The expected tasks whose workers had begun a step and not done it. A worker that has done too
    /// few steps and is at none may have ended by itself.
    pub fn unfinished(&self, spec: &Spec) -> Vec<String> {
        let is_at_a_step = |task: &String| {
            let mut asked = self.asked(task);
            asked.any(|(step, _)| !self.record.finished().any(|done| done == step))
        };
        let mut tasks = spec.tasks();
        tasks.retain(|task| is_at_a_step(task) && !spec.is_finished(task, self.record.finished()));
        tasks
    }

    /// Whether a message may name lines of the source: the output or the end is not as `spec` says,
    /// or the run is compared with others.
    pub fn is_to_explain(&self, spec: &Spec) -> bool {
        let stdout = &self.record.stdout;
        let output = match spec.main {
            MainBehaviour::Waits => spec.lines.check(stdout),
            MainBehaviour::Leaves | MainBehaviour::Sleeps => spec.lines.check_beginning(stdout),
        };
        let is_end_wrong = match self.outcome {
            Outcome::Ended(ending) => ending.is_success() == spec.failing_task().is_some(),
            _ => false,
        };
        // What it says on stderr is compared with other runs.
        let is_compared = spec.failing_task().is_some() || self.experiment == Experiment::Perturbed;
        let tasks = spec.tasks();
        let is_forged = |(step, count): (&Step, &usize)| {
            tasks.contains(&step.task) && *count > self.times_granted(step)
        };
        output.is_err() || is_end_wrong || is_compared || self.worker_lines().iter().any(is_forged)
    }

    /// How often the line of each step was printed.
    pub fn worker_lines(&self) -> BTreeMap<Step, usize> {
        let mut lines = BTreeMap::new();
        let stdout = String::from_utf8_lossy(&self.record.stdout);
        for step in stdout.lines().filter_map(Step::of_line) {
            *lines.entry(step).or_default() += 1;
        }
        lines
    }

    /// How often workers were granted `step`.
    pub fn times_granted(&self, step: &Step) -> usize {
        let granted = self.granted();
        granted.iter().filter(|granted| *granted == step).count()
    }

    /// Whether it wrote `text` to stderr.
    pub fn has_said(&self, text: &str) -> bool {
        String::from_utf8_lossy(&self.record.stderr).contains(text)
    }

    /// Whether it was ended because it had started more threads than the interleaver can follow, not
    /// all of them at once.
    pub fn starts_too_many_threads(&self) -> bool {
        self.has_said("interleave: the program has started more than")
    }

    /// How much virtual time has passed, if any has.
    pub fn virtual_time(&self) -> Option<Duration> {
        virtual_time(&self.record.history)
    }

    /// Whether every turn was withheld, and virtual time has passed. What happens then may only be
    /// a time limit of the program.
    pub fn is_long_wait(&self) -> bool {
        self.experiment == Experiment::RollCall && self.virtual_time().is_some()
    }

    /// Whether a worker asked for this step.
    pub fn asks_for(&self, step: &Step) -> bool {
        let mut history = self.record.history.iter();
        history.any(|event| matches!(event, Event::Asked(asked, _) if asked == step))
    }

    /// Whether the program hung.
    pub fn has_hung(&self) -> bool {
        matches!(self.outcome, Outcome::Hung(_))
    }

    /// Whether the program hung while a thread slept: with more time, that thread would have gone on.
    pub fn waits_for_time(&self) -> bool {
        let mut threads = self.situation.threads.iter();
        let sleeps = |thread: &ThreadState| matches!(thread.state, State::Sleeps { .. });
        self.has_hung() && threads.any(sleeps)
    }

    /// Whether the program hung, and a thread of it looked again and again.
    pub fn hung_looking(&self) -> bool {
        let mut threads = self.situation.threads.iter();
        self.has_hung() && threads.any(|thread| polls(&thread.state))
    }

    /// Whether each thread that has not ended waits for another one: none looks, and none waits for
    /// time or for input.
    pub fn is_deadlock(&self) -> bool {
        let waits_for_a_thread = |thread: &ThreadState| {
            matches!(
                thread.state,
                State::Ended
                    | State::Joins(_)
                    | State::Locks { .. }
                    | State::Futex { until: None, .. }
            )
        };
        let threads = &self.situation.threads;
        self.outcome == Outcome::Hung(Certainty::Proven)
            && !threads.is_empty()
            && threads.iter().all(waits_for_a_thread)
    }

    /// The exit status, if the program ended by itself.
    pub fn status(&self) -> Option<ExitStatus> {
        match self.outcome {
            Outcome::Ended(Ending::Exited(status)) => Some(status),
            _ => None,
        }
    }

    /// The exit status, if the program ended by itself and without success.
    pub fn failure(&self) -> Option<ExitStatus> {
        self.status().filter(|status| !status.success())
    }

    /// Whether the program ended by itself, with success.
    pub fn has_succeeded(&self) -> bool {
        self.status().is_some_and(|status| status.success())
    }

    /// Whether it ended with success before any step was done.
    pub fn has_left(&self) -> bool {
        let departure = self.departure.as_ref();
        self.has_succeeded() && departure.is_some_and(|departure| departure.steps == 0)
    }

    /// Whether something was at work to the end of the run that the scheduler does not see: a thread
    /// that is busy without a scheduling point, or a child process.
    pub fn goes_on_unseen(&self) -> bool {
        matches!(
            self.outcome,
            Outcome::Held(Certainty::Presumed) | Outcome::Hung(Certainty::Presumed)
        ) && self.record.history.contains(&Event::Unseen)
    }

    /// The virtual time after which the program ended with a status other than 0, if that can be a
    /// time limit. A number of looks is none.
    pub fn gives_up_after(&self) -> Option<Duration> {
        let is_withheld = self.experiment == Experiment::RollCall && self.granted().is_empty();
        let has_looked = |departure: &Departure| departure.waited == Waited::Looks;
        let is_timed = is_withheld && !self.departure.as_ref().is_some_and(has_looked);
        let failure = self.failure().filter(|_| is_timed);
        failure.and(self.virtual_time()).filter(is_limit)
    }

    /// How much virtual time had passed at the end, if the program ended with a status other than 0,
    /// or if a thread has panicked, and if that can be a time limit.
    pub fn fails_after(&self) -> Option<Duration> {
        const PANIC: &[u8] = b" panicked at ";
        let mut parts = self.record.stderr.windows(PANIC.len());
        let has_failed = self.failure().is_some() || parts.any(|part| part == PANIC);
        self.virtual_time().filter(|_| has_failed).filter(is_limit)
    }
}

/// Whether a wait can have this time limit: a step takes up to a second.
fn is_limit(time: &Duration) -> bool {
    *time >= Duration::from_secs(1)
}

/// What was granted, in order.
pub fn granted(history: &[Event]) -> Vec<Step> {
    let granted = history.iter().filter_map(|event| match event {
        Event::Granted(step) => Some(step.clone()),
        _ => None,
    });
    granted.collect()
}

/// Whether a thread in this state looks again and again for something to change, or sleeps between two
/// looks.
pub fn polls(state: &State) -> bool {
    matches!(state, State::Sleeps { .. }) || looks(state)
}

/// Whether a thread in this state looks again and again, and does not sleep between two looks.
pub fn looks(state: &State) -> bool {
    matches!(
        state,
        State::Spins { .. } | State::SpinsOnClock | State::Yields | State::Runs
    )
}
