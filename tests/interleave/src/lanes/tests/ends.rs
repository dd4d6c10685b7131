//! How the end of a run is shown.

use interleave_protocol::log::{
    End,
    Kind::{Join, Leave, Load, Sleep, Spawn, Start},
    Waiting,
};

use super::COUNT;
use crate::lanes::{Options, made_up::MadeUp};

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
