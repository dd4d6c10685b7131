//! Lets the learner be the scheduler: shows the turns so far in lanes, lists the turns that can be
//! granted now, and grants one when a key is pressed.

use std::{
    io::{self, Stdout},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crossterm::event::Event;
use grader::{
    schedule::Turn,
    timeline::{Picture, last_turns},
};
use signal_hook::consts::SIGTERM;

use crate::{
    keys::{RawMode, next_event},
    menu::{Choice, Menu},
    playback::{Playback, Subject},
    screen::{Footer, say},
};

/// How long it takes at most to notice that the program has done something by itself.
const LOOK: Duration = Duration::from_millis(30);

/// Plays by hand, until the learner quits. Returns the program as it is then.
///
/// # Errors
///
/// Returns an error if the program cannot be run, or if the terminal cannot be read or written.
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
    // If SIGTERM asks us to end, the terminal must be restored first.
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
    /// The lanes of the turns so far. None without the interleaver.
    picture: Option<Picture>,
    menu: Menu,
    /// The digits of a number that is not complete.
    typed: String,
    /// The menu, below the table.
    footer: Footer<Stdout>,
}

impl<'a> Game<'a> {
    fn of(playback: Playback<'a>) -> io::Result<Self> {
        let mut game = Self {
            playback,
            shown: 0,
            picture: None,
            menu: Menu::default(),
            typed: String::new(),
            footer: Footer::new(io::stdout()),
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
        self.picture = self.playback.picture("", String::new())?;
        self.menu = Menu::of(&mut self.playback)?;
        self.show_menu()
    }

    fn show_menu(&mut self) -> io::Result<()> {
        let picture = self.picture.as_ref();
        let lanes = |columns, rows| {
            let lanes = picture.map(|picture| last_turns(picture, columns, rows));
            lanes.unwrap_or_default()
        };
        self.footer.draw_below(lanes, &self.menu.lines(&self.typed))
    }

    /// Shows everything on an empty screen. When the terminal has changed its size, we do not know
    /// where the lines are.
    fn show_all(&mut self) -> io::Result<()> {
        self.footer.clear_screen()?;
        self.shown = 0;
        self.show_news()
    }
}
