//! What each command says, and how it ends.

use std::fs;

use insta::assert_snapshot;

use super::course::{Course, EXERCISES};

#[test]
fn without_a_command_the_exercises_are_listed() {
    assert_snapshot!(Course::new().said(&[]));
}

#[test]
fn a_check_goes_from_one_exercise_to_the_next() {
    let course = Course::new();
    assert_snapshot!("the_first_check", course.said(&["check"]));
    course.solve("warm_up");
    assert_snapshot!("the_first_pass", course.said(&["check"]));
    let list = course.said(&[]);
    assert!(list.contains("solved         * warm_up"), "{list}");
    let count = EXERCISES.len();
    let bar = format!("[#{}] 1 of {count} solved", "-".repeat(count - 1));
    assert!(list.contains(&bar), "{list}");
    assert!(list.contains("next:  lose_the_output"), "{list}");
    let next = course.said(&["check"]);
    assert!(
        next.starts_with("lose_the_output: not solved yet, serial"),
        "{next}"
    );
}

/// As in a handout.
#[test]
fn a_solution_that_is_not_there_is_not_named() {
    let course = Course::new();
    course.solve("warm_up");
    let solution = "tests/corpus/solutions/warm_up.rs";
    assert!(course.said(&["check", "warm_up"]).contains(solution));
    fs::remove_file(course.path(solution)).expect("it is there");
    let said = course.said(&["check", "warm_up"]);
    assert!(
        said.contains("Takeaway:") && !said.contains("solutions"),
        "{said}"
    );
}

#[test]
fn what_was_solved_and_then_changed_is_unsolved_again() {
    let course = Course::new();
    course.solve("join_handles");
    assert_eq!(
        course.run(&["check", "join_handles"]).status.code(),
        Some(0)
    );
    let file = "stage4-joined/exercises/join_handles.rs";
    let solution = course.read(file);
    course.write(file, solution.clone() + "\n// better so?\n");
    assert!(course.said(&[]).contains("not solved yet * join_handles"));
    course.write(file, solution);
    assert!(course.said(&[]).contains("solved         * join_handles"));
}

#[test]
fn a_joined_answer_where_the_output_should_be_lost_is_right_elsewhere() {
    let course = Course::new();
    let joined = course
        .read("tests/corpus/solutions/join_handles.rs")
        .replace("sort data", "fetch pages")
        .replace("parse files", "index words")
        .replace("generate output", "rank pages")
        .replace("    println!(\"All done\");\n", "");
    course.write("stage2-no-wait/exercises/lose_the_output.rs", joined);
    let said = course.said(&["check", "lose_the_output"]);
    assert!(
        said.contains("This is right, and it is what stage 4 asks for"),
        "{said}"
    );
    assert!(said.ends_with("status 1"), "{said}");
}

/// Elsewhere it is not known what main waits for.
#[cfg(target_os = "linux")]
#[test]
fn a_schedule_is_an_answer_too() {
    let course = Course::new();
    course.solve("beat_the_sleep");
    assert_snapshot!(
        "a_counterexample",
        course.said(&["check", "beat_the_sleep"])
    );
    let file = "stage3-sleep/exercises/beat_the_sleep.txt";
    let solution = course.read(file);
    course.write(file, solution.clone() + "parse files 2\n");
    assert_snapshot!(
        "no_counterexample",
        course.said(&["check", "beat_the_sleep"])
    );
    for (schedule, message) in [
        ("", "The schedule is empty"),
        ("sort data 0", "loses 7 lines that it should not."),
        (
            &solution.replace("generate output 2", "parse files 2"),
            "loses another line than it should.",
        ),
        (
            &solution.replace("generate output 2", ""),
            "loses one line too many.",
        ),
    ] {
        course.write(file, schedule);
        let said = course.said(&["check", "beat_the_sleep"]);
        assert!(said.contains(message), "{said}");
    }
    course.write(file, "sort data 0\nsort data 2\n");
    assert_snapshot!("no_schedule", course.said(&["check", "beat_the_sleep"]));
}

#[test]
fn a_schedule_is_run_on_the_stage_that_it_is_against() {
    let course = Course::new();
    course.solve("beat_the_sleep");
    let play_at = |pace| {
        let mut run = course.command(&["run", "beat_the_sleep"]);
        let output = run.env("PACE", pace).output().expect("it runs");
        String::from_utf8(output.stdout).expect("it is UTF-8")
    };
    // On a busy machine main may have slept enough before all is played: then more slowly.
    let is_played = |said: &String| said.contains("These steps were not done:\n  parse files 2\n");
    let mut said = ["100", "10", "1"].into_iter().map(play_at);
    assert!(said.any(|said| is_played(&said)));
}

