//! A program under the scheduler, from its start to its end.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr},
    process::Stdio,
    time::{Duration, Instant},
};

use mio::{Events, Interest, Poll, Token, net::TcpListener};

use crate::{
    Ending, Halt, Launch, Moment, PATIENCE, Patience, Program, Reason, Record, Step, Stuck,
    connection::{Connection, Event, State},
    leftovers::random_mark,
    patience::Quiet,
    record,
    rest::{self, Rest, WaitsFor, Watch},
    system::{self, EndWatch},
};

const LISTENER: Token = Token(0);
const END: Token = Token(1);
const FIRST_CONNECTION: usize = 2;

/// A program whose workers take their turns from here.
///
/// Nothing is granted but by [`grant`](Self::grant), so a session that is left alone withholds every
/// turn. All that happens is noticed inside of [`until`](Self::until), and of what calls it.
///
/// When the session is dropped, the program is ended.
pub struct Session {
    program: Program,
    end_watch: EndWatch,
    poll: Poll,
    events: Events,
    listener: TcpListener,
    connections: Vec<Connection>,
    token: String,
    watch: Watch,
    history: Vec<Moment>,
    looked_at_limits: Instant,
}

impl Session {
    /// Starts a program under the scheduler.
    ///
    /// Its clock runs 100 times faster than normal, unless the launch says otherwise: it changes
    /// how long the program itself sleeps, for its workers wait for their turns and not for a time.
    ///
    /// # Errors
    ///
    /// If the program cannot be started, or the system gives no port or no random number.
    pub fn start(launch: &Launch) -> io::Result<Self> {
        Self::start_with(launch, Launch::start)
    }

    /// The same, with the program's stdout going to `stdout`, of which nothing is known here.
    ///
    /// # Errors
    ///
    /// As [`start`](Self::start).
    pub fn start_into(launch: &Launch, stdout: impl Into<Stdio>) -> io::Result<Self> {
        Self::start_with(launch, |launch| launch.start_into(stdout))
    }

    fn start_with(
        launch: &Launch,
        start: impl FnOnce(&Launch) -> io::Result<Program>,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        let token = random_mark()?;
        let launch = launch
            .clone()
            .env_unless_set("PACE", "100")
            .env("WORKSHOP_SCHEDULER", listener.local_addr()?.to_string())
            .env("WORKSHOP_TOKEN", &token);
        let program = start(&launch)?;
        let end_watch = EndWatch::register(program.id(), poll.registry(), END);
        Ok(Self {
            program,
            end_watch,
            poll,
            events: Events::with_capacity(64),
            listener,
            connections: Vec::new(),
            token,
            watch: Watch::default(),
            history: Vec::new(),
            looked_at_limits: Instant::now(),
        })
    }

    /// The identifier of the program's process, which on Unix is its group's too.
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// The steps for which somebody waits, in the order of their workers' arrival.
    pub fn waiting(&self) -> impl Iterator<Item = &Step> {
        self.connections
            .iter()
            .filter_map(|connection| match &connection.state {
                State::Waiting(step) => Some(step),
                _ => None,
            })
    }

    /// How many workers have arrived and have not left.
    pub fn in_progress(&self) -> usize {
        self.connections
            .iter()
            .filter(|connection| connection.is_worker())
            .count()
    }

    /// The workers that have arrived, also those that have left: their tasks, and where they are.
    pub fn workers(&self) -> impl Iterator<Item = (&str, &State)> {
        let workers = self
            .connections
            .iter()
            .filter(|connection| !connection.task.is_empty());
        workers.map(|worker| (worker.task.as_str(), &worker.state))
    }

    /// The steps that were done, in order.
    pub fn finished(&self) -> impl Iterator<Item = &Step> + Clone {
        record::finished(&self.history)
    }

    fn is_any_working(&self) -> bool {
        self.connections
            .iter()
            .any(|connection| matches!(connection.state, State::Working(_)))
    }

    /// What has happened so far.
    pub fn history(&self) -> &[Moment] {
        &self.history
    }

