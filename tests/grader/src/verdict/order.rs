//! Findings about who is at work together, and who waits for whom.

use scheduler::{Event, Step};

use super::{Case, Verdict, is_overcrowded};
use crate::{
    evidence::{indented, names, sentence, table_until},
    expectation::MainsEnding,
    experiments::Leaving,
    finding::Finding,
    run::{Experiment, Outcome, Run, Stuck, Why},
    situation::{Situation, Whereabouts},
};

/// More pairs of workers that are never at work together are not told: nobody would read them.
const MOST_PAIRS: usize = 3;

/// Where the program may keep workers from some orders: in none of them were as many at work as there
/// should be.
pub(super) fn never_enough(case: Case) -> Option<Verdict> {
    let most = case.most_at_once();
    let is_enough = case.expectation.all_orders || most >= *case.expectation.concurrency.start();
    if is_enough || most == 0 || !case.all_have_come() {
        return None;
    }
    let (finding, how_many) = match most {
        1 => (Finding::Serial, "One at a time".to_owned()),
        _ => (Finding::PartlySerial, format!("At most {most} at a time")),
    };
    let situation = &case.roll_call().situation;
    let not_started = situation.those(|whereabouts| whereabouts == Whereabouts::NotStarted);
    let message = format!(
        "{how_many}, in whichever order: while {}, {} could not begin.",
        at_work(situation),
        names(not_started)
    );
    Some(Verdict::new(finding, message).showing(indented(&situation.to_string())))
}

/// It may keep workers from what they share, but not from work that needs nothing of it. Where they share something
/// that nobody sees, one cannot be told from the other.
pub(super) fn kept_from_work(case: Case) -> Option<Verdict> {
    if case.expectation.all_orders || unseen(case).is_some() {
        return None;
    }
    let is_work = |step: &Step| case.runs().any(|run| run.is_work(step));
    // If as many others are at work as may be, there is no place for it.
    let has_place = |step: &Step, situation: &Situation| {
        let mut others = situation.at_work();
        others.retain(|task| *task != step.task);
        others.len() < *case.expectation.concurrency.end()
    };
    let mut kept = case.runs().flat_map(|run| &run.kept);
    let (step, situation) =
        kept.find(|(step, situation)| is_work(step) && has_place(step, situation))?;
    let waiting = situation.those(|whereabouts| matches!(whereabouts, Whereabouts::Waiting(_)));
    let message = format!(
        "While {} at work, nobody could do `{step}`, which is work that needs nothing of what is shared.",
        were(&waiting)
    );
    let finding = if case.most_at_once() <= 1 {
        Finding::Serial
    } else {
        Finding::PartlySerial
    };
    Some(Verdict::new(finding, message).showing(indented(&situation.to_string())))
}

/// Who is at work then, and that they are.
fn at_work(situation: &Situation) -> String {
    format!("{} at work", were(&situation.at_work()))
}

/// These, and that they were.
pub(super) fn were<T: AsRef<str>>(tasks: &[T]) -> String {
    let were = if tasks.len() == 1 { "was" } else { "were" };
    format!("{} {were}", names(tasks))
}

pub(super) fn serial(case: Case) -> Option<Verdict> {
    let (run, stuck) = absence(case)?;
    (case.most_at_once() <= 1).then(|| {
        let message = format!("One at a time: {}.", while_at_work(stuck));
        too_few(Finding::Serial, message, run, stuck)
    })
}

pub(super) fn partly_serial(case: Case) -> Option<Verdict> {
    let (run, stuck) = absence(case)?;
    let most = case.most_at_once();
    let how_many = if most < *case.expectation.concurrency.end() {
        format!("At most {most} at a time")
    } else {
        "Fewer at a time than there could be".to_owned()
    };
    let mut message = format!("{how_many}: {}.", while_at_work(stuck));
    let apart: Vec<_> = never_together(case)
        .into_iter()
        .map(|(one, other)| names([one, other]))
        .collect();
    if (1..=MOST_PAIRS).contains(&apart.len()) {
        message += &format!(" Never at work together: {}.", apart.join("; "));
    }
    Some(too_few(Finding::PartlySerial, message, run, stuck))
}

/// A run in which fewer workers were in progress than expected, although there were others, who came later.
pub(super) fn absence(case: Case<'_>) -> Option<(&Run, &Stuck)> {
    // Of a main that leaves, nobody knows who is still to come.
    let leaves = case.expectation.main == MainsEnding::Leaves;
    case.runs().find_map(|run| {
        let stuck = run.stuck.as_ref()?;
        let is_too_few = (1..stuck.expected).contains(&stuck.waiting);
        // Nor is that known where the run was broken off. Else whoever never came does not take turns.
        let is_open = leaves || matches!(run.outcome, Outcome::Held(_));
        let has_come = |task: &&str| is_open || run.arrived().any(|known| known == *task);
        let is_absence = stuck.why == Why::NotAsked && is_too_few;
        (is_absence && absent(stuck).iter().any(has_come)).then_some((run, stuck))
    })
}

