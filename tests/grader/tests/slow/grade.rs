//! `cargo workshop grade`, with the real grader: a class of four in the tests of every day, and, if
//! they are asked for, one with hostile submissions and one of a thousand.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use class::results::{self, FILE, Row, Status};
use scheduler::stages::workspace;
use tempfile::TempDir;

use crate::handout::walk;

mod hostile;
mod large;

/// A class, and the folder of its results.
struct Class {
    folder: TempDir,
}

impl Class {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        fs::create_dir(folder.path().join("class")).expect("there is room");
        Self { folder }
    }

    fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(path)
    }

    fn out(&self) -> PathBuf {
        self.path("out")
    }

    /// What `student` hands in for `exercise`.
    fn hand_in(&self, student: &str, exercise: &str, program: impl AsRef<[u8]>) {
        let folder = self.path("class").join(student);
        fs::create_dir_all(&folder).expect("there is room");
        fs::write(folder.join(format!("{exercise}.rs")), program).expect("there is room");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
        workshop
            .arg("grade")
            .arg(self.path("class"))
            .arg("--out")
            .arg(self.out())
            .args(arguments);
        // The tests are also run where nothing can be confined.
        if !confine::confinement().files {
            workshop.arg("--unconfined");
        }
        workshop
    }

    fn grade(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    fn rows(&self) -> Vec<Row> {
        let rows = results::read(&self.out().join(FILE)).expect("there are results");
        rows.into_values().collect()
    }

    /// Each student's exercise, and what was found.
    fn found(&self) -> Vec<String> {
        let line = |row: &Row| format!("{}, {}: {}", row.student, row.exercise, row.verdict.word());
        self.rows().iter().map(line).collect()
    }
}

fn program(path: &str) -> Vec<u8> {
    fs::read(workspace().join("tests/corpus").join(path)).expect("it is there")
}

#[test]
fn a_class_of_four_gets_a_row_each_and_a_report() {
    let class = Class::new();
    class.hand_in("ada", "join_handles", program("solutions/join_handles.rs"));
    class.hand_in("bob", "join_handles", program("starters/join_handles.rs"));
    class.hand_in("eve", "join_handles", "fn main() { nonsense }");
    class.hand_in("kim", "join_handles", program("solutions/join_handles.rs"));
    fs::write(
        class.path("roster.csv"),
        "name,id\nada,1\nbob,2\nkim,3\nlee,4\n",
    )
    .unwrap();
    let roster = class.path("roster.csv").display().to_string();
    let output = class.grade(&["--roster", &roster]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("eve: is not on the roster"), "{said}");
    assert!(
        said.contains("  join_handles: ada, eve, kim\n"),
        "bob's is as it was handed out: {said}"
    );
    assert_eq!(
        class.found(),
        [
            "ada, join_handles: joined",
            "bob, join_handles: serial",
            "eve, join_handles: does-not-build",
            "kim, join_handles: joined",
            "lee, join_handles: missing",
        ]
    );
    let rows = class.rows();
    assert_eq!(rows[0].sha256, rows[3].sha256);
    for file in [
        "report.html",
        "results.csv",
        "junit.xml",
        "feedback/ada.md",
        "feedback/lee.md",
    ] {
        assert!(class.out().join(file).is_file(), "{file}");
    }
    let report = fs::read_to_string(class.out().join("report.html")).unwrap();
    assert!(report.contains("the same file"), "ada and kim");
}

/// First most of a class is graded, and then only what was handed in late.
#[test]
fn a_verdict_stays_if_its_file_is_not_handed_in_again() {
    let class = Class::new();
    fs::write(class.path("roster.csv"), "name\nada\nbob\nkim\n").unwrap();
    let roster = class.path("roster.csv").display().to_string();
    class.hand_in("ada", "join_handles", "fn main() { nonsense }");
    class.hand_in("kim", "join_handles", "");
    class.grade(&["--roster", &roster]);
    fs::remove_dir_all(class.path("class")).unwrap();
    class.hand_in("bob", "join_handles", "fn main() { nonsense }");
    let output = class.grade(&["--roster", &roster]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        class.found(),
        [
            "ada, join_handles: does-not-build",
            "bob, join_handles: does-not-build",
            "kim, join_handles: does-not-build",
        ]
    );
    assert!(
        said.contains("2 results of earlier runs are kept") && said.contains("ada, kim"),
        "{said}"
    );
    let output = class.grade(&["--roster", &roster, "--regrade"]);
    assert!(output.status.success(), "the copies are graded");
    assert_eq!(class.found().len(), 3);
}

