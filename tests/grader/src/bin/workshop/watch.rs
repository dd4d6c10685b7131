//! `cargo workshop watch`: checks an exercise whenever it is saved.

use std::{
    io::{self, IsTerminal, Write},
    process::{self, ExitCode},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crossterm::{
    cursor::{MoveTo, MoveToColumn},
    event::{KeyCode, KeyEvent},
    execute,
    terminal::{Clear, ClearType, size},
};
use grader::{
    compile::Compiler,
    course::{self, Entry},
    experiments::Depth,
    report::Status,
    state::State,
};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{
    check, hint,
    keys::{RawMode, is_quit, next_event},
    list, next_or_named, progress,
    saves::Saves,
};

pub const HELP: &str = "\
Examples:
  cargo workshop watch                the next exercise that is not solved
  cargo workshop watch join_handles   this one first

Whichever exercise you save is checked. On a terminal, keys do the rest: h for a
hint, l for the list, n for the next exercise, q to quit. Without one, it goes on
until it is ended.

Exit status: 0 when you quit, 2 if it could not watch.";

/// How long it takes at most until a key, a saved file or the end of a check is seen.
const LOOK: Duration = Duration::from_millis(50);

/// What the keys do.
const KEYS: &str = "h hint   l list   n next   q quit";

/// Checks the exercise `name`, or the next unsolved one, and again whenever an exercise is saved.
///
/// # Errors
///
/// If there is no such exercise, or the files cannot be watched, or the terminal does not do what it
/// should.
pub fn watch(name: Option<&str>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let Some(name) = next_or_named(&entries, name)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let (entry, _) = course::find_exercise(&entries, &name)?;
    let compiler = progress::preparing(Compiler::prepare)?;
    // Before the first check, so that nothing that is saved meanwhile is missed.
    let saves = Saves::watch(&entries)?;
    let is_over = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&is_over))?;
    }
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let raw = is_terminal.then(RawMode::enter).transpose()?;
    let mut watch = Watch {
        entries: &entries,
        compiler: &compiler,
        saves,
        is_over: &is_over,
        raw,
        pressed: None,
    };
    watch.go_on(entry)?;
    Ok(ExitCode::SUCCESS)
}

/// What goes on until the learner quits.
struct Watch<'a> {
    entries: &'a [Entry],
    compiler: &'a Compiler,
    saves: Saves<'a>,
    is_over: &'a AtomicBool,
    /// Where there is a terminal, it gives each key at once.
    raw: Option<RawMode>,
    /// A key that was pressed during a check, and does what it does after it.
    pressed: Option<KeyEvent>,
}

/// What the learner wants.
enum Wish<'a> {
    Check(&'a Entry),
    Hint,
    List,
    Next,
    Quit,
}

impl<'a> Watch<'a> {
    fn go_on(&mut self, mut entry: &'a Entry) -> io::Result<()> {
        self.check(entry)?;
        loop {
            match self.wish()? {
                Wish::Quit => return Ok(()),
                Wish::Check(saved) => {
                    entry = saved;
                    self.check(entry)?;
                }
                Wish::Hint => self.hint(entry)?,
                Wish::List => self.list()?,
                Wish::Next => match self.after(entry) {
                    Ok(Some(next)) => {
                        entry = next;
                        self.check(entry)?;
                    }
                    Ok(None) => self.say("There is no other exercise to do.")?,
                    Err(error) => self.say_error(&error)?,
                },
            }
        }
    }

