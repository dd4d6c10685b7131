//! An instructor adds an exercise: `cargo workshop verify` says what is missing.

use std::fs;

use super::course::Course;

const ENTRY: &str = r#"
[[exercise]]
name = "join_last"
takeaway = "Join last."
hints = ["one", "two", "three"]
starter_finding = "wrong-output"
hint_for = { wrong-output = "Compare the lines." }
expects = { concurrency = [1, 1] }
"#;

/// A course with the exercise of stage 1, and an entry for another one.
fn with_new_entry() -> Course {
    let course = Course::new();
    for stage in ["stage2-no-wait", "stage3-sleep", "stage4-joined"] {
        let entries = course.path(stage).join("exercises/exercises.toml");
        fs::remove_file(entries).expect("it is there");
    }
    for (kind, count) in [("right", 2), ("wrong", 4)] {
        let folder = format!("tests/corpus/warm_up/{kind}");
        fs::create_dir_all(course.path(&folder)).expect("there is room");
        for number in 0..count {
            course.write(&format!("{folder}/{number}.rs"), "");
        }
    }
    course.write(
        "stage1-serial/exercises/Cargo.toml",
        "path = \"warm_up.rs\"",
    );
    let entries = "stage1-serial/exercises/exercises.toml";
    course.write(entries, course.read(entries) + ENTRY);
    for folder in ["starters", "solutions"] {
        for file in fs::read_dir(course.path("tests/corpus").join(folder)).expect("it is there") {
            let path = file.expect("it is there").path();
            if !path.ends_with("warm_up.rs") {
                fs::remove_file(path).expect("it is there");
            }
        }
    }
    course
}

#[test]
fn each_missing_part_of_a_new_exercise_is_named() {
    let course = with_new_entry();
    let said = course.said(&["verify", "--course"]);
    let key = "tests/snapshots/exercises__join_last.snap";
    assert!(
        said.contains(&format!("join_last: it has no answer key: write `{key}`")),
        "{said}"
    );
    course.write(key, course.read("tests/snapshots/exercises__warm_up.snap"));
    let said = course.said(&["verify", "--course"]);
    let complaints: Vec<_> = said
        .lines()
        .filter(|line| line.starts_with("join_last"))
        .collect();
    let expected = [
        "join_last: programs in `tests/corpus/join_last/right`: 0, and it needs 2",
        "join_last: programs in `tests/corpus/join_last/wrong`: 0, and it needs 4",
        "join_last: it has no starter: write `tests/corpus/starters/join_last.rs`",
        "join_last: it has no solution: write `tests/corpus/solutions/join_last.rs`",
        "join_last: `stage1-serial/exercises/Cargo.toml` has no [[bin]] for it",
    ];
    assert_eq!(complaints, expected, "{said}");
    assert!(said.ends_with("status 1"), "{said}");
}

#[test]
fn files_without_an_entry_are_named() {
    let course = with_new_entry();
    let entries = "stage1-serial/exercises/exercises.toml";
    course.write(entries, course.read(entries).replace(ENTRY, ""));
    course.write("tests/corpus/starters/join_last.rs", "fn main() {}");
    let said = course.said(&["verify", "--course"]);
    let stray = "starters/join_last.rs: no exercises.toml has an entry for it\nstatus 1";
    assert!(said.ends_with(stray), "{said}");
    let program = "tests/corpus/join_last/wrong/a.rs";
    fs::create_dir_all(course.path(program).with_file_name("")).expect("there is room");
    course.write(program, "//! Finding: serial\n");
    let said = course.said(&["verify", program]);
    let unknown = format!("`{program}`: there is no exercise or stage \"join_last\"");
    assert!(said.contains(&unknown), "{said}");
}
