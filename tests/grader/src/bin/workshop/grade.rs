//! `cargo workshop grade`: a whole class.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{self, Write},
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use class::{
    Exercise,
    batch::{self, Event},
    book::Book,
    child::Workshop,
    counted,
    formats::Format,
    merge,
    plan::{self, Plan, Terms},
    points::Points,
    report::Files,
    results::{Results, Status},
    shard::{self, Shard},
    submissions::{Handed, Mapping, Problem, Roster, Source, Submissions},
    version,
};
use confine::confinement;
use grader::{build::COMPILER, course, files, finding::Finding};
use scheduler::stages::workspace;

use crate::{jobs, progress};

mod arguments;

pub use arguments::{Arguments, HELP};

/// Grades the class, and writes the results.
///
/// # Errors
///
/// Returns an error if an argument is wrong, something cannot be read or written, or programs
/// cannot be confined.
pub fn grade(arguments: &Arguments) -> io::Result<ExitCode> {
    let _interrupts = progress::erase_when_interrupted()?;
    let entries = course::entries()?;
    for name in &arguments.exercises {
        course::find(&entries, name)?.as_exercise()?;
    }
    let exercises = exercises(&entries)?;
    let points = points(arguments, &exercises)?;
    for path in &arguments.paths {
        fs::metadata(path).map_err(|error| class::files::failed("read", path, &error))?;
    }
    let roster = arguments.roster.as_deref().map(Roster::read).transpose()?;
    let mut results = Results::open(&arguments.out)?;
    let chosen = if arguments.merge {
        merge::merge(&arguments.paths, &mut results)?;
        for part in &arguments.paths {
            shard::add(&arguments.out, &shard::read(part)?)?;
        }
        chosen(arguments, &exercises, &results, &Submissions::default())?
    } else {
        see_to_confinement(arguments.unconfined)?;
        grade_class(
            arguments,
            &exercises,
            roster.as_ref(),
            &points,
            &mut results,
        )?
    };
    let book = Book::new(&results, chosen, &points);
    write(arguments, &book)?;
    let missing = match arguments.merge {
        true => shard::missing(&shard::read(&arguments.out)?),
        false => BTreeSet::new(),
    };
    for part in &missing {
        eprintln!("part {part} is not among those that were merged, or was not graded to its end");
    }
    summarise(arguments, &book, missing.is_empty())
}

/// Refuses to run strangers' programs unconfined, unless the instructor allows it.
fn see_to_confinement(is_allowed: bool) -> io::Result<()> {
    let confinement = confinement();
    let missing = confinement.missing().join(", and ");
    if confinement.files && confinement.network {
        if !missing.is_empty() {
            eprintln!("note: on this system a program can {missing}: grade in a container");
        }
        return Ok(());
    }
    if is_allowed {
        eprintln!("warning: on this system a program can {missing}");
        return Ok(());
    }
    let text = format!(
        "on this system a program that was handed in can {missing}.\nGrade on Linux 6.7 or newer, or, if you \
         trust all programs or are in a container that you throw away, add --unconfined"
    );
    Err(io::Error::new(io::ErrorKind::Unsupported, text))
}

