//! `cargo workshop play`: plays a schedule, and shows what is granted and what is printed.

use std::{
    env,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use grader::{
    build::Executable,
    course::{self, Entry},
    report,
    schedule::{self, Turn},
    spec::{FAILS, Perturbation, Spec, TASKS},
    text::shown,
};
use interleave::{
    scheduled::{PROCESSORS, SEED},
    shortest::Interleaving,
};
use scheduler::{Launch, Limits};

use crate::{
    built, inside, interactive, next_or_named,
    outcome::{self, exit_code, outcome},
    playback::{Playback, Subject},
    progress::{self, ErasingInterrupts},
    screen,
    script::{Script, script},
};

pub const HELP: &str = "\
Examples:
  cargo workshop play                 the next exercise, turn by turn
  cargo workshop play stage3-sleep    can you make it lose a line?
  cargo workshop play stage4-joined --schedule \"sort data 0, parse files 0\"
  cargo workshop play beat_the_sleep  the schedule in the exercise's file

A schedule is a list of turns. There are three kinds:
  sort data 0   a step: a task and a number. Its worker does it
  time          virtual time passes until a worker or main needs a turn
  leave         a thread that wants to end the program ends it
At the end of a schedule a thread may end the program without `leave`.

Where threads take turns inside a step, a check shows another kind of schedule. \
In `call: 0x4,1x2` main does four library calls, and then thread 1 does two: the \
first thread that was started. Without `call` these are atomic operations. Other \
words before the colon say how the check ran the program: copy them.

TASKS and FAILS before the command choose the program's tasks and the one that \
fails: use the values that a check shows. PACE changes how long the program itself \
sleeps, and INTERLEAVE_PROCESSORS how many processors it is told of: usually four.

Exit status: 0 if all turns were granted or you quit, 1 if a turn could not be \
granted or the program failed, 2 if nothing could be played.";

/// The settings of the user that a program has when it is played.
const SETTINGS: [&str; 4] = [FAILS, TASKS, "PACE", PROCESSORS];

#[derive(clap::Args, Default)]
pub struct Arguments {
    /// The exercise or stage; the next unsolved exercise if none is named
    name: Option<String>,
    /// The turns in their order; steps that are left out are withheld
    #[arg(long, value_name = "TURNS", num_args = 1..)]
    schedule: Option<Vec<String>>,
    /// Decides which random bytes the program gets, as in a check
    #[arg(long, value_name = "SEED", requires = "schedule")]
    seed: Option<usize>,
    /// Plays the program or the schedule in this file instead of the exercise's own
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,
}

/// Plays an exercise or a stage, by a schedule or by hand.
///
/// # Errors
///
/// Returns an error if there is no such program, if the schedule is wrong, or if the program cannot
/// be run.
pub fn play(arguments: &Arguments) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let Some(entry) = next_or_named(&entries, arguments.name.as_deref())? else {
        return Ok(ExitCode::SUCCESS);
    };
    if arguments.name.is_none() {
        eprintln!("playing {}", entry.source_from_here().display());
    }
    play_entry(entry, arguments)
}

/// Plays `entry`. The name in `arguments` is not used.
///
/// # Errors
///
/// Returns an error if the schedule is wrong, or if the program cannot be run.
pub fn play_entry(entry: &Entry, arguments: &Arguments) -> io::Result<ExitCode> {
    let source = arguments.source.as_deref();
    let interrupts = progress::erase_when_interrupted()?;
    if let Some(words) = &arguments.schedule
        && let Some(interleaving) = inside::interleaving(words)?
    {
        return play_interleaving(entry, arguments, &interleaving);
    }
    match script(entry, arguments.schedule.as_deref(), source)? {
        None => play_by_hand(entry, source, interrupts),
        Some(script) => play_script(entry, arguments, &script),
    }
}

/// Plays `script` on the program of `entry`, or on the stage that its answer is against.
fn play_script(entry: &Entry, arguments: &Arguments, script: &Script) -> io::Result<ExitCode> {
    let (played, source) = (entry.played(), arguments.source.as_deref());
    if script.turns.is_empty() {
        eprintln!(
            "{} has no step yet. To choose the steps by hand: cargo workshop play {}",
            entry.file(source).display(),
            played.name
        );
    }
    let is_program = entry.counterexample().is_none();
    let Some(executable) = build(played, source.filter(|_| is_program))? else {
        return Ok(ExitCode::from(1));
    };
    let how = How::Schedule(arguments.seed);
    let mut playback = Playback::start(&subject(&executable, as_set(&played.spec)?, how))?;
    let mut shown = 0;
    let not_granted = script.play(&mut playback, |playback| print_rows(playback, &mut shown))?;
    if let Some((turn, why)) = not_granted {
        println!("\n{}", outcome::not_granted(turn, why, &mut playback)?);
        return Ok(ExitCode::from(1));
    }
    println!("\n{}", outcome(&mut playback)?);
    Ok(exit_code(&playback))
}

