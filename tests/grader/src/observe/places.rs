//! Where the threads of a program stand and what they do there, in lines of the source.

use std::{collections::BTreeSet, io};

use interleave::{
    build::Program,
    lanes::{Places, Spot},
    run::Run,
    sources::Sources,
};
use scheduler::{Step, ThreadState, control::State};

use super::{situation::ThreadAt, words};
use crate::{build::Log, text};

/// A scheduled run up to some moment, and its program.
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
    /// The library function that is called there, if one is.
    pub call: Option<String>,
    /// What is done there.
    pub what: Act,
}

impl KeyLine {
    /// What the thread is called in a sentence that does something there.
    pub fn who(&self) -> Option<&str> {
        match &self.what {
            Act::Does { who, .. } => Some(who),
            _ => None,
        }
    }

    /// Whether a thread waits there until a time limit is over.
    pub fn gives_up(&self) -> bool {
        matches!(&self.what, Act::Does { deed, .. } if *deed == Deed::GivesUp)
    }
}

/// What is done at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Workers on these tasks are started. Without a task, a thread that runs no known worker is.
    Starts(Vec<String>),
    /// A worker is ready to do this step.
    IsReady(Step),
    /// The workers on these tasks are at work.
    AreAtWork {
        /// The tasks.
        tasks: Vec<String>,
        /// The one of them that main does itself.
        of_main: Option<String>,
    },
    /// A thread does something.
    Does {
        /// What the thread is called in a sentence.
        who: String,
        /// What it does.
        deed: Deed,
    },
}

/// What a thread does at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It sleeps.
    Sleeps,
    /// It waits until a time limit is over.
    GivesUp,
    /// It looks again and again, and then goes on.
    Looks,
    /// It reads a value, if that is known.
    Reads(Option<String>),
    /// It overwrites a value that it has not read.
    Overwrites {
        /// What the thread that has written it is called in a sentence.
        whose: String,
        /// The value, if that is known.
        value: Option<String>,
    },
    /// It prints this line.
    Prints(String),
    /// It writes this line to stderr.
    Says(String),
    /// It waits for the end of the worker on this task.
    Joins(String),
    /// It does the last thing before it ends the program.
    IsLast,
    /// It ends the program by a call.
    Exits,
}

/// What the source says of a run up to some moment: nothing, if the run was not seen inside.
pub struct SourceView<'a>(Option<Seen<'a>>);

struct Seen<'a> {
    places: Places<'a>,
    threads: &'a [ThreadState],
    /// What each thread is called in a sentence.
    names: Vec<String>,
}

impl Log {
    /// The run so far. None if the log cannot be read: then a message names no lines.
    pub fn snapshot(&self) -> Option<Snapshot> {
        Some(Snapshot {
            run: self.scheduled.run().ok()?,
            program: self.program.clone(),
        })
    }
}

impl Snapshot {
    pub(crate) fn sources(&self) -> io::Result<&Sources> {
        self.program.sources()
    }
}

impl<'a> SourceView<'a> {
    /// The view of the run in `snapshot`, in which there were these `threads`.
    pub(super) fn new(snapshot: Option<&'a Snapshot>, threads: &'a [ThreadState]) -> Self {
        Self(snapshot.and_then(|snapshot| {
            let sources = snapshot.sources().ok()?;
            let places = Places::new(&snapshot.run, sources);
            Some(Seen {
                names: names(&places, threads),
                places,
                threads,
            })
        }))
    }

