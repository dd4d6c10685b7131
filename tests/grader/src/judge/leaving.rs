//! Rules about a main that leaves before the work is done.

use scheduler::{Event, Mismatch, Step, ThreadState, control::State, is_printed};

use super::{
    Case, Verdict, concurrency,
    key_lines::{key_lines, mistake},
    mismatch, said,
    table::{table, table_until},
};
use crate::{
    finding::Finding,
    observe::{
        Experiment, Outcome, Run,
        departure::{Departure, Waited},
        places::KeyLine,
        run::polls,
        situation::ThreadAt,
    },
    spec::MainBehaviour,
    text::{capitalised, diff, indented, names, paragraphs, seconds, sentence},
};

/// How main left in the roll call, if it left with status 0 before any step was done.
fn departure<'a>(case: &Case<'a>) -> Option<&'a Departure> {
    let run = case.roll_call();
    let is_silent = run.has_succeeded() && run.experiment == Experiment::RollCall;
    let departure = run.departure.as_ref().filter(|_| is_silent)?;
    let starts_threads = departure.threads != Some(1) || run.arrived().next().is_some();
    (departure.steps == 0 && starts_threads).then_some(departure)
}

/// The program ends when all its threads have ended, and no worker has asked for a step.
pub(super) fn without_workers(case: &Case) -> Option<Verdict> {
    let run = case.roll_call();
    let departure = run.departure.as_ref().filter(|_| run.has_succeeded())?;
    let (_, others) = departure.situation.threads.split_first()?;
    let mut history = run.record.history.iter();
    let is_any_at_work = history.any(|event| matches!(event, Event::Asked(..)))
        || others.iter().any(|thread| thread.state != State::Ended);
    if is_any_at_work || case.spec.main != MainBehaviour::Waits {
        return None;
    }
    let who = match others.len() {
        0 => "No thread was started".to_owned(),
        1 => "The thread that was started has ended".to_owned(),
        count => format!("The {count} threads that were started have ended"),
    };
    let what = match run.arrived().next() {
        None => {
            "no worker ever began: does the program come to the work, as in `worker(task)` or `task.run()`?"
        }
        Some(_) => "no worker ever did a step: is `step` called?",
    };
    let message = format!("{who}, and {what}");
    let lines = departure.situation.source().spawns();
    Some(
        Verdict::new(Finding::WrongOutput, message)
            .showing(paragraphs([table(run), key_lines(&lines)]))
            .at(mistake(&lines)),
    )
}

/// Main leaves before any worker has done a step.
pub(super) fn before_any_step(case: &Case) -> Option<Verdict> {
    let departure = departure(case)?;
    let finding = match departure.waited {
        Waited::Not => Finding::NoWait,
        _ => Finding::Sleeps,
    };
    let text = "No worker was allowed to begin. The program ended anyway, with status 0.";
    let source = departure.situation.source();
    let went_on = source.main_went_on_from();
    let went_on = went_on.filter(|_| departure.waited == Waited::Not);
    let went_on = went_on.as_slice();
    let lines = source.key_lines(&case.spec.tasks());
    let waits = waits_of_others(departure);
    let exit = departure.other_leaver();
    let exit = exit.and_then(|leaver| source.exits_at(leaver.number));
    let line = departure.line().or(last_look(departure));
    let shown = [
        key_lines(&[went_on, &waits, exit.as_slice(), &lines].concat()),
        table(case.roll_call()),
        sentence(text),
    ];
    Some(
        Verdict::new(finding, how_it_left(case, departure))
            .showing(paragraphs(shown))
            .at(line
                .or(mistake(went_on))
                .or(mistake(&waits))
                .or(mistake(&lines)))
            .replaying(case.roll_call(), case.roll_call().turns()),
    )
}

