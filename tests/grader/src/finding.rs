//! What is found in a program: one finding, and why it matters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is found in a program. Of several that hold, it is the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The compiler refuses it, or does not come to an end.
    DoesNotBuild,
    /// It prints more than it may.
    TooMuchOutput,
    /// It was ended by a signal, or by what other systems have in its place.
    Crashes,
    /// It prints a worker's line that no worker has printed.
    ForgedOutput,
    /// Main leaves at once, while its workers are at work.
    NoWait,
    /// Main waits for a length of time and not for its workers.
    Sleeps,
    /// The exit status is not the one that is expected, or a thread has panicked.
    Fails,
    /// Main waits for some of its workers and not for others.
    ForgetsSome,
    /// One worker at a time.
    Serial,
    /// Fewer workers at a time than expected.
    PartlySerial,
    /// More workers at a time than expected.
    TooManyAtOnce,
    /// An order that should be impossible can be played.
    TooEarly,
    /// An order that should be possible cannot be played.
    NeedlessWait,
    /// It does not end, although all have finished that could.
    Hangs,
    /// It prints something that the answer key does not allow.
    WrongOutput,
    /// It does without what the check sees, where the lesson is about that.
    Unseen,
    /// As many at once as expected, in every order, and main waits for them.
    Joined,
}

impl Finding {
    /// All of them, in the order in which they are looked for.
    pub const ALL: [Self; 17] = [
        Self::DoesNotBuild,
        Self::TooMuchOutput,
        Self::Crashes,
        Self::ForgedOutput,
        Self::NoWait,
        Self::Sleeps,
        Self::Fails,
        Self::ForgetsSome,
        Self::Serial,
        Self::PartlySerial,
        Self::TooManyAtOnce,
        Self::TooEarly,
        Self::NeedlessWait,
        Self::Hangs,
        Self::WrongOutput,
        Self::Unseen,
        Self::Joined,
    ];

    /// The one with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The one that had this name in an earlier version.
    pub fn of_former_name(name: &str) -> Option<Self> {
        match name {
            "floods" => Some(Self::TooMuchOutput),
            "made-up-output" => Some(Self::ForgedOutput),
            "under-ordered" => Some(Self::TooEarly),
            "over-ordered" => Some(Self::NeedlessWait),
            _ => None,
        }
    }

    /// Its name, as in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::DoesNotBuild => "does-not-build",
            Self::TooMuchOutput => "too-much-output",
            Self::Crashes => "crashes",
            Self::ForgedOutput => "forged-output",
            Self::NoWait => "no-wait",
            Self::Sleeps => "sleeps",
            Self::Fails => "fails",
            Self::ForgetsSome => "forgets-some",
            Self::Serial => "serial",
            Self::PartlySerial => "partly-serial",
            Self::TooManyAtOnce => "too-many-at-once",
            Self::NeedlessWait => "needless-wait",
            Self::TooEarly => "too-early",
            Self::Hangs => "hangs",
            Self::WrongOutput => "wrong-output",
            Self::Unseen => "unseen",
            Self::Joined => "joined",
        }
    }

    /// Why it matters, in a sentence.
    pub fn why(self) -> &'static str {
        match self {
            Self::DoesNotBuild => {
                "The compiler's first message is the one to read: the others often follow from it."
            }
            Self::TooMuchOutput => "A loop without an end fills whatever its output goes to.",
            Self::Crashes => {
                "A process that is killed takes all its threads with it, and whatever they had not \
                 finished is lost."
            }
            Self::ForgedOutput => {
                "A line should say that the work was done; printed by anybody else, it only looks as \
                 if it had been."
            }
            Self::NoWait => {
                "When main returns, the process ends and every thread with it, wherever it is: no \
                 error, no warning, and the work is lost."
            }
            Self::Sleeps => {
                "No length of time is the right one: on a slower machine the work is cut off, and on \
                 a faster one the time is wasted."
            }
            Self::Fails => {
                "A program that fails has not done its work; one that hides it is worse, for whoever \
                 looks at the exit status believes that all is well; and one that fails for nothing is soon \
                 believed by nobody."
            }
            Self::ForgetsSome => {
                "A worker that nobody waits for is cut off whenever it happens to be the slowest, \
                 and that shows only now and then."
            }
            Self::Serial => {
                "Workers that take turns need as long as if there were no threads. They are concurrent if each \
                 of them can go on while the others are still at work."
            }
            Self::PartlySerial => {
                "Workers that have nothing to do with each other need not wait for each other: it \
                 costs the time that concurrency was to save."
            }
            Self::TooManyAtOnce => {
                "Each worker in progress holds something: a thread, a file, a connection. A limit \
                 that does not hold protects none of them."
            }
            Self::NeedlessWait => {
                "An order that the task does not ask for makes fast workers wait for slow ones."
            }
            Self::TooEarly => {
                "An order that is asked for has to hold each time, and not only as long as nobody \
                 happens to be faster."
            }
            Self::Hangs => {
                "What nobody ends lasts for ever. Ask of each wait and each loop who is to end it: who \
                 sends, who notifies, who unlocks, who lets go of the last clone?"
            }
            Self::WrongOutput => {
                "Whoever reads the output relies on each line of it: it is there once, in an order that the \
                 task allows, and nothing else is there."
            }
            Self::Unseen => {
                "That a program went well each time that it was tried says nothing of the one time in a million: \
                 what cannot be tried has to be thought through, or done in a way that can."
            }
            Self::Joined => {
                "This is right, and it is what stage 4 asks for; here the mistake itself should be seen."
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
