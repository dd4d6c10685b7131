//! The schedule that a command plays: which one the user asks for, and how it is played.

use std::{io, path::Path};

use grader::{
    course::Entry,
    files,
    schedule::{self, Turn},
};
use scheduler::Patience;

use crate::{
    play::as_set,
    playback::{NotGranted, Playback, without_time},
};

/// The turns of a schedule, and whether time passes after them, until the program ends.
pub struct Script {
    pub turns: Vec<Turn>,
    is_to_the_end: bool,
}

/// The schedule that the user asks for: the one in `words`, or, if the answer to the exercise
/// `entry` is a schedule, the one in the file `source` or in the exercise's own. None if the user
/// asks for no schedule.
///
/// # Errors
///
/// Returns an error if there is a mistake in the schedule, if the file cannot be read, or if both
/// are there.
pub fn script(
    entry: &Entry,
    words: Option<&[String]>,
    source: Option<&Path>,
) -> io::Result<Option<Script>> {
    let steps = || Ok::<_, io::Error>(as_set(&entry.played().spec)?.lines.steps());
    let turns = match (words, entry.counterexample()) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) if source.is_some() => {
            return Err(io::Error::other(format!(
                "the answer to {} is a schedule: write it after --schedule, or name its file after \
                 --source, not both",
                entry.name
            )));
        }
        (Some(words), _) => {
            schedule::parse(&words.join(" "), &steps()?).map_err(io::Error::other)?
        }
        (None, Some(_)) => {
            let path = entry.file(source);
            let turns = schedule::parse_file(&files::read_text(&path)?, &steps()?);
            turns.map_err(|(line, error)| {
                io::Error::other(format!("{}:{line}: {error}", path.display()))
            })?
        }
    };
    Ok(Some(Script {
        turns,
        is_to_the_end: words.is_none(),
    }))
}

impl Script {
    /// Grants the turns, with all other steps withheld. At the end a thread may end the program.
    /// Calls `show` before the first turn and after each. Returns the turn that could not be
    /// granted, and why, if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the system fails, or if `show` returns one.
    pub fn play(
        &self,
        playback: &mut Playback,
        mut show: impl FnMut(&Playback) -> io::Result<()>,
    ) -> io::Result<Option<(&Turn, NotGranted)>> {
        show(playback)?;
        for turn in &self.turns {
            let not_granted = playback.play(turn)?;
            show(playback)?;
            if let Some(why) = not_granted {
                return Ok(Some((turn, why)));
            }
        }
        if self.is_to_the_end && playback.can_time_pass() {
            playback.play(&Turn::Time)?;
        }
        playback.end(if self.is_to_the_end {
            Patience::TO_END
        } else {
            without_time()
        })?;
        show(playback)?;
        Ok(None)
    }
}
