//! Rules about how many workers are at work at the same time.

use scheduler::{Event, Shared, Step, ThreadState, control::State};

use super::{
    Case, Verdict, is_overcrowded,
    key_lines::{key_lines, mistake},
    table::table_until,
    unseen::without_what_is_shared,
};
use crate::{
    finding::Finding,
    observe::{
        Outcome, Run,
        run::{Kept, Stuck, Why},
        situation::{Situation, WorkerAt},
    },
    schedule::Turn,
    spec::Spec,
    text::{indented, list, names, paragraphs, sentence},
};

/// If more workers began only when another had ended, the message names none.
const MOST_PAIRS: usize = 3;

/// How many workers of a crowd are named at most.
const MOST_NAMES: usize = 20;

/// The program may prevent some orders, and in no order were enough workers at work.
pub(super) fn never_enough(case: &Case) -> Option<Verdict> {
    let most = case.most_at_once();
    let is_enough = case.spec.all_orders || most >= *case.spec.concurrency.start();
    if is_enough || most == 0 || !case.all_have_come() {
        return None;
    }
    let how_many = match most {
        1 => "One at a time".to_owned(),
        _ => format!("At most {most} at a time"),
    };
    let situation = &case.roll_call().situation;
    let not_started = situation.those(|at| at == WorkerAt::NotStarted);
    let message = format!(
        "{how_many}, in every order: while {}, {} could not begin.",
        at_work(situation),
        names(not_started)
    );
    Some(showing(situation, how_serial(case), message))
}

/// The finding if fewer workers are at work at once than expected.
fn how_serial(case: &Case) -> Finding {
    match case.most_at_once() {
        0 | 1 => Finding::Serial,
        _ => Finding::PartlySerial,
    }
}

/// A verdict with this situation as its evidence.
fn showing(situation: &Situation, finding: Finding, message: String) -> Verdict {
    Verdict::new(finding, message)
        .showing(indented(&situation.to_string()))
        .at(situation.line())
}

/// The program may make workers wait for what they share, but not before work that needs nothing
/// shared. The two can be told apart only if the workers' steps say what they are on. If no worker
/// counts with a `Counter`, it counts between its steps, and they are all work.
pub(super) fn kept_from_work(case: &Case) -> Option<Verdict> {
    let without = without_what_is_shared(case).len();
    let counts_otherwise =
        case.spec.uses == Some(Shared::Counter) && without == case.spec.tasks().len();
    if case.spec.all_orders || without > 0 && !counts_otherwise {
        return None;
    }
    let is_work = |step: &Step| case.runs().any(|run| run.is_work(step));
    // If as many others are at work as may be, this worker has to wait.
    let has_place = |kept: &Kept| {
        let mut others = kept.situation.at_work();
        others.retain(|task| *task != kept.step.task);
        others.len() < *case.spec.concurrency.end()
    };
    let mut kept = case.runs().flat_map(|run| &run.kept);
    let Kept { step, situation } = kept.find(|kept| is_work(&kept.step) && has_place(kept))?;
    let waiting = situation.those(|at| matches!(at, WorkerAt::Waiting(_)));
    let message = format!(
        "While {} at work, `{step}` could not be done. It is work that needs nothing of what is shared.",
        were(&waiting)
    );
    Some(showing(situation, how_serial(case), message))
}

/// The workers at work, as a subject with its verb.
fn at_work(situation: &Situation) -> String {
    format!("{} at work", were(&situation.at_work()))
}

/// The tasks as a subject with its verb: "`a` was", "`a` and `b` were".
pub(super) fn were<T: AsRef<str>>(tasks: &[T]) -> String {
    let were = if tasks.len() == 1 { "was" } else { "were" };
    format!("{} {were}", names(tasks))
}

/// Some workers begin only when others have ended.
pub(super) fn too_few_at_once(case: &Case) -> Option<Verdict> {
    let (run, stuck) = absence(case)?;
    let finding = how_serial(case);
    let is_at_lock = |thread: &ThreadState| matches!(thread.state, State::Locks { .. });
    let how_many = match case.most_at_once() {
        0 | 1 => "One at a time".to_owned(),
        // A thread may get the lock that it waits for before the others have ended.
        _ if stuck.situation.threads.iter().any(is_at_lock) => {
            "Fewer at a time than there could be".to_owned()
        }
        most if most < *case.spec.concurrency.end() => format!("At most {most} at a time"),
        _ => "Fewer at a time than there could be".to_owned(),
    };
    let mut message = format!("{how_many}: {}.", while_at_work(stuck));
    message += &ended_threads(stuck);
    let waits = waits_for_ends(case);
    if finding == Finding::PartlySerial && (1..=MOST_PAIRS).contains(&waits.len()) {
        let waits = waits.iter().map(|(later, ended)| {
            format!("{} began when {} had ended", names([later]), names([ended]))
        });
        message += &format!(" {}.", list(waits));
    }
    Some(too_few(finding, message, run, stuck))
}

