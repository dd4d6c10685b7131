//! What is expected of a program is data: a pool, a pipeline or a failure is asked for as easily as
//! three workers that are joined, with the same experiments.

use std::fs;

use grader::{
    build::Executable,
    finding::Finding,
    judge,
    observe::{Depth, Experiments},
    progress::Progress,
    spec::{MainBehaviour, Spec},
};
use scheduler::{PartialOrder, Shared};

use crate::built::built;

/// What is found in a program with this main.
pub fn found_in(spec: &Spec, main: &str) -> Finding {
    found(spec, &with_main(main))
}

/// What its schedules show, without the interleavings inside: those take the longest, and `check`
/// and the corpus have them.
fn found(spec: &Spec, program: &Executable) -> Finding {
    let progress = Progress::default();
    let experiments = Experiments::new(program, spec, Depth::Exposing, &progress);
    let seen = experiments.and_then(|(mut experiments, _sweep)| experiments.observe());
    let verdict = judge::judge(spec, &seen.expect("the grader does its work"));
    let verdict = verdict.expect("what was seen fits a finding");
    println!("{}\n{}", verdict.message, verdict.evidence);
    verdict.finding
}

fn with_main(main: &str) -> Executable {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("program.rs");
    let uses = "use std::{sync::*, thread};\nuse common::*;\n";
    let program = format!("#![allow(unused_imports)]\n{uses}\nfn main() {{\n{main}\n}}\n");
    fs::write(&path, program).expect("there is room");
    built(&path)
}

fn spec(tasks: &[&str], least: usize, most: usize) -> Spec {
    let lines = |task| (0..3).map(move |step| format!("{task} {step} complete\n"));
    let lines = tasks.iter().flat_map(lines);
    let key = format!("Starting...\n{}", lines.collect::<String>());
    Spec {
        lines: PartialOrder::of_key(&key).expect("it is a key"),
        concurrency: least..=most,
        main: MainBehaviour::Waits,
        fails: None,
        all_orders: true,
        tasks_at_run_time: Vec::new(),
        uses: None,
        not_in: Vec::new(),
        perturbations: Vec::new(),
    }
}

/// Six tasks, never more than two at once, and two whenever there is work.
fn pool_of_two() -> Spec {
    spec(&["a", "b", "c", "d", "e", "f"], 2, 2)
}

fn pool(threads: usize, take: &str) -> String {
    format!(
        "start();
        let tasks = Mutex::new(std::collections::VecDeque::from([\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]));
        let next = || tasks.lock().unwrap().{take}();
        thread::scope(|scope| {{
            for _ in 0..{threads} {{
                scope.spawn(|| while let Some(task) = next() {{ worker(task) }});
            }}
        }});"
    )
}

#[test]
fn a_pool_is_neither_too_large_nor_too_small() {
    let at_most = Spec {
        concurrency: 1..=2,
        ..pool_of_two()
    };
    for (threads, of_two, of_two_at_most) in [
        (1, Finding::Serial, Finding::Joined),
        (2, Finding::Joined, Finding::Joined),
        (3, Finding::TooManyAtOnce, Finding::TooManyAtOnce),
    ] {
        let program = with_main(&pool(threads, "pop_front"));
        assert_eq!(found(&pool_of_two(), &program), of_two, "{threads}");
        assert_eq!(found(&at_most, &program), of_two_at_most, "{threads}");
    }
}

#[test]
fn a_pool_may_take_its_tasks_from_either_end() {
    let last_first = pool(2, "pop_back");
    assert_eq!(found_in(&pool_of_two(), &last_first), Finding::Joined);
}

