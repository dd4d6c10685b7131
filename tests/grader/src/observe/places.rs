//! What the threads of a program stand at, in words and to the line of the learner's file.

use std::io;

use interleave::{
    build::Program,
    lanes::{Places, SharedState, Spot},
    run::Run,
    sources::Sources,
};
use scheduler::{
    Step, ThreadState,
    control::{FileKind, State},
};

use super::situation::ThreadAt;
use crate::build::Log;

/// A scheduled run up to some moment, and the program that was run.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The program.
    pub program: Program,
    /// The run.
    pub run: Run,
}

/// A line of the learner's file, and what is done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLine {
    /// Its number.
    pub number: usize,
    /// Its text, without what is around it.
    pub text: String,
    /// What is done there.
    pub what: Act,
}

/// What is done at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The workers on these tasks are started.
    Starts(Vec<String>),
    /// Main sleeps.
    Sleeps,
    /// Main waits until a time limit is over.
    GivesUp,
    /// A thread reads a value, if it is known what it reads.
    Reads {
        /// What the thread is called.
        who: String,
        /// The value.
        value: Option<String>,
    },
    /// A thread overwrites a value that it has not read.
    Overwrites {
        /// What the thread is called.
        who: String,
        /// What the thread is called that has written it.
        whose: String,
        /// The value.
        value: Option<String>,
    },
    /// A thread prints a line.
    Prints {
        /// What the thread is called.
        who: String,
        /// The line, without its end.
        line: String,
    },
    /// A worker is ready to do this step.
    IsReady(Step),
    /// The workers on these tasks are at work.
    AreAtWork(Vec<String>),
}

impl Log {
    /// The run so far. Nothing if it cannot be read: then less is said of it.
    pub fn snapshot(&self) -> Option<Snapshot> {
        Some(Snapshot {
            run: self.scheduled.run().ok()?,
            program: self.program.clone(),
        })
    }
}

impl Snapshot {
    /// Says of each of `threads` where it stands. They are some of `all`.
    pub(super) fn describe<'a>(
        &self,
        all: &[ThreadState],
        threads: impl Iterator<Item = &'a ThreadState>,
    ) -> Vec<ThreadAt> {
        let Ok(sources) = self.sources() else {
            return Vec::new();
        };
        let places = Places::new(&self.run, &sources);
        let names = names(&places, all);
        let quoted = quoted(&names, all);
        let at = |thread: &ThreadState| {
            let spot = places.stands_at(thread.number);
            let line = spot.as_ref().map(|spot| spot.place.line as usize);
            let call = spot.and_then(|spot| spot.call);
            ThreadAt {
                number: thread.number,
                name: names[thread.number].clone(),
                task: thread.task.clone(),
                state: thread.state,
                words: words(thread, line, call.as_deref(), &quoted, |holder| {
                    let held = places.holds(holder);
                    held.first().map(|(_, spot)| spot.place.line as usize)
                }),
                call,
                line,
            }
        };
        threads.map(at).collect()
    }

    /// Where the workers on `tasks` were started, and where main slept or waited with a time limit.
    pub(super) fn key_lines(&self, threads: &[ThreadState], tasks: &[String]) -> Vec<KeyLine> {
        let Ok(sources) = self.sources() else {
            return Vec::new();
        };
        let places = Places::new(&self.run, &sources);
        let started = tasks.iter().filter_map(|task| {
            let mut threads = threads.iter();
            let thread = threads.find(|thread| thread.task.as_ref() == Some(task))?;
            Some((places.spawned_at(thread.number)?, task.clone()))
        });
        let started = by_line(started).into_iter();
        let started = started.map(|(spot, tasks)| key_line(spot, Act::Starts(tasks)));
        let slept = places.slept_at(0).into_iter();
        let slept = slept.map(|spot| key_line(spot, Act::Sleeps));
        let gave_up = places.gave_up_at(0).into_iter();
        let gave_up = gave_up.map(|spot| key_line(spot, Act::GivesUp));
        let mut lines: Vec<_> = started.chain(slept).chain(gave_up).collect();
        lines.sort_by_key(|line| line.number);
        lines
    }

    /// Where a thread read a value, and where it then overwrote a newer one.
    pub(super) fn lost_update(&self, threads: &[ThreadState]) -> Vec<KeyLine> {
        let Ok(sources) = self.sources() else {
            return Vec::new();
        };
        let places = Places::new(&self.run, &sources);
        let Some(lost) = places.lost_update() else {
            return Vec::new();
        };
        let names = names(&places, threads);
        let [one, other] = [lost.thread, lost.other].map(|thread| names.get(thread));
        // Two threads that have worked on the same task last are told apart by their own names.
        let name = |thread: usize| match names.get(thread).filter(|_| one != other) {
            Some(name) => name.clone(),
            None => places.name(thread),
        };
        let reads = Act::Reads {
            who: name(lost.thread),
            value: lost.read,
        };
        let overwrites = Act::Overwrites {
            who: name(lost.thread),
            whose: name(lost.other),
            value: lost.lost,
        };
        vec![
            key_line(lost.read_at, reads),
            key_line(lost.overwritten_at, overwrites),
        ]
    }

    /// Where a line of the output was printed, when it had come so many times before.
    pub(super) fn printed_at(
        &self,
        threads: &[ThreadState],
        line: &str,
        before: usize,
    ) -> Option<KeyLine> {
        let sources = self.sources().ok()?;
        let places = Places::new(&self.run, &sources);
        let (thread, spot) = places.printed_at(line, before)?;
        let name = names(&places, threads).get(thread).cloned();
        let who = name.unwrap_or_else(|| places.name(thread));
        let line = line.to_owned();
        Some(key_line(spot, Act::Prints { who, line }))
    }

    /// Where the worker on `step`, which waits for its turn to do it, stands.
    pub(super) fn ready_at(&self, threads: &[ThreadState], step: &Step) -> Option<KeyLine> {
        let sources = self.sources().ok()?;
        let spot = waits_at(&Places::new(&self.run, &sources), threads, &step.task)?;
        Some(key_line(spot, Act::IsReady(step.clone())))
    }

    /// Where each of `steps` was done, or else where its worker waits for its turn.
    pub(super) fn done_at(&self, threads: &[ThreadState], steps: &[Step]) -> Vec<KeyLine> {
        let Ok(sources) = self.sources() else {
            return Vec::new();
        };
        let places = Places::new(&self.run, &sources);
        let at = steps.iter().filter_map(|step| {
            let done = places.printed_at(&step.line(), 0);
            let spot = done.map(|(_, spot)| spot);
            let spot = spot.or_else(|| waits_at(&places, threads, &step.task))?;
            Some((spot, step.task.clone()))
        });
        let lines = by_line(at).into_iter();
        lines
            .map(|(spot, tasks)| key_line(spot, Act::AreAtWork(tasks)))
            .collect()
    }

    /// The locks and atomics that the program has used, and what is known of each, in words.
    /// `threads` are all.
    pub(super) fn shared(&self, threads: &[ThreadState]) -> Vec<(String, String)> {
        let Ok(sources) = self.sources() else {
            return Vec::new();
        };
        let places = Places::new(&self.run, &sources);
        let names = quoted(&names(&places, threads), threads);
        let shared = places.shared().into_iter();
        shared
            .map(|shared| (shared.name, state_in_words(&shared.state, &names)))
            .collect()
    }

    pub(crate) fn sources(&self) -> io::Result<Sources> {
        Sources::open(&self.program.executable, &self.program.own)
    }
}

