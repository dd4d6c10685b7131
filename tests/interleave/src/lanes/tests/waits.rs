//! What is said of threads that wait, that are woken, and that cannot go on.

use interleave_protocol::log::{
    End,
    Kind::{Exit, Leave, Load, Lock, Start, Update, Wait, Wake, Woken},
    Waiting, woken,
};

use super::{TWO_LOCKS, words};
use crate::lanes::{Options, made_up::MadeUp};

#[test]
fn a_sentence_on_a_barrier_stands_once() {
    let text = "first.wait();\nsecond.wait();\n";
    let mut run = MadeUp::new(text, &["", "x", "y", "z"]);
    for (thread, line) in [(1, 1), (2, 2), (3, 1)] {
        let barrier = line + 10;
        run.step((thread, Wait, barrier, 0), (line, "Barrier::wait"))
            .stands((thread, Waiting::Futex, barrier), (line, "Barrier::wait"));
    }
    run.end(End::Deadlock);
    let words = words(&run);
    assert_eq!(words.matches("come to `first`").count(), 1, "{words}");
}

/// It waits for the mutex, after it was notified.
#[test]
fn a_thread_that_is_woken_for_the_mutex_of_its_wait_says_who_has_unlocked_it() {
    let mut run = MadeUp::new(SIGNAL, &["", "tell", "wait"]);
    run.step((1, Update, 1, 1), (2, "Mutex::lock"))
        .step((2, Wait, 1, 0), (7, "Condvar::wait"))
        .step((1, Wake, 1, 0b100), (2, "drop MutexGuard"))
        .step((2, Woken, 1, woken::BY_A_THREAD), (7, "Condvar::wait"));
    let words = words(&run);
    assert!(
        words.contains("goes on: `tell` has unlocked `is_ready`"),
        "{words}"
    );
}

#[test]
fn threads_at_two_barriers_say_which_one() {
    let text = "first.wait();\nsecond.wait();\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((1, Wait, 2, 0), (1, "Barrier::wait"))
        .stands((1, Waiting::Futex, 2), (1, "Barrier::wait"))
        .step((2, Wait, 3, 0), (2, "Barrier::wait"))
        .stands((2, Waiting::Futex, 3), (2, "Barrier::wait"))
        .end(End::Deadlock);
    let words = words(&run);
    assert!(
        words.contains("waits for other threads at `first`"),
        "{words}"
    );
    assert!(
        words.contains(
            "too few threads have come to `first`. Too few threads have come to `second`."
        ),
        "{words}"
    );
}

#[test]
fn a_reader_waits_behind_a_writer_and_not_for_a_reader() {
    let mut run = MadeUp::new("n.read();\nn.write();\n", &["", "x", "y"]);
    run.step((1, Lock, 1, 1), (1, "RwLock::read"))
        .step((2, Start, 12, 0), (0, ""))
        .stands((1, Waiting::Mutex, 1), (2, "RwLock::write"))
        .stands((2, Waiting::Mutex, 1), (1, "RwLock::read"))
        .end(End::Deadlock);
    let words = words(&run);
    assert!(words.contains("waits behind `x`"), "{words}");
}

#[test]
fn a_deadlock_says_who_holds_what() {
    let mut run = MadeUp::new(TWO_LOCKS, &["", "pay the right", "pay the left"]);
    run.step((1, Lock, 1, 0), (2, "Mutex::lock"))
        .step((2, Lock, 2, 0), (2, "Mutex::lock"))
        .stands((0, Waiting::Thread, 1), (6, "JoinHandle::join"))
        .stands((1, Waiting::Mutex, 2), (3, "Mutex::lock"))
        .stands((2, Waiting::Mutex, 1), (3, "Mutex::lock"))
        .end(End::Deadlock);
    insta::assert_snapshot!(run.render(&Options::default()));
}

const SIGNAL: &str = "\
fn tell() {
    *is_ready.lock().unwrap() = true;
    changed.notify_one();
}
fn main() {
    let mut guard = is_ready.lock().unwrap();
    while !*guard { guard = changed.wait(guard).unwrap(); }
}
";

