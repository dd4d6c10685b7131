//! `cargo workshop verify`: grades the programs whose findings are known.

use std::{
    env::consts,
    fs,
    io::{self, Write},
    num::NonZeroUsize,
    path::{self, Path, PathBuf},
    process::ExitCode,
    sync::OnceLock,
    thread,
    time::Instant,
};

use class::counted;
use grader::{
    build::{Compiler, Executable},
    course::{self, Entry},
    files,
    finding::Finding,
    grade::{Graded, Options, grade_as, try_out},
    head_comment,
    observe::Depth,
    progress::Progress,
};
use parking_lot::Mutex;

use crate::{course_lint, jobs, progress};

pub const HELP: &str = "\
Examples:
  cargo workshop verify                                      all of them, once
  cargo workshop verify tests/corpus/*/right/* --times 400   some of them, often

Without a file, all programs in tests/corpus are graded. The folder of a program \
names the exercise that it answers, and the head comment names the finding. Of a \
starter, the entry of its exercise names it. Then the course is checked: each \
exercise is as it is handed out, builds without warnings, has its TODO, its \
hints, its answer key and its programs in tests/corpus, and its lesson links it.

Exit status: 0 if all verdicts are right and the course holds, 1 if not, 2 if the \
grader could not do its work.";

#[derive(clap::Args)]
pub struct Arguments {
    /// The programs to grade
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only the course: starters and solutions, not the exercises, which a learner may change
    #[arg(long, conflicts_with = "files")]
    course: bool,
    /// How often each is graded
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN)]
    times: NonZeroUsize,
    /// How many are graded at the same time: twice as many as there are cores, if nothing is said
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
}

/// The folders that an exercise or a stage has in the corpus.
const KINDS: [&str; 2] = ["right", "wrong"];

/// A program whose finding is known.
struct Known<'a> {
    path: PathBuf,
    finding: Finding,
    entry: &'a Entry,
    /// None if it does not build. Then each grading builds it again.
    executable: OnceLock<Option<Executable>>,
}

/// Grades all programs, and names each verdict that is not the known one.
///
/// # Errors
///
/// Returns an error if a program cannot be read, or does not state its finding.
pub fn verify(arguments: &Arguments) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let programs = programs(arguments, &entries)?;
    let _interrupts = progress::erase_when_interrupted()?;
    let compiler = progress::compiler()?;
    let tally = grade_all(&programs, arguments, &compiler)?;
    let code = tally.say(programs.len())?;
    if !arguments.files.is_empty() {
        return Ok(code);
    }
    let warnings = |path: &Path| {
        let mut programs = programs.iter();
        let program = programs.find(|program| program.path == path);
        program.and_then(Known::warnings)
    };
    let mut complaints = course_lint::complaints(&entries, warnings)?;
    if !arguments.course {
        complaints.extend(course_lint::changes(&entries));
    }
    for complaint in &complaints {
        writeln!(io::stdout(), "{complaint}")?;
    }
    let is_right = code == ExitCode::SUCCESS;
    let holds = complaints.is_empty();
    Ok(if is_right && !holds {
        ExitCode::from(1)
    } else {
        code
    })
}

/// Grades each program as often as the user asks for.
fn grade_all(programs: &[Known], arguments: &Arguments, compiler: &Compiler) -> io::Result<Tally> {
    let (start, all) = (Instant::now(), programs.len() * arguments.times.get());
    let numbers = Mutex::new(0..all);
    let next = || numbers.lock().next();
    let tally = Mutex::new(Tally::default());
    let work = || {
        // One program after the other, and then from the start, so that one program is not graded
        // many times at once.
        while let Some(number) = next() {
            let program = &programs[number % programs.len()];
            let graded = program.grade(compiler);
            let complaint = tally.lock().count(program, graded);
            if let Some(complaint) = complaint {
                let _nothing_more = progress::erase();
                writeln!(io::stdout(), "{complaint}")?;
            }
        }
        Ok::<_, io::Error>(())
    };
    let words = || progress::graded(tally.lock().done(), all, start);
    progress::showing(words, || {
        thread::scope(|scope| {
            let jobs = 0..jobs(arguments.jobs).get();
            let workers: Vec<_> = jobs.map(|_| scope.spawn(work)).collect();
            let mut workers = workers.into_iter();
            workers.try_for_each(|worker| worker.join().expect("it does not panic"))
        })
    })?;
    Ok(tally.into_inner())
}

/// How many gradings were right, and how many were not.
#[derive(Default)]
struct Tally {
    right: usize,
    wrong: usize,
    ungraded: usize,
}

impl Tally {
    fn done(&self) -> usize {
        self.right + self.wrong + self.ungraded
    }

    /// Counts a grading. Returns what to say of it if it is not right.
    fn count(&mut self, program: &Known, graded: io::Result<Graded>) -> Option<String> {
        let path = &program.path;
        let path = path.strip_prefix(course::root()).unwrap_or(path).display();
        let wanted = program.finding;
        match graded {
            Ok(graded) if graded.is(wanted) => {
                self.right += 1;
                None
            }
            Ok(Graded { verdict, .. }) => {
                self.wrong += 1;
                let (finding, message) = (verdict.finding, verdict.message);
                Some(format!(
                    "{path}: {finding} instead of {wanted}\n  {message}"
                ))
            }
            Err(error) => {
                self.ungraded += 1;
                Some(format!("{path}: not graded: {error}"))
            }
        }
    }

    /// Says how many there are of each kind, and returns our exit status.
    fn say(&self, programs: usize) -> io::Result<ExitCode> {
        let (all, right) = (self.done(), self.right);
        let (wrong, ungraded) = (self.wrong, self.ungraded);
        writeln!(
            io::stdout(),
            "{} of {}: {right} right, {wrong} wrong, {ungraded} not graded",
            counted(all, "grading"),
            counted(programs, "program"),
        )?;
        Ok(match (wrong, ungraded) {
            (_, 1..) => ExitCode::from(2),
            (1.., _) => ExitCode::from(1),
            _ => ExitCode::SUCCESS,
        })
    }
}

/// The programs to grade, without those that are for other systems. Says how many those are.
fn programs<'a>(arguments: &Arguments, entries: &'a [Entry]) -> io::Result<Vec<Known<'a>>> {
    let paths = match (&arguments.files[..], arguments.course) {
        ([], true) => course_files(entries),
        ([], false) => [corpus_files()?, course_files(entries)].concat(),
        (files, _) => files.to_vec(),
    };
    let programs = paths.into_iter().map(|path| known(path, entries));
    let programs = programs.collect::<io::Result<Vec<_>>>()?;
    let left_out = programs.iter().filter(|program| program.is_none()).count();
    if left_out > 0 {
        writeln!(io::stdout(), "left out (for other systems): {left_out}")?;
    }
    Ok(programs.into_iter().flatten().collect())
}

/// The starters and the solutions that are there. The course's complaints name the others.
fn course_files(entries: &[Entry]) -> Vec<PathBuf> {
    let files = course::exercises(entries).flat_map(|entry| [entry.starter(), entry.solution()]);
    files.filter(|file| file.exists()).collect()
}

/// The right and the wrong programs of all exercises and stages.
fn corpus_files() -> io::Result<Vec<PathBuf>> {
    let folders = in_folder(&course::corpus())?;
    let folders = folders
        .iter()
        .flat_map(|folder| KINDS.map(|kind| folder.join(kind)));
    let files = folders.filter(|folder| folder.is_dir());
    let files = files.map(|folder| in_folder(&folder));
    Ok(files.collect::<io::Result<Vec<_>>>()?.concat())
}

/// The paths in `folder`, in the order of their names. Hidden files are left out, because an editor
/// may keep some there.
fn in_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let failed = |error: io::Error| files::failed("read", folder, &error);
    let paths = fs::read_dir(folder).map_err(failed)?;
    let paths = paths.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    paths.retain(|path| !files::is_hidden(path));
    paths.sort();
    Ok(paths)
}

/// Reads the finding from the head comment, in the line `//! Finding: NAME`. Another line may be
/// `//! On: SYSTEM`, unix or linux. For a starter, the entry of its exercise states the finding.
/// None if the program is not for this system.
fn known(path: PathBuf, entries: &[Entry]) -> io::Result<Option<Known<'_>>> {
    let text = files::read_text(&path)?;
    let entry = course::find(entries, &answered(&path)?).map_err(|error| {
        let path = files::from_here(&path);
        io::Error::new(error.kind(), format!("`{}`: {error}", path.display()))
    })?;
    let absolute = path::absolute(&path)?;
    let is_starter = [&entry.source, &entry.starter()].contains(&&absolute);
    let of_starter = entry.exercise.as_ref().filter(|_| is_starter);
    let of_starter = of_starter.map(|exercise| exercise.starter_finding);
    let finding = head_comment::stated_finding(&text).or(of_starter);
    let finding = finding.ok_or_else(|| {
        io::Error::other(format!(
            "`{}` does not say what is to be found: //! Finding: NAME",
            path.display()
        ))
    })?;
    let is_for_here = match head_comment::field(&text, "On") {
        Some("unix") => consts::FAMILY == "unix",
        Some("linux") => consts::OS == "linux",
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

/// The name of the entry that the program at `path` answers. If the program lies in a folder
/// `right` or `wrong`, the folder above has that name, and otherwise the file.
fn answered(path: &Path) -> io::Result<String> {
    let path = path::absolute(path)?;
    let is_of_kind = |folder: &&Path| KINDS.iter().any(|kind| folder.ends_with(kind));
    let name = match path.parent().filter(is_of_kind) {
        Some(folder) => folder.parent().and_then(Path::file_name),
        None => path.file_stem(),
    };
    Ok(name.unwrap_or_default().to_string_lossy().into_owned())
}

impl Known<'_> {
    /// The compiler's warnings about it, if it was built.
    fn warnings(&self) -> Option<&[u8]> {
        let executable = self.executable.get()?.as_ref();
        executable.map(Executable::warnings)
    }

    fn grade(&self, compiler: &Compiler) -> io::Result<Graded> {
        let (depth, progress) = (Depth::Exposing, &Progress::default());
        let is_program = self.path.extension().is_some_and(|ending| ending == "rs");
        let build = || compiler.compile(&self.path, false).ok()?.ok();
        let executable = is_program.then(|| self.executable.get_or_init(build).as_ref());
        match executable.flatten() {
            Some(executable) => try_out(executable, &self.entry.spec, depth, progress),
            None => {
                let options = Options {
                    compiler,
                    depth,
                    colour: false,
                    progress,
                };
                grade_as(self.entry, &self.path, options)
            }
        }
    }
}
