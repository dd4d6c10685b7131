//! Reads the log of a run.

use std::{io, ops::Range};

use interleave_protocol::log::{
    ENTRY_WORDS, End, Entry, FRAME_WORDS, Layout, LogError, MOST_THREADS, THREAD_WORDS,
    ThreadState, UNSEEN, header, unpack_frames,
};

use super::{Access, Step};

/// The contents of a log. The fields are those of [`Run`].
#[derive(Clone, Debug)]
pub struct Log {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// How the run ended.
    pub end: End,
    /// The thread that ended the program, if one did.
    pub left_by: Option<usize>,
    /// The threads as they were at the end.
    pub threads: Vec<ThreadState>,
    /// The virtual time at the end.
    pub clock: u64,
    /// The last step in which something changed.
    pub last_change: usize,
    /// Whether a thread was ever deferred.
    pub is_kept_back: bool,
    /// Whether an operation in a long loop was no step of its own.
    pub has_loops: bool,
}

impl Default for Log {
    /// The log of a run that has not begun.
    fn default() -> Self {
        Self {
            steps: Vec::new(),
            end: End::Unfinished,
            left_by: None,
            threads: Vec::new(),
            clock: 0,
            last_change: 0,
            is_kept_back: false,
            has_loops: false,
        }
    }
}

impl Log {
    /// Reads a log, with the call stack of each step if there are any. `words` gives a range of the
    /// log's words.
    ///
    /// # Errors
    ///
    /// Returns an error if the words cannot be read, or are not a log.
    pub fn read(
        words: &impl Fn(Range<usize>) -> io::Result<Vec<u64>>,
        layout: Layout,
        has_frames: bool,
    ) -> io::Result<Self> {
        let head = words(0..header::WORDS)?;
        let count = (head[header::ENTRIES] as usize).min(layout.entries);
        let entries = words(layout.entry(0)..layout.entry(count))?;
        let frames = if has_frames {
            words(layout.frames(0)..layout.frames(count))?
        } else {
            Vec::new()
        };
        let mut frames = frames.chunks_exact(FRAME_WORDS);
        let mut steps: Vec<Step> = Vec::new();
        for entry in entries.chunks_exact(ENTRY_WORDS) {
            let frames = frames.next();
            let entry = Entry::from_words(entry.try_into().map_err(no_log)?).map_err(no_log)?;
            if entry.is_access {
                // What main does before its first step belongs to no step, and races with nothing.
                if let Some(step) = steps.last_mut() {
                    step.accesses.push(Access {
                        kind: entry.kind,
                        object: entry.object,
                        value: Some(entry.value).filter(|&value| value != UNSEEN),
                    });
                }
                continue;
            }
            let frames = frames.map(unpack_frames).unwrap_or_default();
            steps.push(Step {
                entry,
                accesses: Vec::new(),
                frames,
            });
        }
        let count = (head[header::THREADS] as usize).min(MOST_THREADS);
        let rows = words(layout.thread(0)..layout.thread(count))?;
        let threads = rows
            .chunks_exact(THREAD_WORDS)
            .map(|row| ThreadState::from_words(row.try_into().map_err(no_log)?).map_err(no_log));
        Ok(Self {
            end: End::from_number(head[header::END] as u8).map_err(no_log)?,
            left_by: (head[header::LEFT_BY] as usize).checked_sub(1),
            threads: threads.collect::<io::Result<_>>()?,
            clock: head[header::CLOCK],
            last_change: head[header::LAST_CHANGE] as usize,
            is_kept_back: head[header::KEPT_BACK] != 0,
            has_loops: head[header::LOOPS] != 0,
            steps,
        })
    }
}

fn no_log<E>(_: E) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, LogError)
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::*;

    /// The words of a log with these entries.
    fn words(layout: Layout, entries: &[Entry]) -> Vec<u64> {
        let mut words = vec![0; layout.words()];
        words[header::ENTRIES] = entries.len() as u64;
        words[header::END] = End::Left as u64;
        words[header::LEFT_BY] = 1;
        for (index, entry) in entries.iter().enumerate() {
            let at = layout.entry(index);
            words[at..at + ENTRY_WORDS].copy_from_slice(&entry.to_words());
        }
        words
    }

    fn entry(thread: usize, is_access: bool) -> Entry {
        Entry {
            thread,
            kind: Kind::Load,
            is_access,
            object: 3,
            value: 0,
            time: 0,
            choices: 1,
        }
    }

    #[test]
    fn accesses_belong_to_the_step_before() {
        let layout = Layout { entries: 8 };
        let entries = [
            entry(0, true),
            entry(0, false),
            entry(0, true),
            entry(1, false),
        ];
        let words = words(layout, &entries);
        let log = Log::read(&|range| Ok(words[range].to_vec()), layout, false).unwrap();
        let accesses: Vec<usize> = log.steps.iter().map(|step| step.accesses.len()).collect();
        assert_eq!(accesses, [1, 0]);
        assert_eq!((log.end, log.left_by), (End::Left, Some(0)));
    }

    #[test]
    fn what_is_no_log_is_an_error() {
        let layout = Layout { entries: 8 };
        let mut words = words(layout, &[entry(0, false)]);
        words[layout.entry(0)] = u64::MAX;
        assert!(Log::read(&|range| Ok(words[range].to_vec()), layout, false).is_err());
    }
}
