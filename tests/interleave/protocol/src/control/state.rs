//! What a thread does or waits for at a rest.

use std::{fmt, str::FromStr};

use super::{ControlError, Words};

/// What a thread does or waits for at a rest. Objects have the same numbers as in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for the end of this thread.
    Joins(usize),
    /// It waits for a mutex.
    Locks {
        /// The mutex.
        object: u64,
        /// The thread that holds it, if that is known.
        holder: Option<usize>,
    },
    /// It waits to be woken: by a condition variable, a channel, a barrier, `unpark`.
    Futex {
        /// The object that it waits at.
        object: u64,
        /// The time limit.
        until: Option<u64>,
    },
    /// It sleeps.
    Sleeps {
        /// Until this time.
        until: u64,
    },
    /// It waits until it can read.
    Reads {
        /// From this file.
        file: File,
        /// The time limit.
        until: Option<u64>,
    },
    /// It waits until it can write.
    Writes {
        /// To this file.
        file: File,
        /// The time limit.
        until: Option<u64>,
    },
    /// It waits for the end of this child process. 0: of any child process.
    Child(u32),
    /// It looks at the same object again and again.
    Spins {
        /// The object.
        object: u64,
    },
    /// It looks at the clock again and again.
    SpinsOnClock,
    /// It yields again and again.
    Yields,
    /// It runs: it and others keep each other going, or it can go on but was not chosen.
    Runs,
    /// It would end the process, but may not yet.
    Leaves,
    /// It has not reached a point for some time of the real clock, so others go on without it. It
    /// may compute, or wait in a call that the runtime does not replace.
    Away,
    /// It has ended.
    Ended,
}

/// What a thread reads from or writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// The kind of file.
    pub kind: FileKind,
    /// Its file descriptor. -1 if the thread waits for no file, or for several.
    pub descriptor: i32,
    /// The port at this end. 0 if it is not a socket of IPv4 or IPv6.
    pub port: u16,
    /// The port at the other end. 0 if there is none.
    pub peer: u16,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A pipe.
    Pipe,
    /// A socket.
    Socket,
    /// Anything else, such as a terminal.
    Other,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Joins(thread) => write!(f, "joins {thread}"),
            Self::Locks { object, holder } => {
                write!(f, "locks {object}")?;
                option(f, "held-by", holder)
            }
            Self::Futex { object, until } => {
                write!(f, "futex {object}")?;
                option(f, "until", until)
            }
            Self::Sleeps { until } => write!(f, "sleeps until {until}"),
            Self::Reads { file, until } => {
                write!(f, "reads {file}")?;
                option(f, "until", until)
            }
            Self::Writes { file, until } => {
                write!(f, "writes {file}")?;
                option(f, "until", until)
            }
            Self::Child(process) => write!(f, "child {process}"),
            Self::Spins { object } => write!(f, "spins {object}"),
            Self::SpinsOnClock => f.write_str("spins-on-clock"),
            Self::Yields => f.write_str("yields"),
            Self::Runs => f.write_str("runs"),
            Self::Leaves => f.write_str("leaves"),
            Self::Away => f.write_str("away"),
            Self::Ended => f.write_str("ended"),
        }
    }
}

fn option<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    value: Option<T>,
) -> fmt::Result {
    value.map_or(Ok(()), |value| write!(f, " {name} {value}"))
}

impl FromStr for State {
    type Err = ControlError;

