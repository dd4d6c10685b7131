//! The grader in a process of its own, one for each file. If one crashes, the batch goes on.

use std::{
    env,
    path::{Path, PathBuf},
    time::Duration,
};

use scheduler::{Ending, Launch, Limits};
use serde::Deserialize;

use crate::{
    batch::Grader,
    files, orphans,
    results::{Status, Verdict},
    text::clean,
};

/// The workshop's command. It is run for each file as
/// `workshop check NAME --source FILE --handed-in --format json`.
#[derive(Debug)]
pub struct Workshop {
    program: PathBuf,
    limits: Limits,
    settings: Vec<(&'static str, String)>,
}

/// The answer of the command: one line.
#[derive(Deserialize)]
struct Answer {
    name: String,
    #[serde(flatten)]
    verdict: Verdict,
}

impl Workshop {
    /// The command at `program`. It may take up to `time` for each file.
    ///
    /// # Errors
    ///
    /// Returns an error if the system does not let us adopt the processes that graded programs
    /// leave behind.
    pub fn new(program: PathBuf, time: Duration) -> std::io::Result<Self> {
        orphans::adopt()?;
        // Compilers need room. The command itself limits what a graded program may use.
        let limits = Limits {
            time,
            output: 64 << 20,
            ..Limits::default()
        };
        Ok(Self {
            program,
            limits,
            settings: Vec::new(),
        })
    }

    /// The same, with the environment variable `name` set for the command.
    #[must_use]
    pub fn env(mut self, name: &'static str, value: String) -> Self {
        self.settings.push((name, value));
        self
    }

    fn launch(&self, exercise: &str, file: &Path) -> Launch {
        let launch = Launch::new(&self.program)
            .arg("check")
            .arg(exercise)
            .arg("--source")
            .arg(file)
            .arg("--handed-in")
            .arg("--format")
            .arg("json")
            .limits(self.limits.clone());
        let launch = env::vars_os().fold(launch, |launch, (name, value)| launch.env(name, value));
        let settings = self.settings.iter();
        settings.fold(launch, |launch, (name, value)| launch.env(name, value))
    }

    fn answer(&self, exercise: &str, file: &Path) -> std::io::Result<(Ending, Vec<u8>, Vec<u8>)> {
        let mut child = self.launch(exercise, file).start()?;
        let ending = child.wait()?;
        Ok((ending, child.stdout()?, child.stderr()?))
    }
}

impl Grader for Workshop {
    fn grade(&self, exercise: &str, file: &Path) -> Result<Verdict, String> {
        let bytes = files::read(file).map_err(|error| error.to_string())?;
        let is_intact = file.file_stem() == Some(files::sha256(&bytes).as_ref());
        if !is_intact {
            let file = file.display();
            return Err(format!("`{file}` is damaged: hand in the file again"));
        }
        if str::from_utf8(&bytes).is_err() {
            return Ok(no_text(exercise, file));
        }
        let answer = self.answer(exercise, file);
        let (ending, stdout, stderr) =
            answer.map_err(|error| format!("the grader was not run: {error}"))?;
        parsed(exercise, &stdout).map_err(|why| {
            let words = clean(&String::from_utf8_lossy(&stderr));
            format!("{why}; {ending}\n{words}").trim_end().to_owned()
        })
    }

    fn clean_up(&self) {
        orphans::end();
    }
}

/// The verdict on a file that is not UTF-8, which the compiler does not read.
fn no_text(exercise: &str, file: &Path) -> Verdict {
    let name = Path::new(exercise).with_extension(file.extension().unwrap_or_default());
    Verdict {
        status: Status::Unsolved,
        finding: Some("does-not-build".into()),
        ..Verdict::error(&format!(
            "`{}` is not a text in UTF-8. Save it as UTF-8 in your editor",
            name.display()
        ))
    }
}

/// The verdict in the last line of the command's output.
fn parsed(exercise: &str, stdout: &[u8]) -> Result<Verdict, String> {
    let mut lines = stdout
        .split(|&byte| byte == b'\n')
        .filter(|line| !line.is_empty());
    let line = lines.next_back().ok_or("the grader gave no answer")?;
    let answer: Answer = serde_json::from_slice(line)
        .map_err(|error| format!("the grader's answer is none: {error}"))?;
    if answer.name != exercise {
        return Err(format!("the grader answered for {:?}", answer.name));
    }
    let verdict = answer.verdict;
    if verdict.status == Status::Error {
        return Err(clean(&verdict.message));
    }
    Ok(Verdict {
        finding: verdict.finding.as_deref().map(clean),
        wanted: verdict.wanted.as_deref().map(clean),
        message: clean(&verdict.message),
        text: clean(&verdict.text),
        schedule: verdict.schedule.as_deref().map(clean),
        ..verdict
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = r#"{"name":"a","status":"unsolved","finding":"serial","wanted":"joined","message":"m\u001b[2J","text":"t","schedules":{"played":7,"possible":null},"schedule":"x 0","line":3,"seconds":0.5}"#;

    #[test]
    fn an_answer_is_read_and_made_harmless() {
        let verdict = parsed("a", format!("{ANSWER}\n").as_bytes()).unwrap();
        assert_eq!(verdict.status, Status::Unsolved);
        assert_eq!(verdict.message, "m\u{fffd}[2J");
        assert_eq!((verdict.line, verdict.seconds), (Some(3), 0.5));
    }

    #[test]
    fn no_answer_and_one_for_something_else_are_failures() {
        let error = ANSWER.replace("unsolved", "error");
        for (exercise, stdout) in [
            ("a", ""),
            ("a", "{}"),
            ("a", "panicked at"),
            ("b", ANSWER),
            ("a", &error),
        ] {
            assert!(parsed(exercise, stdout.as_bytes()).is_err(), "{stdout}");
        }
    }

    /// A copy of a file with these bytes, in a folder.
    fn copy(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(files::sha256(bytes) + ".rs");
        files::replace(&copy, bytes).unwrap();
        (folder, copy)
    }

    fn workshop(program: &str) -> Workshop {
        Workshop::new(program.into(), Duration::from_secs(60)).unwrap()
    }

    #[test]
    fn a_file_that_is_not_utf_8_gets_a_verdict_that_says_so() {
        let utf_16: Vec<u8> = "\u{feff}fn main() {}"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [&utf_16[..], b"fn main() { /* caf\xe9 */ }"] {
            let (_folder, file) = copy(bytes);
            let verdict = workshop("/nothing").grade("two_locks", &file).unwrap();
            assert_eq!(verdict.status, Status::Unsolved);
            assert_eq!(verdict.word(), "does-not-build");
            assert_eq!(
                verdict.message,
                "`two_locks.rs` is not a text in UTF-8. Save it as UTF-8 in your editor"
            );
        }
    }

    #[test]
    fn a_damaged_copy_gets_no_verdict() {
        let (_folder, file) = copy(b"fn main() {}");
        std::fs::write(&file, "fn main() { damaged() }").unwrap();
        let error = workshop("/nothing").grade("a", &file).unwrap_err();
        assert!(error.contains("is damaged"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_grader_that_dies_says_how() {
        let (_folder, file) = copy(b"fn main() {}");
        let error = workshop("/bin/false").grade("a", &file).unwrap_err();
        assert!(
            error.contains("no answer") && error.contains("status 1"),
            "{error}"
        );
        let error = workshop("/nothing/here").grade("a", &file).unwrap_err();
        assert!(error.contains("/nothing/here"), "{error}");
    }
}
