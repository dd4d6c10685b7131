//! Measures what the article claims. Each claim gives a table, a plot, and a sentence that says
//! what to conclude.
//!
//! ```text
//! cargo workshop measure contention
//! ```

mod blueprint;
mod concurrency;
mod contention;
mod machine;
mod one_core;
mod plot;
mod programs;
mod report;
mod sample;
mod units;
mod workers;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, ValueEnum};

use machine::Machine;
use report::{Folder, Report};

/// The folder for plots and tables, relative to this package. Git ignores it.
const DEFAULT_FOLDER: &str = "../../target/measure";

/// The width of a page, in characters.
const PAGE: usize = 100;

/// Measures the article's claims on this machine
#[derive(Parser)]
#[command(name = "cargo workshop measure", bin_name = "cargo workshop measure")]
struct Arguments {
    /// The claims to measure; all of them if none is named
    #[arg(value_enum)]
    claims: Vec<Claim>,
    /// The folder for plots and tables, instead of target/measure of the workshop
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// A claim, in the order of the lessons.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Claim {
    /// Concurrency is not parallelism
    Concurrency,
    /// More threads can be slower
    Contention,
    /// A thousand to a million workers
    Workers,
    /// One design, run in three ways
    Blueprint,
}

impl Claim {
    fn measure(self, machine: &Machine) -> io::Result<Report> {
        match self {
            Self::Concurrency => Ok(concurrency::measure(machine)),
            Self::Contention => Ok(contention::measure(machine)),
            Self::Workers => workers::measure(),
            Self::Blueprint => blueprint::measure(machine),
        }
    }

    /// The name in a command.
    fn name(self) -> String {
        let value = self.to_possible_value().expect("no claim is skipped");
        value.get_name().to_owned()
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(Arguments { claims, output }: &Arguments) -> io::Result<()> {
    let folder = match output {
        Some(folder) => Folder::open(folder)?,
        None => Folder::open(&PathBuf::from_iter([
            env!("CARGO_MANIFEST_DIR"),
            DEFAULT_FOLDER,
        ]))?,
    };
    // This comes first, because later the measurements themselves keep the machine busy.
    let machine = Machine::here();
    if machine.is_busy() {
        eprintln!("warning: other programs are busy, so the figures may say little");
    }
    let claims = if claims.is_empty() {
        Claim::value_variants()
    } else {
        claims
    };
    for claim in claims {
        let name = claim.name();
        eprintln!("measuring {name}");
        let report = claim.measure(&machine)?;
        let end = format!("Measured with `cargo workshop measure {name}` on {machine}");
        let plot = folder.write(&format!("{name}.svg"), &report.svg)?;
        let page = format!("{}\n![The plot]({name}.svg)\n", report.text(&end, PAGE));
        folder.write(&format!("{name}.md"), &page)?;
        let text = report.text(&end, textwrap::termwidth().max(40));
        writeln!(io::stdout(), "{text}\nThe plot: {}\n", plot.display())?;
    }
    Ok(())
}
