//! What a play costs: all interleavings of stage 4 against as many bare runs of a program, and a
//! play as the workers become more. `cargo bench` prints it.
//!
//! The machine may be busy with other things, so what counts is the ratio of two measurements that
//! take turns, and of that the median.

use std::{
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use scheduler::{Launch, Session, Step};
use tests::{launch, output_of, partial_order, play, until_end};

const ROUNDS: usize = 5;

fn main() {
    all_interleavings();
    more_workers();
}

fn all_interleavings() {
    let stage4 = launch("stage4-joined");
    let nothing = Launch::new(env!("CARGO_BIN_EXE_subject")).arg("nothing");
    let order = partial_order("stage4-joined");
    let schedules: Vec<_> = order.schedules().collect();
    let mut ratios = Vec::new();
    println!(
        "{} interleavings of stage4-joined, on all cores",
        schedules.len()
    );
    for _ in 0..ROUNDS {
        let plays = on_all_cores(schedules.len(), |index| run(&stage4, &schedules[index]));
        let spawns = on_all_cores(schedules.len(), |_| spawn(&nothing));
        let ratio = plays.div_duration_f64(spawns);
        println!("  plays {plays:.2?}, bare spawns {spawns:.2?}, ratio {ratio:.2}");
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("  median ratio {:.2}", ratios[ROUNDS / 2]);
}

/// Plays a schedule to the end of the program, and checks the output.
fn run(launch: &Launch, schedule: &[Step]) {
    let mut session = Session::start(launch).expect("the program starts");
    play(&mut session, schedule);
    until_end(&mut session);
    let record = session.finish().expect("it has ended");
    assert_eq!(String::from_utf8_lossy(&record.stdout), output_of(schedule));
}

fn spawn(launch: &Launch) {
    launch
        .command()
        .stdout(Stdio::null())
        .status()
        .expect("the program runs");
}

/// How long it takes to call `run` with every number below `count`.
fn on_all_cores(count: usize, run: impl Fn(usize) + Sync) -> Duration {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let index @ 0.. = next.fetch_add(1, Ordering::Relaxed)
                    && index < count
                {
                    run(index);
                }
            });
        }
    });
    start.elapsed()
}

/// A play of workers in round robin, of three steps each.
fn more_workers() {
    println!("one play of more and more workers");
    for workers in [3, 30, 300] {
        let launch = Launch::new(env!("CARGO_BIN_EXE_subject"))
            .arg("workers")
            .arg(workers.to_string());
        let step =
            |number| (0..workers).map(move |worker| Step::new(format!("worker {worker}"), number));
        let schedule: Vec<_> = (0..3).flat_map(step).collect();
        let mut times = Vec::from_iter((0..ROUNDS).map(|_| {
            let start = Instant::now();
            run(&launch, &schedule);
            start.elapsed()
        }));
        times.sort();
        let median = times[ROUNDS / 2];
        println!(
            "  {workers:3} workers: {median:.2?}, {:.2?} a step",
            median / (3 * workers)
        );
    }
}
