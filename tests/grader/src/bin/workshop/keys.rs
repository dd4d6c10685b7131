//! Keys, one at a time.

use std::{io, time::Duration};

use crossterm::{
    event::{self, Event, KeyCode, KeyEvent, KeyModifiers},
    terminal,
};

/// The terminal's raw mode, in which each key arrives at once. It lasts for as long as this lives.
pub struct RawMode;

impl RawMode {
    /// Turns raw mode on, until this is dropped.
    ///
    /// # Errors
    ///
    /// Returns an error if the terminal cannot be changed.
    pub fn enter() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        let raw = Self;
        // What was typed before the menu came was not meant for it.
        while next_event(Duration::ZERO)?.is_some() {}
        Ok(raw)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // What was typed too late is not meant for the shell.
        while let Ok(Some(_)) = next_event(Duration::ZERO) {}
        let _ = terminal::disable_raw_mode();
    }
}

/// The next event at the terminal, if one arrives within `timeout`.
///
/// # Errors
///
/// Returns an error if the terminal cannot be read.
pub fn next_event(timeout: Duration) -> io::Result<Option<Event>> {
    if event::poll(timeout)? {
        event::read().map(Some)
    } else {
        Ok(None)
    }
}

/// Whether `key` means the end: q, Escape, Ctrl-C or Ctrl-D.
pub fn is_quit(key: KeyEvent) -> bool {
    is_interrupt(key) || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc)
}

/// Whether `key` means the end wherever it is pressed: Ctrl-C or Ctrl-D.
pub fn is_interrupt(key: KeyEvent) -> bool {
    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
    is_control && matches!(key.code, KeyCode::Char('c' | 'd'))
}