#[test]
fn a_pool_that_waits_for_pairs_is_idle_while_there_is_work() {
    let pairs = "start();
        for pair in [[\"a\", \"b\"], [\"c\", \"d\"], [\"e\", \"f\"]] {
            thread::scope(|scope| for task in pair { scope.spawn(move || worker(task)); });
        }";
    assert_eq!(found_in(&pool_of_two(), pairs), Finding::PartlySerial);
}

/// Each item is sorted and then parsed, and different items overlap.
fn pipeline() -> Spec {
    let mut spec = spec(&["sort a", "sort b", "parse a", "parse b"], 2, 2);
    for item in ["a", "b"] {
        let [earlier, later] = [
            format!("sort {item} 2 complete"),
            format!("parse {item} 0 complete"),
        ];
        spec.lines = spec
            .lines
            .with_edge(&earlier, &later)
            .expect("both are lines");
    }
    spec
}

#[test]
fn a_pipeline_takes_each_item_through_its_stages() {
    let each_on_its_own = "start();
        thread::scope(|scope| {
            for [sort, parse] in [[\"sort a\", \"parse a\"], [\"sort b\", \"parse b\"]] {
                scope.spawn(move || { worker(sort); worker(parse) });
            }
        });";
    assert_eq!(found_in(&pipeline(), each_on_its_own), Finding::Joined);
}

#[test]
fn all_of_one_stage_and_then_all_of_the_next_is_no_pipeline() {
    let stage_by_stage = "start();
        for stage in [[\"sort a\", \"sort b\"], [\"parse a\", \"parse b\"]] {
            thread::scope(|scope| for task in stage { scope.spawn(move || worker(task)); });
        }";
    assert_eq!(found_in(&pipeline(), stage_by_stage), Finding::PartlySerial);
}

#[test]
fn a_step_that_should_wait_and_does_not_is_seen() {
    let any_number = Spec {
        concurrency: 2..=4,
        ..pipeline()
    };
    let all_at_once = "start();
        thread::scope(|scope| {
            for task in [\"sort a\", \"parse a\", \"sort b\", \"parse b\"] {
                scope.spawn(move || worker(task));
            }
        });";
    assert_eq!(found_in(&any_number, all_at_once), Finding::TooEarly);
}

pub fn three() -> Spec {
    spec(&["sort data", "parse files", "generate output"], 3, 3)
}

fn three_of_which_one(begins: &str) -> String {
    format!(
        "start();
        thread::scope(|scope| {{
            scope.spawn(|| worker(\"sort data\"));
            scope.spawn(|| worker(\"parse files\"));
            scope.spawn(|| {{ {begins} worker(\"generate output\") }});
        }});"
    )
}

/// It looks like a helper that ticks, and is the one for whom is waited.
#[test]
fn a_worker_that_naps_for_seconds_before_it_begins_is_waited_for() {
    let naps = "for _ in 0..30 { thread::sleep(std::time::Duration::from_millis(100)) }";
    assert_eq!(
        found_in(&three(), &three_of_which_one(naps)),
        Finding::Joined
    );
}

#[test]
fn runs_do_not_see_the_files_of_other_runs() {
    let writes = "std::fs::File::create_new(\"mine.log\").unwrap();";
    assert_eq!(
        found_in(&three(), &three_of_which_one(writes)),
        Finding::Joined
    );
}

#[test]
fn hundreds_of_helpers_are_too_many() {
    let spawns = "for _ in 0..400 { thread::spawn(|| thread::park()); }";
    assert_eq!(
        found_in(&three(), &three_of_which_one(spawns)),
        Finding::TooManyAtOnce
    );
}

/// Where main should leave at once, it should have started something before.
#[test]
fn a_main_that_starts_nothing_leaves_no_worker_behind() {
    let leaves = Spec {
        main: MainBehaviour::Leaves,
        ..three()
    };
    assert_eq!(found_in(&leaves, "start();"), Finding::WrongOutput);
}

#[test]
fn a_main_that_leaves_prints_nothing_of_its_own() {
    let leaves = Spec {
        main: MainBehaviour::Leaves,
        ..three()
    };
    let prints_a_line_of_a_worker = "start();
        for task in [\"sort data\", \"parse files\", \"generate output\"] {
            thread::spawn(move || worker(task));
        }
        println!(\"sort data\");";
    let found = found_in(&leaves, prints_a_line_of_a_worker);
    assert_eq!(found, Finding::WrongOutput);
}

/// Nothing that is printed shows it, and whether the last thread is heard of before main has left
/// is luck.
#[cfg(target_os = "linux")]
#[test]
fn a_main_that_is_to_leave_has_a_thread_for_each_worker() {
    let leaves = Spec {
        main: MainBehaviour::Leaves,
        ..spec(&["a", "b", "c"], 3, 3)
    };
    let spawn = |tasks: &[&str]| {
        let threads = tasks.iter();
        let threads = threads.map(|task| format!("thread::spawn(|| worker(\"{task}\"));"));
        format!("start();\n{}", threads.collect::<String>())
    };
    assert_eq!(found_in(&leaves, &spawn(&["a", "b", "c"])), Finding::NoWait);
    assert_eq!(
        found_in(&leaves, &spawn(&["a", "b"])),
        Finding::PartlySerial
    );
    assert_eq!(found_in(&leaves, &spawn(&["a"])), Finding::Serial);
}

/// Three workers that count together, with a `Counter`.
fn counting() -> Spec {
    Spec {
        all_orders: false,
        uses: Some(Shared::Counter),
        ..three()
    }
}

fn each_does(work: &str) -> String {
    format!(
        "start();
        let (counter, other, lock) = (Counter::new(), atomic::AtomicU32::new(0), Mutex::new(()));
        let (counter, other, lock) = (&counter, &other, &lock);
        thread::scope(|scope| for task in [\"sort data\", \"parse files\", \"generate output\"] {{
            scope.spawn(move || {{ let mut worker = Worker::new(task); {work} }});
        }});
        let _ = (counter, other, lock);"
    )
}

#[test]
fn workers_may_count_with_a_counter() {
    let on_a_counter = each_does("worker.step(); counter.fetch_add(&mut worker, 1);");
    assert_eq!(found_in(&counting(), &on_a_counter), Finding::Joined);
}

/// The interleaver sees what they do with it. Without the interleaver it cannot be known.
#[cfg(target_os = "linux")]
#[test]
fn workers_may_count_with_an_atomic_of_the_standard_library() {
    let work = "for _ in 0..3 { worker.step() } other.fetch_add(1, atomic::Ordering::SeqCst);";
    assert_eq!(found_in(&counting(), &each_does(work)), Finding::Joined);
}

#[test]
fn a_lock_may_keep_a_worker_from_what_is_shared() {
    let shared = each_does(
        "{ let _guard = lock.lock(); let before = counter.load(&mut worker); counter.store(&mut worker, before + 1); }
        worker.step();",
    );
    assert_eq!(found_in(&counting(), &shared), Finding::Joined);
}

/// Without the interleaver it cannot be proven that a worker is kept.
#[cfg(target_os = "linux")]
#[test]
fn a_lock_may_not_keep_a_worker_from_its_work() {
    for work in [
        "{ let _guard = lock.lock(); worker.step(); } counter.fetch_add(&mut worker, 1);",
        "counter.fetch_add(&mut worker, 1); let _guard = lock.lock(); worker.step();",
    ] {
        let found = found_in(&counting(), &each_does(work));
        assert_eq!(found, Finding::PartlySerial, "{work}");
    }
}

/// A worker without a place is not kept from its work by what is shared.
#[test]
fn a_pool_that_is_full_holds_no_lock_over_the_work() {
    let spec = Spec {
        all_orders: false,
        ..pool_of_two()
    };
    assert_eq!(found_in(&spec, &pool(2, "pop_front")), Finding::Joined);
}
