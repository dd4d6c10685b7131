//! `cargo workshop`: the command of the workshop.

use std::{
    io::{self, IsTerminal},
    process::ExitCode,
};

use clap::{Parser, Subcommand, builder::PossibleValuesParser};
use scheduler::stages::{self, PROGRAMS};

mod by_hand;
mod play;
mod schedule;
mod screen;

/// Learn concurrency by choosing who comes next.
#[derive(Parser)]
#[command(name = "cargo workshop", bin_name = "cargo workshop")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Plays one interleaving of a stage, or lets you choose it step by step
    #[command(after_help = PLAY_HELP)]
    Play {
        /// The program to play
        #[arg(value_parser = PossibleValuesParser::new(PROGRAMS))]
        name: String,
        /// The steps in the order in which they are done; those left out are withheld
        #[arg(long, value_name = "STEPS", num_args = 1..)]
        schedule: Option<Vec<String>>,
    },
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
    let Command::Play { name, schedule } = Arguments::parse().command;
    match play(&name, schedule.map(|words| words.join(" ")).as_deref()) {
        Ok(code) => code,
        // Whoever read our output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn play(name: &str, text: Option<&str>) -> io::Result<ExitCode> {
    let schedule = text
        .map(|text| schedule::parse(text).map_err(io::Error::other))
        .transpose()?;
    if schedule.is_none() && !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let example = "--schedule \"sort data 0, parse files 0\"";
        return Err(io::Error::other(format!(
            "without a terminal a schedule is needed, such as {example}"
        )));
    }
    let program = stages::launch(name)?;
    match schedule {
        Some(schedule) => play::play(program, &schedule),
        None => by_hand::play(program),
    }
}
