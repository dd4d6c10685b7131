//! One run of a program under the scheduler, as an experiment conducts it.

use std::{io, time::Duration};

use scheduler::{Halt, Patience, Rest, Session, State, Step};

use crate::{
    board::Board,
    expectation::Expectation,
    folder::Folder,
    run::{self, Experiment, Outcome, Run, Stuck, Why},
    situation::{Situation, Whereabouts},
};

/// How old a program may be while a thread sleeps for the first time: a sleep up to this is waited out.
const CLOCK: Duration = Duration::from_secs(20);

/// How long a program may be quiet before it is said that a worker does not come, or does not follow.
const TO_COME: Duration = Duration::from_secs(10);

/// How long it may be quiet before it is presumed that the program keeps a worker from its next step, where
/// it may.
const TO_BE_KEPT: Duration = Duration::from_secs(1);

/// How long it may be quiet after a step, before it is said that nobody goes on because of it. What is shown may
/// depend on this, and no verdict.
const TO_GO_ON: Duration = Duration::from_millis(100);

/// How long it may be quiet before it is said that main stays.
pub const TO_STAY: Duration = Duration::from_secs(3);

/// How long it may be quiet before it is said that it never ends.
const TO_END: Duration = Duration::from_secs(18);

/// How many steps that nobody expects are granted, so that a program that goes on and on has an end.
const MOST_EXTRA_STEPS: usize = 100;

/// A run that goes on.
pub struct Trial<'a> {
    pub session: Session,
    pub expectation: &'a Expectation,
    experiment: Experiment,
    stuck: Option<Stuck>,
    kept: Vec<(Step, Situation)>,
    is_one_of_many: bool,
    board: &'a Board,
    /// Where it runs; gone when it is.
    _folder: Folder,
}

/// Patience for `quiet`, which lasts on while somebody sleeps for the first time.
pub fn patience(quiet: Duration) -> Patience {
    Patience::from(quiet).until_clocks_ring(CLOCK)
}

/// Patience for a worker to come, or to do what it was granted. A helper that ticks may be the one for
/// whom it waits, so near rest is not enough.
pub fn to_come() -> Patience {
    patience(TO_COME).not_near()
}

impl<'a> Trial<'a> {
    /// Takes over a program that was started for `experiment`, in `folder`.
    pub fn of(
        session: Session,
        experiment: Experiment,
        expectation: &'a Expectation,
        board: &'a Board,
        folder: Folder,
    ) -> Self {
        Self {
            session,
            expectation,
            experiment,
            stuck: None,
            kept: Vec::new(),
            is_one_of_many: false,
            board,
            _folder: folder,
        }
    }

    /// The same run as one of so many that no time is taken to see what comes of a worker's end.
    pub fn one_of_many(self) -> Self {
        Self {
            is_one_of_many: true,
            ..self
        }
    }

    /// Says what is waited for, for those who watch.
    pub fn say(&self, waits_for: &str) {
        self.board.say(self.experiment, waits_for);
    }

    /// Waits until as many workers ask for their first turns as may begin, and returns whether they do.
    pub fn let_all_come(&mut self, patience: impl Into<Patience>) -> io::Result<bool> {
        let expected = self.expectation.least_after(std::iter::empty());
        self.say(&format!("{expected} workers to start (10 s at most)"));
        let all = |session: &Session| session.waiting().count() >= expected;
        Ok(self.session.until(patience, all)?.is_ok())
    }

