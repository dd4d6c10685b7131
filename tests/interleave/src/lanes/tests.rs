//! How runs are shown, from beginning to end.

use interleave_protocol::log::{
    End,
    Kind::{
        After, Exit, Join, Leave, Load, Lock, Sleep, Spawn, Start, Store, Update, Wait, Wake,
        Woken, Write,
    },
    Waiting, woken,
};

use super::{Options, made_up::MadeUp};

const COUNT: &str = "\
fn work(count: &AtomicUsize) {
    let seen = count.load(SeqCst);
    count.store(seen + 1, SeqCst);
}
fn main() {
    let handle = thread::spawn(|| work(&COUNT));
    println!(\"tasks done: {}\", COUNT.load(SeqCst));
}
";

/// Two threads add one each, and the count is one.
fn lost_update(names: &[&str]) -> MadeUp {
    let mut run = MadeUp::new(COUNT, names);
    run.step((0, Spawn, 0, 1), (6, "thread::spawn"))
        .step((1, Start, 11, 0), (0, ""))
        .step((0, Spawn, 0, 2), (6, "thread::spawn"))
        .step((1, Load, 1, 0), (2, "AtomicUsize::load"))
        .step((2, Start, 12, 0), (0, ""))
        .step((2, Load, 1, 0), (2, "AtomicUsize::load"))
        .step((1, Store, 1, 1), (3, "AtomicUsize::store"))
        .step((2, Store, 1, 1), (3, "AtomicUsize::store"))
        .step((1, Exit, 11, 0), (0, ""))
        .step((2, Exit, 12, 0), (0, ""))
        .step((0, Load, 1, 1), (7, "AtomicUsize::load"))
        .print(0, "tasks done: 1\n")
        .step((0, Leave, 0, 0), (0, ""));
    run
}

#[test]
fn a_lost_update_says_what_is_overwritten() {
    let run = lost_update(&["", "sort data", "parse files"]);
    insta::assert_snapshot!(run.render(&Options::default()));
}

/// A thread that spins has read the new value, but that look has no call stack.
#[test]
fn a_look_without_a_call_stack_is_a_look_all_the_same() {
    let mut run = MadeUp::new(COUNT, &["", "sort data"]);
    run.step((1, Load, 1, 1), (2, "AtomicBool::load"))
        .step((0, Store, 1, 0), (7, "AtomicBool::store"))
        .step((1, Load, 1, 0), (0, ""))
        .step((1, Store, 1, 1), (3, "AtomicBool::store"));
    let text = run.render(&Options::default());
    assert!(
        text.contains("stores true") && !text.contains("overwrites"),
        "{text}"
    );
}

/// The first one locks within the call, after it has looked. The second one only looks.
#[test]
fn a_try_lock_that_fails_says_so() {
    let mut run = MadeUp::new("if let Some(n) = a.try_lock() {\n}\n", &["", "x", "y"]);
    run.step((1, Load, 1, 0), (1, "Mutex::try_lock"))
        .also(Update, 1, 1)
        .step((2, Load, 1, 1), (1, "Mutex::try_lock"))
        .step((1, Update, 1, 0), (2, "drop MutexGuard"));
    insta::assert_snapshot!(run.render(&Options::default()), @r"
         x                                     y
      1  1 | a.try_lock()
      2                                        1 | a.try_lock()  finds `a` locked
      3  2 | }  unlocks `a`

    Main ended the program.
    ");
}

/// A message is stored and counted by what the call does after it has looked.
#[test]
fn a_channel_that_is_empty_or_full_says_so() {
    let text = "let a = channel.try_recv();\nlet b = channel.try_recv();\n\
                channel.try_send(7);\nchannel.try_send(8);\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((1, Load, 1, 0), (1, "Receiver::try_recv"))
        .step((2, Load, 1, 0), (3, "SyncSender::try_send"))
        .also(Update, 1, 1)
        .step((2, Load, 1, 1), (4, "SyncSender::try_send"))
        .step((1, Load, 1, 1), (2, "Receiver::try_recv"))
        .also(Update, 1, 2);
    insta::assert_snapshot!(run.render(&Options::default()), @r"
         x                                     y
      1  1 | channel.try_recv()
         receives nothing
      2                                        3 | channel.try_send(7)
      3                                        4 | channel.try_send(8)
                                               sends nothing
      4  2 | channel.try_recv()

    Main ended the program.
    ");
}

/// The thread finds the lock locked in the first step. In the next one it only goes on.
#[test]
fn a_try_lock_that_goes_on_after_it_has_failed_says_so() {
    let text = "let n = a.lock();\nlet m = a.try_lock();\n}\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((1, Lock, 1, 1), (1, "Mutex::lock"))
        .step((2, Load, 1, 1), (2, "Mutex::try_lock"))
        .step((2, After, 1, 1), (2, "Mutex::try_lock"))
        .step((1, Update, 1, 0), (3, "drop MutexGuard"));
    assert!(words(&run).contains("a.try_lock() finds `a` locked"));
}

#[test]
fn a_value_that_was_swapped_out_is_known_when_another_one_is_overwritten() {
    let text = "n.fetch_add(1);\nlet seen = n.swap(0);\nn.store(seen + 1);\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((1, Update, 1, 5), (1, "AtomicUsize::fetch_add"))
        .step((2, Update, 1, 0), (2, "AtomicUsize::swap"))
        .step((1, Update, 1, 1), (1, "AtomicUsize::fetch_add"))
        .step((2, Store, 1, 6), (3, "AtomicUsize::store"));
    let words = words(&run);
    assert!(
        words.contains("stores 6; overwrites the 1 of step 3: it had read 5 at step 2"),
        "{words}"
    );
}

/// It spins with `swap`, and unlocks by storing what it read then.
#[test]
fn a_lock_of_the_users_own_that_is_unlocked_overwrites_nothing() {
    let text = "while n.swap(1) != 0 {}\nn.store(0);\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((2, Store, 1, 0), (2, "AtomicUsize::store"))
        .step((1, Update, 1, 1), (1, "AtomicUsize::swap"))
        .step((2, Update, 1, 2), (1, "AtomicUsize::swap"))
        .step((1, Store, 1, 0), (2, "AtomicUsize::store"));
    assert!(!words(&run).contains("overwrites"));
}

#[test]
fn who_is_left_out_is_named() {
    let text = "let seen = n.load();\nn.store(seen + 1);\nn.fetch_add(10);\n";
    let mut run = MadeUp::new(text, &["", "x", "y", "z"]);
    run.step((1, Load, 1, 0), (1, "AtomicUsize::load"))
        .step((2, Load, 1, 0), (1, "AtomicUsize::load"))
        .step((1, Store, 1, 1), (2, "AtomicUsize::store"))
        .step((2, Store, 1, 1), (2, "AtomicUsize::store"))
        .step((3, Update, 1, 11), (3, "AtomicUsize::fetch_add"));
    let words = words(&run);
    assert!(!words.contains("now 11"), "{words}");
    assert!(words.contains("What `z` did is left out."), "{words}");
}

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

/// There is room for some rows only. The line of the second thread is printed twice.
#[test]
fn a_line_that_is_printed_once_more_is_shown_both_times() {
    let mut run = MadeUp::new(COUNT, &["", "sort data", "parse files"]);
    run.print(1, "sort data 0 complete\n");
    for value in 1..40 {
        run.step((1, Update, 1, value), (3, "AtomicUsize::fetch_add"))
            .step((2, Update, 1, value), (3, "AtomicUsize::fetch_add"));
    }
    run.print(2, "sort data 0 complete\n").end(End::Unfinished);
    let words = words(&run);
    let printed = words.matches("prints \"sort data 0 complete\"").count();
    assert_eq!(printed, 2, "{words}");
}

/// What main does after its threads have ended is no part of how they came into each other's way.
#[test]
fn what_main_does_alone_gives_way_to_what_threads_do() {
    let mut run = MadeUp::new(COUNT, &["", "sort data", "parse files"]);
    run.step((1, Update, 1, 77), (3, "AtomicUsize::fetch_add"))
        .step((2, Update, 1, 78), (3, "AtomicUsize::fetch_add"));
    for value in 100..140 {
        run.step((0, Update, 1, value), (7, "AtomicUsize::fetch_add"));
    }
    let words = words(&run);
    assert!(
        words.contains("now 77") && words.contains("now 78"),
        "{words}"
    );
}

/// Another thread could still have come between.
#[test]
fn what_main_does_before_a_thread_has_ended_is_shown() {
    let mut run = MadeUp::new(COUNT, &["", "sort data"]);
    for value in 1..40 {
        run.step((1, Update, 1, value), (3, "AtomicUsize::fetch_add"))
            .step((0, Load, 1, value), (2, "AtomicUsize::load"));
    }
    run.step((0, Update, 1, 77), (7, "AtomicUsize::fetch_add"))
        .at_work(1)
        .stands((1, Waiting::No, 0), (3, ""));
    let words = words(&run);
    assert!(words.contains("now 77"), "{words}");
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
fn what_is_repeated_in_vain_and_what_a_library_does_inside_are_no_rows() {
    let mut run = MadeUp::new(COUNT, &["", "sort data"]);
    run.step((1, Sleep, 0, 500_000_000), (6, "worker"))
        .step((1, Update, 9, 0), (6, "worker"))
        .print_at((6, "worker"), 1, "sort data 0 complete\n")
        .step((1, Store, 1, 1), (3, "AtomicUsize::store"));
    for _ in 0..9 {
        run.step((0, Load, 1, 1), (7, "AtomicUsize::load"))
            .step((0, Sleep, 0, 1_000_000), (6, "sleep"));
    }
    run.end(End::StepLimit).run().last_change = 3;
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn threads_without_names_are_called_by_their_lines() {
    let run = lost_update(&["program", "program", "program"]);
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn all_steps_can_be_shown() {
    let run = lost_update(&["", "sort data", "parse files"]);
    let options = Options {
        all_steps: true,
        ..Options::default()
    };
    insta::assert_snapshot!(run.render(&options));
}

#[test]
fn names_stand_in_front_if_lanes_would_be_too_narrow() {
    let run = lost_update(&["", "sort data", "parse files"]);
    insta::assert_snapshot!(run.render(&Options {
        width: 38,
        ..Options::default()
    }));
}

const TWO_LOCKS: &str = "\
fn pay(left: &Mutex<u32>, right: &Mutex<u32>) {
    let mut from = left.lock().unwrap();
    let mut to = right.lock().unwrap();
}
fn main() {
    handle.join().unwrap();
}
";

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

/// The lanes as one line: a long cell goes on in the next row.
fn words(run: &MadeUp) -> String {
    let text = run.render(&Options::default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

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
fn an_update_that_reads_first_tells_what_it_stores() {
    let mut run = MadeUp::new("n.fetch_update(more);\nn.load();\n", &["", "a"]);
    let call = (1, "AtomicU32::fetch_update");
    run.step((0, Load, 1, 0), call)
        .also(Update, 1, 1)
        .step((1, Load, 1, 1), call)
        .step((1, After, 0, 0), call)
        .also(Update, 1, 2);
    let words = words(&run);
    assert!(
        words.contains("now 1") && words.contains("now 2"),
        "{words}"
    );
}

#[test]
fn a_compare_exchange_that_fails_tells_what_it_finds() {
    let mut run = MadeUp::new("n.compare_exchange(0, 1);\n", &["", "a"]);
    let call = (1, "AtomicU32::compare_exchange");
    run.step((0, Update, 1, 1), call)
        .step((1, Update, 1, 1), call);
    let words = words(&run);
    assert!(words.contains("now 1"), "{words}");
    assert!(words.contains("finds 1 and fails"), "{words}");
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

#[test]
fn what_is_done_to_print_is_not_shown() {
    const WORK: &str = "fn work() {\n    worker(task);\n}\n";
    let mut run = MadeUp::new(WORK, &["", "sort data", "parse files"]);
    run.step((2, Wait, 9, 0), (2, "worker"))
        .print_at((2, "worker"), 1, "sort data 0 complete\n")
        .step((1, Wake, 9, 0b100), (2, "worker"))
        .step((2, Woken, 9, 1), (2, "worker"))
        .print_at((2, "worker"), 2, "parse files 0 complete\n");
    let text = run.render(&Options::default());
    assert!(!text.contains("wait") && !text.contains("wake"), "{text}");
}

#[test]
fn an_early_end_says_who_is_cut_off() {
    let mut run = MadeUp::new(COUNT, &["", "sort data", "parse files"]);
    run.step((0, Sleep, 0, 15_000_000_000), (1, "sleep"))
        .print(1, "sort data 1 complete\n")
        .print(0, "main ends\n")
        .step((0, Leave, 0, 0), (0, ""))
        .stands((1, Waiting::Time, 0), (2, "sleep"))
        .stands((2, Waiting::No, 0), (3, ""))
        .at_work(1)
        .at_work(2);
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn a_panic_is_shown_where_it_happens() {
    let mut run = MadeUp::new(COUNT, &["", "sort data"]);
    run.print_error(
        1,
        "\nthread 'sort data' (7) panicked at src/main.rs:3:11:\nno more room\n",
    )
    .print_error(
        1,
        "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
    )
    .step((0, Join, 11, 1), (6, "JoinHandle::join"))
    .print(0, "tasks done: 0\n")
    .step((0, Leave, 0, 0), (0, ""));
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn a_run_that_was_stopped_says_where_its_threads_were() {
    let mut run = MadeUp::new(
        "while !IS_READY.load(SeqCst) {}\nIS_READY.store(true, SeqCst);\n",
        &["", "spin"],
    );
    for _ in 0..500 {
        run.step((1, Load, 1, 0), (1, "AtomicBool::load"));
    }
    run.stands((1, Waiting::No, 1), (1, "AtomicBool::load"))
        .stands((0, Waiting::Thread, 1), (0, ""))
        .end(End::StepLimit);
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn a_program_that_was_killed_says_so() {
    let mut run = MadeUp::new(COUNT, &[]);
    run.end(End::Lost).run().is_busy = true;
    assert!(
        run.render(&Options::default())
            .contains("The program was killed")
    );
}

#[cfg(unix)]
#[test]
fn a_status_and_a_signal_are_said() {
    use std::{os::unix::process::ExitStatusExt, process::ExitStatus};

    let mut run = MadeUp::new(COUNT, &[]);
    run.run().status = ExitStatus::from_raw(3 << 8);
    assert!(
        run.render(&Options::default())
            .contains("Main ended the program with status 3.")
    );
    run.end(End::Lost).run().status = ExitStatus::from_raw(11);
    assert!(
        run.render(&Options::default())
            .contains("The program ended by itself: signal: 11")
    );
}

#[test]
fn a_long_run_is_folded_to_what_fits() {
    let mut run = MadeUp::new(COUNT, &["", "sort data", "parse files"]);
    for value in 1..40 {
        for thread in [1, 2] {
            for _ in 0..3 {
                run.step((thread, Load, 1, value), (2, "AtomicUsize::load"));
            }
            run.step((thread, Update, 1, value + 1), (3, "AtomicUsize::store"));
        }
    }
    run.step((0, Leave, 0, 0), (0, ""));
    let text = run.render(&Options::default());
    assert!(text.lines().count() <= 24, "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn locks_that_are_called_alike_are_numbered() {
    let mut run = MadeUp::new(
        "let mut fork = FORKS[seat].lock().unwrap();\n",
        &["", "a", "b"],
    );
    run.step((1, Lock, 1, 0), (1, "Mutex::lock"))
        .step((2, Lock, 2, 0), (1, "Mutex::lock"))
        .stands((1, Waiting::Mutex, 2), (1, "Mutex::lock"))
        .stands((2, Waiting::Mutex, 1), (1, "Mutex::lock"))
        .end(End::Deadlock);
    insta::assert_snapshot!(run.render(&Options::default()));
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

#[test]
fn a_lock_is_shown_step_by_step_with_its_name() {
    let mut run = MadeUp::new(TWO_LOCKS, &["", "a", "b"]);
    run.step((1, Update, 1, 1), (2, "Mutex::lock"))
        .step((1, After, 1, 1), (2, "Mutex::lock"))
        .step((2, Update, 1, 1), (2, "Mutex::lock"))
        .step((1, After, 1, 1), (2, "Mutex::lock"))
        .step((2, Wait, 1, 0), (2, "Mutex::lock"))
        .step((1, Update, 1, 0), (4, "drop MutexGuard"));
    let options = Options {
        all_steps: true,
        ..Options::default()
    };
    insta::assert_snapshot!(run.render(&options));
}

#[test]
fn the_thread_that_ends_the_program_is_shown() {
    let mut run = MadeUp::new("process::exit(3);\n", &["", "a", "b", "c"]);
    run.step((1, Start, 0, 0), (0, ""))
        .step((3, Start, 0, 0), (0, ""))
        .step((1, Leave, 0, 0), (1, "process::exit"))
        .at_work(0)
        .at_work(2)
        .at_work(3)
        .stands((0, Waiting::Thread, 1), (0, ""))
        .stands((2, Waiting::No, 0), (0, ""))
        .stands((3, Waiting::No, 0), (1, ""));
    insta::assert_snapshot!(run.render(&Options::default()));
}

#[test]
fn the_last_step_of_a_program_that_crashed_is_shown() {
    let mut run = MadeUp::new(COUNT, &[]);
    run.step((0, Spawn, 0, 1), (6, "thread::spawn"))
        .step((1, Start, 0, 0), (0, ""))
        .end(End::Lost);
    let text = run.render(&Options::default());
    assert!(text.contains("  2  begins"), "{text}");
    assert!(
        text.contains("The thread of line 6 was at work:\nit had just begun."),
        "{text}"
    );
}

#[test]
fn what_a_test_harness_does_is_hidden() {
    let mut run = MadeUp::new(COUNT, &["", "push"]);
    run.step((0, Write, 99, 1 << 32 | 4), (0, "_print"))
        .step((1, Load, 1, 0), (2, "AtomicUsize::load"))
        .step((0, Store, 1, 1), (3, "AtomicUsize::store"));
    let text = run.render(&Options::default());
    assert!(!text.contains("prints"), "{text}");
}

#[test]
fn a_run_of_many_steps_has_call_stacks_at_its_end_only() {
    let mut run = MadeUp::new(COUNT, &["", "sort data", "parse files"]);
    for step in 0..100_000 {
        run.step((1 + step % 2, Update, 1, step as u64), (0, ""));
    }
    run.step((1, Load, 1, 7), (2, "AtomicUsize::load"))
        .step((2, Store, 1, 8), (3, "AtomicUsize::store"));
    let start = std::time::Instant::now();
    let options = Options {
        all_steps: true,
        ..Options::default()
    };
    for options in [Options::default(), options] {
        let text = run.render(&options);
        assert!(text.contains("… 100000 earlier steps\n"), "{text}");
        assert!(text.lines().count() < 10, "{text}");
    }
    assert!(
        start.elapsed().as_secs() < 10,
        "it took {:?}",
        start.elapsed()
    );
}

#[test]
fn every_line_fits_the_width() {
    let names = ["", "a very long name of a thread", "parse files"];
    for width in [30, 40, 60, 80, 120] {
        let text = lost_update(&names).render(&Options {
            width,
            ..Options::default()
        });
        for line in text.lines() {
            assert!(line.chars().count() <= width, "at {width}: {line}");
        }
    }
}
