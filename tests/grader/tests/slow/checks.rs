//! What the command says of some wrong programs: how it can be drawn, and what only the exercises or
//! the interleaver show.

use std::fs;

use insta::assert_snapshot;
use scheduler::stages::workspace;

use crate::checked::{graded, graded_in, output, text, workshop};

/// Without the interleaver the words are others.
#[test]
fn each_mistake_is_named_and_shown() {
    for (finding, name) in [
        ("does-not-build", "a_local_borrowed_by_a_thread"),
        ("too-much-output", "endless_stdout"),
        ("crashes", "abort_before_the_join"),
        ("forged-output", "printed_again_by_main"),
        ("no-wait", "no_join"),
        ("sleeps", "a_sleep_of_a_tenth_of_a_second"),
        ("fails", "a_panic_after_the_work"),
        ("forgets-some", "one_handle_forgotten"),
        ("serial", "join_in_the_loop"),
        ("partly-serial", "two_tasks_in_one_thread"),
        ("too-many-at-once", "a_fourth_worker"),
        ("needless-wait", "one_thread_locks_stdout"),
        ("too-early", "started_before_the_header"),
        ("hangs", "a_sender_kept_by_main"),
        ("wrong-output", "a_worker_missing"),
    ] {
        let graded = graded("stage4-joined", name);
        assert_eq!(graded["finding"], finding, "{graded}");
        assert_eq!(graded["wanted"], "joined");
        assert_snapshot!(finding, text(&graded));
    }
}

/// The command that a report names draws what it has found.
#[test]
fn a_finding_with_a_schedule_can_be_drawn() {
    for (name, finding) in [
        ("one_handle_forgotten", "the program ended with status 0"),
        (
            "join_in_the_loop",
            "turn 2, `parse files 0`, cannot be granted",
        ),
    ] {
        let text = text(&graded("stage4-joined", name));
        let draw = text
            .lines()
            .find_map(|line| line.split_once("draw:    cargo workshop "));
        let (_, draw) = draw.unwrap_or_else(|| panic!("{text}"));
        let (words, schedule) = draw.split_once(" --schedule ").expect("it has a schedule");
        let words = words
            .split(' ')
            .chain(["--schedule", schedule.trim_matches('"')]);
        let output = output(workshop(&words.collect::<Vec<_>>()));
        let picture = String::from_utf8_lossy(&output.stdout);
        assert!(picture.contains(finding), "{output:?}");
    }
}

/// Mistakes that only an entry shows which asks for more than stage 4 does.
#[test]
fn a_program_that_misses_the_lesson_is_told_so() {
    for (entry, name) in [
        ("panicking_worker", "with_status_1"),
        ("panicking_worker", "joined_last"),
        ("last_sender", "counted_to_four"),
        ("two_locks", "counted_one_after_the_other"),
        ("two_locks", "with_one_purse_twice"),
    ] {
        assert_snapshot!(format!("{entry}_{name}"), text(&graded(entry, name)));
    }
}

#[test]
fn only_a_sleep_of_main_is_advised_against() {
    let advised = [
        ("a_needless_sleep_of_200_ms", true),
        ("a_thousand_naps_before_each_worker", false),
    ];
    for (name, is_advised) in advised {
        let source = format!("tests/corpus/stage4-joined/right/{name}.rs");
        let output = output(workshop(&["check", "stage4-joined", "--source", &source]));
        let text = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert_eq!(
            text.contains("main sleeps before it waits"),
            is_advised,
            "{text}"
        );
    }
}

/// Time is virtual, so an hour is over at once.
#[test]
fn a_poll_that_gives_up_in_silence_after_an_hour_is_a_sleep() {
    let folder = tempfile::tempdir().expect("there is room");
    let source = folder.path().join("program.rs");
    let program = "use std::{sync::atomic::{AtomicU32, Ordering::SeqCst}, thread, time::Duration};

        static DONE: AtomicU32 = AtomicU32::new(0);

        fn main() {
            common::start();
            for task in [\"sort data\", \"parse files\", \"generate output\"] {
                thread::spawn(move || {
                    common::worker(task);
                    DONE.fetch_add(1, SeqCst);
                });
            }
            for _ in 0..36_000 {
                if DONE.load(SeqCst) == 3 {
                    break;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }";
    fs::write(&source, program).expect("there is room");
    let graded = graded_in("stage4-joined", source.to_str().expect("it is UTF-8"));
    assert_eq!(graded["finding"], "sleeps", "{graded}");
    let message = graded["message"].as_str().expect("it is there");
    assert!(
        message.starts_with("Main waited for 60 minutes and then left:"),
        "{message}"
    );
}

/// It goes wrong only if another worker stores between the load and the store of one worker, which
/// are no steps. The interleaving is not in the snapshot, for it is the compiler's too.
#[test]
fn a_race_between_two_steps_is_shown_in_lanes_with_the_lines() {
    let name = "with_an_atomic_loaded_and_stored_after_the_work";
    let graded = graded("lost_update", name);
    assert_eq!(graded["finding"], "wrong-output", "{graded}");
    assert_eq!(graded["is_interleaved"], true);
    assert!(
        graded["schedules"]["explored"].as_u64() > Some(0),
        "{graded}"
    );
    let text = text(&graded);
    let source = format!("tests/corpus/lost_update/wrong/{name}.rs");
    let source = fs::read_to_string(workspace().join(source)).expect("it is there");
    for code in ["done.load(", "done.store(before + 1"] {
        let line = source.lines().position(|line| line.contains(code));
        let shown = format!("{} | {code}", line.expect("it is there") + 1);
        assert!(text.contains(&shown), "{shown:?} is not in {text}");
    }
    let store = source.lines().position(|line| line.contains("done.store("));
    let store = store.map(|index| index as u64 + 1);
    assert_eq!(graded["line"].as_u64(), store, "{graded}");
    assert!(text.contains("overwrites the "), "{text}");
}
