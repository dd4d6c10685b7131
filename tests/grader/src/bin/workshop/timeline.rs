//! `cargo workshop timeline`: a picture of a run in virtual time.

use std::{
    ffi::OsStr,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use grader::{
    build::Compiler,
    course, files, text,
    timeline::{self, Picture, Recording, Size},
};

use crate::{built, progress};

pub const HELP: &str = "\
Examples:
  cargo workshop timeline stage4-joined                   in the terminal
  cargo workshop timeline stage4-joined -o stage4.svg     for a page
  cargo workshop timeline stage4-joined -o stage4.json    for ui.perfetto.dev

The program runs once, in virtual time: only work, sleeps and waits take time. \
SEED before the command chooses other random times; without it SEED is 0. TASKS \
and FAILS are for the program, too. PACE changes nothing here.

Exit status: 0 if there is a picture, 1 if the program does not build or fails, \
2 if it could not be drawn.";

#[derive(clap::Args)]
pub struct Arguments {
    /// The exercise or stage to draw, such as stage4-joined
    name: String,
    /// Draws the program in this file instead of the exercise's own
    #[arg(long, value_name = "FILE")]
    source: Option<PathBuf>,
    /// Writes the picture to this file: FILE.svg, or FILE.json for trace events
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draws a small SVG, with few words in it
    #[arg(long, requires = "output")]
    small: bool,
}

/// In what form a picture is written to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg(Size),
    Trace,
}

/// Draws a run of an exercise or a stage.
///
/// # Errors
///
/// Returns an error if there is no such program, if it cannot be run in virtual time, or if the
/// picture cannot be written.
pub fn timeline(arguments: &Arguments) -> io::Result<ExitCode> {
    let output = arguments.output.as_deref();
    let format = output
        .map(|path| format(path, arguments.small))
        .transpose()?;
    let entries = course::entries()?;
    let entry = course::find(&entries, &arguments.name)?.played();
    let own = entry.source_from_here();
    let source = arguments.source.as_deref().unwrap_or(&own);
    let compiler = progress::preparing(Compiler::prepare)?;
    let Some(executable) = built(&compiler, source)? else {
        return Ok(ExitCode::from(1));
    };
    let name = arguments.source.as_deref().and_then(stem);
    let name = name.unwrap_or_else(|| entry.name.clone());
    let Some(recording) = timeline::record(&name, &executable, &entry.spec)? else {
        return Err(io::Error::other(NO_INTERLEAVER));
    };
    match (output, format) {
        (Some(path), Some(format)) => {
            files::replace(path, drawn(&recording.picture, format).as_bytes())?;
            eprintln!("wrote {}", path.display());
        }
        _ => write!(
            io::stdout(),
            "{}",
            timeline::text(&recording.picture, text::width())
        )?,
    }
    Ok(outcome(&recording))
}

const NO_INTERLEAVER: &str = "\
only the interleaver can run a program in virtual time, and this one was built without it
  The interleaver needs Linux with glibc, on x86_64 or aarch64.
  If WORKSHOP_INTERLEAVE=off is set, remove it.";

/// The name of a program: its file without the ending.
fn stem(source: &Path) -> Option<String> {
    Some(source.file_stem()?.to_string_lossy().into_owned())
}

/// The form that the name of a file asks for.
fn format(path: &Path, is_small: bool) -> io::Result<Format> {
    match path.extension().and_then(OsStr::to_str) {
        Some("svg") if is_small => Ok(Format::Svg(Size::Small)),
        Some("svg") => Ok(Format::Svg(Size::Page)),
        Some("json") if !is_small => Ok(Format::Trace),
        Some("json") => Err(io::Error::other("--small is for a file that ends in .svg")),
        _ => Err(io::Error::other(format!(
            "`{}` is neither an SVG nor a JSON file: its name must end in .svg or .json",
            path.display()
        ))),
    }
}

fn drawn(picture: &Picture, format: Format) -> String {
    match format {
        Format::Svg(size) => timeline::svg(picture, size),
        Format::Trace => timeline::trace(picture),
    }
}

/// A program that fails is drawn all the same. What it said of its failure follows.
fn outcome(recording: &Recording) -> ExitCode {
    if !recording.ending.kind.is_failure() {
        return ExitCode::SUCCESS;
    }
    eprintln!("the program failed: {}", recording.ending);
    for line in text::lines(&recording.stderr) {
        eprintln!("  {line}");
    }
    ExitCode::from(1)
}
