//! `cargo workshop check`: grades exercises and stages.

use std::{
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use grader::{
    course::{self, Entry},
    files,
    grade::{Options, grade_as},
    observe::Depth,
    progress::Progress,
    report::{Report, Status},
    scratch,
    state::{self, State},
    style::Styles,
};

use tempfile::TempDir;

use crate::{Format, list, progress, say_error};

pub const HELP: &str = "\
Examples:
  cargo workshop check                                  the next one
  cargo workshop check join_handles --exhaustive        every interleaving
  cargo workshop check join_handles --source mine.rs    this file in its place

Exit status: 0 if all are solved, 1 if one is not, 2 if the grader could not do \
its work.";

#[derive(clap::Args)]
pub struct Arguments {
    /// The exercises or stages to grade; the next unsolved exercise if none is named
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Grades all exercises
    #[arg(long, conflicts_with = "names")]
    all: bool,
    /// Plays every interleaving of the steps, or a sample where there are too many, and ten times as
    /// many inside the program
    #[arg(long)]
    exhaustive: bool,
    /// Grades the program in this file as the exercise that is named
    #[arg(long, value_name = "FILE", conflicts_with = "all", requires = "names")]
    source: Option<PathBuf>,
    /// The program was handed in: its author has it in the place of the exercise's own file, and
    /// reads the report
    #[arg(long, requires = "source", hide = true)]
    handed_in: bool,
    /// For people, or one JSON object a line for programs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Grades the named entries, and shows the report on each. Notes what was found in a learner's own
/// file.
///
/// # Errors
///
/// Returns an error if a name is not known, or nothing could be graded.
pub fn check(arguments: &Arguments) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let chosen = chosen(&entries, arguments)?;
    if chosen.is_empty() {
        writeln!(io::stdout(), "{}", list::ALL_SOLVED)?;
        return Ok(ExitCode::SUCCESS);
    }
    let _interrupts = progress::erase_when_interrupted()?;
    let compiler = match progress::compiler() {
        // A program that asks gets an answer for each name, also in this case.
        Err(error) if arguments.format == Format::Json => return cannot_grade(&chosen, &error),
        compiler => compiler?,
    };
    let is_text = arguments.format == Format::Text;
    let styles = Styles::of(&io::stdout());
    let options = Options {
        compiler: &compiler,
        depth: if arguments.exhaustive {
            Depth::Exhaustive
        } else {
            Depth::Exposing
        },
        colour: is_text && styles.are_on(),
        progress: &Progress::default(),
    };
    let in_place = match &arguments.source {
        Some(source) if arguments.handed_in => Some(put_in_place(source, chosen[0])?),
        _ => None,
    };
    let source = in_place.as_ref().map(|(_, path)| path.as_path());
    let source = source.or(arguments.source.as_deref());
    let (worst, are_noted) = check_each(&chosen, source, arguments, options)?;
    let has_exercise = chosen.iter().any(|entry| entry.exercise.is_some());
    let is_by_learner = is_text && has_exercise && arguments.source.is_none();
    let is_done = arguments.all || worst == Status::Solved;
    if is_by_learner && is_done && are_noted {
        let next = whats_next(&entries, arguments.all, styles)?;
        writeln!(io::stdout(), "{next}\n")?;
    }
    Ok(match worst {
        Status::Solved => ExitCode::SUCCESS,
        Status::Unsolved => ExitCode::from(1),
        Status::Error => ExitCode::from(2),
    })
}

/// Copies the file to the path at which its author has it, in a folder of our own, and goes to this
/// folder. So all messages, also those of the compiler and of a panic, name the author's file.
fn put_in_place(source: &Path, entry: &Entry) -> io::Result<(TempDir, PathBuf)> {
    let folder = scratch::folder()?;
    let path = entry
        .source
        .strip_prefix(course::root())
        .map_err(io::Error::other)?;
    let copy = folder.path().join(path);
    fs::create_dir_all(copy.with_file_name(""))?;
    files::replace(&copy, &files::read(source)?)?;
    env::set_current_dir(folder.path())?;
    Ok((folder, path.to_owned()))
}

/// Grades each of `chosen`, and shows the report on it. Returns the worst result, and whether all
/// that should be noted was noted.
fn check_each(
    chosen: &[&Entry],
    source: Option<&Path>,
    arguments: &Arguments,
    options: Options,
) -> io::Result<(Status, bool)> {
    let mut worst = Status::Solved;
    let mut are_noted = true;
    for entry in chosen {
        let (report, noted) = match source {
            Some(source) => (grade(entry, Some(source), options), Ok(())),
            None => grade_own(entry, options),
        };
        let report = Report {
            is_handed_in: arguments.handed_in,
            ..report
        };
        worst = worst.max(report.status());
        show(&report, arguments.format)?;
        if let Err(error) = noted {
            say_error(&error);
            are_noted = false;
        }
    }
    Ok((worst, are_noted))
}

/// The next exercise in a line. After a check of `all`, also how many are solved.
pub fn whats_next(entries: &[Entry], all: bool, styles: Styles) -> io::Result<String> {
    let state = State::read()?;
    let next = match state.next(entries) {
        None => list::ALL_SOLVED.to_owned(),
        Some(entry) => {
            let source = entry.source_from_here();
            format!("next: {}, {}", entry.name, source.display())
        }
    };
    let next = styles.main_point(&next);
    Ok(if all {
        format!("{}\n{next}", list::count(entries, &state, styles))
    } else {
        next
    })
}

fn cannot_grade(chosen: &[&Entry], error: &io::Error) -> io::Result<ExitCode> {
    for entry in chosen {
        let report = Report {
            entry,
            source: None,
            is_handed_in: false,
            graded: Err(io::Error::new(error.kind(), error.to_string())),
        };
        show(&report, Format::Json)?;
    }
    Ok(ExitCode::from(2))
}

fn chosen<'a>(entries: &'a [Entry], arguments: &Arguments) -> io::Result<Vec<&'a Entry>> {
    if arguments.source.is_some() && arguments.names.len() > 1 {
        return Err(io::Error::other(
            "--source is one file: name the one exercise that it answers",
        ));
    }
    if arguments.all {
        return Ok(course::exercises(entries).collect());
    }
    if arguments.names.is_empty() {
        return Ok(State::read()?.next(entries).into_iter().collect());
    }
    let names = arguments.names.iter();
    names.map(|name| course::find(entries, name)).collect()
}

