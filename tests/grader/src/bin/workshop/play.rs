//! `cargo workshop play`: plays a schedule, and shows what is granted and what is printed.

use std::{
    env,
    io::{self, IsTerminal},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use grader::{
    compile::Compiler,
    course,
    evidence::lines,
    expectation::{Expectation, FAILS, TASKS},
    schedule,
    situation::Situation,
    variation::Variation,
};
use scheduler::{Ending, Halt, Launch, Limits, PATIENCE, Rest, Session, State, Step};

use crate::{built, by_hand, progress, screen::Screen};

pub const HELP: &str = "\
Examples:
  cargo workshop play stage4-joined --schedule \"sort data 0, parse files 0\"
  cargo workshop play stage3-sleep    can you make it lose a line?

A step is a task and a number: `sort data 0` to `sort data 2`, and likewise for
`parse files` and `generate output`. While you think, main's own sleep goes on;
PACE=0.5 before the command makes it twice as long, and FAILS and TASKS are for
the program. (SEED changes nothing here, where a worker waits for its turn and
for no time.)

Exit status: 0 if all was played or you quit, 1 if the program did not follow or
failed, 2 if nothing could be played.";

/// Plays the exercise or stage `name`, or the program in the file `source` in its place: the schedule `text`, or by
/// hand if there is none.
///
/// # Errors
///
/// If there is no such program, or the schedule cannot be meant, or nothing could be played.
pub fn play(name: &str, text: Option<&str>, source: Option<PathBuf>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let entry = course::find(&entries, name)?.played();
    let expectation = as_set(&entry.expectation);
    let steps = expectation.lines.steps();
    let schedule = text
        .map(|text| schedule::parse(text, &steps).map_err(io::Error::other))
        .transpose()?;
    if schedule.is_none() && !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let example = "--schedule \"sort data 0, parse files 0\"";
        return Err(io::Error::other(format!(
            "without a terminal a schedule is needed, such as {example}"
        )));
    }
    let source = source.unwrap_or_else(|| entry.source_from_here());
    let compiler = progress::preparing(Compiler::prepare)?;
    let Some(executable) = built(&compiler, &source)? else {
        return Ok(ExitCode::from(1));
    };
    let program = with_settings(expectation.settled(executable.launch()));
    match schedule {
        Some(schedule) => play_schedule(program, expectation, &schedule),
        None => by_hand::play(program, expectation),
    }
}

/// What is expected with the settings that the user has made, which may be those of a variation.
fn as_set(expectation: &Expectation) -> &Expectation {
    let is_set = |variation: &&Variation| {
        let (setting, value) = variation.change.setting();
        // As the program reads it: spaces around a comma do not count.
        let names = |value: &str| -> Vec<String> {
            value
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect()
        };
        env::var(setting).is_ok_and(|set| names(&set) == names(&value))
    };
    let variation = expectation.variations.iter().find(is_set);
    variation.map_or(expectation, |variation| &variation.expectation)
}

/// The program with the settings that the user has made.
fn with_settings(program: Launch) -> Launch {
    [FAILS, TASKS]
        .into_iter()
        .fold(program, |program, name| match env::var_os(name) {
            Some(value) => program.env(name, value),
            None => program,
        })
}

/// Plays `schedule`, with all other steps withheld, until the program ends or rests.
///
/// # Errors
///
/// If the program cannot be run, or nothing can be shown.
pub fn play_schedule(
    program: Launch,
    expectation: &Expectation,
    schedule: &[Step],
) -> io::Result<ExitCode> {
    let mut session = Session::start(&prepared(program, "10", Duration::from_secs(600)))?;
    let mut screen = Screen::new("\n")?;
    for step in schedule {
        let played = session.play_step(step)?;
        screen.show(&mut session, played.is_ok().then_some(step))?;
        if let Err(halt) = played {
            screen.say(&format!(
                "\n{}",
                stuck(step, halt, &mut session, expectation)?
            ))?;
            return Ok(ExitCode::from(1));
        }
    }
    let halt = without_sleep(&mut session)?;
    screen.show(&mut session, None)?;
    screen.say(&format!("\n{}", outcome(halt, &mut session, expectation)?))?;
    Ok(exit_code(halt, &session))
}

