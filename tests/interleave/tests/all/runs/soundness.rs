//! The complete exploration is complete: it comes to every end that random runs come to, and plays
//! as many interleavings as counting by hand gives.

use std::collections::BTreeSet;

use interleave::{
    complete::Complete,
    ending::Ending,
    plan::{Grain, Plan, Strategy},
    run::Run,
    server::{Server, Subject},
};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

use super::{
    kernels::names,
    shared::{folder, play_all, program, program_of, run, server, server_of, two_at_a_time},
};

type End = (Ending, Vec<u8>);

fn end(run: &Run) -> End {
    (Ending::of(run), run.stdout.clone())
}

/// Three threads that add to one atomic, by a load and a store.
const LOST_UPDATE: &str = r#"
use std::{sync::atomic::{AtomicU32, Ordering::SeqCst}, thread};
static COUNT: AtomicU32 = AtomicU32::new(0);
fn main() {
    let add = || {
        let seen = COUNT.load(SeqCst);
        COUNT.store(seen + 1, SeqCst);
    };
    let threads = [(); 3].map(|()| thread::spawn(add));
    threads.map(|thread| thread.join().unwrap());
    println!("{}", COUNT.load(SeqCst));
}
"#;

/// The orders of three loads and three stores of one object that differ in more than the order of
/// two loads side by side: by brute force over all 90.
fn orders_by_hand() -> BTreeSet<Vec<(usize, bool)>> {
    let mut orders = BTreeSet::new();
    let mut order = Vec::new();
    collect(&mut [0; 3], &mut order, &mut orders);
    orders
}

fn collect(
    done: &mut [u8; 3],
    order: &mut Vec<(usize, bool)>,
    orders: &mut BTreeSet<Vec<(usize, bool)>>,
) {
    if order.len() == 6 {
        orders.insert(canonical(order));
    }
    for thread in 0..3 {
        if done[thread] < 2 {
            order.push((thread, done[thread] == 1));
            done[thread] += 1;
            collect(done, order, orders);
            done[thread] -= 1;
            order.pop();
        }
    }
}

/// Loads side by side are sorted by their threads.
fn canonical(order: &[(usize, bool)]) -> Vec<(usize, bool)> {
    let mut order = order.to_vec();
    for loads in order.chunk_by_mut(|a, b| !a.1 && !b.1) {
        loads.sort_unstable();
    }
    order
}

/// The same of a run: what threads 1 to 3 do to the atomic that all of them use.
fn order_of(run: &Run) -> Vec<(usize, bool)> {
    use interleave_protocol::log::Kind;
    let entries = run
        .steps
        .iter()
        .map(|step| &step.entry)
        .filter(|entry| entry.thread > 0);
    let order = entries.filter_map(|entry| match entry.kind {
        Kind::Load => Some((entry.thread - 1, false)),
        Kind::Store => Some((entry.thread - 1, true)),
        _ => None,
    });
    canonical(&order.collect::<Vec<_>>())
}

#[test]
fn it_plays_as_many_orders_of_loads_and_stores_as_there_are() {
    let mut server = server(&program_of(LOST_UPDATE));
    for base in bases() {
        let mut orders = BTreeSet::new();
        play_all(&mut server, &base, |run| {
            if run.threads.len() == 4 && !run.stdout.is_empty() {
                orders.insert(order_of(run));
            }
        });
        assert_eq!(orders, orders_by_hand(), "{base}");
    }
}

/// Three workers of three steps, as stage 4 has them.
const STAGE_4: &str = r#"
fn main() {
    common::start();
    let tasks = ["sort data", "parse files", "generate output"];
    let running = tasks.map(|task| std::thread::spawn(move || common::worker(task)));
    running.map(|worker| worker.join().unwrap());
}
"#;

#[test]
#[ignore = "it takes a minute"]
fn it_plays_all_1680_orders_of_stage_4() {
    let mut server = server(&program_of(STAGE_4));
    let base = Plan {
        grain: Grain::Call,
        ..Plan::default()
    };
    let mut outputs = BTreeSet::new();
    play_all(&mut server, &base, |run| {
        outputs.insert(end(run));
    });
    let whole = outputs
        .iter()
        .filter(|(ending, _)| !ending.kind.is_failure());
    assert_eq!(
        whole
            .filter(|(_, stdout)| stdout.len() == outputs_length())
            .count(),
        1680
    );
}

