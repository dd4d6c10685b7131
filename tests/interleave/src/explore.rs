//! Explores a program. It samples interleavings and, side by side with that, plays one of each kind
//! until all were played. It counts the different ends of the program.

mod delays;
mod explorer;
mod tally;

use std::{
    fmt, io,
    sync::{Arc, Mutex, atomic::AtomicBool},
    thread,
    time::{Duration, Instant},
};

use interleave_protocol::{
    log::End,
    plan::{Grain, Plan, Time},
};

use crate::{
    complete::NotTheSame,
    ending::{Ending, EndingKind, names_of_cut_off},
    run::Run,
    sampling::Sampling,
    server::{Server, Subject},
    shortest::{Interleaving, shorten},
};
use explorer::{Explorer, Search};
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
    /// Whether the caller has seen the program end by itself. Then it is no livelock if each of its
    /// runs goes on for as long as it may: the program does more than can be followed.
    pub has_ended: bool,
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
            has_ended: false,
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

/// What an exploration has found.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// The ends of the program, the most frequent first.
    pub ends: Vec<Found>,
    /// How many interleavings were played.
    pub schedules: usize,
    /// How many steps the longest one had.
    pub steps: usize,
    /// How many threads there were at most.
    pub threads: usize,
    /// The finest grain at which all interleavings were played, up to the order of operations that
    /// commute.
    pub complete: Option<Grain>,
    /// Whether nothing was left to play, but something may still be missing. A run was ended by a
    /// limit or a crash, or a thread that had looked in vain was deferred.
    pub is_bounded: bool,
    /// How many interleavings were played in order: all of them, or those up to the end of the
    /// search.
    pub in_order: usize,
    /// Set if the program did not do the same under the same schedule. Then seeds and schedules may
    /// lead elsewhere.
    pub not_the_same: Option<NotTheSame>,
    /// Whether the exploration ended because the budget was used up, or because it took too long.
    pub is_cut_short: bool,
    /// How long it took.
    pub time: Duration,
}

/// An end of the program.
#[derive(Clone, Debug)]
pub struct Found {
    /// The end.
    pub ending: Ending,
    /// How many interleavings led to it.
    pub count: usize,
    /// The first seed that leads to it.
    pub seed: Option<u64>,
    /// The shortest known interleaving that leads to it.
    pub interleaving: Interleaving,
    /// The names of the threads that main's end cut off, in that interleaving.
    pub cut_off: Vec<String>,
    /// What the program printed in that interleaving.
    pub stdout: Vec<u8>,
    /// How many different outputs the interleavings had that led to this end.
    pub outputs: usize,
}

impl Found {
    /// What one run by a plan shows, which a seed may have made.
    pub fn of(run: &Run, plan: &Plan, seed: Option<u64>, accepts: Option<&Accepts>) -> Self {
        Self {
            ending: Accepts::ending(accepts, run),
            count: 1,
            seed,
            interleaving: Interleaving::of(run, plan),
            cut_off: names_of_cut_off(run),
            stdout: run.stdout.clone(),
            outputs: 1,
        }
    }
}

impl Exploration {
    /// Whether the program always has the same end, and it is no failure.
    pub fn is_fine(&self) -> bool {
        self.ends.len() == 1 && !self.ends.iter().any(|found| found.ending.kind.is_failure())
    }

    /// Whether too few interleavings were played to say anything about the others.
    pub fn is_too_short(&self) -> bool {
        const LEAST: usize = 10;
        self.schedules < LEAST && self.complete.is_none()
    }

    /// The worst end, if any is a failure.
    pub fn worst(&self) -> Option<&Found> {
        self.most_telling()
            .filter(|found| found.ending.kind.is_failure())
    }

    /// The end that says most about the program: the worst, if any is a failure. Otherwise the
    /// rarest, if there are several. Its interleaving was shortened.
    pub fn most_telling(&self) -> Option<&Found> {
        index_of_most_telling(&self.ends).map(|index| &self.ends[index])
    }
}

fn index_of_most_telling(ends: &[Found]) -> Option<usize> {
    let failures = (0..ends.len()).filter(|&index| ends[index].ending.kind.is_failure());
    let worst = failures.min_by_key(|&index| {
        let Found {
            ending,
            interleaving,
            ..
        } = &ends[index];
        // A run that was stopped at a limit proves nothing.
        (ending.kind.is_limit(), ending.kind, interleaving.cost())
    });
    let rarest = || ends.len().checked_sub(1).filter(|&last| last > 0);
    worst.or_else(rarest)
}

/// How many steps the first run may have at least. Its log has some 34 MB then, and a class is graded
/// with a limit on the size of files.
const FIRST_MAY_HAVE: usize = 100_000;

/// How many times more steps a run may have than another had that ended. How much work a program does
/// hardly depends on the interleaving.
const TIMES_AS_LONG: usize = 3;

/// But how many times more than usual at most: what is played in order takes much memory.
const MOST_TIMES: usize = 4;

/// The first run of a program, which shows how much it does.
struct First {
    run: Run,
    /// The settings of all runs.
    base: Plan,
}

impl First {
    fn new(subject: &Subject, options: &Options) -> io::Result<Self> {
        let base = options.base();
        let steps = options.steps.max(FIRST_MAY_HAVE);
        let plan = Plan {
            steps,
            ..base.clone()
        };
        let run = Server::start(subject, 0, steps)?.run(&plan)?;
        let run = match options.has_ended {
            true => run.without_livelock(),
            false => run,
        };
        let steps = match run.end {
            End::StepLimit => options.steps,
            _ => options.steps.max(run.steps.len() * TIMES_AS_LONG),
        };
        let steps = steps.min(options.steps * MOST_TIMES);
        Ok(Self {
            run,
            base: Plan { steps, ..base },
        })
    }

    /// How many steps it had, if it ended by itself.
    fn length(&self) -> Option<usize> {
        (self.run.end == End::Left).then_some(self.run.steps.len())
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
        first_ended_after: first.length(),
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
    let First { run, base } = First::new(subject, options)?;
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
