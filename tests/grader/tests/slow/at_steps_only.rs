//! Gradings without the interleaver, as on other systems: only the workers' steps are seen, and
//! patience decides whether something still comes.
//!
//! These wait longer than all other tests. By their name they start first, so they do not wait
//! alone.

use std::process::Command;

use scheduler::stages::workspace;
use serde_json::Value;

/// What is said of a program of the corpus, handed in as stage 4.
fn graded(program: &str) -> Value {
    let source = format!("tests/corpus/stage4-joined/{program}.rs");
    let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
    workshop.args(["check", "stage4-joined", "--format", "json", "--source"]);
    workshop.arg(source).current_dir(workspace());
    workshop.env("WORKSHOP_INTERLEAVE", "off");
    let output = workshop.output().expect("it runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[test]
fn programs_are_graded_at_their_steps_and_the_report_says_so() {
    let programs = [
        ("right/a_scope_that_borrows", "joined"),
        ("wrong/no_join", "no-wait"),
        ("wrong/join_in_the_loop", "serial"),
        ("wrong/one_handle_forgotten", "forgets-some"),
    ];
    // They wait for most of the time, so they wait together.
    let graded = std::thread::scope(|scope| {
        let threads = programs.map(|(program, _)| scope.spawn(move || graded(program)));
        threads.map(|thread| thread.join().expect("it does not panic"))
    });
    for ((program, finding), graded) in programs.into_iter().zip(graded) {
        assert_eq!(graded["finding"], finding, "{program}: {graded}");
        assert_eq!(graded["is_interleaved"], false, "{program}");
        assert_eq!(graded["schedules"]["explored"], 0, "{program}");
        let text = graded["text"].as_str().expect("it is there");
        let words: Vec<_> = text.split_whitespace().collect();
        let said = "The program was checked at its workers' steps only";
        assert!(words.join(" ").contains(said), "{program}: {text}");
    }
}
