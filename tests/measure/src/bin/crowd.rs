//! Starts many workers and waits for all of them: `crowd KIND COUNT`, or `crowd PROGRAM COUNT` for
//! a program in another language.
//!
//! It prints its progress in lines: `started N`, then `done SECONDS`, or `stopped N REASON` if the
//! system refuses another worker. After the first line and after the last it reads a line, so that
//! the caller can look at its memory.
//!
//! If workers of a kind can wait, each waits until the last one has started, so all are alive at
//! once. They wait at a gate: a lock that main holds for writing until then, and that each worker
//! takes for reading.

use std::{
    env, io,
    process::{Command, ExitCode},
    sync::{
        RwLock,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

/// Main prints a line after this many workers.
const STRIDE: u64 = 1_000;

/// How many scoped threads are alive at once.
const BATCH: u64 = 1_000;

/// How many workers have done their work.
static DONE: AtomicU64 = AtomicU64::new(0);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((kind, count)) = understood(&arguments) else {
        eprintln!("error: the arguments are a kind of worker and a count, such as threads 1000");
        return ExitCode::from(2);
    };
    limits::set();
    let start_all = match kind {
        "threads" => threads,
        "batches" => batches,
        "rayon" => rayon_tasks,
        "tokio" => tokio_tasks,
        program => return become_program(program, count),
    };
    println!("started 0");
    wait();
    let start = Instant::now();
    start_all(count);
    let time = start.elapsed().as_secs_f64();
    if DONE.load(Ordering::Relaxed) == count {
        println!("done {time}");
    }
    wait();
    ExitCode::SUCCESS
}

fn understood(arguments: &[String]) -> Option<(&str, u64)> {
    let [kind, count] = arguments else {
        return None;
    };
    Some((kind, count.parse().ok()?))
}

/// Waits until the caller has looked at this process.
fn wait() {
    // If the caller is gone, there is nothing to wait for.
    let _ = io::stdin().read_line(&mut String::new());
}

/// The work of each worker after the gate.
fn work() {
    DONE.fetch_add(1, Ordering::Relaxed);
}

fn threads(count: u64) {
    let gate = RwLock::new(());
    let all_started = gate.write();
    thread::scope(|scope| {
        for index in 0..count {
            let worker = || {
                let _open = gate.read();
                work();
            };
            if let Err(error) = thread::Builder::new().spawn_scoped(scope, worker) {
                println!("stopped {index} {error}");
                break;
            }
            tell(index);
        }
        drop(all_started);
    });
}

fn batches(count: u64) {
    for first in (0..count).step_by(BATCH as usize) {
        thread::scope(|scope| {
            for index in first..count.min(first + BATCH) {
                scope.spawn(work);
                tell(index);
            }
        });
    }
}

/// A task on a pool must not wait, because the pool has few threads. So these tasks have no gate.
fn rayon_tasks(count: u64) {
    rayon::scope(|scope| {
        for index in 0..count {
            scope.spawn(|_| work());
            tell(index);
        }
    });
}

#[tokio::main]
async fn tokio_tasks(count: u64) {
    static GATE: tokio::sync::RwLock<()> = tokio::sync::RwLock::const_new(());
    let all_started = GATE.write().await;
    let mut tasks = Vec::new();
    for index in 0..count {
        tasks.push(tokio::spawn(async {
            let _open = GATE.read().await;
            work();
        }));
        tell(index);
    }
    drop(all_started);
    for task in tasks {
        task.await.expect("no worker panics");
    }
}

/// Prints a line after each thousandth worker. The end of the line flushes it, so the caller
/// receives it even if the system ends this process.
fn tell(index: u64) {
    if (index + 1).is_multiple_of(STRIDE) {
        println!("started {}", index + 1);
    }
}

/// Becomes another program, with the same limits.
#[cfg(unix)]
fn become_program(program: &str, count: u64) -> ExitCode {
    use std::os::unix::process::CommandExt;

    let error = Command::new(program).arg(count.to_string()).exec();
    eprintln!("error: failed to run `{program}`: {error}");
    ExitCode::from(2)
}

/// Runs another program. Its memory does not belong to this process, so it is not measured.
#[cfg(not(unix))]
fn become_program(program: &str, count: u64) -> ExitCode {
    match Command::new(program).arg(count.to_string()).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: failed to run `{program}`: {error}");
            ExitCode::from(2)
        }
    }
}

/// Limits for this process alone, so that a crowd of workers harms no other program.
mod limits {
    /// How many more threads and processes the user's other programs can start.
    #[cfg(unix)]
    const ROOM: u64 = 1_000;

    /// Leaves room for other programs, if the system allows that.
    #[cfg(unix)]
    pub fn set() {
        use rustix::process::{Resource, getrlimit, setrlimit};

        let mut threads = getrlimit(Resource::Nproc);
        threads.current = threads.current.map(|current| current.saturating_sub(ROOM));
        // If a limit cannot be lowered, the system's own limit holds.
        let _ = setrlimit(Resource::Nproc, threads);
        // Linux ends this process first if the memory is used up. Other systems have no such file.
        let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    }

    /// On this system, the caller's look at the memory is the only limit.
    #[cfg(not(unix))]
    pub fn set() {}
}
