//! The worker that all four stages share, and the clock that it works by.
//!
//! A worker stands for any piece of work that takes a while and tells how far it has come.
//! It does three steps, each takes a random time, and after each it prints a line:
//!
//! ```
//! common::start(); // prints "Starting..."
//! common::worker("sort data"); // prints "sort data 0 complete", then 1, then 2
//! ```
//!
//! The worker knows nothing of threads. Whether several of them run one after another or side
//! by side, and whether anybody waits for them, is up to the program that calls it. That choice
//! is what the stages are about:
//!
//! ```
//! use std::thread;
//!
//! thread::scope(|scope| {
//!     scope.spawn(|| common::worker("sort data"));
//!     scope.spawn(|| common::worker("parse files"));
//! }); // waits for both
//! ```
//!
//! The exercises of stage 4 also use a [`Worker`] whose steps are done one by one, a [`Counter`] and a
//! [`Lock`] that take time, and [`tasks`] that are known only when the program runs.
//!
//! # Settings
//!
//! Two environment variables change how time passes, and two what there is to do and how it goes:
//!
//! | variable | takes | without it |
//! | --- | --- | --- |
//! | `PACE` | a number from 0.1 to 1000: how many times faster than normal the clock runs | 1 |
//! | `SEED` | a whole number from 0 to 2⁶⁴ − 1: each task takes the same times in every run, on every machine | other times in every run |
//! | `TASKS` | what [`tasks`] returns: names with commas between them, each one once | `sort data, parse files, generate output` |
//! | `FAILS` | the name of a task: its worker panics when it comes to step 1, as if the disk were full | nobody fails |
//!
//! With any other value [`start`] ends the program, or the first worker where that is not called, or
//! [`tasks`] where it is that one: an error on stderr that names the setting, and exit status 2.
//!
//! `WORKSHOP_SCHEDULER` and `WORKSHOP_TOKEN` are not for people. The tests set them, to choose the
//! order of the workers' steps; the source of `turns.rs` says how.

mod clock;
mod counter;
mod delays;
mod lock;
mod settings;
mod steps;
mod tasks;
mod turns;

pub use clock::sleep;
pub use counter::Counter;
pub use lock::Lock;
pub use steps::Worker;
pub use tasks::{Task, Tasks, tasks};
use turns::Turns;

/// Prints the heading `Starting...`, with which every stage begins.
///
/// The settings are checked first, so that a program with a bad one prints nothing else. (`TASKS` is checked by
/// [`tasks`], for a program that does not call it has no use for it.)
pub fn start() {
    settings::check();
    println!("Starting...");
}

/// Does steps 0 to 2 of `task`: takes a random time for each, 0.2 to 1 s at normal pace, and then
/// prints `TASK STEP complete`.
///
/// # Panics
///
/// If `task` is empty or more than one line, if it is the one that `FAILS` names, and, as [`println!`] does, if
/// stdout cannot be written.
///
/// ```should_panic
/// common::worker("sort\ndata");
/// ```
#[track_caller]
pub fn worker(task: &str) {
    assert_is_one_line(task);
    let mut turns = Turns::of(task);
    for step in 0..3 {
        turns.take(step, None, || println!("{task} {step} complete"));
    }
}

/// A task is part of a line of output, and the output is told apart by it.
#[track_caller]
fn assert_is_one_line(task: &str) {
    assert!(
        settings::is_one_line(task),
        "a task is a text of one line, such as \"sort data\", and not {task:?}"
    );
}

#[cfg(test)]
mod tests {
    use super::worker;

    #[test]
    #[should_panic(expected = r#"a text of one line, such as "sort data", and not """#)]
    fn an_empty_task_panics() {
        worker("");
    }

    #[test]
    #[should_panic(expected = r#"a text of one line, such as "sort data", and not "sort\ndata""#)]
    fn a_task_of_two_lines_panics() {
        worker("sort\ndata");
    }
}
