//! Lets the learner be the scheduler: shows who waits for a turn, and grants one at a key.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crossterm::{
    cursor::{MoveTo, MoveToPreviousLine},
    event::{Event, KeyCode, KeyEvent, KeyEventKind},
    execute, queue,
    terminal::{self, Clear, ClearType},
};
use grader::{expectation::Expectation, situation::main_does};
use scheduler::{Halt, Launch, Rest, Session, Step, WaitsFor};
use signal_hook::consts::SIGTERM;

use crate::{
    keys::{RawMode, is_quit, next_event},
    play::{exit_code, outcome, prepared},
    screen::Screen,
};

/// Plays by hand, until the program ends, or can only wait, or the learner quits.
///
/// # Errors
///
/// If the program cannot be run, or the terminal does not do what it should.
pub fn play(program: Launch, expectation: &Expectation) -> io::Result<ExitCode> {
    // At normal pace, and without a limit that anybody would notice: a learner needs time to think.
    let day = Duration::from_secs(24 * 60 * 60);
    let mut session = Session::start(&prepared(program, "1", day))?;
    println!("You are the scheduler. No worker moves until you say so; but main does.\n");
    let halt = {
        let _raw = RawMode::enter()?;
        grant_by_keys(&mut session, &expectation.tasks())?
    };
    let (end, code) = match halt {
        Some(halt) => (
            outcome(halt, &mut session, expectation)?,
            exit_code(halt, &session),
        ),
        None => (
            "You have quit, and the program was stopped.".to_owned(),
            ExitCode::SUCCESS,
        ),
    };
    println!("\n{end}");
    Ok(code)
}

/// Returns why the program does not go on, or nothing if the learner has quit.
fn grant_by_keys(session: &mut Session, tasks: &[String]) -> io::Result<Option<Halt>> {
    const LOOK: Duration = Duration::from_millis(30);
    let mut screen = Screen::new("\r\n")?;
    let mut menu = Menu::default();
    let is_over = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGTERM, Arc::clone(&is_over))?;
    loop {
        session.turn(LOOK)?;
        if screen.has_news(session)? {
            menu.erase()?;
            screen.show(session, None)?;
        }
        if let Some(halt) = halt(session)? {
            menu.erase()?;
            screen.show(session, None)?;
            return Ok(Some(halt));
        }
        let choices = choices(session.waiting(), tasks);
        menu.draw(menu_lines(
            &choices,
            session.main_waits_for(),
            session.age(),
        ))?;
        let choice = match next_event()? {
            // Somebody asks us to end: the terminal should be as it was.
            _ if is_over.load(Ordering::Relaxed) => Choice::Quit,
            Some(event) => choice(&event, &choices),
            None => Choice::Nothing,
        };
        match choice {
            Choice::Nothing => {}
            Choice::Redraw => {
                menu.forget()?;
                screen.repeat()?;
            }
            Choice::Quit => {
                menu.erase()?;
                return Ok(None);
            }
            Choice::Grant(step) => {
                menu.erase()?;
                let granted = session.play_step(step)?.is_ok();
                screen.show(session, granted.then_some(step))?;
            }
        }
    }
}

/// Why the program does not go on, if that is certain: it has ended, or it rests with nobody left
/// to grant.
fn halt(session: &mut Session) -> io::Result<Option<Halt>> {
    if let Some(ending) = session.ending() {
        return Ok(Some(Halt::Ended(ending)));
    }
    if session.waiting().next().is_some() {
        return Ok(None);
    }
    let halt = session.settle(Duration::ZERO)?;
    let is_certain = halt == Halt::AtRest(Rest::Proven) && session.waiting().next().is_none();
    Ok(is_certain.then_some(halt))
}

/// The steps that may be granted, each by the number of its worker.
type Choices = BTreeMap<u32, Step>;

/// A worker has the same number all the while, whoever else waits. Those on tasks that nobody expects
/// come behind.
fn choices<'a>(waiting: impl Iterator<Item = &'a Step>, tasks: &[String]) -> Choices {
    let mut choices = Choices::new();
    let mut next = u32::try_from(tasks.len()).unwrap_or(u32::MAX);
    for step in waiting {
        let known = (1..).zip(tasks).find(|(_, task)| **task == step.task);
        let number = known.map_or_else(
            || {
                next = next.saturating_add(1);
                next
            },
            |(number, _)| number,
        );
        choices.insert(number, step.clone());
    }
    choices
}

#[derive(Debug, PartialEq, Eq)]
enum Choice<'a> {
    Grant(&'a Step),
    Redraw,
    Quit,
    Nothing,
}

