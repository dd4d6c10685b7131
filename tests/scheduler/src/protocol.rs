//! A connection to the scheduler: a worker's, the interleaver's runtime's, or a stranger's.
//!
//! The protocol of the workers is documented in `common`, module `turns`, and that of the runtime
//! in `interleave_protocol::control`.

use std::{
    fmt,
    io::{self, ErrorKind, Read, Write},
};

use interleave_protocol::control::{Command, Message, Rest};
use mio::net::TcpStream;

use crate::{Event, Step};

/// No line may be longer, so that a flood cannot fill our memory.
const LONGEST_LINE: usize = 64 * 1024;

/// What a worker does at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// It is between two steps, or before the first or after the last.
    Between,
    /// It has asked for this step, and waits.
    Waiting(Step),
    /// It was granted this step, and is doing it.
    Working(Step),
    /// Its connection is closed.
    Closed,
}

/// The shared object that a step uses: the types of `common` whose accesses are steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// A `Counter`. A worker never has to wait for it.
    Counter,
    /// A `Lock`. A worker may have to wait for it.
    Lock,
}

/// The tokens by which a worker and a runtime identify themselves.
pub struct Tokens {
    pub worker: String,
    pub runtime: String,
}

/// The speaker at the other end.
enum Peer {
    /// It has not shown a token. It may be a worker whose first line has not arrived yet.
    Stranger,
    Worker {
        task: String,
        state: WorkerState,
    },
    /// The runtime in a process of the program.
    Runtime(Control),
}

/// What the runtime in one process has said.
pub struct Control {
    pub process: u32,
    pub parent: u32,
    /// How the process rests. None while it runs.
    pub rest: Option<Rest>,
}

/// A connection, as far as it has been read.
pub struct Connection {
    /// None once it is closed.
    stream: Option<TcpStream>,
    /// The port at the other end.
    pub port: u16,
    /// The number of the thread that was seen waiting for an answer on it.
    pub thread: Option<usize>,
    unread: Vec<u8>,
    peer: Peer,
}

/// A line that does not belong there. The connection is closed then.
struct BrokenProtocolError;

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        Self {
            port: stream.peer_addr().map_or(0, |address| address.port()),
            stream: Some(stream),
            thread: None,
            unread: Vec::new(),
            peer: Peer::Stranger,
        }
    }

    /// The task and the state, if a worker is at the other end.
    pub fn worker(&self) -> Option<(&str, &WorkerState)> {
        match &self.peer {
            Peer::Worker { task, state } => Some((task, state)),
            _ => None,
        }
    }

    /// The step that a worker has asked for.
    pub fn asked(&self) -> Option<&Step> {
        match self.worker() {
            Some((_, WorkerState::Waiting(step))) => Some(step),
            _ => None,
        }
    }

    /// What the runtime has said, if it is at the other end of an open connection.
    pub fn control(&self) -> Option<&Control> {
        match &self.peer {
            Peer::Runtime(control) if self.is_open() => Some(control),
            _ => None,
        }
    }

    /// How the process at the other end rests, if it does.
    pub fn rest(&self) -> Option<&Rest> {
        self.control()?.rest.as_ref()
    }

    /// Whether the runtime is at the other end, or was before it closed.
    pub fn is_of_runtime(&self) -> bool {
        matches!(self.peer, Peer::Runtime(_))
    }

    /// Whether more may come from the other end.
    pub fn is_open(&self) -> bool {
        self.stream.is_some()
    }

    /// Reads all that has arrived, and returns the new events of a worker. Closes the connection if
    /// the peer breaks the protocol. Reads in small pieces, so that a flood cannot fill our memory.
    pub fn read(&mut self, tokens: &Tokens) -> Vec<Event> {
        let mut events = Vec::new();
        let mut buffer = [0; 512];
        while let Some(stream) = &mut self.stream {
            match stream.read(&mut buffer) {
                Ok(0) => self.close(&mut events),
                Ok(count) => self.receive(&buffer[..count], tokens, &mut events),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => self.close(&mut events),
            }
        }
        events
    }

    fn receive(&mut self, bytes: &[u8], tokens: &Tokens, events: &mut Vec<Event>) {
        self.unread.extend_from_slice(bytes);
        while let Some(end) = self.unread.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.unread.drain(..=end).collect();
            let line = std::str::from_utf8(&line[..end]).map_err(|_| BrokenProtocolError);
            match line.and_then(|line| self.hear(line, tokens)) {
                Ok(event) => events.extend(event),
                Err(BrokenProtocolError) => return self.close(events),
            }
        }
        if self.unread.len() > LONGEST_LINE {
            self.close(events);
        }
    }

    /// Handles `line`, and returns the event of a worker if it reports one.
    fn hear(&mut self, line: &str, tokens: &Tokens) -> Result<Option<Event>, BrokenProtocolError> {
        match &mut self.peer {
            Peer::Stranger => self.greet(line, tokens),
            Peer::Worker { task, state } => {
                let (now, event) = state.after(line, task).ok_or(BrokenProtocolError)?;
                *state = now;
                Ok(Some(event))
            }
            Peer::Runtime(control) => match line.parse() {
                Ok(Message::Rest(rest)) => {
                    control.rest = Some(rest);
                    Ok(None)
                }
                // Nothing to do: the other threads go on, and a rest is reported later.
                Ok(Message::Busy { .. }) => Ok(None),
                Ok(Message::Hello { .. }) | Err(_) => Err(BrokenProtocolError),
            },
        }
    }

    /// Handles the first line, which says who is at the other end.
    fn greet(&mut self, line: &str, tokens: &Tokens) -> Result<Option<Event>, BrokenProtocolError> {
        let (token, task) = line.split_once(' ').ok_or(BrokenProtocolError)?;
        if token == tokens.worker && !task.is_empty() {
            let task = task.to_owned();
            self.peer = Peer::Worker {
                task: task.clone(),
                state: WorkerState::Between,
            };
            return Ok(Some(Event::Arrived(task)));
        }
        match line.parse() {
            Ok(Message::Hello {
                process, parent, ..
            }) if token == tokens.runtime => {
                self.peer = Peer::Runtime(Control {
                    process,
                    parent,
                    rest: None,
                });
                Ok(None)
            }
            _ => Err(BrokenProtocolError),
        }
    }

    fn close(&mut self, events: &mut Vec<Event>) {
        self.stream = None;
        self.unread = Vec::new();
        let Peer::Worker { task, state } = &mut self.peer else {
            return;
        };
        let step = match std::mem::replace(state, WorkerState::Closed) {
            WorkerState::Closed => return,
            WorkerState::Between => None,
            WorkerState::Waiting(step) | WorkerState::Working(step) => Some(step),
        };
        events.push(Event::Left(task.clone(), step));
    }

    /// Grants the step that the worker waits for. If the worker has gone meanwhile, the next
    /// [`read`](Self::read) notices it.
    pub fn grant(&mut self) -> Option<Event> {
        let step = self.asked()?.clone();
        self.say("go");
        if let Peer::Worker { state, .. } = &mut self.peer {
            *state = WorkerState::Working(step.clone());
        }
        Some(Event::Granted(step))
    }

    /// Answers a process at rest, which then goes on.
    pub fn answer(&mut self, command: &Command) {
        self.say(&command.to_string());
        self.is_going_on();
    }

    /// Notes that the process is no longer at rest.
    pub fn is_going_on(&mut self) {
        if let Peer::Runtime(control) = &mut self.peer {
            control.rest = None;
        }
    }

    /// A line fits into the socket's buffer, because each is read before the next is written.
    fn say(&mut self, line: &str) {
        if let Some(stream) = &mut self.stream {
            let _: io::Result<()> = stream.write_all(format!("{line}\n").as_bytes());
        }
    }
}

