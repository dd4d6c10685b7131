//! How one run should go: by which strategy, at which grain, in which time.
//!
//! A plan is one line of text, so that it can be written into the environment, sent through a pipe,
//! shown to a person and given back: `pos:17 grain=call time=order after`.

use std::{fmt, str::FromStr};

use crate::log::{Kind, MOST_THREADS};

/// How one run should go. The same plan gives the same run of the same program.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    /// How the next thread is chosen.
    pub strategy: Strategy,
    /// What one step is.
    pub grain: Grain,
    /// When a sleep and a time limit may end.
    pub time: Time,
    /// Whether there is a point after each atomic operation as well as before it. Plain data, which
    /// the runtime cannot see, is often changed there.
    pub after: bool,
    /// Whether a thread may try in vain for longer before others go first. This is for a thread
    /// that spins, and for a thread that wants a mutex that is held. Some code parks only after it
    /// has tried in vain.
    pub patient: bool,
    /// Whether a thread may wake up at a futex although no thread has woken it.
    pub spurious: bool,
    /// How many steps the run may have.
    pub steps: usize,
    /// The step from which on the log has call stacks. None if it should have none.
    pub frames: Option<usize>,
}

/// How the next thread is chosen among those that can go on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// Each thread has the same probability.
    Random {
        /// The seed of the random numbers.
        seed: u64,
    },
    /// By random priorities. After each operation, the priorities of the operations that race with
    /// it are drawn anew: partial order sampling (Yuan and others, CAV 2018).
    Pos {
        /// The seed of the random numbers.
        seed: u64,
    },
    /// By random priorities. At `depth - 1` random steps the highest one is lowered: probabilistic
    /// concurrency testing (Burckhardt and others, ASPLOS 2010).
    Pct {
        /// The seed of the random numbers.
        seed: u64,
        /// How many orderings the wanted bug needs.
        depth: u32,
        /// About how many steps a run has.
        length: u64,
    },
    /// As the list says. After its end, the thread that runs goes on for as long as it can.
    List {
        /// The thread that is chosen, for each step from the first.
        decisions: Vec<u8>,
        /// Threads that should not go next at the end of the list, until another thread does
        /// something that their operations depend on: sleep sets (Godefroid, 1996).
        asleep: Vec<Sleeper>,
    },
    /// One stretch after the other. A stretch ends early if its thread cannot go on. After the last,
    /// the thread that runs goes on for as long as it can.
    Stretches(Vec<Stretch>),
}

/// A thread goes on until it has done so many steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// The thread.
    pub thread: u8,
    /// How many steps it has done then, since it began.
    pub until: usize,
}

/// An operation of a thread that should not go next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sleeper {
    /// The thread.
    pub thread: u8,
    /// What it would do.
    pub kind: Kind,
    /// To which object.
    pub object: u32,
}

/// What one step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grain {
    /// Each atomic operation.
    Atomic,
    /// What a library does in one call, until it has to wait.
    Call,
}

