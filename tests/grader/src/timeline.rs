//! Pictures of one run in virtual time, for a terminal, as SVG and as Chrome's trace events.
//!
//! The program is [run](record) once, in the order in which one would expect it. A [`Picture`] says
//! what is to be drawn: a lane for each thread, with bars, marks and a note. [`text()`], [`svg()`]
//! and [`trace()`] draw it.

use std::{env, ffi::OsString, io};

use interleave::{
    ending::Ending, in_order, lanes::Timeline, run::Run, server::Subject, sources::Sources,
};

use crate::{
    build::Executable,
    observe::limits,
    scratch,
    spec::{FAILS, Spec, TASKS},
};

mod axis;
mod labels;
#[cfg(test)]
mod made_up;
mod picture;
mod svg;
mod text;
mod trace;

pub use picture::{Bar, Kind, Lane, Locked, Mark, Note, Picture};
pub use svg::{Size, svg};
pub use text::text;
pub use trace::trace;

/// The seed of the workers' random times, if the user has set none: pictures should be
/// reproducible.
const DEFAULT_SEED: &str = "0";

/// A run that can be drawn.
#[derive(Debug)]
pub struct Recording {
    /// What is to be drawn.
    pub picture: Picture,
    /// How the run ended.
    pub ending: Ending,
    /// What the program wrote to stderr.
    pub stderr: Vec<u8>,
}

/// Runs the program `name` once in virtual time. The settings that the user has made hold for it.
/// None, if it was built without the interleaver, which alone can do that.
///
/// # Errors
///
/// Returns an error if the program cannot be run, or if its debug info cannot be read.
pub fn record(name: &str, executable: &Executable, spec: &Spec) -> io::Result<Option<Recording>> {
    let Some(program) = executable.interleaved() else {
        return Ok(None);
    };
    let folder = scratch::folder()?;
    let own = scratch::folder()?;
    let launch = spec
        .with_settings(executable.launch())
        .current_dir(folder.path())
        .writing(own.path());
    let mut environment = launch.variables().to_vec();
    environment.push(("SEED".into(), DEFAULT_SEED.into()));
    environment.extend(settings());
    let run = in_order::run(&Subject {
        folder: folder.path().to_owned(),
        environment,
        inherits_environment: false,
        memory: Some(limits().memory),
        permissions: launch.permissions(),
        files: Some(own.path().to_owned()),
        ..program.into()
    })?;
    let sources = Sources::open(&program.executable, &program.own)?;
    Ok(Some(Recording {
        picture: picture_of(name, &run, &sources),
        ending: Ending::of(&run),
        stderr: run.stderr,
    }))
}

fn picture_of(name: &str, run: &Run, sources: &Sources) -> Picture {
    // A worker's random time stands for work: it passes in this file.
    let timeline = Timeline::new(run, sources, |place| {
        place.file.ends_with("common/src/turns.rs")
    });
    Picture::new(name, &timeline, &Ending::of(run))
}

/// The settings that the user has made. `PACE` is none of them: virtual time passes at once as it
/// is.
fn settings() -> impl Iterator<Item = (OsString, OsString)> {
    let names = ["SEED", TASKS, FAILS];
    names
        .into_iter()
        .filter_map(|name| Some((name.into(), env::var_os(name)?)))
}
