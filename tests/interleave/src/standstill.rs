//! Moments at which threads sleep before they print, and nothing else can happen.
//!
//! In a run that is not scheduled from outside, no thread is kept from printing. But if a scheduler
//! let none of these sleeps end, all threads would wait.

use std::ops::Range;

use interleave_protocol::log::Kind;

use crate::run::{Run, Step};

/// A moment at which each thread that can go on sleeps, and then prints. All others wait for
/// something that these threads may do later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standstill<'a> {
    /// How many steps were done.
    pub steps: usize,
    /// What was written to stdout.
    pub printed: &'a [u8],
    /// The threads that can go on, and what each writes to stdout after its sleep.
    pub next: Vec<(usize, &'a [u8])>,
}

/// The standstills of a run in which any sleep may end at any time, the first one first. None if the
/// program reads from outside or has other processes: then threads can go on that seem to wait.
pub fn standstills(run: &Run) -> Vec<Standstill<'_>> {
    let prints = run.prints();
    let printed: usize = prints.iter().map(Range::len).sum();
    let reads = |step: &Step| step.entry.kind == Kind::Read;
    if printed != run.stdout.len() || run.steps.iter().any(reads) {
        return Vec::new();
    }
    // What each thread prints next, if it does nothing before. But it may hold the lock of stdout,
    // for which others wait.
    let mut next: Vec<Option<&[u8]>> = Vec::new();
    // The same, if it sleeps before.
    let mut after_sleep: Vec<Option<&[u8]>> = Vec::new();
    let mut found = Vec::new();
    for (steps, (step, range)) in run.steps.iter().zip(&prints).enumerate().rev() {
        let entry = &step.entry;
        let thread = entry.thread;
        let count = next.len().max(thread + 1);
        next.resize(count, None);
        after_sleep.resize(count, None);
        let printed = next[thread].take();
        after_sleep[thread] = printed.filter(|_| entry.kind == Kind::Sleep);
        next[thread] = Some(&run.stdout[range.clone()]).filter(|text| !text.is_empty());
        if entry.choices == 0 {
            continue;
        }
        let able = (0..u128::BITS as usize).filter(|thread| entry.choices >> thread & 1 == 1);
        let next = able.map(|thread| Some((thread, after_sleep.get(thread).copied()??)));
        if let Some(next) = next.collect() {
            found.push(Standstill {
                steps,
                printed: &run.stdout[..range.start],
                next,
            });
        }
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Entry;

    use super::*;
    use crate::run::Log;

    /// A run with these steps: each has its thread, its kind, the threads that could go on, and how
    /// many bytes it has written to stdout.
    fn run(stdout: &str, steps: &[(usize, Kind, u128, u64)]) -> Run {
        let step = |&(thread, kind, choices, bytes)| Step {
            entry: Entry {
                thread,
                kind,
                is_access: false,
                object: 0,
                value: if bytes > 0 { 1 << 32 | bytes } else { 0 },
                time: 0,
                choices,
            },
            accesses: Vec::new(),
            frames: Vec::new(),
        };
        Run {
            stdout: stdout.into(),
            ..Run::of_log(Log {
                steps: steps.iter().map(step).collect(),
                ..Log::default()
            })
        }
    }

    #[test]
    fn threads_that_sleep_before_they_print_stand_still() {
        let run = run(
            "a\nbc\n",
            &[
                (2, Kind::Update, 0b110, 0),
                (1, Kind::Sleep, 0b110, 0),
                (1, Kind::Write, 0b110, 2),
                (1, Kind::Exit, 0b110, 0),
                (2, Kind::Sleep, 0b100, 0),
                (2, Kind::Write, 0b100, 3),
            ],
        );
        let at = |steps, printed: &'static str, next: &[(usize, &'static str)]| Standstill {
            steps,
            printed: printed.as_bytes(),
            next: next
                .iter()
                .map(|(thread, text)| (*thread, text.as_bytes()))
                .collect(),
        };
        let found = [
            at(1, "", &[(1, "a\n"), (2, "bc\n")]),
            at(4, "a\n", &[(2, "bc\n")]),
        ];
        assert_eq!(standstills(&run), found);
    }

    #[test]
    fn a_program_that_reads_from_outside_is_not_known_to_stand_still() {
        let sleeps = [(1, Kind::Sleep, 0b10, 0), (1, Kind::Write, 0b10, 2)];
        assert_eq!(standstills(&run("a\n", &sleeps)).len(), 1);
        let reads = [&sleeps[..], &[(1, Kind::Read, 0b10, 0)]].concat();
        assert_eq!(standstills(&run("a\n", &reads)), []);
        // Another process has printed.
        assert_eq!(standstills(&run("a\nb\n", &sleeps)), []);
    }

    #[test]
    fn a_thread_that_can_do_something_else_does_not_stand_still() {
        let run = run(
            "a\n",
            &[
                (1, Kind::Sleep, 0b110, 0),
                (1, Kind::Write, 0b110, 2),
                (2, Kind::Store, 0b100, 0),
            ],
        );
        assert_eq!(standstills(&run), []);
    }

    #[test]
    fn a_thread_that_prints_may_hold_what_another_one_waits_for() {
        let run = run(
            "a\n",
            &[
                (1, Kind::Sleep, 0b110, 0),
                (2, Kind::Wait, 0b110, 0),
                (1, Kind::Write, 0b010, 2),
                (2, Kind::Woken, 0b100, 0),
            ],
        );
        assert_eq!(standstills(&run), []);
    }
}
