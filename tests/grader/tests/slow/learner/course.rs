//! A course of our own.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
    sync::LazyLock,
};

use grader::course::{Entry, entries, exercises};
use scheduler::stages::workspace;
use tempfile::TempDir;

use crate::mask::masked;

/// A course as it is handed out, in a folder of its own.
pub struct Course(TempDir);

impl Course {
    pub fn new() -> Self {
        // By the name that a program gets which asks for its folder.
        let there = std::env::temp_dir().canonicalize().expect("it is there");
        let course = Self(tempfile::tempdir_in(there).expect("there is room"));
        for folder in [
            "tests/snapshots",
            "tests/corpus/starters",
            "tests/corpus/solutions",
        ] {
            course.copy_folder(folder);
        }
        course.copy("tests/grader/stages.toml");
        for stage in [
            "stage1-serial",
            "stage2-no-wait",
            "stage3-sleep",
            "stage4-joined",
        ] {
            course.copy_folder(&format!("{stage}/src"));
            if workspace().join(stage).join("lessons").is_dir() {
                course.copy_folder(&format!("{stage}/lessons"));
            }
            for file in ["README.md", "exercises/exercises.toml"] {
                course.copy(&format!("{stage}/{file}"));
            }
        }
        for (stage, exercise) in &*EXERCISES {
            let starter = course.path(&format!("tests/corpus/starters/{exercise}"));
            let path = course.path(&format!("{stage}/exercises/{exercise}"));
            fs::copy(starter, path).expect("it is there");
        }
        course
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn copy_folder(&self, folder: &str) {
        for entry in fs::read_dir(workspace().join(folder)).expect("it is there") {
            let entry = entry.expect("it is there");
            if entry.path().is_file() {
                let name = entry.file_name().into_string().expect("it is UTF-8");
                self.copy(&format!("{folder}/{name}"));
            }
        }
    }

    fn copy(&self, file: &str) {
        let path = self.path(file);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        fs::copy(workspace().join(file), path).expect("it is there");
    }

    /// Puts the solution in the place of the exercise.
    pub fn solve(&self, exercise: &str) {
        let (stage, file) = EXERCISES
            .iter()
            .find(|(_, file)| file.split('.').next() == Some(exercise))
            .expect("there is one");
        let solution = self.path(&format!("tests/corpus/solutions/{file}"));
        let path = self.path(&format!("{stage}/exercises/{file}"));
        fs::copy(solution, path).expect("there is room");
    }

    pub fn write(&self, file: &str, contents: impl AsRef<[u8]>) {
        fs::write(self.path(file), contents).expect("there is room");
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("it is there")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut workshop = Command::new(env!("CARGO_BIN_EXE_workshop"));
        workshop
            .args(arguments)
            .env("WORKSHOP_COURSE", self.0.path())
            .env_remove("SEED")
            .env("PACE", "1000")
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS")
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        workshop
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("it runs")
    }

    /// What is on stdout and on stderr, and the exit status.
    pub fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let [out, errors] = [output.stdout, output.stderr]
            .map(|bytes| String::from_utf8(bytes).expect("it is UTF-8"));
        assert!(!out.contains('\x1b') && !errors.contains('\x1b'));
        let status = output.status.code().expect("it ends by itself");
        let folder = self.0.path().to_str().expect("it is UTF-8");
        let said = format!("{out}{errors}status {status}").replace(folder, "COURSE");
        let said = masked(&said);
        if cfg!(windows) {
            said.replace('\\', "/")
        } else {
            said
        }
    }
}

/// The exercises: the folder of each one's stage, and its file.
pub static EXERCISES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let entries = entries().expect("the course can be read");
    let place = |entry: &Entry| {
        let stage = entry.lesson.split('/').next().unwrap_or_default();
        let file = entry.source.file_name().unwrap_or_default();
        (stage.to_owned(), file.to_string_lossy().into_owned())
    };
    exercises(&entries).map(place).collect()
});
