//! Explores a program. It samples interleavings and, side by side with that, plays one of each kind
//! until all were played. It counts the different ends of the program.

mod delays;
mod explorer;
mod first;
mod results;
mod tally;

use std::{
    fmt, io,
    sync::{Arc, Mutex, atomic::AtomicBool},
    thread,
    time::{Duration, Instant},
};

use interleave_protocol::plan::{Grain, Plan, Time};

use crate::{
    ending::{Ending, EndingKind, names_of_cut_off},
    run::Run,
    sampling::Sampling,
    server::{Server, Subject},
    shortest::shorten,
};
use explorer::{Explorer, Search};
use first::First;
use results::index_of_most_telling;
pub use results::{Exploration, Found};
use tally::Tally;

/// How a program is explored.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much processor time may be used on each of two processors. After that no more runs are
    /// begun. The load of the machine does not matter, except for a limit on real time: after ten
    /// times as long, no run is begun. Only a program that waits for something outside needs that
    /// limit.
    pub budget: Duration,
    /// The seed of the first sample. The next sample has the next seed.
    pub first_seed: u64,
    /// How many interleavings are sampled at most.
    pub most_samples: u64,
    /// How many interleavings are played in order at most, at each grain.
    pub most_in_order: usize,
    /// How many steps all samples may have together, and likewise all interleavings that are played
    /// in order. After that no more are begun.
    pub most_steps: usize,
    /// The strategy of sampling.
    pub sampling: Sampling,
    /// What one step is. If none is given, library calls come first and then atomic operations.
    pub grain: Option<Grain>,
    /// When sleeps and time limits end.
    pub time: Time,
    /// How many steps a run may have. If the first run shows that the program does more, others may have
    /// up to four times as many.
    pub steps: usize,
    /// After how many steps the caller has seen the program end by itself, if it has. Then a run is a
    /// livelock only if it goes on for much longer than that. Otherwise the program does more than can
    /// be followed.
    pub ended_after: Option<usize>,
    /// Decides which runs are right, if the caller can tell more than the exit status does.
    pub accepts: Option<Accepts>,
    /// Whether to look for the shortest interleaving that leads to the most telling end.
    pub shorten: bool,
    /// Whether one failure is enough. Among the samples it is always the first failure. No other
    /// end is shortened then.
    pub until_failure: bool,
}

/// Decides whether a run is right.
#[derive(Clone)]
pub struct Accepts(Arc<dyn Fn(&Run) -> bool + Send + Sync>);

impl Accepts {
    /// A run is right if `is_right` says so.
    pub fn new(is_right: impl Fn(&Run) -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(is_right))
    }

    /// A run is right if the program prints exactly this.
    pub fn output(expected: Vec<u8>) -> Self {
        Self::new(move |run| run.stdout == expected)
    }

    fn is_right(&self, run: &Run) -> bool {
        (self.0)(run)
    }

    /// The ending of `run`. A run that is right ends well, even if its status is not 0.
    fn ending(accepts: Option<&Self>, run: &Run) -> Ending {
        let mut ending = Ending::of(run);
        let is_seen = matches!(
            ending.kind,
            EndingKind::Ok | EndingKind::Panic | EndingKind::Status
        );
        if let Some(accepts) = accepts.filter(|_| is_seen) {
            match accepts.is_right(run) {
                true => ending.kind = EndingKind::Ok,
                false if ending.kind == EndingKind::Ok => ending.kind = EndingKind::Output,
                false => {}
            }
        }
        ending
    }
}

impl fmt::Debug for Accepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepts").finish_non_exhaustive()
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            budget: Duration::from_secs(2),
            first_seed: 0,
            most_samples: u64::MAX,
            most_in_order: usize::MAX,
            most_steps: usize::MAX,
            sampling: Sampling::Rotation,
            grain: None,
            time: Time::Sleeps,
            steps: 20_000,
            ended_after: None,
            accepts: None,
            shorten: true,
            until_failure: false,
        }
    }
}

impl Options {
    /// The settings that all plans have in common.
    fn base(&self) -> Plan {
        Plan {
            grain: self.grain.unwrap_or(Grain::Atomic),
            time: self.time,
            steps: self.steps,
            ..Plan::default()
        }
    }
}

fn is_livelock(run: &Run) -> bool {
    Ending::of(run).kind == EndingKind::Livelock
}

