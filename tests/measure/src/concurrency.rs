//! Concurrency is not parallelism: work that waits needs threads, work that computes needs cores.

use std::{
    hint::black_box,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use crate::{
    machine::Machine,
    one_core,
    plot::{LinePanel, Series, Words, lines},
    report::{Report, table},
    sample::{Sample, rounds, speed_ups},
    units::{self, Unit},
};

const ROUNDS: usize = 7;

/// How many tasks there are for each thread in the setup with the most threads.
const TASKS_EACH: usize = 4;

/// How long a task waits.
const WAIT: Duration = Duration::from_millis(10);

/// How many steps a task computes: some 10 ms.
const STEPS: u64 = 30_000_000;

/// What the workers do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Waits,
    Computes,
}

/// Where the workers run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cores {
    One,
    All,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Setup {
    work: Work,
    cores: Cores,
    threads: usize,
}

/// How many times faster a setup is than one thread that does the same work on the same cores.
struct Row {
    setup: Setup,
    times: Sample,
    speed_up: Sample,
}

/// Measures both kinds of work on one core and on all.
pub fn measure(machine: &Machine) -> Report {
    let can_pin = thread::spawn(one_core::pin)
        .join()
        .expect("it does not panic");
    let setups = setups(machine.cores, can_pin);
    let tasks = TASKS_EACH * 2 * machine.cores;
    let times = rounds(ROUNDS, &setups, |setup| run(*setup, tasks).as_secs_f64());
    let rows = rows(&setups, times);
    let title = "Concurrency is not parallelism";
    Report {
        title,
        method: method(tasks),
        table: figures(&rows),
        notes: (!can_pin).then(no_pin).into_iter().collect(),
        svg: picture(title, &rows),
        conclusion: conclude(&rows, machine.cores),
    }
}

/// All setups, with 1 thread up to twice as many threads as there are cores.
fn setups(cores: usize, can_pin: bool) -> Vec<Setup> {
    let most = 2 * cores;
    let mut threads: Vec<usize> = (0..)
        .map(|power| 1 << power)
        .take_while(|n| *n < most)
        .collect();
    threads.extend((!threads.contains(&cores)).then_some(cores));
    threads.push(most);
    threads.sort_unstable();
    let places = if can_pin {
        &[Cores::One, Cores::All][..]
    } else {
        &[Cores::All]
    };
    let mut setups = Vec::new();
    for work in [Work::Waits, Work::Computes] {
        for &cores in places {
            setups.extend(threads.iter().map(|&threads| Setup {
                work,
                cores,
                threads,
            }));
        }
    }
    setups
}

/// Does `tasks` tasks as stage 4 does its three: a scope waits for all workers. A free worker takes
/// the next task.
fn run(
    Setup {
        work,
        cores,
        threads,
    }: Setup,
    tasks: usize,
) -> Duration {
    let (next, total) = (AtomicUsize::new(0), AtomicU64::new(0));
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                if cores == Cores::One {
                    one_core::pin();
                }
                while next.fetch_add(1, Ordering::Relaxed) < tasks {
                    total.fetch_add(work.do_task(), Ordering::Relaxed);
                }
            });
        }
    });
    let time = start.elapsed();
    assert_eq!(
        total.into_inner(),
        tasks as u64 * STEPS,
        "each task counts its steps"
    );
    time
}

impl Work {
    /// Does one task, and returns how many steps it took, so that the compiler cannot leave out a
    /// step.
    fn do_task(self) -> u64 {
        match self {
            Self::Waits => {
                thread::sleep(WAIT);
                STEPS
            }
            Self::Computes => (0..STEPS).fold(0, |steps, _| black_box(steps) + 1),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Computes => "computes",
        }
    }
}

impl Cores {
    fn name(self) -> &'static str {
        match self {
            Self::One => "one core",
            Self::All => "all cores",
        }
    }
}

