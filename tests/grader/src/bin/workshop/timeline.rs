//! `cargo workshop timeline`: a picture of a run in virtual time, or of a schedule that is played.

use std::{
    ffi::OsStr,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use grader::{
    course, files,
    spec::{FAILS, TASKS},
    text,
    timeline::{self, Drawing, Picture, Size},
};

use interleave::scheduled::PROCESSORS;

use crate::{
    built, inside, outcome,
    play::{How, as_set, subject, with_users_settings},
    playback::{Playback, Subject},
    progress,
    script::{Script, script},
};

pub const HELP: &str = "\
Examples:
  cargo workshop timeline stage4-joined                   in the terminal
  cargo workshop timeline stage4-joined -o stage4.svg     for a page
  cargo workshop timeline stage4-joined -o stage4.json    for ui.perfetto.dev
  cargo workshop timeline stage2-no-wait --schedule \"sort data 0, parse files 0\"

The program runs once, in virtual time: only work, sleeps and waits take time. \
SEED before the command chooses other random times; without it SEED is 0. TASKS \
and FAILS are for the program, too. PACE changes nothing here.

With --schedule the program runs as `play` plays it. Then the axis counts turns: \
each is one second long, however much virtual time passes in it. A worker works \
on a step until the step is granted.

Exit status: 0 if there is a picture, 1 if the program does not build or fails \
or a turn could not be granted, 2 if it could not be drawn.";

#[derive(clap::Args)]
pub struct Arguments {
    /// The exercise or stage to draw, such as stage4-joined
    name: String,
    /// Draws the program in this file instead of the exercise's own
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,
    /// Draws the run in which these turns are granted in their order
    #[arg(long, value_name = "TURNS", num_args = 1..)]
    schedule: Option<Vec<String>>,
    /// Decides which random bytes the program gets, as in a check
    #[arg(long, value_name = "SEED", requires = "schedule")]
    seed: Option<usize>,
    /// Writes the picture to this file: FILE.svg, or FILE.json for trace events
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draws a small SVG, with few words in it
    #[arg(long, requires = "output")]
    small: bool,
}

/// Draws a run of an exercise or a stage.
///
/// # Errors
///
/// Returns an error if there is no such program, if it cannot be run in virtual time, or if the
/// picture cannot be written.
pub fn timeline(arguments: &Arguments) -> io::Result<ExitCode> {
    let output = arguments.output.as_deref();
    let draw = how_to_draw(output, arguments.small)?;
    let entries = course::entries()?;
    let entry = course::find(&entries, &arguments.name)?;
    let source = arguments.source.as_deref();
    if let Some(words) = &arguments.schedule
        && inside::interleaving(words)?.is_some()
    {
        return Err(io::Error::other(
            "a picture shows turns of workers, and in this schedule threads take turns inside a step\n  \
             `cargo workshop play` shows it",
        ));
    }
    let script = script(entry, arguments.schedule.as_deref(), source)?;
    let source = source.filter(|_| entry.counterexample().is_none());
    let entry = entry.played();
    let _interrupts = progress::erase_when_interrupted()?;
    let compiler = progress::compiler()?;
    if !compiler.is_interleaving() {
        return Err(no_interleaver());
    }
    let Some(executable) = built(&compiler, &entry.file(source))? else {
        return Ok(ExitCode::from(1));
    };
    let name = source.and_then(stem);
    let name = name.unwrap_or_else(|| entry.name.clone());
    let drawing = match script {
        None => {
            let launch = entry.spec.with_settings(executable.launch());
            // Not PACE: virtual time passes at once anyway.
            let launch = with_users_settings(launch, &["SEED", TASKS, FAILS, PROCESSORS]);
            timeline::record(&name, &executable, launch)?
        }
        Some(script) => {
            let how = How::Schedule(arguments.seed);
            let subject = subject(&executable, as_set(&entry.spec)?, how);
            played(&name, &subject, &script)?
        }
    };
    let Drawing { picture, failure } = drawing.ok_or_else(no_interleaver)?;
    match output {
        Some(path) => {
            files::replace(path, draw(&picture).as_bytes())?;
            eprintln!("wrote {}", path.display());
        }
        None => write!(io::stdout(), "{}", draw(&picture))?,
    }
    let Some(words) = failure else {
        return Ok(ExitCode::SUCCESS);
    };
    eprintln!("{words}");
    Ok(ExitCode::from(1))
}

/// The run in which `script` is played, as far as it went. None without the interleaver.
fn played(name: &str, subject: &Subject, script: &Script) -> io::Result<Option<Drawing>> {
    let mut playback = Playback::start(subject)?;
    let not_granted = script.play(&mut playback, |_| Ok(()))?;
    let (ending, failure) = match not_granted {
        Some((turn, why)) => (
            outcome::standing_before(turn, why, &playback),
            Some(outcome::not_granted(turn, why, &mut playback)?),
        ),
        None => {
            let has_failed = outcome::has_failed(&playback);
            let failure = has_failed.then(|| outcome::outcome(&mut playback));
            (outcome::standing(&playback), failure.transpose()?)
        }
    };
    let picture = playback.picture(name, ending)?;
    Ok(picture.map(|picture| Drawing { picture, failure }))
}

fn no_interleaver() -> io::Error {
    io::Error::other(
        "only the interleaver can run a program in virtual time, and it is not in use
  The interleaver needs Linux with glibc, on x86_64 or aarch64.
  If WORKSHOP_INTERLEAVE=off is set, remove it.",
    )
}

/// The name of a program: its file without the ending.
fn stem(source: &Path) -> Option<String> {
    Some(source.file_stem()?.to_string_lossy().into_owned())
}

/// How a picture is drawn: as the name of the file `output` asks for, or for the terminal.
fn how_to_draw(output: Option<&Path>, is_small: bool) -> io::Result<fn(&Picture) -> String> {
    let Some(path) = output else {
        return Ok(|picture| timeline::text(picture, text::width()));
    };
    match path.extension().and_then(OsStr::to_str) {
        Some("svg") if is_small => Ok(|picture| timeline::svg(picture, Size::Small)),
        Some("svg") => Ok(|picture| timeline::svg(picture, Size::Page)),
        Some("json") if !is_small => Ok(timeline::trace),
        Some("json") => Err(io::Error::other("--small is for a file that ends in .svg")),
        _ => Err(io::Error::other(format!(
            "`{}` is neither an SVG nor a JSON file: its name must end in .svg or .json",
            path.display()
        ))),
    }
}
