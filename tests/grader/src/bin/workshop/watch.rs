//! `cargo workshop watch`: checks an exercise whenever it is saved.

use std::{
    env,
    io::{self, Stdout, Write},
    mem,
    process::{self, Command, ExitCode},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, ScopedJoinHandle},
    time::Duration,
};

use crossterm::event::{Event, KeyCode, KeyEvent};
use grader::{
    build::Compiler,
    course::{self, Entry},
    grade::Options,
    observe::Depth,
    progress::Progress,
    report::Status,
    state::State,
    style::Styles,
    text::terminal_size,
};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{
    check,
    chooser::{Choice, Chooser},
    file_watcher::FileWatcher,
    hint::{self, Hint},
    keys::{RawMode, is_interrupt, is_quit, next_event},
    next_or_named, progress,
    screen::{self, Footer, fitting, say},
};

pub const HELP: &str = "\
Examples:
  cargo workshop watch                the next unsolved exercise
  cargo workshop watch join_handles   this one first

Each exercise that you save is checked. A save during a check starts it anew. On \
a terminal there are keys: r runs the exercise, p plays it by hand, h gives a \
hint, x resets it, n goes to the next one, l lists all to choose one, c checks \
all, q quits. Without a terminal, it goes on until it is ended.

Exit status: 0 when you quit, 2 if it could not watch.";

/// How long it takes at most to notice a key, a saved file or the end of a check.
const LOOK: Duration = Duration::from_millis(50);

/// What the keys do, and the keys alone if there is no room for more.
const KEYS: [&str; 2] = [
    "r run   p play   h hint   x reset   n next   l list   c check all   q quit",
    "r p h x n l c  ? keys  q quit",
];

/// What each key does, in lines of their own.
const ALL_KEYS: &str = "\
r  runs the exercise
p  plays it by hand
h  gives a hint
x  resets it
n  goes to the next one
l  lists all, to choose one
c  checks all
q  quits";

/// Checks the exercise `name`, or the next unsolved one, and from then on each exercise that is
/// saved.
///
/// # Errors
///
/// Returns an error if there is no such exercise, or if the terminal cannot be read or written.
pub fn watch(name: Option<&str>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let Some(entry) = next_or_named(&entries, name)? else {
        return Ok(ExitCode::SUCCESS);
    };
    entry.as_exercise()?;
    let interrupts = progress::erase_when_interrupted()?;
    let compiler = progress::compiler()?;
    drop(interrupts);
    // Before the first check, so that nothing that is saved meanwhile is missed.
    let files = FileWatcher::watch(&entries);
    let [is_over, is_interrupted] = [(); 2].map(|()| Arc::new(AtomicBool::new(false)));
    signal_hook::flag::register(SIGTERM, Arc::clone(&is_over))?;
    signal_hook::flag::register(SIGINT, Arc::clone(&is_interrupted))?;
    let raw = screen::is_interactive().then(RawMode::enter).transpose()?;
    let mut watch = Watch {
        entries: &entries,
        compiler: &compiler,
        files,
        is_over: &is_over,
        is_interrupted: &is_interrupted,
        raw,
        pressed: None,
        is_resized: false,
        styles: Styles::of(&io::stdout()),
        page: Vec::new(),
        footer: Footer::new(io::stdout()),
    };
    watch.go_on(entry)?;
    Ok(ExitCode::SUCCESS)
}

/// The command's state, until the learner quits.
struct Watch<'a> {
    entries: &'a [Entry],
    compiler: &'a Compiler,
    files: FileWatcher<'a>,
    is_over: &'a AtomicBool,
    /// Set by Ctrl-C, which may be for a command that has the terminal.
    is_interrupted: &'a AtomicBool,
    /// The terminal's raw mode, if there is a terminal. Each key arrives at once.
    raw: Option<RawMode>,
    /// A key that was pressed during a check. It takes effect after the check.
    pressed: Option<KeyEvent>,
    /// Whether the terminal has changed its size since all was shown.
    is_resized: bool,
    styles: Styles,
    /// What is on the screen. It is made anew when the terminal has another width.
    page: Vec<Box<dyn Fn() -> String + 'a>>,
    /// The keys, or the list from which the learner chooses.
    footer: Footer<Stdout>,
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
    Keys,
    Quit,
}

