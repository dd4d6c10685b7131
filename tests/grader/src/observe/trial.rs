//! One run of a program under the scheduler, as an experiment conducts it.

use std::io;

use interleave::scheduled::Asked;
use scheduler::{
    AtLeaving, Certainty, Event, Launch, Patience, Session, Step, WaitOutcome, WorkerState,
    control::{How, State},
};

use super::{
    Subject,
    departure::{Departure, Waited},
    run::{self, Experiment, Kept, Outcome, Run, Stuck, Why},
    situation::{Situation, WorkerAt},
};
use crate::{
    build::Log,
    schedule::Turn,
    scratch::RunFolders,
    spec::{MainBehaviour, Spec},
};

/// How many unexpected steps are granted at most, so that a run of a program without end has one.
const MOST_EXTRA_STEPS: usize = 100;

/// A run in progress.
pub struct Trial<'a> {
    /// The program in this run.
    pub session: Session,
    /// What the program should do.
    pub spec: &'a Spec,
    /// What is known of the program.
    subject: &'a Subject<'a>,
    experiment: Experiment,
    stuck: Option<Stuck>,
    departure: Option<Departure>,
    kept: Vec<Kept>,
    /// The most workers that waited at once, if they were too many, and where each thread was then.
    crowd: Option<(usize, Situation)>,
    log: Option<Log>,
    /// They are removed with the trial.
    _folders: RunFolders,
}

impl<'a> Trial<'a> {
    /// A run of the program, for `experiment`, started by `start` in folders of its own. Every turn is
    /// withheld.
    pub(super) fn start(
        subject: &'a Subject,
        experiment: Experiment,
        start: impl FnOnce(&Launch) -> io::Result<Session>,
    ) -> io::Result<Self> {
        let folders = RunFolders::new()?;
        let launch = subject.launch.clone();
        let (launch, log) = subject.executable.scheduled(launch, folders.log.path())?;
        let mut session = start(&launch.current_dir(folders.current.path()))?;
        // In a roll call, and if main should leave, it is held until all workers have arrived.
        let is_held =
            subject.spec.main != MainBehaviour::Waits || experiment == Experiment::RollCall;
        session.set_at_leaving(if is_held {
            AtLeaving::Hold
        } else {
            AtLeaving::Report
        });
        Ok(Self {
            session,
            spec: subject.spec,
            subject,
            experiment,
            stuck: None,
            departure: None,
            kept: Vec::new(),
            crowd: None,
            log,
            _folders: folders,
        })
    }

    /// Lets the program go on until `goal` holds. A thread may end the program, unless it is held.
    pub(super) fn until(
        &mut self,
        patience: Patience,
        goal: impl Fn(&Session) -> bool,
    ) -> io::Result<WaitOutcome> {
        let mut patience = match self.subject.gives_up_after {
            Some(after) => patience.with_less_time(after / 2),
            None => patience,
        };
        if self.subject.goes_on_unseen {
            patience = patience.with_less_for_the_busy();
        }
        let outcome = self.session.until(patience, &goal)?;
        self.note_crowd();
        self.note_leaving();
        if outcome != WaitOutcome::Leaving {
            return Ok(outcome);
        }
        self.session.set_at_leaving(AtLeaving::Let);
        self.session.until(patience, goal)
    }

    fn note_crowd(&mut self) {
        let count = self.session.waiting().count();
        let most = self.crowd.as_ref().map(|(most, _)| *most);
        if count > most.unwrap_or(*self.spec.concurrency.end()) {
            self.crowd = Some((count, self.situation_to_show()));
        }
    }

    fn note_leaving(&mut self) {
        let Some(rest) = self.session.quiescence().filter(|rest| rest.is_leaving()) else {
            return;
        };
        if self.departure.is_some() {
            return;
        }
        let threads = rest.threads.len();
        let is_early = !self
            .spec
            .lines
            .next_steps(self.session.finished())
            .is_empty();
        self.departure = Some(Departure {
            // What other threads do while this one is held is no wait of its own.
            waited: Waited::of(self.session.history_until_leaving()),
            steps: self.session.finished().count(),
            threads: Some(threads),
            situation: if is_early {
                self.situation_to_show()
            } else {
                self.situation()
            },
        });
    }

    /// Waits until as many workers ask for their first turns as may begin. Returns whether they do.
    pub(super) fn let_all_come(&mut self) -> io::Result<bool> {
        let expected = self.spec.least_after(std::iter::empty());
        let all = |session: &Session| session.waiting().count() >= expected;
        Ok(self.until(Patience::TO_COME, all)? == WaitOutcome::Reached)
    }

