//! `cargo workshop verify`: grades the programs whose findings are known.

use std::{
    fs,
    io::{self, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use grader::{
    board::Board,
    compile::{Compiler, Executable},
    course::{self, Entry, Kind},
    experiments::Depth,
    finding::Finding,
    grading::{Graded, grade, try_out},
};
use indicatif::{ProgressBar, ProgressStyle};
use scheduler::stages::workspace;

use crate::progress;

pub const HELP: &str = "\
Examples:
  cargo workshop verify                                         all of them, once
  cargo workshop verify tests/grader/right/*.rs --times 400     some of them, often

Without a file: tests/grader/right, wrong and solutions, and each exercise as it is handed out. What is
to be found in a program, its head comment says.

Exit status: 0 if all verdicts are right, 1 if one is not, 2 if the grader could not do its work.";

#[derive(clap::Args)]
pub struct Arguments {
    /// The programs to grade
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How often each is graded
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN)]
    times: NonZeroUsize,
    /// How many are graded at the same time: twice as many as there are cores, if nothing is said
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// A program whose finding is known.
struct Known<'a> {
    path: PathBuf,
    finding: Finding,
    entry: &'a Entry,
    /// Nothing if it does not build, which is tried again each time.
    executable: OnceLock<Option<Executable>>,
}

/// Grades them all, and names each verdict that is not the one that is known.
///
/// # Errors
///
/// If a program cannot be read, or does not say what is to be found in it.
pub fn verify(arguments: &Arguments) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let paths = if arguments.files.is_empty() {
        all(&entries)?
    } else {
        arguments.files.clone()
    };
    let programs = paths
        .into_iter()
        .map(|path| known(path, &entries))
        .collect::<io::Result<Vec<_>>>()?;
    let compiler = progress::preparing(Compiler::prepare)?;
    let times = arguments.times.get();
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let jobs = arguments.jobs.map_or(2 * cores, NonZeroUsize::get);
    let count = programs.len() * times;
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} graded, {msg} wrong")
        .expect("it is a template");
    let bar = ProgressBar::new(count as u64)
        .with_style(style)
        .with_message("0");
    let next = AtomicUsize::new(0);
    let wrong = AtomicUsize::new(0);
    thread::scope(|scope| {
        let work = || -> io::Result<()> {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return Ok(());
                }
                // One after the other, and then from the start: not all of one kind at once.
                let program = &programs[number % programs.len()];
                let verdict = program.grade(&compiler);
                if let Some(complaint) = program.complaint(verdict) {
                    let wrong = wrong.fetch_add(1, Ordering::Relaxed) + 1;
                    bar.set_message(wrong.to_string());
                    bar.suspend(|| writeln!(io::stdout(), "{complaint}"))?;
                }
                bar.inc(1);
            }
        };
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().expect("it does not panic"))
    })?;
    bar.finish_and_clear();
    let wrong = wrong.into_inner();
    writeln!(
        io::stdout(),
        "{count} gradings of {} programs: {} right, {wrong} wrong",
        programs.len(),
        count - wrong
    )?;
    Ok(ExitCode::from(u8::from(wrong > 0)))
}

/// The corpus, the solutions and the exercises as they are.
fn all(entries: &[Entry]) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for folder in ["right", "wrong", "solutions"] {
        for file in fs::read_dir(workspace().join("tests/grader").join(folder))? {
            paths.push(file?.path());
        }
    }
    paths.sort();
    let exercises = entries.iter().filter(|entry| entry.kind == Kind::Exercise);
    paths.extend(exercises.map(|entry| entry.source.clone()));
    Ok(paths)
}

/// Reads from the head comment what is to be found: `//! Finding: NAME`, and perhaps
/// `//! Graded as: ENTRY`. A program with the name of an exercise is graded as that one.
fn known(path: PathBuf, entries: &[Entry]) -> io::Result<Known<'_>> {
    let text = fs::read_to_string(&path).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("failed to read `{}`: {error}", path.display()),
        )
    })?;
    let field = |name: &str| {
        let mut lines = text.lines().take_while(|line| line.starts_with("//!"));
        lines.find_map(|line| {
            line.strip_prefix("//! ")?
                .strip_prefix(name)?
                .strip_prefix(": ")
        })
    };
    let finding = field("Finding")
        .and_then(|name| Finding::ALL.into_iter().find(|known| known.name() == name));
    let finding = finding.ok_or_else(|| {
        io::Error::other(format!(
            "`{}` does not say what is to be found: //! Finding: NAME",
            path.display()
        ))
    })?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let by_name = entries
        .iter()
        .find(|entry| entry.name == name)
        .map(|entry| entry.name.as_str());
    let entry = course::find(
        entries,
        field("Graded as").or(by_name).unwrap_or("join_handles"),
    )?;
    Ok(Known {
        path,
        finding,
        entry,
        executable: OnceLock::new(),
    })
}

impl Known<'_> {
    fn grade(&self, compiler: &Compiler) -> io::Result<Graded> {
        let board = Board::default();
        let expectation = &self.entry.expectation;
        let build = || compiler.compile(&self.path, false).ok()?.ok();
        match self.executable.get_or_init(build) {
            Some(executable) => try_out(executable, expectation, Depth::Exposing, &board),
            None => grade(
                compiler,
                &self.path,
                expectation,
                Depth::Exposing,
                false,
                &board,
            ),
        }
    }

    /// What is wrong with a verdict, if it is not the one that is known.
    fn complaint(&self, verdict: io::Result<Graded>) -> Option<String> {
        let path = shortest(&self.path).display();
        let wanted = self.finding;
        match verdict {
            Ok(graded) if graded.is(wanted) => None,
            Ok(graded) => {
                let verdict = graded.verdict;
                Some(format!(
                    "{path}: {} instead of {wanted}\n  {}",
                    verdict.finding, verdict.message
                ))
            }
            Err(error) => Some(format!("{path}: not graded: {error}")),
        }
    }
}

fn shortest(path: &Path) -> &Path {
    path.strip_prefix(workspace()).unwrap_or(path)
}
