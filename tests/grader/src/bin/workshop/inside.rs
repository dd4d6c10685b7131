//! Plays an interleaving of the operations inside a program. Turns of workers cannot replay it.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use grader::{
    judge,
    observe::{Replayed, replay},
    text::{filled, width},
};
use interleave::shortest::Interleaving;

use crate::playback::Subject;

/// The interleaving that `words` describe, such as `call: 0x4,1x2`. None if they describe turns of
/// workers.
///
/// # Errors
///
/// Returns an error if there is a mistake in it.
pub fn interleaving(words: &[String]) -> io::Result<Option<Interleaving>> {
    let text = words.join(" ");
    let list = text.rsplit(':').next().unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_digit();
    let is_block = |block: &str| block.starts_with(is_digit) && !block.contains(' ');
    let mut blocks = list.split(',').map(str::trim);
    // A number alone is more likely a step whose task was forgotten.
    let has_mark = text.contains([':', 'x']);
    if !has_mark || !blocks.all(is_block) {
        return Ok(None);
    }
    let read = text.parse().map(Some);
    read.map_err(|error| {
        io::Error::other(format!(
            "{error}: copy the schedule that the check shows, such as `call: 0x4,1x2`"
        ))
    })
}

/// Plays `interleaving` on the program, and shows in lanes what matters of it, and what goes wrong.
///
/// # Errors
///
/// Returns an error if the program cannot be run, or if the interleaving does not fit it.
pub fn play(subject: &Subject, interleaving: &Interleaving) -> io::Result<ExitCode> {
    let Some(program) = subject.executable.interleaved() else {
        return Err(io::Error::other(
            "only turns of workers can be played here: in this schedule threads take turns inside a step, \
             which needs the interleaver",
        ));
    };
    let spec = subject.spec;
    let (lanes, sentence, code) = match replay(program, spec, &subject.launch, interleaving)? {
        Replayed::Right(lanes) => {
            let sentence = "In this interleaving nothing goes wrong.".to_owned();
            (lanes, sentence, ExitCode::SUCCESS)
        }
        Replayed::Wrong(failure) => {
            let verdict = judge::explored::verdict(spec, &failure);
            (verdict.evidence, verdict.message, ExitCode::from(1))
        }
    };
    let sentence = filled(&sentence, width(), "");
    writeln!(io::stdout(), "{lanes}\n\n{sentence}")?;
    Ok(code)
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
        assert!(!is_inside("0"));
        assert!(!is_inside("call:"));
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
