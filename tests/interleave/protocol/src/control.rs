//! The control connection of a scheduled run: how the runtime and an outer scheduler talk.
//!
//! The runtime connects and sends [`Hello`](Message::Hello). Then it reports each [`Rest`]: a
//! moment at which nothing else can happen. The program stays as it is until the scheduler grants a
//! worker its turn, on the worker's own connection, or answers with a [`Command`]. Each message is
//! one line of text:
//!
//! | from | line |
//! | --- | --- |
//! | runtime | `TOKEN control PROCESS PARENT` |
//! | runtime | `rest NUMBER quiet\|spins\|restless CLOCK never\|TIME\|looked-at JUMPS alone\|children` and for each thread `;STATE` |
//! | runtime | `busy THREAD` |
//! | scheduler | `time REST UNTIL EXACT MOST` |
//! | scheduler | `on REST POINTS` |
//! | scheduler | `leave REST` |
//!
//! All times are nanoseconds of virtual time since the start of the program.

use std::{fmt, str::FromStr};

mod state;

pub use state::{File, FileKind, State};

/// A message of the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Which process this is. This is the first line, and is sent once.
    Hello {
        /// A secret that only the programs of this scheduler have.
        token: String,
        /// The process.
        process: u32,
        /// The process that started it.
        parent: u32,
    },
    /// Nothing else can happen.
    Rest(Rest),
    /// A thread runs, and reaches no scheduling point. There is no rest until it does.
    Busy {
        /// The thread.
        thread: usize,
    },
}

/// The moment at which nothing else can happen, unless the scheduler or the outside does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// Which rest this is. An answer names it.
    pub number: u64,
    /// In which way the program rests.
    pub how: How,
    /// The virtual time.
    pub clock: u64,
    /// What happens next if time passes.
    pub next: Next,
    /// How often the clock has jumped so far.
    pub jumps: u64,
    /// Whether the process has children. Children without the runtime cannot report that they rest.
    pub has_children: bool,
    /// The threads by number. Main is 0.
    pub threads: Vec<State>,
}

/// In which way a program rests, the quietest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Every thread waits.
    Quiet,
    /// At least one thread looks at the same things again and again, and finds them unchanged.
    Spins,
    /// Threads keep each other going, and nothing of it is seen outside.
    Restless,
}

/// What happens next if time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing: no thread waits for a time.
    Never,
    /// A sleep or a time limit ends, at this time.
    At(u64),
    /// There is no deadline, but a thread looks at the clock again and again.
    LookedAt,
}

/// A command of the scheduler. An answer to an old rest is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Time passes, until the program does something that can be seen outside.
    Time {
        /// The rest that this answers.
        rest: u64,
        /// The time since which it passes. It may be before the rest, if the program has done
        /// something meanwhile.
        since: u64,
        /// Time does not pass beyond this time.
        until: u64,
        /// Until this many waits have ended, the clock goes to the next deadline and no further.
        /// After that the jumps get larger, so that endless polls cost little.
        exact: u64,
        /// The clock jumps at most this often.
        most: u64,
    },
    /// Threads that spin or are restless go on for this many points.
    On {
        /// The rest that this answers.
        rest: u64,
        /// How many points.
        points: u64,
    },
    /// The threads that would end the process may do so.
    Leave {
        /// The rest that this answers.
        rest: u64,
    },
}

impl Command {
    /// The rest that this answers.
    pub fn rest(&self) -> u64 {
        let (Self::Time { rest, .. } | Self::On { rest, .. } | Self::Leave { rest }) = self;
        *rest
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hello {
                token,
                process,
                parent,
            } => write!(f, "{token} control {process} {parent}"),
            Self::Rest(rest) => rest.fmt(f),
            Self::Busy { thread } => write!(f, "busy {thread}"),
        }
    }
}

impl FromStr for Message {
    type Err = ControlError;