/// The tasks that could have been begun, and were not.
fn absent(stuck: &Stuck) -> Vec<&str> {
    let mut absent = stuck
        .situation
        .those(|whereabouts| whereabouts == Whereabouts::NotStarted);
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
    let evidence = behind(run, &stuck.granted, &situation);
    // It stops at a step that nobody asks for.
    let mut schedule = stuck.granted.clone();
    if schedule.is_empty() {
        schedule.extend(first_waiting(stuck));
    }
    schedule.push(stuck.step.clone());
    Verdict::new(finding, message)
        .showing(evidence)
        .replaying(schedule)
}

/// What was seen when `granted` had been granted in `run`, and before it what had come of that. In the roll call there
/// is nothing to be shown of it.
fn behind(run: &Run, granted: &[Step], seen: &str) -> String {
    if granted.is_empty() {
        return seen.to_owned();
    }
    format!("{}\n\n{seen}", table_until(run, granted.len()))
}

/// The first step of somebody who is at work then, so that a replay shows it.
fn first_waiting(stuck: &Stuck) -> Option<Step> {
    let mut workers = stuck.situation.workers.iter();
    workers.find_map(|(task, whereabouts)| match whereabouts {
        Whereabouts::Waiting(number) => Some(Step::new(task, *number)),
        _ => None,
    })
}

/// A main that leaves, as it should, but without having started a thread for each worker.
pub(super) fn too_few_threads(case: Case) -> Option<Verdict> {
    let Some(Leaving::AtOnce { threads, .. }) = case.facts.leaving else {
        return None;
    };
    let tasks = case.expectation.tasks();
    let (finding, count) = match threads {
        // Threads without any work may be over before there are too many.
        0 => return None,
        all if all >= tasks.len() => return None,
        1 => (Finding::Serial, "one thread".to_owned()),
        some => (Finding::PartlySerial, format!("{some} threads")),
    };
    let message = format!(
        "Main starts {count} for {} workers, on {}: each should have one of its own.",
        tasks.len(),
        names(tasks)
    );
    Some(Verdict::new(finding, message))
}

/// The pairs of tasks whose workers were in no run in progress at the same time, although they could have been, and of
/// which one came when the other had ended.
fn never_together(case: Case) -> Vec<(String, String)> {
    let tasks = case.expectation.tasks();
    let steps = case.expectation.lines.steps();
    let lines = &case.expectation.lines;
    let are_ordered = |one: &str, other: &str| {
        steps.iter().filter(|step| step.task == one).any(|step| {
            let mut others = steps.iter().filter(|step| step.task == other);
            others.any(|other| lines.is_before(step, other) || lines.is_before(other, step))
        })
    };
    let mut pairs = Vec::new();
    for (place, one) in tasks.iter().enumerate() {
        for other in &tasks[place + 1..] {
            let were_together = case.runs().any(|run| run.were_together(one, other));
            let one_waited = case
                .runs()
                .any(|run| run.came_after(one, other) || run.came_after(other, one));
            if !were_together && one_waited && !are_ordered(one, other) {
                pairs.push((one.clone(), other.clone()));
            }
        }
    }
    pairs
}

pub(super) fn too_many_at_once(case: Case) -> Option<Verdict> {
    let most = *case.expectation.concurrency.end();
    let is_crowd = |run: &&Run| run.most_at_once() > most;
    let should = if most == 1 {
        "it should be one at a time".to_owned()
    } else {
        format!("there should be {most} at most")
    };
    let Some(run) = case.runs().find(is_crowd) else {
        let run = case.runs().find(|run| is_overcrowded(run))?;
        let message = format!("There were more threads than a program may have, and {should}.");
        return Some(Verdict::new(Finding::TooManyAtOnce, message).replaying(run.granted()));
    };
    let message = format!(
        "{} workers were at work at once, and {should}.",
        run.most_at_once()
    );
    let (granted, mut tasks) = run.crowd();
    tasks.sort_unstable();
    tasks.truncate(20);
    let crowd = sentence(&format!("at work at once: {}", names(tasks)));
    let evidence = behind(run, &granted, &crowd);
    Some(
        Verdict::new(Finding::TooManyAtOnce, message)
            .showing(evidence)
            .replaying(granted),
    )
}

/// A step that nobody could do until another worker had gone on.
pub(super) fn over_ordered(case: Case) -> Option<Verdict> {
    let is_late = |stuck: &&Stuck| {
        let is_too_few = stuck.waiting < stuck.expected && !absent(stuck).is_empty();
        matches!(stuck.why, Why::NotAsked | Why::NotFollowed) && !is_too_few
    };
    case.runs().filter(|run| !has_twins(run)).find_map(|run| {
        let stuck = run.stuck.as_ref().filter(is_late)?;
        let other = done_before(run, &stuck.step)?;
        // If one of the two has to come before the other, it is no order too many.
        let lines = &case.expectation.lines;
        let is_needed =
            lines.is_before(&other, &stuck.step) || lines.is_before(&stuck.step, &other);
        (!is_needed).then(|| waits_for(stuck, &other))
    })
}

