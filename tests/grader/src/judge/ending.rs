//! Rules about how the program ends, and whether it does.

use std::process::ExitStatus;

use scheduler::{Ending, Reason, Rest, Step, control::State};

use super::{
    Case, Verdict, is_overcrowded,
    key_lines::{key_lines, mistake},
    order, said,
    table::{table, table_until},
};
use crate::{
    finding::Finding,
    observe::{
        Experiment, Outcome, Run,
        places::{Act, KeyLine},
        run::{Left, Waited, Why},
        situation::{ThreadAt, WorkerAt},
    },
    spec::{Exit, MainBehaviour},
    text::{capitalised, diff, indented, names, paragraphs, seconds, sentence},
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
    case.runs().filter_map(|run| match run.outcome {
        Outcome::Ended(Ending::Exited(status)) => Some((run, status)),
        _ => None,
    })
}

/// How main left in the roll call, if it left with status 0 before any step was done.
fn left<'a>(case: &Case<'a>) -> Option<&'a Left> {
    let run = case.roll_call;
    let is_silent = run.has_succeeded() && run.experiment == Experiment::RollCall;
    let left = run.left.as_ref().filter(|_| is_silent)?;
    let starts_threads = left.threads != Some(1) || run.arrived().next().is_some();
    (left.steps == 0 && starts_threads).then_some(left)
}

pub(super) fn no_wait(case: &Case) -> Option<Verdict> {
    let left = left(case).filter(|left| left.waited == Waited::Not)?;
    let message = if case.roll_call.arrived().next().is_none() {
        "Main started threads and left, and no worker was ever heard of: main does not wait for them, or \
         they call no worker."
            .to_owned()
    } else {
        format!("Main left at once: {}.", not_a_step(case))
    };
    Some(leaves(case, left, Finding::NoWait, message))
}

pub(super) fn sleeps(case: &Case) -> Option<Verdict> {
    let left = left(case)?;
    let how = match left.waited {
        Waited::Not => return None,
        Waited::Looks => "Main looked again and again, and then gave up".to_owned(),
        Waited::Time(Some(time)) => format!("Main waited for {} and then left", seconds(time)),
        Waited::Time(None) => "Main waited for a length of time and then left".to_owned(),
    };
    let message = format!("{how}: {}.", not_a_step(case));
    Some(leaves(case, left, Finding::Sleeps, message))
}

fn leaves(case: &Case, left: &Left, finding: Finding, message: String) -> Verdict {
    let text = "No worker was allowed to begin. The program ended anyway, with status 0.";
    let lines = left.situation.source().key_lines(&case.spec.tasks());
    let shown = [key_lines(&lines), table(case.roll_call), sentence(text)];
    Verdict::new(finding, message)
        .showing(paragraphs(shown))
        .at(left.line().or(last_look(left)).or(mistake(&lines)))
}

/// The line where main looked again and again, if it did.
fn last_look(left: &Left) -> Option<usize> {
    if left.waited != Waited::Looks {
        return None;
    }
    let last = left.situation.source().left_at();
    last.map(|line| line.number).or_else(|| {
        let threads = left.situation.described();
        threads.iter().find(|thread| thread.number == 0)?.line
    })
}

/// Chance decides which workers had started when main left, but none had done a step.
fn not_a_step(case: &Case) -> String {
    format!("{} had not done a single step", names(case.spec.tasks()))
}

