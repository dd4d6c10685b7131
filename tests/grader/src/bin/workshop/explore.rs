//! `cargo workshop explore`: the interleavings of any program, and what it comes to in each.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use crossterm::terminal;
use grader::evidence::filled;
use interleave::{
    build::{Builder, Messages, Package, Program, Target},
    ending::Ending,
    explore::{self, Exploration, Found, Options},
    lanes,
    plan::{Grain, Plan, Time},
    report::{self, Context},
    run::Run,
    sampling::Sampling,
    schedule::Seed,
    server::{Server, Subject},
    shortest::Interleaving,
    sources::Sources,
};

use crate::progress;

pub const HELP: &str = "\
Examples:
  cargo workshop explore program.rs
  cargo workshop explore program.rs --seed 17-3fa2
  cargo workshop explore program.rs --schedule \"0x4,1x2\" --all-steps
  cargo workshop explore --manifest-path ../my_queue/Cargo.toml --lib push

A program in one file can use std, parking_lot, crossbeam-utils, rand and common.
Of a package, cargo builds what you ask for, with its dependencies, in the
workshop's own target folder. The package's files stay as they are. With --test
and --lib, the test functions whose names contain TEXT are explored one by one.

Time is virtual. In `sleeps`, a sleep can end at any time. In `any`, a time limit
can end at any time, too. In `order`, both end only when no thread can go on, as
tests that rely on sleeps need it. The default is `order` with --test and --lib,
else `sleeps`.

A schedule says which thread does how many steps: `0x4,1x2` is four steps of
thread 0, which is main, and two of thread 1. Words before it say how the run
was made: `call`, each library call is one step; `any` or `order`, the time;
`after`, there are points after operations, too; `patient`, threads may spin for
longer; `spurious`, a thread may wake up though no thread woke it.

A panic in a thread is no failure if the program exits with status 0.

Exit status: 0 if all runs end alike and none fails, 1 if not, 2 if that could
not be seen.";

#[derive(clap::Args)]
pub struct Arguments {
    /// A program in one file; with --test or --lib: what the names of the test functions contain
    #[arg(value_name = "FILE or TEXT")]
    file: Option<String>,
    /// A package's Cargo.toml, or its folder
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// The package's binary of this name
    #[arg(
        long,
        value_name = "NAME",
        requires = "manifest_path",
        group = "target"
    )]
    bin: Option<String>,
    /// The package's example of this name
    #[arg(
        long,
        value_name = "NAME",
        requires = "manifest_path",
        group = "target"
    )]
    example: Option<String>,
    /// The test functions in the package's test file of this name
    #[arg(
        long,
        value_name = "NAME",
        requires = "manifest_path",
        group = "target"
    )]
    test: Option<String>,
    /// The test functions in the package's library
    #[arg(long, requires = "manifest_path", group = "target")]
    lib: bool,
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
    all_steps: bool,
    /// For how many seconds to explore
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
    format: Format,
    /// Arguments for the program
    #[arg(last = true, value_name = "ARGUMENTS")]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
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

/// What an exploration says of a program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// All runs ended alike, and none failed.
    Fine,
    /// They did not.
    NotFine,
    /// It could not be seen: there were too few runs, or they met a limit.
    Unknown,
}

/// Explores a program, or shows one interleaving of it.
///
/// # Errors
///
/// Returns an error if the program does not build or cannot be run, or if a schedule does not fit it.
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
    let has = |wanted| verdicts.iter().any(|(_, verdict)| *verdict == wanted);
    Ok(ExitCode::from(
        match (has(Verdict::NotFine), has(Verdict::Unknown)) {
            (true, _) => 1,
            (_, true) => 2,
            _ => 0,
        },
    ))
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

impl Arguments {
    fn programs(&self) -> io::Result<Vec<Program>> {
        let target = self.target()?;
        let prepare = || Builder::prepare(Messages::Show).map_err(io::Error::other);
        let builder = progress::preparing(prepare)?;
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
        let target = match (&self.bin, &self.example, &self.test, self.lib) {
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
        self.test.is_some() || self.lib
    }

    /// The options without which a seed leads elsewhere, each with a space behind it.
    fn to_repeat(&self) -> String {
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

    fn options(&self) -> io::Result<Options> {
        let read = |path: &PathBuf| {
            fs::read(path).map_err(|error| {
                let text = format!("failed to read `{}`: {error}", path.display());
                io::Error::new(error.kind(), text)
            })
        };
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
            expected: self.expect_output.as_ref().map(read).transpose()?,
            ..Options::default()
        })
    }

    /// The plan of the one interleaving that is asked for.
    fn interleaving(&self, program: &Program, options: &Options) -> io::Result<Option<Plan>> {
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

/// So many of the last steps are shown with their lines.
const LAST_STEPS: usize = 2000;

/// One run by a plan, with the call stacks of its last steps.
fn run_to_show(subject: &Subject, plan: &Plan) -> io::Result<Run> {
    let mut server = Server::start(subject, 0, plan.steps)?;
    let steps = server.run(plan)?.steps.len();
    let frames = Some(steps.saturating_sub(LAST_STEPS));
    server.run(&Plan {
        frames,
        ..plan.clone()
    })
}

/// Shows one interleaving.
fn show(program: &Program, plan: &Plan, arguments: &Arguments) -> io::Result<Verdict> {
    let run = run_to_show(&Subject::from(program), plan)?;
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
    let sources = Sources::open(&program.executable, &program.own)?;
    let options = lanes::Options {
        width: width(),
        all_steps,
        ..lanes::Options::default()
    };
    Ok(lanes::render(run, &sources, &options))
}

/// How wide lines may be: as wide as the terminal, or 80 columns.
fn width() -> usize {
    let columns = if io::stdout().is_terminal() {
        terminal::size().ok()
    } else {
        None
    };
    columns.map_or(80, |(columns, _)| usize::from(columns).max(40))
}

/// Explores a program. Of many that are fine, each takes one line.
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
            "exploring {} for {} s",
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

/// A longer schedule is no help to a reader.
const LONGEST_SCHEDULE: usize = 300;

/// The shortest interleaving to an end, in lanes, and how to see it again.
fn shortest(found: &Found, program: &Program, subject: &Subject) -> io::Result<String> {
    let run = run_to_show(subject, &found.interleaving.plan())?;
    let lanes = in_lanes(program, &run, false)?;
    let heading = format!(
        "The shortest run found that ends this way: {}",
        found.ending
    );
    let schedule = found.interleaving.to_string();
    let again = if schedule.len() > LONGEST_SCHEDULE {
        String::new()
    } else {
        format!("\nsee it again:  --schedule \"{schedule}\"\n")
    };
    Ok(format!(
        "\n{}\n\n{lanes}{again}",
        filled(&heading, width(), "")
    ))
}
