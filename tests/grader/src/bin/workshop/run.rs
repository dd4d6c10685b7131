//! `cargo workshop run`: the program as it is, without a scheduler.

use std::{
    env, io,
    process::{Child, ExitCode, ExitStatus},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use grader::{course, spec::FAILS, style::Styles, text::seconds};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{
    built, next_or_named,
    play::{self, play_entry},
    progress,
};

pub const HELP: &str = "\
Examples:
  cargo workshop run                      the next unsolved exercise
  cargo workshop run join_handles         Ctrl-C ends it, if nothing else does
  PACE=10 cargo workshop run join_handles ten times faster
  SEED=7 cargo workshop run join_handles  its workers take the same times in every run

Exit status: the program's own; 1 if it does not build, 2 if it cannot be run.";

/// How long it takes at most to notice the program's end.
const LOOK: Duration = Duration::from_millis(20);

/// Builds the exercise or stage `name`, or the next unsolved exercise, and runs it. If the answer
/// is a schedule, it is played.
///
/// # Errors
///
/// Returns an error if there is no such program, or if it cannot be run.
pub fn run(name: Option<&str>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let is_named = name.is_some();
    let Some(entry) = next_or_named(&entries, name)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let path = entry.source_from_here();
    if !is_named {
        eprintln!("running {}", path.display());
    }
    if entry.counterexample().is_some() {
        return play_entry(entry, &play::Arguments::default());
    }
    let interrupts = progress::erase_when_interrupted()?;
    let compiler = progress::compiler()?;
    let Some(executable) = built(&compiler, &path)? else {
        return Ok(ExitCode::from(1));
    };
    drop(interrupts);
    let signal = Arc::new(AtomicBool::new(false));
    // Ctrl-C is for the program. We wait for its end.
    for number in [SIGINT, SIGTERM] {
        signal_hook::flag::register(number, Arc::clone(&signal))?;
    }
    let mut command = executable.command();
    // The user may have set it, so that another worker fails, or none.
    if let Some(task) = entry.spec.failing_task()
        && env::var_os(FAILS).is_none()
    {
        command.env(FAILS, task);
    }
    let start = Instant::now();
    let child = command.spawn()?;
    let status = wait(child, &signal)?;
    let took = format!("the program ran for {}", seconds(start.elapsed()));
    eprintln!("{}", Styles::of(&io::stderr()).secondary(&took));
    Ok(exit_code(status))
}

/// Waits for the program's end. A signal from the keyboard reaches the program too. If the program
/// does not end then, we kill it.
fn wait(mut child: Child, signal: &AtomicBool) -> io::Result<ExitStatus> {
    let mut is_asked = false;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if is_asked {
            child.kill()?;
            return child.wait();
        }
        is_asked = signal.load(Ordering::Relaxed);
        thread::sleep(LOOK);
    }
}

/// As in a shell: 128 plus the number of the signal, if a signal has ended the program.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status
        .code()
        .or_else(|| ending_signal(status).map(|number| 128 + number));
    ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// The number of the signal that ended the program, if a signal did.
#[cfg(unix)]
fn ending_signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

/// On other systems no program ends by a signal.
#[cfg(not(unix))]
fn ending_signal(_status: ExitStatus) -> Option<i32> {
    None
}