    fn from_str(text: &str) -> Result<Self, ControlError> {
        let mut words = Words::of(text, text);
        let state = match words.next()? {
            "joins" => Self::Joins(words.number()?),
            "locks" => Self::Locks {
                object: words.number()?,
                holder: words.option("held-by")?,
            },
            "futex" => Self::Futex {
                object: words.number()?,
                until: words.option("until")?,
            },
            "sleeps" => {
                words.expect("until")?;
                Self::Sleeps {
                    until: words.number()?,
                }
            }
            "reads" => Self::Reads {
                file: File::parse(&mut words)?,
                until: words.option("until")?,
            },
            "writes" => Self::Writes {
                file: File::parse(&mut words)?,
                until: words.option("until")?,
            },
            "child" => Self::Child(words.number()?),
            "spins" => Self::Spins {
                object: words.number()?,
            },
            "spins-on-clock" => Self::SpinsOnClock,
            "yields" => Self::Yields,
            "runs" => Self::Runs,
            "leaves" => Self::Leaves,
            "away" => Self::Away,
            "ended" => Self::Ended,
            _ => return Err(words.error()),
        };
        words.end()?;
        Ok(state)
    }
}

impl Words<'_> {
    /// The number after the word `name`, if the word is there.
    fn option<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, ControlError> {
        match self.optional() {
            None => Ok(None),
            Some(word) if word == name => self.number().map(Some),
            Some(_) => Err(self.error()),
        }
    }
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            descriptor,
            port,
            peer,
            ..
        } = self;
        let kind = match self.kind {
            FileKind::Pipe => "pipe",
            FileKind::Socket => "socket",
            FileKind::Other => "other",
        };
        write!(f, "{kind} {descriptor} {port} {peer}")
    }
}

impl File {
    fn parse(words: &mut Words<'_>) -> Result<Self, ControlError> {
        Ok(Self {
            kind: match words.next()? {
                "pipe" => FileKind::Pipe,
                "socket" => FileKind::Socket,
                "other" => FileKind::Other,
                _ => return Err(words.error()),
            },
            descriptor: words.number()?,
            port: words.number()?,
            peer: words.number()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_read_as_it_was_written() {
        let socket = File {
            kind: FileKind::Socket,
            descriptor: 5,
            port: 40_000,
            peer: 50_000,
        };
        let pipe = File {
            kind: FileKind::Pipe,
            descriptor: 1,
            port: 0,
            peer: 0,
        };
        let other = File {
            kind: FileKind::Other,
            descriptor: -1,
            ..pipe
        };
        let states = [
            (State::Joins(3), "joins 3"),
            (
                State::Locks {
                    object: 9,
                    holder: Some(2),
                },
                "locks 9 held-by 2",
            ),
            (
                State::Locks {
                    object: 9,
                    holder: None,
                },
                "locks 9",
            ),
            (
                State::Futex {
                    object: 7,
                    until: None,
                },
                "futex 7",
            ),
            (
                State::Futex {
                    object: 7,
                    until: Some(5),
                },
                "futex 7 until 5",
            ),
            (
                State::Sleeps { until: u64::MAX },
                "sleeps until 18446744073709551615",
            ),
            (
                State::Reads {
                    file: socket,
                    until: None,
                },
                "reads socket 5 40000 50000",
            ),
            (
                State::Reads {
                    file: other,
                    until: Some(8),
                },
                "reads other -1 0 0 until 8",
            ),
            (
                State::Writes {
                    file: pipe,
                    until: None,
                },
                "writes pipe 1 0 0",
            ),
            (State::Child(77), "child 77"),
            (State::Spins { object: 4 }, "spins 4"),
            (State::SpinsOnClock, "spins-on-clock"),
            (State::Yields, "yields"),
            (State::Runs, "runs"),
            (State::Leaves, "leaves"),
            (State::Away, "away"),
            (State::Ended, "ended"),
        ];
        for (state, text) in states {
            assert_eq!(state.to_string(), text);
            assert_eq!(text.parse(), Ok(state));
        }
    }

    #[test]
    fn what_is_no_state_is_refused() {
        for text in [
            "",
            "dreams",
            "joins",
            "joins main",
            "locks 1 held-by",
            "locks 1 until 2",
            "sleeps 3",
            "reads pipe 1 0",
            "reads file 1 0 0",
            "reads socket 1 0 70000",
            "ended twice",
        ] {
            assert!(text.parse::<State>().is_err(), "{text}");
        }
    }
}
