//! Schedules: orders of the workers' steps that should all be possible.
//!
//! A few are enough to expose two workers that share a lock, a pool that is too small, a fixed
//! order, steps that no other worker can come between. In each, one worker is alone at the end and
//! is kept waiting for its last step: does main stay for this one too?

use std::io;

use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};
use scheduler::Step;

use super::{
    Depth, Play, Subject, Trial,
    run::{Experiment, Run},
};
use crate::spec::Spec;

/// If there are at most this many interleavings, all are played. Otherwise a sample is played.
const MOST: u64 = 5_000;

/// How many schedules are drawn for the sample.
const SAMPLE: usize = 2_000;

/// The sample is the same in each grading.
const SEED: u64 = 0;

/// How many seeds of random bytes are tried.
const SEEDS: usize = 16;

pub(super) fn all<'a>(subject: &'a Subject, depth: Depth) -> Vec<Play<'a>> {
    let exposing = subject.spec.lines.exposing_schedules();
    // A main that sleeps, and panics if the work is not done then, does not show that it sleeps on
    // when the work is done, if time passes before the last step. So one is played without a rest.
    let first = exposing.first().cloned();
    let further = match depth {
        Depth::Exposing => Vec::new(),
        Depth::Exhaustive => further(subject.spec),
    };
    let rested = exposing
        .into_iter()
        .map(|schedule| Box::new(move || with_a_rest(begun(subject)?, &schedule)) as Play);
    let whole = first
        .into_iter()
        .chain(further)
        .map(|schedule| Box::new(move || whole(begun(subject)?, &schedule)) as Play);
    rested.chain(whole).collect()
}

/// A run in which all workers have arrived before the first step is granted. So chance does not
/// decide which of them are there if main leaves too early.
fn begun<'a>(subject: &'a Subject) -> io::Result<Trial<'a>> {
    let mut trial = subject.trial(Experiment::Schedule)?;
    trial.let_all_come()?;
    Ok(trial)
}

/// Plays `schedule` from end to end.
fn whole(mut trial: Trial, schedule: &[Step]) -> io::Result<Run> {
    trial.follow(schedule, schedule.len())?;
    trial.finish_all()
}

/// Plays `schedule`, and lets the program rest before the last step.
pub(super) fn with_a_rest(mut trial: Trial, schedule: &[Step]) -> io::Result<Run> {
    let Some((last, before)) = schedule.split_last() else {
        return trial.finish_all();
    };
    // If the program decides which worker goes on, `finish_all` grants the step that is left.
    let is_limited = trial.spec.is_limited();
    let is_played = trial.follow(schedule, before.len())?;
    if is_played && trial.stays()?.is_some() && !is_limited {
        trial.follow(std::slice::from_ref(last), 1)?;
    }
    trial.finish_all()
}

/// Plays some of the exposing schedules once more, each time with other random bytes, on which the
/// order of a hash map depends.
pub(super) fn by_chance<'a>(subject: &'a Subject) -> Vec<Play<'a>> {
    let exposing = subject.spec.lines.exposing_schedules().into_iter();
    let plays = exposing.cycle().zip(0..SEEDS).map(|(schedule, seed)| {
        Box::new(move || with_a_rest(begun(&subject.with_seed(seed))?, &schedule)) as Play
    });
    plays.collect()
}

/// Whether there are too many interleavings to play them all.
pub fn is_sampled(spec: &Spec) -> bool {
    spec.is_limited() || spec.possible().is_none_or(|possible| possible > MOST)
}

/// All interleavings that are not among the exposing schedules, or a sample of them.
fn further(spec: &Spec) -> Vec<Vec<Step>> {
    let exposing = spec.lines.exposing_schedules();
    let is_new = |schedule: &Vec<Step>| !exposing.contains(schedule);
    if is_sampled(spec) {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut sample = spec.lines.random_schedules(&mut random, SAMPLE);
        sample.sort();
        sample.dedup();
        sample.retain(is_new);
        sample
    } else {
        spec.lines.schedules().filter(is_new).collect()
    }
}