    /// Plays the first `count` steps of `schedule`, and returns whether that was possible.
    ///
    /// Where it is partly up to the program who comes next, it takes of those who wait the one that comes
    /// first in the schedule, `count` times.
    pub fn follow(&mut self, schedule: &[Step], count: usize) -> io::Result<bool> {
        let is_limited = self.expectation.is_limited();
        for planned in schedule.iter().take(count) {
            let next = if is_limited {
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

    /// Of the workers that wait, when as many do as expected, the step that comes first in `schedule`.
    fn first_waiting_of(&mut self, schedule: &[Step]) -> io::Result<Option<Step>> {
        self.say("the next worker to start (10 s at most)");
        let expected = self.expectation.least_after(self.session.finished());
        let rank = |step: &&Step| schedule.iter().position(|wished| wished == *step);
        let is_ready = |session: &Session| {
            session.waiting().count() >= expected
                && session.waiting().any(|step| rank(&step).is_some())
        };
        if self.session.until(to_come(), is_ready)?.is_err() {
            if self.session.waiting().count() < expected {
                self.note_absence();
            }
            return Ok(None);
        }
        if !self.expectation.all_orders {
            self.wait_for_the_wished(schedule)?;
        }
        let ranked = self.session.waiting().filter(|step| rank(step).is_some());
        Ok(ranked.min_by_key(rank).cloned())
    }

    /// Waits for the first step of `schedule` that is not done, unless the program keeps its worker from it.
    /// If that is presumed too early, another order is played than was wished for; none that is impossible.
    fn wait_for_the_wished(&mut self, schedule: &[Step]) -> io::Result<()> {
        let is_done = |step: &&Step| self.session.finished().any(|done| done == *step);
        let Some(wished) = schedule.iter().find(|step| !is_done(step)) else {
            return Ok(());
        };
        let comes = |session: &Session| session.waiting().any(|step| step == wished);
        // Whether it came or not, one of those who wait is granted.
        if let Err(Halt::AtRest(Rest::Proven)) = self.session.until(patience(TO_BE_KEPT), comes)? {
            self.note_kept(wished.clone());
        }
        Ok(())
    }

    fn note_kept(&mut self, step: Step) {
        if !self.kept.iter().any(|(kept, _)| *kept == step) {
            let situation = Situation::of(&self.session, self.expectation);
            self.kept.push((step, situation));
        }
    }

    /// Keeps as evidence that, while every turn is withheld, some workers cannot do their first steps.
    pub fn note_who_cannot_begin(&mut self) {
        let situation = Situation::of(&self.session, self.expectation);
        let absent = situation.those(|whereabouts| whereabouts == Whereabouts::NotStarted);
        let steps = self.expectation.lines.next_steps(self.session.finished());
        let steps = steps.into_iter();
        for step in steps.filter(|step| absent.contains(&step.task.as_str())) {
            self.note_kept(step);
        }
    }

    /// Plays `step`, and returns whether it was done. The first that was not is kept as evidence.
    fn grant(&mut self, step: &Step) -> io::Result<bool> {
        self.say(&format!("`{step}` (10 s at most)"));
        let granted_before = self.granted();
        let asked = self.session.until(to_come(), |session| {
            session.waiting().any(|waiting| waiting == step)
        })?;
        let halt = match asked {
            Ok(()) => self.session.play_step_with(step, to_come())?,
            Err(halt) => Err(halt),
        };
        let Err(halt) = halt else {
            self.let_go_on(&step.task)?;
            return Ok(true);
        };
        let why = match halt {
            Halt::Ended(_) => Why::Ended,
            Halt::Left => Why::Left,
            Halt::AtRest(_) if asked.is_ok() => Why::NotFollowed,
            Halt::AtRest(_) => Why::NotAsked,
        };
        self.note_stuck(step.clone(), why, granted_before);
        Ok(false)
    }

    /// Waits until all who can go on, now that the worker on `task` has done a step, have done so: what is seen of the
    /// program does not depend on who is quicker.
    fn let_go_on(&mut self, task: &str) -> io::Result<()> {
        // Whoever was kept from a step should be seen to do it before anybody else goes on.
        let patience = if self.stuck.is_some() {
            TO_BE_KEPT
        } else {
            TO_GO_ON
        };
        let is_between = |(_, state): (&str, &State)| *state == State::Between;
        let all_have = |session: &Session| !session.workers().any(is_between);
        // If one of them does not ask, it is kept from its next step.
        let _ = self.session.until(patience, all_have)?;
        // Its end may be what main has waited for, or a worker that has not started. It can be seen only if there are
        // others to be granted, and none that never does what it was granted.
        let is_end = self.expectation.is_finished(task, self.session.finished());
        let is_working = |(_, state): (&str, &State)| matches!(state, State::Working(_));
        let is_clear =
            self.session.waiting().next().is_some() && !self.session.workers().any(is_working);
        let is_timed = || self.session.main_waits_for().is_timed();
        if is_end && is_clear && !self.is_one_of_many && !is_timed() {
            self.session.settle(patience)?;
        }
        Ok(())
    }

    /// The tasks of the workers that were heard of.
    pub fn heard(&self) -> impl Iterator<Item = String> {
        let workers = self.session.workers();
        workers.map(|(task, _)| task.to_owned())
    }

    /// Keeps as evidence that `step` was not possible, unless there is some already.
    fn note_stuck(&mut self, step: Step, why: Why, granted: Vec<Step>) {
        if self.stuck.is_none() {
            self.stuck = Some(Stuck {
                step,
                why,
                situation: Situation::of(&self.session, self.expectation),
                possible: self.expectation.lines.next_steps(self.session.finished()),
                waiting: self.session.waiting().count(),
                expected: self.expectation.least_after(self.session.finished()),
                granted,
            });
        }
    }

    /// Keeps as evidence that fewer workers ask for turns than expected: a step is named of one that has not started,
    /// or else of one that does not ask.
    pub fn note_absence(&mut self) {
        let situation = Situation::of(&self.session, self.expectation);
        let absent = situation.those(|whereabouts| whereabouts == Whereabouts::NotStarted);
        let is_absent = |step: &Step| absent.contains(&step.task.as_str());
        let is_asked = |step: &Step| self.session.waiting().any(|waiting| waiting == step);
        let next = self.expectation.lines.next_steps(self.session.finished());
        let steps = self.expectation.lines.steps().into_iter();
        let mut steps = steps.filter(is_absent).chain(next);
        if let Some(step) = steps.find(|step| !is_asked(step)) {
            let granted = self.granted();
            self.note_stuck(step, Why::NotAsked, granted);
        }
    }

    /// Of the steps for which somebody waits, the one to grant where no schedule says it: the one that is stuck, or the
    /// first in the answer key, whoever was quicker. So a program is shown alike each time.
    fn first_waiting(&self) -> Option<Step> {
        let steps = self.expectation.lines.steps();
        let place = |step: &Step| steps.iter().position(|known| known == step);
        let stuck = self.stuck.as_ref().map(|stuck| &stuck.step);
        let key = |step: &&Step| {
            let is_other = Some(*step) != stuck;
            (
                is_other,
                place(step).unwrap_or(steps.len()),
                (*step).clone(),
            )
        };
        self.session.waiting().min_by_key(key).cloned()
    }

    /// Grants all the steps of the first of the workers that wait, and returns whether it has finished.
    pub fn finish_first(&mut self) -> io::Result<bool> {
        let Some(first) = self.first_waiting() else {
            return Ok(false);
        };
        let task = first.task.clone();
        let mut next = Some(first);
        while let Some(step) = next {
            if !self.grant(&step)? {
                return Ok(false);
            }
            if self.expectation.is_finished(&task, self.session.finished()) {
                return Ok(true);
            }
            let asks = |session: &Session| session.waiting().any(|step| step.task == task);
            if self.session.until(to_come(), asks)?.is_err() {
                return Ok(false);
            }
            next = self
                .session
                .waiting()
                .find(|step| step.task == task)
                .cloned();
        }
        Ok(false)
    }

    /// Lets the program go on, and returns how sure it is that it stays, or nothing if it has ended.
    pub fn stays(&mut self, quiet: Duration) -> io::Result<Option<Rest>> {
        self.say("main to leave, or to show that it stays (3 s, or 20 s if it sleeps)");
        Ok(match self.session.settle(patience(quiet))? {
            Halt::AtRest(rest) => Some(rest),
            Halt::Ended(_) | Halt::Left => None,
        })
    }

    /// Grants whatever is asked for, until the program ends or hangs.
    pub fn finish_all(mut self) -> io::Result<Run> {
        let most = self.expectation.lines.steps().len() + MOST_EXTRA_STEPS;
        for _ in 0..most {
            self.say("the program's end (18 s, or 20 s if it sleeps)");
            let patience = patience(TO_END).not_near();
            match self
                .session
                .until(patience, |session| session.waiting().next().is_some())?
            {
                Ok(()) => {
                    let step = self.first_waiting().expect("somebody waits");
                    self.grant(&step)?;
                    self.let_stuck_go_on(&step.task)?;
                }
                Err(Halt::AtRest(rest)) => return self.finish(Outcome::Hung(rest)),
                Err(_) => break,
            }
        }
        let rest = Outcome::Held(Rest::Presumed);
        let outcome = self.session.ending().map_or(rest, Outcome::Ended);
        self.finish(outcome)
    }

    /// If the worker on `task` has just finished, this may be what the step that is stuck has waited for, and not only
    /// to be asked for, but to be done. Then it should be seen to go on before anybody else does.
    fn let_stuck_go_on(&mut self, task: &str) -> io::Result<()> {
        let Some(Stuck { step, .. }) = &self.stuck else {
            return Ok(());
        };
        if self.expectation.is_finished(task, self.session.finished()) {
            let goes_on = |session: &Session| {
                let mut known = session.finished().chain(session.waiting());
                known.any(|known| known == step)
            };
            // If it does not, somebody else is to be granted.
            let _ = self.session.until(TO_STAY, goes_on)?;
        }
        Ok(())
    }

    /// Ends the program, which is held.
    pub fn held(self, rest: Rest) -> io::Result<Run> {
        let outcome = self
            .session
            .ending()
            .map_or(Outcome::Held(rest), Outcome::Ended);
        self.finish(outcome)
    }

    fn finish(self, outcome: Outcome) -> io::Result<Run> {
        self.board.clear(self.experiment);
        Ok(Run {
            experiment: self.experiment,
            stuck: self.stuck,
            outcome,
            situation: Situation::of(&self.session, self.expectation),
            main_seen: self.session.main_seen().clone(),
            age: self.session.age(),
            kept: self.kept,
            record: self.session.finish()?,
        })
    }

    fn granted(&self) -> Vec<Step> {
        run::granted(self.session.history())
    }
}
