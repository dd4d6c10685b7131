//! Measures what a schedule costs, and how many schedules find a bug.
//!
//! `cargo bench -p interleave` takes about a minute. `cargo bench -p interleave -- all` takes some
//! minutes: it repeats each measurement more often, and runs the peers (see `peers/`) at the end.
//!
//! Other programs may keep the machine busy. So compare two measurements that take turns, and read
//! the median of their ratio.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use interleave::{
    build::{Builder, Messages, Program},
    explore::{Options, explore},
    plan::Plan,
    sampling::Sampling,
    server::{Server, Subject},
};
use tempfile::TempDir;

/// With this argument the bench measures for longer.
const ALL: &str = "all";

/// These end well in each interleaving, so plain runs can be repeated.
const RIGHT: [&str; 3] = ["bluetooth_driver", "bounded_buffer", "index_stack"];

/// The kernels to search for a failure: the peers have the same.
const WRONG: [&str; 12] = [
    "bluetooth_driver",
    "bounded_buffer",
    "dekker",
    "group_lock",
    "index_stack",
    "keepalive",
    "notifier",
    "object_pool",
    "philosophers",
    "reorder",
    "string_buffer",
    "work_stealing_queue",
];

/// Its arguments are the number of threads and the number of additions of each thread.
const ADDERS: &str = "
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

static SUM: AtomicUsize = AtomicUsize::new(0);

fn main() {
    let mut numbers = std::env::args().skip(1).map(|number| number.parse().unwrap());
    let (threads, additions): (usize, usize) = (numbers.next().unwrap(), numbers.next().unwrap());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..additions {
                    SUM.fetch_add(1, SeqCst);
                }
            });
        }
    });
}
";

/// The numbers of threads and of additions a thread. The first three differ in their steps: about
/// 100, 1,000 and 10,000. The last three differ in their threads and have about 1,000 steps each.
const SIZES: [(usize, usize); 6] = [(2, 40), (2, 490), (2, 4990), (2, 490), (8, 110), (32, 28)];

/// A plain run that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(1);

/// How much is measured.
struct Amount {
    rounds: usize,
    schedules: u64,
    slice: Duration,
    explorations: usize,
    plain_loops: usize,
    plain_runs: usize,
}

const QUICK: Amount = Amount {
    rounds: 15,
    schedules: 60,
    slice: Duration::from_millis(100),
    explorations: 5,
    plain_loops: 1,
    plain_runs: 300,
};

const LONG: Amount = Amount {
    rounds: 41,
    schedules: 60,
    slice: Duration::from_millis(200),
    explorations: 21,
    plain_loops: 5,
    plain_runs: 2000,
};

fn main() -> io::Result<()> {
    if !cfg!(target_os = "linux") {
        println!("The interleaver runs on Linux only.");
        return Ok(());
    }
    let is_long = env::args().any(|argument| argument == ALL);
    let amount = if is_long { LONG } else { QUICK };
    let builder = Builder::prepare(Messages::Show).map_err(io::Error::other)?;
    println!("{}, {}", machine(), builder.compiler_version());
    beside_spawns(&builder, &amount)?;
    sizes(&builder, &amount)?;
    first_failures(&builder, &amount)?;
    if is_long {
        peers()?;
    }
    Ok(())
}

fn machine() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let (system, processor) = (env::consts::OS, env::consts::ARCH);
    format!("{cores} cores, {system} {} {processor}", release.trim())
}

/// Schedules beside plain runs of the same program.
fn beside_spawns(builder: &Builder, amount: &Amount) -> io::Result<()> {
    println!(
        "\nSchedules a second, beside spawns a second of the same program without the runtime."
    );
    println!("Both on one thread. The target is a ratio of 1 or more.\n");
    let mut table = Table::new("program | steps | schedules/s | spawns/s | ratio | min | max");
    for name in RIGHT {
        let source = kernel("right", name);
        let program = build(builder, &source)?;
        let plain = Plain::build(&source)?;
        let mut sampler = Sampler::start(&Subject::from(&program))?;
        let mut pairs = Vec::new();
        for _ in 0..amount.rounds {
            let schedules = time(|| (0..amount.schedules).try_for_each(|_| sampler.run()))?;
            let spawns = time(|| (0..amount.schedules).try_for_each(|_| plain.run().map(drop)))?;
            pairs
                .push([schedules, spawns].map(|time| amount.schedules as f64 / time.as_secs_f64()));
        }
        let of = |value: fn(&[f64; 2]) -> f64| Summary::of(pairs.iter().map(value));
        let ratio = of(|[schedules, spawns]| schedules / spawns);
        table.row([
            name.to_owned(),
            sampler.steps.to_string(),
            format!("{:.0}", of(|pair| pair[0]).median),
            format!("{:.0}", of(|pair| pair[1]).median),
            format!("{:.2}", ratio.median),
            format!("{:.2}", ratio.min),
            format!("{:.2}", ratio.max),
        ]);
    }
    table.print();
    Ok(())
}

