//! The worker that all four stages share, and its clock.
//!
//! A worker stands for any work that takes some time. It does three steps. Before each step a
//! random time passes, and after each step the worker prints a line:
//!
//! ```
//! common::start(); // prints "Starting..."
//! common::worker("sort data"); // prints "sort data 0 complete", then 1, then 2
//! ```
//!
//! The worker starts no threads. The program that calls it decides two things: do several workers
//! run one after another or side by side, and does main wait for them? The stages are about these
//! two decisions:
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
//! The exercises of stage 4 also use a [`Worker`] that does one step at a time, a slow [`Counter`],
//! a slow [`Lock`], and [`tasks`] that the program learns at run time. The words are explained in
//! `common/GLOSSARY.md`.
//!
//! # Settings
//!
//! Four environment variables are for you:
//!
//! | variable | value | default |
//! | --- | --- | --- |
//! | `PACE` | how many times faster the clock runs, from 0.01 to 1000 | 1 |
//! | `SEED` | a whole number from 0 to 2⁶⁴ − 1, for the same delays in each run | random delays |
//! | `TASKS` | the result of [`tasks`]: different names, with commas between | the three below |
//! | `FAILS` | the name of a task: its worker panics before step 1 | no worker panics |
//!
//! The three default tasks are `sort data`, `parse files` and `generate output`. A seed gives the
//! same delays on every machine.
//!
//! A bad value ends the program with exit status 2 and an error on stderr that names the setting.
//! [`start`] checks all settings but `TASKS`, which [`tasks`] checks. If a program does not call
//! `start`, its first worker does the check.
//!
//! Three more variables are not for you. The tests and the grader set `WORKSHOP_SCHEDULER` and
//! `WORKSHOP_TOKEN` to control the order of the workers' steps: `turns.rs` describes how. If they set
//! `WORKSHOP_DELAYS` to `none`, a step takes no time.

mod clock;
mod counter;
mod delays;
mod lock;
mod settings;
mod tasks;
mod turns;
mod worker;

pub use clock::sleep;
pub use counter::Counter;
pub use lock::Lock;
pub use tasks::{Task, Tasks, tasks};
use turns::SchedulingPoint;
pub use worker::Worker;

/// Prints the heading `Starting...`, as each stage does first.
///
/// It checks the settings before that, so a program with a bad setting prints only the error. It
/// does not check `TASKS`: only [`tasks`] uses that setting.
pub fn start() {
    settings::check();
    println!("Starting...");
}

/// Does steps 0 to 2 of `task`. In each step a random time passes, 0.2 to 1 s at normal pace, and
/// then it prints `TASK STEP complete`.
///
/// # Panics
///
/// Panics if `task` is empty or has more than one line, if `FAILS` names it, or if stdout cannot be
/// written.
///
/// ```should_panic
/// common::worker("sort\ndata");
/// ```
#[track_caller]
pub fn worker(task: &str) {
    assert_is_one_line(task);
    let mut point = SchedulingPoint::of(task);
    for step in 0..3 {
        point.take(step, None, || println!("{task} {step} complete"));
    }
}

/// The task is part of an output line, and shows which worker has printed it.
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
