//! Findings about how the program ended, or did not.

use std::{process::ExitStatus, time::Duration};

use scheduler::{Ending, Reason, Rest, Step, WaitsFor};

use super::{Case, Verdict, is_overcrowded, order, said};
use crate::{
    evidence::{diff, indented, names, sentence, table},
    expectation::{Exit, MainsEnding},
    experiments::Leaving,
    finding::Finding,
    run::{Experiment, Outcome, Run, Why},
    situation::{Whereabouts, main_does},
};

pub(super) fn crashes(case: Case) -> Option<Verdict> {
    // One that has too many threads may fall over them.
    let (run, status) =
        exits(case).find(|(run, status)| is_crash(*status) && !is_overcrowded(run))?;
    // Whether a core was dumped is up to the machine.
    let words = status.to_string().replace(" (core dumped)", "");
    let message = format!("The program was killed: {words}.");
    Some(
        Verdict::new(Finding::Crashes, message)
            .showing(said(run))
            .replaying(run.granted()),
    )
}

/// On Unix a process that a signal has ended has no code; on Windows it has the number of what
/// happened to it, and such numbers are negative.
fn is_crash(status: ExitStatus) -> bool {
    status.code().is_none_or(|code| code < 0)
}

/// The runs that ended by themselves, and how.
fn exits(case: Case<'_>) -> impl Iterator<Item = (&Run, ExitStatus)> {
    case.runs().filter_map(|run| match run.outcome {
        Outcome::Ended(Ending::Exited(status)) => Some((run, status)),
        _ => None,
    })
}

pub(super) fn no_wait(case: Case) -> Option<Verdict> {
    let Some(Leaving::AtOnce { heard, .. }) = &case.facts.leaving else {
        return None;
    };
    let message = if heard.is_empty() {
        "Main started threads and left, and no worker was ever heard of: it does not wait for them, or \
         they call no worker."
            .to_owned()
    } else {
        format!("Main left at once: {}.", not_a_step(case))
    };
    Some(Verdict::new(Finding::NoWait, message).showing(withheld(case)))
}

pub(super) fn sleeps(case: Case) -> Option<Verdict> {
    let Some(Leaving::AfterTime { length, .. }) = case.facts.leaving else {
        return None;
    };
    let message = format!(
        "Main waited for a length of time and then left: {}. The wait took about {}.",
        not_a_step(case),
        about(length)
    );
    Some(Verdict::new(Finding::Sleeps, message).showing(withheld(case)))
}

/// Which of them had started when main left is luck, but none had come far.
fn not_a_step(case: Case) -> String {
    format!(
        "{} had not done a single step",
        names(case.expectation.tasks())
    )
}

fn withheld(case: Case) -> String {
    let text =
        "every worker's first turn was withheld, and the program ended all the same, with status 0";
    format!("{}\n\n{}", table(case.roll_call()), sentence(text))
}

/// A time in words, to a digit or two.
fn about(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let digits = usize::from(seconds < 0.95);
    format!("{seconds:.digits$} s")
}

pub(super) fn fails(case: Case) -> Option<Verdict> {
    match &case.expectation.exit {
        Exit::Success => fails_unexpectedly(case),
        Exit::Failure(task) => does_not_fail(case, task),
    }
}

/// The exit status is not 0, or a thread has panicked.
fn fails_unexpectedly(case: Case) -> Option<Verdict> {
    // A panic that main passes over may be the consequence of its leaving too early.
    let forgets = forgets_some(case).is_some();
    let has_panicked = |run: &Run| panicked(run).is_some() && !(forgets && run.has_succeeded());
    let run = case
        .runs()
        .find(|run| (has_failed(run) || has_panicked(run)) && !is_overcrowded(run))?;
    let who = match panicked(run) {
        Some("'main'") => "Main panicked",
        Some(_) => "A thread panicked",
        None => "The program failed",
    };
    let message = match run.outcome {
        Outcome::Ended(Ending::Exited(status)) if !status.success() => {
            format!(
                "{who}; the exit status is {}.",
                status.code().unwrap_or_default()
            )
        }
        _ if panicked(run).is_none() => {
            "A worker left in the middle of a step, and the exit status does not say so.".to_owned()
        }
        _ => format!("{who}, and the exit status does not say so."),
    };
    let evidence = format!("{}\n\n{}", table(run), said(run));
    Some(
        Verdict::new(Finding::Fails, message)
            .showing(evidence)
            .replaying(run.granted()),
    )
}

fn has_failed(run: &Run) -> bool {
    let has_status =
        matches!(run.outcome, Outcome::Ended(Ending::Exited(status)) if !status.success());
    let has_left = run
        .stuck
        .as_ref()
        .is_some_and(|stuck| stuck.why == Why::Left);
    has_status || has_left
}

/// The name of the thread that panicked, if one did. What the standard library says of it is
/// `thread 'main' (7) panicked at src/main.rs:7:5`.
fn panicked(run: &Run) -> Option<&str> {
    let mut lines = run.record.stderr.split(|&byte| byte == b'\n');
    lines.find_map(|line| {
        let (name, rest) = std::str::from_utf8(line)
            .ok()?
            .strip_prefix("thread ")?
            .split_once(' ')?;
        rest.contains("panicked at ").then_some(name)
    })
}

fn says(run: &Run, text: &str) -> bool {
    String::from_utf8_lossy(&run.record.stderr).contains(text)
}