/// A sentence about threads that have ended and have run no worker. Nothing if there are none.
fn ended_threads(stuck: &Stuck) -> String {
    let threads = stuck.situation.threads.iter();
    let ended = threads.filter(|thread| thread.state == State::Ended && thread.task.is_none());
    match ended.count() {
        0 => String::new(),
        1 => " One thread has ended, and has run no worker.".to_owned(),
        count => format!(" {count} threads have ended, and have run no worker."),
    }
}

/// A run in which fewer workers were in progress than expected, while others arrived only later.
fn absence<'a>(case: &Case<'a>) -> Option<(&'a Run, &'a Stuck)> {
    case.runs().find_map(|run| {
        let stuck = run.stuck.as_ref()?;
        let is_too_few = (1..stuck.expected).contains(&stuck.waiting);
        // A worker that never arrives does not take turns. If the run was cut off, it might have
        // arrived, unless it is missing in runs that were not.
        let is_open = matches!(run.outcome, Outcome::Held(_));
        let has_come = |task: &&str| {
            let arrives = |run: &Run| run.arrived().any(|known| known == *task);
            arrives(run) || is_open && case.ended().all(arrives)
        };
        let is_absence = stuck.why == Why::NotAsked && is_too_few;
        (is_absence && absent(stuck).iter().any(has_come)).then_some((run, stuck))
    })
}

/// The tasks that could have begun and had not.
pub(super) fn absent(stuck: &Stuck) -> Vec<&str> {
    let mut absent = stuck.situation.those(|at| at == WorkerAt::NotStarted);
    absent.retain(|task| stuck.possible.iter().any(|step| step.task == *task));
    absent
}

fn while_at_work(stuck: &Stuck) -> String {
    format!(
        "while {}, {} had not started",
        at_work(&stuck.situation),
        names(absent(stuck))
    )
}

fn too_few(finding: Finding, message: String, run: &Run, stuck: &Stuck) -> Verdict {
    let situation = indented(&stuck.situation.to_string());
    let mut evidence = behind(run, &stuck.granted, &situation);
    let first = first_waiting(stuck);
    let mut line = stuck.situation.line();
    // If no thread is blocked, the line is where the worker was called that is at work.
    if line.is_none()
        && let Some(ready) = first
            .as_ref()
            .and_then(|step| stuck.situation.ready_at(step))
    {
        line = Some(ready.number);
        evidence += &format!("\n\n{}", key_lines(&[ready]));
    }
    // It stops at a step that no worker asks for.
    let mut schedule = run.turns_until(stuck.granted.len());
    if stuck.granted.is_empty() {
        // In a replay, this step shows that the worker is at work, unless it lets the other begin.
        let first = first.filter(|first| !lets_begin(run, first, &stuck.step));
        schedule.extend(first.map(Turn::Step));
    }
    schedule.push(Turn::Step(stuck.step.clone()));
    Verdict::new(finding, message)
        .showing(evidence)
        .at(line)
        .replaying(run, schedule)
}

/// Whether a worker asked for `step` after `first`, the first of all steps, and before the second.
fn lets_begin(run: &Run, first: &Step, step: &Step) -> bool {
    let is_granted = |event: &&Event| matches!(event, Event::Granted(_));
    let history = run.record.history.iter();
    let mut after = history.skip_while(|event| !is_granted(event));
    if !matches!(after.next(), Some(Event::Granted(granted)) if granted == first) {
        return false;
    }
    let mut between = after.take_while(|event| !is_granted(event));
    between.any(|event| matches!(event, Event::Asked(asked, _) if asked == step))
}

/// What was `seen` after the steps of `granted`, below the table of these steps.
fn behind(run: &Run, granted: &[Step], seen: &str) -> String {
    if granted.is_empty() {
        return seen.to_owned();
    }
    format!("{}\n\n{seen}", table_until(run, granted.len()))
}