/// Grades the files that need it. Returns the exercises that count.
fn grade_class<'a>(
    arguments: &Arguments,
    exercises: &'a [Exercise],
    roster: Option<&Roster>,
    points: &Points,
    results: &mut Results,
) -> io::Result<Vec<&'a Exercise>> {
    let mapping = Mapping::new(exercises, &arguments.map)
        .map_err(|why| io::Error::new(io::ErrorKind::InvalidInput, why))?;
    let submissions = submissions(arguments, exercises, roster, &mapping)?;
    let chosen = chosen(arguments, exercises, results, &submissions)?;
    if arguments.exercises.is_empty() {
        say_chosen(&chosen, &submissions);
    }
    let names: Vec<&str> = chosen
        .iter()
        .map(|exercise| exercise.name.as_str())
        .collect();
    let terms = Terms {
        grader: version::grader(workspace())?,
        commit: version::commit(workspace()),
        points,
        regrade: arguments.regrade,
        shard: arguments.shard.unwrap_or(Shard::ALL),
    };
    let copies = plan::copies(&arguments.out);
    let copy = |handed: &Handed| {
        let exercise = exercises
            .iter()
            .position(|exercise| exercise.name == handed.exercise);
        mapping.copy(&copies, exercise.unwrap_or_default(), &handed.sha256)
    };
    let plan = plan::plan(&submissions, &names, results, &terms, copy);
    if !plan.kept.is_empty() {
        let students = plan.kept.iter().map(String::as_str).collect();
        let (count, students) = (plan.kept.len(), some_of(&students));
        eprintln!(
            "{count} results of earlier runs are kept, because this time no file was handed in for \
             them ({students}). To drop them, grade with another --out"
        );
    }
    run(arguments, plan, results, &terms)?;
    let shards = arguments.shard.into_iter().collect();
    shard::add(&arguments.out, &shards)?;
    Ok(chosen)
}

/// Says which exercises count, and whose files decided that.
fn say_chosen(chosen: &[&Exercise], submissions: &Submissions) {
    eprintln!("These exercises count, because they were handed in (--exercises names others):");
    for exercise in chosen {
        let students = match submissions.workers(exercise) {
            students if students.is_empty() => "in an earlier run".to_owned(),
            students => some_of(&students),
        };
        eprintln!("  {}: {students}", exercise.name);
    }
}

/// The first three of `names`, and how many there are besides.
fn some_of(names: &BTreeSet<&str>) -> String {
    let first: Vec<&str> = names.iter().copied().take(3).collect();
    match names.len() - first.len() {
        0 => first.join(", "),
        others => format!("{} and {others} more", first.join(", ")),
    }
}

fn run(arguments: &Arguments, plan: Plan, results: &mut Results, terms: &Terms) -> io::Result<()> {
    let (all, done) = (plan.jobs.len(), AtomicUsize::new(0));
    let kept = |done: usize| {
        progress::if_interrupted(format!(
            "{done} of {all} are graded and kept. Run the same command again to go on"
        ));
    };
    kept(0);
    let mut workshop = Workshop::new(
        env::current_exe()?,
        Duration::from_secs(arguments.time.get()),
    )?;
    if all > 0 {
        // The libraries are built once here, and not by each child while the others wait.
        let compiler = progress::compiler()?;
        workshop = workshop.env(COMPILER, compiler.to_json()?);
    }
    let start = Instant::now();
    let mut watch = |event: Event| match event {
        Event::Graded(..) => kept(done.fetch_add(1, Ordering::Relaxed) + 1),
        Event::Retrying(job) => say(&format!("{}: tried once more, alone", of(job))),
        Event::Failed(job, why) => say(&format!("{}: could not be graded: {why}", of(job))),
    };
    let jobs = jobs(arguments.jobs);
    let words = || progress::graded(done.load(Ordering::Relaxed), all, start);
    progress::showing(words, || {
        batch::run(plan, &workshop, jobs, results, terms, &mut watch)
    })
}

fn of(job: &plan::Job) -> String {
    let first = &job.handed[0];
    match job.handed.len() - 1 {
        0 => format!("{}, {}", first.student, job.exercise),
        others => format!("{} and {others} more, {}", first.student, job.exercise),
    }
}

/// A line on stderr, in place of what is shown meanwhile.
fn say(line: &str) {
    let _nothing_more = progress::erase();
    eprintln!("{line}");
}

