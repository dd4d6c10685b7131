//! How a main left that did not wait for its workers: at once, or after some time?
//!
//! On a busy machine the workers may not have asked before it was gone, and its sleep may have been
//! too short to be seen. So it is run again, with the workshop's clock slowed down.

use std::collections::BTreeMap;

use scheduler::{Halt, WaitsFor};

use super::*;
use crate::expectation::MainsEnding;

/// How many times it is run again before it is said that it left at once.
const TIMES: usize = 3;

/// How many times it is run again, and for how long, until a worker is heard of. On two cores that were kept
/// busy four times over, 33 runs were enough on average for the last of three, and 69 always were.
const MOST_TIMES: usize = 300;
const TO_BE_HEARD: Duration = Duration::from_secs(10);

/// A main that is there for so long after the first worker has come does not leave at once.
const LINGERS: Duration = Duration::from_secs(1);

/// The slowest pace of the workshop's clock.
const SLOWEST: f64 = 0.1;

/// A stack for which no system has the memory.
const TOO_LARGE_A_STACK: u64 = 1 << 50;

pub(super) fn how(subject: &Subject, runs: &[Run]) -> io::Result<Leaving> {
    let arrived = runs.iter().flat_map(Run::arrived);
    let mut heard: BTreeSet<String> = arrived.map(str::to_owned).collect();
    if waits_for_a_clock(&runs[0].main_seen) {
        return after_time(subject, &runs[0], heard);
    }
    let is_on_a_clock = |session: &Session| waits_for_a_clock(session.main_seen());
    let mut always_lingers = true;
    for _ in 0..TIMES {
        let mut trial = subject.trial_at(SLOWEST)?;
        // A main that is quiet for some seconds sleeps or spins, or the machine has no time for it. One that waits
        // for others this time, as it should, has left another time by luck.
        let is_quiet = match trial.session.until(TO_STAY, is_on_a_clock)? {
            Ok(()) => return after_time(subject, &runs[0], heard),
            Err(halt) => halt == Halt::AtRest(Rest::Presumed),
        };
        let first = trial.session.history().first().map(|moment| moment.at);
        heard.extend(trial.heard());
        let lingers = first.is_some_and(|first| trial.session.age() > first + LINGERS);
        always_lingers &= is_quiet || lingers;
    }
    if always_lingers {
        let length = runs[0].age;
        return Ok(Leaving::AfterTime { length, heard });
    }
    let tasks = subject.expectation.tasks();
    // Where main should stay, one worker is enough to know that it did not.
    let should_leave = subject.expectation.main == MainsEnding::Leaves;
    let is_enough = |heard: &BTreeSet<String>| {
        let mut tasks = tasks.iter();
        if should_leave {
            tasks.all(|task| heard.contains(task))
        } else {
            !heard.is_empty()
        }
    };
    listen(subject, &mut heard, is_enough)?;
    if heard.is_empty() && !starts_threads(subject, TOO_LARGE_A_STACK)? {
        return Ok(Leaving::WithoutThreads);
    }
    let threads = if is_enough(&heard) {
        tasks.len()
    } else {
        count_threads(subject, tasks.len())?
    };
    Ok(Leaving::AtOnce { heard, threads })
}

/// A main that has slept. On a machine that is so busy that it slept for longer than its workers took to come, it sleeps
/// once more, for as long as they may need.
fn after_time(
    subject: &Subject,
    roll_call: &Run,
    mut heard: BTreeSet<String>,
) -> io::Result<Leaving> {
    let tasks = subject.expectation.tasks();
    let are_all_in = |heard: &BTreeSet<String>| tasks.iter().all(|task| heard.contains(task));
    if !are_all_in(&heard) {
        let mut trial = subject.trial_at(SLOWEST)?;
        let all = |session: &Session| {
            let is_there = |task: &String| session.workers().any(|(known, _)| known == task);
            tasks.iter().all(is_there)
        };
        // Whoever has not come then does not.
        let _ = trial.session.until(TO_STAY, all)?;
        heard.extend(trial.heard());
    }
    let length = length(subject, roll_call)?;
    Ok(Leaving::AfterTime { length, heard })
}

fn waits_for_a_clock(main_seen: &BTreeMap<WaitsFor, u32>) -> bool {
    main_seen.keys().any(|waits_for| waits_for.is_timed())
}

/// Runs it again and again until enough workers were heard of: a main may leave before most of them have begun.
fn listen(
    subject: &Subject,
    heard: &mut BTreeSet<String>,
    is_enough: impl Fn(&BTreeSet<String>) -> bool,
) -> io::Result<()> {
    let since = Instant::now();
    for _ in 0..MOST_TIMES {
        if is_enough(heard) || since.elapsed() > TO_BE_HEARD {
            break;
        }
        let mut trial = subject.trial(Experiment::RollCall)?;
        trial.session.settle(TO_STAY)?;
        heard.extend(trial.heard());
    }
    Ok(())
}

/// How long main was there in the roll call, by the clock that it goes by: the workshop's, if it takes
/// longer when that is slower. This is for words only, and decides nothing.
fn length(subject: &Subject, roll_call: &Run) -> io::Result<Duration> {
    // By the workshop's clock this would be some minutes, which nobody sleeps.
    if roll_call.age > TO_STAY {
        return Ok(roll_call.age);
    }
    let mut trial = subject.trial_at(f64::from(PACE) / 10.0)?;
    let long = roll_call.age * 5 + Duration::from_millis(20);
    while trial.session.ending().is_none() && trial.session.age() < long {
        trial.session.turn(Duration::from_millis(1))?;
    }
    let first = roll_call.record.history.first().map(|moment| moment.at);
    let lingered = roll_call.age.saturating_sub(first.unwrap_or_default());
    let goes_by_workshop = trial.session.age() >= long;
    Ok(if goes_by_workshop {
        lingered * PACE
    } else {
        lingered
    })
}

/// How many threads it starts, up to `most`.
fn count_threads(subject: &Subject, most: usize) -> io::Result<usize> {
    let mut threads = most;
    while threads > 0 && !starts_threads(subject, too_large_for(threads))? {
        threads -= 1;
    }
    Ok(threads)
}

/// A stack of which there is room for fewer than `count`. Where nobody limits the memory, that is unknown,
/// and one is taken for which there is no room at all.
fn too_large_for(count: usize) -> u64 {
    if cfg!(target_os = "linux") {
        limits().memory * 2 / (2 * count as u64 - 1)
    } else {
        TOO_LARGE_A_STACK
    }
}

/// Whether the program starts so many threads that one does not get its `stack`, even if it leaves before
/// anybody can see them: then its end is another.
fn starts_threads(subject: &Subject, stack: u64) -> io::Result<bool> {
    // Slowly, so that no worker has finished, and given its stack back, before the last one is started.
    let launch = subject.launch.clone().env("PACE", SLOWEST.to_string());
    let launch = launch.env("RUST_MIN_STACK", stack.to_string());
    let folder = compile::folder()?;
    let launch = launch.current_dir(folder.path()).limited_beforehand();
    let ending = launch.start()?.wait()?;
    Ok(!ending.is_success())
}
