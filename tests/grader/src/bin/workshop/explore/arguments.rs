//! The arguments of `cargo workshop explore`, and the options that they mean.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use grader::files;
use interleave::{
    build::{Builder, Messages, Package, Program, Target},
    explore::{self, Accepts, Options},
    plan::{Grain, Plan, Time},
    sampling::Sampling,
    schedule::Seed,
    server::Subject,
    shortest::Interleaving,
};

use crate::Format;

pub const HELP: &str = "\
Examples:
  cargo workshop explore program.rs
  cargo workshop explore program.rs --seed 17-3fa2
  cargo workshop explore program.rs --schedule \"0x4,1x2\" --all-steps
  cargo workshop explore --manifest-path ../my_queue/Cargo.toml --lib push

A program in one file can use std, parking_lot, crossbeam-utils, rand and common. \
Of a package, cargo builds what you ask for, with its dependencies, in the \
workshop's own target folder. The package's files stay as they are. With --test \
and --lib, the test functions whose names contain TEXT are explored one by one.

Time is virtual. In `sleeps`, a sleep can end at any time. In `any`, a time limit \
can end at any time, too. In `order`, both end only when no thread can go on, as \
tests that rely on sleeps need it. The default is `order` with --test and --lib, \
else `sleeps`.

A schedule says which thread does how many steps: `0x4,1x2` is four steps of \
thread 0, which is main, and two of thread 1. Words before it say how the run \
was made: `call`, each library call is one step; `any` or `order`, the time; \
`after`, there are points after operations, too; `patient`, threads may spin for \
longer; `spurious`, a thread may wake up though no thread woke it.

The program is told that there are four processors. INTERLEAVE_PROCESSORS before the \
command sets another number.

A panic in a thread is no failure if the program exits with status 0.

Exit status: 0 if all runs end alike and none fails, 1 if not, 2 if that could \
not be seen.";

#[derive(clap::Args)]
pub struct Arguments {
    /// A program in one file; with --test or --lib: what the names of the test functions contain
    #[arg(value_name = "FILE or TEXT")]
    file: Option<String>,
    /// A package's Cargo.toml, or its folder
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    #[command(flatten)]
    part: Part,
    /// Features of the package
    #[arg(long, value_name = "FEATURES", requires = "manifest_path")]
    features: Vec<String>,
    /// Builds the package as for a release
    #[arg(long, requires = "manifest_path")]
    release: bool,
    /// Shows the interleaving of this seed, in lanes
    #[arg(long, conflicts_with = "schedule")]
    seed: Option<Seed>,
    /// Shows this interleaving, in lanes
    #[arg(long, value_name = "LIST")]
    schedule: Option<Interleaving>,
    /// Shows each step, and not only those that matter
    #[arg(long)]
    pub all_steps: bool,
    /// How many seconds of processor time to use, on each of two processors; on a busy machine that
    /// takes longer, but no run is begun after ten times as long
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    budget: Duration,
    /// How interleavings are sampled: rotation, random, pos or pct
    #[arg(long, default_value = "rotation")]
    strategy: Sampling,
    /// What one step is: atomic or call; both in turn if none is named
    #[arg(long)]
    grain: Option<Grain>,
    /// When a sleep or a time limit may end: any, sleeps or order
    #[arg(long)]
    time: Option<Time>,
    /// How many steps an interleaving may have: 20,000, or 100,000 with --test or --lib
    #[arg(long, value_name = "COUNT", value_parser = step_count)]
    steps: Option<usize>,
    /// What the program should print, in a file: any other output is a failure
    #[arg(long, value_name = "FILE")]
    expect_output: Option<PathBuf>,
    /// text, or one JSON object for each program
    #[arg(long, default_value = "text")]
    pub format: Format,
    /// Arguments for the program
    #[arg(last = true, value_name = "ARGUMENTS")]
    pub arguments: Vec<String>,
}

/// The part of a package that is explored.
#[derive(clap::Args)]
#[group(requires = "manifest_path", multiple = false)]
struct Part {
    /// The package's binary of this name
    #[arg(long, value_name = "NAME")]
    bin: Option<String>,
    /// The package's example of this name
    #[arg(long, value_name = "NAME")]
    example: Option<String>,
    /// The test functions in the package's test file of this name
    #[arg(long, value_name = "NAME")]
    test: Option<String>,
    /// The test functions in the package's library
    #[arg(long)]
    lib: bool,
}