impl WorkerState {
    /// The state after a worker on `task` has sent `line`, and what happened. None if the line
    /// breaks the protocol.
    fn after(&self, line: &str, task: &str) -> Option<(Self, Event)> {
        let (word, rest) = line.split_once(' ')?;
        match (self, word) {
            (Self::Between, "ask") => {
                let (number, what) = match rest.split_once(' ') {
                    Some((number, what)) => (number, Some(Shared::of_name(what)?)),
                    None => (rest, None),
                };
                let step = Step::new(task, number.parse().ok()?);
                Some((Self::Waiting(step.clone()), Event::Asked(step, what)))
            }
            (Self::Working(step), "done") if rest == step.number.to_string() => {
                Some((Self::Between, Event::Finished(step.clone())))
            }
            _ => None,
        }
    }
}

impl Shared {
    /// The type that is called `name`.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "Counter" => Some(Self::Counter),
            "Lock" => Some(Self::Lock),
            _ => None,
        }
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step() -> Step {
        Step::new("a", 1)
    }

    #[test]
    fn a_worker_asks_between_two_steps_and_is_done_after_a_grant() {
        let asks = |line| WorkerState::Between.after(line, "a");
        let waits = |what| Some((WorkerState::Waiting(step()), Event::Asked(step(), what)));
        assert_eq!(asks("ask 1"), waits(None));
        assert_eq!(asks("ask 1 Counter"), waits(Some(Shared::Counter)));
        let done = (WorkerState::Between, Event::Finished(step()));
        assert_eq!(
            WorkerState::Working(step()).after("done 1", "a"),
            Some(done)
        );
    }

    #[test]
    fn a_worker_that_speaks_out_of_turn_breaks_the_protocol() {
        let states = [
            WorkerState::Between,
            WorkerState::Waiting(step()),
            WorkerState::Working(step()),
            WorkerState::Closed,
        ];
        for (line, may_say) in [
            ("ask 1", &states[..1]),
            ("done 1", &states[2..3]),
            ("done 2", &[]),
            ("ask", &[]),
            ("ask one", &[]),
            ("ask 1 Purse", &[]),
            ("go", &[]),
            ("", &[]),
        ] {
            let says = |state: &&WorkerState| state.after(line, "a").is_some();
            let said: Vec<_> = states.iter().filter(says).collect();
            assert_eq!(said, may_say.iter().collect::<Vec<_>>(), "`{line}`");
        }
    }

    #[test]
    fn what_workers_share_is_read_as_it_was_written() {
        for shared in [Shared::Counter, Shared::Lock] {
            assert_eq!(Shared::of_name(&shared.to_string()), Some(shared));
        }
        assert_eq!(Shared::of_name("Purse"), None);
    }
}