/// Where threads waited for a length of time before main left, if main did not.
fn waits_of_others(departure: &Departure) -> Vec<KeyLine> {
    let source = departure.situation.source();
    let is_time = matches!(departure.waited, Waited::Time(_));
    if is_time && !source.who_waited_for_time().contains("main") {
        source.timed_waits()
    } else {
        Vec::new()
    }
}

/// How main or another thread left, in a sentence.
fn how_it_left(case: &Case, departure: &Departure) -> String {
    let leaver = departure.other_leaver().map(|leaver| leaver.name);
    let how = match (departure.waited, leaver) {
        (Waited::Not, Some(leaver)) => capitalised(&format!("{leaver} ended the program at once")),
        (Waited::Not, None) if case.roll_call().arrived().next().is_none() => {
            return "Main started threads and left, and no worker ever asked for a turn: main does \
                    not wait for the threads, or they call no worker."
                .to_owned();
        }
        (Waited::Not, None) => "Main left at once".to_owned(),
        (Waited::Looks, _) => {
            let who = looker(departure).map_or_else(|| "a thread".to_owned(), |thread| thread.name);
            capitalised(&format!("{who} looked again and again, and then gave up"))
        }
        (Waited::Time(Some(time)), leaver) => after_time(departure, leaver, &seconds(time)),
        (Waited::Time(None), _) => "Main waited for a length of time and then left".to_owned(),
    };
    // Chance decides which workers had started when main left.
    let tasks = names(case.spec.tasks());
    let should = match case.spec.main {
        MainBehaviour::Leaves if departure.waited != Waited::Not => {
            " Here it should end at once: in that time a worker may print."
        }
        _ => "",
    };
    format!("{how}: {tasks} had not done a single step.{should}")
}

/// How main left after this time, or the other `leaver`.
fn after_time(departure: &Departure, leaver: Option<String>, time: &str) -> String {
    let who = departure.situation.source().who_waited_for_time();
    match leaver {
        None if who.is_empty() || who.contains("main") => {
            format!("Main waited for {time} and then left")
        }
        None => capitalised(&format!("{time} passed, and then main left")),
        Some(leaver) if who.iter().eq([&leaver]) => capitalised(&format!(
            "{leaver} waited for {time} and then ended the program"
        )),
        Some(leaver) => format!("{time} passed, and then {leaver} ended the program"),
    }
}

/// The line where main looked again and again, if it did.
fn last_look(departure: &Departure) -> Option<usize> {
    if departure.waited != Waited::Looks {
        return None;
    }
    let last = departure.situation.source().left_at();
    last.map(|line| line.number)
        .or_else(|| looker(departure)?.line)
}

/// The first thread that looked again and again when every turn was withheld.
fn looker(departure: &Departure) -> Option<ThreadAt> {
    let mut threads = departure.situation.described().into_iter();
    threads.find(|thread| polls(&thread.state))
}

