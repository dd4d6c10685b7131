//! A program under the scheduler, from its start to its end.

use std::{
    io,
    process::Stdio,
    time::{Duration, Instant},
};

use interleave_protocol::control::{Command, How, Next, Rest, State};

use crate::{
    Certainty, Ending, Event, Launch, Patience, Program, Reason, Record, Step, WaitOutcome,
    WorkerState,
    connections::Connections,
    patience::{Allowance, Quiet, Unseen},
    process::activity,
    protocol::{Connection, Control},
    quiescence::{Quiescence, reads_from},
    record::{finished, virtual_time},
};

/// Each look at the clock takes a nanosecond of virtual time. A time shorter than this constant
/// does not count as time that has passed.
const LEAST_TIME: Duration = Duration::from_millis(1);

/// A program whose workers get their turns from the scheduler.
///
/// Only [`grant`](Self::grant) grants a turn, so a session that is left alone withholds every turn.
/// The session notices events only in [`poll`](Self::poll), [`until`](Self::until), and the methods
/// that call them.
///
/// If the program was built with the interleaver's runtime, its rest is known exactly. Virtual time
/// passes only if the session lets it, and the program ends only if [it may](Self::set_at_leaving).
///
/// Dropping the session ends the program.
pub struct Session {
    program: Program,
    connections: Connections,
    history: Vec<Event>,
    /// How much of that was before a thread was first seen that wants to end the program.
    until_leaving: Option<usize>,
    looked_at_limits: Instant,
    at_leaving: AtLeaving,
    /// Whether the interleaver's runtime is in the program.
    is_interleaved: bool,
    /// How long something unseen has been at work since the last event.
    unseen: Option<Unseen>,
    /// To which time the clock jumps since the program was last at rest, and after how many events.
    jump: Option<(Duration, usize)>,
    quiescence: Option<Quiescence>,
}

/// What is done when a thread wants to end the program. It can be held only under the interleaver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLeaving {
    /// The wait ends with [`WaitOutcome::Leaving`].
    Report,
    /// The thread is held there, and the other threads go on.
    Hold,
    /// The thread may end the program.
    Let,
}

/// A thread of a program that rests or has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadState {
    /// Its number, by the order in which threads were started; 0 is main.
    pub number: usize,
    /// What it does or waits for.
    pub state: State,
    /// Whether it waits for the turn of a worker.
    pub waits_for_turn: bool,
    /// The task of the last worker that it was seen running.
    pub task: Option<String>,
}

impl Session {
    /// Starts a program under the scheduler.
    ///
    /// Without the interleaver its clock runs 100 times faster than normal, unless the launch sets
    /// `PACE`. This shortens only the program's own sleeps, because its workers wait for their
    /// turns.
    ///
    /// # Errors
    ///
    /// Returns an error if the program cannot be started, or if the system gives no port or no
    /// random number.
    pub fn start(launch: &Launch) -> io::Result<Self> {
        Self::start_into(launch, None)
    }

