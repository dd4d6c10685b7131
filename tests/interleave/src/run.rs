//! One run of a program, from its log, its output and its status.

use std::{collections::BTreeSet, iter, ops::Range, process::ExitStatus, time::Duration};

use interleave_protocol::{
    log::{End, Entry, Kind, ThreadState, Waiting},
    plan::{Plan, Strategy},
};

use crate::repetition::last_new_step;

mod log;

pub use log::Log;

/// One run of a program.
#[derive(Clone, Debug)]
pub struct Run {
    /// What was done, in the order in which it was done.
    pub steps: Vec<Step>,
    /// How it ended, as the runtime saw it.
    pub end: End,
    /// The thread that ended the program, if one did.
    pub left_by: Option<usize>,
    /// The threads as they were at the end. Empty if the program was killed or crashed.
    pub threads: Vec<ThreadState>,
    /// The virtual time at the end, in nanoseconds since the start.
    pub clock: u64,
    /// The last step in which something changed.
    pub last_change: usize,
    /// Whether a thread that could go on was ever deferred, because it had looked in vain for long.
    pub is_kept_back: bool,
    /// Whether an operation in a long loop was no step of its own.
    pub has_loops: bool,
    /// How the process ended.
    pub status: ExitStatus,
    /// What it wrote to stdout.
    pub stdout: Vec<u8>,
    /// What it wrote to stderr.
    pub stderr: Vec<u8>,
    /// Whether it was killed because it reached no point for too long.
    pub is_busy: bool,
    /// How much processor time it took, its start included. That is the same on a busy machine and
    /// on an idle one.
    pub processor_time: Duration,
}

impl Run {
    /// A run from its log alone.
    pub fn of_log(log: Log) -> Self {
        Self {
            steps: log.steps,
            end: log.end,
            left_by: log.left_by,
            threads: log.threads,
            clock: log.clock,
            last_change: log.last_change,
            is_kept_back: log.is_kept_back,
            has_loops: log.has_loops,
            is_busy: false,
            processor_time: Duration::ZERO,
            status: ExitStatus::default(),
            stdout: Vec::new(),
            stderr: Vec::new(),
        }
    }

    /// The same run, in which a step that is equal to an earlier one is no change. That is known only
    /// if each thread that could go on has had its turns since. Otherwise all is as it was.
    #[must_use]
    pub fn ignoring_repetitions(self) -> Self {
        let last_new = last_new_step(&self.steps).unwrap_or(self.last_change);
        Self {
            last_change: last_new.min(self.last_change),
            ..self
        }
    }

    /// The same run, as one that would have gone on to an end: it is no livelock.
    #[must_use]
    pub fn without_livelock(self) -> Self {
        Self {
            last_change: self.steps.len(),
            ..self
        }
    }

    /// The part of stdout that each step has written. Empty for a step that has written nothing.
    pub fn prints(&self) -> Vec<Range<usize>> {
        let mut printed = 0;
        let steps = self.steps.iter().map(|step| {
            let begin = printed;
            if is_print(&step.entry) {
                printed += (step.entry.value & 0xffff_ffff) as usize;
            }
            begin.min(self.stdout.len())..printed.min(self.stdout.len())
        });
        steps.collect()
    }

    /// The run up to the step in which the first `bytes` of stdout had been written. It ends there
    /// as unfinished.
    #[must_use]
    pub fn until_printed(self, bytes: usize) -> Self {
        let Some(last) = self.prints().iter().position(|range| range.end >= bytes) else {
            return self;
        };
        let mut run = self.until_step(last + 1);
        run.stdout.truncate(bytes);
        run
    }

    /// The first `count` steps of the run. It ends there as unfinished.
    #[must_use]
    pub fn until_step(mut self, count: usize) -> Self {
        if let Some(next) = self.prints().get(count) {
            self.stdout.truncate(next.start);
        }
        let later = self.steps.split_off(count.min(self.steps.len()));
        self.end = End::Unfinished;
        self.left_by = None;
        let able = later.first().map_or(0, |step| step.entry.choices);
        for (number, thread) in self.threads.iter_mut().enumerate() {
            let mut own = later.iter().filter(|step| step.entry.thread == number);
            let next = own.next();
            if able >> number & 1 == 1 || next.is_none() && thread.waiting == Waiting::No {
                // It can go on, so where it stands is not to be shown.
                thread.waiting = Waiting::Ended;
            } else if let Some(next) = next {
                thread.kind = next.entry.kind;
                thread.object = next.entry.object;
                thread.waiting = match next.entry.kind {
                    Kind::Woken => Waiting::Futex,
                    Kind::Lock => Waiting::Mutex,
                    Kind::Join => Waiting::Thread,
                    _ => Waiting::Ended,
                };
                if next.entry.kind == Kind::Join {
                    thread.awaited = next.entry.value as usize;
                }
                thread.frames.clone_from(&next.frames);
            }
        }
        self
    }

    /// Says that no thread can go on after the last step. The log of a program that has not ended
    /// leaves this open.
    pub fn set_deadlock(&mut self) {
        self.end = End::Deadlock;
    }