fn rows(setups: &[Setup], times: Vec<Vec<f64>>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (&setup, of_setup) in setups.iter().zip(&times) {
        let alone = setups.iter().position(|one| {
            *one == Setup {
                threads: 1,
                ..setup
            }
        });
        let baseline = &times[alone.expect("each kind of work is also done by one thread")];
        let speed_up = speed_ups(baseline, of_setup);
        rows.push(Row {
            setup,
            times: Sample::new(of_setup.clone()),
            speed_up,
        });
    }
    rows
}

fn method(tasks: usize) -> String {
    format!(
        "{tasks} tasks are done by 1 thread and by more, on one core and on all. A task waits \
         {}, or computes {} steps. A speed-up compares with 1 thread in the same round. Medians \
         of {ROUNDS} rounds.",
        units::time(WAIT.as_secs_f64()),
        units::count(STEPS)
    )
}

fn no_pin() -> String {
    "No row is about one core, because this system cannot keep a thread on one core.".to_owned()
}

fn figures(rows: &[Row]) -> comfy_table::Table {
    let heads = ["the work", "on", "threads", "time", "spread", "speed-up"];
    let mut table = table(heads, 2);
    for Row {
        setup,
        times,
        speed_up,
    } in rows
    {
        table.add_row([
            setup.work.name().to_owned(),
            setup.cores.name().to_owned(),
            setup.threads.to_string(),
            units::time(times.median()),
            times.spread(),
            units::ratio(speed_up.median()),
        ]);
    }
    table
}

fn picture(title: &str, rows: &[Row]) -> String {
    let places = [Cores::One, Cores::All];
    let series = |work, cores: Cores| {
        let is_ours = move |row: &&Row| (row.setup.work, row.setup.cores) == (work, cores);
        let points = rows.iter().filter(is_ours);
        let points = points.map(|row| (row.setup.threads as f64, row.speed_up.clone()));
        Series {
            name: cores.name(),
            points: points.collect(),
        }
    };
    let panel = |work, title| LinePanel {
        title,
        below: "threads",
        series: places.map(|cores| series(work, cores)).into(),
        base: 2.0,
        unit: Unit::Ratio,
    };
    let panels = [
        panel(Work::Waits, "Speed-up of work that waits"),
        panel(Work::Computes, "Speed-up of work that computes"),
    ];
    let description = "Two panels with the speed-up over one thread, by the number of threads, \
                       for one core and for all cores. The table has the figures.";
    lines(
        Words { title, description },
        &places.map(Cores::name),
        &panels,
    )
}

/// A speed-up of at least this counts as faster. Anything less counts as no speed-up.
const FASTER: f64 = 1.5;

fn conclude(rows: &[Row], cores: usize) -> String {
    let most = rows.iter().map(|row| row.setup.threads).max().unwrap_or(1);
    let speed_up = |work, cores| {
        let setup = Setup {
            work,
            cores,
            threads: most,
        };
        let row = rows.iter().find(|row| row.setup == setup);
        row.map(|row| row.speed_up.median())
    };
    let [waits, computes] = [Work::Waits, Work::Computes].map(|work| {
        let all = speed_up(work, Cores::All).expect("all work is done on all cores");
        (speed_up(work, Cores::One), all)
    });
    let on_one = |one: Option<f64>| {
        one.map_or("not measured on one core".to_owned(), |one| {
            format!("{} on one core", units::ratio(one))
        })
    };
    let facts = format!(
        "With {most} threads in place of 1, work that waits is {} as fast on all {cores} cores \
         ({}), work that computes {} ({}).",
        units::ratio(waits.1),
        on_one(waits.0),
        units::ratio(computes.1),
        on_one(computes.0)
    );
    format!("{facts} {}", meaning(waits, computes, cores))
}