/// The step of the first worker that waits for its turn.
fn first_waiting(stuck: &Stuck) -> Option<Step> {
    let mut workers = stuck.situation.workers.iter();
    workers.find_map(|(task, at)| match at {
        WorkerAt::Waiting(number) => Some(Step::new(task, *number)),
        _ => None,
    })
}

/// Main leaves, as it should, and has not started all workers.
pub(super) fn not_started(case: &Case) -> Option<Verdict> {
    let most = case.most_at_once();
    let missing = case.unheard();
    if missing.is_empty() || most == 0 || most >= *case.spec.concurrency.start() {
        return None;
    }
    let message = format!(
        "At most {most} at a time: no worker on {} was started.",
        names(missing)
    );
    let source = case.roll_call().situation.source();
    let lines = source.key_lines(&case.spec.tasks());
    Some(
        Verdict::new(how_serial(case), message)
            .showing(key_lines(&lines))
            .at(mistake(&lines)),
    )
}

/// The pairs of tasks whose workers were never in progress at the same time, although they could
/// have been, and of which the first began when the second had ended.
fn waits_for_ends(case: &Case) -> Vec<(String, String)> {
    let tasks = case.spec.tasks();
    let steps = case.spec.lines.steps();
    let lines = &case.spec.lines;
    let are_ordered = |one: &str, other: &str| {
        steps.iter().filter(|step| step.task == one).any(|step| {
            let mut others = steps.iter().filter(|step| step.task == other);
            others.any(|other| lines.is_before(step, other) || lines.is_before(other, step))
        })
    };
    let is_wait = |later: &str, ended: &str| {
        case.runs().any(|run| run.came_after(later, ended))
            && !case.runs().any(|run| run.were_together(later, ended))
            && !are_ordered(later, ended)
    };
    let pairs = tasks.iter().flat_map(|later| {
        let ended = tasks.iter().filter(|ended| is_wait(later, ended));
        ended.map(|ended| (later.clone(), ended.clone()))
    });
    pairs.collect()
}

pub(super) fn too_many_at_once(case: &Case) -> Option<Verdict> {
    let most = *case.spec.concurrency.end();
    let should = if most == 1 {
        "it should be one at a time".to_owned()
    } else {
        format!("there should be {most} at most")
    };
    let mut runs = case.runs();
    if let Some(run) = runs.find(|run| run.most_at_once() > most) {
        return Some(crowded(run, case.spec, &should));
    }
    let run = case.runs().find(|run| is_overcrowded(run))?;
    let message = format!("There were more threads than a program may have, and {should}.");
    Some(Verdict::new(Finding::TooManyAtOnce, message).replaying(run, run.turns()))
}

/// The verdict of a run in which too many workers were at work at once. `should` says how many there
/// should be.
fn crowded(run: &Run, spec: &Spec, should: &str) -> Verdict {
    let (granted, mut tasks) = run.crowd();
    let source = run.crowded.as_ref().map(Situation::source);
    let last = tasks.last().cloned();
    // Chance decides in which order the others have come.
    let known = spec.tasks();
    tasks.sort_by_key(|task| {
        known
            .iter()
            .position(|known| known == task)
            .unwrap_or(known.len())
    });
    let mut lines = Vec::new();
    let mut mistake = None;
    if let Some(source) = source {
        lines.extend(source.timed_waits());
        // A wait that was over too soon may be why. Otherwise the last one is one too many.
        let too_soon = lines.iter().find(|line| line.gives_up());
        let one_too_many = source.at_work(last.as_slice());
        mistake = too_soon.or(one_too_many.first()).map(|line| line.number);
        lines.extend(source.at_work(&tasks));
        lines.sort_by_key(|line| line.number);
    }
    // In a replay, the next step of each shows that all were there.
    let next = |task: &String| {
        let done = granted.iter().filter(|step| step.task == *task).count();
        Turn::Step(Step::new(task, done as u32))
    };
    let mut schedule = run.turns_until(granted.len());
    schedule.extend(tasks.iter().map(next));
    let count = run.most_at_once();
    let message = format!("{count} workers were at work at once, and {should}.");
    tasks.truncate(MOST_NAMES);
    let crowd = sentence(&format!("At work at once: {}.", names(tasks)));
    let shown = [behind(run, &granted, &crowd), key_lines(&lines)];
    Verdict::new(Finding::TooManyAtOnce, message)
        .showing(paragraphs(shown))
        .at(mistake)
        .replaying(run, schedule)
}
