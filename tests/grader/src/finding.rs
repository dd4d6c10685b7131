//! What is found in a program: one finding, its name, and why it matters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is found in a program. If several hold, it is the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// The compiler refuses it, or does not finish.
    DoesNotBuild,
    /// It prints more than it may.
    TooMuchOutput,
    /// A signal ended it, or what other systems have in place of signals.
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
    /// It does not end, although all workers that could finish have finished.
    Hangs,
    /// It prints something that the answer key does not allow.
    WrongOutput,
    /// It does not use what the check can see, although the lesson is about that.
    Unseen,
    /// As many at once as expected, in every order, and main waits for them.
    Joined,
}

impl Finding {
    /// All findings, in the order in which they are looked for.
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

    /// The finding with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Its name, as in the JSON.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Why it matters, in a sentence or two.
    pub fn why(self) -> &'static str {
        self.words().1
    }

    /// Its name, and why it matters.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::DoesNotBuild => (
                "does-not-build",
                "Read the compiler's first message first. The others often follow from it.",
            ),
            Self::TooMuchOutput => (
                "too-much-output",
                "A loop without an end fills the disk or the log that its output goes to.",
            ),
            Self::Crashes => (
                "crashes",
                "A process that is killed takes all its threads with it. Their unfinished work is \
                 lost.",
            ),
            Self::ForgedOutput => (
                "forged-output",
                "A line should say that its work was done. A line that no worker printed says so \
                 of work that was not.",
            ),
            Self::NoWait => (
                "no-wait",
                "When main returns, the process ends, and every thread ends with it, wherever it \
                 is. There is no error and no warning, and the work is lost.",
            ),
            Self::Sleeps => (
                "sleeps",
                "No length of time is the right one. On a slower machine the work is cut off, and \
                 on a faster one time is wasted.",
            ),
            Self::Fails => (
                "fails",
                "A thread that panics leaves its work undone. Scripts and other programs look at \
                 the exit status: it must tell a failure from a success, and stderr must say what \
                 failed.",
            ),
            Self::ForgetsSome => (
                "forgets-some",
                "A worker that the program does not wait for is cut off when it is the slowest. \
                 That happens only now and then, so it is hard to notice.",
            ),
            Self::Serial => (
                "serial",
                "Workers that take turns need as long as a program without threads. Workers are \
                 concurrent if each can go on while the others are still at work.",
            ),
            Self::PartlySerial => (
                "partly-serial",
                "Workers need to wait for each other only where they share something. Any other \
                 wait costs the time that concurrency should save.",
            ),
            Self::TooManyAtOnce => (
                "too-many-at-once",
                "Each worker in progress holds something: a thread, a file, a connection. A limit \
                 that does not always hold protects none of them.",
            ),
            Self::TooEarly => (
                "too-early",
                "An order that the task asks for must hold in every run, and not only if the \
                 threads happen to run in that order.",
            ),
            Self::NeedlessWait => (
                "needless-wait",
                "An order that the task does not ask for makes fast workers wait for slow ones.",
            ),
            Self::Hangs => (
                "hangs",
                "The program waits for something that never happens. Ask of each wait which thread \
                 ends it: which one sends, notifies, unlocks, or drops the last clone?",
            ),
            Self::WrongOutput => (
                "wrong-output",
                "Each line of the output should be there once, with the right text, in an order \
                 that the task allows.",
            ),
            Self::Unseen => (
                "unseen",
                "A test of some runs does not prove that all runs are right. What cannot be tried \
                 must be thought through, or done in a way that can be tried.",
            ),
            Self::Joined => (
                "joined",
                "This is right, and it is what stage 4 asks for. Here the mistake itself should be \
                 seen.",
            ),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_missing_in_the_list_of_all() {
        for (place, finding) in Finding::ALL.into_iter().enumerate() {
            assert_eq!(finding as usize, place, "{finding}");
        }
    }

    #[test]
    fn a_finding_is_read_by_its_name() {
        for finding in Finding::ALL {
            let read: Finding = serde_json::from_value(finding.name().into()).expect("a name");
            assert_eq!(read, finding);
            assert_eq!(Finding::of_name(finding.name()), Some(finding));
        }
        assert_eq!(Finding::of_name("fine"), None);
    }
}
