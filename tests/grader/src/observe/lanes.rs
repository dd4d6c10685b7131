//! Runs in lanes, each lane with the name of the task that its thread works on.

use std::{collections::BTreeSet, iter};

use interleave::{lanes, run::Run, sources::Sources};
use scheduler::Step;

use crate::text;

/// How many lines lanes have in a report.
pub const HEIGHT: usize = 24;

/// The run in lanes, as wide as the screen. If they have more lines than `height`, what matters less
/// is left out.
pub fn in_lanes(run: &Run, sources: &Sources, height: usize) -> String {
    let options = lanes::Options {
        width: text::width(),
        height,
        all_steps: false,
    };
    lanes::render(run, sources, &options).trim_end().to_owned()
}

/// The same run, in which a thread that the program has not named has the name of its task. It has
/// none if it works on several tasks, or if another thread works on the same task.
pub fn named_after_tasks(mut run: Run) -> Run {
    let tasks = tasks(&run);
    // A thread without a name of its own may have the name of the process, as main does.
    let process = run.threads.first().map(|main| main.name.clone());
    for (number, thread) in run.threads.iter_mut().enumerate().skip(1) {
        let is_named = !thread.name.is_empty() && Some(&thread.name) != process.as_ref();
        if let Some(task) = only_task(&tasks, number).filter(|_| !is_named) {
            task.clone_into(&mut thread.name);
        }
    }
    run
}

/// The only task of a thread, if no other thread works on it.
fn only_task(tasks: &BTreeSet<(String, usize)>, thread: usize) -> Option<&str> {
    let mut own = tasks.iter().filter(|(_, worker)| *worker == thread);
    let (task, _) = own.next()?;
    let workers = tasks.iter().filter(|(other, _)| other == task).count();
    (own.next().is_none() && workers == 1).then_some(task.as_str())
}

/// Which task each thread has printed a step of, each pair once.
fn tasks(run: &Run) -> BTreeSet<(String, usize)> {
    let printed = iter::zip(&run.steps, run.prints());
    let printed = printed.flat_map(|(step, range)| {
        let text = String::from_utf8_lossy(&run.stdout[range]).into_owned();
        let steps: Vec<Step> = text.lines().filter_map(Step::of_line).collect();
        steps.into_iter().map(|done| (done.task, step.entry.thread))
    });
    printed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_has_the_name_of_its_only_task() {
        let tasks = [
            ("sort data", 1),
            ("parse files", 2),
            ("read mail", 2),
            ("clean up", 3),
            ("clean up", 4),
        ];
        let tasks = tasks.map(|(task, thread)| (task.to_owned(), thread)).into();
        let names = (0..5).map(|thread| only_task(&tasks, thread));
        assert_eq!(
            Vec::from_iter(names),
            [None, Some("sort data"), None, None, None]
        );
    }
}