fn choice<'a>(event: &Event, choices: &'a Choices) -> Choice<'a> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Press => choice_of_key(*key, choices),
        Event::Resize(..) => Choice::Redraw,
        _ => Choice::Nothing,
    }
}

fn choice_of_key(key: KeyEvent, choices: &Choices) -> Choice<'_> {
    match key.code {
        _ if is_quit(key) => Choice::Quit,
        KeyCode::Char(digit) => {
            let chosen = digit.to_digit(10).and_then(|number| choices.get(&number));
            chosen.map_or(Choice::Nothing, Choice::Grant)
        }
        _ => Choice::Nothing,
    }
}

/// Who waits, below what has been printed.
#[derive(Default)]
struct Menu {
    lines: Vec<String>,
}

impl Menu {
    fn draw(&mut self, lines: Vec<String>) -> io::Result<()> {
        if lines == self.lines {
            return Ok(());
        }
        self.erase()?;
        let width = terminal::size().map_or(0, |(columns, _)| usize::from(columns));
        // Some terminals do not know, and say 0.
        let width = if width == 0 { 80 } else { width };
        let mut out = io::stdout();
        for line in &lines {
            // A line that wraps could not be erased as one.
            let line: String = line.chars().take(width.saturating_sub(1)).collect();
            write!(out, "{line}\r\n")?;
        }
        out.flush()?;
        self.lines = lines;
        Ok(())
    }

    /// After the terminal has changed its size, nobody knows where the lines are.
    fn forget(&mut self) -> io::Result<()> {
        self.lines.clear();
        execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0))
    }

    fn erase(&mut self) -> io::Result<()> {
        let mut out = io::stdout();
        if let Ok(count @ 1..) = u16::try_from(self.lines.len()) {
            queue!(
                out,
                MoveToPreviousLine(count),
                Clear(ClearType::FromCursorDown)
            )?;
        }
        self.lines.clear();
        out.flush()
    }
}

/// Who waits, and what `main` waits for, `age` after the start: a learner who knows how long it sleeps can see how
/// much time is left.
fn menu_lines(choices: &Choices, main: WaitsFor, age: Duration) -> Vec<String> {
    let choices = choices
        .iter()
        .map(|(number, step)| format!("  {number}  {step}"));
    let first = [String::new(), "waiting for a turn:".to_owned()];
    let clock = if main.is_timed() {
        format!(" ({} s since the start)", age.as_secs())
    } else {
        String::new()
    };
    // That it is busy for a moment would only flicker.
    let main = Some(main)
        .filter(|main| *main != WaitsFor::Nothing)
        .and_then(main_does);
    let main = main.map(|does| format!("  main {does}{clock}"));
    let last = "a number grants that turn, q quits".to_owned();
    first
        .into_iter()
        .chain(choices)
        .chain(main)
        .chain([last])
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use scheduler::{Step, WaitsFor};

    use super::{Choice, Choices, choice_of_key, choices, menu_lines};

    fn two() -> Choices {
        let tasks = ["sort data", "parse files", "generate output"].map(str::to_owned);
        choices(
            [Step::new("generate output", 1), Step::new("sort data", 0)].iter(),
            &tasks,
        )
    }

    #[test]
    fn a_number_grants_the_turn_beside_it() {
        let two = two();
        let press =
            |key| choice_of_key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE), &two);
        assert_eq!(press('1'), Choice::Grant(&Step::new("sort data", 0)));
        assert_eq!(press('3'), Choice::Grant(&Step::new("generate output", 1)));
        for key in ['0', '2', '4', '9', 'x', 'c'] {
            assert_eq!(press(key), Choice::Nothing, "{key}");
        }
    }

    #[test]
    fn q_escape_and_control_c_quit() {
        for (code, modifiers) in [
            (KeyCode::Char('q'), KeyModifiers::NONE),
            (KeyCode::Esc, KeyModifiers::NONE),
            (KeyCode::Char('c'), KeyModifiers::CONTROL),
        ] {
            assert_eq!(
                choice_of_key(KeyEvent::new(code, modifiers), &two()),
                Choice::Quit
            );
        }
    }

    #[test]
    fn the_menu_says_who_waits_and_what_main_does() {
        let age = Duration::from_millis(7_900);
        insta::assert_snapshot!(menu_lines(&two(), WaitsFor::Clock, age).join("\n"), @"

        waiting for a turn:
          1  sort data 0
          3  generate output 1
          main waits for time to pass (7 s since the start)
        a number grants that turn, q quits
        ");
    }
}