#[test]
fn a_merge_without_a_part_says_which_is_missing() {
    let class = Class::new();
    for student in ["ada", "bob", "kim"] {
        class.hand_in(student, "join_handles", format!("nonsense {student}"));
    }
    let parts = ["1/2", "2/2"].map(|part| {
        let out = class.path(part.replace('/', "of")).display().to_string();
        let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
        workshop.arg("grade").arg(class.path("class"));
        workshop.args(["--shard", part, "--out", &out]);
        if !confine::confinement().files {
            workshop.arg("--unconfined");
        }
        assert!(workshop.output().expect("it runs").status.success());
        out
    });
    let merge = |parts: &[String]| {
        let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
        workshop
            .args(["grade", "--merge", "--out"])
            .arg(class.out());
        workshop.args(parts).output().expect("it runs")
    };
    let output = merge(&parts[..1]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("part 2/2 is not among"), "{said}");
    let output = merge(&parts[1..]);
    assert!(output.status.success(), "both are there now");
    assert_eq!(class.found().len(), 3);
}

/// A class has a damaged archive, and a file that is too large.
#[test]
fn what_cannot_be_read_is_an_error_with_its_reason_in_every_format() {
    let class = Class::new();
    class.hand_in("ada", "join_handles", vec![b' '; 2 << 20]);
    fs::write(class.path("class/bob.zip"), "no zip").unwrap();
    fs::create_dir(class.path("class/kim")).unwrap();
    let output = class.grade(&[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(
        class.found(),
        [
            "ada, join_handles: error",
            "bob, join_handles: error",
            "kim, join_handles: missing",
        ]
    );
    for (student, why) in [("ada", "more than 1 MiB"), ("bob", "it is no `.zip`")] {
        assert!(said.contains(&format!("{student}: ")), "{said}");
        let feedback = class.out().join("feedback").join(student);
        for file in [
            feedback.with_extension("md"),
            class.out().join("report.html"),
        ] {
            let text = fs::read_to_string(file).unwrap().replace('\\', "");
            assert!(text.contains(why), "{why}: {text}");
        }
    }
    let table = fs::read_to_string(class.out().join("results.csv")).unwrap();
    assert!(table.contains("ada,,1,,error\n"), "{table}");
}

#[test]
fn no_file_of_an_earlier_run_stays_beside_new_numbers() {
    let class = Class::new();
    class.hand_in(
        "bob",
        "join_handles",
        program("join_handles/wrong/copied_from_the_lesson.rs"),
    );
    class.grade(&["--format", "gradescope"]);
    let files = [
        "feedback/bob.md",
        "gradescope/bob/results.json",
        "junit.xml",
        "report.html",
        "results.csv",
    ];
    for file in files {
        fs::write(class.out().join(file), "old").expect("it is there");
    }
    class.grade(&["--format", "csv"]);
    for file in files {
        let text = fs::read_to_string(class.out().join(file)).unwrap();
        assert_ne!(text, "old", "{file}");
    }
}

/// Its author has a file as the exercise's own, and none of the instructor's folders.
#[cfg(target_os = "linux")]
#[test]
fn feedback_names_a_file_as_its_author_does() {
    let class = Class::new();
    class.hand_in("bob", "join_handles", program("starters/join_handles.rs"));
    class.hand_in("eve", "join_handles", "fn main() { nonsense }");
    let panics = "fn main() { common::start(); panic!(\"no luck\") }";
    class.hand_in("kim", "join_handles", panics);
    class.grade(&[]);
    let file = "stage4-joined/exercises/join_handles.rs";
    for (student, line) in [
        (
            "bob",
            "  replay:  cargo workshop play join_handles --schedule \"",
        ),
        ("bob", "  lesson:  stage4-joined/lessons/01-handles.md\n"),
        ("eve", &format!(" --> {file}:1:13\n")),
        ("kim", &format!(" panicked at {file}:1:30:\n")),
        ("kim", &format!("  file:    {file}:1\n")),
    ] {
        let page = class.out().join(format!("feedback/{student}.md"));
        let page = fs::read_to_string(page).unwrap();
        assert!(page.contains(line), "{line}: {page}");
        let folders = [workspace(), class.folder.path(), Path::new("--source")];
        for folder in folders.map(|folder| folder.display().to_string()) {
            assert!(!page.contains(&folder), "{folder}: {page}");
        }
    }
}

#[test]
fn what_is_wrong_with_the_arguments_is_said_before_anything_is_graded() {
    let class = Class::new();
    class.hand_in("ada", "join_handles", "fn main() {}");
    let points = class.path("points.toml");
    fs::write(&points, "[findings]\nserail = 0.5\n").unwrap();
    let points = points.display().to_string();
    for (arguments, named) in [
        (["--exercises", "join_handle"], "join_handles"),
        (["--points", &points], "serail"),
        (["--map", "nothing=*.rs"], "nothing"),
        (["--roster", "/nothing/here"], "/nothing/here"),
        (["--shard", "3/2"], "K/N"),
        (["--format", "xml"], "junit"),
    ] {
        let output = class.grade(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(named), "{arguments:?}: {said}");
        let rows = fs::read(class.out().join(FILE)).unwrap_or_default();
        assert!(rows.is_empty(), "{arguments:?}");
    }
}

/// Each has a row with a verdict that is the program's, and none has read, written or left what it
/// should not.
#[test]
#[ignore = "it takes some minutes"]
fn hostile_submissions_get_their_rows_and_nothing_else() {
    let class = Class::new();
    let secret = class.path("secret");
    fs::write(&secret, "the secret text").unwrap();
    for (name, main) in &hostile::PROGRAMS {
        let places = [
            ("SECRET", secret.clone()),
            ("CLASS", class.path("class")),
            ("OUT", class.out()),
            ("WORKSPACE", workspace().to_owned()),
            ("PROCESS", std::process::id().to_string().into()),
        ];
        let main = places
            .iter()
            .fold((*main).to_owned(), |main, (name, place)| {
                main.replace(name, &place.display().to_string())
            });
        class.hand_in(name, "join_handles", hostile::program(&main));
    }
    for (name, bytes) in hostile::archives() {
        fs::write(class.path("class").join(name), bytes).unwrap();
    }
    class.hand_in(
        "an honest one",
        "join_handles",
        program("solutions/join_handles.rs"),
    );
    let start = Instant::now();
    let output = class.grade(&[]);
    println!(
        "{:?}\n{}",
        start.elapsed(),
        String::from_utf8_lossy(&output.stderr)
    );
    println!("{}", class.found().join("\n"));
    let rows = class.rows();
    assert_eq!(
        rows.len(),
        hostile::PROGRAMS.len() + hostile::archives().len() + 1
    );
    let honest = rows
        .iter()
        .find(|row| row.student == "an honest one")
        .unwrap();
    assert_eq!(honest.verdict.status, Status::Solved);
    // What is too large, or leads out of its archive, is not read.
    let failed: Vec<_> = rows
        .iter()
        .filter(|row| row.verdict.status == Status::Error)
        .map(|row| &*row.student)
        .collect();
    assert_eq!(failed, ["bomb", "out"]);
    let all = walk(&class.out())
        .into_iter()
        .filter(|path| !path.starts_with(class.out().join("files")));
    for path in all {
        let text = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(!text.contains("the secret text"), "{}", path.display());
    }
    assert_eq!(fs::read_to_string(secret).unwrap(), "the secret text");
    assert_eq!(hostile::left_behind(), Vec::<String>::new());
}

/// The page for instructors is true: its commands are run, in a folder with what a host lets them
/// download.
#[test]
fn the_commands_of_the_page_print_what_it_shows() {
    let class = Class::new();
    fs::write(
        class.path("roster.csv"),
        "name,id\nAda Lovelace,101\nBob Bitter,102\nKim Late,103\n",
    )
    .unwrap();
    fs::write(class.path("submissions.zip"), downloaded()).unwrap();
    let page = fs::read_to_string(workspace().join("tests/class/README.md")).unwrap();
    let blocks: Vec<&str> = page.split("```console\n$ ").skip(1).collect();
    assert_eq!(blocks.len(), 5, "from a zip to grades in five commands");
    for block in blocks {
        let (block, _) = block.split_once("```").expect("it has an end");
        let (command, shown) = block.split_once('\n').expect("it has an output");
        assert_eq!(printed(command, class.folder.path()), shown, "{command}");
    }
}

/// What Moodle gives: two have handed in, one of them one of two exercises.
fn downloaded() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, file) in [
        (
            "Ada Lovelace_101_assignsubmission_file/join_handles.rs",
            "solutions/join_handles.rs",
        ),
        (
            "Ada Lovelace_101_assignsubmission_file/results_in_order.rs",
            "solutions/results_in_order.rs",
        ),
        (
            "Bob Bitter_102_assignsubmission_file/join_handles.rs",
            "starters/join_handles.rs",
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, &program(file)).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What a command of the page prints, without needing a shell.
fn printed(command: &str, folder: &Path) -> String {
    let words: Vec<&str> = command.split(' ').collect();
    match words[..] {
        ["cat", file] => {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            text.trim_start_matches('\u{feff}').to_owned()
        }
        ["ls", path] => {
            let entries = fs::read_dir(folder.join(path)).unwrap();
            let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
                .iter()
                .map(|name| format!("{}\n", name.display()))
                .collect()
        }
        ["cargo", "workshop", ref arguments @ ..] => {
            let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
            workshop.args(arguments).current_dir(folder);
            if arguments[0] == "grade" && !confine::confinement().files {
                workshop.arg("--unconfined");
            }
            let output = workshop.output().expect("it runs");
            String::from_utf8(output.stdout).expect("it is a text")
        }
        _ => panic!("the page has another kind of command: {command}"),
    }
}
