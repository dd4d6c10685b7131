//! Plays an interleaving of the operations inside a program. Turns of workers cannot replay it.

use std::{
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use grader::{
    course::Entry,
    observe::play_inside,
    text::{filled, width},
};
use interleave::{ending::Ending, lanes, shortest::Interleaving};

use crate::play::{How, as_set, build, subject};

/// The interleaving that `words` describe, such as `call: 0x4,1x2`. None if they describe turns of
/// workers.
///
/// # Errors
///
/// Returns an error if there is a mistake in it.
pub fn interleaving(words: &[String]) -> io::Result<Option<Interleaving>> {
    let text = words.join(" ");
    let list = text.rsplit(':').next().unwrap_or_default();
    let is_block =
        |block: &str| block.starts_with(|c: char| c.is_ascii_digit()) && !block.contains(' ');
    if !list.split(',').all(|block| is_block(block.trim())) {
        return Ok(None);
    }
    text.parse().map(Some).map_err(io::Error::other)
}

/// Plays `interleaving` on the program of `entry`, and shows each step in lanes.
///
/// # Errors
///
/// Returns an error if the program cannot be run, or if the interleaving does not fit it.
pub fn play(
    entry: &Entry,
    source: Option<&Path>,
    interleaving: &Interleaving,
) -> io::Result<ExitCode> {
    let played = entry.played();
    let Some(executable) = build(played, source)? else {
        return Ok(ExitCode::from(1));
    };
    let Some(program) = executable.interleaved() else {
        return Err(io::Error::other(
            "this schedule is for the interleaver, which is not in the program: only turns can be played",
        ));
    };
    let subject = subject(&executable, as_set(&played.spec)?, How::Schedule(None));
    let run = play_inside(program, &subject.launch, interleaving)?;
    let ending = Ending::of(&run);
    let options = lanes::Options {
        width: width(),
        all_steps: true,
        ..lanes::Options::default()
    };
    let lanes = lanes::render(&run, program.sources()?, &options);
    let end = filled(&format!("{}: {ending}", played.name), width(), "");
    writeln!(io::stdout(), "{lanes}\n{end}")?;
    Ok(ExitCode::from(u8::from(ending.kind.is_failure())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_inside(text: &str) -> bool {
        let words = text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        interleaving(&words).is_ok_and(|found| found.is_some())
    }

    #[test]
    fn threads_with_numbers_of_steps_are_an_interleaving() {
        assert!(is_inside("0x4,1x2"));
        assert!(is_inside("call order: 0x4, 1"));
    }

    #[test]
    fn turns_are_none() {
        assert!(!is_inside("sort data 0, time, leave"));
        assert!(!is_inside("3d print 0"));
        assert!(!is_inside(""));
    }

    #[test]
    fn a_mistake_in_an_interleaving_is_told() {
        let error = interleaving(&["call: 0x4,1y2".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("1y2"), "{error}");
    }
}
