//! `cargo workshop run`: the program as it is, with nobody in charge.

use std::{
    env, io,
    path::Path,
    process::{Child, ExitCode, ExitStatus},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use grader::{
    compile::Compiler,
    course::{self, Counterexample},
    expectation::FAILS,
    files, schedule,
};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{built, next_or_named, play::play_schedule, progress};

pub const HELP: &str = "\
Examples:
  cargo workshop run                      the next exercise that is not solved
  cargo workshop run join_handles         Ctrl-C ends it, if nothing else does
  PACE=10 cargo workshop run join_handles ten times faster
  SEED=7 cargo workshop run join_handles  its workers take the same times in every run

Exit status: the program's own; 1 if it does not build, 2 if it cannot be run.";

/// How long it takes at most until the program's end is seen.
const LOOK: Duration = Duration::from_millis(20);

/// Builds the exercise or stage `name`, or the next unsolved exercise, and runs it.
///
/// # Errors
///
/// If there is no such program, or it cannot be run.
pub fn run(name: Option<&str>) -> io::Result<ExitCode> {
    let entries = course::entries()?;
    let is_named = name.is_some();
    let Some(name) = next_or_named(&entries, name)? else {
        return Ok(ExitCode::SUCCESS);
    };
    let entry = course::find(&entries, &name)?;
    let path = entry.source_from_here();
    if !is_named {
        eprintln!("running {}", path.display());
    }
    if let Some(stages) = entry.counterexample() {
        return play_file(stages, &path);
    }
    let compiler = progress::preparing(Compiler::prepare)?;
    let Some(executable) = built(&compiler, &path)? else {
        return Ok(ExitCode::from(1));
    };
    let signal = Arc::new(AtomicBool::new(false));
    // Ctrl-C is for the program, whose end we wait for.
    for number in [SIGINT, SIGTERM] {
        signal_hook::flag::register(number, Arc::clone(&signal))?;
    }
    let mut command = executable.command();
    // Whoever sets it wants another one to fail, or nobody.
    if let Some(task) = entry.expectation.failing_task()
        && env::var_os(FAILS).is_none()
    {
        command.env(FAILS, task);
    }
    let child = command.spawn()?;
    wait(child, &signal).map(exit_code)
}

/// Plays the learner's schedule on the stage that it is against.
fn play_file(stages: &Counterexample, path: &Path) -> io::Result<ExitCode> {
    let text = files::read_text(path)?;
    let expectation = &stages.against.expectation;
    let schedule = match schedule::parse_file(&text, &expectation.lines.steps()) {
        Ok(schedule) => schedule,
        Err((line, mistake)) => {
            eprintln!("{}, line {line}: {mistake}", path.display());
            return Ok(ExitCode::from(1));
        }
    };
    let compiler = progress::preparing(Compiler::prepare)?;
    let Some(executable) = built(&compiler, &stages.against.source)? else {
        return Ok(ExitCode::from(1));
    };
    play_schedule(executable.launch(), expectation, &schedule)
}

/// Waits for the program's end. A signal reaches it too if it comes from the keyboard; if it does not go
/// by that, it is ended.
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

/// As a shell has it: 128 and the number of the signal, if one has ended the program.
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