/// Schedules of programs that have more and more steps, and more and more threads.
fn sizes(builder: &Builder, amount: &Amount) -> io::Result<()> {
    println!("\nSchedules a second, by steps and by threads.\n");
    let folder = TempDir::new()?;
    let source = folder.path().join("adders.rs");
    fs::write(&source, ADDERS)?;
    let adders = build(builder, &source)?;
    let mut samplers = Vec::new();
    for (threads, additions) in SIZES {
        let subject = Subject {
            arguments: vec![threads.to_string(), additions.to_string()],
            ..Subject::from(&adders)
        };
        samplers.push((Sampler::start(&subject)?, Vec::new()));
    }
    for _ in 0..amount.rounds {
        for (sampler, rates) in &mut samplers {
            rates.push(sampler.rate(amount.slice)?);
        }
    }
    let mut table = Table::new("threads | steps | schedules/s | time a step");
    for ((threads, _), (sampler, rates)) in SIZES.into_iter().zip(samplers) {
        let rate = Summary::of(rates).median;
        let step = Duration::from_secs_f64(1.0 / rate / sampler.steps as f64);
        table.row([
            threads.to_string(),
            sampler.steps.to_string(),
            format!("{rate:.0}"),
            format!("{step:.2?}"),
        ]);
    }
    table.print();
    Ok(())
}

/// How long each kernel takes to fail: in an exploration, by samples only, and in plain runs.
fn first_failures(builder: &Builder, amount: &Amount) -> io::Result<()> {
    println!(
        "\nThe first failure, without the build. All are medians.\n\
         Schedules: {} explorations with two threads, as `cargo workshop explore` runs them.\n\
         Samples: the same with one thread that only samples. Each begins at another seed.\n\
         Plain runs: {} loops of at most {} runs without the runtime. A run hangs after \
         {PATIENCE:?}.\n",
        amount.explorations, amount.plain_loops, amount.plain_runs
    );
    let mut table = Table::new(
        "kernel | schedules | time | samples | time | schedules/s | plain runs | time | runs/s",
    );
    for name in WRONG {
        let source = kernel("wrong", name);
        let program = build(builder, &source)?;
        let subject = Subject::from(&program);
        let plain = Plain::build(&source)?;
        let searches = |count: usize, search: &dyn Fn(usize) -> io::Result<Search>| {
            (0..count).map(search).collect::<io::Result<Vec<_>>>()
        };
        let all = searches(amount.explorations, &|index| {
            explored(&subject, index, usize::MAX)
        })?;
        let samples = searches(amount.explorations, &|index| explored(&subject, index, 0))?;
        let loops = searches(amount.plain_loops, &|_| plain.search(amount.plain_runs))?;
        table.row([
            name.to_owned(),
            runs(&all),
            duration(&all),
            runs(&samples),
            duration(&samples),
            pace(&samples),
            runs(&loops),
            duration(&loops),
            pace(&loops),
        ]);
    }
    table.print();
    Ok(())
}

/// Runs the same kernels with other tools.
fn peers() -> io::Result<()> {
    println!();
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/Cargo.toml");
    let status = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["run", "--quiet", "--release", "--manifest-path"])
        .arg(manifest)
        .status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| io::Error::other(format!("the peers failed: {status}")))
}

fn kernel(of: &str, name: &str) -> PathBuf {
    let kernels = Path::new(env!("CARGO_MANIFEST_DIR")).join("kernels");
    kernels.join(of).join(name).with_extension("rs")
}

/// Builds a program with the runtime. Its files are removed when it is dropped.
fn build(builder: &Builder, source: &Path) -> io::Result<Program> {
    builder.file(source).map_err(io::Error::other)
}

fn time(work: impl FnOnce() -> io::Result<()>) -> io::Result<Duration> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

/// Runs the samples of a program one after the other, on one thread, and reads their logs.
struct Sampler {
    server: Server,
    base: Plan,
    steps: usize,
    seed: u64,
}

impl Sampler {
    fn start(subject: &Subject) -> io::Result<Self> {
        let base = Plan::default();
        let mut server = Server::start(subject, 0, base.steps)?;
        Ok(Self {
            steps: server.run(&base)?.steps.len(),
            server,
            base,
            seed: 0,
        })
    }

