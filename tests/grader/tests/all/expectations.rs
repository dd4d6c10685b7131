//! What is expected of a program is data: a pool, a pipeline or a failure is asked for as easily as
//! three workers that are joined, with the same experiments.

use std::{fs, sync::LazyLock};

use grader::{
    board::Board,
    compile::Compiler,
    expectation::{Exit, Expectation, MainsEnding},
    experiments::Depth,
    finding::Finding,
    grading::grade,
};
use scheduler::{PartialOrder, Shared};

static COMPILER: LazyLock<Compiler> = LazyLock::new(|| Compiler::prepare().expect("cargo builds"));

/// What is found in a program with this main.
pub fn found(expectation: &Expectation, main: &str) -> Finding {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("program.rs");
    let uses = "use std::{sync::*, thread};\nuse common::*;\n";
    fs::write(
        &path,
        format!("#![allow(unused_imports)]\n{uses}\nfn main() {{\n{main}\n}}\n"),
    )
    .expect("there is room");
    let graded = grade(
        &COMPILER,
        &path,
        expectation,
        Depth::Exposing,
        false,
        &Board::default(),
    );
    let graded = graded.expect("the grader does its work");
    println!("{}\n{}", graded.verdict.message, graded.verdict.evidence);
    graded.verdict.finding
}

fn expectation(tasks: &[&str], least: usize, most: usize) -> Expectation {
    let lines = |task| (0..3).map(move |step| format!("{task} {step} complete\n"));
    let lines = tasks.iter().flat_map(lines);
    let key = format!("Starting...\n{}", lines.collect::<String>());
    Expectation {
        lines: PartialOrder::of_key(&key).expect("it is a key"),
        concurrency: least..=most,
        main: MainsEnding::Waits,
        exit: Exit::Success,
        all_orders: true,
        tasks_at_run_time: Vec::new(),
        uses: None,
        variations: Vec::new(),
    }
}

