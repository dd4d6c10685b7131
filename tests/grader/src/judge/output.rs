//! Rules about the output.

use scheduler::{Ending, Mismatch, PartialOrder, Reason, Step};

use super::{
    Case, Verdict, failing,
    key_lines::{key_lines, mistake},
    mismatch::{described, is_result_wrong},
    said,
    table::table,
};
use crate::{
    finding::Finding,
    observe::{
        Experiment, Outcome, Run,
        places::{Act, KeyLine, SourceView},
    },
    spec::MainBehaviour,
    text::{diff, indented, lines, names, paragraphs},
};

pub(super) fn too_much(case: &Case) -> Option<Verdict> {
    let stopped_for = |reason| {
        let outcome = Outcome::Ended(Ending::Stopped(reason));
        case.runs().find(move |run| run.outcome == outcome)
    };
    let floods = stopped_for(Reason::TooMuchOutput).map(flood);
    floods.or_else(|| {
        let message = "The program wrote more than 64 MiB of files, and was stopped.".to_owned();
        stopped_for(Reason::TooMuchInFiles).map(|_| Verdict::new(Finding::TooMuchOutput, message))
    })
}

/// The verdict on a run with too much output. It shows how the output begins.
fn flood(run: &Run) -> Verdict {
    let (stream, bytes) = if run.record.stdout.len() < run.record.stderr.len() {
        ("stderr", &run.record.stderr)
    } else {
        ("stdout", &run.record.stdout)
    };
    let beginning: Vec<_> = bytes
        .split_inclusive(|&byte| byte == b'\n')
        .take(5)
        .collect();
    let last = beginning.last().filter(|_| stream == "stdout");
    let place = last.and_then(|line| {
        let line = String::from_utf8_lossy(line);
        let source = run.situation.source();
        source.printed_at(line.trim_end_matches('\n'), 0)
    });
    let places = place.as_slice();
    let message = format!("The program wrote more than 1 MiB to {stream}, and was stopped.");
    let beginning = indented(&lines(&beginning.concat()).join("\n"));
    let evidence = indented(&format!("  it begins like this:\n{beginning}"));
    Verdict::new(Finding::TooMuchOutput, message)
        .showing(paragraphs([evidence, key_lines(places)]))
        .at(mistake(places))
}

/// A worker's line was printed more often than its step was done.
pub(super) fn forged(case: &Case) -> Option<Verdict> {
    case.runs()
        .find_map(|run| Some(forged_in(run, &forged_step(case, run)?)))
}

/// A step whose line was printed more often than it was done.
struct Forged {
    step: Step,
    /// How often the line was printed.
    printed: usize,
    /// How often the step was done.
    done: usize,
}

fn forged_step(case: &Case, run: &Run) -> Option<Forged> {
    let done = |step: &Step| match run.experiment {
        // It is not known which worker has done what. So a step may be done once, or as often as in
        // any other run.
        Experiment::FreeRun => {
            let others = case.runs().map(|run| run.times_granted(step));
            others.max().unwrap_or(0).max(1)
        }
        _ => run.times_granted(step),
    };
    let tasks = case.spec.tasks();
    let lines = run.worker_lines().into_iter();
    let known = lines.filter(|(step, _)| tasks.contains(&step.task));
    let mut counted = known.map(|(step, printed)| Forged {
        done: done(&step),
        step,
        printed,
    });
    counted.find(|counted| counted.printed > counted.done)
}

fn forged_in(run: &Run, forged: &Forged) -> Verdict {
    let step = &forged.step;
    let line = format!("`{step} complete`");
    let message = format!(
        "The line {line} was printed {}, and the step was done {}.",
        times(forged.printed),
        times(forged.done)
    );
    let line = forged_at(run, step, forged.printed);
    let lines = line.as_slice();
    Verdict::new(Finding::ForgedOutput, message)
        .showing(paragraphs([table(run), key_lines(lines)]))
        .at(mistake(lines))
        .replaying(run, run.turns())
}

