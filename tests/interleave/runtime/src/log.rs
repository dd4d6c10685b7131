//! Writes the log of the run into a file that is mapped into memory, so it is complete however the
//! process ends.

use std::{
    ffi::CString,
    os::unix::ffi::OsStrExt,
    path::Path,
    ptr, slice,
    sync::atomic::{AtomicPtr, AtomicU64, Ordering::Relaxed},
};

use interleave_protocol::log::{
    End, Entry, FRAME_WORDS, Layout, THREAD_WORDS, ThreadState, header, pack_frames,
};

use crate::system;

/// The log's word for how the run has ended, also for code that has no log at hand.
static END: AtomicPtr<AtomicU64> = AtomicPtr::new(ptr::null_mut());

/// Records that the runtime itself has failed.
pub fn is_broken() {
    // SAFETY: it is null, or a word of a mapping that is never undone.
    if let Some(word) = unsafe { END.load(Relaxed).as_ref() } {
        word.store(End::Broken as u64, Relaxed);
    }
}

/// The log of a run.
pub struct Log {
    words: &'static [AtomicU64],
    layout: Layout,
    /// How many entries there are.
    entries: usize,
    /// The entry of the last step.
    step: usize,
    has_frames: bool,
    /// Whether the last step has no entry.
    is_left_out: bool,
    left_out: u64,
}

impl Log {
    /// A log with room for this many steps, in a file if there is a path.
    pub fn new(path: Option<&Path>, steps: usize) -> Self {
        let layout = Layout::for_steps(steps);
        let file = path.map_or(-1, create);
        let words = map(file, layout.words());
        END.store(ptr::from_ref(&words[header::END]).cast_mut(), Relaxed);
        Self {
            words,
            layout,
            entries: 0,
            step: 0,
            has_frames: false,
            is_left_out: false,
            left_out: 0,
        }
    }

    /// Empties the log.
    pub fn clear(&self) {
        self.words[..header::WORDS]
            .iter()
            .for_each(|word| word.store(0, Relaxed));
    }

    /// Sets whether the call stack of each step is kept from here on.
    pub fn keep_frames(&mut self, has_frames: bool) {
        self.has_frames = has_frames;
    }

    /// Whether there is no room for more.
    pub fn is_full(&self) -> bool {
        self.entries + 1 >= self.layout.entries
    }

    /// Adds a step, with the calls of its thread, the innermost first.
    pub fn step(&mut self, entry: Entry, frames: &[u32]) {
        self.is_left_out = false;
        self.step = self.entries;
        self.frames(frames);
        self.add(entry);
    }

    /// Sets the calls of the last step.
    pub fn frames(&self, frames: &[u32]) {
        if self.has_frames {
            let mut words = [0; FRAME_WORDS];
            pack_frames(frames, &mut words);
            self.put(self.layout.frames(self.step), &words);
        }
    }

    /// Whether the last step was left out.
    pub fn has_left_out(&self) -> bool {
        self.is_left_out
    }

    /// Leaves a step out, with its accesses.
    pub fn leave_out(&mut self) {
        self.is_left_out = true;
        self.left_out += 1;
        self.head(header::LEFT_OUT, self.left_out);
    }

    /// Adds an access of the last step.
    pub fn access(&mut self, entry: Entry) {
        if !self.is_full() && !self.is_left_out {
            let value = without_pointer(entry.value);
            self.add(Entry { value, ..entry });
        }
    }

    /// Sets the value of an access of the last step. `place` is its place among them.
    pub fn access_again(&self, place: usize, value: u64) {
        let entry = self.step + 1 + place;
        if !self.is_left_out && entry < self.entries {
            self.put_value(entry, value);
        }
    }

    fn add(&mut self, entry: Entry) {
        self.put(self.layout.entry(self.entries), &entry.to_words());
        self.entries += 1;
        self.head(header::ENTRIES, self.entries as u64);
    }

    /// Sets the value of the last step.
    pub fn value(&self, value: u64) {
        if !self.is_left_out {
            self.put_value(self.step, value);
        }
    }

    fn put_value(&self, entry: usize, value: u64) {
        self.words[self.layout.entry(entry) + 1].store(without_pointer(value), Relaxed);
    }

    /// Writes a word of the header.
    pub fn head(&self, word: usize, value: u64) {
        self.words[word].store(value, Relaxed);
    }

    /// Records how the run has ended, and the state of each thread then.
    pub fn end(&self, end: End, threads: &[ThreadState]) {
        self.threads(threads);
        self.head(header::END, end as u64);
    }

    /// Records the state of each thread.
    pub fn threads(&self, threads: &[ThreadState]) {
        for (thread, state) in threads.iter().enumerate() {
            let words: [u64; THREAD_WORDS] = state.to_words();
            self.put(self.layout.thread(thread), &words);
        }
        self.head(header::THREADS, threads.len() as u64);
    }

    fn put(&self, at: usize, words: &[u64]) {
        for (place, word) in self.words[at..].iter().zip(words) {
            place.store(*word, Relaxed);
        }
    }
}

/// The value, or one that stands for every pointer: pointers differ from run to run.
fn without_pointer(value: u64) -> u64 {
    let is_pointer = value >> 40 != 0 && value < u64::MAX - 1000 && value >> 48 == 0;
    if is_pointer { 1 << 40 } else { value }
}

fn create(path: &Path) -> libc::c_int {
    let name = CString::new(path.as_os_str().as_bytes()).unwrap_or_default();
    // SAFETY: the name is a C string that lives until the call is over.
    let file = unsafe {
        libc::open(
            name.as_ptr(),
            libc::O_RDWR | libc::O_CREAT | libc::O_CLOEXEC,
            0o600,
        )
    };
    if file < 0 {
        let error = std::io::Error::last_os_error();
        system::broken(&format!(
            "failed to open the log {}: {error}",
            path.display()
        ));
    }
    file
}

fn map(file: libc::c_int, words: usize) -> &'static [AtomicU64] {
    let bytes = words * size_of::<u64>();
    let (protection, flags) = (
        libc::PROT_READ | libc::PROT_WRITE,
        match file {
            -1 => libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            _ => libc::MAP_SHARED,
        },
    );
    // SAFETY: the file is as long as what is mapped of it, and the mapping is never undone. It is
    // aligned to a page and zeroed, and every bit pattern is a valid word. Other processes have it
    // too, and atomic words allow that.
    unsafe {
        // The explorer makes it this long, because the program may not be allowed to write large
        // files.
        if file >= 0 && libc::lseek(file, 0, libc::SEEK_END) < bytes as libc::off_t {
            system::broken("the file for the log of the run is too short");
        }
        let start = libc::mmap(ptr::null_mut(), bytes, protection, flags, file, 0);
        if start == libc::MAP_FAILED {
            system::broken("no memory for the log of the run");
        }
        // Most of a log is never written, so the kernel need not read ahead.
        libc::madvise(start, bytes, libc::MADV_RANDOM);
        slice::from_raw_parts(start.cast(), words)
    }
}