#[test]
fn hints_say_more_each_time_and_begin_with_what_was_found() {
    let course = Course::new();
    let hint = || course.said(&["hint", "join_handles"]);
    let unchecked = hint();
    assert!(
        unchecked.starts_with("join_handles: hint 1 of 3\n"),
        "{unchecked}"
    );
    course.run(&["check", "join_handles"]);
    assert_snapshot!([hint(), hint(), hint(), hint()].join("\n"));
}

#[test]
fn a_reset_keeps_what_was_written() {
    let course = Course::new();
    let file = "stage4-joined/exercises/join_handles.rs";
    let starter = course.read(file);
    let reset = |arguments: &[&str]| course.said(&[&["reset", "join_handles"], arguments].concat());
    assert_snapshot!("nothing_to_reset", reset(&[]));
    course.write(file, "fn main() {}\n");
    assert_snapshot!("a_reset_that_cannot_ask", reset(&[]));
    assert_eq!(course.read(file), "fn main() {}\n");
    assert_snapshot!("a_reset", reset(&["--yes"]));
    assert_eq!(course.read(file), starter);
    course.write(file, "fn main() { todo!() }\n");
    reset(&["--yes"]);
    assert_eq!(course.read(&format!("{file}.bak")), "fn main() {}\n");
    assert_eq!(
        course.read(&format!("{file}.bak2")),
        "fn main() { todo!() }\n"
    );
    fs::remove_file(course.path(file)).expect("it is there");
    reset(&[]);
    assert_eq!(course.read(file), starter);
}

#[test]
fn a_run_shows_the_program_and_ends_as_it_does() {
    let course = Course::new();
    let starter = course.said(&["run", "warm_up"]);
    assert!(
        starter.starts_with("Starting...\nsort data 0 complete\n"),
        "{starter}"
    );
    assert!(
        starter.contains("All done\nthe program ran for "),
        "{starter}"
    );
    assert!(starter.ends_with("\nstatus 0"), "{starter}");
    course.solve("panicking_worker");
    let failed = course.said(&["run", "panicking_worker"]);
    assert!(failed.contains("parse files failed\n"), "{failed}");
    assert!(failed.ends_with("status 1"), "{failed}");
    let mut run = course.command(&["run", "panicking_worker"]);
    let output = run.env("FAILS", "nobody").output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let refused = course.said(&["run", "borrow_tasks"]);
    assert!(
        refused.contains("borrow_tasks.rs does not build"),
        "{refused}"
    );
    assert!(refused.ends_with("status 1"), "{refused}");
}

#[test]
fn the_tasks_of_a_run_can_be_chosen() {
    let course = Course::new();
    course.solve("borrow_tasks");
    let mut run = course.command(&["run", "borrow_tasks"]);
    let output = run
        .env("TASKS", "read mail, send mail")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("send mail 2 complete\n"), "{said}");
    assert!(said.ends_with("Done: read mail, send mail\n"), "{said}");
}

const ALL_SOLVED: &str = "\
All exercises are solved.
To see every interleaving of stage 4: cargo workshop check stage4-joined --exhaustive
";