pub(super) fn fails(case: &Case) -> Option<Verdict> {
    match &case.spec.exit {
        Exit::Success => fails_unexpectedly(case),
        Exit::Failure(task) => does_not_fail(case, task),
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
    let message = match run.outcome {
        Outcome::Ended(Ending::Exited(status)) if !status.success() => {
            let code = status.code().unwrap_or_default();
            format!("{who}; the exit status is {code}.")
        }
        _ if panicked(run).is_none() => {
            "A worker left in the middle of a step, and the exit status does not say so.".to_owned()
        }
        _ => format!("{who}, and the exit status does not say so."),
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
    let has_status =
        matches!(run.outcome, Outcome::Ended(Ending::Exited(status)) if !status.success());
    let stuck = run.stuck.as_ref();
    has_status || stuck.is_some_and(|stuck| stuck.why == Why::Left)
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
fn panicked(run: &Run) -> Option<&str> {
    Some(panic_lines(run).next()?.split_once(' ')?.0)
}

/// A path with one of these parts is not the learner's file.
const LIBRARIES: [&str; 3] = ["common/src/", "/rustc/", "/registry/src/"];

/// The line of the learner's file at which the first thread panicked.
fn line_of_panic(run: &Run) -> Option<usize> {
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

pub(super) fn forgets_some(case: &Case) -> Option<Verdict> {
    if case.spec.main != MainBehaviour::Waits {
        return None;
    }
    let left_behind = |run: &&Run| run.unfinished(case.spec).len();
    let forgetful: Vec<&Run> = case.ended().filter(|run| left_behind(run) > 0).collect();
    let Some(run) = forgetful.iter().min_by_key(|run| left_behind(run)) else {
        return outruns_its_workers(case);
    };
    let tasks = run.unfinished(case.spec);
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
    let mut others = case.spec.tasks();
    others.retain(|task| {
        let is_left = |run: &&Run| run.unfinished(case.spec) == [task.clone()];
        !tasks.contains(task) && forgetful.iter().any(is_left)
    });
    if !others.is_empty() {
        message += &format!(" In other runs it did not wait for {}.", names(others));
    }
    let text = format!(
        "{} had not done all steps. The program ended all the same.",
        names(&tasks)
    );
    let left = run.left.as_ref();
    let situation = left.map_or(&run.situation, |left| &left.situation);
    let lines = situation.source().key_lines(&tasks);
    let said = Some(said(run)).filter(|_| !status.is_empty());
    // Main may wait, while another thread ends the program.
    let leaver = run
        .situation
        .source()
        .left_at()
        .filter(|line| !is_of_main(line));
    let leaver = leaver.as_slice();
    let shown = [
        key_lines(&[leaver, &lines].concat()),
        table(run),
        sentence(&text),
    ];
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(paragraphs(shown.into_iter().chain(said)))
            .at(mistake(leaver).or(mistake(&lines)))
            .replaying(run, run.turns()),
    )
}

fn is_of_main(line: &KeyLine) -> bool {
    matches!(&line.what, Act::IsLast { who } if who == "main")
}

/// Main should wait for no worker, and waits for some.
pub(super) fn waits_for_some(case: &Case) -> Option<Verdict> {
    if case.spec.main == MainBehaviour::Waits {
        return None;
    }
    let is_midway = |left: &&Left| left.steps > 0 && !left.situation.at_work().is_empty();
    let mut runs = case.runs();
    let Some((run, left)) = runs.find_map(|run| Some((run, run.left.as_ref().filter(is_midway)?)))
    else {
        return waits_for_some_unseen(case);
    };
    let at_work = left.situation.at_work();
    let message = leaves_midway(&at_work);
    let at_work: Vec<String> = at_work.into_iter().map(str::to_owned).collect();
    let lines = left.situation.source().key_lines(&at_work);
    let shown = [key_lines(&lines), table_until(run, left.steps)];
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(paragraphs(shown))
            .at(main_waits_at(case).or(left.line()).or(mistake(&lines)))
            .replaying(run, run.turns_until(left.steps)),
    )
}

/// The line where main waited while every turn was withheld.
fn main_waits_at(case: &Case) -> Option<usize> {
    let threads = case.roll_call.situation.described();
    threads.iter().find(|thread| thread.number == 0)?.line
}

/// Without the interleaver the moment when main leaves is not seen. But main stayed while every turn
/// was withheld, so it waits for something.
fn waits_for_some_unseen(case: &Case) -> Option<Verdict> {
    if case.is_interleaved || !matches!(case.roll_call.outcome, Outcome::Held(_)) {
        return None;
    }
    let is_midway = |run: &&Run| !run.granted().is_empty() && !run.unfinished(case.spec).is_empty();
    let run = case.ended().find(is_midway)?;
    let message = leaves_midway(&run.unfinished(case.spec));
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(table(run))
            .replaying(run, run.turns()),
    )
}

fn leaves_midway<T: AsRef<str>>(at_work: &[T]) -> String {
    format!(
        "Main waits for some workers, and leaves while {} at work. Here it should wait for no worker.",
        order::were(at_work)
    )
}

/// Main leaves before any worker has done a step, or in the free run, and waits in other runs. So
/// chance decides whether it finds a worker to wait for.
fn outruns_its_workers(case: &Case) -> Option<Verdict> {
    case.ended()
        .filter(|run| run.experiment == Experiment::FreeRun || run.granted().is_empty())
        .find_map(|run| loses_lines(case, run))
}

/// Only lines of workers are missing in `run`, and other runs have them.
fn loses_lines(case: &Case, run: &Run) -> Option<Verdict> {
    let lines = case.spec.lines.lines();
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
        "Main left while workers were at work: {} of their lines were not printed. In other runs it \
         waited, so chance decides whether it finds a worker to wait for.",
        lost.len()
    );
    let expected = case.spec.lines.closest_to(&output);
    let heading = indented("  - missing");
    let evidence = format!("{heading}\n{}", diff(&expected, &run.record.stdout));
    Some(Verdict::new(Finding::ForgetsSome, message).showing(evidence))
}