/// It should fail, and say on which task.
fn does_not_fail(case: Case, task: &str) -> Option<Verdict> {
    let verdict = |run: &Run, message| {
        Some(
            Verdict::new(Finding::Fails, message)
                .showing(said(run))
                .replaying(run.granted()),
        )
    };
    let succeeds = |run: &&Run| run.has_succeeded() && run.experiment != Experiment::Plugged;
    if let Some(run) = case.runs().find(succeeds) {
        let what = if case.has_come(task) {
            "failed"
        } else {
            "was not begun"
        };
        return verdict(
            run,
            format!("The work on `{task}` {what}, and the program ended with status 0."),
        );
    }
    let run = case
        .runs()
        .find(|run| has_failed(run) && !says(run, task))?;
    verdict(
        run,
        format!("The program failed, and does not say on stderr that it was `{task}`."),
    )
}

pub(super) fn forgets_some(case: Case) -> Option<Verdict> {
    // Whether anybody is at work when a main leaves that should is luck.
    if case.expectation.main == MainsEnding::Leaves && order::absence(case).is_some() {
        return None;
    }
    let left_behind = |run: &&Run| run.unfinished(case.expectation).len();
    let forgetful: Vec<&Run> = case.ended().filter(|run| left_behind(run) > 0).collect();
    let Some(run) = forgetful.iter().min_by_key(|run| left_behind(run)) else {
        return outruns_its_workers(case);
    };
    let tasks = run.unfinished(case.expectation);
    let status = match run.outcome {
        Outcome::Ended(Ending::Exited(status)) if !status.success() => {
            format!(" with status {}", status.code().unwrap_or_default())
        }
        _ => String::new(),
    };
    let mut message = format!(
        "The program ended{status} while {} at work.",
        order::were(&tasks)
    );
    let mut others = case.expectation.tasks();
    others.retain(|task| {
        let is_left = |run: &&Run| run.unfinished(case.expectation) == [task.clone()];
        !tasks.contains(task) && forgetful.iter().any(is_left)
    });
    if !others.is_empty() {
        message += &format!(" In other runs it did not wait for {}.", names(others));
    }
    let text = format!(
        "{} had not done all steps, and the program ended all the same",
        names(tasks)
    );
    let mut evidence = format!("{}\n\n{}", table(run), sentence(&text));
    if !status.is_empty() {
        evidence += &format!("\n\n{}", said(run));
    }
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(evidence)
            .replaying(run.granted()),
    )
}

/// Main leaves before any worker has done a step, or when nobody is in charge, and else it waits: whether it finds
/// anybody to wait for is luck.
fn outruns_its_workers(case: Case) -> Option<Verdict> {
    case.ended()
        .filter(|run| run.experiment == Experiment::FreeRun || run.granted().is_empty())
        .find_map(|run| loses_lines(case, run))
}

/// All that `run` lacks are lines of workers that came in other runs.
fn loses_lines(case: Case, run: &Run) -> Option<Verdict> {
    let lines = case.expectation.lines.lines();
    let output = String::from_utf8_lossy(&run.record.stdout);
    let is_printed_by = |run: &Run, line: &str| {
        let output = String::from_utf8_lossy(&run.record.stdout);
        output.lines().any(|printed| printed == line)
    };
    let comes_elsewhere = |line: &str| {
        Step::of_line(line).is_some() && case.runs().any(|other| is_printed_by(other, line))
    };
    let is_known = |printed: &str| lines.iter().any(|line| line == printed);
    let (lost, rest): (Vec<_>, Vec<_>) = lines
        .iter()
        .filter(|line| !is_printed_by(run, line))
        .partition(|line| comes_elsewhere(line));
    if lost.is_empty() || !rest.is_empty() || !output.lines().all(is_known) {
        return None;
    }
    let message = format!(
        "Main left while workers were at work: {} of their lines were not printed. In other runs it waited, so \
         whether it finds anybody to wait for is luck.",
        lost.len()
    );
    let expected = case.expectation.lines.closest_to(&output);
    let heading = indented("  - missing");
    let evidence = format!("{heading}\n{}", diff(&expected, &run.record.stdout));
    Some(Verdict::new(Finding::ForgetsSome, message).showing(evidence))
}

pub(super) fn hangs(case: Case) -> Option<Verdict> {
    let too_long = Outcome::Ended(Ending::Stopped(Reason::TooMuchTime));
    let hangs = |run: &&Run| run.has_hung() || run.outcome == too_long;
    // Of a free run the least is known.
    let run = case
        .runs()
        .filter(hangs)
        .min_by_key(|run| run.experiment == Experiment::FreeRun)?;
    let unfinished = run.situation.those(|whereabouts| {
        !matches!(
            whereabouts,
            Whereabouts::NotStarted | Whereabouts::Finished | Whereabouts::Gone
        )
    });
    let is_proven = run.outcome == Outcome::Hung(Rest::Proven);
    let why = if is_proven {
        "nobody is left who could go on"
    } else {
        "it went on for long after the last turn was done"
    };
    let main = match run.situation.main {
        Some(WaitsFor::Thread) => {
            ", and main waits for something that no thread will do".to_owned()
        }
        main => main
            .and_then(main_does)
            .map_or_else(String::new, |does| format!(", and main {does}")),
    };
    let who = match &unfinished[..] {
        [_, ..] if is_proven => {
            let have = if unfinished.len() == 1 { "has" } else { "have" };
            format!(" {} {have} not finished.", names(&unfinished))
        }
        _ => String::new(),
    };
    let message = format!("The program does not end: {why}{main}.{who}");
    let evidence = format!("{}\n\n{}", table(run), indented(&run.situation.to_string()));
    Some(
        Verdict::new(Finding::Hangs, message)
            .showing(evidence)
            .replaying(run.granted()),
    )
}