fn step_count(text: &str) -> Result<usize, String> {
    let steps = text
        .parse()
        .ok()
        .filter(|steps| (1..=10_000_000).contains(steps));
    steps.ok_or_else(|| "a number from 1 to 10,000,000 is needed".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|&seconds: &f64| seconds > 0.0);
    let budget = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    budget.ok_or_else(|| "a number of seconds above 0 is needed".to_owned())
}

impl Arguments {
    pub fn programs(&self) -> io::Result<Vec<Program>> {
        let target = self.target()?;
        // Cargo shows what it builds.
        let builder = Builder::prepare(Messages::Show).map_err(io::Error::other)?;
        let programs = match target {
            What::File(file) => builder.file(Path::new(file)).map(|program| vec![program]),
            What::Package(package) => builder.package(&package),
        };
        programs.map_err(io::Error::other)
    }

    fn target(&self) -> io::Result<What<'_>> {
        let filter = self.file.clone();
        let Some(manifest) = &self.manifest_path else {
            let file = self.file.as_deref();
            return file
                .map(What::File)
                .ok_or_else(|| io::Error::other("name a file, or a package with --manifest-path"));
        };
        let part = &self.part;
        let target = match (&part.bin, &part.example, &part.test, part.lib) {
            (Some(name), ..) => Target::Bin(name.clone()),
            (_, Some(name), ..) => Target::Example(name.clone()),
            (_, _, Some(name), _) => Target::Test {
                name: name.clone(),
                filter,
            },
            (.., true) => Target::UnitTests { filter },
            _ => Target::Default,
        };
        if self.file.is_some() && !self.is_test() {
            return Err(io::Error::other(
                "name a file or a package, not both: TEXT is for test functions, with --test or --lib",
            ));
        }
        let package = Package::new(manifest).target(target);
        Ok(What::Package(Package {
            features: self.features.clone(),
            release: self.release,
            ..package
        }))
    }

    fn is_test(&self) -> bool {
        self.part.test.is_some() || self.part.lib
    }

    /// The options that a seed needs to lead to the same interleaving, each with a space after it.
    pub fn to_repeat(&self) -> String {
        let time = self.time.map(|time| format!("--time {time} "));
        let grain = self.grain.map(|grain| format!("--grain {grain} "));
        let steps = self.steps.map(|steps| format!("--steps {steps} "));
        let is_usual = self.strategy == Sampling::Rotation;
        let strategy = (!is_usual).then(|| format!("--strategy {} ", self.strategy));
        [time, grain, steps, strategy]
            .into_iter()
            .flatten()
            .collect()
    }

    fn steps(&self) -> usize {
        self.steps.unwrap_or(if self.is_test() {
            100_000
        } else {
            Options::default().steps
        })
    }

    pub fn options(&self) -> io::Result<Options> {
        let expected = self.expect_output.as_deref().map(files::read).transpose()?;
        let time = if self.is_test() {
            Time::Order
        } else {
            Time::Sleeps
        };
        Ok(Options {
            budget: self.budget,
            sampling: self.strategy,
            grain: self.grain,
            time: self.time.unwrap_or(time),
            steps: self.steps(),
            accepts: expected.map(Accepts::output),
            ..Options::default()
        })
    }

    /// The plan of the one interleaving that the user asks for, if any.
    pub fn interleaving(&self, program: &Program, options: &Options) -> io::Result<Option<Plan>> {
        if let Some(interleaving) = &self.schedule {
            return Ok(Some(Plan {
                steps: self.steps(),
                ..interleaving.plan()
            }));
        }
        let Some(seed) = self.seed else {
            return Ok(None);
        };
        if seed.build.is_some_and(|build| build != program.fingerprint) {
            eprintln!(
                "warning: the seed {seed} is from another build of the program, which may have come to \
                 another end"
            );
        }
        explore::plan_of_seed(seed.number, &Subject::from(program), options).map(Some)
    }
}

/// What is explored.
enum What<'a> {
    File(&'a str),
    Package(Package),
}