/// Six tasks, never more than two at once, and two whenever there is work.
fn pool_of_two() -> Expectation {
    expectation(&["a", "b", "c", "d", "e", "f"], 2, 2)
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
fn a_pool_may_take_its_tasks_from_either_end() {
    assert_eq!(
        found(&pool_of_two(), &pool(2, "pop_front")),
        Finding::Joined
    );
    assert_eq!(found(&pool_of_two(), &pool(2, "pop_back")), Finding::Joined);
}

#[test]
fn a_pool_may_be_asked_for_that_is_two_at_most() {
    let at_most = Expectation {
        concurrency: 1..=2,
        ..pool_of_two()
    };
    for threads in [1, 2] {
        assert_eq!(
            found(&at_most, &pool(threads, "pop_front")),
            Finding::Joined
        );
    }
    assert_eq!(
        found(&at_most, &pool(3, "pop_front")),
        Finding::TooManyAtOnce
    );
}

#[test]
fn a_pool_is_neither_too_large_nor_too_small() {
    assert_eq!(
        found(&pool_of_two(), &pool(1, "pop_front")),
        Finding::Serial
    );
    assert_eq!(
        found(&pool_of_two(), &pool(3, "pop_front")),
        Finding::TooManyAtOnce
    );
}

#[test]
fn a_pool_that_waits_for_pairs_is_idle_while_there_is_work() {
    let pairs = "start();
        for pair in [[\"a\", \"b\"], [\"c\", \"d\"], [\"e\", \"f\"]] {
            thread::scope(|scope| for task in pair { scope.spawn(move || worker(task)); });
        }";
    assert_eq!(found(&pool_of_two(), pairs), Finding::PartlySerial);
}

/// Each item is sorted and then parsed, and different items overlap.
fn pipeline() -> Expectation {
    let mut expectation = expectation(&["sort a", "sort b", "parse a", "parse b"], 2, 2);
    for item in ["a", "b"] {
        let [earlier, later] = [
            format!("sort {item} 2 complete"),
            format!("parse {item} 0 complete"),
        ];
        expectation.lines = expectation
            .lines
            .with_edge(&earlier, &later)
            .expect("both are lines");
    }
    expectation
}

#[test]
fn a_pipeline_takes_each_item_through_its_stages() {
    let each_on_its_own = "start();
        thread::scope(|scope| {
            for [sort, parse] in [[\"sort a\", \"parse a\"], [\"sort b\", \"parse b\"]] {
                scope.spawn(move || { worker(sort); worker(parse) });
            }
        });";
    assert_eq!(found(&pipeline(), each_on_its_own), Finding::Joined);
}

#[test]
fn all_of_one_stage_and_then_all_of_the_next_is_no_pipeline() {
    let stage_by_stage = "start();
        for stage in [[\"sort a\", \"sort b\"], [\"parse a\", \"parse b\"]] {
            thread::scope(|scope| for task in stage { scope.spawn(move || worker(task)); });
        }";
    assert_eq!(found(&pipeline(), stage_by_stage), Finding::PartlySerial);
}

#[test]
fn a_step_that_should_wait_and_does_not_is_seen() {
    let any_number = Expectation {
        concurrency: 2..=4,
        ..pipeline()
    };
    let all_at_once = "start();
        thread::scope(|scope| {
            for task in [\"sort a\", \"parse a\", \"sort b\", \"parse b\"] {
                scope.spawn(move || worker(task));
            }
        });";
    assert_eq!(found(&any_number, all_at_once), Finding::TooEarly);
}

pub fn three() -> Expectation {
    expectation(&["sort data", "parse files", "generate output"], 3, 3)
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
    assert_eq!(found(&three(), &three_of_which_one(naps)), Finding::Joined);
}

#[test]
fn runs_do_not_see_the_files_of_other_runs() {
    let writes = "std::fs::File::create_new(\"mine.log\").unwrap();";
    assert_eq!(
        found(&three(), &three_of_which_one(writes)),
        Finding::Joined
    );
}

#[test]
fn hundreds_of_helpers_are_too_many() {
    let spawns = "for _ in 0..400 { thread::spawn(|| thread::park()); }";
    assert_eq!(
        found(&three(), &three_of_which_one(spawns)),
        Finding::TooManyAtOnce
    );
}

/// Where main should leave at once, it should have started something before.
#[test]
fn a_main_that_starts_nothing_does_not_leave_anybody() {
    let leaves = Expectation {
        main: MainsEnding::Leaves,
        ..three()
    };
    assert_eq!(found(&leaves, "start();"), Finding::WrongOutput);
    let spawns = "start(); for task in [\"sort data\", \"parse files\", \"generate output\"] { thread::spawn(move || worker(task)); }";
    assert_eq!(found(&leaves, spawns), Finding::NoWait);
}

/// What a worker is printing when main leaves may be cut off anywhere.
#[test]
fn a_line_that_a_main_that_leaves_has_cut_off_is_no_other_line() {
    let leaves = Expectation {
        main: MainsEnding::Leaves,
        ..three()
    };
    let prints = |text: &str| {
        format!(
            "use std::io::Write;
            start();
            for task in [\"sort data\", \"parse files\", \"generate output\"] {{
                thread::spawn(move || worker(task));
            }}
            print!(\"{text}\");
            std::io::stdout().flush().unwrap();
            std::process::exit(0)"
        )
    };
    assert_eq!(found(&leaves, &prints("sort data")), Finding::NoWait);
    assert_eq!(found(&leaves, &prints("sort date")), Finding::WrongOutput);
    assert_eq!(
        found(&leaves, &prints("sort data\\n")),
        Finding::WrongOutput
    );
}

/// Nothing that is printed shows it, and whether the last thread is heard of before main has left is luck.
#[cfg(target_os = "linux")]
#[test]
fn a_main_that_is_to_leave_has_a_thread_for_each_worker() {
    let leaves = Expectation {
        main: MainsEnding::Leaves,
        ..expectation(&["a", "b", "c"], 3, 3)
    };
    let spawn = |tasks: &[&str]| {
        let threads = tasks.iter();
        let threads = threads.map(|task| format!("thread::spawn(|| worker(\"{task}\"));"));
        format!("start();\n{}", threads.collect::<String>())
    };
    assert_eq!(found(&leaves, &spawn(&["a", "b", "c"])), Finding::NoWait);
    assert_eq!(found(&leaves, &spawn(&["a", "b"])), Finding::PartlySerial);
    assert_eq!(found(&leaves, &spawn(&["a"])), Finding::Serial);
}

/// Three workers that count together, with a `Counter`.
fn counting() -> Expectation {
    Expectation {
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
fn what_the_check_cannot_see_it_does_not_call_right() {
    let on_a_counter = each_does("worker.step(); counter.fetch_add(&mut worker, 1);");
    assert_eq!(found(&counting(), &on_a_counter), Finding::Joined);
    let elsewhere = each_does(
        "for _ in 0..3 { worker.step() } other.store(other.load(atomic::Ordering::SeqCst) + 1, atomic::Ordering::SeqCst);",
    );
    assert_eq!(found(&counting(), &elsewhere), Finding::Unseen);
}

#[test]
fn a_lock_may_keep_a_worker_from_what_is_shared() {
    let shared = each_does(
        "{ let _guard = lock.lock(); let before = counter.load(&mut worker); counter.store(&mut worker, before + 1); }
        worker.step();",
    );
    assert_eq!(found(&counting(), &shared), Finding::Joined);
}

/// Elsewhere nobody can prove that a worker is kept, and does not come.
#[cfg(target_os = "linux")]
#[test]
fn a_lock_may_not_keep_a_worker_from_its_work() {
    for work in [
        "{ let _guard = lock.lock(); worker.step(); } counter.fetch_add(&mut worker, 1);",
        "counter.fetch_add(&mut worker, 1); let _guard = lock.lock(); worker.step();",
    ] {
        let found = found(&counting(), &each_does(work));
        assert_eq!(found, Finding::PartlySerial, "{work}");
    }
}

/// Whoever has no place is not kept from work by what is shared.
#[test]
fn a_pool_that_is_full_holds_no_lock_over_the_work() {
    let expectation = Expectation {
        all_orders: false,
        ..pool_of_two()
    };
    assert_eq!(found(&expectation, &pool(2, "pop_front")), Finding::Joined);
}
