//! The log of one run: the runtime writes it, inside the program, and the explorer reads it.
//!
//! It lies in a file that both have mapped or read, so it survives a crash or a kill of the
//! program. It is an array of 64-bit words in four parts: a header, a row for each thread, a row
//! for each entry, and a row for each entry's call stack. The last part is filled only if the plan
//! asks for it.
//!
//! An [`Entry`] is a *step*: what a thread did when it was its turn. Entries that are *accesses* of
//! the same step may follow it: what else the step has read or changed.

use std::fmt;

/// How many threads one run can have. A set of threads is one `u128`.
pub const MOST_THREADS: usize = 128;

/// How many calls of a call stack are kept. The innermost is first.
pub const FRAMES: usize = 32;

/// The words of the header.
pub mod header {
    /// How many entries there are.
    pub const ENTRIES: usize = 0;
    /// How the run ended, as an [`End`](super::End). Zero: the process was killed, or crashed.
    pub const END: usize = 1;
    /// How many threads there were.
    pub const THREADS: usize = 2;
    /// The virtual clock at the last step, in nanoseconds since the start.
    pub const CLOCK: usize = 3;
    /// The number of the thread that called `exit`, or that returned from `main`, plus one.
    pub const LEFT_BY: usize = 4;
    /// The last step in which something changed.
    pub const LAST_CHANGE: usize = 5;
    /// Whether a thread that could go on was ever deferred, because it had looked in vain for long.
    pub const KEPT_BACK: usize = 6;
    /// How many steps of a scheduled run have no entry, because they repeat what is in the log
    /// already, or because there was no room.
    pub const LEFT_OUT: usize = 7;
    /// Whether an operation in a long loop was no step of its own.
    pub const LOOPS: usize = 8;
    /// Whether the program has asked for random bytes.
    pub const ASKED_FOR_BYTES: usize = 9;
    /// Whether the program has asked how many processors there are.
    pub const ASKED_FOR_PROCESSORS: usize = 10;
    /// How many words the header has.
    pub const WORDS: usize = 11;
}

/// What a thread does in a step.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It begins to run.
    Start,
    /// It reads an atomic.
    Load,
    /// It writes an atomic.
    Store,
    /// It reads and writes an atomic in one operation.
    Update,
    /// It locks a mutex, which is free.
    Lock,
    /// It gives up its share of an `Arc`.
    Drop,
    /// It is about to sleep at a futex, if the futex still has the value that the thread has seen.
    Wait,
    /// It goes on after it slept at a futex.
    Woken,
    /// It wakes threads that sleep at a futex.
    Wake,
    /// It starts a thread.
    Spawn,
    /// It goes on because another thread has ended.
    Join,
    /// It ends.
    Exit,
    /// It goes on after a sleep.
    Sleep,
    /// It lets others go first.
    Yield,
    /// It writes to a file, a pipe or a socket.
    Write,
    /// It reads from a file, a pipe or a socket, or waits for one, or for a child process.
    Read,
    /// It ends the program.
    Leave,
    /// It goes on after an operation, before what it does next.
    After,
}

/// The values of a step in which a thread goes on after it slept at a futex.
pub mod woken {
    /// No thread has woken it, and there was no time limit: a spurious wake-up.
    pub const BY_ITSELF: u64 = 0;
    /// Another thread has woken it.
    pub const BY_A_THREAD: u64 = 1;
    /// Its time limit was over.
    pub const BY_A_LIMIT: u64 = 2;
}

/// The value of an access that the runtime has not seen itself: code that is not instrumented has
/// done it.
pub const UNSEEN: u64 = u64::MAX;

/// How a run ended.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The process was killed, or crashed, or ended in a way that the runtime cannot see.
    Lost,
    /// The program left, by the end of `main` or by a call of `exit`.
    Left,
    /// No thread can go on.
    Deadlock,
    /// There were more steps than the limit.
    StepLimit,
    /// The list of decisions names a thread that cannot go on.
    Diverged,
    /// All that could come next was tried before, in an equivalent order.
    Redundant,
    /// There were more threads than [`MOST_THREADS`].
    TooManyThreads,
    /// All threads wait, at least one of them for a file or a socket, and nothing arrives.
    Quiet,
    /// The runtime itself has failed. The reason is on stderr.
    Broken,
    /// The run goes on, or was ended from outside: it is a scheduled run, whose log can be read at
    /// any moment.
    Unfinished,
}

/// What a thread waits for.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// For nothing: it can go on.
    No,
    /// To be woken at a futex.
    Futex,
    /// The same, with a time limit.
    FutexLimit,
    /// For a mutex.
    Mutex,
    /// For the end of another thread.
    Thread,
    /// For a time.
    Time,
    /// For a file, a pipe or a socket.
    File,
    /// For a child process.
    Child,
    /// It has ended.
    Ended,
}

