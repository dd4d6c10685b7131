//! A crowd of workers in its own process, watched from this one.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use sysinfo::System;

use crate::units;

/// How long a crowd may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The time between two looks at the memory. A look takes time from the crowd.
const LOOK: Duration = Duration::from_millis(100);

/// How a crowd ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// All workers have done their work.
    Done {
        /// From before the first start until after the last join.
        seconds: f64,
        /// The most memory that the process used, minus what it had before the first worker.
        bytes: Option<u64>,
    },
    /// Not all workers could be started.
    Stopped {
        /// How many were started, at least.
        started: u64,
        /// Why no more were started.
        reason: String,
    },
}

/// A message from a crowd.
#[derive(Debug, PartialEq)]
enum Word {
    Started(u64),
    Done(f64),
    Stopped(u64, String),
}

/// Runs `crowd`, the program, with `count` workers of `kind`.
///
/// # Errors
///
/// Returns an error if the program cannot be started or waited for.
pub fn run(crowd: &Path, kind: &str, count: u64) -> io::Result<Ending> {
    let mut child = Command::new(crowd)
        .args([kind, &count.to_string()])
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let words = words_of(&mut child);
    let complaint = complaint_of(&mut child);
    let ending = watch(&mut child, &words);
    // The crowd has ended, or its result is known.
    child.kill()?;
    let status = child.wait()?;
    let reason = || {
        complaint
            .join()
            .ok()
            .flatten()
            .unwrap_or_else(|| status.to_string())
    };
    Ok(ending.unwrap_or_else(|started| Ending::Stopped {
        started,
        reason: reason(),
    }))
}

/// Watches a crowd. If it ends without a last message, returns how many workers it had started.
fn watch(child: &mut Child, words: &Receiver<Word>) -> Result<Ending, u64> {
    let end = Instant::now() + LIMIT;
    let (mut before, mut last) = (None, 0);
    let mut next_look = Instant::now();
    loop {
        match words.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(Word::Started(0)) => {
                before = peak_memory(child.id());
                go_on(child);
            }
            Ok(Word::Started(started)) => last = started,
            Ok(Word::Stopped(started, reason)) => return Ok(Ending::Stopped { started, reason }),
            Ok(Word::Done(seconds)) => {
                let after = peak_memory(child.id());
                let bytes = after
                    .zip(before)
                    .map(|(after, before)| after.saturating_sub(before));
                return Ok(Ending::Done { seconds, bytes });
            }
            Err(RecvTimeoutError::Timeout) => {
                let reason = format!("it took more than {} s", LIMIT.as_secs());
                return Ok(Ending::Stopped {
                    started: last,
                    reason,
                });
            }
            Err(RecvTimeoutError::Disconnected) => return Err(last),
        }
        if Instant::now() >= next_look {
            if let Some(reason) = shortage() {
                return Ok(Ending::Stopped {
                    started: last,
                    reason,
                });
            }
            next_look = Instant::now() + LOOK;
        }
    }
}

/// Lets a crowd begin. It has waited for that.
fn go_on(child: &mut Child) {
    if let Some(stdin) = &mut child.stdin {
        // If the crowd has ended, its last message says so.
        let _ = stdin.write_all(b"\n");
    }
}

/// The messages of a crowd, as they arrive.
fn words_of(child: &mut Child) -> Receiver<Word> {
    let (sender, words) = mpsc::channel();
    let stdout = child.stdout.take().expect("it is piped");
    thread::spawn(move || {
        let lines = BufReader::new(stdout).lines().map_while(Result::ok);
        for word in lines.filter_map(|line| parse(&line)) {
            if sender.send(word).is_err() {
                return;
            }
        }
    });
    words
}

/// The error message of a crowd, once it has ended.
fn complaint_of(child: &mut Child) -> JoinHandle<Option<String>> {
    let mut stderr = child.stderr.take().expect("it is piped");
    thread::spawn(move || {
        let mut text = Vec::new();
        // If reading fails, the text before the failure is used.
        let _ = stderr.read_to_end(&mut text);
        complaint(&String::from_utf8_lossy(&text))
    })
}

/// The first line that says what is wrong. Rust prints the place before that, in its own line.
fn complaint(stderr: &str) -> Option<String> {
    let lines = stderr.lines().map(str::trim);
    let mut complaints = lines.filter(|line| !line.is_empty() && !line.starts_with("thread '"));
    complaints.next().map(str::to_owned)
}

fn parse(line: &str) -> Option<Word> {
    let (verb, rest) = line.split_once(' ')?;
    match verb {
        "started" => rest.parse().ok().map(Word::Started),
        "done" => rest.parse().ok().map(Word::Done),
        "stopped" => {
            let (count, reason) = rest.split_once(' ')?;
            Some(Word::Stopped(count.parse().ok()?, reason.to_owned()))
        }
        _ => None,
    }
}

/// Why a crowd must end now, if it must: an eighth of the memory is kept for other programs.
fn shortage() -> Option<String> {
    let mut system = System::new();
    system.refresh_memory();
    let (free, all) = (system.available_memory(), system.total_memory());
    (free < all / 8).then(|| format!("only {} of memory were left", units::bytes(free as f64)))
}

/// The most memory that the process has had at one time, in bytes. Known only on Linux.
fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_says_how_far_it_has_come() {
        assert_eq!(parse("started 3000"), Some(Word::Started(3_000)));
        assert_eq!(parse("done 0.25"), Some(Word::Done(0.25)));
        let stopped = Word::Stopped(32_000, "no more threads (os error 11)".to_owned());
        assert_eq!(
            parse("stopped 32000 no more threads (os error 11)"),
            Some(stopped)
        );
    }

    #[test]
    fn other_lines_mean_nothing() {
        assert_eq!(
            ["", "started", "started soon", "panic: 3"].map(parse),
            [const { None }; 4]
        );
    }

    #[test]
    fn a_panic_is_told_by_what_is_wrong_and_not_by_where() {
        let stderr = "\nthread '<unnamed>' (7) panicked at stack.rs:240:13:\nno memory\nnote: more";
        assert_eq!(complaint(stderr), Some("no memory".to_owned()));
        assert_eq!(complaint("\n"), None);
    }

    #[test]
    fn a_crowd_that_ends_without_a_word_was_stopped_after_its_last_one() {
        let (sender, words) = mpsc::channel();
        sender.send(Word::Started(2_000)).expect("it is received");
        drop(sender);
        let mut child = Command::new("rustc")
            .arg("-V")
            .stdout(Stdio::null())
            .spawn();
        let child = child.as_mut().expect("there is a compiler");
        let ending = watch(child, &words);
        child.wait().expect("it ends");
        assert_eq!(ending, Err(2_000));
    }
}