#[test]
fn a_second_read_waits_behind_a_writer() {
    let mut run = MadeUp::new("n.read();\nn.write();\n", &["", "reader", "writer"]);
    run.step((1, Lock, 1, 1), (1, "RwLock::read"))
        .stands((1, Waiting::Mutex, 1), (1, "RwLock::read"))
        .stands((2, Waiting::Mutex, 1), (2, "RwLock::write"))
        .end(End::Deadlock);
    let expected = "`reader` has held a read lock of `n` since line 1. It wants to read once more, and \
                    that waits behind `writer`, which waits to write.";
    let words = words(&run);
    assert!(words.contains(expected), "{words}");
}

#[test]
fn a_lost_notification_is_seen() {
    let mut run = MadeUp::new(SIGNAL, &["", "tell"]);
    run.step((1, Wake, 2, 0), (3, ""))
        .step((0, Lock, 1, 1), (6, "Mutex::lock"))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .stands((0, Waiting::Futex, 2), (7, "Condvar::wait"))
        .end(End::Deadlock);
    insta::assert_snapshot!(run.render(&Options::default()));
}

/// Another notification would not help: what the thread waits for is not so.
#[test]
fn a_thread_that_was_woken_and_waits_again_has_lost_no_notification() {
    let mut run = MadeUp::new(SIGNAL, &["", "tell"]);
    run.step((0, Lock, 1, 1), (6, "Mutex::lock"))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .step((1, Wake, 2, 1), (3, ""))
        .step((0, Woken, 2, 1), (7, "Condvar::wait"))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .stands((0, Waiting::Futex, 2), (7, "Condvar::wait"))
        .end(End::Deadlock);
    let words = words(&run);
    let expected = "the last notification of `changed`, by `tell` at step 3, woke main, which waits \
                    again since step 5";
    assert!(words.contains(expected), "{words}");
}

#[test]
fn a_thread_that_was_woken_may_have_to_wait_for_the_mutex() {
    let mut run = MadeUp::new(SIGNAL, &["", "tell"]);
    run.step((0, Lock, 1, 1), (6, "Mutex::lock"))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .step((1, Lock, 1, 1), (2, "Mutex::lock"))
        .step((1, Wake, 2, 1), (3, ""))
        .step((0, Woken, 2, 1), (7, "Condvar::wait"))
        .step((0, Load, 1, 1), (7, "Condvar::wait"))
        .stands((0, Waiting::Mutex, 1), (7, "Condvar::wait"))
        .end(End::Deadlock);
    let words = words(&run);
    let expected = "waits for `tell`, which has held `is_ready` since line 2";
    assert!(words.contains(expected), "{words}");
}

#[test]
fn wakes_say_who_is_woken_and_by_whom() {
    let mut run = MadeUp::new(SIGNAL, &["", "tell"]);
    run.step((0, Lock, 1, 1), (6, "Mutex::lock"))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .step((1, Lock, 1, 1), (2, "Mutex::lock"))
        .step((1, Update, 1, 0), (2, "drop MutexGuard"))
        .step((1, Wake, 2, 1), (3, ""))
        .step((0, Woken, 2, 1), (7, "Condvar::wait"))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .step((0, Woken, 2, 0), (7, "Condvar::wait"))
        .step((0, Leave, 0, 0), (0, ""));
    insta::assert_snapshot!(run.render(&Options::default()));
}

/// Most calls wait again after a spurious wake-up, and so does a loop.
#[test]
fn a_call_is_said_to_belong_in_a_loop_only_if_it_returns_by_itself() {
    let says_so = |call: &'static str, line: u32, waits_again: bool| {
        let mut run = MadeUp::new(SIGNAL, &["", "tell"]);
        run.step((0, Wait, 2, 0), (line, call))
            .step((0, Woken, 2, woken::BY_ITSELF), (line, call));
        if waits_again {
            run.step((0, Wait, 2, 0), (line, call));
        }
        run.step((0, Leave, 0, 0), (0, ""));
        words(&run).contains("Call it in a loop")
    };
    assert!(says_so("thread::park", 7, false));
    assert!(says_so("Condvar::wait_timeout", 7, false));
    assert!(!says_so("thread::park", 7, true));
    assert!(!says_so("thread::park", 0, false));
    for call in ["Condvar::wait_while", "Receiver::recv", "RwLock::write"] {
        assert!(!says_so(call, 7, false), "{call}");
    }
}