    /// The next one that is not solved, from `entry` on, and from the beginning if there is none.
    fn after(&self, entry: &Entry) -> io::Result<Option<&'a Entry>> {
        let state = State::read()?;
        let all: Vec<_> = course::exercises(self.entries).collect();
        let place = all.iter().position(|other| other.name == entry.name);
        let behind = place.map_or(0, |place| place + 1);
        let mut others = all[behind..].iter().chain(&all[..behind.saturating_sub(1)]);
        Ok(others.find(|other| !state.is_solved(other)).copied())
    }

    /// Checks `entry`, and shows what was found. Who quits meanwhile is not kept waiting.
    fn check(&mut self, entry: &Entry) -> io::Result<()> {
        self.clear()?;
        self.say(&format!("checking {}", entry.source_from_here().display()))?;
        let compiler = self.compiler;
        let (report, noted) = thread::scope(|scope| {
            let check = scope.spawn(|| check::own(compiler, entry, Depth::Exposing, true));
            while !check.is_finished() {
                if self.is_to_quit()? {
                    self.leave();
                }
                thread::sleep(LOOK);
            }
            let report = check.join();
            Ok::<_, io::Error>(report.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        self.clear()?;
        let text = report.text();
        self.say(&text)?;
        let is_long = size().is_ok_and(|(_, rows)| text.lines().count() + 3 > rows.into());
        if self.raw.is_some() && is_long {
            // It has scrolled off the screen.
            self.say(text.lines().next().unwrap_or_default())?;
        }
        let next = match report.status() {
            Status::Solved => check::whats_next(self.entries, false).map(Some),
            _ => Ok(None),
        };
        match noted.and(next) {
            Ok(Some(next)) => self.say(&format!("\n{next}"))?,
            Ok(None) => {}
            Err(error) => self.say_error(&error)?,
        }
        self.say_keys()
    }

    /// Ends in the middle of a check. Its programs end with us.
    fn leave(&mut self) -> ! {
        self.raw = None;
        // What shows the progress has written half a line.
        let _ = execute!(io::stderr(), Clear(ClearType::CurrentLine), MoveToColumn(0));
        process::exit(0)
    }

    fn is_to_quit(&mut self) -> io::Result<bool> {
        self.pressed = self.key()?;
        let quits = self.pressed.is_some_and(is_quit);
        Ok(quits || self.is_over.load(Ordering::Relaxed))
    }

    /// The key that was pressed last and has not done anything yet.
    fn key(&mut self) -> io::Result<Option<KeyEvent>> {
        let event = match self.raw {
            Some(_) => next_event()?,
            None => None,
        };
        let pressed = event.and_then(|event| event.as_key_press_event());
        let before = self.pressed.take();
        Ok(pressed.or(before))
    }

    /// Waits until the learner wants something.
    fn wish(&mut self) -> io::Result<Wish<'a>> {
        loop {
            if self.is_over.load(Ordering::Relaxed) {
                return Ok(Wish::Quit);
            }
            match self.saves.next() {
                Ok(Some(entry)) => return Ok(Wish::Check(entry)),
                Ok(None) => {}
                Err(error) => self.say_error(&error)?,
            }
            if let Some(key) = self.key()? {
                match key.code {
                    _ if is_quit(key) => return Ok(Wish::Quit),
                    KeyCode::Char('h') => return Ok(Wish::Hint),
                    KeyCode::Char('l') => return Ok(Wish::List),
                    KeyCode::Char('n') => return Ok(Wish::Next),
                    _ => self.say_keys()?,
                }
            }
            thread::sleep(LOOK);
        }
    }

    fn hint(&self, entry: &Entry) -> io::Result<()> {
        if let Some(exercise) = &entry.exercise
            && let Err(error) = hint::show(entry, exercise, "h", |text| self.say(text))
        {
            self.say_error(&error)?;
        }
        self.say_keys()
    }

    fn list(&self) -> io::Result<()> {
        match State::read() {
            Ok(state) => self.say(&list::text(self.entries, &state))?,
            Err(error) => self.say_error(&error)?,
        }
        self.say_keys()
    }

    /// That the state cannot be read, say, is no reason to stop watching.
    fn say_error(&self, error: &io::Error) -> io::Result<()> {
        self.say(&format!("error: {error}"))
    }

    fn say_keys(&self) -> io::Result<()> {
        match self.raw {
            Some(_) => self.say(&format!("\n{KEYS}")),
            None => Ok(()),
        }
    }

    /// Shows some lines. A terminal that gives each key at once needs to be told where a line begins.
    fn say(&self, text: &str) -> io::Result<()> {
        let line_end = if self.raw.is_some() { "\r\n" } else { "\n" };
        let mut out = io::stdout().lock();
        for line in text.lines() {
            write!(out, "{line}{line_end}")?;
        }
        out.flush()
    }

    fn clear(&self) -> io::Result<()> {
        match self.raw {
            Some(_) => execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0)),
            None => Ok(()),
        }
    }
}
