//! `cargo workshop explore`: the interleavings of any program, and what it comes to in each.

use std::{
    fs,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use crossterm::terminal;
use interleave::{
    build::{Builder, Messages, Package, Program, Target},
    ending::Ending,
    explore::{self, Found, Options},
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

pub const HELP: &str = "\
Examples:
  cargo workshop explore program.rs
  cargo workshop explore program.rs --seed 17-3fa2
  cargo workshop explore program.rs --schedule \"0x4,1x2\" --all-steps
  cargo workshop explore --manifest-path ../my_queue/Cargo.toml --test push

A program in one file can use std, parking_lot, crossbeam-utils, rand and common.
Of a package, cargo builds what is asked for, with its dependencies, in a folder
of ours; its own files stay as they are. With --test and --lib, the test
functions whose names contain TEXT are explored one by one.

The times: in `sleeps` a sleep may end early, before work that takes long; in
`any` a time limit may, too; in `order` time passes as the clock says, which
tests that rely on sleeps need. It is `order` with --test and --lib, else
`sleeps`.

Exit status: 0 if all interleavings came to the same end, and that is no failure;
1 if not; 2 if the program could not be explored.";

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
    #[arg(long, value_name = "COUNT")]
    steps: Option<usize>,
    /// What the program should print, in a file: any other output is a failure
    #[arg(long, value_name = "FILE")]
    expect_output: Option<PathBuf>,
    /// text, or one JSON object for each program
    #[arg(long, default_value = "text")]
    format: Format,
    /// What the program is run with
    #[arg(last = true, value_name = "ARGUMENTS")]
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|&seconds: &f64| seconds > 0.0);
    let budget = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    budget.ok_or_else(|| "a number of seconds above 0 is needed".to_owned())
}

/// Explores a program, or shows one interleaving of it.
///
/// # Errors
///
/// Returns an error if the program does not build or cannot be run, or if a schedule does not fit it.
pub fn explore(arguments: &Arguments) -> io::Result<ExitCode> {
    let options = arguments.options()?;
    let mut is_fine = true;
    for mut program in arguments.programs()? {
        program
            .arguments
            .extend(arguments.arguments.iter().cloned());
        is_fine &= match arguments.interleaving(&program, &options)? {
            Some(plan) => show(&program, &plan, arguments)?,
            None => explore_one(&program, &options, arguments)?,
        };
    }
    Ok(ExitCode::from(u8::from(!is_fine)))
}

impl Arguments {
    fn programs(&self) -> io::Result<Vec<Program>> {
        let target = self.target()?;
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

/// Shows one interleaving. Returns whether the program came to a good end.
fn show(program: &Program, plan: &Plan, arguments: &Arguments) -> io::Result<bool> {
    let mut server = Server::start(&Subject::from(program), 0, plan.steps)?;
    let run = server.run(&Plan {
        frames: true,
        ..plan.clone()
    })?;
    if let Some(error) = run.misfit(plan) {
        return Err(io::Error::other(error));
    }
    let ending = Ending::of(&run);
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Json => writeln!(out, "{}", report::run_as_json(&run, &program.name, plan))?,
        Format::Text => {
            writeln!(out, "{}: {ending}\n", program.name)?;
            write!(out, "{}", in_lanes(program, &run, arguments.all_steps)?)?;
        }
    }
    Ok(!ending.kind.is_failure())
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

fn width() -> usize {
    let columns = if io::stdout().is_terminal() {
        terminal::size().ok()
    } else {
        None
    };
    columns.map_or(80, |(columns, _)| usize::from(columns).max(40))
}

/// Explores a program. Returns whether all interleavings came to the same good end.
fn explore_one(program: &Program, options: &Options, arguments: &Arguments) -> io::Result<bool> {
    let subject = Subject::from(program);
    let is_text = arguments.format == Format::Text;
    if is_text && io::stderr().is_terminal() {
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
        width: width(),
    };
    let mut out = io::stdout().lock();
    if is_text {
        write!(out, "{}", report::text(&exploration, &context))?;
        if let Some(worst) = exploration.worst() {
            write!(out, "{}", shortest(worst, program, &subject)?)?;
        }
    } else {
        writeln!(out, "{}", report::json(&exploration, &context))?;
    }
    Ok(exploration.is_fine())
}

/// The shortest interleaving to the worst end, in lanes, and how to see it again.
fn shortest(worst: &Found, program: &Program, subject: &Subject) -> io::Result<String> {
    let plan = Plan {
        frames: true,
        ..worst.interleaving.plan()
    };
    let run = Server::start(subject, 0, plan.steps)?.run(&plan)?;
    let lanes = in_lanes(program, &run, false)?;
    Ok(format!(
        "\nThe shortest interleaving found that ends so: {}\n\n{lanes}\n\
         see it again:  --schedule \"{}\"\n",
        worst.ending, worst.interleaving
    ))
}