/// When a sleep and a time limit may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Time {
    /// At any time.
    Any,
    /// A sleep at any time; a time limit only if no thread can go on.
    Sleeps,
    /// Only if no thread can go on, the earliest first.
    Order,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            strategy: Strategy::Random { seed: 0 },
            grain: Grain::Atomic,
            time: Time::Sleeps,
            after: false,
            patient: false,
            spurious: false,
            steps: 20_000,
            frames: None,
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} grain={} time={}",
            self.strategy, self.grain, self.time
        )?;
        for (is_set, word) in [
            (self.after, "after"),
            (self.patient, "patient"),
            (self.spurious, "spurious"),
        ] {
            if is_set {
                write!(f, " {word}")?;
            }
        }
        if let Some(first) = self.frames {
            write!(f, " frames={first}")?;
        }
        write!(f, " steps={}", self.steps)
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Random { seed } => write!(f, "random:{seed}"),
            Self::Pos { seed } => write!(f, "pos:{seed}"),
            Self::Pct {
                seed,
                depth,
                length,
            } => write!(f, "pct:{seed}:{depth}:{length}"),
            Self::List { decisions, asleep } => {
                write!(f, "list:{}", decisions_to_text(decisions))?;
                for sleeper in asleep {
                    let Sleeper {
                        thread,
                        kind,
                        object,
                    } = sleeper;
                    write!(f, ";{thread}.{}.{object}", *kind as u8)?;
                }
                Ok(())
            }
            Self::Stretches(stretches) => {
                let texts = stretches.iter();
                let texts = texts.map(|Stretch { thread, until }| format!("{thread}x{until}"));
                write!(f, "stretches:{}", texts.collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// A list of decisions in a readable form: `0x12,1,0x3` is twelve steps of thread 0, one of thread
/// 1, and three of thread 0.
pub fn decisions_to_text(decisions: &[u8]) -> String {
    let blocks = decisions.chunk_by(|a, b| a == b);
    let texts = blocks.map(|block| match block.len() {
        1 => block[0].to_string(),
        steps => format!("{}x{steps}", block[0]),
    });
    texts.collect::<Vec<_>>().join(",")
}

/// The decisions that such a text lists.
///
/// # Errors
///
/// Returns an error if the text is not such a list.
pub fn decisions_from_text(text: &str) -> Result<Vec<u8>, PlanError> {
    let mut decisions = Vec::new();
    for block in blocks(text) {
        let (thread, steps) = steps_of_thread(block)?;
        if decisions.len() + steps > 10_000_000 {
            return Err(PlanError::new("list of decisions", block));
        }
        decisions.extend(std::iter::repeat_n(thread, steps));
    }
    Ok(decisions)
}

fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter(|block| !block.trim().is_empty())
}

/// A thread and a number of steps: `1x3`, or `1` for one step.
fn steps_of_thread(block: &str) -> Result<(u8, usize), PlanError> {
    let (thread, steps) = block.split_once('x').unwrap_or((block, "1"));
    let error = || PlanError::new("list of decisions", block);
    let thread = thread.trim().parse().map_err(|_| error())?;
    let steps = steps.trim().parse().map_err(|_| error())?;
    match usize::from(thread) < MOST_THREADS {
        true => Ok((thread, steps)),
        false => Err(error()),
    }
}

impl FromStr for Plan {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let mut words = text.split_whitespace();
        let mut plan = Self {
            strategy: words.next().unwrap_or("").parse()?,
            ..Self::default()
        };
        for word in words {
            match word.split_once('=').unwrap_or((word, "")) {
                ("grain", grain) => plan.grain = grain.parse()?,
                ("time", time) => plan.time = time.parse()?,
                ("steps", steps) => plan.steps = number("number of steps", steps)?,
                ("after", "") => plan.after = true,
                ("patient", "") => plan.patient = true,
                ("spurious", "") => plan.spurious = true,
                ("frames", first) => plan.frames = Some(number("step", first)?),
                _ => return Err(PlanError::new("word of a plan", word)),
            }
        }
        Ok(plan)
    }
}

impl FromStr for Strategy {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let (name, rest) = text.split_once(':').unwrap_or((text, ""));
        match name {
            "random" => Ok(Self::Random {
                seed: number("seed", rest)?,
            }),
            "pos" => Ok(Self::Pos {
                seed: number("seed", rest)?,
            }),
            "pct" => {
                let mut parts = rest.split(':');
                let mut next = || parts.next().unwrap_or("");
                Ok(Self::Pct {
                    seed: number("seed", next())?,
                    depth: number("depth", next())?,
                    length: number("length", next())?,
                })
            }
            "list" => {
                let mut parts = rest.split(';');
                Ok(Self::List {
                    decisions: decisions_from_text(parts.next().unwrap_or(""))?,
                    asleep: parts.map(str::parse).collect::<Result<_, _>>()?,
                })
            }
            "stretches" => {
                let stretches = blocks(rest).map(|block| {
                    let (thread, until) = steps_of_thread(block)?;
                    Ok(Stretch { thread, until })
                });
                Ok(Self::Stretches(stretches.collect::<Result<_, _>>()?))
            }
            _ => Err(PlanError::new("strategy", name)),
        }
    }
}

