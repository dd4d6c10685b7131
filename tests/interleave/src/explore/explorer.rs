//! The explorers: one samples interleavings, and one plays them in order. Each has its own thread
//! and its own process that runs the program.

use std::{
    io,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use interleave_protocol::{
    log::End,
    plan::{Grain, Plan},
};

use super::{
    Options, delays,
    first::{MANY_TIMES, TIMES_AS_LONG},
    is_livelock,
    tally::Tally,
};
use crate::{
    complete::{Complete, NotTheSame},
    run::Run,
    server::{Server, Subject, processor_time_of_thread},
};

/// How many times longer than the budget an exploration may take in real time.
const REAL_TIME: u32 = 10;

/// At least so many interleavings are sampled, and so many played in order, no matter how many steps
/// they have.
const LEAST_RUNS: usize = 30;

/// If that is more steps than this, it is not tried: the log would be too large.
const MOST_OF_A_RUN: usize = 150_000;

/// What the explorers share.
pub struct Search<'a> {
    pub subject: &'a Subject,
    pub options: &'a Options,
    pub base: Plan,
    pub length: usize,
    /// Whether the first run had one thread only. Then there is nothing to sample.
    pub has_one_thread: bool,
    /// After how many steps the program has ended before, if it has.
    pub ended_after: Option<usize>,
    pub started: Instant,
    pub is_enough: AtomicBool,
    pub is_cut_short: AtomicBool,
    /// Whether one of the samples was a failure. Then nothing need be played in order.
    pub has_sampled_failure: AtomicBool,
    pub tally: Mutex<Tally>,
    pub in_order: Mutex<InOrder>,
}

/// One of the explorers. Each has its own thread.
pub struct Explorer<'a> {
    search: &'a Search<'a>,
    server: Server,
    processor: usize,
    used_by_runs: Duration,
    /// How many steps the shortest run had that ended by itself, of those that are known.
    shortest: Option<usize>,
    /// Whether one of its runs did not end within [`MANY_TIMES`] as many steps.
    is_endless: bool,
}

#[derive(Default)]
pub struct InOrder {
    pub complete: Option<Grain>,
    pub is_bounded: bool,
    pub played: usize,
    pub not_the_same: Option<NotTheSame>,
}

impl Search<'_> {
    /// Explores on one processor. If this fails, the other explorers stop.
    pub fn explore_on<'a>(
        &'a self,
        processor: usize,
        explore: fn(&mut Explorer<'a>) -> io::Result<()>,
    ) -> io::Result<()> {
        let result = Server::start(self.subject, processor, self.base.steps).and_then(|server| {
            explore(&mut Explorer {
                search: self,
                server,
                processor,
                used_by_runs: Duration::ZERO,
                shortest: self.ended_after,
                is_endless: false,
            })
        });
        if result.is_err() {
            self.is_enough.store(true, SeqCst);
        }
        result
    }

    /// Adds a run. Returns whether the exploration has found enough.
    fn add(&self, run: &Run, plan: &Plan, seed: Option<u64>) -> bool {
        let mut tally = self.tally.lock().expect("no thread has panicked");
        tally.add(run, plan, seed) && self.options.until_failure
    }

    fn set_in_order(&self, set: impl FnOnce(&mut InOrder)) {
        set(&mut self.in_order.lock().expect("no thread has panicked"));
    }
}

