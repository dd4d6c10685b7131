//! The panics that stderr reports.

use std::path::PathBuf;

/// A panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panic {
    /// The thread's name. `<unnamed>` if it has none.
    pub thread: String,
    /// The file, by the path that the compiler got.
    pub file: PathBuf,
    pub line: u32,
    pub column: u32,
    /// The message.
    pub message: String,
}

/// The panics that `stderr` reports, in their order.
pub fn find(stderr: &str) -> Vec<Panic> {
    let mut panics: Vec<Panic> = Vec::new();
    let mut is_in_message = false;
    for line in stderr.lines() {
        if let Some(panic) = heading(line) {
            panics.push(panic);
            is_in_message = true;
        } else if line.is_empty() || line.starts_with("note: ") || line == "stack backtrace:" {
            is_in_message = false;
        } else if let Some(panic) = panics.last_mut().filter(|_| is_in_message) {
            let space = if panic.message.is_empty() { "" } else { " " };
            panic.message += &format!("{space}{}", line.trim());
        }
    }
    panics
}

/// `thread 'NAME' (ID) panicked at FILE:LINE:COLUMN:`
fn heading(line: &str) -> Option<Panic> {
    let (before, place) = line
        .strip_prefix("thread '")?
        .rsplit_once(" panicked at ")?;
    let (thread, _) = before.rsplit_once('\'')?;
    let mut parts = place.strip_suffix(':')?.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next()?.into();
    Some(Panic {
        thread: thread.to_owned(),
        file,
        line,
        column,
        message: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_has_its_thread_line_and_message() {
        let stderr = "first\n\nthread 'sort data' (1001) panicked at src/main.rs:20:9:\n\
            assertion failed\n  left: 1\nnote: run with `RUST_BACKTRACE=1`\nlast\n";
        let panic = Panic {
            thread: "sort data".into(),
            file: "src/main.rs".into(),
            line: 20,
            column: 9,
            message: "assertion failed left: 1".into(),
        };
        assert_eq!(find(stderr), [panic]);
    }

    #[test]
    fn several_panics_are_told_apart() {
        let stderr = "thread 'a' panicked at x.rs:1:2:\none\n\nthread '<unnamed>' (7) panicked at x.rs:3:4:\ntwo\n";
        let messages: Vec<_> = find(stderr)
            .into_iter()
            .map(|panic| panic.message)
            .collect();
        assert_eq!(messages, ["one", "two"]);
        assert!(find("a thread panicked at noon").is_empty());
    }
}
