//! A program that is played: turns are granted one after the other, and the effects of each are
//! seen before the next.
//!
//! With the interleaver in the program nothing happens between two turns, and a thread that wants
//! to end the program is held until it gets its turn. Without it time is real, and the program goes
//! on by itself as far as it can.

use std::{fmt, io, time::Duration};

use grader::{
    build::{Executable, Log},
    observe::{places::Snapshot, situation::Situation},
    schedule::Turn,
    scratch::RunFolders,
    spec::Spec,
    text::seconds,
    timeline::{Picture, Played},
};
use scheduler::{
    AtLeaving, Certainty, Ending, Event, Launch, Patience, Session, Step, WaitOutcome, WorkerState,
    control::{Next, State},
    virtual_time,
};

use crate::table::Table;

/// What is played.
pub struct Subject<'a> {
    /// The program.
    pub executable: &'a Executable,
    /// How it is started.
    pub launch: Launch,
    /// What is expected of it.
    pub spec: &'a Spec,
}

/// A run of the program in progress, and its table.
pub struct Playback<'a> {
    /// The program.
    pub session: Session,
    spec: &'a Spec,
    log: Option<Log>,
    turns: Vec<Turn>,
    /// How many steps its threads had done before the first turn, and after each.
    rests: Vec<usize>,
    table: Table,
    /// They are removed with this.
    _folders: RunFolders,
}

/// Why a turn could not be granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotGranted {
    /// The program has ended.
    Ended(Ending),
    /// The worker has not asked for the step, and the wait for it ended like this.
    NotAsked(WaitOutcome),
    /// No thread waits for time to pass.
    NotTimed,
    /// No thread wants to end the program.
    NotLeaving,
}

impl<'a> Playback<'a> {
    /// Starts the program, and lets it go on until it needs a turn.
    ///
    /// # Errors
    ///
    /// Returns an error if the program cannot be run.
    pub fn start(subject: &Subject<'a>) -> io::Result<Self> {
        let folders = RunFolders::new()?;
        let launch = subject.launch.clone();
        let (launch, log) = subject.executable.scheduled(launch, folders.log.path())?;
        let mut session = Session::start(&launch.current_dir(folders.current.path()))?;
        session.set_at_leaving(AtLeaving::Hold);
        session.settle(match log {
            Some(_) => without_time(),
            None => Patience::NOW,
        })?;
        let mut playback = Self {
            session,
            spec: subject.spec,
            log,
            turns: Vec::new(),
            rests: Vec::new(),
            table: Table::new(),
            _folders: folders,
        };
        playback.note_rest()?;
        playback.read_output()?;
        Ok(playback)
    }

    /// The rows of the table: what was granted, and beside it what was printed.
    pub fn rows(&self) -> &[String] {
        self.table.rows()
    }

    /// Adds to the table what the program has printed meanwhile.
    ///
    /// # Errors
    ///
    /// Returns an error if its output cannot be read.
    pub fn read_output(&mut self) -> io::Result<()> {
        let stdout = self.session.stdout()?;
        self.table.add_printed(&stdout, self.has_ended());
        Ok(())
    }

    /// The tasks that are expected.
    pub fn tasks(&self) -> Vec<String> {
        self.spec.tasks()
    }

    /// The steps of `task` that are expected and were not done, if there are any.
    pub fn not_done(&self, task: &str) -> Option<String> {
        let steps = self.spec.lines.steps().into_iter();
        let own = steps.filter(|step| step.task == task);
        let not_done = own.filter(|step| !self.session.finished().any(|done| done == step));
        let words: Vec<_> = not_done.map(|step| step.to_string()).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// The steps that were granted and are not done, although their workers have not ended.
    pub fn undone(&self) -> impl Iterator<Item = &Step> {
        let workers = self.session.workers();
        workers.filter_map(|(_, state)| match state {
            WorkerState::Working(step) => Some(step),
            _ => None,
        })
    }

    /// The turns that were granted so far.
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Grants `turn`, and lets the program go on until it needs another one. Returns why it could
    /// not be granted, if so.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn play(&mut self, turn: &Turn) -> io::Result<Option<NotGranted>> {
        if let Some(ending) = self.session.ending() {
            return Ok(Some(NotGranted::Ended(ending)));
        }
        let not_granted = match turn {
            Turn::Step(step) => self.play_step(step)?,
            Turn::Time => self.pass_time()?,
            Turn::Leave => self.let_leave()?,
        };
        if not_granted.is_some() {
            self.read_output()?;
            return Ok(not_granted);
        }
        self.turns.push(turn.clone());
        self.note_rest()?;
        let note = self.note(turn);
        let stdout = self.session.stdout()?;
        let has_ended = self.has_ended();
        self.table.add_turn(turn, &note, &stdout, has_ended);
        Ok(None)
    }

    fn note_rest(&mut self) -> io::Result<()> {
        if let Some(log) = &self.log {
            self.rests.push(log.scheduled.run()?.steps.len());
        }
        Ok(())
    }

    /// What stands beside `turn` if it has no line of its own.
    fn note(&self, turn: &Turn) -> String {
        match (turn, self.clock()) {
            (Turn::Step(_), _) => "(no line of its own)".to_owned(),
            (Turn::Time, Some(clock)) => format!("({} after the start)", seconds(clock)),
            (Turn::Time, None) => "(time is real here)".to_owned(),
            (Turn::Leave, _) => "(a thread ends the program)".to_owned(),
        }
    }

