//! Searches in a process of its own: counts the runs of a kernel until it fails.
//!
//! A failed run ends the process in the panic hook. So the report of the tool is not measured, and
//! loom cannot abort: it does if a guard is dropped after a deadlock.

use std::{
    env,
    error::Error,
    fmt,
    panic::{self, PanicHookInfo},
    process::{self, Command, Stdio},
    str::FromStr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use crate::Kernel;

/// A search for a failure.
#[derive(Clone)]
pub struct Search {
    /// How many runs were begun.
    pub runs: usize,
    /// How long it took, with the set-up of the tool.
    pub time: Duration,
    /// How long it took from the begin of the first run to the begin of the last run.
    pub until_last: Duration,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a search ended.
#[derive(Clone)]
pub enum Outcome {
    /// The kernel failed as it should.
    Found,
    /// No run failed.
    Nothing,
    /// A run failed with another message.
    Other(String),
}

/// Lets a tool explore the kernel until the first failure, prints what came out, and ends this
/// process. `explore` gets the function to run.
pub fn search(kernel: &Kernel, explore: impl FnOnce(Box<dyn Fn() + Send + Sync>)) -> ! {
    let runs = Arc::new(Mutex::new(Runs::default()));
    let start = Instant::now();
    let (failure, seen) = (kernel.failure, runs.clone());
    panic::set_hook(Box::new(move |panic| {
        let time = start.elapsed();
        end(&seen.lock().unwrap(), time, Outcome::of(panic, failure));
    }));
    let (program, counter) = (kernel.run, runs.clone());
    explore(Box::new(move || {
        counter.lock().unwrap().count();
        program();
    }));
    end(&runs.lock().unwrap(), start.elapsed(), Outcome::Nothing)
}

fn end(runs: &Runs, time: Duration, outcome: Outcome) -> ! {
    let search = Search {
        runs: runs.count,
        time,
        until_last: runs
            .first_and_last
            .map_or(Duration::ZERO, |(first, last)| last - first),
        outcome,
    };
    println!("{search}");
    process::exit(0)
}

#[derive(Default)]
struct Runs {
    count: usize,
    first_and_last: Option<(Instant, Instant)>,
}

impl Runs {
    fn count(&mut self) {
        let now = Instant::now();
        self.count += 1;
        self.first_and_last = Some((self.first_and_last.map_or(now, |(first, _)| first), now));
    }
}

impl Outcome {
    fn of(panic: &PanicHookInfo<'_>, failure: &str) -> Self {
        let payload = panic.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let literal = payload.downcast_ref::<&str>().copied();
        let message = text.or(literal).unwrap_or("a panic without a message");
        if message.contains(failure) {
            return Self::Found;
        }
        Self::Other(message.lines().next().unwrap_or_default().to_owned())
    }
}

impl Search {
    /// Searches in another process, which calls [`search`].
    ///
    /// # Errors
    ///
    /// Returns an error if the process cannot be run, or if it does not say what came out.
    pub fn run(kernel: &str, tool: &str, seed: u64) -> Result<Self, Box<dyn Error>> {
        let output = Command::new(env::current_exe()?)
            .args([kernel, tool, &seed.to_string()])
            // Both tools describe the failure there.
            .stderr(Stdio::null())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let search = text.trim_end().parse();
        search.map_err(|()| format!("{kernel} with {tool}: {}: {text:?}", output.status).into())
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanoseconds = [self.time, self.until_last].map(|time| time.as_nanos());
        write!(f, "{} {} {} ", self.runs, nanoseconds[0], nanoseconds[1])?;
        match &self.outcome {
            Outcome::Found => write!(f, "found"),
            Outcome::Nothing => write!(f, "nothing"),
            Outcome::Other(message) => write!(f, "{message}"),
        }
    }
}

impl FromStr for Search {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.splitn(4, ' ');
        let mut number = || words.next()?.parse().ok();
        let numbers = (number(), number(), number());
        let (Some(runs), Some(time), Some(until_last)) = numbers else {
            return Err(());
        };
        Ok(Self {
            runs: usize::try_from(runs).map_err(|_| ())?,
            time: Duration::from_nanos(time),
            until_last: Duration::from_nanos(until_last),
            outcome: match words.next() {
                Some("found") => Outcome::Found,
                Some("nothing") => Outcome::Nothing,
                Some(message) => Outcome::Other(message.to_owned()),
                None => return Err(()),
            },
        })
    }
}