    /// How the program ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.program.ending()
    }

    /// How long ago the program was started.
    pub fn age(&self) -> Duration {
        self.program.age()
    }

    /// How often main was seen to wait for what. It is looked at while nothing else happens.
    pub fn main_seen(&self) -> &BTreeMap<WaitsFor, u32> {
        self.watch.main()
    }

    /// What the main thread waits for at this moment.
    pub fn main_waits_for(&self) -> WaitsFor {
        rest::main_waits_for(self.program.id())
    }

    /// How many of its threads, main apart, wait for another thread at this moment: to unlock, to send.
    pub fn others_that_wait_for_threads(&self) -> usize {
        rest::others_that_wait_for_threads(self.program.id())
    }

    /// What the program has written to stdout so far.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn stdout(&mut self) -> io::Result<Vec<u8>> {
        self.program.stdout()
    }

    /// What the program has written to stderr so far.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn stderr(&mut self) -> io::Result<Vec<u8>> {
        self.program.stderr()
    }

    /// Grants `step` to the worker that waits for it, the first if there are two, and returns
    /// whether there was one. It does not wait until the step is done.
    pub fn grant(&mut self, step: &Step) -> bool {
        let waits = |connection: &&mut Connection| matches!(&connection.state, State::Waiting(waiting) if waiting == step);
        let granted = self
            .connections
            .iter_mut()
            .find(waits)
            .and_then(Connection::grant);
        let is_granted = granted.is_some();
        self.note(granted);
        is_granted
    }

    /// Plays `steps`: waits until each is asked for, grants it, and waits until it is done. Steps
    /// left out are withheld.
    ///
    /// # Errors
    ///
    /// If the system fails; that the program does not follow is no error, but a [`Stuck`].
    pub fn play<'a>(
        &mut self,
        steps: impl IntoIterator<Item = &'a Step>,
    ) -> io::Result<Result<(), Stuck>> {
        for step in steps {
            if let Err(halt) = self.play_step(step)? {
                return Ok(Err(Stuck {
                    step: step.clone(),
                    halt,
                }));
            }
        }
        Ok(Ok(()))
    }

    /// Plays one step, as [`play`](Self::play) does.
    ///
    /// # Errors
    ///
    /// If the system fails.
    pub fn play_step(&mut self, step: &Step) -> io::Result<Result<(), Halt>> {
        self.play_step_with(step, PATIENCE)
    }

    /// Plays one step, with another patience for it to be asked for, and to be done.
    ///
    /// # Errors
    ///
    /// If the system fails.
    pub fn play_step_with(
        &mut self,
        step: &Step,
        patience: impl Into<Patience>,
    ) -> io::Result<Result<(), Halt>> {
        let patience = patience.into();
        if let Err(halt) = self.until(patience, |session| {
            session.waiting().any(|waiting| waiting == step)
        })? {
            return Ok(Err(halt));
        }
        let before = self.history.len();
        self.grant(step);
        let is_over = |session: &Self| {
            session.history[before..]
                .iter()
                .any(|moment| moment.is_end_of(step))
        };
        if let Err(halt) = self.until(patience, is_over)? {
            return Ok(Err(halt));
        }
        let is_done = record::finished(&self.history[before..]).any(|finished| finished == step);
        if is_done {
            return Ok(Ok(()));
        }
        // A program that ends closes its connections first.
        Ok(Err(match self.settle(PATIENCE)? {
            ended @ Halt::Ended(_) => ended,
            _ => Halt::Left,
        }))
    }

    /// Lets the program go on, with every turn withheld, until it ends or rests.
    ///
    /// # Errors
    ///
    /// If the system fails.
    pub fn settle(&mut self, patience: impl Into<Patience>) -> io::Result<Halt> {
        let halt = self.until(patience, |_| false)?;
        Ok(halt.expect_err("what never holds is not reached"))
    }

    /// Lets the program go on, with every turn withheld, until it ends.
    ///
    /// # Errors
    ///
    /// If the system fails, or the program rests instead.
    pub fn until_end(&mut self) -> io::Result<Ending> {
        match self.settle(PATIENCE)? {
            Halt::Ended(ending) => Ok(ending),
            halt => Err(io::Error::other(format!("it does not end: {halt}"))),
        }
    }

    /// Lets the program go on until `goal` holds, and returns `Ok` then. If it ends or rests before,
    /// it says so; where rest is not proven, after `patience` without anything new.
    ///
    /// # Errors
    ///
    /// If the system fails.
    pub fn until(
        &mut self,
        patience: impl Into<Patience>,
        goal: impl Fn(&Self) -> bool,
    ) -> io::Result<Result<(), Halt>> {
        let patience = patience.into();
        const SHORT: Duration = Duration::from_millis(2);
        const LONG: Duration = Duration::from_millis(16);
        const ON_ITS_WAY: Duration = Duration::from_secs(1);
        let mut quiet = Quiet::begin();
        let mut nap = SHORT;
        self.watch.reset();
        loop {
            if goal(self) {
                return Ok(Ok(()));
            }
            if let Some(ending) = self.ending() {
                return Ok(Err(Halt::Ended(ending)));
            }
            if self.turn(nap)? {
                quiet = Quiet::begin();
                nap = SHORT;
                self.watch.reset();
                continue;
            }
            quiet.go_on();
            let rest = self
                .watch
                .look(self.program.id(), self.waiting().count(), patience.near);
            // What has arrived since the look may be older than it. And a worker that was granted a
            // step may have done it, and the word of it be on its way: a busy kernel takes its time.
            if let Some(rest) = rest
                && !self.turn(Duration::ZERO)?
                && (!self.is_any_working() || quiet.length() > ON_ITS_WAY)
            {
                return Ok(Err(Halt::AtRest(rest)));
            }
            let awaits_clock = self.age() < patience.clock && self.watch.awaits_first_clock();
            if quiet.length() > patience.quiet && !awaits_clock {
                return Ok(Err(Halt::AtRest(Rest::Presumed)));
            }
            nap = (nap * 2).min(LONG);
        }
    }

    /// One turn of the loop: waits until something happens, or for `timeout`, and returns whether
    /// something has.
    ///
    /// The end is looked at first, and then everything is drained. So what was drained after the end
    /// is all that there will ever be.
    ///
    /// # Errors
    ///
    /// If the system fails.
    pub fn turn(&mut self, timeout: Duration) -> io::Result<bool> {
        if self.ending().is_some() {
            return Ok(false);
        }
        let has_ended = self.end_watch.has_no_events() && self.program.has_ended()?;
        let timeout = if has_ended {
            Duration::ZERO
        } else {
            timeout.min(self.end_watch.interval())
        };
        match self.poll.poll(&mut self.events, Some(timeout)) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => result?,
        }
        if has_ended || self.events.iter().any(|event| event.token() == END) {
            self.drain_to_the_last()?;
            self.program.stop(Reason::Unwanted)?;
            return Ok(true);
        }
        self.receive()?;
        if let Some(reason) = self.excess()? {
            self.program.stop(reason)?;
            return Ok(true);
        }
        Ok(!self.events.is_empty())
    }

    /// Reads where the poll says that something is to be read.
    fn receive(&mut self) -> io::Result<()> {
        let tokens: Vec<Token> = self.events.iter().map(|event| event.token()).collect();
        for &Token(index) in &tokens {
            if index >= FIRST_CONNECTION {
                self.read(index - FIRST_CONNECTION);
            }
        }
        // Whoever has just connected may have waited for what was said on another connection.
        if tokens.contains(&LISTENER) {
            self.accept()?;
        }
        Ok(())
    }

    /// Reads on until all connections are closed, which the system does for a program that has ended. A
    /// word may still be on its way then: a busy kernel takes its time, but not for ever.
    fn drain_to_the_last(&mut self) -> io::Result<()> {
        const AT_MOST: Duration = Duration::from_secs(1);
        let since = Instant::now();
        self.drain()?;
        while self.connections.iter().any(Connection::is_open) && since.elapsed() < AT_MOST {
            self.poll
                .poll(&mut self.events, Some(Duration::from_millis(1)))?;
            self.drain()?;
        }
        Ok(())
    }

    /// Reads everything that is to be read anywhere.
    fn drain(&mut self) -> io::Result<()> {
        self.accept()?;
        (0..self.connections.len()).for_each(|index| self.read(index));
        Ok(())
    }

    fn accept(&mut self) -> io::Result<()> {
        while self.connections.len() <= self.program.limits().connections {
            let mut stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if is_passing(error.kind()) => continue,
                Err(error) if system::is_out_of_files(&error) => {
                    self.program.stop(Reason::NoFileLeft)?;
                    return Ok(());
                }
                Err(error) => return Err(error),
            };
            let index = self.connections.len();
            let token = Token(index + FIRST_CONNECTION);
            self.poll
                .registry()
                .register(&mut stream, token, Interest::READABLE)?;
            self.connections.push(Connection::new(stream));
            self.read(index);
        }
        Ok(())
    }

    fn read(&mut self, index: usize) {
        let events = self.connections[index].read(&self.token);
        self.note(events);
    }

    fn note(&mut self, events: impl IntoIterator<Item = Event>) {
        let at = self.program.age();
        self.history
            .extend(events.into_iter().map(|event| Moment { at, event }));
    }

    /// The limit that the program is beyond, if any. Not every turn of the loop has a look: they
    /// may be as short as a worker's step.
    fn excess(&mut self) -> io::Result<Option<Reason>> {
        const INTERVAL: Duration = Duration::from_millis(10);
        if self.connections.len() > self.program.limits().connections {
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
    /// If the system does not say how it ended, or what it printed.
    pub fn finish(mut self) -> io::Result<Record> {
        let unfinished = |connection: &Connection| match &connection.state {
            State::Waiting(step) | State::Working(step) => Some(step.clone()),
            _ => None,
        };
        let unfinished = self.connections.iter().filter_map(unfinished).collect();
        Ok(Record {
            unfinished,
            ending: self.program.stop(Reason::Unwanted)?,
            stdout: self.program.stdout()?,
            stderr: self.program.stderr()?,
            history: self.history,
        })
    }
}

/// Whether an error of a listener is that of a connection which has gone already.
fn is_passing(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    )
}