/// Where the line of `step` was printed that is not the worker's own: it is printed by another call
/// than the lines of which there are as many as there should be. If there are none, it is the last.
fn forged_at(run: &Run, step: &Step, count: usize) -> Option<KeyLine> {
    let source = run.situation.source();
    let lines = run.worker_lines().into_iter();
    let own = lines.filter(|(step, count)| *count == run.times_granted(step));
    let own = own.filter_map(|(step, _)| source.printed_at(&step.line(), 0));
    let own: Vec<Option<String>> = own.map(|line| line.call).collect();
    let printed = (0..count).filter_map(|before| source.printed_at(&step.line(), before));
    let mut printed: Vec<KeyLine> = printed.collect();
    match printed.iter().position(|line| !own.contains(&line.call)) {
        Some(other) if !own.is_empty() => Some(printed.swap_remove(other)),
        _ => printed.pop(),
    }
}

fn times(count: usize) -> String {
    match count {
        0 => "by no worker".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

/// The answer key does not allow the output. If main should leave, the output may be incomplete.
pub(super) fn wrong(case: &Case) -> Option<Verdict> {
    case.ended()
        .find_map(|run| {
            let mismatch = mismatch(case, run)?;
            Some(wrong_in(case, run, &mismatch))
        })
        .or_else(|| stranger(case))
}

/// Main should leave, so the output may be lost: but no worker arrived, or one on an unknown task.
fn stranger(case: &Case) -> Option<Verdict> {
    if case.spec.main == MainBehaviour::Waits {
        return None;
    }
    let heard: Vec<&str> = case.runs().flat_map(Run::arrived).collect();
    if heard.is_empty() {
        return Some(no_worker_arrived(case));
    }
    let tasks = case.spec.tasks();
    let is_known = |task: &str| tasks.iter().any(|known| known == task);
    let stranger = heard.into_iter().find(|task| !is_known(task))?;
    let message = format!(
        "A worker on {} was started, and the tasks are {}.",
        names([stranger]),
        names(tasks)
    );
    let departure = case.roll_call().departure.as_ref();
    let source = departure.map(|departure| departure.situation.source());
    let started = source.map(|source| source.starts(&[stranger.to_owned()]));
    Some(explained(message, &started.unwrap_or_default()))
}

/// The verdict if no worker arrived.
fn no_worker_arrived(case: &Case) -> Verdict {
    let run = case.roll_call();
    let departure = run.departure.as_ref();
    if departure.is_some_and(|departure| departure.threads == Some(1)) {
        let message = "No thread was started, and no worker began.";
        return explained(message.to_owned(), &[]);
    }
    let tasks = names(case.spec.tasks());
    if failing::panicked(run).is_some() {
        let message =
            format!("No worker on {tasks} ever asks for a turn, for a thread panics before.");
        return Verdict::new(Finding::WrongOutput, message)
            .showing(said(run))
            .at(failing::line_of_panic(run));
    }
    let message = format!(
        "The program starts threads, but no worker on {tasks} ever asks for a turn: do the threads call `worker`?"
    );
    let spawns = departure.map(|departure| departure.situation.source().spawns());
    explained(message, &spawns.unwrap_or_default())
}

/// The verdict that `lines` explain.
fn explained(message: String, lines: &[KeyLine]) -> Verdict {
    Verdict::new(Finding::WrongOutput, message)
        .showing(key_lines(lines))
        .at(mistake(lines))
}

fn mismatch(case: &Case, run: &Run) -> Option<Mismatch> {
    let output = &run.record.stdout;
    let order = &case.spec.lines;
    if case.spec.main == MainBehaviour::Waits {
        return order.check(output).err();
    }
    // A main that leaves prints its heading first.
    let heading = case.spec.heading().filter(|_| output.is_empty());
    let missing = heading.map(|heading| Mismatch::Missing(vec![heading.to_owned()]));
    missing.or_else(|| order.check_beginning(until_cut_off(order, output)).err())
}

/// The output without a last line that main has cut off by leaving.
fn until_cut_off<'a>(order: &PartialOrder, output: &'a [u8]) -> &'a [u8] {
    let end = output.iter().rposition(|&byte| byte == b'\n');
    let (whole, begun) = output.split_at(end.map_or(0, |end| end + 1));
    let is_begun = |line: &String| Step::is_line(line) && line.as_bytes().starts_with(begun);
    if order.lines().iter().any(is_begun) {
        whole
    } else {
        output
    }
}

