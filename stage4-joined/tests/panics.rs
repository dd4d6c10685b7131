//! What main learns of a panic depends on how it waits for the thread.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use crossbeam_utils::sync::WaitGroup;

#[test]
fn a_scope_waits_for_the_others_and_passes_the_panic_on() {
    let other_finished = &AtomicBool::new(false);
    let scope = || {
        thread::scope(|scope| {
            let panicking = scope.spawn(|| panic!("the disk is full"));
            scope.spawn(move || {
                while !panicking.is_finished() {
                    thread::yield_now();
                }
                other_finished.store(true, Ordering::Relaxed);
            });
        });
    };
    let panic = catch_unwind(AssertUnwindSafe(scope)).expect_err("the scope panics");
    assert_eq!(panic.downcast_ref(), Some(&"a scoped thread panicked"));
    assert!(other_finished.load(Ordering::Relaxed));
}

#[test]
fn a_join_returns_the_panic() {
    let handle = thread::spawn(|| panic!("the disk is full"));
    let panic = handle.join().expect_err("the thread has panicked");
    assert_eq!(panic.downcast_ref(), Some(&"the disk is full"));
}

#[test]
fn a_wait_group_does_not_report_a_panic() {
    let group = WaitGroup::new();
    let running = group.clone();
    thread::spawn(move || {
        let _running = running;
        panic!("the disk is full");
    });
    group.wait();
}
