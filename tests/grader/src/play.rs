//! Plays a schedule, and shows what is granted and what is printed.

use std::{env, io, process::ExitCode};

use scheduler::{Ending, Halt, Launch, PATIENCE, Session, State, Step, WaitsFor};

use crate::schedule::TASKS;

/// Plays `schedule`, with all other steps withheld, until the program ends or rests.
///
/// # Errors
///
/// If the program cannot be run.
pub fn play(program: Launch, schedule: &[Step]) -> io::Result<ExitCode> {
    let mut session = Session::start(&at_pace(program, "10"))?;
    let mut screen = Screen::new();
    println!("{:20}printed", "granted");
    for step in schedule {
        let outcome = session.play_step(step)?;
        screen.show(&mut session, outcome.is_ok().then_some(step))?;
        if let Err(halt) = outcome {
            println!("\n{}", stuck(step, halt, &session));
            return Ok(ExitCode::from(1));
        }
    }
    let halt = session.settle(PATIENCE)?;
    screen.show(&mut session, None)?;
    println!("\n{}", outcome(halt, &session));
    Ok(ExitCode::SUCCESS)
}

/// The program with its clock at the pace that the user has set, or else at `pace`.
pub fn at_pace(program: Launch, pace: &str) -> Launch {
    program.env("PACE", env::var_os("PACE").unwrap_or(pace.into()))
}

/// How far the program's output has been shown.
pub struct Screen {
    shown: usize,
    line_end: &'static str,
}

impl Screen {
    pub fn new() -> Self {
        Self {
            shown: 0,
            line_end: "\n",
        }
    }

    /// On a terminal that does not return the carriage by itself.
    pub fn raw() -> Self {
        Self {
            line_end: "\r\n",
            ..Self::new()
        }
    }

    /// Whether the program has printed anything that was not shown.
    pub fn has_news(&self, session: &mut Session) -> io::Result<bool> {
        Ok(session.stdout()?.len() > self.shown)
    }

    /// Shows what the program has printed since the last time, the last line of it beside the step
    /// that was granted.
    pub fn show(&mut self, session: &mut Session, granted: Option<&Step>) -> io::Result<()> {
        let stdout = session.stdout()?;
        let new = String::from_utf8_lossy(&stdout[self.shown..]).into_owned();
        self.shown = stdout.len();
        let mut lines: Vec<&str> = new.lines().collect();
        let beside = granted.map(|step| (step.to_string(), lines.pop().unwrap_or_default()));
        let rows = lines
            .into_iter()
            .map(|line| (String::new(), line))
            .chain(beside);
        for (granted, line) in rows {
            print!("{granted:20}{}{}", line.escape_debug(), self.line_end);
        }
        Ok(())
    }
}

fn stuck(step: &Step, halt: Halt, session: &Session) -> String {
    match halt {
        Halt::Ended(ending) => format!("`{step}` was not done, for {ending}."),
        Halt::AtRest(_) => format!(
            "`{step}` cannot be done now: its worker has not asked for it, and {halt}.\n{}",
            situation(session)
        ),
    }
}

/// What has become of the program, and of those who were not done.
pub fn outcome(halt: Halt, session: &Session) -> String {
    match halt {
        Halt::Ended(ending) => ended(ending, session),
        Halt::AtRest(_) => {
            format!(
                "Until somebody is granted a turn, {halt}:\n{}",
                situation(session)
            )
        }
    }
}

fn ended(ending: Ending, session: &Session) -> String {
    let mut text = format!("Then {ending}.");
    let unfinished: Vec<_> = TASKS
        .iter()
        .filter(|task| !has_finished(session, task))
        .collect();
    if !unfinished.is_empty() {
        text += " It did not wait for:";
        for task in unfinished {
            text += &format!("\n  {task}");
        }
    }
    text
}

/// Whether all that is known of the worker on `task` is that it is through.
fn has_finished(session: &Session, task: &str) -> bool {
    session.finished().filter(|step| step.task == task).count() == crate::schedule::STEPS as usize
}

/// Who is where: one line for each worker, and one for main.
pub fn situation(session: &Session) -> String {
    let workers = TASKS
        .iter()
        .map(|task| format!("  {task:20}{}", whereabouts(session, task)));
    let main = match session.main_waits_for() {
        WaitsFor::Unknown => None,
        known => Some(format!("  {:20}{known}", "main")),
    };
    workers.chain(main).collect::<Vec<_>>().join("\n")
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
        Some(State::Closed) if has_finished(session, task) => "has finished".to_owned(),
        Some(State::Closed) => "has gone before its end".to_owned(),
        Some(State::Stranger | State::Between) => "is between two steps".to_owned(),
    }
}