/// A thread waits with a time limit, or looks a number of times. Then it goes on as if the others were
/// done, and the program ends as if all were well.
pub(super) fn gives_up(case: &Case) -> Option<Verdict> {
    let run = case.seen.long_steps.as_ref();
    let run = run.filter(|run| case.has_ended_well(run))?;
    let (order, stdout) = (&case.spec.lines, &run.record.stdout);
    let mismatch = order.check(stdout).err()?;
    let is_early = matches!(&mismatch, Mismatch::TooEarly { line, .. } if Step::is_line(line));
    if !is_early && !order.missing_in(stdout).into_iter().any(Step::is_line) {
        return None;
    }
    let source = run.situation.source();
    let waits = source.timed_waits();
    let look = source.looked_most_at().filter(|_| waits.is_empty());
    let why = match &look {
        Some(_) => "If a step takes long, a thread looks only so often, and then goes on.",
        None => "If the steps take hours, a thread stops waiting and reports no error.",
    };
    let message = format!("{why} {}", mismatch::described(order, stdout, &mismatch));
    let lines: Vec<_> = waits.into_iter().chain(look).collect();
    let shown = [key_lines(&lines), table(run)];
    Some(
        Verdict::new(Finding::Sleeps, message)
            .showing(paragraphs(shown))
            .at(mistake(&lines))
            .replaying(run, run.turns()),
    )
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
    // Main may wait, while another thread ends the program.
    let other = run.situation.source().left_at();
    let other = other.filter(|line| !is_of_main(line));
    let mut message = ended_while_at_work(run, &tasks, other.as_ref());
    // Main may forget another worker in each run.
    let is_left_alone = |task: &String| {
        let mut unfinished = forgetful.iter().map(|run| run.unfinished(case.spec));
        unfinished.any(|left| left == std::slice::from_ref(task))
    };
    let mut others = case.spec.tasks();
    others.retain(|task| !tasks.contains(task) && is_left_alone(task));
    if !others.is_empty() {
        let others = names(others);
        message += &format!(" In other runs the program did not wait for {others}.");
    }
    let text = format!(
        "{}{} had not done all steps. The program ended all the same.",
        held_after(run).unwrap_or_default(),
        names(&tasks)
    );
    let departure = run.departure.as_ref();
    let situation = departure.map_or(&run.situation, |departure| &departure.situation);
    let source = situation.source();
    let lines = source.key_lines(&tasks);
    let said = run.failure().map(|_| said(run));
    let leaver = other.or_else(|| source.main_went_on_from());
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

/// The sentence about a program that ended while workers on `tasks` were at work. The thread of the
/// line `by` ended it, if that was not main.
fn ended_while_at_work(run: &Run, tasks: &[String], by: Option<&KeyLine>) -> String {
    let who = by.and_then(KeyLine::who);
    let ended = who.map_or_else(
        || "The program ended".to_owned(),
        |who| format!("{} ended the program", capitalised(who)),
    );
    let status = run.failure().map_or_else(String::new, |status| {
        format!(" with status {}", status.code().unwrap_or_default())
    });
    format!(
        "{ended}{status} while {} at work.",
        concurrency::were(tasks)
    )
}

/// The sentence about a program that was held at its end while further steps were granted.
fn held_after(run: &Run) -> Option<String> {
    let granted = run.granted();
    let (before, after) = granted.split_at_checked(run.departure.as_ref()?.steps)?;
    let when = match before.last() {
        Some(last) => format!("after `{last}`"),
        None => "before any step".to_owned(),
    };
    (!after.is_empty()).then(|| {
        format!(
            "The program came to its end {when}. It was held there while the other steps were granted. "
        )
    })
}

fn is_of_main(line: &KeyLine) -> bool {
    line.who() == Some("main")
}

/// Main should wait for no worker, and waits for some.
pub(super) fn waits_for_some(case: &Case) -> Option<Verdict> {
    if case.spec.main == MainBehaviour::Waits {
        return None;
    }
    let is_midway =
        |departure: &&Departure| departure.steps > 0 && !departure.situation.at_work().is_empty();
    let mut runs = case.runs();
    let Some((run, departure)) =
        runs.find_map(|run| Some((run, run.departure.as_ref().filter(is_midway)?)))
    else {
        return waits_for_some_unseen(case);
    };
    let at_work = departure.situation.at_work();
    let main = case.roll_call().situation.threads.first();
    let task = main.and_then(|main| main.task.clone());
    let message = leaves_midway(&at_work, task.as_deref());
    let own = case.roll_call().situation.source().at_work(task.as_slice());
    let at_work: Vec<String> = at_work.into_iter().map(str::to_owned).collect();
    let source = departure.situation.source();
    let lines = source.key_lines(&at_work);
    let went_on = source.main_went_on_from().filter(|_| own.is_empty());
    let shown = [
        key_lines(&[&own[..], went_on.as_slice(), &lines].concat()),
        table_until(run, departure.steps),
    ];
    let main_at = case.roll_call().situation.main_at();
    let waits_at = mistake(&own).or(main_at.and_then(|main| main.line));
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(paragraphs(shown))
            .at(waits_at.or(departure.line()).or(mistake(&lines)))
            .replaying(run, run.turns_until(departure.steps)),
    )
}