    /// Plays the first `count` steps of `schedule`, and returns whether that was possible.
    ///
    /// If the program itself decides in part which worker is next, this grants `count` times the
    /// step that comes first in the schedule among those of the waiting workers.
    pub(super) fn follow(&mut self, schedule: &[Step], count: usize) -> io::Result<bool> {
        for planned in schedule.iter().take(count) {
            let next = if self.spec.is_limited() {
                self.first_waiting_of(schedule)?
            } else {
                Some(planned.clone())
            };
            let Some(next) = next else { return Ok(false) };
            if !self.grant(&next)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Waits until as many workers wait as expected. Returns the one of their steps that comes first
    /// in `schedule`.
    fn first_waiting_of(&mut self, schedule: &[Step]) -> io::Result<Option<Step>> {
        let expected = self.spec.least_after(self.session.finished());
        let rank = |step: &&Step| schedule.iter().position(|wished| wished == *step);
        let is_ready = |session: &Session| {
            session.waiting().count() >= expected
                && session.waiting().any(|step| rank(&step).is_some())
        };
        if self.until(Patience::TO_COME, is_ready)? != WaitOutcome::Reached {
            if self.session.waiting().count() < expected {
                self.note_absence();
            }
            return Ok(None);
        }
        if !self.spec.all_orders {
            self.wait_for_the_wished(schedule)?;
        }
        let ranked = self.session.waiting().filter(|step| rank(step).is_some());
        Ok(ranked.min_by_key(rank).cloned())
    }

    /// Waits until a worker asks for the first step of `schedule` that is not done, or until the
    /// program is proven to keep the worker from it.
    fn wait_for_the_wished(&mut self, schedule: &[Step]) -> io::Result<()> {
        let is_done = |step: &&Step| self.session.finished().any(|done| done == *step);
        let Some(wished) = schedule.iter().find(|step| !is_done(step)) else {
            return Ok(());
        };
        let comes = |session: &Session| session.asks_for(wished);
        if self.until(Patience::TO_BE_KEPT, comes)? == WaitOutcome::AtRest(Certainty::Proven) {
            self.note_kept(wished.clone());
        }
        Ok(())
    }

    fn note_kept(&mut self, step: Step) {
        if !self.kept.iter().any(|kept| kept.step == step) {
            let situation = self.situation_to_show();
            self.kept.push(Kept { step, situation });
        }
    }

    /// Notes which workers cannot begin while every turn is withheld.
    pub(super) fn note_who_cannot_begin(&mut self) {
        let absent = self.situation();
        let absent = absent.those(|at| at == WorkerAt::NotStarted);
        let steps = self.spec.lines.next_steps(self.session.finished());
        let steps = steps.into_iter();
        for step in steps.filter(|step| absent.contains(&step.task.as_str())) {
            self.note_kept(step);
        }
    }

    /// Plays `step`, and returns whether it was done. The first that was not is noted.
    fn grant(&mut self, step: &Step) -> io::Result<bool> {
        let granted_before = self.granted();
        let asks = |session: &Session| session.asks_for(step);
        let why = match self.until(Patience::TO_COME, asks)? {
            WaitOutcome::Reached => self.do_step(step)?,
            WaitOutcome::Ended(_) => Some(Why::Ended),
            _ => Some(Why::NotAsked),
        };
        if let Some(why) = why {
            self.note_stuck(step.clone(), why, granted_before);
        }
        Ok(why.is_none())
    }

    /// Grants `step`. Returns why it was not done, or nothing if it was.
    fn do_step(&mut self, step: &Step) -> io::Result<Option<Why>> {
        let before = self.session.history().len();
        self.session.grant(step);
        let is_over = |session: &Session| {
            let mut since = session.history()[before..].iter();
            since.any(|event| event.is_end_of(step))
        };
        let outcome = self.until(Patience::TO_COME, is_over)?;
        if self.session.history()[before..].contains(&Event::Finished(step.clone())) {
            // The next step is granted when all that follows from this one has happened.
            let is_between = |(_, state): (&str, &WorkerState)| *state == WorkerState::Between;
            self.until(Patience::NOW, |session| !session.workers().any(is_between))?;
            return Ok(None);
        }
        // A program that ends closes its connections first.
        let has_ended = matches!(outcome, WaitOutcome::Ended(_))
            || matches!(
                self.until(Patience::TO_COME, |_| false)?,
                WaitOutcome::Ended(_)
            );
        Ok(Some(match outcome {
            _ if has_ended => Why::Ended,
            WaitOutcome::Reached => Why::Left,
            _ => Why::NotFollowed,
        }))
    }

    /// Notes that `step` was not possible, unless an earlier one was not.
    fn note_stuck(&mut self, step: Step, why: Why, granted: Vec<Step>) {
        if self.stuck.is_none() {
            self.stuck = Some(Stuck {
                step,
                why,
                situation: self.situation_to_show(),
                possible: self.spec.lines.next_steps(self.session.finished()),
                waiting: self.session.waiting().count(),
                expected: self.spec.least_after(self.session.finished()),
                granted,
            });
        }
    }

    /// Notes that fewer workers ask for turns than expected, with a step of a worker that has not
    /// started, or else of one that does not ask.
    pub(super) fn note_absence(&mut self) {
        let situation = self.situation();
        let absent = situation.those(|at| at == WorkerAt::NotStarted);
        let is_absent = |step: &Step| absent.contains(&step.task.as_str());
        let next = self.spec.lines.next_steps(self.session.finished());
        let steps = self.spec.lines.steps().into_iter();
        let mut steps = steps.filter(is_absent).chain(next);
        if let Some(step) = steps.find(|step| !self.session.asks_for(step)) {
            let granted = self.granted();
            self.note_stuck(step, Why::NotAsked, granted);
        }
    }

    /// The step to grant if no schedule names one: the one that was stuck, or else the first in the
    /// answer key. So reports are reproducible.
    fn first_waiting(&self) -> Option<Step> {
        let steps = self.spec.lines.steps();
        let place = |step: &Step| steps.iter().position(|known| known == step);
        let stuck = self.stuck.as_ref().map(|stuck| &stuck.step);
        let key = |step: &&Step| {
            let place = place(step).unwrap_or(steps.len());
            (Some(*step) != stuck, place, (*step).clone())
        };
        self.session.waiting().min_by_key(key).cloned()
    }

    /// Grants all steps of the first waiting worker, and returns whether it has finished.
    pub(super) fn finish_first(&mut self) -> io::Result<bool> {
        let Some(first) = self.first_waiting() else {
            return Ok(false);
        };
        let task = first.task.clone();
        let mut next = Some(first);
        while let Some(step) = next {
            if !self.grant(&step)? {
                return Ok(false);
            }
            if self.spec.is_finished(&task, self.session.finished()) {
                return Ok(true);
            }
            let asks = |session: &Session| session.waiting().any(|step| step.task == task);
            if self.until(Patience::TO_COME, asks)? != WaitOutcome::Reached {
                return Ok(false);
            }
            let mut waiting = self.session.waiting();
            next = waiting.find(|step| step.task == task).cloned();
        }
        Ok(false)
    }

    /// Grants a step that should not come yet, if one is asked for, and otherwise the first one.
    /// Returns whether a step was done.
    pub(super) fn grant_too_early(&mut self) -> io::Result<bool> {
        let allowed = self.spec.lines.next_steps(self.session.finished());
        let is_early = |step: &&Step| !allowed.contains(step);
        let early = self.session.waiting().find(is_early).cloned();
        match early.or_else(|| self.first_waiting()) {
            Some(step) => self.grant(&step),
            None => Ok(false),
        }
    }

    /// Grants `turn`, if it can be granted.
    pub(super) fn play(&mut self, turn: &Turn) -> io::Result<()> {
        match turn {
            Turn::Step(step) => {
                self.grant(step)?;
            }
            Turn::Time => {
                self.session.pass_time()?;
                self.note_leaving();
            }
            Turn::Leave => {
                self.session.set_at_leaving(AtLeaving::Let);
                self.until(Patience::NOW, |_| false)?;
            }
        }
        Ok(())
    }

    /// Lets the program go on. Returns how sure it is that it stays, or nothing if it has ended.
    pub(super) fn stays(&mut self) -> io::Result<Option<Certainty>> {
        self.stays_with(Patience::TO_STAY)
    }

    /// The same, with another patience.
    pub(super) fn stays_with(&mut self, patience: Patience) -> io::Result<Option<Certainty>> {
        Ok(match self.until(patience, |_| false)? {
            WaitOutcome::AtRest(rest) => Some(rest),
            _ => None,
        })
    }

    /// The threads that look again and again and do not sleep between, each with its state.
    pub(super) fn looks(&self) -> Vec<(usize, State)> {
        let threads = self.session.quiescence().into_iter();
        let threads = threads.flat_map(|rest| rest.threads.iter().copied().enumerate());
        threads.filter(|(_, state)| run::looks(state)).collect()
    }

    /// Grants each step that is asked for, until the program ends or hangs.
    pub(super) fn finish_all(mut self) -> io::Result<Run> {
        let most = self.spec.lines.steps().len() + MOST_EXTRA_STEPS;
        let mut granted = 0;
        while granted < most {
            let asks = |session: &Session| session.waiting().next().is_some();
            match self.until(Patience::TO_END, asks)? {
                WaitOutcome::Reached => {
                    let Some(step) = self.first_waiting() else {
                        break;
                    };
                    self.grant(&step)?;
                    granted += 1;
                }
                WaitOutcome::AtRest(_) if self.is_held_at_its_end() => {
                    self.session.set_at_leaving(AtLeaving::Let);
                }
                WaitOutcome::AtRest(rest) => return self.finish(Outcome::Hung(rest)),
                _ => break,
            }
        }
        self.held(Certainty::Presumed)
    }

    fn is_held_at_its_end(&self) -> bool {
        let rest = self.session.quiescence();
        rest.is_some_and(|rest| rest.is_leaving())
    }

    /// Whether the program has not ended, and no worker waits for a turn.
    pub(super) fn rests_without_workers(&self) -> bool {
        let is_alive = self.session.ending().is_none() && !self.is_held_at_its_end();
        is_alive && self.session.waiting().next().is_none()
    }

    /// Ends the program, which hangs: no turn can be granted.
    pub(super) fn hung(self) -> io::Result<Run> {
        let rest = match self.session.quiescence() {
            Some(rest) if rest.is_certain() && rest.how == How::Quiet => Certainty::Proven,
            _ => Certainty::Presumed,
        };
        self.finish(Outcome::Hung(rest))
    }

    /// Lets a thread end the program if one wants to, and returns the run.
    pub(super) fn let_leave(mut self, rest: Certainty) -> io::Result<Run> {
        if self.is_held_at_its_end() {
            self.session.set_at_leaving(AtLeaving::Let);
            self.until(Patience::TO_END, |_| false)?;
        }
        self.held(rest)
    }

    /// Ends the program if it has not ended, and returns the run.
    pub(super) fn held(self, rest: Certainty) -> io::Result<Run> {
        let ending = self.session.ending();
        self.finish(ending.map_or(Outcome::Held(rest), Outcome::Ended))
    }

    fn finish(self, outcome: Outcome) -> io::Result<Run> {
        let is_to_show = matches!(outcome, Outcome::Hung(_))
            || self.experiment == Experiment::RollCall
            || self.is_ahead();
        let situation = if is_to_show {
            self.situation_to_show()
        } else {
            self.situation()
        };
        let (steps, asked) = match &self.log {
            Some(log) => (Some(log.scheduled.steps()?), log.scheduled.asked()?),
            None => (None, Asked::default()),
        };
        let mut run = Run {
            experiment: self.experiment,
            situation,
            stuck: self.stuck,
            outcome,
            departure: self.departure,
            kept: self.kept,
            steps,
            asked,
            seed: self.subject.seed,
            crowded: self.crowd.map(|(_, situation)| situation),
            record: self.session.finish()?,
        };
        if run.situation.snapshot.is_none() && run.is_to_explain(self.spec) {
            run.situation.snapshot = self.log.as_ref().and_then(Log::snapshot);
        }
        let is_deadlock = run.is_deadlock();
        // The log says which thread wrote how much. The text itself is needed to find a line.
        if let Some(snapshot) = &mut run.situation.snapshot {
            snapshot.run.stdout.clone_from(&run.record.stdout);
            snapshot.run.stderr.clone_from(&run.record.stderr);
            if is_deadlock {
                snapshot.run.set_deadlock();
            }
        }
        Ok(run)
    }

    /// Whether a worker waits for a turn for which it is too early.
    fn is_ahead(&self) -> bool {
        let next = match self.experiment {
            // No worker may begin before the heading is printed.
            Experiment::BlockedStdout => Vec::new(),
            _ => self.spec.lines.next_steps(self.session.finished()),
        };
        self.session.waiting().any(|step| !next.contains(step))
    }

    fn situation(&self) -> Situation {
        Situation::of(&self.session, self.spec, None)
    }

    /// The same, with the run so far, to name lines of the source.
    fn situation_to_show(&self) -> Situation {
        let snapshot = self.log.as_ref().and_then(Log::snapshot);
        Situation::of(&self.session, self.spec, snapshot)
    }

    fn granted(&self) -> Vec<Step> {
        run::granted(self.session.history())
    }
}
