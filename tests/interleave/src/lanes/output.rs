//! The text that each step has written.

use std::collections::BTreeMap;

use interleave_protocol::log::Kind;

use super::story::Scene;
use crate::run::Run;

/// The output of a step.
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

/// The output of each step, by step. If a line was written in pieces, its first step has the whole
/// text. The log contains the file and the number of bytes of each write. The texts are cut from
/// stdout and stderr accordingly.
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
    let mut written = written.collect();
    join(&mut written, scenes);
    written
}

/// Joins the pieces of a line: the first step gets the whole text, and the others get none.
fn join(written: &mut BTreeMap<usize, Written>, scenes: &[Scene]) {
    // The write that began the last line of each file.
    let mut open: BTreeMap<u64, usize> = BTreeMap::new();
    for (at, thread) in (0..).zip(scenes.iter().map(|scene| scene.thread)) {
        let Some(piece) = written.get(&at).filter(|piece| piece.text.is_some()) else {
            continue;
        };
        let (file, text) = (piece.file, piece.text.clone().unwrap_or_default());
        let ends_line = text.ends_with('\n');
        match open
            .get(&file)
            .filter(|&&first| scenes[first].thread == thread)
        {
            Some(first) => {
                let whole = written.get_mut(first).and_then(|first| first.text.as_mut());
                whole.expect("a text").push_str(&text);
                written.remove(&at);
            }
            None => {
                open.insert(file, at);
            }
        }
        if ends_line {
            open.remove(&file);
        }
    }
}

fn take(stream: &mut &[u8], bytes: usize) -> String {
    let (text, rest) = stream.split_at(bytes.min(stream.len()));
    *stream = rest;
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::Write;

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
    fn a_line_in_pieces_is_put_together() {
        let mut run = MadeUp::new("", &["", "a"]);
        run.print_error(1, "\nthread '")
            .print(0, "one\n")
            .print_error(1, "a'")
            .print_error(1, " has overflowed\n")
            .print_error(1, "aborting\n");
        let story = run.story();
        let texts = story
            .written
            .iter()
            .map(|(at, written)| (*at, written.text.as_deref()));
        assert_eq!(
            texts.collect::<Vec<_>>(),
            [
                (0, Some("\nthread 'a' has overflowed\n")),
                (1, Some("one\n")),
                (4, Some("aborting\n"))
            ]
        );
    }

    #[test]
    fn an_output_that_was_cut_off_is_no_trouble() {
        let mut run = MadeUp::new("", &[""]);
        run.step((0, Write, 99, 1 << 32 | 100), (0, ""));
        assert_eq!(run.story().written[&0].text.as_deref(), Some(""));
    }
}
