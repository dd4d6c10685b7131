//! What a check costs: against the program's own time, against its build, and every interleaving
//! against as many bare runs of the program. `cargo bench -p grader` prints it.
//!
//! The machine may be busy with other things, so what counts is the ratio of two measurements that
//! take turns, and of that the median.

use std::{
    env, io,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use grader::{
    build::{Compiler, Executable},
    course::{self, Entry},
    finding::Finding,
    grade::try_out,
    observe::Depth,
    progress::Progress,
};
use scheduler::stages::workspace;

const ROUNDS: usize = 5;

/// With this argument the bench itself is the program that does nothing.
const NOTHING: &str = "nothing";

fn main() -> io::Result<()> {
    if env::args().any(|argument| argument == NOTHING) {
        return Ok(());
    }
    let compiler = Compiler::prepare()?;
    let source = workspace().join("tests/corpus/solutions/join_handles.rs");
    let build = || compiler.compile(&source, false).expect("the compiler runs");
    let built = build().expect("the solution builds");
    let entries = course::entries()?;
    let entry = course::find(&entries, "join_handles")?;
    let grade = |depth| grade(&built, entry, depth);

    ratio(
        "the whole of a check, to one run at normal pace",
        check,
        || free(&built, "1"),
    );
    ratio(
        "the grading, to the build",
        || grade(Depth::Exposing),
        || drop(build()),
    );
    let possible = usize::try_from(entry.spec.possible().unwrap_or_default()).unwrap_or_default();
    ratio(
        "every interleaving, to as many runs of a program that does nothing",
        || grade(Depth::Exhaustive),
        || on_all_cores(possible, nothing),
    );
    Ok(())
}

/// Prints how long the one takes and the other, several times in turn, and the median of the
/// ratios.
fn ratio(what: &str, one: impl Fn(), other: impl Fn()) {
    println!("{what}");
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let [one, other] = [time(&one), time(&other)];
            let ratio = one.div_duration_f64(other);
            println!("  {one:.2?}, {other:.2?}, ratio {ratio:.2}");
            ratio
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("  median ratio {:.2}", ratios[ROUNDS / 2]);
}

fn time(work: impl Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn check() {
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["check", "join_handles", "--source"]);
    workshop.arg(workspace().join("tests/corpus/solutions/join_handles.rs"));
    run(&mut workshop);
}

fn free(program: &Executable, pace: &str) {
    run(&mut program
        .launch()
        .env("PACE", pace)
        .env("SEED", "0")
        .command());
}

fn nothing() {
    let own = env::current_exe().expect("the system knows what runs");
    run(Command::new(own).arg(NOTHING));
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).status().expect("it runs");
    assert!(status.success(), "{command:?}: {status}");
}

fn grade(program: &Executable, entry: &Entry, depth: Depth) {
    let graded = try_out(program, &entry.spec, depth, &Progress::default());
    assert!(
        graded
            .expect("the grader does its work")
            .is(Finding::Joined)
    );
}

fn on_all_cores(count: usize, work: impl Fn() + Sync) {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < count {
                    work();
                }
            });
        }
    });
}
