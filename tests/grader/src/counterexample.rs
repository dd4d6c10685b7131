//! An exercise whose answer is a schedule and not a program: a counterexample. With it one stage
//! goes wrong, and another stage does not.

use std::{collections::HashSet, io, path::Path};

use crate::{
    build::Compiler,
    course::{Counterexample, Entry},
    files,
    finding::Finding,
    judge::{Verdict, table::table},
    observe::{
        Outcome, Run, play_and_wait,
        run::{Stuck, Why},
    },
    schedule::{self, Turn},
    spec::Spec,
    text::{diff, indented},
};

/// The verdict on the schedule in the file `source`. `spec` says exactly what `stages.against`
/// should print when the schedule is played.
///
/// # Errors
///
/// Returns an error if the file cannot be read, or if a stage cannot be run.
pub fn judge(
    compiler: &Compiler,
    source: &Path,
    spec: &Spec,
    stages: &Counterexample,
) -> io::Result<Verdict> {
    let text = files::read_text(source)?;
    let steps = stages.against.spec.lines.steps();
    match schedule::parse_file(&text, &steps) {
        Ok(schedule) => played(compiler, &schedule, spec, stages),
        Err((line, error)) => {
            let message = format!("Line {line} of the schedule: {error}.");
            Ok(Verdict::new(Finding::WrongOutput, message).at(Some(line)))
        }
    }
}

fn played(
    compiler: &Compiler,
    schedule: &[Turn],
    spec: &Spec,
    stages: &Counterexample,
) -> io::Result<Verdict> {
    if let Some(turn) = granted_twice(schedule) {
        let message = format!("`{turn}` is in the schedule twice. Each step is done once.");
        return Ok(Verdict::new(Finding::WrongOutput, message));
    }
    let against = play(compiler, &stages.against, schedule)?;
    let against_name = &stages.against.name;
    if let Some(verdict) = refuted(&against, against_name, schedule, spec)? {
        return Ok(verdict);
    }
    let spared = play(compiler, &stages.harmless_to, schedule)?;
    let spared_name = &stages.harmless_to.name;
    let stays = matches!(spared.outcome, Outcome::Held(_));
    if spared.stuck.is_some() || !stays {
        // The schedule is right, so this is not the learner's mistake.
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
    Ok(Verdict::new(spec.wanted(), message).showing(evidence.join("\n")))
}

/// The verdict if the schedule is no counterexample to the stage `name`, on which it was played in
/// `run`.
fn refuted(run: &Run, name: &str, schedule: &[Turn], spec: &Spec) -> io::Result<Option<Verdict>> {
    match &run.stuck {
        Some(Stuck { step, why, .. }) if *why == Why::Ended => {
            let message = format!("With this schedule {name} ends before `{step}`.");
            let verdict = Verdict::new(Finding::WrongOutput, message).showing(table(run));
            Ok(Some(verdict.replaying(run, schedule.to_vec())))
        }
        // Each worker of the stage waits for its turn, and for nothing else.
        Some(Stuck { step, .. }) => Err(io::Error::other(format!(
            "`{step}` was not done by {name}: is it as it was handed out?"
        ))),
        None if run.has_succeeded() && spec.lines.check(&run.record.stdout).is_ok() => Ok(None),
        None => Ok(Some(falls_short(run, name, schedule, spec))),
    }
}

/// The first step that stands in `schedule` twice. A turn that lets time pass may stand there often.
fn granted_twice(schedule: &[Turn]) -> Option<&Turn> {
    let mut granted = HashSet::new();
    let mut steps = schedule.iter().filter(|turn| turn.step().is_some());
    steps.find(|turn| !granted.insert(turn.step()))
}

/// The verdict if the stage printed something else than it should.
fn falls_short(run: &Run, name: &str, schedule: &[Turn], spec: &Spec) -> Verdict {
    let printed = String::from_utf8_lossy(&run.record.stdout);
    let missing = spec.lines.missing_in(&run.record.stdout);
    let has_extra = printed.lines().any(|line| !spec.lines.has(line));
    let message = match (missing.len(), has_extra) {
        _ if schedule.is_empty() => {
            format!("The schedule is empty: {name} prints its heading, and no worker does a step.")
        }
        (0, _) => format!("With this schedule {name} loses no line."),
        (1, true) => format!("With this schedule {name} loses another line than it should."),
        (1, false) => format!("With this schedule {name} loses one line too many."),
        (count, _) => format!("With this schedule {name} loses {count} lines that it should not."),
    };
    let expected = spec.lines.closest_to(&printed);
    let heading = indented("  - missing    + should not be there");
    let evidence = format!("{heading}\n{}", diff(&expected, &run.record.stdout));
    // The stage is played until it ends.
    let mut schedule = schedule.to_vec();
    schedule.extend([Turn::Time, Turn::Leave]);
    Verdict::new(Finding::WrongOutput, message)
        .showing(evidence)
        .replaying(run, schedule)
}

/// Plays the whole schedule on a stage, and lets time pass until main leaves or it is known that it
/// stays.
fn play(compiler: &Compiler, stage: &Entry, schedule: &[Turn]) -> io::Result<Run> {
    let built = compiler.compile(&stage.source, false)?;
    let executable = built.map_err(|_| {
        let path = stage.source_from_here();
        io::Error::other(format!(
            "`{}` does not build, and the schedule is to be played on it",
            path.display()
        ))
    })?;
    play_and_wait(&executable, &stage.spec, schedule)
}