    /// The threads that wrote to stdout.
    pub fn printers(&self) -> BTreeSet<usize> {
        let entries = self.steps.iter().map(|step| step.entry);
        entries.filter(is_print).map(|entry| entry.thread).collect()
    }

    /// Why the plan's list of decisions does not fit the program, if it does not.
    pub fn misfit(&self, plan: &Plan) -> Option<String> {
        const ADVICE: &str =
            "Is it a schedule of this program, and has the program not changed since?";
        let done = self.steps.len();
        match &plan.strategy {
            Strategy::List { decisions, .. } if self.end == End::Diverged => Some(format!(
                "the schedule does not fit: thread {} cannot do step {}. {ADVICE}",
                decisions.get(done).copied().unwrap_or(0),
                done + 1
            )),
            // A run in which nothing changes any more is stopped before its list is done.
            _ if self.end == End::StepLimit => None,
            Strategy::List { decisions, .. } if decisions.len() > done => Some(format!(
                "the schedule does not fit: it has {} steps, and the program has ended after {done}. \
                 {ADVICE}",
                decisions.len()
            )),
            _ => None,
        }
    }
}

/// Whether this step has written to stdout.
fn is_print(entry: &Entry) -> bool {
    const STDOUT: u64 = 1;
    entry.kind == Kind::Write && entry.value >> 32 == STDOUT
}

/// What one thread did when it was its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it did.
    pub entry: Entry,
    /// What else it read or changed on the way.
    pub accesses: Vec<Access>,
    /// Its calls, the innermost first, if the plan asks for them: addresses relative to where the
    /// program was loaded.
    pub frames: Vec<u32>,
}

impl Step {
    /// All its operations. The first is the one that was announced.
    pub fn operations(&self) -> Vec<(Kind, u32)> {
        let all = self.all_accesses();
        all.map(|access| (access.kind, access.object)).collect()
    }

    /// The access that was announced, and then those that the step did on the way.
    pub fn all_accesses(&self) -> impl Iterator<Item = Access> + Clone {
        let first = Access {
            kind: self.entry.kind,
            object: self.entry.object,
            value: Some(self.entry.value),
        };
        iter::once(first).chain(self.accesses.iter().copied())
    }
}

/// What a step read or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Access {
    /// Whether it read, wrote, or both.
    pub kind: Kind,
    /// The object.
    pub object: u32,
    /// The last value that the step read or wrote. None if the runtime has not seen it.
    pub value: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(thread: usize, is_access: bool) -> Entry {
        Entry {
            thread,
            kind: Kind::Load,
            is_access,
            object: 3,
            value: 0,
            time: 0,
            choices: 1,
        }
    }

    #[test]
    fn a_run_is_cut_off_after_what_it_has_printed() {
        let prints = |bytes| Step {
            entry: Entry {
                kind: Kind::Write,
                value: (1_u64 << 32) | bytes,
                ..entry(0, false)
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        let step = Step {
            entry: entry(0, false),
            ..prints(0)
        };
        let run = Run {
            stdout: b"one\ntwo\nthree\n".to_vec(),
            ..Run::of_log(Log {
                steps: vec![prints(4), step.clone(), prints(4), step, prints(6)],
                end: End::Left,
                left_by: Some(0),
                ..Log::default()
            })
        };
        let cut = run.clone().until_printed(8);
        assert_eq!((cut.steps.len(), &cut.stdout[..]), (3, &b"one\ntwo\n"[..]));
        assert_eq!((cut.end, cut.left_by), (End::Unfinished, None));
        assert_eq!(run.clone().until_printed(99).steps, run.steps);
    }

    #[test]
    fn a_thread_that_sleeps_where_a_run_is_cut_waits_there() {
        let step = |thread, kind| Step {
            entry: Entry {
                kind,
                object: 3,
                choices: 0b10,
                ..entry(thread, false)
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        let thread = |waiting| ThreadState {
            kind: Kind::Exit,
            object: 0,
            waiting,
            awaited: 0,
            is_at_work: true,
            name: String::new(),
            frames: Vec::new(),
        };
        let run = Run::of_log(Log {
            steps: vec![
                step(0, Kind::Wait),
                step(1, Kind::Store),
                step(1, Kind::Woken),
                step(0, Kind::Woken),
                step(3, Kind::Lock),
                step(1, Kind::Exit),
            ],
            threads: vec![
                thread(Waiting::No),
                thread(Waiting::Ended),
                thread(Waiting::Mutex),
                thread(Waiting::Ended),
            ],
            ..Log::default()
        });
        let cut = run.until_step(2);
        let waiting: Vec<Waiting> = cut.threads.iter().map(|thread| thread.waiting).collect();
        assert_eq!(cut.steps.len(), 2);
        // The second thread can go on there. The third does nothing later.
        assert_eq!(
            waiting,
            [
                Waiting::Futex,
                Waiting::Ended,
                Waiting::Mutex,
                Waiting::Mutex
            ]
        );
        assert_eq!(
            (cut.threads[0].kind, cut.threads[0].object),
            (Kind::Woken, 3)
        );
    }
}
