//! `cargo workshop watch`: checks an exercise whenever it is saved.

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::{self, Command, ExitCode},
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
    build::Compiler,
    course::{self, Entry},
    observe::Depth,
    progress::Progress,
    report::Status,
    state::State,
};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{
    check::{self, Grading},
    file_watcher::FileWatcher,
    hint,
    keys::{RawMode, is_quit, next_event},
    list, next_or_named, progress,
};

pub const HELP: &str = "\
Examples:
  cargo workshop watch                the next unsolved exercise
  cargo workshop watch join_handles   this one first

Each exercise that you save is checked. A save during a check starts it anew. On
a terminal there are keys: r runs the exercise, p plays it by hand, h gives a
hint, x resets it, n goes to the next one, l lists all, c checks all, q quits.
Without a terminal, it goes on until it is ended.

Exit status: 0 when you quit, 2 if it could not watch.";

/// How long it takes at most until a key, a saved file or the end of a check is seen.
const LOOK: Duration = Duration::from_millis(50);

/// What the keys do.
const KEYS: &str = "r run   p play   h hint   x reset   n next   l list   c check all   q quit";

/// Checks the exercise `name`, or the next unsolved one, and from then on each that is saved.
///
/// # Errors
///
/// Returns an error if there is no such exercise, if the files cannot be watched, or if the
/// terminal does not do what it should.
pub fn watch(name: Option<&str>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let Some(name) = next_or_named(&entries, name)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let (entry, _) = course::find_exercise(&entries, &name)?;
    let compiler = progress::preparing(Compiler::prepare)?;
    // Before the first check, so that nothing that is saved meanwhile is missed.
    let files = FileWatcher::watch(&entries)?;
    let [is_over, is_interrupted] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
    signal_hook::flag::register(SIGTERM, Arc::clone(&is_over))?;
    signal_hook::flag::register(SIGINT, Arc::clone(&is_interrupted))?;
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    let raw = is_terminal.then(RawMode::enter).transpose()?;
    let mut watch = Watch {
        entries: &entries,
        compiler: &compiler,
        files,
        is_over: &is_over,
        is_interrupted: &is_interrupted,
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
    files: FileWatcher<'a>,
    is_over: &'a AtomicBool,
    /// Set by Ctrl-C, which may be for a command that has the terminal.
    is_interrupted: &'a AtomicBool,
    /// The terminal, if there is one. It gives each key at once.
    raw: Option<RawMode>,
    /// A key that was pressed during a check. It takes effect after it.
    pressed: Option<KeyEvent>,
}

/// What the learner wants.
enum Wish<'a> {
    Check(&'a Entry),
    Run,
    Play,
    Hint,
    Reset,
    Next,
    List,
    CheckAll,
    Quit,
}

impl<'a> Watch<'a> {
    fn go_on(&mut self, mut entry: &'a Entry) -> io::Result<()> {
        let mut wish = Wish::Check(entry);
        loop {
            match wish {
                Wish::Quit => return Ok(()),
                Wish::Check(saved) => {
                    entry = saved;
                    while let Some(saved) = self.check(entry)? {
                        entry = saved;
                    }
                }
                Wish::Run => self.command(&["run", &entry.name])?,
                Wish::Play => self.command(&["play", &entry.name])?,
                Wish::Reset => self.command(&["reset", &entry.name])?,
                Wish::CheckAll => self.command(&["check", "--all"])?,
                Wish::Hint => self.hint(entry)?,
                Wish::List => self.list()?,
                Wish::Next => match self.after(entry) {
                    Ok(Some(next)) => {
                        wish = Wish::Check(next);
                        continue;
                    }
                    Ok(None) => self.say("There is no other exercise to solve.")?,
                    Err(error) => self.say_error(&error)?,
                },
            }
            wish = self.wish()?;
        }
    }

    /// The next unsolved exercise after `entry`, or else the first one before it.
    fn after(&self, entry: &Entry) -> io::Result<Option<&'a Entry>> {
        let state = State::read()?;
        let all: Vec<_> = course::exercises(self.entries).collect();
        let place = all.iter().position(|other| other.name == entry.name);
        let behind = place.map_or(0, |place| place + 1);
        let mut others = all[behind..].iter().chain(&all[..behind.saturating_sub(1)]);
        Ok(others.find(|other| !state.is_solved(other)).copied())
    }

    /// Checks `entry`, and shows what was found. Returns the exercise that was saved meanwhile, if
    /// one was: then nothing is shown. When the learner quits, the check is not waited for.
    fn check(&mut self, entry: &Entry) -> io::Result<Option<&'a Entry>> {
        self.clear()?;
        self.say(&format!("checking {}", entry.source_from_here().display()))?;
        let progress = Progress::default();
        let grading = Grading {
            compiler: self.compiler,
            depth: Depth::Exposing,
            is_text: true,
            progress: &progress,
        };
        let mut saved = None;
        let (report, noted) = thread::scope(|scope| {
            let check = scope.spawn(|| grading.own(entry));
            while !check.is_finished() {
                if self.is_to_quit()? {
                    self.leave();
                }
                // Another one that is saved comes after this one.
                if saved.is_none() {
                    saved = self.next_saved()?;
                }
                if saved.is_some() {
                    progress.cancel()?;
                }
                thread::sleep(LOOK);
            }
            let report = check.join();
            Ok::<_, io::Error>(report.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        if saved.is_some() {
            return Ok(saved);
        }
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
        self.say_keys()?;
        Ok(None)
    }

    /// Runs another command of the workshop, which has the terminal meanwhile.
    fn command(&mut self, arguments: &[&str]) -> io::Result<()> {
        self.clear()?;
        self.raw = None;
        let status = Command::new(env::current_exe()?).args(arguments).status();
        // Ctrl-C was for the command.
        self.is_interrupted.store(false, Ordering::Relaxed);
        self.raw = Some(RawMode::enter()?);
        if let Err(error) = status {
            self.say_error(&error)?;
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
        Ok(self.pressed.is_some_and(is_quit) || self.is_ended())
    }

    /// Whether the system or Ctrl-C asks us to end.
    fn is_ended(&self) -> bool {
        self.is_over.load(Ordering::Relaxed) || self.is_interrupted.load(Ordering::Relaxed)
    }

    /// The key that was pressed last and has not done anything yet.
    fn key(&mut self) -> io::Result<Option<KeyEvent>> {
        let event = match self.raw {
            Some(_) => next_event(Duration::ZERO)?,
            None => None,
        };
        let pressed = event.and_then(|event| event.as_key_press_event());
        let before = self.pressed.take();
        Ok(pressed.or(before))
    }

    /// An exercise that was saved, if one was. If watching fails, it is said, and goes on.
    fn next_saved(&mut self) -> io::Result<Option<&'a Entry>> {
        match self.files.next_saved() {
            Ok(saved) => Ok(saved),
            Err(error) => self.say_error(&error).map(|()| None),
        }
    }

    /// Waits until the learner wants something.
    fn wish(&mut self) -> io::Result<Wish<'a>> {
        loop {
            if self.is_ended() {
                return Ok(Wish::Quit);
            }
            if let Some(entry) = self.next_saved()? {
                return Ok(Wish::Check(entry));
            }
            if let Some(key) = self.key()? {
                match key.code {
                    _ if is_quit(key) => return Ok(Wish::Quit),
                    KeyCode::Char('r') => return Ok(Wish::Run),
                    KeyCode::Char('p') => return Ok(Wish::Play),
                    KeyCode::Char('h') => return Ok(Wish::Hint),
                    KeyCode::Char('x') => return Ok(Wish::Reset),
                    KeyCode::Char('n') => return Ok(Wish::Next),
                    KeyCode::Char('l') => return Ok(Wish::List),
                    KeyCode::Char('c') => return Ok(Wish::CheckAll),
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

    /// Shows some lines. On a terminal in raw mode, a newline alone does not lead to the line's
    /// start.
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