/// What happens while nothing is checked.
enum News<'a> {
    Ended,
    Saved(&'a Entry),
    Pressed(KeyEvent),
    Resized,
}

impl<'a> Watch<'a> {
    fn go_on(&mut self, mut entry: &'a Entry) -> io::Result<()> {
        let mut wish = Wish::Check(entry);
        loop {
            match wish {
                Wish::Quit => return self.footer.erase(),
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
                Wish::Keys => self.say(|| ALL_KEYS.to_owned())?,
                Wish::Hint => self.hint(entry)?,
                Wish::List => {
                    if let Some(chosen) = self.choose(entry)? {
                        wish = chosen;
                        continue;
                    }
                }
                Wish::Next => match self.after(entry) {
                    Ok(Some(next)) => {
                        wish = Wish::Check(next);
                        continue;
                    }
                    Ok(None) => self.say(|| "There is no other exercise to solve.".to_owned())?,
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

    /// Checks `entry`, and shows what was found. If an exercise is saved meanwhile, shows nothing
    /// and returns that exercise. If the learner quits, does not wait for the check.
    fn check(&mut self, entry: &'a Entry) -> io::Result<Option<&'a Entry>> {
        let styles = self.styles;
        self.clear()?;
        let path = entry.source_from_here();
        self.say(move || styles.secondary(&format!("checking {}", path.display())))?;
        let options = Options {
            compiler: self.compiler,
            depth: Depth::Exposing,
            colour: styles.are_on(),
            progress: &Progress::default(),
        };
        let (saved, (report, noted)) = thread::scope(|scope| {
            let check = scope.spawn(|| check::grade_own(entry, options));
            let saved = self.await_end(&check, options.progress)?;
            let checked = check.join();
            let checked = checked.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Ok::<_, io::Error>((saved, checked))
        })?;
        if saved.is_some() {
            return Ok(saved);
        }
        self.clear()?;
        let is_solved = report.status() == Status::Solved;
        self.say(move || report.text(styles))?;
        if let Err(error) = noted {
            self.say_error(&error)?;
        } else if is_solved {
            match check::whats_next(self.entries, false, styles) {
                Ok(next) => self.say(move || next.clone())?,
                Err(error) => self.say_error(&error)?,
            }
        }
        Ok(None)
    }

    /// Waits for the end of `check`. If an exercise is saved meanwhile, cancels the check and
    /// returns that exercise.
    fn await_end<T>(
        &mut self,
        check: &ScopedJoinHandle<T>,
        progress: &Progress,
    ) -> io::Result<Option<&'a Entry>> {
        let mut saved = None;
        while !check.is_finished() {
            if self.is_to_quit()? {
                self.leave();
            }
            // If another exercise is saved too, it comes after this one.
            if saved.is_none() {
                saved = self.files.next_saved();
            }
            if saved.is_some() {
                progress.cancel()?;
            }
            thread::sleep(LOOK);
        }
        Ok(saved)
    }

    /// Runs another command of the workshop, which has the terminal meanwhile.
    fn command(&mut self, arguments: &[&str]) -> io::Result<()> {
        self.clear()?;
        self.raw = None;
        let status = Command::new(env::current_exe()?).args(arguments).status();
        // Ctrl-C was for the command.
        self.is_interrupted.store(false, Ordering::Relaxed);
        self.raw = Some(RawMode::enter()?);
        match status {
            Err(error) => self.say_error(&error),
            Ok(_) => say([""]),
        }
    }

    /// Ends in the middle of a check. Its programs end with us.
    fn leave(&mut self) -> ! {
        let _nothing_more = progress::erase();
        let _ = self.clear();
        self.raw = None;
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

    /// The key that was pressed last, if it has had no effect yet.
    fn key(&mut self) -> io::Result<Option<KeyEvent>> {
        let event = match self.raw {
            Some(_) => next_event(Duration::ZERO)?,
            None => None,
        };
        self.is_resized |= matches!(event, Some(Event::Resize(..)));
        let pressed = event.and_then(|event| event.as_key_press_event());
        let before = self.pressed.take();
        Ok(pressed.or(before))
    }

    /// Waits until something happens.
    fn news(&mut self) -> io::Result<News<'a>> {
        loop {
            if self.is_ended() {
                return Ok(News::Ended);
            }
            if let Some(entry) = self.files.next_saved() {
                return Ok(News::Saved(entry));
            }
            if let Some(key) = self.key()? {
                return Ok(News::Pressed(key));
            }
            if mem::take(&mut self.is_resized) {
                return Ok(News::Resized);
            }
            thread::sleep(LOOK);
        }
    }

    /// Waits until the learner wants something.
    fn wish(&mut self) -> io::Result<Wish<'a>> {
        self.show_keys()?;
        loop {
            match self.news()? {
                News::Ended => return Ok(Wish::Quit),
                News::Saved(entry) => return Ok(Wish::Check(entry)),
                News::Resized => self.show_again()?,
                News::Pressed(key) => match key.code {
                    _ if is_quit(key) => return Ok(Wish::Quit),
                    KeyCode::Char('r') => return Ok(Wish::Run),
                    KeyCode::Char('p') => return Ok(Wish::Play),
                    KeyCode::Char('h') => return Ok(Wish::Hint),
                    KeyCode::Char('x') => return Ok(Wish::Reset),
                    KeyCode::Char('n') => return Ok(Wish::Next),
                    KeyCode::Char('l') => return Ok(Wish::List),
                    KeyCode::Char('c') => return Ok(Wish::CheckAll),
                    KeyCode::Char('?') => return Ok(Wish::Keys),
                    _ => {}
                },
            }
        }
    }

    fn hint(&mut self, entry: &Entry) -> io::Result<()> {
        let Some(exercise) = &entry.exercise else {
            return Ok(());
        };
        let styles = self.styles;
        let say = |hint: Hint| self.say(move || hint.text(styles));
        match hint::show(entry, exercise, "h", say) {
            Err(error) => self.say_error(&error),
            Ok(()) => Ok(()),
        }
    }

    /// Lets the learner choose an exercise from all, with `current` marked at first. None if the
    /// learner goes back.
    fn choose(&mut self, current: &Entry) -> io::Result<Option<Wish<'a>>> {
        let state = match State::read() {
            Ok(state) => state,
            Err(error) => return self.say_error(&error).map(|()| None),
        };
        let mut chooser = Chooser::new(self.entries, state, current);
        self.footer.clear_screen()?;
        loop {
            let lines = chooser.lines(terminal_size(), self.styles);
            self.footer.draw(&lines)?;
            match self.news()? {
                News::Ended => return Ok(Some(Wish::Quit)),
                News::Saved(entry) => return Ok(Some(Wish::Check(entry))),
                News::Resized => self.footer.clear_screen()?,
                News::Pressed(key) if is_interrupt(key) => return Ok(Some(Wish::Quit)),
                News::Pressed(key) => match chooser.press(key) {
                    Choice::Exercise(entry) => return Ok(Some(Wish::Check(entry))),
                    Choice::None => break,
                    Choice::Open => {}
                },
            }
        }
        self.footer.clear_screen()?;
        self.show_again()?;
        Ok(None)
    }

    /// Shows an error. An error, such as an unreadable state, is no reason to stop watching.
    fn say_error(&mut self, error: &io::Error) -> io::Result<()> {
        let text = format!("{} {error}", self.styles.wrong("error:"));
        self.say(move || text.clone())
    }

    /// Adds a paragraph to the page.
    fn say(&mut self, text: impl Fn() -> String + 'a) -> io::Result<()> {
        if self.raw.is_none() {
            return writeln!(io::stdout(), "{}", text());
        }
        self.footer.erase()?;
        show(&text)?;
        self.page.push(Box::new(text));
        Ok(())
    }

    /// Shows the page once more, for example when the terminal has changed its size. The output of
    /// a command is not on the page, and stays as it is.
    fn show_again(&mut self) -> io::Result<()> {
        if !self.page.is_empty() {
            self.footer.clear_screen()?;
        }
        for text in &self.page {
            show(text)?;
        }
        self.show_keys()
    }

    fn show_keys(&mut self) -> io::Result<()> {
        match self.raw {
            Some(_) => self.footer.draw(&[self.styles.secondary(fitting(&KEYS))]),
            None => Ok(()),
        }
    }

    /// Begins a new page.
    fn clear(&mut self) -> io::Result<()> {
        self.page.clear();
        match self.raw {
            Some(_) => self.footer.clear_screen(),
            None => Ok(()),
        }
    }
}

/// Shows a paragraph, and an empty line below it.
fn show(text: impl Fn() -> String) -> io::Result<()> {
    say(text().lines().chain([""]))
}
