//! Rules about a program that does not end, and about one that would fail if its workers took
//! longer.

use scheduler::{Certainty, Ending, Reason, control::State};

use super::{Case, Verdict, explored, table::table};
use crate::{
    finding::Finding,
    observe::{
        Outcome, Run,
        run::polls,
        situation::{ThreadAt, WorkerAt},
    },
    text::{capitalised, grouped, indented, names, seconds},
};

pub(super) fn hangs(case: &Case) -> Option<Verdict> {
    let too_long = |run: &Run| {
        matches!(
            run.outcome,
            Outcome::Ended(Ending::Stopped(Reason::TooMuchTime))
        )
    };
    // An interleaving shows what a thread that looks again and again waits for, and why in vain.
    if case.runs().any(Run::hung_looking)
        && let Some(verdict) = explored::fails_inside(case)
        && verdict.finding == Finding::Hangs
    {
        return Some(verdict);
    }
    let run = case.runs().find(|run| run.has_hung() || too_long(run))?;
    let unfinished = run.situation.those(|at| {
        !matches!(
            at,
            WorkerAt::NotStarted | WorkerAt::Finished | WorkerAt::Failed | WorkerAt::Gone
        )
    });
    let threads = run.situation.described();
    let main = threads.iter().find(|thread| thread.number == 0);
    let blockers = if is_proven(run) {
        blockers(&threads)
    } else {
        Vec::new()
    };
    let mut message = why_endless(run, &threads).to_owned();
    if !blockers.is_empty() {
        message += &where_they_stand(&blockers);
    } else if let Some(main) = main {
        message += &format!(" Main {}.", main.words);
    }
    if is_proven(run) && blockers.is_empty() && !unfinished.is_empty() {
        let have = if unfinished.len() == 1 { "has" } else { "have" };
        message += &format!(" {} {have} not finished.", names(&unfinished));
    }
    Some(
        Verdict::new(Finding::Hangs, message)
            .showing(how_it_stands(run))
            .at(blockers
                .first()
                .copied()
                .or(main)
                .and_then(|thread| thread.line))
            .replaying(run, run.turns()),
    )
}

/// Whether nothing more can happen.
fn is_proven(run: &Run) -> bool {
    run.outcome == Outcome::Hung(Certainty::Proven)
}

/// Why the program does not end, in a sentence.
fn why_endless(run: &Run, threads: &[ThreadAt]) -> &'static str {
    let mut states = threads.iter().map(|thread| &thread.state);
    let has_limit = |state: &State| matches!(state, State::Futex { until: Some(_), .. });
    if is_proven(run) && states.clone().any(polls) {
        "The program does not end: it looks again and again, and nothing changes."
    } else if is_proven(run) && states.any(has_limit) {
        "The program waits in vain: no thread goes on before a time limit is over."
    } else if is_proven(run) {
        "The program does not end: no thread can go on."
    } else if run.granted().is_empty() {
        "The program does not end: it goes on and on, and no worker takes a turn."
    } else {
        "The program does not end: it goes on and on after the last turn."
    }
}

/// How `run` came to its end, and where each thread was then: in lanes, if they show how a deadlock
/// of locks or condition variables came about.
fn how_it_stands(run: &Run) -> String {
    let is_told = run.is_deadlock() && run.situation.source().tells_why();
    let lanes = is_told.then(|| run.situation.lanes_of_shared());
    let in_a_table = || format!("{}\n\n{}", table(run), indented(&run.situation.to_string()));
    lanes.flatten().unwrap_or_else(in_a_table)
}

/// A program that gives up after some time is not given so much. If it sleeps all the same when all
/// work is done, it does not wait for the work.
pub(super) fn sleeps_and_fails(case: &Case) -> Option<Verdict> {
    let time = case.seen.gives_up_after?;
    let is_all_done = |run: &&Run| {
        let mut workers = run.situation.workers.iter();
        workers.all(|(_, at)| *at == WorkerAt::Finished)
    };
    let mut runs = case.runs().filter(|run| run.waits_for_time());
    let run = runs.find(is_all_done)?;
    let threads = run.situation.described();
    let is_asleep = |thread: &&ThreadAt| matches!(thread.state, State::Sleeps { .. });
    let sleeper = threads.iter().find(is_asleep);
    let who = sleeper.map_or("a thread", |thread| &thread.name);
    let message = format!(
        "{} does not wait for the workers: it sleeps when all work is done. If a worker needs more than \
         {}, the program fails.",
        capitalised(who),
        seconds(time)
    );
    Some(
        Verdict::new(Finding::Sleeps, message)
            .showing(how_it_stands(run))
            .at(sleeper.and_then(|thread| thread.line))
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
    let places = grouped(threads.iter().map(|thread| (&thread.words, *thread)));
    let sentences = places.iter().take(MOST_PLACES).map(|(words, there)| {
        let tasks: Option<Vec<&str>> = there.iter().map(|at| at.task.as_deref()).collect();
        let who = match (tasks, &there[..]) {
            (Some(tasks), [_]) => format!("the thread of {}", names(tasks)),
            (Some(tasks), _) => format!("the threads of {}", names(tasks)),
            (None, [thread]) => thread.name.clone(),
            (None, _) => format!("{} threads", there.len()),
        };
        let words = match there.len() {
            1 => words.to_string(),
            _ => in_the_plural(words),
        };
        format!(" {}", capitalised(&format!("{who} {words}.")))
    });
    sentences.collect()
}