/// Main should end the program at once. It waits, and another thread ends the program.
pub(super) fn another_ends_it(case: &Case) -> Option<Verdict> {
    let departure = case.roll_call().departure.as_ref()?;
    let threads = &departure.situation.threads;
    let is_leaving = |thread: &ThreadState| thread.state == State::Leaves;
    let (main, others) = threads.split_first()?;
    if is_leaving(main) || !others.iter().any(is_leaving) {
        return None;
    }
    let message = "Main waits, and another thread ends the program. If that thread is late, the \
                   workers go on. Here main should end at once."
        .to_owned();
    let line = departure.situation.main_at().and_then(|main| main.line);
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(indented(&departure.situation.to_string()))
            .at(line),
    )
}

/// Without the interleaver the moment when main leaves is not seen. But main stayed while every turn
/// was withheld, so it waits for something.
fn waits_for_some_unseen(case: &Case) -> Option<Verdict> {
    if case.seen.is_interleaved || !matches!(case.roll_call().outcome, Outcome::Held(_)) {
        return None;
    }
    let is_midway = |run: &&Run| !run.granted().is_empty() && !run.unfinished(case.spec).is_empty();
    let run = case.ended().find(is_midway)?;
    let message = leaves_midway(&run.unfinished(case.spec), None);
    Some(
        Verdict::new(Finding::ForgetsSome, message)
            .showing(table(run))
            .replaying(run, run.turns()),
    )
}

/// The message if main left while these workers were at work. If it runs a worker itself, that is on
/// `task`.
fn leaves_midway<T: AsRef<str>>(at_work: &[T], task: Option<&str>) -> String {
    let why = match task {
        Some(task) => format!("Main works on {} itself", names([task])),
        None => "Main waits for some workers".to_owned(),
    };
    format!(
        "{why}, and left while {} at work. Here it should wait for no worker.",
        concurrency::were(at_work)
    )
}

/// Main leaves before any worker has done a step, or in the free run, and waits in other runs. So
/// chance decides whether it finds a worker to wait for.
fn outruns_its_workers(case: &Case) -> Option<Verdict> {
    let is_early = |run: &&Run| run.granted().is_empty() && leaves_threads(run);
    case.ended()
        .filter(|run| run.experiment == Experiment::FreeRun || is_early(run))
        .find_map(|run| loses_lines(case, run))
}

/// Whether another thread had not ended when a thread ended the program.
fn leaves_threads(run: &Run) -> bool {
    let Some(departure) = &run.departure else {
        return false;
    };
    let threads = &departure.situation.threads;
    threads.is_empty()
        || threads
            .iter()
            .any(|thread| !matches!(thread.state, State::Leaves | State::Ended))
}

/// Only lines of workers are missing in `run`, and other runs have them.
fn loses_lines(case: &Case, run: &Run) -> Option<Verdict> {
    let order = &case.spec.lines;
    let output = String::from_utf8_lossy(&run.record.stdout);
    let is_lost = |line: &&str| {
        let mut others = case.runs();
        Step::is_line(line) && others.any(|other| is_printed(line, &other.record.stdout))
    };
    let lost = order.missing_in(&run.record.stdout);
    if lost.is_empty() || !lost.iter().all(is_lost) || !output.lines().all(|line| order.has(line)) {
        return None;
    }
    let message = format!(
        "Main left while workers were at work: {} of their lines were not printed. In other runs it \
         waited, so chance decides whether it finds a worker to wait for.",
        lost.len()
    );
    let expected = order.closest_to(&output);
    let heading = indented("  - missing");
    let evidence = format!("{heading}\n{}", diff(&expected, &run.record.stdout));
    Some(Verdict::new(Finding::ForgetsSome, message).showing(evidence))
}
