//! `cargo workshop verify`: grades the programs whose findings are known.

use std::{
    fs,
    io::{self, Write},
    num::NonZeroUsize,
    path::PathBuf,
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
    let programs = programs(arguments, &entries)?;
    let compiler = progress::preparing(Compiler::prepare)?;
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let jobs = arguments.jobs.map_or(2 * cores, NonZeroUsize::get);
    let tally = Tally::new(programs.len() * arguments.times.get());
    let work = || {
        // One after the other, and then from the start: not all of one kind at once.
        while let Some(number) = tally.next() {
            let program = &programs[number % programs.len()];
            tally.count(program, program.grade(&compiler))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        let joined = workers
            .into_iter()
            .map(|worker| worker.join().expect("it does not panic"));
        joined.collect::<io::Result<()>>()
    })?;
    tally.finish(programs.len())
}

/// How many were graded, and how many of them wrongly.
struct Tally {
    count: usize,
    next: AtomicUsize,
    wrong: AtomicUsize,
    ungraded: AtomicUsize,
    bar: ProgressBar,
}

impl Tally {
    fn new(count: usize) -> Self {
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} graded ({elapsed})");
        Self {
            count,
            next: AtomicUsize::new(0),
            wrong: AtomicUsize::new(0),
            ungraded: AtomicUsize::new(0),
            bar: ProgressBar::new(count as u64).with_style(style.expect("it is a template")),
        }
    }

    /// The number of the next grading, if there is one.
    fn next(&self) -> Option<usize> {
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        (next < self.count).then_some(next)
    }

    fn count(&self, program: &Known, graded: io::Result<Graded>) -> io::Result<()> {
        let path = program
            .path
            .strip_prefix(workspace())
            .unwrap_or(&program.path)
            .display();
        let wanted = program.finding;
        let complaint = match graded {
            Ok(graded) if graded.is(wanted) => None,
            Ok(Graded { verdict, .. }) => {
                self.wrong.fetch_add(1, Ordering::Relaxed);
                Some(format!(
                    "{path}: {} instead of {wanted}\n  {}",
                    verdict.finding, verdict.message
                ))
            }
            Err(error) => {
                self.ungraded.fetch_add(1, Ordering::Relaxed);
                Some(format!("{path}: not graded: {error}"))
            }
        };
        self.bar.inc(1);
        complaint.map_or(Ok(()), |complaint| {
            self.bar.suspend(|| writeln!(io::stdout(), "{complaint}"))
        })
    }

    fn finish(self, programs: usize) -> io::Result<ExitCode> {
        self.bar.finish_and_clear();
        let [wrong, ungraded] = [self.wrong, self.ungraded].map(AtomicUsize::into_inner);
        let right = self.count - wrong - ungraded;
        writeln!(
            io::stdout(),
            "{} gradings of {programs} programs: {right} right, {wrong} wrong, {ungraded} not graded",
            self.count
        )?;
        Ok(match (wrong, ungraded) {
            (_, 1..) => ExitCode::from(2),
            (1.., _) => ExitCode::from(1),
            _ => ExitCode::SUCCESS,
        })
    }
}

/// The programs to grade, without those that are for other systems.
fn programs<'a>(arguments: &Arguments, entries: &'a [Entry]) -> io::Result<Vec<Known<'a>>> {
    let paths = if arguments.files.is_empty() {
        all(entries)?
    } else {
        arguments.files.clone()
    };
    let programs = paths.into_iter().map(|path| known(path, entries));
    let programs = programs.collect::<io::Result<Vec<_>>>()?;
    Ok(programs.into_iter().flatten().collect())
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

/// Reads from the head comment what is to be found: `//! Finding: NAME`, and perhaps `//! Graded as:
/// ENTRY` and `//! On: SYSTEM`, unix or linux. A program with the name of an exercise is graded as that
/// one. Nothing, if it is not for this system.
fn known(path: PathBuf, entries: &[Entry]) -> io::Result<Option<Known<'_>>> {
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
    let is_for_here = match field("On") {
        Some("unix") => cfg!(unix),
        Some("linux") => cfg!(target_os = "linux"),
        _ => true,
    };
    let executable = OnceLock::new();
    Ok(is_for_here.then_some(Known {
        path,
        finding,
        entry,
        executable,
    }))
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
}