    /// Says of each of `threads` where it stands.
    pub(super) fn describe<'b>(
        &self,
        threads: impl Iterator<Item = &'b ThreadState>,
    ) -> Vec<ThreadAt> {
        let Some(seen) = &self.0 else {
            return Vec::new();
        };
        threads.map(|thread| seen.describe(thread)).collect()
    }

    /// Where the workers on `tasks` were started, and where main slept or waited with a time limit.
    pub fn key_lines(&self, tasks: &[String]) -> Vec<KeyLine> {
        let waits = self.0.iter().flat_map(Seen::timed_waits);
        let of_main = waits.filter(|(thread, _)| *thread == 0);
        let started = self.starts(tasks).into_iter();
        let mut lines: Vec<_> = started.chain(of_main.map(|(_, line)| line)).collect();
        lines.sort_by_key(|line| line.number);
        lines
    }

    /// Where threads slept or waited with a time limit, each line once.
    pub fn timed_waits(&self) -> Vec<KeyLine> {
        let waits = self.0.iter().flat_map(Seen::timed_waits);
        let mut lines: Vec<_> = waits.map(|(_, line)| line).collect();
        lines.sort_by_key(|line| line.number);
        lines.dedup_by_key(|line| line.number);
        lines
    }

    /// Where a thread looked most often whether it may go on.
    pub fn looked_most_at(&self) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let (thread, spot) = seen.places.looked_most_at()?;
        Some(seen.does(thread, spot, Deed::Looks))
    }

    /// The names of the threads that slept or waited with a time limit.
    pub fn who_waited_for_time(&self) -> BTreeSet<String> {
        let waits = self.0.iter().flat_map(|seen| {
            let waits = seen.timed_waits();
            waits.map(|(thread, _)| seen.name(thread))
        });
        waits.collect()
    }

    /// Where the workers on `tasks` were started.
    pub fn starts(&self, tasks: &[String]) -> Vec<KeyLine> {
        let started = self.0.iter().flat_map(|seen| {
            tasks.iter().filter_map(|task| {
                let thread = seen.thread_of(task)?;
                Some((seen.places.spawned_at(thread)?, task.clone()))
            })
        });
        let lines = text::grouped(started).into_iter();
        lines
            .map(|(spot, tasks)| key_line(spot, Act::Starts(tasks)))
            .collect()
    }

    /// Where threads were started, with a known worker or without.
    pub fn spawns(&self) -> Vec<KeyLine> {
        let started = self.0.iter().flat_map(|seen| {
            let threads = 1..seen.threads.len();
            threads.filter_map(|thread| Some((seen.places.spawned_at(thread)?, ())))
        });
        let lines = text::grouped(started).into_iter();
        lines
            .map(|(spot, _)| key_line(spot, Act::Starts(Vec::new())))
            .collect()
    }

    /// Where a thread read a value, and where it then overwrote a newer one, if that happened.
    pub fn lost_update(&self) -> Vec<KeyLine> {
        let lines = self.0.iter().filter_map(Seen::lost_update);
        lines.flatten().collect()
    }

    /// Where a line of stdout was printed, when it had come so many times before.
    pub fn printed_at(&self, line: &str, before: usize) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let (thread, spot) = seen.places.printed_at(line, before)?;
        Some(seen.does(thread, spot, Deed::Prints(line.to_owned())))
    }

    /// Where a line of stderr was written first.
    pub fn said_at(&self, line: &str) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let (thread, spot) = seen.places.said_at(line)?;
        Some(seen.does(thread, spot, Deed::Says(line.to_owned())))
    }

    /// Where a thread waited for the end of the worker on `task`.
    pub fn joined_at(&self, task: &str) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let (thread, spot) = seen.places.joined_at(seen.thread_of(task)?)?;
        Some(seen.does(thread, spot, Deed::Joins(task.to_owned())))
    }

    /// The last thing that was done before the program was ended.
    pub fn left_at(&self) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let (thread, spot) = seen.places.left_at()?;
        let deed = match spot.call.as_deref() {
            Some("exit" | "process::exit") => Deed::Exits,
            _ => Deed::IsLast,
        };
        Some(seen.does(thread, spot, deed))
    }

    /// Where this thread is about to end the program.
    pub fn exits_at(&self, thread: usize) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let spot = seen.places.stands_at(thread)?;
        Some(seen.does(thread, spot, Deed::Exits))
    }

    /// Where main went on when it should have waited, if it did more than start threads and print.
    pub fn main_went_on_from(&self) -> Option<KeyLine> {
        let seen = self.0.as_ref()?;
        let spot = seen.places.main_went_on_from()?;
        Some(seen.does(0, spot, Deed::IsLast))
    }

    /// Where the worker on `step`, which waits for its turn to do it, stands.
    pub(super) fn ready_at(&self, step: &Step) -> Option<KeyLine> {
        let (_, spot) = self.0.as_ref()?.waits_at(&step.task)?;
        Some(key_line(spot, Act::IsReady(step.clone())))
    }

    /// Where the workers on `tasks`, which wait for their turns, stand.
    pub fn at_work(&self, tasks: &[String]) -> Vec<KeyLine> {
        let at = self.0.iter().flat_map(|seen| {
            tasks.iter().filter_map(|task| {
                let (thread, spot) = seen.waits_at(task)?;
                Some((spot, (thread, task.clone())))
            })
        });
        let lines = text::grouped(at).into_iter();
        let lines = lines.map(|(spot, workers)| {
            let of_main = workers.iter().find(|(thread, _)| *thread == 0);
            let of_main = of_main.map(|(_, task)| task.clone());
            let tasks = workers.into_iter().map(|(_, task)| task).collect();
            key_line(spot, Act::AreAtWork { tasks, of_main })
        });
        lines.collect()
    }

    /// Whether it is known why the threads that wait at the end are not woken.
    pub fn tells_why(&self) -> bool {
        self.0.as_ref().is_some_and(|seen| seen.places.tells_why())
    }

    /// The locks and atomics that the program has used, and what is known of each, in words.
    pub fn shared(&self) -> Vec<(String, String)> {
        let shared = self.0.iter().flat_map(|seen| {
            let shared = seen.places.shared().into_iter();
            shared.map(|shared| (shared.name, words::of_shared(&shared.state, &seen.names)))
        });
        shared.collect()
    }
}