/// Grades the learner's own file, and notes what was found, so that it need not be graded again.
/// Returns the report, and whether it could be noted.
pub fn grade_own<'a>(entry: &'a Entry, options: Options) -> (Report<'a>, io::Result<()>) {
    let before = fs::read(&entry.source);
    let report = grade(entry, None, options);
    let noted = match (before, &report.graded, &entry.exercise) {
        // If the file was saved meanwhile, we do not know which version was checked.
        (Ok(before), Ok(graded), Some(_))
            if fs::read(&entry.source).is_ok_and(|now| now == before) =>
        {
            let fingerprint = state::fingerprint(&before);
            State::update(|state| state.note(entry, graded.verdict.finding, fingerprint))
        }
        _ => Ok(()),
    };
    let noted = noted.map_err(|error| {
        let text = format!("what was found could not be noted: {error}");
        io::Error::new(error.kind(), text)
    });
    (report, noted)
}

/// Grades the file `source`, or else the learner's own.
fn grade<'a>(entry: &'a Entry, source: Option<&'a Path>, options: Options) -> Report<'a> {
    let path = entry.file(source);
    let words = || format!("{}: {}", entry.name, options.progress.line());
    let graded = progress::showing(words, || grade_as(entry, &path, options));
    Report {
        entry,
        source,
        is_handed_in: false,
        graded,
    }
}

fn show(report: &Report, format: Format) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        Format::Json => writeln!(out, "{}", report.json())?,
        Format::Text => writeln!(out, "{}", report.text(Styles::of(&io::stdout())))?,
    }
    out.flush()
}