impl Explorer<'_> {
    /// Whether the budget or the time is used up. Then the exploration is cut short.
    fn is_used_up(&self) -> bool {
        let budget = self.search.options.budget;
        let most = budget.saturating_mul(REAL_TIME);
        let is_used_up = self.used() >= budget || self.search.started.elapsed() >= most;
        self.search.is_cut_short.fetch_or(is_used_up, SeqCst);
        is_used_up
    }

    /// The processor time that this thread and its runs have used.
    fn used(&self) -> Duration {
        processor_time_of_thread() + self.used_by_runs
    }

    /// Does one more run. If its threads only repeat themselves, and go on to do so for very long, it
    /// is a livelock.
    fn run(&mut self, plan: &Plan) -> io::Result<Run> {
        let run = self.server.run(plan)?;
        self.used_by_runs += run.processor_time;
        if run.end == End::Left {
            let shortest = self.shortest.unwrap_or(usize::MAX);
            self.shortest = Some(shortest.min(run.steps.len()));
        }
        if run.end != End::StepLimit {
            return Ok(run);
        }
        match self.shortest {
            Some(shortest) if shortest.saturating_mul(TIMES_AS_LONG) <= plan.steps => {
                self.judge_endless(run, plan, shortest)
            }
            Some(_) => Ok(run.without_livelock()),
            None => Ok(run),
        }
    }

    /// Judges a run that went on for as long as it may, although another ended after `shortest` steps.
    /// What its threads do again and again is no change, if they go on to do so for very long.
    fn judge_endless(&mut self, run: Run, plan: &Plan, shortest: usize) -> io::Result<Run> {
        let repeats = run.clone().ignoring_repetitions();
        let steps = plan.steps.max(shortest.saturating_mul(MANY_TIMES));
        if !self.is_endless && steps <= MOST_OF_A_RUN && is_livelock(&repeats) {
            let mut server = Server::start(self.search.subject, self.processor, steps)?;
            let plan = plan.clone();
            let longer = server.run(&Plan { steps, ..plan })?;
            self.used_by_runs += longer.processor_time;
            self.is_endless = is_livelock(&longer.ignoring_repetitions());
        }
        Ok(if self.is_endless { repeats } else { run })
    }

    /// Delays one thread in each run, and then samples.
    pub fn sample(&mut self) -> io::Result<()> {
        let Search {
            options,
            base,
            length,
            ..
        } = self.search;
        let natural = self.run(&delays::natural(base))?;
        let natural = self.run(&delays::same(&natural, base))?;
        let usual = self.run(&delays::usual(base))?;
        let most = match self.search.has_one_thread {
            true => 0,
            false => options.most_samples,
        };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let delays = [natural, usual]
            .into_iter()
            .flat_map(|run| delays::delays(run, base).take(most))
            .map(|plan| (plan, None));
        let samples = (0..most).map(|sample| {
            let seed = options.first_seed.wrapping_add(sample as u64);
            (options.sampling.plan(seed, *length, base), Some(seed))
        });
        let mut steps = 0;
        for (played, (plan, seed)) in delays.chain(samples).enumerate() {
            if steps >= options.most_steps && played >= LEAST_RUNS
                || self.search.is_enough.load(SeqCst)
                || self.is_used_up()
            {
                break;
            }
            let run = self.run(&plan)?;
            steps += run.steps.len();
            if run.end != End::Diverged && self.search.add(&run, &plan, seed) {
                self.search.has_sampled_failure.store(true, SeqCst);
                break;
            }
        }
        Ok(())
    }

    /// Plays all interleavings at one grain and then at the other. The coarser grain may use at
    /// most half of the budget.
    pub fn play_all(&mut self) -> io::Result<()> {
        let options = self.search.options;
        match options.grain {
            Some(grain) => self.play_at(grain, options.budget),
            None => {
                self.play_at(Grain::Call, options.budget / 2)?;
                self.play_at(Grain::Atomic, options.budget)
            }
        }
    }

    /// Plays all interleavings at one grain, until this much of the budget is used.
    fn play_at(&mut self, grain: Grain, budget: Duration) -> io::Result<()> {
        let options = self.search.options;
        let mut complete = Complete::new(&Plan {
            grain,
            ..self.search.base.clone()
        });
        let (mut played, mut steps) = (0, 0);
        while let Some(plan) = complete.next() {
            if self.search.is_enough.load(SeqCst)
                || self.search.has_sampled_failure.load(SeqCst)
                || played >= options.most_in_order
                || steps >= options.most_steps && played >= LEAST_RUNS
                || self.is_used_up()
                || self.used() >= budget
            {
                self.search.set_in_order(|in_order| {
                    if in_order.complete.is_none() {
                        in_order.played = played;
                    }
                });
                return Ok(());
            }
            played += 1;
            let run = self.run(&plan)?;
            steps += run.steps.len();
            if let Err(error) = complete.learn(&run) {
                self.search.set_in_order(|in_order| {
                    *in_order = InOrder {
                        not_the_same: Some(error),
                        ..InOrder::default()
                    };
                });
                return Ok(());
            }
            if run.end != End::Redundant && self.search.add(&run, &plan, None) {
                return Ok(());
            }
        }
        self.search.set_in_order(|in_order| {
            in_order.is_bounded = !complete.is_certain();
            in_order.complete = complete.is_certain().then_some(grain).or(in_order.complete);
            in_order.played = played;
        });
        Ok(())
    }
}