/// Where the worker on `task` waits for its turn.
fn waits_at(places: &Places, threads: &[ThreadState], task: &String) -> Option<Spot> {
    let is_its =
        |thread: &&ThreadState| thread.waits_for_turn && thread.task.as_ref() == Some(task);
    places.stands_at(threads.iter().find(is_its)?.number)
}

fn key_line(spot: Spot, what: Act) -> KeyLine {
    KeyLine {
        number: spot.place.line as usize,
        text: spot.text,
        what,
    }
}

/// What belongs to each spot, with the spots in the order in which they come first.
fn by_line<T>(pairs: impl Iterator<Item = (Spot, T)>) -> Vec<(Spot, Vec<T>)> {
    let mut lines: Vec<(Spot, Vec<T>)> = Vec::new();
    for (spot, item) in pairs {
        match lines
            .iter_mut()
            .find(|(known, _)| known.place == spot.place)
        {
            Some((_, items)) => items.push(item),
            None => lines.push((spot, vec![item])),
        }
    }
    lines
}

/// What `threads` are called: by the tasks of their workers, where these are known.
fn names(places: &Places, threads: &[ThreadState]) -> Vec<String> {
    let name = |thread: &ThreadState| match (&thread.task, thread.number) {
        (_, 0) => "main".to_owned(),
        (Some(task), _) => task.clone(),
        (None, number) => places.name(number),
    };
    threads.iter().map(name).collect()
}

/// The same names as they stand in a sentence: the name of a task could be read as a part of it.
fn quoted(names: &[String], threads: &[ThreadState]) -> Vec<String> {
    let name = |(name, thread): (&String, &ThreadState)| match (&thread.task, thread.number) {
        (Some(_), 1..) => format!("`{name}`"),
        _ => name.clone(),
    };
    names.iter().zip(threads).map(name).collect()
}