/// What the speed-ups on one core and on all cores mean.
fn meaning(waits: (Option<f64>, f64), computes: (Option<f64>, f64), cores: usize) -> &'static str {
    let is_fast = |speed_up: f64| speed_up >= FASTER;
    if cores == 1 && is_fast(waits.1) && !is_fast(computes.1) {
        return "Threads can wait side by side. To compute side by side they need more cores, and \
                this machine has one.";
    }
    match (
        waits.0.map(is_fast),
        is_fast(waits.1),
        computes.0.map(is_fast),
        is_fast(computes.1),
    ) {
        (Some(true), true, Some(false), true) => {
            "Threads are enough to wait side by side. Only more cores compute side by side."
        }
        (None, true, None, true) => {
            "Threads wait side by side and compute side by side on several cores. One core was \
             not measured, so these figures do not tell the two apart."
        }
        _ => {
            "These figures do not show the difference between waiting and computing. Close other \
             programs and measure again."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows in which the setups with the most threads have the given speed-ups: of work that waits
    /// and of work that computes, each on one core and on all.
    fn made_up(cores: usize, waits: [f64; 2], computes: [f64; 2]) -> Vec<Row> {
        let setups = setups(cores, true);
        let times = setups.iter().map(|setup| {
            let [one, all] = if setup.work == Work::Waits {
                waits
            } else {
                computes
            };
            let speed_up = if setup.cores == Cores::One { one } else { all };
            vec![
                if setup.threads == 2 * cores {
                    1.0 / speed_up
                } else {
                    1.0
                };
                3
            ]
        });
        rows(&setups, times.collect())
    }

    #[test]
    fn threads_go_from_one_to_twice_the_cores() {
        let threads = |cores| -> Vec<usize> {
            let of_work = setups(cores, false);
            let waits = of_work.iter().filter(|setup| setup.work == Work::Waits);
            waits.map(|setup| setup.threads).collect()
        };
        assert_eq!(threads(1), [1, 2]);
        assert_eq!(threads(2), [1, 2, 4]);
        assert_eq!(threads(6), [1, 2, 4, 6, 8, 12]);
    }

    #[test]
    fn a_system_that_cannot_pin_has_no_row_of_one_core() {
        assert!(
            setups(4, false)
                .iter()
                .all(|setup| setup.cores == Cores::All)
        );
    }

    #[test]
    fn waiting_on_one_core_and_computing_only_on_all_tells_the_two_apart() {
        let conclusion = conclude(&made_up(2, [3.9, 4.0], [1.0, 1.9]), 2);
        assert!(conclusion.contains("4.0× as fast on all 2 cores (3.9× on one core)"));
        assert!(
            conclusion.ends_with("Only more cores compute side by side."),
            "{conclusion}"
        );
    }

    #[test]
    fn computing_that_gets_no_core_of_its_own_does_not_tell_them_apart() {
        let conclusion = conclude(&made_up(2, [3.9, 4.0], [1.0, 1.1]), 2);
        assert!(conclusion.ends_with("measure again."), "{conclusion}");
    }

    #[test]
    fn one_core_alone_is_said_to_be_one() {
        let conclusion = conclude(&made_up(1, [2.0, 2.0], [1.0, 1.0]), 1);
        assert!(
            conclusion.ends_with("this machine has one."),
            "{conclusion}"
        );
    }

    #[test]
    fn without_one_core_nothing_is_concluded_of_it() {
        let mut rows = made_up(2, [3.9, 4.0], [1.0, 1.9]);
        rows.retain(|row| row.setup.cores == Cores::All);
        let conclusion = conclude(&rows, 2);
        assert!(
            conclusion.contains("(not measured on one core)"),
            "{conclusion}"
        );
        assert!(
            conclusion.ends_with("do not tell the two apart."),
            "{conclusion}"
        );
    }

    #[test]
    fn the_picture_has_both_kinds_of_work() {
        let svg = picture("A title", &made_up(2, [3.9, 4.0], [1.0, 1.9]));
        assert!(svg.contains("work that waits") && svg.contains("work that computes"));
    }
}