/// A step of a thread, or an access of the step before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The thread, by the order in which threads were started. Main is 0.
    pub thread: usize,
    /// What it does.
    pub kind: Kind,
    /// Whether this is an access of the step before it.
    pub is_access: bool,
    /// The object, numbered by first use. 0: no particular object.
    pub object: u32,
    /// What was read or written. For an access: the last such value in its step, or [`UNSEEN`]. For
    /// a spawn or a join: the thread. For a wake: the first 64 threads that were woken, as a set.
    /// For a wake-up: one of [`woken`]. For a sleep: the nanoseconds. For a write or a read of a
    /// file: the number of the file in the upper half, and the number of bytes in the lower half.
    pub value: u64,
    /// The virtual time at which the thread was chosen to go on, in nanoseconds since the start of
    /// the run. An access has the time of its step.
    pub time: u64,
    /// The threads that could have gone on instead, as a set, this one included.
    pub choices: u128,
}

/// A thread as it was when the run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadState {
    /// What its next step would be.
    pub kind: Kind,
    /// The object of that step.
    pub object: u32,
    /// What it waits for.
    pub waiting: Waiting,
    /// The thread that it waits for, if it waits for a thread.
    pub awaited: usize,
    /// Whether it still had work to do: it has not finished what it was started for.
    pub is_at_work: bool,
    /// Its name, as the system keeps it: at most 15 bytes.
    pub name: String,
    /// Its calls, the innermost first: addresses relative to where the program was loaded.
    pub frames: Vec<u32>,
}

/// Where things lie in a log.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// How many entries there is room for.
    pub entries: usize,
}

/// How many words a call stack takes.
pub const FRAME_WORDS: usize = FRAMES / 2;
/// How many words an entry takes.
pub const ENTRY_WORDS: usize = 5;
/// How many words a thread takes.
pub const THREAD_WORDS: usize = 4 + FRAME_WORDS;

impl Layout {
    /// Where the row of a thread begins.
    pub fn thread(self, thread: usize) -> usize {
        header::WORDS + thread * THREAD_WORDS
    }

    /// Where an entry begins.
    pub fn entry(self, index: usize) -> usize {
        self.thread(MOST_THREADS) + index * ENTRY_WORDS
    }

    /// Where the call stack of an entry begins.
    pub fn frames(self, index: usize) -> usize {
        self.entry(self.entries) + index * FRAME_WORDS
    }

    /// How many words the whole log has.
    pub fn words(self) -> usize {
        self.frames(self.entries)
    }

    /// The layout for runs of this many steps. Each step may have one access, on average.
    pub fn for_steps(steps: usize) -> Self {
        Self {
            entries: 2 * steps + 64,
        }
    }
}

const ACCESS: u64 = 1 << 16;

impl Entry {
    /// The entry in the form of the log.
    pub fn to_words(self) -> [u64; ENTRY_WORDS] {
        let head = self.thread as u64
            | (self.kind as u64) << 8
            | if self.is_access { ACCESS } else { 0 }
            | u64::from(self.object) << 32;
        [
            head,
            self.value,
            self.time,
            self.choices as u64,
            (self.choices >> 64) as u64,
        ]
    }

    /// The entry that these words contain.
    ///
    /// # Errors
    ///
    /// Returns an error if the words are not an entry.
    pub fn from_words(words: [u64; ENTRY_WORDS]) -> Result<Self, LogError> {
        let [head, value, time, low, high] = words;
        Ok(Self {
            thread: thread((head & 0xff) as usize)?,
            kind: Kind::from_number((head >> 8) as u8)?,
            is_access: head & ACCESS != 0,
            object: (head >> 32) as u32,
            value,
            time,
            choices: u128::from(low) | u128::from(high) << 64,
        })
    }
}

impl ThreadState {
    /// The state in the form of the log.
    pub fn to_words(&self) -> [u64; THREAD_WORDS] {
        let mut words = [0; THREAD_WORDS];
        words[0] = self.kind as u64
            | (self.waiting as u64) << 8
            | u64::from(self.is_at_work) << 16
            | u64::from(self.object) << 32;
        words[1] = self.awaited as u64;
        let mut name = [0; 16];
        let bytes = &self.name.as_bytes()[..self.name.len().min(16)];
        name[..bytes.len()].copy_from_slice(bytes);
        for (word, bytes) in words[2..4].iter_mut().zip(name.chunks_exact(8)) {
            *word = u64::from_le_bytes(bytes.try_into().expect("a chunk of 8"));
        }
        pack_frames(&self.frames, &mut words[4..]);
        words
    }