/// What is known of an object that threads share. Threads are called by `names`.
fn state_in_words(state: &SharedState, names: &[String]) -> String {
    let held = |(thread, spot): &(usize, Option<Spot>)| {
        let name = names.get(*thread).map_or("a thread", String::as_str);
        let line = spot.as_ref().map(|spot| spot.place.line);
        let since = line.map_or_else(String::new, |line| format!(" since line {line}"));
        format!("held by {name}{since}")
    };
    match state {
        SharedState::Value(value) => value.to_string(),
        SharedState::Lock(holders) if holders.is_empty() => "free".to_owned(),
        SharedState::Lock(holders) => holders.iter().map(held).collect::<Vec<_>>().join(", "),
    }
}

/// What `thread` stands at. Threads are called by `names`, and a holder has locked at the line that
/// `locked_at` says.
fn words(
    thread: &ThreadState,
    line: Option<usize>,
    call: Option<&str>,
    names: &[String],
    locked_at: impl Fn(usize) -> Option<usize>,
) -> String {
    let at = line.map_or_else(String::new, |line| format!(" at line {line}"));
    let blocked = match call {
        Some(call) => format!("is blocked in `{call}`{at}"),
        None => format!("is blocked{at}"),
    };
    let name = |number: usize| names.get(number).map_or("another thread", String::as_str);
    match &thread.state {
        State::Joins(other) => match name(*other) {
            // One of which no worker is known.
            thread if thread.starts_with("the thread ") => format!("{blocked}, on {thread}"),
            task => format!("{blocked}, on the thread of {task}"),
        },
        State::Locks {
            holder: Some(holder),
            ..
        } => {
            let since = locked_at(*holder);
            let since = since.map_or_else(String::new, |line| format!(" since line {line}"));
            if *holder == thread.number {
                return format!("{blocked}, on a lock that it holds itself{since}");
            }
            format!("{blocked}, on a lock that {} holds{since}", name(*holder))
        }
        State::Locks { holder: None, .. } => format!("{blocked}, on a lock"),
        State::Futex { until: None, .. } => blocked,
        State::Futex { until: Some(_), .. } => format!("{blocked}, with a time limit"),
        State::Sleeps { .. } => format!("sleeps{at}"),
        State::Reads { .. } => format!("waits for input{at}"),
        State::Writes { file, .. } if file.kind == FileKind::Pipe => {
            format!("prints{at}, and its output is not read")
        }
        State::Writes { .. } => format!("writes{at}"),
        State::Child(_) => format!("waits for a child process{at}"),
        State::Spins { .. } => format!("looks again and again{at}, and nothing changes"),
        State::SpinsOnClock => format!("looks at the clock again and again{at}"),
        State::Yields => format!("yields again and again{at}"),
        State::Runs => format!("goes on and on{at}"),
        State::Leaves => format!("is about to end the program{at}"),
        State::Away => format!("is busy{at}"),
        State::Ended => "has ended".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of thread 2 in this state.
    fn said(state: &State, line: Option<usize>, call: Option<&str>) -> String {
        let thread = |number, task: Option<&str>| ThreadState {
            number,
            state: *state,
            waits_for_turn: false,
            task: task.map(str::to_owned),
        };
        let threads = [
            thread(0, None),
            thread(1, Some("sort data")),
            thread(2, Some("parse files")),
            thread(3, None),
        ];
        let names = ["main", "sort data", "parse files", "the thread of line 9"];
        let names = quoted(&names.map(str::to_owned), &threads);
        words(&threads[2], line, call, &names, |holder| {
            (holder > 0).then_some(17 + holder)
        })
    }

    #[test]
    fn a_blocked_thread_is_told_with_its_line_and_with_whom_it_waits_for() {
        assert_eq!(
            said(&State::Joins(1), Some(17), Some("JoinHandle::join")),
            "is blocked in `JoinHandle::join` at line 17, on the thread of `sort data`"
        );
        assert_eq!(
            said(&State::Joins(3), Some(17), None),
            "is blocked at line 17, on the thread of line 9"
        );
        let locks = |holder| State::Locks { object: 5, holder };
        assert_eq!(
            said(&locks(Some(1)), Some(20), Some("Mutex::lock")),
            "is blocked in `Mutex::lock` at line 20, on a lock that `sort data` holds since line 18"
        );
        assert_eq!(
            said(&locks(Some(2)), Some(20), None),
            "is blocked at line 20, on a lock that it holds itself since line 19"
        );
        assert_eq!(said(&locks(None), None, None), "is blocked, on a lock");
    }

    #[test]
    fn a_thread_that_is_not_blocked_says_what_it_does() {
        assert_eq!(
            said(&State::Sleeps { until: 5 }, Some(9), None),
            "sleeps at line 9"
        );
        assert_eq!(
            said(&State::Leaves, None, None),
            "is about to end the program"
        );
    }
}
