//! Plays a schedule, and shows what is granted and what is printed.

use std::{env, io, process::ExitCode, time::Duration};

use grader::{evidence::shown, expectation::Expectation, run::Situation};
use scheduler::{Ending, Halt, Launch, Limits, PATIENCE, Rest, Session, State, Step};

use crate::screen::Screen;

/// Plays `schedule`, with all other steps withheld, until the program ends or rests.
///
/// # Errors
///
/// If the program cannot be run, or nothing can be shown.
pub fn play(program: Launch, expectation: &Expectation, schedule: &[Step]) -> io::Result<ExitCode> {
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
    Ok(exit_code(halt))
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

/// A program that fails has not done what the schedule says.
pub fn exit_code(halt: Halt) -> ExitCode {
    match halt {
        Halt::Ended(ending) if !ending.is_success() => ExitCode::from(1),
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
        Halt::AtRest(_) => {
            format!(
                "Until somebody is granted a turn, {halt}:\n{}",
                Situation::of(session, expectation)
            )
        }
    })
}

/// Of a program that succeeded, the steps that it did not wait for; of one that failed, what it says
/// about it.
fn left_over(
    ending: Ending,
    session: &mut Session,
    expectation: &Expectation,
) -> io::Result<String> {
    if !ending.is_success() {
        let stderr = session.stderr()?;
        let lines = String::from_utf8_lossy(&stderr)
            .lines()
            .map(shown)
            .collect::<Vec<_>>();
        return Ok(format!("\n{}", lines.join("\n")));
    }
    let lost = expectation
        .tasks()
        .into_iter()
        .filter_map(|task| lost_steps(session, expectation, &task));
    let lost: String = lost.map(|steps| format!("\n  {steps}")).collect();
    Ok(if lost.is_empty() {
        lost
    } else {
        format!(" It did not wait, and lost:{lost}")
    })
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
