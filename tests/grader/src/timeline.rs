//! Pictures of one run in virtual time, for a terminal, as SVG and as Chrome's trace events.
//!
//! The program is [run](record) once, in the order that a person expects, or a [schedule](Played)
//! was played on it. A [`Picture`] says what is drawn: a lane for each thread, with bars, marks and
//! a note. [`text()`], [`svg()`] and [`trace()`] draw it.

use std::io;

use interleave::{
    ending::{Ending, EndingKind},
    in_order,
    lanes::Timeline,
    run::Run,
    sources::{Place, Sources},
};
use scheduler::Launch;

use crate::{
    build::Executable,
    observe::alone,
    scratch::RunFolders,
    text::{indented, lines},
};

mod axis;
mod labels;
#[cfg(test)]
mod made_up;
mod picture;
mod played;
mod svg;
mod text;
mod trace;

use axis::Axis;
pub use picture::Picture;
pub use played::Played;
pub use svg::{Size, svg};
pub use text::{last_turns, text};
pub use trace::trace;

/// The seed of the workers' random times, if the user has set none: pictures should be
/// reproducible.
const DEFAULT_SEED: &str = "0";

/// A run that can be drawn. A program that fails is drawn too.
#[derive(Debug)]
pub struct Drawing {
    /// What is drawn.
    pub picture: Picture,
    /// What went wrong in the run, if anything.
    pub failure: Option<String>,
}

/// Runs the program `name` once in virtual time, as `launch` starts it. None if it was built
/// without the interleaver, which alone can do this.
///
/// # Errors
///
/// Returns an error if the program cannot be run, or if its debug info cannot be read.
pub fn record(name: &str, executable: &Executable, launch: Launch) -> io::Result<Option<Drawing>> {
    let Some(program) = executable.interleaved() else {
        return Ok(None);
    };
    let folders = RunFolders::new()?;
    let launch = launch.env_unless_set("SEED", DEFAULT_SEED);
    let run = in_order::run(&alone(program, launch, &folders))?;
    let sources = program.sources()?;
    Ok(Some(Drawing {
        picture: picture_of(name, &run, sources),
        failure: failure(&run),
    }))
}

fn failure(run: &Run) -> Option<String> {
    let ending = Ending::of(run);
    let stderr = indented(&lines(&run.stderr).join("\n"));
    let what = match ending.kind.is_limit() {
        true => "the run was not seen to its end",
        false => "the program failed",
    };
    let words = format!("{what}: {ending}\n{stderr}");
    let is_failure = ending.kind.is_failure();
    is_failure.then(|| words.trim_end().to_owned())
}

fn picture_of(name: &str, run: &Run, sources: &Sources) -> Picture {
    let timeline = Timeline::new(run, sources, is_work);
    let steps: Vec<_> = timeline.threads.iter().map(labels::printed_steps).collect();
    let ending = in_words(&Ending::of(run), timeline.end);
    Picture::new(name, Axis::Seconds, &timeline, &steps, ending)
}

/// Whether a worker waits at `place` before its next step: for a random time, or for its turn. This
/// wait stands for its work.
fn is_work(place: &Place) -> bool {
    place.file.ends_with("common/src/turns.rs")
}

fn in_words(ending: &Ending, end: u64) -> String {
    let end = match end {
        0 => "at once".to_owned(),
        _ => format!("after {}", Axis::Seconds.moment(end)),
    };
    match ending.kind {
        EndingKind::Ok => format!("the program ends {end}"),
        EndingKind::Deadlock => format!("{end} no thread can go on: a deadlock"),
        EndingKind::Status => {
            let status = ending.status.unwrap_or_default();
            format!("the program ends {end} with status {status}")
        }
        EndingKind::StepLimit | EndingKind::Livelock => {
            format!("the run is stopped {end}: threads go on and on")
        }
        kind => format!("the program ends {end}: {}", kind.word()),
    }
}
