//! An exercise whose answer is no program but a schedule: a counterexample, on which one stage does what
//! it should not, and another one is not hurt.

use std::{
    io,
    path::Path,
    time::{Duration, Instant},
};

use scheduler::{Rest, Session, Step};

use crate::{
    board::Board,
    compile::{Compiler, Executable},
    course::{Counterexample, Entry},
    evidence::{diff, indented, lines, table},
    expectation::Expectation,
    experiments::{Depth, Subject, limits},
    files,
    finding::Finding,
    grading::Graded,
    run::{Experiment, Outcome, Run, Why},
    schedule,
    trial::{TO_STAY, patience},
    verdict::Verdict,
};

/// The paces of the workshop's clock at which the stage is tried: if it leaves before the schedule is
/// played, which can happen on a busy machine, a slower one.
const PACES: [u32; 3] = [100, 10, 1];

/// How long the stage may take to leave when the schedule is played, if it is quiet.
const TO_LEAVE: Duration = Duration::from_secs(18);

/// Grades the schedule in the file `source`. `expectation` is what the stage that it is against should
/// print when it is played, and no more.
///
/// # Errors
///
/// If the file cannot be read, or a stage cannot be run.
pub fn grade(
    compiler: &Compiler,
    source: &Path,
    expectation: &Expectation,
    stages: &Counterexample,
    board: &Board,
) -> io::Result<Graded> {
    let start = Instant::now();
    let text = files::read_text(source)?;
    let steps = stages.against.expectation.lines.steps();
    let verdict = match schedule::parse_file(&text, &steps) {
        Ok(schedule) => played(compiler, &schedule, expectation, stages, board)?,
        Err((line, mistake)) => Verdict::new(
            Finding::DoesNotBuild,
            format!("Line {line} of the schedule: {mistake}."),
        ),
    };
    Ok(Graded {
        played: usize::from(verdict.finding == expectation.wanted()),
        possible: Some(1),
        refused: 0,
        verdict,
        is_sampled: false,
        warnings: Vec::new(),
        refusal: None,
        took: start.elapsed(),
    })
}

fn played(
    compiler: &Compiler,
    schedule: &[Step],
    expectation: &Expectation,
    stages: &Counterexample,
    board: &Board,
) -> io::Result<Verdict> {
    let against = play_until_it_leaves(compiler, &stages.against, schedule, board)?;
    let against_name = &stages.against.name;
    if left_too_early(&against) {
        return Err(io::Error::other(format!(
            "{against_name} left before the schedule was played, however slowly its clock ran: this machine is \
             too busy, try again"
        )));
    }
    if let Some(stuck) = &against.stuck {
        // Each worker of it waits for its turn, and for nothing else.
        return Err(io::Error::other(format!(
            "`{}` was not done by {against_name}: is it as it was handed out?",
            stuck.step
        )));
    }
    if !against.has_succeeded() || expectation.lines.check(&against.record.stdout).is_err() {
        return Ok(falls_short(&against, against_name, schedule, expectation));
    }
    let spared = play_and_hold(compiler, &stages.harmless_to, schedule, board)?;
    let spared_name = &stages.harmless_to.name;
    let stays = matches!(spared.outcome, Outcome::Held(_));
    if spared.stuck.is_some() || !stays {
        // The schedule is right, so this is not the learner's doing.
        return Err(io::Error::other(format!(
            "{spared_name} could not be put through the schedule: is it as it was handed out?"
        )));
    }
    let message = format!(
        "A counterexample: with this schedule {against_name} leaves while a worker is at work, and its line \
         is lost. {spared_name} was put through the same schedule, and main stays until the worker is done."
    );
    let evidence = [
        format!("  {against_name}, which ended after its sleep:"),
        table(&against),
        format!("\n  {spared_name}, which still runs:"),
        table(&spared),
        indented(&spared.situation.to_string()),
    ];
    Ok(Verdict::new(expectation.wanted(), message).showing(evidence.join("\n")))
}

/// It printed something else than it should.
fn falls_short(run: &Run, name: &str, schedule: &[Step], expectation: &Expectation) -> Verdict {
    let printed = String::from_utf8_lossy(&run.record.stdout);
    let mut missing = lines(expectation.lines.closest_to(&printed).as_bytes());
    missing.retain(|line| !printed.lines().any(|known| known == line));
    let is_extra = |line: &str| !expectation.lines.lines().iter().any(|known| known == line);
    let has_extra = printed.lines().any(is_extra);
    let message = match (missing.len(), has_extra) {
        _ if schedule.is_empty() => {
            format!("The schedule is empty: {name} prints its heading, and no worker does a step.")
        }
        (0, _) => format!("With this schedule {name} loses no line."),
        (1, true) => format!("With this schedule {name} loses another line than it should."),
        (1, false) => format!("With this schedule {name} loses one line too many."),
        (count, _) => format!("With this schedule {name} loses {count} lines that it should not."),
    };
    let expected = expectation.lines.closest_to(&printed);
    let heading = indented("  - missing    + should not be there");
    let evidence = format!("{heading}\n{}", diff(&expected, &run.record.stdout));
    Verdict::new(Finding::WrongOutput, message)
        .showing(evidence)
        .replaying(schedule.to_vec())
}

/// Plays the whole schedule, and waits until main has slept enough.
fn play_until_it_leaves(
    compiler: &Compiler,
    stage: &Entry,
    schedule: &[Step],
    board: &Board,
) -> io::Result<Run> {
    let executable = build(compiler, stage)?;
    let has_ended = |session: &Session| session.ending().is_some();
    let run_at = |pace| {
        let subject = subject(&executable, stage, pace, board);
        let mut trial = subject.trial(Experiment::Schedule)?;
        trial.follow(schedule, schedule.len())?;
        trial.say("main to leave (18 s at most)");
        // Whether it has: the outcome says it.
        let _ = trial.session.until(patience(TO_LEAVE), has_ended)?;
        trial.held(Rest::Presumed)
    };
    let [fast, slower @ ..] = PACES;
    let mut run = run_at(fast)?;
    for pace in slower {
        if left_too_early(&run) {
            run = run_at(pace)?;
        }
    }
    Ok(run)
}

/// Whether main left before all was played.
fn left_too_early(run: &Run) -> bool {
    run.stuck
        .as_ref()
        .is_some_and(|stuck| stuck.why == Why::Ended)
}

/// Plays the whole schedule, and ends the program when it is known whether main stays.
fn play_and_hold(
    compiler: &Compiler,
    stage: &Entry,
    schedule: &[Step],
    board: &Board,
) -> io::Result<Run> {
    let executable = build(compiler, stage)?;
    let [fast, ..] = PACES;
    let subject = subject(&executable, stage, fast, board);
    let mut trial = subject.trial(Experiment::Schedule)?;
    trial.follow(schedule, schedule.len())?;
    let rest = trial.stays(TO_STAY)?;
    trial.held(rest.unwrap_or(Rest::Presumed))
}

fn build(compiler: &Compiler, stage: &Entry) -> io::Result<Executable> {
    let built = compiler.compile(&stage.source, false)?;
    built.map_err(|_| {
        let path = stage.source_from_here();
        io::Error::other(format!(
            "`{}` does not build, and the schedule is to be played on it",
            path.display()
        ))
    })
}

fn subject<'a>(
    executable: &Executable,
    stage: &'a Entry,
    pace: u32,
    board: &'a Board,
) -> Subject<'a> {
    Subject {
        launch: executable
            .launch()
            .limits(limits())
            .env("PACE", pace.to_string()),
        expectation: &stage.expectation,
        depth: Depth::Exposing,
        board,
    }
}
