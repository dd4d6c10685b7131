use std::{
    fs,
    io::{Cursor, Write},
};

use super::{mapping::tests::exercises, *};

mod not_read;

const RIGHT: &[u8] = b"fn main() { right() }\n";
const WRONG: &[u8] = b"fn main() { wrong() }\n";

/// A class in a folder.
struct Class(tempfile::TempDir);

impl Class {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let class = Self(tempfile::tempdir().expect("there is room"));
        for (path, bytes) in files {
            class.write(path, bytes);
        }
        class
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        files::replace(&self.path(path), bytes).expect("there is room");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn try_read(&self, path: &str, roster: Option<&Roster>) -> io::Result<Submissions> {
        self.try_read_all(&[path], roster)
    }

    fn try_read_all(&self, paths: &[&str], roster: Option<&Roster>) -> io::Result<Submissions> {
        let mapping = Mapping::new(&exercises(), &[]).unwrap();
        let source = Source {
            paths: &paths.iter().map(|path| self.path(path)).collect::<Vec<_>>(),
            student: None,
            mapping: &mapping,
            course: Path::new("../.."),
            out: &self.path("class/out"),
            copies: &self.path("copies"),
        };
        source.read(&exercises(), roster)
    }

    fn read_as(&self, path: &str, student: Option<&str>, roster: Option<&Roster>) -> Submissions {
        let mapping = Mapping::new(&exercises(), &[]).unwrap();
        let copies = tempfile::tempdir().expect("there is room");
        let paths = [self.path(path)];
        let source = Source {
            paths: &paths,
            student,
            mapping: &mapping,
            course: Path::new("../.."),
            out: &self.path("class/out"),
            copies: copies.path(),
        };
        let submissions = source.read(&exercises(), roster).expect("it can be read");
        for handed in &submissions.handed {
            let copy = copies.path().join(&handed.sha256).with_extension("rs");
            assert_eq!(files::sha256(&fs::read(copy).unwrap()), handed.sha256);
        }
        submissions
    }

    fn read(&self, path: &str) -> Submissions {
        self.read_as(path, None, None)
    }
}

/// Each student, exercise and file name of what could not be read.
fn unread(submissions: &Submissions) -> Vec<(&str, Option<&str>, &str)> {
    let unread = submissions.unread.iter();
    unread
        .map(|unread| (&*unread.student, unread.exercise.as_deref(), &*unread.file))
        .collect()
}

/// Each student, exercise and file name of the files that were handed in.
fn handed(submissions: &Submissions) -> Vec<(&str, &str, &str)> {
    let handed = submissions.handed.iter();
    handed
        .map(|handed| (&*handed.student, &*handed.exercise, &*handed.file))
        .collect()
}