#[test]
fn a_notification_reaches_a_thread_that_is_about_to_sleep() {
    let mut run = MadeUp::new(SIGNAL, &["", "tell"]);
    run.step((0, Lock, 1, 1), (6, "Mutex::lock"))
        .step((0, Update, 1, 0), (7, "Condvar::wait"))
        .step((1, Lock, 1, 1), (2, "Mutex::lock"))
        .step((1, Update, 1, 0), (2, "drop MutexGuard"))
        .step((1, Wake, 2, 0), (3, ""))
        .step((0, Wait, 2, 0), (7, "Condvar::wait"))
        .step((0, Lock, 1, 1), (7, "Condvar::wait"))
        .step((0, Leave, 0, 0), (0, ""));
    let words = words(&run);
    assert!(
        words.contains("notifies main, which is about to wait"),
        "{words}"
    );
    assert!(
        words.contains("goes on: it was notified meanwhile"),
        "{words}"
    );
}

#[test]
fn a_park_with_a_token_returns_at_once() {
    const PARK: &str = "fn wait() {\n    thread::park();\n}\n";
    let mut run = MadeUp::new(PARK, &["", "wait"]);
    run.step((1, Wait, 3, 0), (2, "thread::park"))
        .step((1, Exit, 11, 0), (0, ""));
    let text = run.render(&Options::default());
    assert!(
        text.contains("returns at once: it was unparked before"),
        "{text}"
    );
}

#[test]
fn a_thread_that_was_unparked_and_parks_again_is_told_that_unparks_do_not_add_up() {
    const PARKS: &str = "fn wait() {\n    thread::park();\n    thread::park();\n}\n";
    let deadlock = |first: Option<u64>| {
        let mut run = MadeUp::new(PARKS, &["", "wait"]);
        if let Some(by) = first {
            run.step((1, Wait, 3, 0), (2, "thread::park"))
                .step((1, Woken, 3, by), (2, "thread::park"));
        }
        run.step((1, Wait, 3, 0), (3, "thread::park"))
            .stands((1, Waiting::Futex, 3), (3, "thread::park"))
            .end(End::Deadlock);
        words(&run)
    };
    let sentence = "or several before `wait` went on: they count as one.";
    let says_so = |first| deadlock(first).contains(sentence);
    assert!(says_so(Some(woken::BY_A_THREAD)));
    assert!(!says_so(Some(woken::BY_ITSELF)));
    assert!(!says_so(None));
}

const CHANNEL: &str = "\
for message in receiver {}
handle.join().unwrap();
barrier.wait();
";

#[test]
fn a_receiver_waits_as_long_as_there_is_a_sender() {
    let mut run = MadeUp::new(CHANNEL, &["", "a"]);
    run.step((1, Wait, 2, 0), (1, "IntoIter::next"))
        .stands((1, Waiting::Futex, 2), (1, "IntoIter::next"))
        .stands((0, Waiting::Thread, 1), (2, "JoinHandle::join"))
        .end(End::Deadlock);
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn a_barrier_waits_for_more_threads() {
    let mut run = MadeUp::new(CHANNEL, &[""]);
    run.step((0, Wait, 2, 0), (3, "Barrier::wait"))
        .stands((0, Waiting::Futex, 2), (3, "Barrier::wait"))
        .end(End::Deadlock);
    let text = run.render(&Options::default());
    assert!(
        text.contains("Deadlock: too few threads have come to `barrier`."),
        "{text}"
    );
}

const UPGRADE: &str = "\
let list = v.read().unwrap();
v.write().unwrap().push(list.len());
";

#[test]
fn who_holds_a_read_lock_cannot_write() {
    let mut run = MadeUp::new(UPGRADE, &["", "a"]);
    run.step((1, Load, 4, 0), (1, "RwLock::read"))
        .step((1, Update, 4, 1), (1, "RwLock::read"))
        .step((0, Load, 4, 1), (1, "RwLock::read"))
        .step((0, Update, 4, 2), (1, "RwLock::read"))
        .step((1, Update, 4, 2), (2, "RwLock::write"))
        .step((1, Wait, 5, 0), (2, "RwLock::write"))
        .stands((1, Waiting::Futex, 5), (2, "RwLock::write"))
        .stands((0, Waiting::Thread, 1), (0, ""))
        .end(End::Deadlock);
    insta::assert_snapshot!(run.render(&Options::default()));
}
