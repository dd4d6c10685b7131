//! `cargo workshop check`: grades exercises and stages.

use std::{
    io::{self, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::ValueEnum;
use grader::{
    board::Board,
    compile::Compiler,
    course::{self, Entry, Kind},
    experiments::Depth,
    grading::grade,
    report::{Report, Status},
};

use crate::progress;

pub const HELP: &str = "\
Examples:
  cargo workshop check                                the next exercise that is not done
  cargo workshop check join_handles --exhaustive      every interleaving, and not only a few
  cargo workshop check join_handles --source mine.rs  this file in the exercise's place

Exit status: 0 if all is done, 1 if something is pending, 2 if the grader could not do its work.";

#[derive(clap::Args)]
pub struct Arguments {
    /// The exercises or stages to grade; the next pending exercise if none is named
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Grades all exercises
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// Plays every interleaving, or a sample where there are too many
    #[arg(long)]
    exhaustive: bool,
    /// Grades the program in this file as the exercise that is named
    #[arg(long, value_name = "FILE", conflicts_with = "all", requires = "names")]
    source: Option<PathBuf>,
    /// For people, or one JSON object a line for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Grades what is named, and says of each what was found.
///
/// # Errors
///
/// If a name is not known, or nothing could be graded.
pub fn check(arguments: &Arguments) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let chosen = chosen(&entries, arguments)?;
    let compiler = match progress::preparing(Compiler::prepare) {
        // A program that asks gets an answer for each name, also this one.
        Err(error) if arguments.format == Format::Json => return cannot_grade(&chosen, &error),
        compiler => compiler?,
    };
    let mut worst = Status::Done;
    let is_next = arguments.names.is_empty() && !arguments.all;
    for (place, entry) in chosen.iter().enumerate() {
        let report = report(&compiler, entry, arguments);
        let status = report.status();
        worst = worst.max(status);
        // Those before the next pending one are of no interest.
        let is_last = place + 1 == chosen.len();
        if !is_next || status != Status::Done || is_last {
            show(&report, arguments.format)?;
        }
        if is_next && status != Status::Done {
            break;
        }
    }
    Ok(match worst {
        Status::Done => ExitCode::SUCCESS,
        Status::Pending => ExitCode::from(1),
        Status::Error => ExitCode::from(2),
    })
}

fn cannot_grade(chosen: &[&Entry], error: &io::Error) -> io::Result<ExitCode> {
    for entry in chosen {
        let graded = Err(io::Error::new(error.kind(), error.to_string()));
        show(
            &Report {
                entry,
                source: None,
                graded,
            },
            Format::Json,
        )?;
    }
    Ok(ExitCode::from(2))
}

fn chosen<'a>(entries: &'a [Entry], arguments: &Arguments) -> io::Result<Vec<&'a Entry>> {
    if arguments.source.is_some() && arguments.names.len() > 1 {
        return Err(io::Error::other(
            "--source is one file: name the one exercise that it answers",
        ));
    }
    if arguments.names.is_empty() {
        return Ok(entries
            .iter()
            .filter(|entry| entry.kind == Kind::Exercise)
            .collect());
    }
    arguments
        .names
        .iter()
        .map(|name| course::find(entries, name))
        .collect()
}

fn report<'a>(compiler: &Compiler, entry: &'a Entry, arguments: &'a Arguments) -> Report<'a> {
    let depth = if arguments.exhaustive {
        Depth::Exhaustive
    } else {
        Depth::Exposing
    };
    let colour = arguments.format == Format::Text && io::stdout().is_terminal();
    let source = arguments
        .source
        .clone()
        .unwrap_or_else(|| entry.source_from_here());
    let board = Board::default();
    let graded = progress::grading(&entry.name, &board, || {
        grade(compiler, &source, &entry.expectation, depth, colour, &board)
    });
    Report {
        entry,
        source: arguments.source.as_deref(),
        graded,
    }
}

fn show(report: &Report, format: Format) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        Format::Json => writeln!(out, "{}", report.json())?,
        Format::Text => writeln!(out, "{}", report.text())?,
    }
    out.flush()
}