    /// The same, but the program's stdout goes to `stdout` if there is one. The session does not
    /// read it there.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_into(launch: &Launch, stdout: Option<Stdio>) -> io::Result<Self> {
        let mut connections = Connections::listen(launch.limits.connections)?;
        let program = Program::start(&connections.with_address(launch), stdout)?;
        connections.watch_for_end_of(program.id());
        Ok(Self {
            program,
            connections,
            history: Vec::new(),
            until_leaving: None,
            looked_at_limits: Instant::now(),
            at_leaving: AtLeaving::Report,
            is_interleaved: launch.is_interleaved(),
            unseen: None,
            jump: None,
            quiescence: None,
        })
    }

    /// The identifier of the program's process, which on Unix is its group's too.
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// The steps for which workers wait, in the order of their arrival.
    pub fn waiting(&self) -> impl Iterator<Item = &Step> {
        self.connections.iter().filter_map(Connection::asked)
    }

    /// Whether a worker waits for `step`.
    pub fn asks_for(&self, step: &Step) -> bool {
        self.waiting().any(|waiting| waiting == step)
    }

    /// The tasks and the states of the workers that have arrived, also of those that have left.
    pub fn workers(&self) -> impl Iterator<Item = (&str, &WorkerState)> {
        self.connections.iter().filter_map(Connection::worker)
    }

    /// The steps that were done, in order.
    pub fn finished(&self) -> impl Iterator<Item = &Step> + Clone {
        finished(&self.history)
    }

    /// What has happened so far.
    pub fn history(&self) -> &[Event] {
        &self.history
    }

    /// What had happened before a thread was first seen that wants to end the program. All, if there
    /// was none.
    pub fn history_until_leaving(&self) -> &[Event] {
        &self.history[..self.until_leaving.unwrap_or(self.history.len())]
    }

    /// How the program ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.program.ending()
    }

    /// How the program rests, if it is known to rest.
    pub fn quiescence(&self) -> Option<&Quiescence> {
        self.quiescence.as_ref()
    }

    /// The threads of the program, if it is known to rest or has ended. If it has ended, only the
    /// threads up to the last one that ran a worker are known.
    pub fn threads(&self) -> Vec<ThreadState> {
        let states = match &self.quiescence {
            Some(rest) => rest.threads.clone(),
            None if self.ending().is_some() => {
                let known = self.connections.iter();
                let last = known.filter_map(|connection| connection.thread).max();
                vec![State::Ended; last.map_or(0, |last| last + 1)]
            }
            None => Vec::new(),
        };
        let thread = |(number, state): (usize, State)| ThreadState {
            number,
            state,
            waits_for_turn: reads_from(&state, self.connections.port()).is_some(),
            task: self.task_of(number).map(str::to_owned),
        };
        states.into_iter().enumerate().map(thread).collect()
    }

    /// The task of the last worker that `thread` was seen running.
    pub fn task_of(&self, thread: usize) -> Option<&str> {
        let connections = self.connections.iter().rev();
        let mut its_own = connections.filter(|connection| connection.thread == Some(thread));
        Some(its_own.next()?.worker()?.0)
    }

    /// Notes which thread waits on which connection.
    fn note_threads(&mut self, rest: &Quiescence) {
        let listens_at = self.connections.port();
        for (number, state) in rest.threads.iter().enumerate() {
            let port = reads_from(state, listens_at);
            let mut connections = self.connections.iter_mut();
            if let Some(connection) = connections.find(|connection| port == Some(connection.port)) {
                connection.thread = Some(number);
            }
        }
    }

    /// What the program has written to stdout so far.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read.
    pub fn stdout(&mut self) -> io::Result<Vec<u8>> {
        self.program.stdout()
    }

    /// What the program has written to stderr so far.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be read.
    pub fn stderr(&mut self) -> io::Result<Vec<u8>> {
        self.program.stderr()
    }

    /// Grants `step` to the first worker that waits for it, and returns whether there was one. Does
    /// not wait until the step is done. The program should be at rest.
    pub fn grant(&mut self, step: &Step) -> bool {
        let listens_at = self.connections.port();
        let mut connections = self.connections.iter_mut();
        let Some(worker) = connections.find(|connection| connection.asked() == Some(step)) else {
            return false;
        };
        let port = worker.port;
        self.history.extend(worker.grant());
        self.quiescence = None;
        self.unseen = None;
        for connection in self.connections.iter_mut() {
            let is_its_process = |state: &State| reads_from(state, listens_at) == Some(port);
            if connection
                .rest()
                .is_some_and(|rest| rest.threads.iter().any(is_its_process))
            {
                connection.is_going_on();
            }
        }
        true
    }

    /// Sets what is done when a thread wants to end the program. The default is
    /// [`AtLeaving::Report`].
    pub fn set_at_leaving(&mut self, at_leaving: AtLeaving) {
        self.at_leaving = at_leaving;
    }

    /// Lets virtual time pass until something happens, two hours at most, and then lets the program
    /// come to rest. If time is not virtual, waits for a while.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn pass_time(&mut self) -> io::Result<WaitOutcome> {
        let before = self.felt();
        self.until(Patience::TO_STAY, |session| session.felt() > before)
    }

    /// How many events there were that do not only let the program go on.
    fn felt(&self) -> usize {
        let is_felt =
            |event: &&Event| !matches!(event, Event::TimePassed(_) | Event::Spun | Event::Unseen);
        self.history.iter().filter(is_felt).count()
    }

    /// Lets the program go on, with every turn withheld, until it ends, wants to end, or rests.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn settle(&mut self, patience: Patience) -> io::Result<WaitOutcome> {
        self.until(patience, |_| false)
    }

    /// Lets the program go on until `goal` holds. If the program ends, wants to end or rests before
    /// that, returns that instead.
    ///
    /// If rest is known exactly, `goal` is checked whenever the program rests, and virtual time
    /// passes as far as `patience` allows. Otherwise the program is presumed to rest after some
    /// quiet.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn until(
        &mut self,
        patience: Patience,
        goal: impl Fn(&Self) -> bool,
    ) -> io::Result<WaitOutcome> {
        const SHORT: Duration = Duration::from_millis(2);
        const LONG: Duration = Duration::from_millis(16);
        let mut allowance = None;
        let mut quiet = Quiet::begin();
        let mut nap = SHORT;
        loop {
            if let Some(rest) = self.look_for_rest()? {
                if goal(self) {
                    return Ok(WaitOutcome::Reached);
                }
                let allowance = allowance.get_or_insert_with(|| Allowance::of(patience, &rest));
                if let Some(outcome) = self.go_on_from(&rest, allowance) {
                    return Ok(outcome);
                }
            } else if !self.is_exact() && !self.awaits_runtime() && goal(self) {
                return Ok(WaitOutcome::Reached);
            }
            if let Some(ending) = self.ending() {
                // What a stopped program would have done is unknown.
                let is_whole = matches!(ending, Ending::Exited(_));
                return Ok(match is_whole && goal(self) {
                    true => WaitOutcome::Reached,
                    false => WaitOutcome::Ended(ending),
                });
            }
            if self.poll(nap)? {
                quiet = Quiet::begin();
                nap = SHORT;
                continue;
            }
            quiet.go_on();
            let patience = if self.awaits_runtime() {
                Patience::TO_COME.quiet
            } else {
                patience.quiet
            };
            if !self.is_exact() && quiet.length() > patience {
                return Ok(WaitOutcome::AtRest(Certainty::Presumed));
            }
            nap = (nap * 2).min(LONG);
        }
    }

    /// Whether a runtime in the program reports when it rests.
    fn is_exact(&self) -> bool {
        self.controls().next().is_some()
    }

    /// Whether the program has a runtime that has not connected yet.
    fn awaits_runtime(&self) -> bool {
        self.is_interleaved && !self.connections.iter().any(Connection::is_of_runtime)
    }

    fn controls(&self) -> impl Iterator<Item = &Control> + Clone {
        self.connections.iter().filter_map(Connection::control)
    }

    /// How the program rests, if its runtimes report that it does.
    fn look_for_rest(&mut self) -> io::Result<Option<Quiescence>> {
        let are_at_rest = self.controls().all(|control| control.rest.is_some());
        if !self.is_exact() || !are_at_rest {
            return Ok(None);
        }
        // What a worker said before its process came to rest may not have been read yet.
        while self.poll(Duration::ZERO)? {}
        let asking = self
            .connections
            .iter()
            .filter(|connection| connection.asked().is_some());
        let asking: Vec<u16> = asking.map(|connection| connection.port).collect();
        let rest = Quiescence::of(self.controls(), self.id(), self.connections.port(), &asking);
        if let Some(rest) = &rest {
            let jump = self.jump.take();
            if rest.clock >= virtual_time(&self.history).unwrap_or_default() + LEAST_TIME {
                // What workers have said since then, they have said after the jump.
                let place = jump.map_or(self.history.len(), |(_, place)| place);
                self.history.insert(place, Event::TimePassed(rest.clock));
            }
            self.note_threads(rest);
            if rest.is_leaving() {
                self.until_leaving.get_or_insert(self.history.len());
            }
        }
        self.quiescence.clone_from(&rest);
        Ok(rest)
    }

    /// Lets a program at rest go on, if it may. Otherwise returns how the wait ends.
    fn go_on_from(&mut self, rest: &Quiescence, allowance: &mut Allowance) -> Option<WaitOutcome> {
        if rest.is_leaving() && self.at_leaving == AtLeaving::Report {
            return Some(WaitOutcome::Leaving);
        }
        if rest.is_leaving() && self.at_leaving == AtLeaving::Let {
            self.answer(|control| {
                let leaves = control.threads.contains(&State::Leaves);
                leaves.then_some(Command::Leave {
                    rest: control.number,
                })
            });
        } else if let Some(command) = allowance.time(rest) {
            if let Next::At(nanoseconds) = rest.next {
                self.jump = Some((Duration::from_nanos(nanoseconds), self.history.len()));
            }
            self.answer(|control| {
                let is_timed = control.next != Next::Never;
                is_timed.then(|| command(control.number))
            });
        } else if let Some(points) = allowance.points(rest, self.felt()) {
            self.note(Event::Spun);
            self.answer(|control| {
                let rest = control.number;
                (control.how != How::Quiet).then_some(Command::On { rest, points })
            });
        } else if !rest.is_certain() {
            self.note(Event::Unseen);
            let activity = activity(self.id());
            let unseen = self.unseen.get_or_insert_with(|| Unseen::begin(activity));
            unseen.go_on(activity);
            let is_over = allowance.is_used_up(unseen);
            return is_over.then_some(WaitOutcome::AtRest(Certainty::Presumed));
        } else if rest.how == How::Restless {
            // Nothing says that their work has no end.
            return Some(WaitOutcome::AtRest(Certainty::Presumed));
        } else {
            return Some(WaitOutcome::AtRest(Certainty::Proven));
        }
        self.quiescence = None;
        None
    }

    /// Adds `event` to the history, unless it is the last one there.
    fn note(&mut self, event: Event) {
        if self.history.last() != Some(&event) {
            self.history.push(event);
        }
    }

    /// Answers the processes that rest.
    fn answer(&mut self, command: impl Fn(&Rest) -> Option<Command>) {
        for connection in self.connections.iter_mut() {
            if let Some(command) = connection.rest().and_then(&command) {
                connection.answer(&command);
            }
        }
    }

    /// Waits until something happens, or for `timeout`, and returns whether something has.
    ///
    /// The end is checked first, and then everything is read. So after the end nothing is left
    /// unread.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn poll(&mut self, timeout: Duration) -> io::Result<bool> {
        if self.ending().is_some() {
            return Ok(false);
        }
        let has_ended = !self.connections.reports_the_end() && self.program.has_ended()?;
        let received = self
            .connections
            .wait(if has_ended { Duration::ZERO } else { timeout })?;
        if has_ended || received.the_end {
            // A program that ends when time passes comes to no rest that says so.
            if let Some((time, place)) = self.jump.take() {
                self.history.insert(place, Event::TimePassed(time));
            }
            self.connections.read_to_the_last(&mut self.history)?;
            self.quiescence = None;
            self.program.stop(Reason::Unwanted)?;
            return Ok(true);
        }
        if received.anything {
            self.unseen = None;
        }
        self.connections.read(&mut self.history)?;
        if let Some(reason) = self.excess()? {
            self.program.stop(reason)?;
            return Ok(true);
        }
        Ok(received.anything)
    }

    /// The limit that the program exceeds, if any. Not every poll checks, because a poll may be as
    /// short as a worker's step.
    fn excess(&mut self) -> io::Result<Option<Reason>> {
        const INTERVAL: Duration = Duration::from_millis(10);
        if self.connections.are_too_many() {
            return Ok(Some(Reason::TooManyConnections));
        }
        if self.looked_at_limits.elapsed() < INTERVAL {
            return Ok(None);
        }
        self.looked_at_limits = Instant::now();
        self.program.excess()
    }

    /// Ends the program, if it has not ended by itself, and returns what is known of it.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not say how it ended, or what it printed.
    pub fn finish(mut self) -> io::Result<Record> {
        Ok(Record {
            ending: self.program.stop(Reason::Unwanted)?,
            stdout: self.program.stdout()?,
            stderr: self.program.stderr()?,
            history: self.history,
        })
    }
}
