//! Grades one program, from its source to the verdict.

use std::{
    io,
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    board::Board,
    compile::{Compiler, Executable, Refusal},
    counterexample,
    course::Entry,
    expectation::Expectation,
    experiments::{self, Depth},
    files,
    finding::Finding,
    run::{Experiment, Run},
    verdict::{self, Verdict},
};

/// What became of a grading.
#[derive(Clone, Debug)]
pub struct Graded {
    /// What was found.
    pub verdict: Verdict,
    /// How many interleavings were played to their end.
    pub played: usize,
    /// How many there are, where that is known.
    pub possible: Option<u64>,
    /// How many times a step was tried out of order, which should be impossible.
    pub refused: usize,
    /// Whether some of those that were played are a sample.
    pub is_sampled: bool,
    /// What the compiler warns of, in a program that it does not refuse.
    pub warnings: Vec<u8>,
    /// What the compiler says, if it refuses the program.
    pub refusal: Option<Refusal>,
    /// How long it took.
    pub took: Duration,
}

/// Grades the file `source` as the answer to `entry`, be it a program or a schedule. The compiler's words
/// are coloured if `colour` says so.
///
/// # Errors
///
/// If the file cannot be read, or the grader cannot do its work. Neither is the program's fault.
pub fn grade_as(
    entry: &Entry,
    compiler: &Compiler,
    source: &Path,
    depth: Depth,
    colour: bool,
    board: &Board,
) -> io::Result<Graded> {
    let expectation = &entry.expectation;
    match entry.counterexample() {
        Some(stages) => counterexample::grade(compiler, source, expectation, stages, board),
        None => grade(compiler, source, expectation, depth, colour, board),
    }
}

/// Grades the program in the file `source` by `expectation`. The compiler's words are coloured if
/// `colour` says so.
///
/// # Errors
///
/// If the file cannot be read, or the grader cannot do its work. Neither is the program's fault.
pub fn grade(
    compiler: &Compiler,
    source: &Path,
    expectation: &Expectation,
    depth: Depth,
    colour: bool,
    board: &Board,
) -> io::Result<Graded> {
    let start = Instant::now();
    // The compiler's words for a file that cannot be read are no help.
    files::read_text(source)?;
    board.say(Experiment::Build, "the compiler");
    let built = compiler.compile(source, colour);
    board.clear(Experiment::Build);
    match built? {
        Ok(executable) => {
            let graded = try_out(&executable, expectation, depth, board)?;
            Ok(Graded {
                took: start.elapsed(),
                ..graded
            })
        }
        Err(refusal) => Ok(Graded {
            verdict: verdict::of_refusal(&refusal),
            played: 0,
            possible: expectation.possible(),
            refused: 0,
            is_sampled: false,
            warnings: Vec::new(),
            refusal: Some(refusal),
            took: start.elapsed(),
        }),
    }
}

/// Grades a program that was built.
///
/// # Errors
///
/// If the grader cannot do its work.
pub fn try_out(
    executable: &Executable,
    expectation: &Expectation,
    depth: Depth,
    board: &Board,
) -> io::Result<Graded> {
    let start = Instant::now();
    let launch = executable.launch();
    let mut facts = experiments::conduct(&launch, expectation, depth, board)?;
    let mut verdict = verdict::of_facts(expectation, &facts);
    if verdict.is_none() {
        // On a machine that is short of everything a run can go as no program does.
        facts = experiments::conduct(&launch, expectation, depth, board)?;
        verdict = verdict::of_facts(expectation, &facts);
    }
    let verdict = verdict.ok_or_else(|| {
        io::Error::other(
            "what was seen fits none of the findings: perhaps this machine is short of something; try again",
        )
    })?;
    let is_forbidden = |run: &&Run| run.experiment == Experiment::Forbidden;
    let is_played = |run: &&Run| run.experiment == Experiment::Schedule && run.stuck.is_none();
    Ok(Graded {
        verdict,
        played: facts.runs.iter().filter(is_played).count(),
        possible: expectation.possible(),
        refused: facts.runs.iter().filter(is_forbidden).count(),
        is_sampled: depth == Depth::Exhaustive && experiments::is_sampled(expectation),
        warnings: executable.warnings().to_vec(),
        refusal: None,
        took: start.elapsed(),
    })
}

impl Graded {
    /// Whether it was found what was wanted.
    pub fn is(&self, wanted: Finding) -> bool {
        self.verdict.finding == wanted
    }
}
