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

/// How long it may be quiet before the first step is granted although not all have come.
const TO_BEGIN: Duration = Duration::from_secs(1);

/// How long main has to stay with a program that is tried exhaustively.
const TO_STAY_EXHAUSTIVELY: Duration = Duration::from_secs(20);

pub(super) fn all<'a>(subject: &'a Subject) -> impl Iterator<Item = Play<'a>> {
    let (further, to_stay) = match subject.depth {
        Depth::Exposing => (Vec::new(), TO_STAY),
        Depth::Exhaustive => (further(subject.expectation), TO_STAY_EXHAUSTIVELY),
    };
    let exposing = subject.expectation.exposing_schedules().into_iter();
    let exposing = exposing.map(move |schedule| {
        Box::new(move || Ok(vec![with_a_rest(begun(subject)?, &schedule, to_stay)?])) as Play
    });
    let count = further.len();
    let further = further
        .into_iter()
        .enumerate()
        .map(move |(number, schedule)| {
            Box::new(move || {
                let words = format!("interleaving {number} of {count}");
                subject.board.say(Experiment::Schedule, &words);
                Ok(vec![whole(begun(subject)?.one_of_many(), &schedule)?])
            }) as Play
        });
    exposing.chain(further)
}

/// A run in which all have come before the first step is granted: then it is no matter of luck who is there if main
/// leaves too early. Whoever does not come is waited for when it should.
fn begun<'a>(subject: &'a Subject) -> io::Result<Trial<'a>> {
    let mut trial = subject.trial(Experiment::Schedule)?;
    trial.let_all_come(TO_BEGIN)?;
    Ok(trial)
}

/// Plays `schedule` from end to end.
fn whole(mut trial: Trial, schedule: &[Step]) -> io::Result<Run> {
    trial.follow(schedule, schedule.len())?;
    trial.finish_all()
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
    let is_played = trial.follow(schedule, before.len())?;
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
