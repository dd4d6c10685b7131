//! How a main left that did not wait for its workers: at once, or after some time?
//!
//! On a busy machine the workers may not have asked before it was gone, and its sleep may have been
//! too short to be seen. So it is run again, with the workshop's clock slowed down.

use scheduler::Halt;

use super::*;

/// How many times it is run again before it is said that it left at once.
const TIMES: usize = 3;

/// A main that is there for so long after the first worker has come does not leave at once.
const LINGERS: Duration = Duration::from_secs(1);

/// The slowest pace of the workshop's clock.
const SLOWEST: f64 = 0.1;

/// A stack for which no system has the memory.
const TOO_LARGE_A_STACK: u64 = 1 << 50;

pub(super) fn how(subject: &Subject, runs: &[Run]) -> io::Result<Leaving> {
    if runs[0]
        .main_seen
        .keys()
        .any(|waits_for| waits_for.is_timed())
    {
        return Ok(Leaving::AfterTime(length(subject, &runs[0])?));
    }
    let mut always_lingers = true;
    let mut has_workers = runs.iter().any(|run| run.arrived().next().is_some());
    for _ in 0..TIMES {
        let mut trial = subject.trial_at(SLOWEST)?;
        // A main that is quiet for some seconds sleeps or spins, or the machine has no time for it.
        let is_quiet = match trial.session.until(TO_STAY, is_on_a_clock)? {
            Ok(()) => return Ok(Leaving::AfterTime(length(subject, &runs[0])?)),
            Err(halt) => !matches!(halt, Halt::Ended(_)),
        };
        let first = trial.session.history().first().map(|moment| moment.at);
        has_workers |= first.is_some();
        let lingers = first.is_some_and(|first| trial.session.age() > first + LINGERS);
        always_lingers &= is_quiet || lingers;
    }
    if always_lingers {
        return Ok(Leaving::AfterTime(runs[0].age));
    }
    let has_workers = has_workers || has_a_worker_at_times(subject)?;
    Ok(if has_workers || starts_threads(subject)? {
        Leaving::AtOnce { has_workers }
    } else {
        Leaving::WithoutThreads
    })
}

/// Whether a worker is heard of in one run of many: a main may leave before most of them have begun.
fn has_a_worker_at_times(subject: &Subject) -> io::Result<bool> {
    let since = Instant::now();
    while since.elapsed() < TO_STAY {
        let mut trial = subject.trial(Experiment::RollCall)?;
        trial.session.settle(TO_STAY)?;
        if !trial.session.history().is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_on_a_clock(session: &Session) -> bool {
    session
        .main_seen()
        .keys()
        .any(|waits_for| waits_for.is_timed())
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

/// Whether the program starts a thread, even if it leaves before anybody can see it: if it asks for
/// one, it gets none for want of memory, and its end is another.
fn starts_threads(subject: &Subject) -> io::Result<bool> {
    let launch = subject
        .launch
        .clone()
        .env("RUST_MIN_STACK", TOO_LARGE_A_STACK.to_string());
    let folder = compile::folder()?;
    Ok(!launch
        .current_dir(folder.path())
        .start()?
        .wait()?
        .is_success())
}