impl Seen<'_> {
    /// What a thread is called in a sentence.
    fn name(&self, thread: usize) -> String {
        let name = self.names.get(thread).cloned();
        name.unwrap_or_else(|| self.places.name(thread))
    }

    fn does(&self, thread: usize, spot: Spot, deed: Deed) -> KeyLine {
        let who = self.name(thread);
        key_line(spot, Act::Does { who, deed })
    }

    /// Where threads slept or waited with a time limit, each with the thread.
    fn timed_waits(&self) -> impl Iterator<Item = (usize, KeyLine)> {
        let waits = self.places.timed_waits().into_iter();
        waits.map(|wait| {
            let deed = if wait.is_sleep {
                Deed::Sleeps
            } else {
                Deed::GivesUp
            };
            (wait.thread, self.does(wait.thread, wait.at, deed))
        })
    }

    /// The thread whose last worker is that on `task`.
    fn thread_of(&self, task: &str) -> Option<usize> {
        let mut threads = self.threads.iter();
        let thread = threads.find(|thread| thread.task.as_deref() == Some(task))?;
        Some(thread.number)
    }

    /// Where the worker on `task` waits for its turn, and on which thread.
    fn waits_at(&self, task: &str) -> Option<(usize, Spot)> {
        let is_its =
            |thread: &&ThreadState| thread.waits_for_turn && thread.task.as_deref() == Some(task);
        let thread = self.threads.iter().find(is_its)?.number;
        Some((thread, self.places.stands_at(thread)?))
    }

    /// Where a thread stands.
    fn describe(&self, thread: &ThreadState) -> ThreadAt {
        let spot = self.places.stands_at(thread.number);
        let line = spot.as_ref().map(|spot| spot.place.line as usize);
        let call = spot.and_then(|spot| spot.call);
        // The runtime sees that a thread at an `RwLock` sleeps. The log shows who holds the lock.
        let lock = self.places.awaits_lock(thread.number);
        let lock = lock.filter(|_| matches!(thread.state, State::Futex { until: None, .. }));
        let state = lock.map_or(thread.state, |(object, holder)| State::Locks {
            object: object.into(),
            holder: Some(holder),
        });
        let thread = &ThreadState {
            state,
            ..thread.clone()
        };
        ThreadAt {
            number: thread.number,
            name: self.names[thread.number].clone(),
            task: thread.task.clone(),
            state: thread.state,
            words: words::of_thread(
                thread,
                line,
                call.as_deref(),
                &self.names,
                |holder, object| {
                    let held = self.places.holds(holder).into_iter();
                    let mut of_object = held.filter(|(lock, _)| u64::from(*lock) == object);
                    of_object.next().map(|(_, spot)| spot.place.line as usize)
                },
            ),
            call,
            line,
        }
    }

    fn lost_update(&self) -> Option<[KeyLine; 2]> {
        let lost = self.places.lost_update()?;
        let [one, other] = [lost.thread, lost.other].map(|thread| self.names.get(thread));
        // Two threads that have worked on the same task last are told apart by their own names.
        let name = |thread: usize| match self.names.get(thread).filter(|_| one != other) {
            Some(name) => name.clone(),
            None => self.places.name(thread),
        };
        let who = name(lost.thread);
        let does = |spot, deed| {
            let who = who.clone();
            key_line(spot, Act::Does { who, deed })
        };
        let overwrites = Deed::Overwrites {
            whose: name(lost.other),
            value: lost.lost,
        };
        Some([
            does(lost.read_at, Deed::Reads(lost.read)),
            does(lost.overwritten_at, overwrites),
        ])
    }
}

fn key_line(spot: Spot, what: Act) -> KeyLine {
    KeyLine {
        number: spot.place.line as usize,
        text: spot.text,
        call: spot.call,
        what,
    }
}

/// The names of `threads` in a sentence: main without backticks, and the tasks of the workers, or
/// names that the program has given, in backticks. Other threads are "the thread of line 9".
fn names(places: &Places, threads: &[ThreadState]) -> Vec<String> {
    let name = |thread: &ThreadState| match (&thread.task, thread.number) {
        (_, 0) => "main".to_owned(),
        (Some(task), _) => text::names([task]),
        (None, number) => places.name(number),
    };
    threads.iter().map(name).collect()
}
