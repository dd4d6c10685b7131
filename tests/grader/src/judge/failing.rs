//! Rules about a program that fails: it is killed, a thread panics, or the exit status or stderr is
//! wrong.

use std::process::ExitStatus;

use super::{
    Case, Verdict, is_overcrowded,
    key_lines::{key_lines, mistake},
    leaving::{forgets_some, waits_for_some},
    said,
    table::table,
};
use crate::{
    finding::Finding,
    observe::{Experiment, Run, run::Why},
    text::paragraphs,
};

pub(super) fn crashes(case: &Case) -> Option<Verdict> {
    // A program with too many threads may crash because it has no memory left.
    let mut exits = exits(case);
    let (run, status) = exits.find(|(run, status)| {
        is_crash(*status) && !is_overcrowded(run) && run.gives_up_after().is_none()
    })?;
    // Whether a core is dumped depends on the machine.
    let words = status.to_string().replace(" (core dumped)", "");
    let message = format!("The program was killed: {words}.");
    Some(
        Verdict::new(Finding::Crashes, message)
            .showing(said(run))
            .replaying(run, run.turns()),
    )
}

/// On Unix a process that was ended by a signal has no code. On Windows its code is the number of
/// the exception, which is negative.
fn is_crash(status: ExitStatus) -> bool {
    status.code().is_none_or(|code| code < 0)
}

/// The runs that ended by themselves, and how.
fn exits<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a Run, ExitStatus)> {
    case.runs().filter_map(|run| Some((run, run.status()?)))
}

pub(super) fn fails(case: &Case) -> Option<Verdict> {
    match case.spec.failing_task() {
        None => fails_unexpectedly(case),
        Some(task) => does_not_fail(case, task),
    }
}

/// The exit status is not 0, or a thread has panicked.
fn fails_unexpectedly(case: &Case) -> Option<Verdict> {
    // A thread may panic because main left too early. Then the status is 0.
    let forgets = forgets_some(case).is_some() || waits_for_some(case).is_some();
    let has_panicked = |run: &Run| {
        let is_consequence = forgets && run.has_succeeded();
        panicked(run).is_some() && !is_consequence && !run.is_long_wait()
    };
    // A program that gives up with a failing status does not lose its work silently.
    let has_given_up = |run: &Run| run.gives_up_after().is_some();
    let run = case.runs().find(|run| {
        (has_failed(run) || has_panicked(run)) && !is_overcrowded(run) && !has_given_up(run)
    })?;
    let who = match panicked(run) {
        Some("'main'") => "Main panicked",
        Some(_) => "A thread panicked",
        None => "The program failed",
    };
    let message = match run.failure() {
        Some(status) => {
            let code = status.code().unwrap_or_default();
            format!("{who}; the exit status is {code}.")
        }
        None if panicked(run).is_none() => {
            "A worker left in the middle of a step, and the exit status does not say so.".to_owned()
        }
        None if run.has_hung() => format!("{who}, and the program does not end."),
        // The check has stopped the program.
        None if run.status().is_none() => format!("{who}."),
        None => format!("{who}, and the exit status does not say so."),
    };
    // Without a panic, main decides the status at its end.
    let last = run.situation.source().left_at();
    let last = last.filter(|_| panicked(run).is_none() && !run.has_succeeded());
    let lines = last.as_slice();
    let shown = [table(run), said(run), key_lines(lines)];
    Some(
        Verdict::new(Finding::Fails, message)
            .showing(paragraphs(shown))
            .at(line_of_panic(run).or(mistake(lines)))
            .replaying(run, run.turns()),
    )
}

fn has_failed(run: &Run) -> bool {
    let stuck = run.stuck.as_ref();
    run.failure().is_some() || stuck.is_some_and(|stuck| stuck.why == Why::Left)
}

/// The standard library's messages of panics, such as
/// `thread 'main' (7) panicked at src/main.rs:7:5`.
fn panic_lines(run: &Run) -> impl Iterator<Item = &str> {
    let lines = run.record.stderr.split(|&byte| byte == b'\n');
    lines.filter_map(|line| {
        let line = std::str::from_utf8(line).ok()?.strip_prefix("thread ")?;
        line.contains(" panicked at ").then_some(line)
    })
}

/// The name of the first thread that panicked.
pub(super) fn panicked(run: &Run) -> Option<&str> {
    Some(panic_lines(run).next()?.split_once(' ')?.0)
}

/// A path with one of these parts is not the learner's file.
const LIBRARIES: [&str; 3] = ["common/src/", "/rustc/", "/registry/src/"];

/// The line of the learner's file at which the first thread panicked.
pub(super) fn line_of_panic(run: &Run) -> Option<usize> {
    place_in(panic_lines(run).next()?)
}

/// The line of the learner's file at which main panicked.
fn line_of_main_panic(run: &Run) -> Option<usize> {
    place_in(panic_lines(run).find(|line| line.starts_with("'main' "))?)
}

/// The line in this message of a panic, if it is in the learner's file.
fn place_in(panic: &str) -> Option<usize> {
    let (_, place) = panic.split_once(" panicked at ")?;
    let place = place.replace('\\', "/");
    if LIBRARIES.iter().any(|library| place.contains(library)) {
        return None;
    }
    let mut parts = place.rsplit(':').skip_while(|part| part.is_empty()).skip(1);
    parts.next()?.parse().ok()
}

/// The program should fail and name the task on stderr, and does not.
fn does_not_fail(case: &Case, task: &str) -> Option<Verdict> {
    // Main can learn of the failure where it waits for the worker.
    let verdict = |run: &Run, message| {
        let source = run.situation.source();
        let heard = source.joined_at(task).or_else(|| source.left_at());
        let lines = heard.as_slice();
        Verdict::new(Finding::Fails, message)
            .showing(paragraphs([said(run), key_lines(lines)]))
            .at(line_of_main_panic(run).or(mistake(lines)))
            .replaying(run, run.turns())
    };
    let succeeds = |run: &&Run| run.has_succeeded() && run.experiment != Experiment::BlockedStdout;
    if let Some(run) = case.runs().find(succeeds) {
        let what = if case.has_come(task) {
            "failed"
        } else {
            "was not begun"
        };
        let message = format!("The work on `{task}` {what}, and the program ended with status 0.");
        return Some(verdict(run, message));
    }
    let run = case
        .runs()
        .find(|run| has_failed(run) && !run.has_said(task))?;
    let message = format!("The work on `{task}` failed, but stderr does not name this task.");
    Some(verdict(run, message))
}
