//! The scheduling point: a worker waits here before each step.
//!
//! In a normal run, the worker waits for a random time. Under a scheduler it asks for its turn, and
//! waits for the answer. The scheduler is another process. So it can run the real threads of a real
//! program in any order, and the program does not change.
//!
//! # The protocol
//!
//! A program runs under a scheduler if `WORKSHOP_SCHEDULER` is set. Its value is the address at
//! which the scheduler listens. Each call of [`worker`](crate::worker), and each
//! [`Worker`](crate::Worker), opens its own TCP connection, so workers share nothing. These lines
//! go over the connection. Each ends with a newline, and is at most 64 KiB long:
//!
//! | from | line | meaning |
//! | --- | --- | --- |
//! | worker | `TOKEN TASK` | the worker does TASK; TOKEN is the value of `WORKSHOP_TOKEN` |
//! | worker | `ask STEP` | the worker waits for its turn to do this step |
//! | worker | `ask STEP WHAT` | the same, and the step uses a WHAT: a `Counter` or a `Lock` |
//! | scheduler | `go` | the worker may do the step |
//! | worker | `done STEP` | the step is done, and its line is printed |
//!
//! For each step there is one `ask`, one `go` and one `done`. At the end the worker closes the
//! connection. If it closes the connection between `go` and `done`, the worker has panicked. The
//! worker that `FAILS` names closes the connection before it asks for step 1. The scheduler closes
//! the connection if it receives anything else.
//!
//! The token keeps other programs on the machine out.
//!
//! If the scheduler cannot be reached, closes the connection or sends anything else than `go`, the
//! worker ends the program with an error and exit status 2. It never goes on without a scheduler,
//! because then the order of the output would prove nothing.

use std::{
    fmt::Display,
    io::{self, Read, Write},
    net::TcpStream,
    process,
    time::Duration,
};

use crate::{
    clock,
    delays::Delays,
    settings::{self, Scheduler},
};

/// The scheduling point of one worker.
pub struct SchedulingPoint {
    wait: Wait,
    /// Whether `FAILS` names this worker's task.
    fails: bool,
}

/// What a worker waits for before each step.
enum Wait {
    /// A random time.
    Free(Delays),
    /// The scheduler at the other end of the connection.
    Scheduled(TcpStream),
}

impl SchedulingPoint {
    /// The scheduling point of the worker on `task`.
    pub fn of(task: &str) -> Self {
        let wait = match settings::scheduler() {
            None => Wait::Free(Delays::of(task)),
            Some(scheduler) => Wait::Scheduled(or_end(connect(scheduler, task))),
        };
        let fails = settings::fails().is_some_and(|failing| failing == task);
        Self { wait, fails }
    }

    /// Waits for the worker's turn, then does `step` by calling `work`, and returns its result.
    /// If the step uses a shared object of this crate, `what` is the name of its type.
    ///
    /// # Panics
    ///
    /// Panics at step 1 if `FAILS` names the task.
    #[track_caller]
    pub fn take<T>(&mut self, step: u32, what: Option<&str>, work: impl FnOnce() -> T) -> T {
        assert!(!self.fails || step != 1, "the disk is full");
        match &mut self.wait {
            Wait::Free(delays) => {
                if settings::has_delays() {
                    clock::sleep(delays.next());
                }
                work()
            }
            Wait::Scheduled(scheduler) => {
                or_end(ask(scheduler, step, what));
                let result = work();
                or_end(writeln_whole(scheduler, format_args!("done {step}")));
                result
            }
        }
    }
}

fn connect(scheduler: &Scheduler, task: &str) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect_timeout(&scheduler.address, Duration::from_secs(30))?;
    // `done` and the next `ask` follow each other without an answer. With Nagle's algorithm the
    // second would wait until the other side has acknowledged the first.
    stream.set_nodelay(true)?;
    writeln_whole(&mut stream, format_args!("{} {task}", scheduler.token))?;
    Ok(stream)
}

fn ask(scheduler: &mut TcpStream, step: u32, what: Option<&str>) -> io::Result<()> {
    match what {
        None => writeln_whole(scheduler, format_args!("ask {step}"))?,
        Some(what) => writeln_whole(scheduler, format_args!("ask {step} {what}"))?,
    }
    let mut answer = [0; 3];
    scheduler.read_exact(&mut answer)?;
    match &answer {
        b"go\n" => Ok(()),
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "it does not speak a scheduler's language",
        )),
    }
}

/// Writes a line with one call, so that it goes out in one packet.
fn writeln_whole(scheduler: &mut TcpStream, line: impl Display) -> io::Result<()> {
    scheduler.write_all(format!("{line}\n").as_bytes())
}

/// Returns the result, or ends the program with the error.
fn or_end<T>(result: io::Result<T>) -> T {
    result.unwrap_or_else(|error| {
        let cause = match error.kind() {
            // The standard library's message would be "failed to fill whole buffer".
            io::ErrorKind::UnexpectedEof => "it closed the connection".to_owned(),
            _ => error.to_string(),
        };
        eprintln!("error: no turn from the scheduler that WORKSHOP_SCHEDULER names: {cause}");
        process::exit(2);
    })
}