/// Plays an interleaving inside the program of `entry`.
fn play_interleaving(
    entry: &Entry,
    arguments: &Arguments,
    interleaving: &Interleaving,
) -> io::Result<ExitCode> {
    let name = &entry.name;
    if entry.counterexample().is_some() {
        return Err(io::Error::other(format!(
            "the answer to {name} is a list of turns, such as `sort data 0, time`"
        )));
    }
    if arguments.seed.is_some() {
        return Err(io::Error::other(
            "--seed is for turns of workers: in this schedule nothing is up to chance",
        ));
    }
    let Some(executable) = build(entry, arguments.source.as_deref())? else {
        return Ok(ExitCode::from(1));
    };
    let how = How::Schedule(None);
    inside::play(
        &subject(&executable, as_set(&entry.spec)?, how),
        interleaving,
    )
}

fn play_by_hand(
    entry: &Entry,
    source: Option<&Path>,
    interrupts: ErasingInterrupts,
) -> io::Result<ExitCode> {
    if !screen::is_interactive() {
        let example = "--schedule \"sort data 0, parse files 0\"";
        return Err(io::Error::other(format!(
            "without a terminal a schedule is needed, such as {example}"
        )));
    }
    let Some(executable) = build(entry, source)? else {
        return Ok(ExitCode::from(1));
    };
    drop(interrupts);
    let spec = as_set(&entry.spec)?;
    let mut playback = interactive::play(&subject(&executable, spec, How::ByHand))?;
    let (end, code) = if playback.has_ended() || playback.hangs() {
        (outcome(&mut playback)?, exit_code(&playback))
    } else {
        let end = "You quit, and the program was stopped.".to_owned();
        (end, ExitCode::SUCCESS)
    };
    println!("\n{end}");
    if !playback.turns().is_empty() {
        println!("\n{}", again(entry, source, spec, playback.turns()));
    }
    Ok(code)
}

/// The command that plays `turns` once more, with the settings that the user has made, if a schedule
/// can name them all.
fn again(entry: &Entry, source: Option<&Path>, spec: &Spec, turns: &[Turn]) -> String {
    if schedule::readable(turns, &spec.lines.steps()) != turns {
        let name = &entry.name;
        return format!("A schedule can name the steps of {name} only: these had others.");
    }
    let turns = schedule::written(turns);
    let subject = report::arguments(entry, source, Some(&turns), None);
    let command = format!("cargo workshop play {subject}");
    let settings = SETTINGS.iter().rev();
    let command = settings.fold(command, |command, name| match env::var(name) {
        Ok(value) => report::with_setting(name, &value, &command),
        Err(_) => command,
    });
    format!("The same once more:\n  {command}")
}

fn build(entry: &Entry, source: Option<&Path>) -> io::Result<Option<Executable>> {
    let compiler = progress::compiler()?;
    built(&compiler, &entry.file(source))
}

/// How a program is played.
#[derive(Clone, Copy)]
pub enum How {
    /// By a schedule. The seed is that of the random bytes, if they are not as usual.
    Schedule(Option<usize>),
    /// By a learner, turn by turn.
    ByHand,
}

/// The program, with the settings that the user has made.
pub fn subject<'a>(executable: &'a Executable, spec: &'a Spec, how: How) -> Subject<'a> {
    // If time is real, a learner needs some of it to think.
    let (pace, limit) = match how {
        How::Schedule(_) => ("10", 10 * 60),
        How::ByHand => ("1", 24 * 60 * 60),
    };
    let limits = Limits {
        time: Duration::from_secs(limit),
        ..Limits::default()
    };
    let launch = spec.with_settings(executable.launch()).limits(limits);
    let launch = with_users_settings(launch, &SETTINGS);
    let launch = match executable.interleaved() {
        Some(_) => launch,
        None => launch.env_unless_set("PACE", pace),
    };
    let launch = match how {
        How::Schedule(Some(seed)) => launch.env(SEED, seed.to_string()),
        _ => launch,
    };
    Subject {
        executable,
        launch,
        spec,
    }
}

/// What is expected with the settings that the user has made, which may be those of a perturbation.
///
/// # Errors
///
/// Returns an error if the user has set tasks that no answer key has.
pub fn as_set(spec: &Spec) -> io::Result<&Spec> {
    // As the program reads it: spaces around a comma do not count.
    let names = |value: &str| -> Vec<String> {
        value
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect()
    };
    let is_set = |perturbation: &&Perturbation| {
        let (setting, value) = perturbation.change.setting();
        env::var(setting).is_ok_and(|set| names(&set) == names(&value))
    };
    if let Some(perturbation) = spec.perturbations.iter().find(is_set) {
        return Ok(&perturbation.spec);
    }
    let usual = &spec.tasks_at_run_time;
    match env::var(TASKS) {
        Ok(set) if !usual.is_empty() && names(&set) != *usual => Err(io::Error::other(format!(
            "cannot play the tasks in {TASKS}: {}\n  the check has no answer key for them: remove \
             {TASKS}, or copy its value from what the check shows",
            shown(&set)
        ))),
        _ => Ok(spec),
    }
}

/// The program with those of the settings `names` that the user has made.
pub fn with_users_settings(program: Launch, names: &[&str]) -> Launch {
    names
        .iter()
        .fold(program, |program, name| match env::var_os(name) {
            Some(value) => program.env(*name, value),
            None => program,
        })
}

/// Prints the rows that have not been `shown`.
fn print_rows(playback: &Playback, shown: &mut usize) -> io::Result<()> {
    let rows = playback.rows();
    let mut out = io::stdout().lock();
    for row in &rows[*shown..] {
        writeln!(out, "{row}")?;
    }
    *shown = rows.len();
    out.flush()
}