/// Explores a program.
///
/// # Errors
///
/// Returns an error if the program cannot be run.
pub fn explore(subject: &Subject, options: &Options) -> io::Result<Exploration> {
    let started = Instant::now();
    let first = First::new(subject, options)?;
    let mut server = Server::start(subject, 0, first.base.steps)?;
    let mut tally = Tally::new(options.accepts.clone());
    tally.add(&first.run, &first.base, None);
    let search = Search {
        subject,
        options,
        length: first.run.steps.len(),
        has_one_thread: first.run.threads.len() == 1,
        ended_after: first.ended_after,
        base: first.base,
        started,
        is_enough: AtomicBool::new(false),
        is_cut_short: AtomicBool::new(false),
        has_sampled_failure: AtomicBool::new(false),
        tally: Mutex::new(tally),
        in_order: Mutex::default(),
    };
    thread::scope(|scope| {
        let sampler = scope.spawn(|| search.explore_on(0, Explorer::sample));
        let player = scope.spawn(|| search.explore_on(1, Explorer::play_all));
        let results = [sampler, player].map(|thread| thread.join().expect("it does not panic"));
        results.into_iter().collect::<io::Result<()>>()
    })?;
    let tally = search.tally.into_inner().expect("no thread has panicked");
    let in_order = search
        .in_order
        .into_inner()
        .expect("no thread has panicked");
    let mut found = tally.finish();
    let index = index_of_most_telling(&found.ends).filter(|&index| {
        options.shorten && (!options.until_failure || found.ends[index].ending.kind.is_failure())
    });
    if let Some(index) = index {
        shorten_end(
            &mut found.ends[index],
            options.accepts.as_ref(),
            &mut server,
        )?;
    }
    Ok(Exploration {
        ends: found.ends,
        schedules: found.schedules,
        steps: found.steps,
        threads: found.threads,
        complete: in_order.complete.filter(|_| !found.is_more_sampled),
        is_bounded: in_order.is_bounded || found.is_more_sampled,
        in_order: in_order.played,
        not_the_same: in_order.not_the_same,
        is_cut_short: search.is_cut_short.into_inner(),
        time: started.elapsed(),
    })
}

/// The plan for a seed.
///
/// # Errors
///
/// Returns an error if the program cannot be run.
pub fn plan_of_seed(seed: u64, subject: &Subject, options: &Options) -> io::Result<Plan> {
    let First { run, base, .. } = First::new(subject, options)?;
    Ok(options.sampling.plan(seed, run.steps.len(), &base))
}

/// Ends the interleaving of a livelock at the last step that changed something. The threads go on
/// and on in any order.
fn leave_out_endless_part(
    end: &mut Found,
    accepts: Option<&Accepts>,
    server: &mut Server,
) -> io::Result<()> {
    let whole = server.run(&end.interleaving.plan())?.ignoring_repetitions();
    let mut shorter = end.interleaving.clone();
    shorter.decisions.truncate(whole.last_change + 1);
    let run = server.run(&shorter.plan())?.ignoring_repetitions();
    if Accepts::ending(accepts, &run) == end.ending {
        end.interleaving = shorter;
        end.stdout = run.stdout;
    }
    Ok(())
}

/// Shortens the interleaving of an end, unless a limit has cut it off.
fn shorten_end(end: &mut Found, accepts: Option<&Accepts>, server: &mut Server) -> io::Result<()> {
    if end.ending.kind.is_limit() {
        return Ok(());
    }
    if end.ending.kind == EndingKind::Livelock {
        return leave_out_endless_part(end, accepts, server);
    }
    let ending = end.ending.clone();
    let is_same = |run: &Run| {
        let mut other = Accepts::ending(accepts, run);
        // Only all runs together show that lines are missing, so here the lines must be the same.
        if ending.kind == EndingKind::CutOff {
            let kind = match accepts {
                Some(_) => EndingKind::Output,
                None => EndingKind::Ok,
            };
            return other.kind == kind && other.lines == ending.lines;
        }
        if ending.kind != EndingKind::Ok {
            other.last_line.clone_from(&ending.last_line);
            other.lines = ending.lines;
        }
        other == ending
    };
    let play = |plan: &Plan| server.run(plan);
    end.interleaving = shorten(end.interleaving.clone(), play, is_same)?;
    let run = server.run(&end.interleaving.plan())?;
    end.cut_off = names_of_cut_off(&run);
    end.stdout.clone_from(&run.stdout);
    Ok(())
}
