//! A connection to the scheduler: one worker's, or a stranger's.
//!
//! The protocol is documented where the workers speak it: in `common`, module `turns`.

use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind, Read, Write},
    str::FromStr,
};

use mio::net::TcpStream;

use crate::Step;

/// No line may be longer, so that a flood fills no memory.
const LONGEST_LINE: usize = 64 * 1024;

/// Who is at the other end, and what it is about to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not shown the token. It may be a worker whose first line is still to come.
    Stranger,
    /// A worker between two steps, or before the first or after the last.
    Between,
    /// A worker that has asked for this step, and waits.
    Waiting(Step),
    /// A worker that was granted this step, and is doing it.
    Working(Step),
    /// Closed, by the worker or by us.
    Closed,
}

/// What a step can be on: the types of `common` whose accesses are steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// A `Counter`: nobody has to wait for it.
    Counter,
    /// A `Lock`: whoever has gone to lock it may have to wait.
    Lock,
}

/// A text that names no such type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotShared(String);

impl FromStr for Shared {
    type Err = NotShared;

    fn from_str(text: &str) -> Result<Self, NotShared> {
        match text {
            "Counter" => Ok(Self::Counter),
            "Lock" => Ok(Self::Lock),
            _ => Err(NotShared(text.to_owned())),
        }
    }
}

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl fmt::Display for NotShared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is nothing that workers share: a Counter or a Lock is",
            self.0
        )
    }
}

impl Error for NotShared {}

/// What is new on a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A worker on this task has connected.
    Arrived(String),
    /// It has asked for this step, which is one on something that workers share, if so.
    Asked(Step, Option<Shared>),
    /// This step was granted to it.
    Granted(Step),
    /// It has done this step.
    Finished(Step),
    /// The connection was closed, in the middle of this step if there is one: by the worker, or by us
    /// because it broke the protocol.
    Left(String, Option<Step>),
}

/// A connection, as far as it has been read.
pub struct Connection {
    /// Nothing once it is closed.
    stream: Option<TcpStream>,
    unread: Vec<u8>,
    pub task: String,
    pub state: State,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        Self {
            stream: Some(stream),
            unread: Vec::new(),
            task: String::new(),
            state: State::Stranger,
        }
    }

    /// Whether a worker is at the other end that has not left.
    pub fn is_worker(&self) -> bool {
        !matches!(self.state, State::Stranger | State::Closed)
    }

    /// Whether more may come from the other end.
    pub fn is_open(&self) -> bool {
        self.stream.is_some()
    }

    /// Reads all that has come, and returns what is new. Whoever breaks the protocol is closed; a
    /// line at a time is read, so that a flood fills no memory.
    pub fn read(&mut self, token: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut buffer = [0; 512];
        while let Some(stream) = &mut self.stream {
            match stream.read(&mut buffer) {
                Ok(0) => self.close(&mut events),
                Ok(count) => self.receive(&buffer[..count], token, &mut events),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => self.close(&mut events),
            }
        }
        events
    }

    fn receive(&mut self, bytes: &[u8], token: &str, events: &mut Vec<Event>) {
        self.unread.extend_from_slice(bytes);
        while let Some(end) = self.unread.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.unread.drain(..=end).collect();
            match std::str::from_utf8(&line[..end])
                .ok()
                .and_then(|line| self.hear(line, token))
            {
                Some(event) => events.push(event),
                None => return self.close(events),
            }
        }
        if self.unread.len() > LONGEST_LINE {
            self.close(events);
        }
    }

    /// What `line` says, or nothing if it should not have been said.
    fn hear(&mut self, line: &str, token: &str) -> Option<Event> {
        let (word, rest) = line.split_once(' ')?;
        match (&self.state, word) {
            (State::Stranger, word) if word == token && !rest.is_empty() => {
                rest.clone_into(&mut self.task);
                self.state = State::Between;
                Some(Event::Arrived(rest.to_owned()))
            }
            (State::Between, "ask") => {
                let (number, what) = match rest.split_once(' ') {
                    Some((number, what)) => (number, Some(what.parse().ok()?)),
                    None => (rest, None),
                };
                let step = Step::new(&self.task, number.parse().ok()?);
                self.state = State::Waiting(step.clone());
                Some(Event::Asked(step, what))
            }
            (State::Working(step), "done") if rest == step.number.to_string() => {
                let step = step.clone();
                self.state = State::Between;
                Some(Event::Finished(step))
            }
            _ => None,
        }
    }

    fn close(&mut self, events: &mut Vec<Event>) {
        self.stream = None;
        self.unread = Vec::new();
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Stranger | State::Closed => {}
            State::Between => events.push(Event::Left(self.task.clone(), None)),
            State::Waiting(step) | State::Working(step) => {
                events.push(Event::Left(self.task.clone(), Some(step)));
            }
        }
    }

    /// Grants the step that the worker waits for. A worker that has gone meanwhile is heard of by
    /// the next [`read`](Self::read).
    pub fn grant(&mut self) -> Option<Event> {
        let (State::Waiting(step), Some(stream)) = (&self.state, &mut self.stream) else {
            return None;
        };
        let step = step.clone();
        // Three bytes fit: nothing else is ever sent, and not before the worker has read the last.
        let _: io::Result<()> = stream.write_all(b"go\n");
        self.state = State::Working(step.clone());
        Some(Event::Granted(step))
    }
}
