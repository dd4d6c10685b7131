//! What is said of the steps of locks, atomics and channels.

use interleave_protocol::log::Kind::{After, Load, Lock, Store, Update};

use super::{COUNT, lost_update, words};
use crate::lanes::{Options, made_up::MadeUp};

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

/// What other threads saw of the number of owners explains what they did.
#[test]
fn a_look_at_the_owners_of_an_arc_says_what_it_finds() {
    let text = "let last = Arc::strong_count(&a) == 1;\nlet Some(a) = a.upgrade() else {\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((1, Load, 1, 2), (1, "Arc::strong_count"))
        .step((2, Load, 1, 0), (2, "Weak::upgrade"));
    insta::assert_snapshot!(run.render(&Options::default()), @r"
         x                                     y
      1  1 | strong_count(&a)  → 2
      2                                        2 | a.upgrade()
                                               finds no owner any more

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