pub(super) fn hangs(case: &Case) -> Option<Verdict> {
    let too_long = |run: &Run| {
        matches!(
            run.outcome,
            Outcome::Ended(Ending::Stopped(Reason::TooMuchTime))
        )
    };
    // A free run shows the least.
    let run = case
        .runs()
        .filter(|run| run.has_hung() || too_long(run))
        .min_by_key(|run| run.experiment == Experiment::FreeRun)?;
    let unfinished = run.situation.those(|at| {
        !matches!(
            at,
            WorkerAt::NotStarted | WorkerAt::Finished | WorkerAt::Failed | WorkerAt::Gone
        )
    });
    let is_proven = run.outcome == Outcome::Hung(Rest::Proven);
    let threads = run.situation.described();
    let is_looking = |thread: &ThreadAt| {
        matches!(
            thread.state,
            State::Sleeps { .. } | State::Spins { .. } | State::Yields | State::Runs
        )
    };
    let why = if is_proven && threads.iter().any(is_looking) {
        "it looks again and again, and nothing changes"
    } else if is_proven {
        "no thread can go on"
    } else if run.granted().is_empty() {
        "it goes on and on, and no worker takes a turn"
    } else {
        "it goes on and on after the last turn"
    };
    let mut message = format!("The program does not end: {why}.");
    let main = threads.iter().find(|thread| thread.number == 0);
    let blockers = if is_proven {
        blockers(&threads)
    } else {
        Vec::new()
    };
    if !blockers.is_empty() {
        message += &where_they_stand(&blockers);
    } else if let Some(main) = main {
        message += &format!(" Main {}.", main.words);
    }
    if is_proven && blockers.is_empty() && !unfinished.is_empty() {
        let have = if unfinished.len() == 1 { "has" } else { "have" };
        message += &format!(" {} {have} not finished.", names(&unfinished));
    }
    let evidence = format!("{}\n\n{}", table(run), indented(&run.situation.to_string()));
    Some(
        Verdict::new(Finding::Hangs, message)
            .showing(evidence)
            .at(blockers
                .first()
                .copied()
                .or(main)
                .and_then(|thread| thread.line))
            .replaying(run, run.turns()),
    )
}

/// Words that begin with a verb, for several threads: "are blocked", "sleep", "go on".
fn in_the_plural(words: &str) -> String {
    let (verb, rest) = words.split_once(' ').unwrap_or((words, ""));
    let verb = match verb {
        "is" => "are",
        "has" => "have",
        "goes" => "go",
        verb => verb.strip_suffix('s').unwrap_or(verb),
    };
    format!("{verb} {rest}").trim_end().to_owned()
}

/// The threads that block main, if main waits only for threads to end.
pub(super) fn blockers(threads: &[ThreadAt]) -> Vec<&ThreadAt> {
    let main_joins = threads
        .iter()
        .any(|thread| thread.number == 0 && thread.waits_for_an_end());
    let is_blocker = |thread: &&ThreadAt| thread.number != 0 && !thread.waits_for_an_end();
    let blockers = threads.iter().filter(|_| main_joins);
    let mut blockers: Vec<&ThreadAt> = blockers.filter(is_blocker).collect();
    // A thread that waits for itself blocks the others.
    blockers.sort_by_key(|thread| !thread.waits_for_itself());
    blockers
}

/// How many places a sentence names at most: the table has all.
const MOST_PLACES: usize = 2;

/// A sentence for each place where these threads stand.
pub(super) fn where_they_stand(threads: &[&ThreadAt]) -> String {
    let mut places: Vec<(&str, Vec<&ThreadAt>)> = Vec::new();
    for thread in threads {
        match places.iter_mut().find(|(words, _)| *words == thread.words) {
            Some((_, there)) => there.push(thread),
            None => places.push((&thread.words, vec![thread])),
        }
    }
    let sentences = places.iter().take(MOST_PLACES).map(|(words, there)| {
        let tasks: Option<Vec<&str>> = there.iter().map(|at| at.task.as_deref()).collect();
        let who = match (tasks, &there[..]) {
            (Some(tasks), [_]) => format!("the thread of {}", names(tasks)),
            (Some(tasks), _) => format!("the threads of {}", names(tasks)),
            (None, [thread]) => thread.name.clone(),
            (None, _) => format!("{} threads", there.len()),
        };
        let words = match there.len() {
            1 => (*words).to_owned(),
            _ => in_the_plural(words),
        };
        format!(" {}", capitalised(&format!("{who} {words}.")))
    });
    sentences.collect()
}
