//! The same plan gives the same run: steps, output and status, byte for byte.

use std::{collections::BTreeSet, time::Duration};

use interleave::{
    plan::{Plan, Strategy},
    run::Run,
    server::Subject,
};

use super::shared::{folder, program, program_of, run, server_of};

const TIMES: usize = 200;

/// Threads that are reused, hash maps, thread-locals, channels, panics and time.
const VARIED: &str = r#"
use std::{cell::Cell, collections::HashMap, sync::mpsc, thread, time::{Duration, Instant}};

thread_local! { static COUNT: Cell<u32> = const { Cell::new(0) }; }

fn main() {
    let (sender, receiver) = mpsc::channel();
    for round in 0..3 {
        let handles: Vec<_> = (0..3).map(|nth| {
            let sender = sender.clone();
            thread::spawn(move || {
                COUNT.set(COUNT.get() + nth);
                let started = Instant::now();
                thread::sleep(Duration::from_millis(u64::from(nth)));
                let map: HashMap<u32, u32> = (0..20).map(|key| (key, nth)).collect();
                sender.send((round, nth, map.keys().next().copied(), started.elapsed())).unwrap();
                assert!(nth < 2, "the third of round {round}");
            })
        }).collect();
        for handle in handles {
            let _ = handle.join();
        }
    }
    drop(sender);
    for message in receiver {
        println!("{message:?} {:p}", &message);
    }
}
"#;

/// All of a run that a program can do something about. How long it takes is another matter.
fn everything(run: Run) -> String {
    let run = Run {
        processor_time: Duration::ZERO,
        ..run
    };
    format!("{run:?}")
}

fn assert_same(subject: &Subject, server_count: usize) {
    for after in [false, true] {
        let strategy = Strategy::Pos { seed: 11 };
        let plan = Plan {
            strategy,
            after,
            frames: Some(0),
            ..Plan::default()
        };
        let mut runs = BTreeSet::new();
        for _ in 0..server_count {
            let mut server = server_of(subject);
            for _ in 0..TIMES / server_count {
                runs.insert(everything(run(&mut server, &plan)));
            }
        }
        assert_eq!(runs.len(), 1, "{runs:#?}");
    }
}

#[test]
fn a_plan_gives_the_same_run_each_time() {
    let program = program_of(VARIED);
    assert_same(&Subject::from(&program), 20);
}

#[test]
fn it_does_so_if_addresses_are_others_each_time() {
    let program = program(&folder("kernels/wrong/keepalive.rs"));
    let subject = Subject {
        has_random_addresses: true,
        ..Subject::from(&program)
    };
    assert_same(&subject, 20);
}
