//! The scheduling point: where a worker waits before it does its next step.
//!
//! On its own, a worker lets a random time pass. Under a scheduler it asks for its turn, and waits
//! until it is granted. The scheduler is another process, so it can put the real threads of a real
//! program into any order, without a word about it in the program.
//!
//! # The protocol
//!
//! A program runs under a scheduler if `WORKSHOP_SCHEDULER` is set, to the address where one
//! listens. Each call of [`worker`](crate::worker), and each [`Worker`](crate::Worker), opens a TCP
//! connection of its own, so workers share nothing. The lines on it, each ended by a newline, and none longer than 64 KiB:
//!
//! | from | line | says |
//! | --- | --- | --- |
//! | worker | `TOKEN TASK` | who this is; the token is `WORKSHOP_TOKEN`, which no stranger knows |
//! | worker | `ask STEP` | it has come to this step, and waits |
//! | worker | `ask STEP WHAT` | the same, and the step is one on a `Counter` or a `Lock` |
//! | scheduler | `go` | it is the worker's turn |
//! | worker | `done STEP` | the step is done, and its line is printed |
//!
//! The last four repeat, one `ask` for each step. Then the worker closes the connection; one that closes it
//! between `go` and `done` has panicked, and one that `FAILS` names closes it before it asks for step 1. A
//! scheduler that does not like what it hears closes the connection.
//!
//! A worker whose scheduler is not there, goes away or says something else ends its program with an
//! error and exit status 2. It never runs free instead, for then an output would tell nothing.

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

/// The turns of one worker, step by step.
pub struct Turns {
    wait: Wait,
    /// Whether it is the one that fails, as `FAILS` says.
    fails: bool,
}

/// What a worker waits for before each step.
enum Wait {
    /// Time.
    Free(Delays),
    /// The scheduler at the other end.
    Scheduled(TcpStream),
}

impl Turns {
    /// The turns of the worker on `task`.
    pub fn of(task: &str) -> Self {
        let wait = match settings::scheduler() {
            None => Wait::Free(Delays::of(task)),
            Some(scheduler) => Wait::Scheduled(or_end(connect(scheduler, task))),
        };
        let fails = settings::fails().is_some_and(|failing| failing == task);
        Self { wait, fails }
    }

    /// Waits until it is the worker's turn, and then does `step` by calling `work`. Returns what that does. If the
    /// step is one on a type of this crate that workers share, `what` is its name.
    ///
    /// # Panics
    ///
    /// At step 1, if this worker is the one that fails.
    #[track_caller]
    pub fn take<T>(&mut self, step: u32, what: Option<&str>, work: impl FnOnce() -> T) -> T {
        assert!(!self.fails || step != 1, "the disk is full");
        match &mut self.wait {
            Wait::Free(delays) => {
                clock::sleep(delays.next());
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
    // `done` and the next `ask` follow each other without an answer: the second would be held back until the
    // first is acknowledged.
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

/// Writes a line in one piece, so that it goes out in one packet.
fn writeln_whole(scheduler: &mut TcpStream, line: impl Display) -> io::Result<()> {
    scheduler.write_all(format!("{line}\n").as_bytes())
}

/// The result, or the end of the program if there is none.
fn or_end<T>(result: io::Result<T>) -> T {
    result.unwrap_or_else(|error| {
        let cause = match error.kind() {
            // What the standard library says of it is "failed to fill whole buffer".
            io::ErrorKind::UnexpectedEof => "it closed the connection".to_owned(),
            _ => error.to_string(),
        };
        eprintln!("error: no turn from the scheduler that WORKSHOP_SCHEDULER names: {cause}");
        process::exit(2);
    })
}