#[test]
#[ignore = "it grades each solution"]
fn all_solutions_are_all_done() {
    let course = Course::new();
    for (_, file) in &*EXERCISES {
        course.solve(file.split('.').next().unwrap_or_default());
    }
    let said = course.said(&["check", "--all"]);
    assert!(
        said.contains(&format!("{0} of {0} solved", EXERCISES.len())),
        "{said}"
    );
    assert!(said.ends_with(&format!("{ALL_SOLVED}\nstatus 0")), "{said}");
    for command in ["check", "run", "hint", "watch"] {
        assert_eq!(
            course.said(&[command]),
            format!("{ALL_SOLVED}status 0"),
            "{command}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_named_and_nothing_is_lost() {
    let course = Course::new();
    course.solve("warm_up");
    course.run(&["check"]);
    let progress = course.read(".workshop");
    let file = "stage4-joined/exercises/join_handles.rs";
    course.write(file, b"// caf\xe9\nfn main() {}\n");
    let said = course.said(&["check", "join_handles"]);
    assert!(said.contains("not a text in UTF-8"), "{said}");
    assert!(said.ends_with("status 2"), "{said}");
    fs::remove_file(course.path(file)).expect("it is there");
    for command in ["check", "run"] {
        let said = course.said(&[command, "join_handles"]);
        assert!(
            said.contains("failed to read `stage4-joined/exercises/join_handles.rs`"),
            "{said}"
        );
        assert!(said.ends_with("status 2"), "{said}");
    }
    assert_eq!(course.read(".workshop"), progress);
}

#[test]
fn a_reset_is_offered_for_an_exercise_that_is_gone_and_not_for_a_stage() {
    let course = Course::new();
    for (name, file, is_offered) in [
        ("warm_up", "stage1-serial/exercises/warm_up.rs", true),
        ("stage1-serial", "stage1-serial/src/main.rs", false),
    ] {
        fs::remove_file(course.path(file)).expect("it is there");
        let said = course.said(&["check", name]);
        assert!(said.contains(&format!("failed to read `{file}`")), "{said}");
        let offer = format!("`cargo workshop reset {name}` brings it back");
        assert_eq!(said.contains(&offer), is_offered, "{said}");
    }
}

#[test]
fn a_damaged_progress_is_told_and_kept() {
    let course = Course::new();
    course.write(".workshop", b"warm_up serial\n");
    let said = course.said(&[]);
    assert!(
        said.contains(
            "note: lines of .workshop that are not understood, and are left as they are: 1"
        ),
        "{said}"
    );
    course.run(&["check", "warm_up"]);
    assert!(course.read(".workshop").contains("\nwarm_up serial\n"));
    course.write(".workshop", b"caf\xe9\n");
    let said = course.said(&[]);
    assert!(
        said.contains("error: failed to read `.workshop`: it is not a text in UTF-8"),
        "{said}"
    );
    assert!(said.ends_with("status 2"), "{said}");
}

#[test]
fn a_pass_that_cannot_be_noted_is_a_pass() {
    let course = Course::new();
    course.solve("warm_up");
    fs::create_dir(course.path(".workshop")).expect("there is room");
    let said = course.said(&["check", "warm_up"]);
    assert!(said.starts_with("warm_up: solved, serial"), "{said}");
    assert_eq!(said.matches("error: ").count(), 1, "{said}");
    assert!(said.ends_with("status 0"), "{said}");
}

/// Here a folder is in the way. It could also be a full disk, or another user's file.
#[test]
fn a_progress_that_cannot_be_noted_is_an_error_and_no_other_verdict() {
    let course = Course::new();
    fs::create_dir(course.path(".workshop")).expect("there is room");
    let said = course.said(&["check", "warm_up"]);
    assert!(
        said.starts_with("warm_up: not solved yet, wrong-output"),
        "{said}"
    );
    assert!(
        said.contains("error: what was found could not be noted: failed to read `.workshop`"),
        "{said}"
    );
    assert!(said.ends_with("status 1"), "{said}");
}

#[test]
fn a_misspelt_name_is_told_with_the_nearest_right_one() {
    let course = Course::new();
    for command in ["check", "run", "hint", "watch", "reset", "play"] {
        let said = course.said(&[command, "joinhandles"]);
        assert!(
            said.contains("did you mean \"join_handles\"?"),
            "{command}: {said}"
        );
        assert!(said.ends_with("status 2"), "{command}: {said}");
    }
    let stage = course.said(&["hint", "stage1-serial"]);
    assert!(
        stage.contains("stage1-serial is a stage, which is finished"),
        "{stage}"
    );
}

#[test]
fn a_misspelt_command_is_told_with_the_nearest_right_one() {
    let said = Course::new().said(&["rn"]);
    assert!(
        said.contains("a similar subcommand exists: 'run'"),
        "{said}"
    );
    assert!(said.ends_with("status 2"), "{said}");
}

pub const COMMANDS: [&str; 12] = [
    "check", "run", "hint", "watch", "reset", "play", "explore", "timeline", "measure", "grade",
    "handout", "verify",
];

#[test]
fn each_command_has_help_with_an_example() {
    let course = Course::new();
    for command in COMMANDS {
        let said = course.said(&[command, "--help"]);
        let is_usage = |line: &&str| line.starts_with("Usage: ");
        let mut lines = said.lines().filter(|line| !is_usage(line));
        assert_eq!(lines.find(|line| line.len() > 80), None);
        assert!(said.contains("Examples:\n  cargo workshop"), "{said}");
        assert!(said.contains("Exit status: "), "{said}");
    }
    assert_snapshot!(course.said(&["--help"]));
}

/// Here is no terminal, and so there are no keys.
#[cfg(unix)]
#[test]
fn a_watch_checks_what_is_saved_and_ends_clean() {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };

    let course = Course::new();
    let mut watch = course.command(&["watch"]);
    let mut watch = watch.stdout(Stdio::piped()).spawn().expect("it runs");
    let stdout = BufReader::new(watch.stdout.take().expect("it is piped"));
    let mut lines = stdout.lines().map(|line| line.expect("it is UTF-8"));
    let mut await_line = |start| lines.any(|line| line.starts_with(start));
    assert!(await_line("warm_up: not solved yet"));
    course.solve("join_handles");
    assert!(await_line("join_handles: solved, joined"));
    assert!(await_line("next: warm_up"));
    course.solve("warm_up");
    assert!(await_line("warm_up: solved, serial"));
    rustix::process::kill_process(
        rustix::process::Pid::from_child(&watch),
        rustix::process::Signal::TERM,
    )
    .expect("it is there");
    assert_eq!(watch.wait().expect("it ends").code(), Some(0));
}