    fn play_step(&mut self, step: &Step) -> io::Result<Option<NotGranted>> {
        let is_asked = |session: &Session| session.asks_for(step);
        match self.session.until(without_time(), is_asked)? {
            WaitOutcome::Reached => {}
            WaitOutcome::Ended(ending) => return Ok(Some(NotGranted::Ended(ending))),
            outcome => return Ok(Some(NotGranted::NotAsked(outcome))),
        }
        let before = self.session.history().len();
        self.session.grant(step);
        let is_end = |event: &Event| event.is_end_of(step);
        let is_over = |session: &Session| session.history()[before..].iter().any(is_end);
        self.session.until(without_time(), is_over)?;
        // The effects of the step are seen before another turn is granted.
        let is_between = |(_, state): (&str, &WorkerState)| *state == WorkerState::Between;
        let is_settled = |session: &Session| !session.workers().any(is_between);
        self.session.until(Patience::NOW, is_settled)?;
        Ok(None)
    }

    fn pass_time(&mut self) -> io::Result<Option<NotGranted>> {
        if self.is_exact() && !self.can_time_pass() {
            return Ok(Some(NotGranted::NotTimed));
        }
        // If main wants to leave, the turn ends, but only if no thread wanted to leave before.
        if self.who_leaves().is_none() {
            self.session.set_at_leaving(AtLeaving::Report);
        }
        self.session.pass_time()?;
        self.session.set_at_leaving(AtLeaving::Hold);
        Ok(None)
    }

    fn let_leave(&mut self) -> io::Result<Option<NotGranted>> {
        if self.is_exact() && self.who_leaves().is_none() {
            return Ok(Some(NotGranted::NotLeaving));
        }
        self.session.set_at_leaving(AtLeaving::Let);
        self.session.settle(without_time())?;
        self.session.set_at_leaving(AtLeaving::Hold);
        Ok(None)
    }

    /// Lets the program go on as far as it can without a turn for a worker, and lets it end if a
    /// thread wants to.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails.
    pub fn end(&mut self, patience: Patience) -> io::Result<()> {
        self.session.set_at_leaving(AtLeaving::Let);
        self.session.settle(patience)?;
        self.read_output()
    }

    /// Whether the program has ended.
    pub fn has_ended(&self) -> bool {
        self.session.ending().is_some()
    }

    /// Whether it is known exactly when the program needs a turn, so that nothing happens without
    /// one.
    pub fn is_exact(&self) -> bool {
        self.session.quiescence().is_some()
    }

    /// How much virtual time has passed, if time is virtual.
    pub fn clock(&self) -> Option<Duration> {
        self.log.as_ref()?;
        Some(virtual_time(self.session.history()).unwrap_or_default())
    }

    /// What happens when virtual time passes, if time is virtual.
    pub fn next_in_time(&self) -> Option<Next> {
        self.session.quiescence().map(|rest| rest.next)
    }

    /// Whether virtual time can pass, so that something happens.
    pub fn can_time_pass(&self) -> bool {
        self.next_in_time().is_some_and(|next| next != Next::Never)
    }

    /// The number of a thread that wants to end the program, if there is one. 0 is main.
    pub fn who_leaves(&self) -> Option<usize> {
        let rest = self.session.quiescence()?;
        rest.threads
            .iter()
            .position(|state| *state == State::Leaves)
    }

    /// Whether no turn lets the program go on, although it has not ended.
    pub fn hangs(&self) -> bool {
        self.session.quiescence().is_some_and(|rest| {
            let is_waiting = self.session.waiting().next().is_some();
            !is_waiting && rest.is_certain() && rest.next == Next::Never && !rest.is_leaving()
        })
    }

    /// The picture of the turns so far. `ending` is a sentence on its end. None without the
    /// interleaver, which alone sees what threads do.
    ///
    /// # Errors
    ///
    /// Returns an error if the log of the run, or the debug info of the program, cannot be read.
    pub fn picture(&mut self, name: &str, ending: String) -> io::Result<Option<Picture>> {
        let Some(log) = &self.log else {
            return Ok(None);
        };
        let mut run = log.scheduled.run()?;
        let program = log.program.clone();
        run.stdout = self.session.stdout()?;
        let threads = 0..run.threads.len();
        let tasks = threads.map(|number| self.session.task_of(number).map(str::to_owned));
        let played = Played {
            tasks: tasks.collect(),
            undone: self.undone().cloned().collect(),
            turns: &self.turns,
            rests: &self.rests,
            hangs: self.hangs(),
            snapshot: Snapshot { program, run },
        };
        played.picture(name, ending).map(Some)
    }

    /// Where each thread is.
    pub fn situation(&self) -> Situation {
        let snapshot = self.log.as_ref().and_then(Log::snapshot);
        Situation::of(&self.session, self.spec, snapshot)
    }
}

/// No virtual time passes. If time is real, a worker gets the time that it needs.
pub fn without_time() -> Patience {
    Patience::TO_COME.with_less_time(Duration::ZERO)
}

impl fmt::Display for NotGranted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(ending) => ending.fmt(f),
            Self::NotAsked(WaitOutcome::AtRest(Certainty::Proven)) => {
                f.write_str("its worker has not asked for it")
            }
            Self::NotAsked(outcome) => write!(f, "its worker has not asked for it, and {outcome}"),
            Self::NotTimed => f.write_str("no thread waits for time to pass"),
            Self::NotLeaving => f.write_str("no thread wants to end the program"),
        }
    }
}