/// How many bytes stage 4 prints.
fn outputs_length() -> usize {
    let tasks = ["sort data", "parse files", "generate output"];
    let line = |task: &str| 3 * (task.len() + " 0 complete\n".len());
    "Starting...\n".len() + tasks.map(line).iter().sum::<usize>()
}

/// Each grain, and points after operations, too.
fn bases() -> [Plan; 3] {
    let atomic = Plan::default();
    let after = Plan {
        after: true,
        ..Plan::default()
    };
    [
        Plan {
            grain: Grain::Call,
            ..Plan::default()
        },
        atomic,
        after,
    ]
}

/// How far a comparison came.
#[derive(Default)]
struct Comparison {
    /// The ends that random runs come to, and the complete exploration does not.
    missed: Vec<String>,
    /// How many complete explorations came to their end.
    completed: usize,
}

/// Holds the complete exploration of a program against random runs.
fn compare(server: &mut Server, name: &str, seeds: u64, most: usize) -> Comparison {
    let mut seen = BTreeSet::new();
    for seed in 0..seeds {
        for strategy in [Strategy::Random { seed }, Strategy::Pos { seed }] {
            for patient in [false, true] {
                let strategy = strategy.clone();
                let plan = Plan {
                    strategy,
                    patient,
                    ..Plan::default()
                };
                seen.insert(end(&run(server, &plan)));
            }
        }
    }
    let mut comparison = Comparison::default();
    for base in bases() {
        let mut complete = Complete::new(&base);
        let mut ends = BTreeSet::new();
        for _ in 0..most {
            let Some(plan) = complete.next() else { break };
            let run = run(server, &plan);
            complete
                .learn(&run)
                .expect("the program does the same under the same schedule");
            ends.insert(end(&run));
        }
        if complete.is_certain() {
            comparison.completed += 1;
            let lost = seen.difference(&ends);
            comparison
                .missed
                .extend(lost.map(|end| format!("{name}, {base}: {}", end.0)));
        }
    }
    comparison
}

fn compare_kernel(name: &str, of: &str, seeds: u64) -> Comparison {
    let path = folder("kernels").join(of).join(name).with_extension("rs");
    compare(
        &mut server(&program(&path)),
        &format!("{of}/{name}"),
        seeds,
        3000,
    )
}

#[test]
fn it_misses_no_end_of_a_kernel_with_two_locks() {
    let comparison = compare_kernel("group_lock", "wrong", 60);
    assert_eq!(comparison.missed, Vec::<String>::new());
    assert_eq!(comparison.completed, bases().len());
}

#[test]
#[ignore = "it takes some minutes"]
fn it_misses_no_end_of_any_kernel() {
    let names = names();
    let twins = names
        .iter()
        .flat_map(|name| [("wrong", name), ("right", name)]);
    let twins: Vec<_> = twins.collect();
    let compared = two_at_a_time(&twins, |(of, name)| compare_kernel(name, of, 300));
    let missed: Vec<_> = compared.iter().flat_map(|one| &one.missed).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    let completed: usize = compared.iter().map(|one| one.completed).sum();
    assert!(
        completed >= 100,
        "only {completed} explorations were completed"
    );
}

#[test]
#[ignore = "it takes some minutes"]
fn it_misses_no_end_of_programs_made_up_by_chance() {
    const OPERATIONS: &[u8] = b"lLsSacmMumutrwrnnvzxp";
    let program = program(&folder("tests/programs/operations.rs"));
    let mut random = Xoshiro256PlusPlus::seed_from_u64(2);
    let mut completed = 0;
    for _ in 0..60 {
        let mut thread = |_| -> String {
            let length = random.random_range(1..=4);
            let operation = |_| OPERATIONS[random.random_range(0..OPERATIONS.len())] as char;
            (0..length).map(operation).collect()
        };
        let threads: Vec<String> = (0..2).map(&mut thread).collect();
        let name = threads.join(" ");
        let subject = Subject {
            arguments: threads,
            ..Subject::from(&program)
        };
        let comparison = compare(&mut server_of(&subject), &name, 40, 600);
        assert_eq!(comparison.missed, Vec::<String>::new());
        completed += comparison.completed;
    }
    assert!(
        completed >= 90,
        "only {completed} explorations were completed"
    );
}