fn problems(submissions: &Submissions) -> String {
    let line = |problem: &Problem| format!("{:?}: {}\n", problem.student, problem.text);
    submissions.problems.iter().map(line).collect()
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_gz(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let file = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(file);
    for (name, bytes) in entries {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // The library itself refuses to write a path that leads out of the archive.
        let place = &mut header.as_gnu_mut().unwrap().name;
        place[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

#[test]
fn each_folder_archive_or_file_is_a_students() {
    let class = Class::new(&[
        ("class/ada/src/join_handles.rs", RIGHT),
        ("class/bob.zip", &zip(&[("bob/two_locks.rs", WRONG)])),
        ("class/eve.tar.gz", &tar_gz(&[("two_locks.rs", RIGHT)])),
        ("class/kim_join_handles.rs", WRONG),
        ("class/notes.txt", b"not a student"),
    ]);
    let submissions = class.read("class");
    assert_eq!(
        handed(&submissions),
        [
            ("ada", "join_handles", "ada/src/join_handles.rs"),
            ("bob", "two_locks", "bob.zip/bob/two_locks.rs"),
            ("eve", "two_locks", "eve.tar.gz/two_locks.rs"),
            ("kim", "join_handles", "kim_join_handles.rs"),
        ]
    );
    assert_eq!(submissions.students.len(), 4, "{:?}", submissions.students);
}

#[test]
fn a_class_in_one_archive_is_read_with_the_archives_in_it() {
    let ada = zip(&[("join_handles.rs", RIGHT)]);
    let class = Class::new(&[(
        "week 1.zip",
        &zip(&[
            ("week 1/Ada_1_assignsubmission_file_/homework.zip", &ada),
            ("week 1/Bob_2_assignsubmission_file_/join_handles.rs", WRONG),
            (
                "week 1/Kim_3_assignsubmission_file_/readme.txt",
                b"I could not do it",
            ),
        ]),
    )]);
    let submissions = class.read("week 1.zip");
    assert_eq!(
        handed(&submissions),
        [
            (
                "Ada",
                "join_handles",
                "Ada_1_assignsubmission_file_/homework.zip/join_handles.rs"
            ),
            (
                "Bob",
                "join_handles",
                "Bob_2_assignsubmission_file_/join_handles.rs"
            ),
        ]
    );
    assert!(
        submissions.students.contains("Kim"),
        "{:?}",
        submissions.students
    );
    assert!(
        problems(&submissions).contains("Kim"),
        "{}",
        problems(&submissions)
    );
}

#[test]
fn a_folder_with_an_exercise_on_top_is_one_submission() {
    let class = Class::new(&[
        ("ada/join_handles.rs", RIGHT),
        ("ada/more/two_locks.rs", WRONG),
    ]);
    let submissions = class.read("ada");
    assert_eq!(submissions.students.iter().collect::<Vec<_>>(), ["ada"]);
    assert_eq!(submissions.handed.len(), 2);
}

#[test]
fn a_submission_can_be_said_to_be_one_students() {
    let class = Class::new(&[
        ("x/src/join_handles.rs", RIGHT),
        ("x/b/two_locks.rs", WRONG),
    ]);
    let submissions = class.read_as("x", Some("ada"), None);
    assert_eq!(submissions.students.iter().collect::<Vec<_>>(), ["ada"]);
    assert_eq!(submissions.handed.len(), 2);
}

#[test]
fn a_list_says_whose_what_is() {
    let class = Class::new(&[
        (
            "list.csv",
            b"student,path\n\"Lovelace, Ada\",one\nbob,two.rs\nkim,nowhere\n",
        ),
        ("one/join_handles.rs", RIGHT),
        ("two.rs", WRONG),
    ]);
    let submissions = class.read("list.csv");
    assert_eq!(
        handed(&submissions),
        [("Lovelace, Ada", "join_handles", "join_handles.rs")]
    );
    assert_eq!(unread(&submissions), [("kim", None, "nowhere")]);
    let said = problems(&submissions);
    assert!(said.contains("(\"bob\"): not graded: `two.rs`"), "{said}");
    assert!(said.contains("line 4: failed to read"), "{said}");
}

#[test]
fn who_is_on_the_roster_is_called_so_and_is_there_without_a_submission() {
    let class = Class::new(&[
        ("roster.csv", b"login,name,id\nalove,Ada,1\nbob,Bob,2\n"),
        ("class/Ada_1_assignsubmission_file_/join_handles.rs", RIGHT),
        ("class/eve/join_handles.rs", RIGHT),
    ]);
    let roster = Roster::read(&class.path("roster.csv")).unwrap();
    let submissions = class.read_as("class", None, Some(&roster));
    assert_eq!(
        submissions.students.iter().collect::<Vec<_>>(),
        ["alove", "eve"]
    );
    assert_eq!(
        submissions.listed.iter().collect::<Vec<_>>(),
        ["alove", "bob"]
    );
    assert!(
        problems(&submissions).contains("\"eve\"): is not on the roster"),
        "{}",
        problems(&submissions)
    );
}

#[test]
fn namesakes_are_told_apart_by_their_numbers() {
    let class = Class::new(&[
        ("class/Ada_1_assignsubmission_file_/join_handles.rs", RIGHT),
        ("class/Ada_2_assignsubmission_file_/join_handles.rs", WRONG),
    ]);
    let submissions = class.read("class");
    assert_eq!(
        submissions.students.iter().collect::<Vec<_>>(),
        ["Ada (1)", "Ada (2)"]
    );
}

#[test]
fn of_two_files_for_one_exercise_the_higher_one_is_graded_and_that_is_said() {
    let class = Class::new(&[
        ("class/ada/old/two_locks.rs", WRONG),
        ("class/ada/two_locks.rs", RIGHT),
    ]);
    let submissions = class.read("class");
    assert_eq!(
        handed(&submissions),
        [("ada", "two_locks", "ada/two_locks.rs")]
    );
    assert!(
        problems(&submissions).contains("old/two_locks.rs"),
        "{}",
        problems(&submissions)
    );
}

#[test]
fn names_that_are_no_text_or_more_than_a_line_are_made_one() {
    let mut bytes = zip(&[("Ada?Eve/two_locks.rs", RIGHT)]);
    for place in (0..bytes.len() - 7).rev() {
        if bytes[place..].starts_with(b"Ada?Eve") {
            bytes[place + 3] = b'\n';
        }
    }
    let class = Class::new(&[("class.zip", &bytes)]);
    let submissions = class.read("class.zip");
    assert_eq!(submissions.students.iter().collect::<Vec<_>>(), ["Ada Eve"]);
}

/// The students in a zip of these files, and whether it was taken for one student's.
fn students(archive: &str, files: &[&str], roster: Option<&str>) -> (Vec<String>, bool) {
    let entries: Vec<(&str, &[u8])> = files.iter().map(|file| (*file, RIGHT)).collect();
    let class = Class::new(&[(archive, &zip(&entries))]);
    let roster = roster.map(|text| {
        class.write("roster.csv", text.as_bytes());
        Roster::read(&class.path("roster.csv")).unwrap()
    });
    let submissions = class.read_as(archive, None, roster.as_ref());
    let is_one = problems(&submissions).contains("this one student");
    (submissions.students.into_iter().collect(), is_one)
}

#[test]
fn a_class_is_found_in_the_folders_around_it() {
    for (archive, files) in [
        (
            "class.zip",
            &["Ada/join_handles.rs", "Bob/two_locks.rs"][..],
        ),
        (
            "submissions (1).zip",
            &[
                "submissions/Ada/join_handles.rs",
                "submissions/Bob/x.txt",
                "submissions/notes.txt",
            ],
        ),
        (
            "x.zip",
            &["a/b/c/Ada/join_handles.rs", "a/b/c/Bob/join_handles.rs"],
        ),
        (
            "x.zip",
            &["class/Ada_join_handles.rs", "class/Bob-two_locks.rs"],
        ),
    ] {
        let found = students(archive, files, None);
        let names = ["Ada", "Bob"].map(str::to_owned).to_vec();
        assert_eq!(found, (names, false), "{files:?}");
    }
}

#[test]
fn what_one_student_has_packed_is_one_students() {
    for (archive, files, name) in [
        (
            "Ada.zip",
            &["join_handles.rs", "more/two_locks.rs"][..],
            "Ada",
        ),
        ("class.zip", &["Ada/join_handles.rs"], "Ada"),
        (
            "class.zip",
            &["Ada/hw/join_handles.rs", "Ada/hw/old/x.rs"],
            "Ada",
        ),
        ("class.zip", &["class/Ada/join_handles.rs"], "Ada"),
        ("class.zip", &["Ada/readme.txt"], "Ada"),
        (
            "Ada.zip",
            &[
                "workshop/Cargo.toml",
                "workshop/stage4-joined/exercises/two_locks.rs",
            ],
            "Ada",
        ),
        (
            "class.zip",
            &[
                "Ada/w/stage1-serial/x.rs",
                "Ada/w/stage4-joined/exercises/two_locks.rs",
            ],
            "Ada",
        ),
        ("Ada.zip", &["stage4-joined/exercises/two_locks.rs"], "Ada"),
        (
            "Ada.zip",
            &["exercises/two_locks.rs", "exercises/Cargo.toml"],
            "Ada",
        ),
        ("Ada.zip", &["src/two_locks.rs", "Cargo.toml"], "Ada"),
    ] {
        let found = students(archive, files, None);
        assert_eq!(found, (vec![name.to_owned()], true), "{files:?}");
    }
}

#[test]
fn a_folder_with_a_students_name_on_the_roster_or_on_the_host_is_a_students() {
    let roster = Some("name\nAda\n");
    let ada = (vec!["Ada".to_owned()], false);
    let files = ["Ada/one/join_handles.rs", "Ada/two/two_locks.rs"];
    assert_eq!(students("x.zip", &files, roster), ada);
    assert_eq!(students("x.zip", &files, None).0, ["one", "two"]);
    let file = ["class/Ada_1_assignsubmission_file_/hw/join_handles.rs"];
    assert_eq!(students("x.zip", &file, None), ada);
}

#[test]
fn a_name_that_is_nearly_an_exercises_is_read_and_that_is_said() {
    let class = Class::new(&[
        ("class/ada/Join Handles.rs", RIGHT),
        ("class/ada/TWO-LOCKS.RS", RIGHT),
        ("class/twolocks_bob.rs", WRONG),
    ]);
    let submissions = class.read("class");
    assert_eq!(
        handed(&submissions),
        [
            ("ada", "join_handles", "ada/Join Handles.rs"),
            ("ada", "two_locks", "ada/TWO-LOCKS.RS"),
            ("bob", "two_locks", "twolocks_bob.rs"),
        ]
    );
    let said = problems(&submissions);
    for part in [
        "(\"ada\"): `ada/Join Handles.rs` is read as `join_handles.rs`",
        "(\"ada\"): `ada/TWO-LOCKS.RS` is read as `two_locks.rs`",
        "(\"bob\"): `twolocks_bob.rs` is read as `two_locks.rs`",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_rust_file_that_is_not_graded_is_named_with_its_student() {
    let class = Class::new(&[
        ("class/ada/main.rs", RIGHT),
        ("class/ada/hw.zip", &zip(&[("two_locks_old.rs", RIGHT)])),
        ("class/ada/notes.txt", b""),
        ("class/ada_12_34_solution.rs", RIGHT),
        ("class/bob/two_locks.rs", RIGHT),
        (
            "class/bob/w/stage1-serial/src/main.rs",
            b"a copy of the workshop",
        ),
        ("class/tom.rs", RIGHT),
        ("class/..kim/two_locks.rs", RIGHT),
        ("class/.DS_Store", b""),
    ]);
    let submissions = class.read("class");
    let said = problems(&submissions);
    for part in [
        "(\"ada\"): not graded: `ada/hw.zip/two_locks_old.rs`, `ada/main.rs` (no",
        "(\"ada (12)\"): not graded: `ada_12_34_solution.rs` (no",
        "None: not graded: `tom.rs` (the name",
        "None: `..kim` is hidden",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(
        !said.contains("stage1") && !said.contains("DS_Store"),
        "{said}"
    );
    assert_eq!(
        submissions.students.iter().collect::<Vec<_>>(),
        ["ada", "ada (12)", "bob"]
    );
}

#[test]
fn a_file_without_a_student_among_files_with_one_is_said() {
    let files: &[(&str, &[u8])] = &[
        ("ada_two_locks.rs", RIGHT),
        ("bob_two_locks.rs", WRONG),
        ("two_locks.rs", RIGHT),
    ];
    let class = Class::new(&[("class.zip", &zip(files))]);
    let submissions = class.read("class.zip");
    assert_eq!(
        submissions.students.iter().collect::<Vec<_>>(),
        ["ada", "bob"]
    );
    let said = problems(&submissions);
    assert!(said.contains("None: not graded: `two_locks.rs`"), "{said}");
}

#[test]
fn a_roster_of_another_class_is_an_error() {
    let class = Class::new(&[
        ("roster.csv", b"name\nEve\n"),
        ("class/ada/two_locks.rs", RIGHT),
        ("class/bob/two_locks.rs", RIGHT),
    ]);
    let roster = Roster::read(&class.path("roster.csv")).unwrap();
    let error = class.try_read("class", Some(&roster)).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("`Eve`") && error.contains("`ada`"),
        "{error}"
    );
}

#[test]
fn a_student_who_is_on_the_roster_twice_is_two() {
    let class = Class::new(&[
        ("roster.csv", b"name,id\nAda,1\nAda,2\n"),
        ("class/Ada_1_assignsubmission_file_/two_locks.rs", RIGHT),
        ("class/Ada_1_assignsubmission_onlinetext_/x.html", b"sorry"),
        ("class/Ada/two_locks.rs", RIGHT),
    ]);
    let roster = Roster::read(&class.path("roster.csv")).unwrap();
    let submissions = class.read_as("class", None, Some(&roster));
    let everybody: BTreeSet<&str> = submissions.everybody().collect();
    assert_eq!(
        everybody.into_iter().collect::<Vec<_>>(),
        ["Ada", "Ada (1)", "Ada (2)"]
    );
    let said = problems(&submissions);
    assert!(
        said.contains("(\"Ada\"): is on the roster more than once"),
        "{said}"
    );
}

#[test]
fn of_two_archives_the_first_counts_and_both_are_named() {
    let class = Class::new(&[
        ("week1.zip", &zip(&[("ada/two_locks.rs", RIGHT)])),
        ("late.zip", &zip(&[("ada/two_locks.rs", WRONG)])),
    ]);
    let submissions = class
        .try_read_all(&["week1.zip", "late.zip"], None)
        .unwrap();
    assert_eq!(submissions.handed[0].sha256, files::sha256(RIGHT));
    let said = problems(&submissions);
    let both =
        "`ada/two_locks.rs` of week1.zip counts, and `ada/two_locks.rs` of late.zip does not";
    assert!(said.contains(both), "{said}");
}

#[test]
fn the_folder_of_the_results_is_no_submission() {
    let class = Class::new(&[
        ("class/ada/two_locks.rs", RIGHT),
        ("class/bob/two_locks.rs", RIGHT),
        ("class/out/files/two_locks.rs", WRONG),
    ]);
    let submissions = class.read("class");
    assert_eq!(
        submissions.students.iter().collect::<Vec<_>>(),
        ["ada", "bob"]
    );
    for path in ["class/out", "class/out/files"] {
        let error = class.try_read(path, None).unwrap_err().to_string();
        assert!(error.contains("another --out"), "{error}");
    }
}

#[test]
fn a_file_as_it_was_handed_out_makes_no_exercise_count() {
    let starter = &exercises()[0].starter;
    let class = Class::new(&[
        ("class/ada/join_handles.rs", starter),
        ("class/ada/two_locks.rs", RIGHT),
        ("class/bob/two_locks.rs", &[b' '; 2 << 20]),
    ]);
    let submissions = class.read("class");
    let workers = exercises()
        .iter()
        .map(|exercise| submissions.workers(exercise).len())
        .collect::<Vec<_>>();
    assert_eq!(workers, [0, 2]);
}