impl FromStr for Sleeper {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let error = || PlanError::new("sleeping operation", text);
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or_else(error);
        Ok(Self {
            thread: number("thread", next()?)?,
            kind: Kind::from_number(number("kind", next()?)?).map_err(|_| error())?,
            object: number("object", next()?)?,
        })
    }
}

fn number<T: FromStr>(what: &'static str, text: &str) -> Result<T, PlanError> {
    text.parse().map_err(|_| PlanError::new(what, text))
}

macro_rules! words {
    ($name:ident, $what:literal: $($variant:ident $word:literal),*) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),* })
            }
        }

        impl FromStr for $name {
            type Err = PlanError;

            fn from_str(text: &str) -> Result<Self, PlanError> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(PlanError::new($what, text)),
                }
            }
        }
    };
}

words! { Grain, "grain": Atomic "atomic", Call "call" }
words! { Time, "time mode": Any "any", Sleeps "sleeps", Order "order" }

/// A text that should be part of a plan but is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanError {
    what: &'static str,
    text: String,
}

impl PlanError {
    fn new(what: &'static str, text: &str) -> Self {
        Self {
            what,
            text: text.to_owned(),
        }
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a valid {}", self.text, self.what)
    }
}

impl std::error::Error for PlanError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(plan: &Plan) {
        assert_eq!(plan.to_string().parse(), Ok(plan.clone()));
    }

    #[test]
    fn a_plan_is_read_as_it_was_written() {
        round_trip(&Plan::default());
        round_trip(&Plan {
            strategy: Strategy::Pct {
                seed: u64::MAX,
                depth: 3,
                length: 100,
            },
            grain: Grain::Call,
            time: Time::Order,
            after: true,
            patient: true,
            spurious: true,
            steps: 7,
            frames: Some(7),
        });
        let sleeper = Sleeper {
            thread: 2,
            kind: Kind::Store,
            object: 9,
        };
        round_trip(&Plan {
            strategy: Strategy::List {
                decisions: vec![0, 0, 0, 1, 2, 2],
                asleep: vec![sleeper, sleeper],
            },
            ..Plan::default()
        });
        round_trip(&Plan {
            strategy: Strategy::List {
                decisions: vec![],
                asleep: vec![],
            },
            ..Plan::default()
        });
        let stretch = |thread, until| Stretch { thread, until };
        round_trip(&Plan {
            strategy: Strategy::Stretches(vec![stretch(0, 12), stretch(1, 1), stretch(0, 20)]),
            ..Plan::default()
        });
    }

    #[test]
    fn decisions_are_short_to_write() {
        assert_eq!(decisions_to_text(&[0, 0, 0, 1, 0]), "0x3,1,0");
        assert_eq!(decisions_from_text("0x3, 1,0"), Ok(vec![0, 0, 0, 1, 0]));
    }

    #[test]
    fn what_is_no_plan_is_refused_by_name() {
        let error = |text: &str| text.parse::<Plan>().unwrap_err().to_string();
        assert_eq!(error("fair:1"), "`fair` is not a valid strategy");
        assert_eq!(error("random:x"), "`x` is not a valid seed");
        assert_eq!(error("random:1 grain=fine"), "`fine` is not a valid grain");
        assert_eq!(
            error("random:1 slowly"),
            "`slowly` is not a valid word of a plan"
        );
        assert_eq!(
            error("list:0,200"),
            "`200` is not a valid list of decisions"
        );
        assert_eq!(
            error("stretches:0,1y2"),
            "`1y2` is not a valid list of decisions"
        );
        assert_eq!(
            error("list:0,1x99999999999"),
            "`1x99999999999` is not a valid list of decisions"
        );
    }
}
