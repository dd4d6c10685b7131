//! Which steps make up rows, which of them are shown, and how they are laid out.

use interleave_protocol::log::{
    End,
    Kind::{After, Exit, Leave, Load, Lock, Sleep, Store, Update, Wait, Wake, Woken, Write},
    Waiting,
};

use super::{COUNT, TWO_LOCKS, lost_update, words};
use crate::lanes::{Options, made_up::MadeUp};

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

/// A thread that does without a lock may be why others wait.
#[test]
fn a_lock_that_is_given_up_is_shown_also_if_much_happens_later() {
    let text = "a.lock();\n}\na.try_lock();\nn.fetch_add(1);\n";
    let mut run = MadeUp::new(text, &["", "x", "y"]);
    run.step((1, Lock, 7, 1), (1, "Mutex::lock"))
        .step((2, Load, 7, 1), (3, "Mutex::try_lock"))
        .step((1, Update, 7, 0), (2, "drop MutexGuard"));
    for value in 1..40 {
        run.step((1, Update, 1, value), (4, "AtomicUsize::fetch_add"))
            .step((2, Update, 1, value), (4, "AtomicUsize::fetch_add"));
    }
    let words = words(&run);
    assert!(words.contains("finds `a` locked"), "{words}");
}

/// There is nothing to be seen of what it should have done.
#[test]
fn a_thread_that_ends_without_a_word_is_seen_to_end_if_others_are_at_work() {
    let ends = |end| {
        let mut run = MadeUp::new(COUNT, &["", "sort data", "x"]);
        run.step((2, Exit, 0, 0), (0, ""))
            .print(1, "sort data 0 complete\n")
            .step((1, Exit, 0, 0), (0, ""))
            .end(end);
        words(&run).matches(" ends").count()
    };
    assert_eq!(ends(End::Unfinished), 1);
    // Here all that a thread has done can be seen.
    assert_eq!(ends(End::Deadlock), 0);
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