fn wrong_in(case: &Case, run: &Run, mismatch: &Mismatch) -> Verdict {
    let order = &case.spec.lines;
    let stdout = &run.record.stdout;
    // A wait that was over too soon may be why.
    let mut lines = run.situation.source().timed_waits();
    let explaining = key_lines_of(mismatch, run, order);
    let lanes = is_result_wrong(order, stdout, mismatch)
        .then(|| run.situation.lanes_of_shared())
        .flatten();
    let (message, shown) = match lanes {
        Some(lanes) => (described(order, stdout, mismatch), lanes),
        None => {
            lines.extend_from_slice(&explaining);
            compared(case, stdout, mismatch)
        }
    };
    Verdict::new(Finding::WrongOutput, message)
        .showing(paragraphs([shown, key_lines(&lines)]))
        .at(mistake(&explaining))
        .replaying(run, run.turns())
}

/// What is wrong with the output, in sentences, and the output beside the expected one. If main should
/// leave, lines of workers may be lost.
fn compared(case: &Case, stdout: &[u8], mismatch: &Mismatch) -> (String, String) {
    let order = &case.spec.lines;
    if case.spec.main != MainBehaviour::Waits {
        let unlost = [stdout, missing_in(order, stdout).as_bytes()].concat();
        let message = described(order, &unlost, mismatch);
        return (message, indented(&lines(stdout).join("\n")));
    }
    let expected = order.closest_to(&String::from_utf8_lossy(stdout));
    let heading = indented("  - missing    + should not be there");
    let shown = format!("{heading}\n{}", diff(&expected, stdout));
    (described(order, stdout, mismatch), shown)
}

/// The lines of the source that explain `mismatch`: where an update was lost, or where the line was
/// printed that should not be there. If only lines at the end are missing, that main should print,
/// what main did last. If others are, where workers were started.
fn key_lines_of(mismatch: &Mismatch, run: &Run, order: &PartialOrder) -> Vec<KeyLine> {
    let source = run.situation.source();
    let lost_update = source.lost_update();
    if !lost_update.is_empty() {
        return lost_update;
    }
    if let Some((line, before)) = mismatch.line(&run.record.stdout) {
        return source.printed_at(&line, before).into_iter().collect();
    }
    let missing = order.missing_in(&run.record.stdout);
    let end = &order.lines()[order.lines().len() - missing.len()..];
    if missing == end && !missing.iter().any(|line| Step::is_line(line)) {
        source.left_at().into_iter().collect()
    } else {
        starts_of_all(run, &source)
    }
}

/// Where the workers that have arrived were started, if each has a thread of its own. Otherwise a
/// missing line says nothing about the lines that start threads.
fn starts_of_all(run: &Run, source: &SourceView) -> Vec<KeyLine> {
    let tasks: Vec<String> = run.arrived().map(str::to_owned).collect();
    let starts = source.starts(&tasks);
    let count = |line: &KeyLine| match &line.what {
        Act::Starts(tasks) => tasks.len(),
        _ => 0,
    };
    let started: usize = starts.iter().map(count).sum();
    if started == tasks.len() {
        starts
    } else {
        Vec::new()
    }
}

/// The workers' lines that `stdout` lacks.
fn missing_in(order: &PartialOrder, stdout: &[u8]) -> String {
    let missing = order.missing_in(stdout).into_iter();
    let of_workers = missing.filter(|line| Step::is_line(line));
    of_workers.map(|line| format!("{line}\n")).collect()
}
