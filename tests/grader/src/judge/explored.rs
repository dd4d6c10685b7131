//! The rule about interleavings of the operations inside the program.

use interleave::ending::EndingKind;
use scheduler::{Mismatch, Step};

use super::{Case, Verdict, mismatch};
use crate::{
    finding::Finding,
    observe::{CutOff, Failure, Fault, WrongStandstill},
    spec::Spec,
    text::{list, names, shown},
};

/// An interleaving goes wrong.
pub(super) fn fails_inside(case: &Case) -> Option<Verdict> {
    let failure = case.seen.explored.as_ref()?.failure.as_ref()?;
    Some(verdict(case.spec, failure))
}

/// The verdict on a program that has this `failure`.
pub fn verdict(spec: &Spec, failure: &Failure) -> Verdict {
    let (finding, message) = match &failure.standstill {
        Some(standstill) => stands_still(standstill),
        None => ends_wrong(spec, failure),
    };
    Verdict::new(finding, message)
        .showing(failure.lanes.clone())
        .replayed_by(failure.found.interleaving.clone())
        .at(failure.line)
}

/// The finding and the message if the interleaving ends as it should not.
fn ends_wrong(spec: &Spec, failure: &Failure) -> (Finding, String) {
    let ending = &failure.found.ending;
    let has_panicked = ending.message.is_some();
    let should_fail = spec.failing_task().is_some();
    let is_status_right = (ending.status == Some(0)) != should_fail;
    let is_output_right = spec.lines.check(&failure.found.stdout).is_ok();
    // Then only stderr can be wrong.
    let is_only_silent = should_fail && is_status_right && is_output_right;
    match ending.kind {
        EndingKind::Panic | EndingKind::Status if is_only_silent => {
            let message = format!(
                "In this interleaving the work on {} fails, but stderr does not name this task.",
                names(spec.failing_task())
            );
            (Finding::Fails, message)
        }
        EndingKind::Deadlock | EndingKind::Livelock if has_panicked && !should_fail => {
            let message = ending.message.as_deref().unwrap_or_default();
            let message = format!(
                "In this interleaving a thread panics with \"{}\", and the program does not end.",
                shown(message)
            );
            (Finding::Fails, message)
        }
        EndingKind::CutOff | EndingKind::Output if is_output_right && !is_status_right => {
            (Finding::Fails, wrong_status(spec, failure))
        }
        EndingKind::Panic | EndingKind::Status if should_fail && is_status_right => {
            wrong_output(spec, failure)
        }
        EndingKind::Deadlock | EndingKind::Livelock if failure.wrong_after.is_some() => {
            wrong_output(spec, failure)
        }
        EndingKind::Deadlock => (
            Finding::Hangs,
            "In this interleaving no thread can go on, and the program has not ended.".to_owned(),
        ),
        EndingKind::Livelock => (
            Finding::Hangs,
            "In this interleaving the program does not end: a thread looks again and again, and \
             nothing changes."
                .to_owned(),
        ),
        EndingKind::Signal => (
            Finding::Crashes,
            "In this interleaving the program is killed.".to_owned(),
        ),
        EndingKind::Panic | EndingKind::Status => {
            let why = match &ending.message {
                Some(message) => format!(": a thread panics with \"{}\"", shown(message)),
                None => ", although no thread panics".to_owned(),
            };
            let status = ending.status.unwrap_or_default();
            let message =
                format!("In this interleaving the program ends with status {status}{why}.");
            (Finding::Fails, message)
        }
        EndingKind::CutOff if !failure.cut_off.is_empty() && !is_result_wrong(spec, failure) => {
            (Finding::ForgetsSome, cuts_off(&failure.cut_off))
        }
        _ => wrong_output(spec, failure),
    }
}

/// Whether all lines of workers are there, and only a line of main is wrong.
fn is_result_wrong(spec: &Spec, failure: &Failure) -> bool {
    let (lines, stdout) = (&spec.lines, &failure.found.stdout);
    let mismatch = lines.check(stdout).err();
    mismatch.is_some_and(|mismatch| mismatch::is_result_wrong(lines, stdout, &mismatch))
}

/// The finding and the message if the program ended and its output is wrong.
fn wrong_output(spec: &Spec, failure: &Failure) -> (Finding, String) {
    let stdout = &failure.found.stdout;
    let most = *spec.concurrency.end();
    if let Some(bytes) = spec.crowded_after(stdout) {
        let at_work = spec.in_progress(&stdout[..bytes]);
        let message = format!(
            "In this interleaving {} workers are at work at once: {}. There should be {most} at most.",
            at_work.len(),
            names(at_work)
        );
        return (Finding::TooManyAtOnce, message);
    }
    // A thread may be cut off when its work is done.
    let is_missing = !spec.lines.missing_in(stdout).is_empty();
    let is_cut_off = !failure.cut_off.is_empty() && !is_result_wrong(spec, failure);
    if is_missing && is_cut_off {
        return (Finding::ForgetsSome, cuts_off(&failure.cut_off));
    }
    match spec.lines.check(stdout) {
        Err(Mismatch::TooEarly { line, before })
            if [&line, &before].iter().all(|line| Step::is_line(line)) =>
        {
            let message = format!(
                "In this interleaving {} comes before {}. It should wait for it.",
                names([line]),
                names([before])
            );
            (Finding::TooEarly, message)
        }
        Err(mismatch) => {
            let wrong = mismatch::described(&spec.lines, stdout, &mismatch);
            let message = format!("In this interleaving the output is wrong. {wrong}");
            (Finding::WrongOutput, message)
        }
        Ok(()) => (Finding::Fails, wrong_status(spec, failure)),
    }
}

/// The finding and the message if something is wrong at a standstill.
fn stands_still(standstill: &WrongStandstill) -> (Finding, String) {
    let at_work = names(&standstill.at_work);
    let is = match standstill.at_work.len() {
        1 => "is",
        _ => "are",
    };
    match standstill.fault {
        Fault::TooFew(least) => {
            let message = format!(
                "In this interleaving only {at_work} {is} at work, and no other worker can go on. At least \
                 {least} should be at work at once."
            );
            (Finding::PartlySerial, message)
        }
        Fault::MainWaits => {
            let message = format!(
                "In this interleaving main waits while {at_work} {is} at work. Here it should wait for no \
                 worker."
            );
            (Finding::ForgetsSome, message)
        }
    }
}

fn cuts_off(threads: &CutOff) -> String {
    let at_work = list(threads.at_work.iter().cloned());
    let not_begun = list(threads.not_begun.iter().cloned());
    let verb = match &threads.at_work[..] {
        // "2 threads of line 36" are several.
        [one] if !one.starts_with(char::is_numeric) => "was",
        _ => "were",
    };
    let when = match (threads.at_work.is_empty(), threads.not_begun.is_empty()) {
        (true, _) => format!("before {not_begun} had begun"),
        (false, true) => format!("while {at_work} {verb} at work"),
        (false, false) => {
            format!("while {at_work} {verb} at work, and before {not_begun} had begun")
        }
    };
    format!("In this interleaving the program ended {when}.")
}

/// The message if the output is right, and the exit status is wrong.
fn wrong_status(spec: &Spec, failure: &Failure) -> String {
    match (spec.failing_task(), failure.found.ending.status) {
        (Some(task), _) => format!(
            "In this interleaving the work on `{task}` fails, and the program ends with status 0."
        ),
        (None, Some(status)) => format!(
            "In this interleaving no work fails, and the program ends with status {status}."
        ),
        (None, None) => "In this interleaving the exit status is not as it should be.".to_owned(),
    }
}