    fn from_str(line: &str) -> Result<Self, ControlError> {
        let (head, states) = line
            .split_once(';')
            .map_or((line, None), |(head, states)| (head, Some(states)));
        let mut words = Words::of(head, line);
        let message = match (words.next()?, states) {
            ("rest", _) => Self::Rest(Rest::parse(&mut words, states)?),
            ("busy", None) => Self::Busy {
                thread: words.number()?,
            },
            (token, None) => {
                words.expect("control")?;
                Self::Hello {
                    token: token.to_owned(),
                    process: words.number()?,
                    parent: words.number()?,
                }
            }
            _ => return Err(words.error()),
        };
        words.end()?;
        Ok(message)
    }
}

impl fmt::Display for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            how,
            clock,
            next,
            jumps,
            ..
        } = self;
        let children = if self.has_children {
            "children"
        } else {
            "alone"
        };
        write!(f, "rest {number} {how} {clock} {next} {jumps} {children}")?;
        self.threads
            .iter()
            .try_for_each(|state| write!(f, ";{state}"))
    }
}

impl Rest {
    fn parse(words: &mut Words<'_>, states: Option<&str>) -> Result<Self, ControlError> {
        let states = states.into_iter().flat_map(|states| states.split(';'));
        Ok(Self {
            number: words.number()?,
            how: How::parse(words)?,
            clock: words.number()?,
            next: Next::parse(words)?,
            jumps: words.number()?,
            has_children: match words.next()? {
                "children" => true,
                "alone" => false,
                _ => return Err(words.error()),
            },
            threads: states.map(str::parse).collect::<Result<_, _>>()?,
        })
    }
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quiet => "quiet",
            Self::Spins => "spins",
            Self::Restless => "restless",
        })
    }
}

impl How {
    fn parse(words: &mut Words<'_>) -> Result<Self, ControlError> {
        match words.next()? {
            "quiet" => Ok(Self::Quiet),
            "spins" => Ok(Self::Spins),
            "restless" => Ok(Self::Restless),
            _ => Err(words.error()),
        }
    }
}

impl fmt::Display for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::At(time) => time.fmt(f),
            Self::LookedAt => f.write_str("looked-at"),
        }
    }
}

impl Next {
    fn parse(words: &mut Words<'_>) -> Result<Self, ControlError> {
        match words.next()? {
            "never" => Ok(Self::Never),
            "looked-at" => Ok(Self::LookedAt),
            time => time.parse().map(Self::At).map_err(|_| words.error()),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time {
                rest,
                since,
                until,
                exact,
                most,
            } => write!(f, "time {rest} {since} {until} {exact} {most}"),
            Self::On { rest, points } => write!(f, "on {rest} {points}"),
            Self::Leave { rest } => write!(f, "leave {rest}"),
        }
    }
}

impl FromStr for Command {
    type Err = ControlError;

    fn from_str(line: &str) -> Result<Self, ControlError> {
        let mut words = Words::of(line, line);
        let command = match words.next()? {
            "time" => Self::Time {
                rest: words.number()?,
                since: words.number()?,
                until: words.number()?,
                exact: words.number()?,
                most: words.number()?,
            },
            "on" => Self::On {
                rest: words.number()?,
                points: words.number()?,
            },
            "leave" => Self::Leave {
                rest: words.number()?,
            },
            _ => return Err(words.error()),
        };
        words.end()?;
        Ok(command)
    }
}

/// The words of a line, one after the other.
struct Words<'a> {
    rest: std::str::Split<'a, char>,
    line: &'a str,
}

impl<'a> Words<'a> {
    /// The words of a part of a line. An error names the line.
    fn of(part: &'a str, line: &'a str) -> Self {
        Self {
            rest: part.split(' '),
            line,
        }
    }