/// Whether there were two workers on the same task: then it is not known whose step is awaited.
fn has_twins(run: &Run) -> bool {
    let tasks: Vec<_> = run.arrived().collect();
    (1..tasks.len()).any(|place| tasks[..place].contains(&tasks[place]))
}

fn waits_for(stuck: &Stuck, other: &Step) -> Verdict {
    let step = &stuck.step;
    let all = if absent(stuck).is_empty() {
        "All had started, but "
    } else {
        ""
    };
    let message =
        format!("{all}`{step}` was not done until `{other}` was, which it does not need.");
    let what = match stuck.why {
        Why::NotFollowed => "was granted, and not done",
        _ => "was not asked for",
    };
    let heading = indented(&format!("  `{step}` {what}:"));
    let situation = indented(&stuck.situation.to_string());
    let schedule = [stuck.granted.clone(), vec![step.clone()]].concat();
    Verdict::new(Finding::NeedlessWait, message)
        .showing(format!("{heading}\n{situation}"))
        .replaying(schedule)
}

/// The step of another worker after which `step` was done at last.
fn done_before(run: &Run, step: &Step) -> Option<Step> {
    let history = &run.record.history;
    let done = history
        .iter()
        .position(|moment| moment.event == Event::Finished(step.clone()))?;
    history[..done]
        .iter()
        .rev()
        .find_map(|moment| match &moment.event {
            Event::Granted(other) if other.task != step.task => Some(other.clone()),
            _ => None,
        })
}

/// A worker asked for its turn although a step that must come before had not been granted. A step that
/// nobody does in any run is not late but missing, which is another matter.
pub(super) fn ahead_of_a_step(case: Case) -> Option<Verdict> {
    let mut crossings = case.expectation.lines.crossings();
    crossings.retain(|(earlier, _)| case.has_come(&earlier.task));
    case.runs().find_map(|run| {
        let mut granted = Vec::new();
        run.record
            .history
            .iter()
            .find_map(|moment| match &moment.event {
                Event::Granted(step) => {
                    granted.push(step.clone());
                    None
                }
                Event::Asked(step, _) => {
                    let is_ahead = |(earlier, later): &&(Step, Step)| {
                        later == step && !granted.contains(earlier)
                    };
                    let (earlier, later) = crossings.iter().find(is_ahead)?;
                    Some(ahead_of(earlier, later, &granted, run))
                }
                _ => None,
            })
    })
}

fn ahead_of(earlier: &Step, later: &Step, granted: &[Step], run: &Run) -> Verdict {
    let message = format!("`{later}` could be done before `{earlier}`, which it should wait for.");
    let text = format!("then `{later}` was asked for, and `{earlier}` had not been granted");
    let evidence = format!("{}\n\n{}", table_until(run, granted.len()), sentence(&text));
    let schedule = [granted, std::slice::from_ref(later)].concat();
    Verdict::new(Finding::TooEarly, message)
        .showing(evidence)
        .replaying(schedule)
}

/// A worker asked for its turn while main was stuck in its heading. That a program prints no heading
/// at all is another matter.
pub(super) fn ahead_of_the_heading(case: Case) -> Option<Verdict> {
    let heading = case.expectation.heading()?;
    let prints_it = case
        .roll_call()
        .record
        .stdout
        .starts_with(format!("{heading}\n").as_bytes());
    let plugged = case
        .runs()
        .find(|run| run.experiment == Experiment::Plugged)?;
    if !prints_it || plugged.most_at_once() == 0 {
        return None;
    }
    let message =
        format!("Workers begin before `{heading}` is printed: a line of theirs could come first.");
    let text = "the output was held up, so that main could not get past its heading; a worker asked for its \
                turn all the same, so it had been started before";
    Some(Verdict::new(Finding::TooEarly, message).showing(sentence(text)))
}

/// The check sees what workers do at their steps. Where the lesson is about what they share, and a worker does
/// without that, nobody can say that it always goes well.
pub(super) fn unseen(case: Case) -> Option<Verdict> {
    let what = case.expectation.uses?;
    let mut without = case.expectation.tasks();
    without.retain(|task| case.has_come(task) && !case.runs().any(|run| run.uses(task, what)));
    if without.is_empty() {
        return None;
    }
    let message = format!(
        "No step of {} is one on a `common::{what}`. Another way may well be right; but the check cannot see it, \
         and so it cannot say.",
        names(without)
    );
    Some(Verdict::new(Finding::Unseen, message))
}
