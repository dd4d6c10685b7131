//! Each mistake is told with the line of the program where it is made, and what is done there.

use std::fs;

use scheduler::stages::workspace;

use crate::checked::graded_in;

/// Checks the program `name` of the corpus as `entry`. The finding is told with the line that has
/// `code` in it, and with what is `done` there.
fn is_told(entry: &str, name: &str, finding: &str, code: &str, done: &str) {
    let path = format!("tests/corpus/{entry}/wrong/{name}.rs");
    let checked = graded_in(entry, &path);
    assert_eq!(checked["finding"], finding, "{checked}");
    let source = fs::read_to_string(workspace().join(path)).expect("it is there");
    let line = source.lines().position(|line| line.contains(code));
    let line = line.expect("the program has the code") + 1;
    assert_eq!(checked["line"].as_u64(), Some(line as u64), "{checked}");
    let text = checked["text"].as_str().expect("it is there");
    assert!(text.contains(&format!("{line} | ")), "{text}");
    // A long line goes on in the next one.
    let words: Vec<_> = text.split_whitespace().collect();
    assert!(words.join(" ").contains(done), "{text}");
}

#[test]
fn a_step_that_comes_too_early() {
    is_told(
        "phases",
        "copied_from_stage_4",
        "too-early",
        "worker(\"sort data\")",
        "`sort data` is ready for step 1",
    );
}

#[test]
fn a_line_that_is_printed_once_too_often() {
    is_told(
        "stage4-joined",
        "a_header_twice",
        "wrong-output",
        "println!",
        "main prints \"Starting...\"",
    );
}

#[test]
fn an_endless_wait_that_exploring_has_found() {
    is_told(
        "phases",
        "with_a_count_loaded_and_stored",
        "hangs",
        "done.store",
        "with_a_count_loaded_and_stored.rs --schedule \"call: 0x",
    );
}

#[test]
fn a_notification_for_one_of_two_that_wait() {
    is_told(
        "phases",
        "where_one_is_notified",
        "hangs",
        "changed.wait_while(",
        "woke `sort data` only, and not `parse files`.",
    );
}

#[test]
fn too_few_at_work_in_an_interleaving() {
    is_told(
        "pool_of_two",
        "with_room_for_one_message",
        "partly-serial",
        "finished.recv()",
        "At least 2 should be at work at once.",
    );
}

#[test]
fn a_main_that_waits_in_an_interleaving_where_it_should_leave() {
    for (name, line) in [
        ("joined_if_begun", "h.join()"),
        ("with_a_lock_at_the_end", "LIST.lock().unwrap().len()"),
    ] {
        is_told(
            "lose_the_output",
            name,
            "forgets-some",
            line,
            "In this interleaving main waits while `fetch pages` is at work.",
        );
    }
}

#[test]
fn a_wait_for_a_place_that_gives_up() {
    is_told(
        "pool_of_two",
        "with_a_time_limit",
        "too-many-at-once",
        ".wait_timeout_while(",
        "waits until its time limit is over",
    );
}

#[test]
fn a_park_without_a_loop() {
    is_told(
        "join_handles",
        "parked_once",
        "forgets-some",
        "thread::park()",
        "`park` may return before another thread wakes main",
    );
}

#[test]
fn a_thread_that_ends_the_program_after_some_time() {
    is_told(
        "stage4-joined",
        "a_watchdog_that_exits",
        "sleeps",
        "process::exit(0)",
        "The thread of line 12 waited for 30 minutes and then ended the program",
    );
}

#[test]
fn looks_that_are_counted() {
    is_told(
        "phases",
        "that_look_twenty_thousand_times",
        "sleeps",
        "done.load",
        "`sort data` looks again and again, and then goes on",
    );
}

#[test]
fn a_hook_that_ends_the_program() {
    is_told(
        "panicking_worker",
        "with_a_hook",
        "forgets-some",
        "process::exit(1)",
        "`parse files` ends the program",
    );
}

#[test]
fn a_main_that_works_itself_where_it_should_leave() {
    is_told(
        "lose_the_output",
        "with_main_at_work",
        "forgets-some",
        "worker(\"rank pages\")",
        "Main works on `rank pages` itself",
    );
}

#[test]
fn a_wait_that_ends_too_soon() {
    is_told(
        "last_sender",
        "counted_to_three",
        "forgets-some",
        "take(3)",
        "main goes on from here to the end of the program",
    );
}

#[test]
fn a_worker_that_is_not_started() {
    is_told(
        "borrow_tasks",
        "for_three",
        "wrong-output",
        "worker(\"sort data\")",
        "starts `generate output`",
    );
}

#[test]
fn a_main_that_does_not_print_its_last_line() {
    is_told(
        "join_handles",
        "copied_from_the_lesson",
        "wrong-output",
        "thread::scope",
        "main goes on from here to the end of the program",
    );
}

#[test]
fn a_line_that_the_thread_of_the_worker_prints_itself() {
    is_told(
        "stage4-joined",
        "one_step_too_many",
        "forged-output",
        "println!",
        "`generate output` prints \"generate output 3 complete\"",
    );
}

#[test]
fn workers_that_are_too_many_between_two_steps() {
    is_told(
        "pool_of_two",
        "looked_at_and_then_taken",
        "too-many-at-once",
        "worker(task)",
        "permits.fetch_sub(1)",
    );
}

#[test]
fn a_failure_that_main_hears_of_and_does_not_report() {
    is_told(
        "panicking_worker",
        "with_status_0",
        "fails",
        "handle.join()",
        "main waits for the end of `parse files`",
    );
}

#[test]
fn a_line_of_stderr_that_blames_no_worker() {
    is_told(
        "panicking_worker",
        "that_logs_starts",
        "fails",
        "eprintln!(\"[{task}] begins\")",
        "`parse files` writes \"[parse files] begins\" to stderr",
    );
}

#[test]
fn a_main_that_works_itself_before_it_starts_the_others() {
    is_told(
        "lose_the_output",
        "on_one_thread",
        "serial",
        "worker(\"fetch pages\")",
        "`fetch pages` is ready for step 0",
    );
}

#[test]
fn threads_that_call_no_worker() {
    is_told(
        "lose_the_output",
        "with_closures_in_closures",
        "wrong-output",
        "thread::spawn(fetch)",
        "starts a thread",
    );
}