    fn next(&mut self) -> Result<&'a str, ControlError> {
        self.optional().ok_or_else(|| self.error())
    }

    fn optional(&mut self) -> Option<&'a str> {
        self.rest.next()
    }

    fn number<T: FromStr>(&mut self) -> Result<T, ControlError> {
        self.next()?.parse().map_err(|_| self.error())
    }

    fn expect(&mut self, word: &str) -> Result<(), ControlError> {
        match self.next()? {
            next if next == word => Ok(()),
            _ => Err(self.error()),
        }
    }

    fn end(&mut self) -> Result<(), ControlError> {
        match self.optional() {
            None => Ok(()),
            Some(_) => Err(self.error()),
        }
    }

    fn error(&self) -> ControlError {
        ControlError(self.line.to_owned())
    }
}

/// A line that does not belong on a control connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlError(String);

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(line) = self;
        write!(f, "`{line}` is not a line of a control connection")
    }
}

impl std::error::Error for ControlError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(message: Message, line: &str) {
        assert_eq!(message.to_string(), line);
        assert_eq!(line.parse(), Ok(message));
    }

    #[test]
    fn a_process_says_who_it_is() {
        let hello = Message::Hello {
            token: "a-token".into(),
            process: 12,
            parent: 7,
        };
        round_trip(hello, "a-token control 12 7");
        round_trip(Message::Busy { thread: 3 }, "busy 3");
    }

    #[test]
    fn a_rest_has_a_state_for_each_thread() {
        let rest = Rest {
            number: 4,
            how: How::Quiet,
            clock: 15_000_000_000,
            next: Next::At(16_000_000_000),
            jumps: 2,
            has_children: false,
            threads: vec![
                State::Joins(1),
                State::Sleeps {
                    until: 16_000_000_000,
                },
            ],
        };
        round_trip(
            Message::Rest(rest.clone()),
            "rest 4 quiet 15000000000 16000000000 2 alone;joins 1;sleeps until 16000000000",
        );
        let other = Rest {
            how: How::Restless,
            next: Next::Never,
            has_children: true,
            threads: vec![],
            ..rest
        };
        round_trip(
            Message::Rest(other.clone()),
            "rest 4 restless 15000000000 never 2 children",
        );
        let spins = Rest {
            how: How::Spins,
            next: Next::LookedAt,
            ..other
        };
        round_trip(
            Message::Rest(spins),
            "rest 4 spins 15000000000 looked-at 2 children",
        );
    }

    #[test]
    fn a_command_is_read_as_it_was_written() {
        let commands = [
            Command::Time {
                rest: 1,
                since: 20,
                until: u64::MAX,
                exact: 50_000,
                most: 7,
            },
            Command::On {
                rest: 2,
                points: 100_000,
            },
            Command::Leave { rest: 3 },
        ];
        let lines = [
            "time 1 20 18446744073709551615 50000 7",
            "on 2 100000",
            "leave 3",
        ];
        for (command, line) in commands.into_iter().zip(lines) {
            assert_eq!(command.to_string(), line);
            assert_eq!(line.parse(), Ok(command));
        }
        assert_eq!(commands.map(|command| command.rest()), [1, 2, 3]);
    }

    #[test]
    fn other_lines_are_refused_by_name() {
        for line in [
            "",
            "a-token",
            "a-token control 1",
            "a-token control 1 2 3",
            "a-token control 1 2;ended",
            "busy",
            "busy main",
            "busy 1;ended",
            "rest 1 quiet 0 never 0",
            "rest 1 tired 0 never 0 alone",
            "rest 1 quiet 0 soon 0 alone",
            "rest 1 quiet 0 never 0 lonely",
            "rest 1 quiet 0 never 0 alone;",
            "rest 1 quiet 0 never 0 alone more;ended",
        ] {
            assert!(line.parse::<Message>().is_err(), "{line}");
        }
        for line in [
            "",
            "time 1 2 3 4",
            "on 1",
            "leave",
            "leave 1 2",
            "go",
            "on 1 -1",
        ] {
            let error = line.parse::<Command>().unwrap_err().to_string();
            assert_eq!(
                error,
                format!("`{line}` is not a line of a control connection")
            );
        }
    }
}
