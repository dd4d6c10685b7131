//! Grades one program, from its source to the verdict.

use std::{
    collections::BTreeSet,
    io,
    path::Path,
    time::{Duration, Instant},
};

use scheduler::Step;

use crate::{
    build::{Compiler, Executable, Refusal},
    counterexample,
    course::Entry,
    files,
    finding::Finding,
    judge::{self, Verdict},
    observe::{Depth, Experiments, Explored, Run, is_sampled},
    progress::Progress,
    spec::Spec,
};

/// The result of a grading.
#[derive(Debug)]
pub struct Graded {
    /// What was found.
    pub verdict: Verdict,
    /// How many different interleavings of the workers' steps were played to their end.
    pub played: usize,
    /// How many there are, if that is known.
    pub possible: Option<u64>,
    /// How many orders were tried that should be impossible.
    pub refused: usize,
    /// Whether some of the played interleavings are a sample.
    pub is_sampled: bool,
    /// Whether the interleaver was in the program, so that more was seen than its workers' steps.
    pub is_interleaved: bool,
    /// What exploring the program showed, if nothing else was wrong.
    pub explored: Option<Explored>,
    /// The compiler's warnings, if it does not refuse the program.
    pub warnings: Vec<u8>,
    /// The compiler's messages, if it refuses the program.
    pub refusal: Option<Refusal>,
    /// How long it took.
    pub took: Duration,
}

/// How a program is graded.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What builds it.
    pub compiler: &'a Compiler,
    /// How thoroughly it is tried.
    pub depth: Depth,
    /// Whether the compiler's messages are coloured.
    pub colour: bool,
    /// Where the grader reports what it tries at the moment.
    pub progress: &'a Progress,
}

/// Grades the file `source`, a program or a schedule, as the answer to `entry`.
///
/// # Errors
///
/// Returns an error if the file cannot be read, or if the grader cannot do its work. Neither is the
/// program's fault.
pub fn grade_as(entry: &Entry, source: &Path, options: Options) -> io::Result<Graded> {
    let start = Instant::now();
    let graded = match entry.counterexample() {
        Some(stages) => {
            let verdict = counterexample::judge(options.compiler, source, &entry.spec, stages)?;
            Graded {
                played: usize::from(verdict.finding == entry.spec.wanted()),
                possible: Some(1),
                is_interleaved: options.compiler.is_interleaving(),
                ..Graded::of(verdict)
            }
        }
        None => grade(source, &entry.spec, options)?,
    };
    Ok(Graded {
        took: start.elapsed(),
        ..graded
    })
}

fn grade(source: &Path, spec: &Spec, options: Options) -> io::Result<Graded> {
    // The compiler's message for a file that cannot be read is no help.
    files::read_text(source)?;
    options.progress.say("does it build?")?;
    match options.compiler.compile(source, options.colour)? {
        Ok(executable) => try_out(&executable, spec, options.depth, options.progress),
        Err(refusal) => Ok(Graded {
            possible: spec.possible(),
            refusal: Some(refusal.clone()),
            ..Graded::of(judge::of_refusal(&refusal))
        }),
    }
}

/// The program ends, but not within the limits of a run that is scheduled.
const TOO_MUCH: &str = "it cannot be checked: its threads do too much before a worker asks for its \
    next step, or after the last one\n  a check follows some 100,000 operations on atomics, locks and \
    channels there, and 3 s of other work\n  try it with less work";

/// The program starts threads again and again.
const TOO_MANY_THREADS: &str = "it cannot be checked: it starts more than 128 threads, not all at once\n  \
    a check follows so many in all\n  try it with fewer";

/// Grades a program that was built.
///
/// # Errors
///
/// Returns an error if the grader cannot do its work.
pub fn try_out(
    executable: &Executable,
    spec: &Spec,
    depth: Depth,
    progress: &Progress,
) -> io::Result<Graded> {
    let (mut experiments, _sweep) = Experiments::new(executable, spec, depth, progress)?;
    let mut seen = experiments.observe()?;
    if seen.runs().any(Run::starts_too_many_threads) {
        return Err(io::Error::other(TOO_MANY_THREADS));
    }
    let mut verdict = judge::judge(spec, &seen);
    let is = |verdict: &Option<Verdict>, finding| {
        let verdict = verdict.as_ref();
        verdict.is_some_and(|verdict| verdict.finding == finding)
    };
    for conduct in Experiments::FURTHER {
        if !is(&verdict, spec.wanted()) {
            break;
        }
        conduct(&experiments, &mut seen)?;
        verdict = judge::judge(spec, &seen);
    }
    // Perhaps main gives up only after very many looks, and so leaves in some runs only.
    if seen.explored.is_none() && is(&verdict, Finding::Hangs) {
        experiments.prolong_roll_call(&mut seen)?;
        verdict = judge::judge(spec, &seen);
    }
    if is(&verdict, Finding::Hangs) && experiments.does_too_much(&seen)? {
        return Err(io::Error::other(TOO_MUCH));
    }
    let is_open = seen.explored.is_none() && seen.runs().any(Run::hung_looking);
    if is_open && is(&verdict, Finding::Hangs) {
        experiments.explore(&mut seen)?;
        verdict = judge::judge(spec, &seen);
    }
    let verdict = verdict.ok_or_else(|| {
        io::Error::other(
            "what was seen fits none of the findings. Perhaps this machine is short of something: try \
             again.",
        )
    })?;
    let played = seen.schedules.iter().filter(|run| run.stuck.is_none());
    let played: BTreeSet<Vec<Step>> = played.map(Run::granted).collect();
    let perturbed = seen.perturbed.into_iter();
    let mut perturbed = perturbed.filter_map(|(_, seen)| seen.explored);
    let failing = perturbed.find(Explored::fails);
    Ok(Graded {
        played: played.len(),
        possible: spec.possible(),
        refused: seen.forbidden.len(),
        is_sampled: depth == Depth::Exhaustive && is_sampled(spec),
        is_interleaved: executable.interleaved().is_some(),
        explored: failing.or(seen.explored),
        warnings: executable.warnings().to_vec(),
        ..Graded::of(verdict)
    })
}

impl Graded {
    /// A result with this verdict, for a program of which nothing was played.
    pub(crate) fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            played: 0,
            possible: None,
            refused: 0,
            is_sampled: false,
            is_interleaved: false,
            explored: None,
            warnings: Vec::new(),
            refusal: None,
            took: Duration::ZERO,
        }
    }

    /// Whether the finding is `wanted`.
    pub fn is(&self, wanted: Finding) -> bool {
        self.verdict.finding == wanted
    }
}
