//! Plays a schedule, and shows what is granted and what is printed.

use std::{env, io, process::ExitCode, time::Duration};

use scheduler::{Ending, Halt, Launch, Limits, PATIENCE, Rest, Session, State, Step, WaitsFor};

use crate::{
    schedule::{STEPS, TASKS},
    screen::Screen,
};

/// Plays `schedule`, with all other steps withheld, until the program ends or rests.
///
/// # Errors
///
/// If the program cannot be run, or nothing can be shown.
pub fn play(program: Launch, schedule: &[Step]) -> io::Result<ExitCode> {
    let mut session = Session::start(&prepared(program, "10", Duration::from_secs(600)))?;
    let mut screen = Screen::new("\n")?;
    for step in schedule {
        let played = session.play_step(step)?;
        screen.show(&mut session, played.is_ok().then_some(step))?;
        if let Err(halt) = played {
            screen.say(&format!("\n{}", stuck(step, halt, &mut session)?))?;
            return Ok(ExitCode::from(1));
        }
    }
    let halt = without_sleep(&mut session)?;
    screen.show(&mut session, None)?;
    screen.say(&format!("\n{}", outcome(halt, &mut session)?))?;
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
        let sleeps = || session.main_waits_for() == WaitsFor::Clock;
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

fn stuck(step: &Step, halt: Halt, session: &mut Session) -> io::Result<String> {
    Ok(match halt {
        Halt::Ended(ending) => {
            format!(
                "`{step}` could not be done, because {ending}.{}",
                left_over(ending, session)?
            )
        }
        Halt::Left => format!("`{step}` was not done: {halt}.\n{}", situation(session)),
        Halt::AtRest(_) if is_working(session, step) => {
            format!(
                "`{step}` was granted and is not done, and {halt}.\n{}",
                situation(session)
            )
        }
        Halt::AtRest(_) => format!(
            "`{step}` cannot be done now: its worker has not asked for it, and {halt}.\n{}",
            situation(session)
        ),
    })
}

fn is_working(session: &Session, step: &Step) -> bool {
    session
        .workers()
        .any(|(_, state)| *state == State::Working(step.clone()))
}

/// What has become of the program, and of those who were not done.
pub fn outcome(halt: Halt, session: &mut Session) -> io::Result<String> {
    Ok(match halt {
        Halt::Ended(ending) => format!("Then {ending}.{}", left_over(ending, session)?),
        Halt::AtRest(Rest::Presumed) | Halt::Left => format!("Now {halt}:\n{}", situation(session)),
        Halt::AtRest(_) => {
            format!(
                "Until somebody is granted a turn, {halt}:\n{}",
                situation(session)
            )
        }
    })
}

/// Of a program that succeeded, the steps that it did not wait for; of one that failed, what it says
/// about it.
fn left_over(ending: Ending, session: &mut Session) -> io::Result<String> {
    if !ending.is_success() {
        let stderr = session.stderr()?;
        let lines = String::from_utf8_lossy(&stderr)
            .lines()
            .map(shown)
            .collect::<Vec<_>>();
        return Ok(format!("\n{}", lines.join("\n")));
    }
    let lost = TASKS
        .into_iter()
        .filter_map(|task| lost_steps(session, task));
    let lost: String = lost.map(|steps| format!("\n  {steps}")).collect();
    Ok(if lost.is_empty() {
        lost
    } else {
        format!(" It did not wait, and lost:{lost}")
    })
}

/// A line, with what would drive the terminal made visible.
pub fn shown(line: &str) -> String {
    line.chars()
        .flat_map(|c| {
            if c.is_control() {
                c.escape_debug().collect()
            } else {
                vec![c]
            }
        })
        .collect()
}

fn lost_steps(session: &Session, task: &str) -> Option<String> {
    let steps = (0..STEPS).map(|number| Step::new(task, number));
    let lost: Vec<_> = steps
        .filter(|step| !session.finished().any(|done| done == step))
        .collect();
    let words = lost.iter().map(Step::to_string).collect::<Vec<_>>();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Who is where: one line for each worker, and one for main where it is known.
fn situation(session: &Session) -> String {
    let workers = TASKS
        .iter()
        .map(|task| format!("  {task:20}{}", whereabouts(session, task)));
    let main = main_does(session.main_waits_for()).map(|does| format!("  {:20}{does}", "main"));
    workers.chain(main).collect::<Vec<_>>().join("\n")
}

/// What main does, in words, where it is known.
pub fn main_does(waits_for: WaitsFor) -> Option<String> {
    match waits_for {
        WaitsFor::Unknown => None,
        WaitsFor::Turn => Some("does a worker's work itself".to_owned()),
        known => Some(known.to_string()),
    }
}

fn whereabouts(session: &Session, task: &str) -> String {
    match session
        .workers()
        .find(|(known, _)| *known == task)
        .map(|(_, state)| state)
    {
        None => "has not started".to_owned(),
        Some(State::Waiting(step)) => format!("waits for its turn to do step {}", step.number),
        Some(State::Working(step)) => format!("is at work on step {}", step.number),
        Some(State::Closed) if lost_steps(session, task).is_none() => "has finished".to_owned(),
        Some(State::Closed) => "has gone before its end".to_owned(),
        Some(State::Stranger | State::Between) => "is between two steps".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_would_drive_the_terminal_is_shown_instead() {
        assert_eq!(shown("a\x1b[2Jb\r\u{9b}c"), "a\\u{1b}[2Jb\\r\\u{9b}c");
        assert_eq!(shown("schön 'quoted' \\"), "schön 'quoted' \\");
    }
}
