//! `cargo workshop`: the command of the workshop.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use grader::{
    compile::{Compiler, look_at},
    course,
};

mod by_hand;
mod check;
mod play;
mod progress;
mod schedule;
mod screen;
mod verify;

/// Learn concurrency by choosing who comes next.
#[derive(Parser)]
#[command(name = "cargo workshop", bin_name = "cargo workshop")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Says what a program does wrong, and shows the interleaving that proves it
    #[command(after_help = check::HELP)]
    Check(check::Arguments),
    /// Plays one interleaving of a program, or lets you choose it step by step
    #[command(after_help = PLAY_HELP)]
    Play {
        /// The exercise or stage to play, such as stage4-joined
        name: String,
        /// The steps in the order in which they are done; those left out are withheld
        #[arg(long, value_name = "STEPS", num_args = 1..)]
        schedule: Option<Vec<String>>,
        /// Plays the program in this file instead of the exercise's own
        #[arg(long, value_name = "FILE")]
        source: Option<PathBuf>,
    },
    /// Grades the programs whose findings are known, to see whether the grader is right
    #[command(after_help = verify::HELP)]
    Verify(verify::Arguments),
}

const PLAY_HELP: &str = "\
Examples:
  cargo workshop play stage4-joined --schedule \"sort data 0, parse files 0, sort data 1\"
  cargo workshop play stage3-sleep      you are the scheduler: can you make it lose a line?

A step is a task and a number: `sort data 0` to `sort data 2`, and likewise for `parse files` and
`generate output`. While you think, main's own sleep goes on; PACE=0.5 before the command makes it
twice as long. (SEED changes nothing here, where a worker waits for its turn and for no time.)

Exit status: 0 if all was played or you quit, 1 if the program did not follow or failed, 2 if nothing
could be played.";

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Check(arguments) => check::check(&arguments),
        Command::Play {
            name,
            schedule,
            source,
        } => play(
            &name,
            schedule.map(|words| words.join(" ")).as_deref(),
            source,
        ),
        Command::Verify(arguments) => verify::verify(&arguments),
    };
    match done {
        Ok(code) => code,
        // Whoever read our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn play(name: &str, text: Option<&str>, source: Option<PathBuf>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let entry = course::find(&entries, name)?;
    let steps = entry.expectation.lines.steps();
    let schedule = text
        .map(|text| schedule::parse(text, &steps).map_err(io::Error::other))
        .transpose()?;
    if schedule.is_none() && !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let example = "--schedule \"sort data 0, parse files 0\"";
        return Err(io::Error::other(format!(
            "without a terminal a schedule is needed, such as {example}"
        )));
    }
    let source = source.unwrap_or_else(|| entry.source_from_here());
    look_at(&source)?;
    let executable =
        progress::preparing(Compiler::prepare)?.compile(&source, io::stderr().is_terminal())?;
    let executable = executable.map_err(|refusal| {
        let words = grader::evidence::coloured_lines(&refusal.words, 60).join("\n");
        io::Error::other(format!("{} does not build\n{words}", source.display()))
    })?;
    match schedule {
        Some(schedule) => play::play(executable.launch(), &entry.expectation, &schedule),
        None => by_hand::play(executable.launch(), &entry.expectation),
    }
}