    /// The state that these words contain.
    ///
    /// # Errors
    ///
    /// Returns an error if the words are not a state.
    pub fn from_words(words: &[u64; THREAD_WORDS]) -> Result<Self, LogError> {
        let name: Vec<u8> = words[2..4]
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .take_while(|&byte| byte != 0)
            .collect();
        Ok(Self {
            kind: Kind::from_number(words[0] as u8)?,
            waiting: Waiting::from_number((words[0] >> 8) as u8)?,
            is_at_work: words[0] >> 16 & 1 == 1,
            object: (words[0] >> 32) as u32,
            awaited: words[1] as usize,
            name: String::from_utf8_lossy(&name).into_owned(),
            frames: unpack_frames(&words[4..]),
        })
    }
}

/// Writes a call stack into the words for it. Frames that do not fit are left out.
pub fn pack_frames(frames: &[u32], words: &mut [u64]) {
    for (word, pair) in words.iter_mut().zip(frames.chunks(2)) {
        *word = u64::from(pair[0]) | pair.get(1).map_or(0, |&frame| u64::from(frame) << 32);
    }
}

/// The call stack that these words contain. A zero ends it.
pub fn unpack_frames(words: &[u64]) -> Vec<u32> {
    let frames = words
        .iter()
        .flat_map(|&word| [word as u32, (word >> 32) as u32]);
    frames.take_while(|&frame| frame != 0).collect()
}

fn thread(number: usize) -> Result<usize, LogError> {
    if number < MOST_THREADS {
        Ok(number)
    } else {
        Err(LogError)
    }
}

/// The words are not a log: it was cut short, or another version has written it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogError;

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the log of the run cannot be read: it was cut short, or written by another version",
        )
    }
}

impl std::error::Error for LogError {}

macro_rules! numbered {
    ($name:ident: $($variant:ident),*) => {
        impl $name {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The value that has this number.
            ///
            /// # Errors
            ///
            /// Returns an error if no value has it.
            pub fn from_number(number: u8) -> Result<Self, LogError> {
                Self::ALL.get(usize::from(number)).copied().ok_or(LogError)
            }
        }
    };
}

numbered! {
    Kind: Start, Load, Store, Update, Lock, Drop, Wait, Woken, Wake, Spawn, Join, Exit, Sleep, Yield,
    Write, Read, Leave, After
}
numbered! {
    End: Lost, Left, Deadlock, StepLimit, Diverged, Redundant, TooManyThreads, Quiet, Broken,
    Unfinished
}
numbered! { Waiting: No, Futex, FutexLimit, Mutex, Thread, Time, File, Child, Ended }

/// Whether the order of two operations matters: another order may have another result.
pub fn depend(a: (Kind, u32), b: (Kind, u32)) -> bool {
    let ends_and_writes = matches!(
        (a.0, b.0),
        (Kind::Leave, Kind::Write) | (Kind::Write, Kind::Leave)
    );
    let both_only_look = a.0 == Kind::Load && b.0 == Kind::Load;
    ends_and_writes || a.1 == b.1 && a.1 != 0 && !both_only_look
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let entry = Entry {
            thread: 127,
            kind: Kind::After,
            is_access: true,
            object: u32::MAX,
            value: u64::MAX,
            time: u64::MAX - 1,
            choices: 1 << 127 | 1,
        };
        assert_eq!(Entry::from_words(entry.to_words()), Ok(entry));
    }

    #[test]
    fn a_thread_is_read_as_it_was_written() {
        let state = ThreadState {
            kind: Kind::Join,
            object: 7,
            waiting: Waiting::Thread,
            awaited: 3,
            is_at_work: true,
            name: "generate output".into(),
            frames: vec![1, 2, 3],
        };
        assert_eq!(ThreadState::from_words(&state.to_words()), Ok(state));
    }

    #[test]
    fn what_is_no_log_is_refused() {
        assert_eq!(Entry::from_words([0xff, 0, 0, 0, 0]), Err(LogError));
        assert_eq!(Entry::from_words([0xff00, 0, 0, 0, 0]), Err(LogError));
        let mut words = [0; THREAD_WORDS];
        words[0] = 0xff00;
        assert_eq!(ThreadState::from_words(&words), Err(LogError));
    }

    #[test]
    fn two_looks_at_one_object_may_change_places() {
        assert!(!depend((Kind::Load, 1), (Kind::Load, 1)));
        assert!(depend((Kind::Load, 1), (Kind::Store, 1)));
        assert!(!depend((Kind::Load, 1), (Kind::Store, 2)));
        assert!(!depend((Kind::Store, 0), (Kind::Store, 0)));
        assert!(depend((Kind::Write, 1), (Kind::Leave, 0)));
    }

    #[test]
    fn the_parts_of_a_log_do_not_overlap() {
        let layout = Layout { entries: 10 };
        assert_eq!(layout.thread(1) - layout.thread(0), THREAD_WORDS);
        assert!(layout.entry(0) >= layout.thread(MOST_THREADS));
        assert_eq!(layout.frames(0), layout.entry(10));
        assert_eq!(layout.words(), layout.frames(10));
    }
}
