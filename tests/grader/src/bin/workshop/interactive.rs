//! Lets the learner be the scheduler: shows which turns can be granted, and grants one at a key.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crossterm::{
    cursor::{MoveTo, MoveToPreviousLine},
    event::Event,
    execute, queue,
    terminal::{self, Clear, ClearType},
};
use grader::schedule::Turn;
use signal_hook::consts::SIGTERM;

use crate::{
    keys::{RawMode, next_event},
    menu::{Choice, Menu},
    playback::{Playback, Subject},
};

/// How long it takes at most until it is seen that the program has done something by itself.
const LOOK: Duration = Duration::from_millis(30);

/// Plays by hand, until the learner quits. Returns the program as it is then.
///
/// # Errors
///
/// Returns an error if the program cannot be run, or if the terminal does not do what it should.
pub fn play<'a>(subject: &Subject<'a>) -> io::Result<Playback<'a>> {
    let is_over = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(SIGTERM, Arc::clone(&is_over))?;
    let playback = Playback::start(subject)?;
    println!("You are the scheduler: no worker goes on until you grant its turn.");
    if !playback.is_exact() {
        println!("Time is real here, so what sleeps in the program sleeps on while you think.");
    }
    println!();
    let _raw = RawMode::enter()?;
    let mut game = Game::of(playback)?;
    // When we are asked to end, the terminal should be as it was.
    while !is_over.load(Ordering::Relaxed) {
        let is_news = game.playback.session.poll(Duration::ZERO)?;
        if is_news {
            game.show_news()?;
        }
        let event = next_event(LOOK)?;
        if let Some(Event::Resize(..)) = event {
            game.show_all()?;
        }
        let Some(key) = event.and_then(|event| event.as_key_press_event()) else {
            continue;
        };
        match game.menu.choice(key, &mut game.typed) {
            Choice::Grant(turn) => game.grant(&turn)?,
            Choice::Back => game.go_back(subject)?,
            Choice::Quit => break,
            Choice::Nothing => game.show_menu()?,
        }
    }
    game.footer.erase()?;
    Ok(game.playback)
}

/// The program, and what is on the screen.
struct Game<'a> {
    playback: Playback<'a>,
    /// How many rows of its table are on the screen.
    shown: usize,
    menu: Menu,
    /// The digits of a number that is not complete.
    typed: String,
    footer: Footer,
}

impl<'a> Game<'a> {
    fn of(playback: Playback<'a>) -> io::Result<Self> {
        let mut game = Self {
            playback,
            shown: 0,
            menu: Menu::default(),
            typed: String::new(),
            footer: Footer::default(),
        };
        game.show_news()?;
        Ok(game)
    }

    fn grant(&mut self, turn: &Turn) -> io::Result<()> {
        self.playback.play(turn)?;
        self.show_news()
    }

    /// Plays all turns but the last once more, from the start.
    fn go_back(&mut self, subject: &Subject<'a>) -> io::Result<()> {
        let turns = self.playback.turns().to_vec();
        self.playback = Playback::start(subject)?;
        for turn in turns.split_last().map_or(&[][..], |(_, before)| before) {
            self.playback.play(turn)?;
        }
        self.show_all()
    }

    /// Shows what the program has done, and what can be granted now.
    fn show_news(&mut self) -> io::Result<()> {
        self.playback.read_output()?;
        self.footer.erase()?;
        let rows = self.playback.rows();
        say(&rows[self.shown..])?;
        self.shown = rows.len();
        self.menu = Menu::of(&mut self.playback)?;
        self.show_menu()
    }

    fn show_menu(&mut self) -> io::Result<()> {
        self.footer.erase()?;
        self.footer.draw(&self.menu.lines(&self.typed))
    }

    /// Shows all on an empty screen: it is not known where the lines are when the terminal has
    /// changed its size.
    fn show_all(&mut self) -> io::Result<()> {
        self.footer.clear_screen()?;
        self.shown = 0;
        self.show_news()
    }
}

/// What stands below the table, and gives way to it.
#[derive(Default)]
struct Footer {
    lines: usize,
}

impl Footer {
    /// Draws as many of `lines` as fit on the screen. One that wraps, or that scrolls away, could
    /// not be erased.
    fn draw(&mut self, lines: &[String]) -> io::Result<()> {
        let (columns, rows) = size();
        let options = textwrap::Options::new(columns - 1).subsequent_indent("      ");
        let lines = lines.iter().flat_map(|line| textwrap::wrap(line, &options));
        let mut lines: Vec<String> = lines.map(String::from).collect();
        if lines.len() >= rows {
            lines.truncate(rows - 2);
            lines.push("(the screen is too small for the rest)".to_owned());
        }
        say(&lines)?;
        self.lines = lines.len();
        Ok(())
    }

    fn erase(&mut self) -> io::Result<()> {
        if let Ok(count @ 1..) = u16::try_from(self.lines) {
            let mut out = io::stdout();
            queue!(
                out,
                MoveToPreviousLine(count),
                Clear(ClearType::FromCursorDown)
            )?;
            out.flush()?;
        }
        self.lines = 0;
        Ok(())
    }

    fn clear_screen(&mut self) -> io::Result<()> {
        self.lines = 0;
        execute!(io::stdout(), Clear(ClearType::All), MoveTo(0, 0))
    }
}

/// The columns and rows of the terminal. Some do not know, and say 0.
fn size() -> (usize, usize) {
    let (columns, rows) = terminal::size().unwrap_or_default();
    let or_usual = |count: u16, usual| if count < 3 { usual } else { count.into() };
    (or_usual(columns, 80), or_usual(rows, 24))
}

/// Shows lines on a terminal in raw mode.
fn say(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        write!(out, "{line}\r\n")?;
    }
    out.flush()
}
