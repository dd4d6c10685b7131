//! What each step has written.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::log::Kind;

use super::story::Scene;
use crate::run::Run;

/// What a step has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number of the file.
    pub file: u64,
    /// The text, if it went to stdout or stderr.
    pub text: Option<String>,
}

impl Written {
    pub fn is_error(&self) -> bool {
        self.file == STDERR
    }
}

const STDOUT: u64 = 1;
const STDERR: u64 = 2;

/// What each step has written, by step. The log says to which file each has written, and how many
/// bytes; the texts are those of stdout and stderr, cut accordingly.
pub fn written(run: &Run, scenes: &[Scene]) -> BTreeMap<usize, Written> {
    let (mut stdout, mut stderr) = (&run.stdout[..], &run.stderr[..]);
    let writes = scenes
        .iter()
        .enumerate()
        .filter(|(_, scene)| scene.kind == Kind::Write);
    let written = writes.map(|(at, scene)| {
        let (file, bytes) = (scene.value >> 32, (scene.value & 0xffff_ffff) as usize);
        let text = match file {
            STDOUT => Some(take(&mut stdout, bytes)),
            STDERR => Some(take(&mut stderr, bytes)),
            _ => None,
        };
        (at, Written { file, text })
    });
    written.collect()
}

/// The objects that are the locks of stdout and stderr, as far as it shows: who has written wakes, and
/// who was woken writes.
pub fn locks(scenes: &[Scene]) -> BTreeSet<u32> {
    let wakes = scenes.iter().filter(|scene| scene.kind == Kind::Wake);
    let mut locks: BTreeSet<u32> = wakes.map(|scene| scene.object).collect();
    for (at, scene) in scenes.iter().enumerate() {
        let of_thread = |other: &&Scene| other.thread == scene.thread;
        let is_of_lock = |other: &Scene| {
            other.kind == Kind::Write || other.kind == Kind::Wait && other.object == scene.object
        };
        let is_for_output = match scene.kind {
            Kind::Wake => scenes[..at]
                .iter()
                .rev()
                .find(of_thread)
                .is_some_and(is_of_lock),
            // The program can end before it writes.
            Kind::Woken => scenes[at + 1..]
                .iter()
                .find(of_thread)
                .is_none_or(is_of_lock),
            _ => true,
        };
        if !is_for_output {
            locks.remove(&scene.object);
        }
    }
    locks
}

fn take(stream: &mut &[u8], bytes: usize) -> String {
    let (text, rest) = stream.split_at(bytes.min(stream.len()));
    *stream = rest;
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{Wait, Wake, Woken, Write};

    use crate::lanes::made_up::MadeUp;

    #[test]
    fn each_write_has_its_part_of_the_output() {
        let mut run = MadeUp::new("", &["", "a"]);
        run.print(0, "one\n")
            .print_error(1, "an error\n")
            .print(1, "two\n");
        run.step((0, Write, 97, 5 << 32 | 3), (0, ""));
        let story = run.story();
        let texts: Vec<_> = story
            .written
            .values()
            .map(|written| written.text.as_deref())
            .collect();
        assert_eq!(
            texts,
            [Some("one\n"), Some("an error\n"), Some("two\n"), None]
        );
        assert!(story.written[&1].is_error() && !story.written[&0].is_error());
    }

    #[test]
    fn the_lock_of_stdout_is_known_by_its_use() {
        let mut run = MadeUp::new("", &["", "a"]);
        run.step((1, Wait, 7, 0), (0, ""))
            .print(0, "one\n")
            .step((0, Wake, 7, 2), (0, ""));
        run.step((1, Woken, 7, 1), (0, ""))
            .print(1, "two\n")
            .step((1, Wake, 8, 0), (0, ""));
        assert!(run.story().locks_of_output.contains(&7));
        run.step((1, Wake, 7, 0), (0, ""));
        assert!(
            !run.story().locks_of_output.contains(&7),
            "nothing was written before"
        );
    }

    #[test]
    fn an_output_that_was_cut_off_is_no_trouble() {
        let mut run = MadeUp::new("", &[""]);
        run.step((0, Write, 99, 1 << 32 | 100), (0, ""));
        assert_eq!(run.story().written[&0].text.as_deref(), Some(""));
    }
}