/// The program, with its clock at the pace that the user has set, or else at `pace`.
pub fn prepared(program: Launch, pace: &str, time: Duration) -> Launch {
    let limits = Limits {
        time,
        ..Limits::default()
    };
    program
        .env("PACE", env::var_os("PACE").unwrap_or(pace.into()))
        .limits(limits)
}

/// Lets the program go on until it ends or rests. A main that sleeps does neither, for however long.
fn without_sleep(session: &mut Session) -> io::Result<Halt> {
    loop {
        let halt = session.settle(PATIENCE)?;
        let sleeps = || session.main_waits_for().is_timed();
        if halt != Halt::AtRest(Rest::Presumed) || !sleeps() {
            return Ok(halt);
        }
    }
}

/// A program that fails or hangs has not done what the schedule says.
pub fn exit_code(halt: Halt, session: &Session) -> ExitCode {
    match halt {
        Halt::Ended(ending) if !ending.is_success() => ExitCode::from(1),
        Halt::AtRest(Rest::Proven) if session.waiting().next().is_none() => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    }
}

fn stuck(
    step: &Step,
    halt: Halt,
    session: &mut Session,
    expectation: &Expectation,
) -> io::Result<String> {
    Ok(match halt {
        Halt::Ended(ending) => {
            format!(
                "`{step}` could not be done, because {ending}.{}",
                left_over(ending, session, expectation)?
            )
        }
        Halt::Left => format!(
            "`{step}` was not done: {halt}.\n{}",
            Situation::of(session, expectation)
        ),
        Halt::AtRest(_) if is_working(session, step) => {
            format!(
                "`{step}` was granted and is not done, and {halt}.\n{}",
                Situation::of(session, expectation)
            )
        }
        Halt::AtRest(_) => format!(
            "`{step}` cannot be done now: its worker has not asked for it, and {halt}.\n{}",
            Situation::of(session, expectation)
        ),
    })
}

fn is_working(session: &Session, step: &Step) -> bool {
    session
        .workers()
        .any(|(_, state)| *state == State::Working(step.clone()))
}

/// What has become of the program, and of those who were not done.
pub fn outcome(halt: Halt, session: &mut Session, expectation: &Expectation) -> io::Result<String> {
    Ok(match halt {
        Halt::Ended(ending) => {
            format!("Then {ending}.{}", left_over(ending, session, expectation)?)
        }
        Halt::AtRest(Rest::Presumed) | Halt::Left => {
            format!("Now {halt}:\n{}", Situation::of(session, expectation))
        }
        Halt::AtRest(_) if session.waiting().next().is_none() => format!(
            "Nobody waits for a turn, and {halt}: the program hangs.\n{}",
            Situation::of(session, expectation)
        ),
        Halt::AtRest(_) => {
            format!(
                "Until somebody is granted a turn, {halt}:\n{}",
                Situation::of(session, expectation)
            )
        }
    })
}

/// What a program that has ended says on stderr, and of one that succeeded the steps that were not done.
fn left_over(
    ending: Ending,
    session: &mut Session,
    expectation: &Expectation,
) -> io::Result<String> {
    let stderr: String = lines(&session.stderr()?)
        .iter()
        .map(|line| format!("\n{line}"))
        .collect();
    if !ending.is_success() {
        return Ok(stderr);
    }
    let lost = expectation
        .tasks()
        .into_iter()
        .filter_map(|task| lost_steps(session, expectation, &task));
    let lost: String = lost.map(|steps| format!("\n  {steps}")).collect();
    let lost = if lost.is_empty() {
        lost
    } else {
        format!(" These steps were not done:{lost}")
    };
    Ok(lost + &stderr)
}

fn lost_steps(session: &Session, expectation: &Expectation, task: &str) -> Option<String> {
    let steps = expectation
        .lines
        .steps()
        .into_iter()
        .filter(|step| step.task == task);
    let lost = steps.filter(|step| !session.finished().any(|done| done == step));
    let words = lost.map(|step| step.to_string()).collect::<Vec<_>>();
    (!words.is_empty()).then(|| words.join(", "))
}