    fn run(&mut self) -> io::Result<()> {
        let plan = Sampling::Rotation.plan(self.seed, self.steps, &self.base);
        self.seed += 1;
        let run = self.server.run(&plan)?;
        assert!(run.status.success(), "{plan}: {}", run.status);
        Ok(())
    }

    /// Schedules a second.
    fn rate(&mut self, slice: Duration) -> io::Result<f64> {
        let start = Instant::now();
        let mut schedules = 0;
        while start.elapsed() < slice {
            self.run()?;
            schedules += 1;
        }
        Ok(f64::from(schedules) / start.elapsed().as_secs_f64())
    }
}

/// A program as the compiler builds it without the runtime.
struct Plain {
    folder: TempDir,
}

impl Plain {
    fn build(source: &Path) -> io::Result<Self> {
        let folder = TempDir::new()?;
        let status = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args(["--edition=2024", "-Cdebuginfo=1", "--crate-name=program"])
            .arg("--out-dir")
            .arg(folder.path())
            .arg(source)
            .status()?;
        assert!(status.success(), "{}: {status}", source.display());
        Ok(Self { folder })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.folder.path().join("program"));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn run(&self) -> io::Result<bool> {
        Ok(self.command().status()?.success())
    }

    /// Whether a run succeeds. A run that hangs does not.
    fn run_with_patience(&self) -> io::Result<bool> {
        let mut process = self.command().spawn()?;
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = process.try_wait()? {
                return Ok(status.success());
            }
            thread::sleep(Duration::from_micros(100));
        }
        process.kill()?;
        process.wait()?;
        Ok(false)
    }

    fn search(&self, most: usize) -> io::Result<Search> {
        let start = Instant::now();
        let mut runs = 0;
        let mut has_failed = false;
        while !has_failed && runs < most {
            has_failed = !self.run_with_patience()?;
            runs += 1;
        }
        Ok(Search {
            runs,
            time: start.elapsed(),
            has_failed,
        })
    }
}

/// A search for a failure.
struct Search {
    runs: usize,
    time: Duration,
    has_failed: bool,
}

/// Explores until the first failure.
fn explored(subject: &Subject, index: usize, in_order: usize) -> io::Result<Search> {
    let options = Options {
        budget: Duration::from_secs(60),
        first_seed: index as u64 * 1_000,
        most_in_order: in_order,
        shorten: false,
        until_failure: true,
        ..Options::default()
    };
    let exploration = explore(subject, &options)?;
    let is_found = |worst: &interleave::explore::Found| !worst.ending.kind.is_limit();
    Ok(Search {
        runs: exploration.schedules,
        time: exploration.time,
        has_failed: exploration.worst().is_some_and(is_found),
    })
}

/// The median of the runs. A search without a failure counts as longer than any other.
fn runs(searches: &[Search]) -> String {
    let mut runs: Vec<_> = searches
        .iter()
        .map(|search| (!search.has_failed, search.runs))
        .collect();
    runs.sort_unstable();
    match runs[runs.len() / 2] {
        (true, runs) => format!("none in {runs}"),
        (false, runs) => runs.to_string(),
    }
}

/// The median of the times.
fn duration(searches: &[Search]) -> String {
    let mut times: Vec<_> = searches.iter().map(|search| search.time).collect();
    times.sort_unstable();
    format!("{:.1?}", times[times.len() / 2])
}

/// The median of the runs a second.
fn pace(searches: &[Search]) -> String {
    let pace = |search: &Search| search.runs as f64 / search.time.as_secs_f64();
    format!("{:.0}", Summary::of(searches.iter().map(pace)).median)
}

/// What several measurements say together.
struct Summary {
    median: f64,
    min: f64,
    max: f64,
}

impl Summary {
    fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<_> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self {
            median: values[values.len() / 2],
            min: values[0],
            max: values[values.len() - 1],
        }
    }
}

/// Rows of text in aligned columns.
struct Table(Vec<Vec<String>>);

impl Table {
    fn new(head: &str) -> Self {
        Self(vec![head.split(" | ").map(str::to_owned).collect()])
    }

    fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.0.push(cells.into());
    }

    fn print(&self) {
        let width = |column: usize| self.0.iter().map(|row| row[column].len()).max();
        let widths: Vec<_> = (0..self.0[0].len()).filter_map(width).collect();
        for row in &self.0 {
            let first = format!("  {:<1$}", row[0], widths[0]);
            let others = row.iter().zip(&widths).skip(1);
            let others = others.map(|(cell, width)| format!("  {cell:>width$}"));
            println!("{first}{}", others.collect::<String>());
        }
    }
}