fn submissions(
    arguments: &Arguments,
    exercises: &[Exercise],
    roster: Option<&Roster>,
    mapping: &Mapping,
) -> io::Result<Submissions> {
    let source = Source {
        paths: &arguments.paths,
        student: arguments.student.as_deref(),
        mapping,
        course: workspace(),
        out: &arguments.out,
        copies: &plan::copies(&arguments.out),
    };
    let submissions = source.read(exercises, roster)?;
    for Problem { student, text } in &submissions.problems {
        match student {
            Some(student) => eprintln!("{student}: {text}"),
            None => eprintln!("{text}"),
        }
    }
    if submissions.students.is_empty() {
        let text =
            "nothing was handed in: a class has a folder, an archive or files of each student";
        return Err(io::Error::new(io::ErrorKind::NotFound, text));
    }
    Ok(submissions)
}

/// The course's exercises.
fn exercises(entries: &[course::Entry]) -> io::Result<Vec<Exercise>> {
    let exercise = |entry: &course::Entry| {
        let file = entry.source.file_name().unwrap_or_default();
        Ok(Exercise {
            name: entry.name.clone(),
            file: file.to_string_lossy().into_owned(),
            lesson: entry.lesson.clone(),
            starter: files::read(&entry.starter())?,
        })
    };
    course::exercises(entries).map(exercise).collect()
}

fn points(arguments: &Arguments, exercises: &[Exercise]) -> io::Result<Points> {
    let Some(path) = &arguments.points else {
        return Ok(Points::default());
    };
    let names: Vec<&str> = exercises
        .iter()
        .map(|exercise| exercise.name.as_str())
        .collect();
    Points::read(path, &names, &Finding::ALL.map(Finding::name))
}

/// The columns: the exercises that are asked for, or else those that were handed in, now or before.
fn chosen<'a>(
    arguments: &Arguments,
    exercises: &'a [Exercise],
    results: &Results,
    submissions: &Submissions,
) -> io::Result<Vec<&'a Exercise>> {
    let is_chosen = |exercise: &&Exercise| match arguments.exercises.is_empty() {
        true => {
            !submissions.workers(exercise).is_empty()
                || results.rows().any(|row| row.exercise == exercise.name)
        }
        false => arguments.exercises.contains(&exercise.name),
    };
    let chosen: Vec<&Exercise> = exercises.iter().filter(is_chosen).collect();
    if chosen.is_empty() {
        let text = "no file answers an exercise, or all are as they were handed out. The name of a \
                    file says which exercise it answers, unless --map gives another name. To grade \
                    an exercise in any case, name it with --exercises";
        return Err(io::Error::new(io::ErrorKind::NotFound, text));
    }
    Ok(chosen)
}

/// Writes the usual formats, those that are asked for, and those that an earlier run has written.
/// So no file has old numbers beside new ones.
fn write(arguments: &Arguments, book: &Book) -> io::Result<()> {
    let out = &arguments.out;
    let handed = Files {
        folder: plan::copies(out),
    };
    let is_written = |format: &Format| {
        let is_asked_for = arguments.format.contains(format);
        is_asked_for || Format::USUAL.contains(format) || out.join(format.name()).is_dir()
    };
    for format in Format::ALL.into_iter().filter(is_written) {
        for without in format.write(book, &handed, out)? {
            eprintln!("not written for {format}: {without}");
        }
    }
    Ok(())
}

/// Prints how many results have each status, and where the report is.
fn summarise(arguments: &Arguments, book: &Book, is_whole: bool) -> io::Result<ExitCode> {
    let count = |status| book.count(status);
    let errors = count(Status::Error);
    let mut out = io::stdout();
    writeln!(
        out,
        "{}, {}
  solved          {}
  not solved yet  {}
  not handed in   {}
  not graded      {errors}",
        counted(book.students.len(), "student"),
        counted(book.exercises.len(), "exercise"),
        count(Status::Solved),
        count(Status::Unsolved),
        count(Status::Missing),
    )?;
    let report = arguments.out.join("report.html");
    writeln!(out, "report: {}", report.display())?;
    if errors > 0 {
        writeln!(
            out,
            "The report says why some were not graded. Run the same command again to try them once \
             more."
        )?;
    }
    Ok(if errors == 0 && is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}
