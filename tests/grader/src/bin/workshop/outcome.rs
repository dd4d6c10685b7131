//! Texts about a program that is played: why a turn was not granted, and how the program stands or
//! has ended.

use std::{io, process::ExitCode};

use grader::{
    observe::situation::Situation,
    schedule::Turn,
    style::Styles,
    text::{filled, lines, padded, width},
};
use scheduler::Ending;

use crate::playback::{NotGranted, Playback};

/// Our exit status: whether the program [has failed](has_failed).
pub fn exit_code(playback: &Playback) -> ExitCode {
    ExitCode::from(u8::from(has_failed(playback)))
}

/// Whether the program failed or hangs, or has not done a step that was granted.
pub fn has_failed(playback: &Playback) -> bool {
    match playback.session.ending() {
        Some(ending) => !ending.is_success(),
        None => playback.hangs() || playback.undone().next().is_some(),
    }
}

/// How the program stands after its last turn, in a sentence for a picture.
pub fn standing(playback: &Playback) -> String {
    let after = format!("after turn {}", playback.turns().len());
    match playback.session.ending() {
        Some(ending) => format!("{after} {ending}"),
        None if playback.hangs() => format!("{after} the program hangs: no thread can go on"),
        None => format!("{after} the program waits for another turn"),
    }
}

/// The same if the next turn, `turn`, could not be granted.
pub fn standing_before(turn: &Turn, why: NotGranted, playback: &Playback) -> String {
    let number = playback.turns().len() + 1;
    format!("turn {number}, `{turn}`, cannot be granted: {why}")
}

/// Why `turn` could not be granted, and where the threads are.
///
/// # Errors
///
/// Returns an error if the program's stderr cannot be read.
pub fn not_granted(turn: &Turn, why: NotGranted, playback: &mut Playback) -> io::Result<String> {
    if let NotGranted::Ended(ending) = why {
        let sentence = format!("`{turn}` could not be granted, because {ending}.");
        return left_over(&sentence, ending, playback);
    }
    let advice = match why {
        NotGranted::NotAsked(_) if playback.who_leaves().is_some() => {
            " A thread wants to end the program: the turn `leave` lets it."
        }
        NotGranted::NotAsked(_) | NotGranted::NotLeaving if playback.can_time_pass() => {
            " Does it need time to pass? Then grant `time` before it."
        }
        _ => "",
    };
    let sentence = format!("`{turn}` cannot be granted now: {why}.{advice}");
    let situation = playback.situation().to_string();
    let stderr = lines(&playback.session.stderr()?);
    let all = [wrapped(&sentence), situation].into_iter().chain(stderr);
    Ok(all.collect::<Vec<_>>().join("\n"))
}

/// How the program has ended and which steps were not done, or where its threads are.
///
/// # Errors
///
/// Returns an error if the program's stderr cannot be read.
pub fn outcome(playback: &mut Playback) -> io::Result<String> {
    if let Some(ending) = playback.session.ending() {
        return left_over(&format!("Then {ending}."), ending, playback);
    }
    let sentence = if playback.hangs() {
        "The program hangs: no thread can go on, and it has not ended."
    } else if !playback.is_exact() {
        "Nothing has happened for a while:"
    } else if playback.session.waiting().next().is_none() {
        "Nothing more happens until time passes:"
    } else {
        "Nothing more happens until another turn is granted:"
    };
    let situation = playback.situation();
    let shared = shared_lines(&situation).into_iter();
    let lines = [wrapped(sentence), situation.to_string()].into_iter();
    Ok(lines.chain(shared).collect::<Vec<_>>().join("\n"))
}

/// The locks and atomics of the program, with their holders and values, below a heading.
pub fn shared_lines(situation: &Situation) -> Vec<String> {
    let mut lines: Vec<String> = situation
        .source()
        .shared()
        .iter()
        .map(|(name, state)| format!("  {}{state}", padded(name, 20)))
        .collect();
    if !lines.is_empty() {
        lines.insert(0, "locks and atomics:".to_owned());
    }
    lines
}

/// `sentence`, then the steps that were not done if the program succeeded, and then its stderr.
fn left_over(sentence: &str, ending: Ending, playback: &mut Playback) -> io::Result<String> {
    let tasks = playback.tasks().into_iter();
    let tasks = tasks.filter(|_| ending.is_success());
    let lost: Vec<_> = tasks.filter_map(|task| playback.not_done(&task)).collect();
    let sentence = if lost.is_empty() {
        sentence.to_owned()
    } else {
        format!("{sentence} These steps were not done:")
    };
    let lost = lost.iter().map(|steps| format!("  {steps}"));
    let stderr = lines(&playback.session.stderr()?);
    let all = [wrapped(&sentence)].into_iter().chain(lost).chain(stderr);
    Ok(all.collect::<Vec<_>>().join("\n"))
}

fn wrapped(sentence: &str) -> String {
    let styles = Styles::of(&io::stdout());
    styles.main_point(&filled(sentence, width(), ""))
}
