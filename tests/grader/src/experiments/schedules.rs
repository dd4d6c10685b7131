//! Schedules: orders of the workers' steps that should all be possible.
//!
//! A few are enough to expose two workers that share a lock, a pool that is too small, a fixed order,
//! steps that nobody can come between. In each, one worker is alone at the end and is kept waiting for
//! its last step: does main stay for this one too?

use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};

use super::*;

/// Up to so many interleavings are all played; of more, a sample.
const MOST: u64 = 5_000;

/// How many are played of more than that.
const SAMPLE: usize = 2_000;

/// The sample is the same in each grading.
const SEED: u64 = 0;

/// How long main has to stay with a program that is tried exhaustively.
const TO_STAY_EXHAUSTIVELY: Duration = Duration::from_secs(20);

pub(super) fn all<'a>(subject: &'a Subject) -> impl Iterator<Item = Play<'a>> {
    let exposing = subject.expectation.exposing_schedules().into_iter();
    let exposing = exposing
        .map(move |schedule| Box::new(move || Ok(vec![conduct(subject, &schedule)?])) as Play);
    let rest: Option<Play> = match subject.depth {
        Depth::Exposing => None,
        Depth::Exhaustive => Some(Box::new(|| exhaustively(subject))),
    };
    exposing.chain(rest)
}

fn conduct(subject: &Subject, schedule: &[Step]) -> io::Result<Run> {
    let to_stay = match subject.depth {
        Depth::Exposing => TO_STAY,
        Depth::Exhaustive => TO_STAY_EXHAUSTIVELY,
    };
    with_a_rest(subject.trial(Experiment::Schedule)?, schedule, to_stay)
}

/// Plays `schedule`, and lets the program rest before the last step.
pub(super) fn with_a_rest(
    mut trial: Trial,
    schedule: &[Step],
    to_stay: Duration,
) -> io::Result<Run> {
    let Some((last, before)) = schedule.split_last() else {
        return trial.finish_all();
    };
    // Where the program chooses who comes, the last is whoever is left.
    let is_limited = trial.expectation.is_limited();
    let is_played = if is_limited {
        trial.follow(schedule, before.len())?
    } else {
        trial.follow_until_left(before, last)?
    };
    if is_played && trial.stays(to_stay)?.is_some() && !is_limited {
        trial.follow(std::slice::from_ref(last), 1)?;
    }
    trial.finish_all()
}

/// Whether there are too many interleavings to play them all.
pub fn is_sampled(expectation: &Expectation) -> bool {
    expectation.is_limited()
        || expectation
            .possible()
            .is_none_or(|possible| possible > MOST)
}

/// All that are not among the exposing ones, or a sample.
fn further(expectation: &Expectation) -> Vec<Vec<Step>> {
    let exposing = expectation.exposing_schedules();
    let is_new = |schedule: &Vec<Step>| !exposing.contains(schedule);
    if is_sampled(expectation) {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut sample = expectation.lines.random_schedules(&mut random, SAMPLE);
        sample.sort();
        sample.dedup();
        sample.retain(is_new);
        sample
    } else {
        expectation.lines.schedules().filter(is_new).collect()
    }
}

/// Plays the others on all cores.
fn exhaustively(subject: &Subject) -> Runs {
    let schedules = further(subject.expectation);
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let play = || {
        let mut runs = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(schedule) = schedules.get(number) else {
                break;
            };
            let words = format!("interleaving {number} of {}", schedules.len());
            subject.board.say(Experiment::Schedule, &words);
            let mut trial = subject.trial(Experiment::Schedule)?;
            trial.follow(schedule, schedule.len())?;
            runs.push(trial.finish_all()?);
        }
        Ok(runs)
    };
    thread::scope(|scope| {
        let handles: Vec<_> = (0..cores).map(|_| scope.spawn(play)).collect();
        let runs: io::Result<Vec<_>> = handles.into_iter().map(join).collect();
        Ok(runs?.into_iter().flatten().collect())
    })
}
