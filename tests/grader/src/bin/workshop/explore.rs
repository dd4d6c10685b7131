//! `cargo workshop explore`: the interleavings of any program, and how it ends in each.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use grader::text::{self, filled};
use interleave::{
    build::Program,
    ending::Ending,
    explore::{self, Exploration, Found, Options},
    lanes,
    plan::Plan,
    report::{self, Context},
    run::Run,
    server::{self, Subject},
};

mod arguments;

pub use arguments::{Arguments, HELP};

use crate::Format;

/// The verdict of an exploration on a program. The worst is the last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// All runs ended alike, and none failed.
    Fine,
    /// It could not be seen: there were too few runs, or they met a limit.
    Unknown,
    /// A run failed, or the runs ended in different ways.
    NotFine,
}

/// Explores a program, or shows one interleaving of it.
///
/// # Errors
///
/// Returns an error if the program does not build or cannot be run, or if a schedule does not fit
/// it.
pub fn explore(arguments: &Arguments) -> io::Result<ExitCode> {
    let options = arguments.options()?;
    let programs = arguments.programs()?;
    let are_many = programs.len() > 1;
    let mut verdicts = Vec::new();
    for mut program in programs {
        program
            .arguments
            .extend(arguments.arguments.iter().cloned());
        let verdict = match arguments.interleaving(&program, &options)? {
            Some(plan) => show(&program, &plan, arguments)?,
            None => explore_one(&program, &options, arguments, are_many)?,
        };
        verdicts.push((program.name, verdict));
    }
    if are_many && arguments.format == Format::Text {
        summarise(&verdicts)?;
    }
    let worst = verdicts.iter().map(|(_, verdict)| *verdict).max();
    Ok(match worst {
        Some(Verdict::NotFine) => ExitCode::from(1),
        Some(Verdict::Unknown) => ExitCode::from(2),
        Some(Verdict::Fine) | None => ExitCode::SUCCESS,
    })
}

/// Counts the programs, and names those that are not fine.
fn summarise(verdicts: &[(String, Verdict)]) -> io::Result<()> {
    let names = |wanted| -> Vec<&str> {
        let those = verdicts.iter().filter(|(_, verdict)| *verdict == wanted);
        those.map(|(name, _)| name.as_str()).collect()
    };
    let (fine, not_fine) = (names(Verdict::Fine).len(), names(Verdict::NotFine));
    let unknown = names(Verdict::Unknown);
    let mut text = format!("{} tests: {fine} always end alike", verdicts.len());
    for (names, what) in [
        (not_fine, "do not"),
        (unknown, "could not be seen to their end"),
    ] {
        if !names.is_empty() {
            text += &format!("; {} {what}: {}", names.len(), names.join(", "));
        }
    }
    writeln!(io::stdout(), "\n{}", filled(&text, width(), ""))
}

/// Shows one interleaving.
fn show(program: &Program, plan: &Plan, arguments: &Arguments) -> io::Result<Verdict> {
    let run = server::run_to_show(&Subject::from(program), plan)?;
    if let Some(error) = run.misfit(plan) {
        return Err(io::Error::other(error));
    }
    let ending = Ending::of(&run);
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => writeln!(out, "{}", report::run_as_json(&run, &program.name, plan))?,
        Format::Text => {
            let headline = format!("{}: {ending}", program.name);
            writeln!(out, "{}\n", filled(&headline, width(), ""))?;
            write!(out, "{}", in_lanes(program, &run, arguments.all_steps)?)?;
        }
    }
    Ok(match ending.kind {
        kind if kind.is_limit() => Verdict::Unknown,
        kind if kind.is_failure() => Verdict::NotFine,
        _ => Verdict::Fine,
    })
}

fn in_lanes(program: &Program, run: &Run, all_steps: bool) -> io::Result<String> {
    let options = lanes::Options {
        width: width(),
        all_steps,
        ..lanes::Options::default()
    };
    Ok(lanes::render(run, program.sources()?, &options))
}

/// How wide lines are. Lanes need some room.
fn width() -> usize {
    text::width().max(40)
}

/// Explores a program. If there are many, each fine one takes one line.
fn explore_one(
    program: &Program,
    options: &Options,
    arguments: &Arguments,
    are_many: bool,
) -> io::Result<Verdict> {
    let subject = Subject::from(program);
    let is_text = arguments.format == Format::Text;
    if is_text && !are_many && io::stderr().is_terminal() {
        eprintln!(
            "exploring {} for {} s of processor time on each of two processors",
            program.name,
            options.budget.as_secs_f64()
        );
    }
    let exploration = explore::explore(&subject, options)?;
    let context = Context {
        name: &program.name,
        fingerprint: program.fingerprint,
        sampling: options.sampling,
        grain: options.grain,
        options: &arguments.to_repeat(),
        width: width(),
    };
    let verdict = verdict(&exploration);
    let mut out = io::stdout().lock();
    if !is_text {
        writeln!(out, "{}", report::json(&exploration, &context))?;
    } else if are_many && verdict == Verdict::Fine {
        let line = report::headline(&exploration, &program.name);
        writeln!(out, "{}", filled(&line, context.width, ""))?;
    } else {
        write!(out, "{}", report::text(&exploration, &context))?;
        if let Some(found) = exploration.most_telling() {
            write!(out, "{}", shortest(found, program, &subject)?)?;
        }
    }
    Ok(verdict)
}

fn verdict(exploration: &Exploration) -> Verdict {
    let worst = exploration.worst().map(|found| found.ending.kind);
    match worst {
        Some(kind) if !kind.is_limit() => Verdict::NotFine,
        Some(_) => Verdict::Unknown,
        None if exploration.is_too_short() => Verdict::Unknown,
        None if exploration.is_fine() => Verdict::Fine,
        None => Verdict::NotFine,
    }
}

/// The shortest interleaving found to this end, in lanes, and how to see it again.
fn shortest(found: &Found, program: &Program, subject: &Subject) -> io::Result<String> {
    let run = server::run_to_show(subject, &found.interleaving.plan())?;
    let lanes = in_lanes(program, &run, false)?;
    let heading = format!(
        "The shortest run found that ends this way: {}",
        found.ending
    );
    let schedule = found.interleaving.to_string();
    let again = if schedule.len() > report::LONGEST_SCHEDULE {
        String::new()
    } else {
        format!("\nsee it again:  --schedule \"{schedule}\"\n")
    };
    Ok(format!(
        "\n{}\n\n{lanes}{again}",
        filled(&heading, width(), "")
    ))
}
