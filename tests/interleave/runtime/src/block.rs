//! What a thread waits for. It never waits in the kernel: until its wait is over, it cannot be
//! chosen.

use std::{
    slice,
    sync::atomic::{AtomicU8, Ordering::SeqCst},
};

use interleave_protocol::log::Waiting;

use crate::{clock::Clock, fairness::FAIR_EVERY, scheduled::away, state::State, system};

/// What a thread waits for before it does what it has announced.
#[derive(Clone, Copy, Debug)]
pub enum Block {
    /// For nothing.
    No,
    /// To be woken at a futex, or for a time limit.
    Futex {
        /// Where.
        address: usize,
        /// The time limit.
        until: Option<u64>,
        /// What has ended the wait, if it is over before the limit.
        woken: Option<Woken>,
        /// The number of this wait. Threads are woken in the order of these numbers.
        arrival: u64,
    },
    /// For the end of a thread.
    Thread(usize),
    /// For a time.
    Time(u64),
    /// Until one of these files can be used.
    Files {
        /// The files, in the system's form.
        files: *mut libc::pollfd,
        /// How many.
        count: usize,
        /// The time limit.
        until: Option<u64>,
    },
    /// For a child process, as `waitid` names it.
    Child {
        /// What kind of number `id` is.
        which: usize,
        /// The number.
        id: usize,
    },
    /// Until these bits in the first byte of a mutex are clear. After a long wait the thread goes
    /// on anyway, and finds the mutex held.
    Mutex {
        /// Where the mutex is.
        address: usize,
        /// The bits that are set while it is held.
        bits: u8,
        /// The step since which it waits.
        since: usize,
    },
    /// For a mutex of the C library.
    CLock(usize),
    /// For the permission to end the program, in a scheduled run.
    Leave,
    /// The thread has lost the baton, and waits for it if it is [back](away::is_back).
    Away,
    /// For the end of the program.
    Never,
    /// For ever: the thread has ended.
    Ended,
}

/// What wakes a thread at a futex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Another thread.
    ByThread,
    /// Nothing: a spurious wake-up.
    ByItself,
}

impl Block {
    /// The time at which the wait is over in any case, if there is one.
    pub fn deadline(self) -> Option<u64> {
        match self {
            Self::Time(until) => Some(until),
            Self::Futex {
                until, woken: None, ..
            }
            | Self::Files { until, .. } => until,
            _ => None,
        }
    }

    /// Whether something outside of the program could end the wait.
    pub fn is_for_outside(self) -> bool {
        matches!(self, Self::Files { .. } | Self::Child { .. })
    }

    /// The files that the thread waits for.
    pub fn files(self) -> impl Iterator<Item = libc::pollfd> {
        let files: &[libc::pollfd] = match self {
            // SAFETY: the thread that waits for these files is still in the call to which they were
            // given.
            Self::Files { files, count, .. } if count > 0 => unsafe {
                slice::from_raw_parts(files, count)
            },
            _ => &[],
        };
        files.iter().copied()
    }

    /// The same, in the form of the log.
    pub fn waiting(self) -> Waiting {
        match self {
            Self::No | Self::Leave | Self::Away => Waiting::No,
            Self::Futex { woken: Some(_), .. } => Waiting::No,
            Self::Futex { until: None, .. } => Waiting::Futex,
            Self::Futex { until: Some(_), .. } => Waiting::FutexLimit,
            Self::Thread(_) => Waiting::Thread,
            Self::Time(_) => Waiting::Time,
            Self::Files { .. } => Waiting::File,
            Self::Child { .. } => Waiting::Child,
            Self::Mutex { .. } | Self::CLock(_) => Waiting::Mutex,
            Self::Never => Waiting::Futex,
            Self::Ended => Waiting::Ended,
        }
    }
}

impl State {
    /// The times at which waits are over in any case.
    pub fn deadlines(&self) -> impl Iterator<Item = u64> {
        self.threads
            .iter()
            .filter_map(|thread| thread.block.deadline())
    }

    /// The next time at which a wait is over.
    pub fn next_deadline(&self) -> Option<u64> {
        let now = self.clock.now();
        self.deadlines().filter(|&until| until > now).min()
    }

    /// Whether a thread's wait is over, so that it can be chosen.
    pub fn can_go_on(&self, thread: usize) -> bool {
        let clock = &self.clock;
        let has_limit = |until: Option<u64>| until.is_some_and(|until| clock.may_limit_end(until));
        match self.threads[thread].block {
            Block::No => true,
            Block::Futex { woken, until, .. } => woken.is_some() || has_limit(until),
            Block::Thread(other) => matches!(self.threads[other].block, Block::Ended),
            Block::Time(until) => clock.may_sleep_end(until),
            Block::Files {
                files,
                count,
                until,
            } => has_limit(until) || are_ready(files, count),
            Block::Child { which, id } => has_child_ended(which, id),
            Block::Mutex {
                address,
                bits,
                since,
            } => is_free(address, bits) || self.is_told_of_mutex(since),
            Block::CLock(mutex) => !self.is_c_lock_held(mutex),
            Block::Away => away::is_back(thread),
            Block::Leave | Block::Never | Block::Ended => false,
        }
    }

    /// Whether `block` would make a thread wait now, and perhaps for ever.
    pub fn may_wait_for_ever(&self, block: &Block) -> bool {
        match *block {
            Block::No => false,
            Block::Mutex { address, bits, .. } => !is_free(address, bits),
            Block::CLock(mutex) => self.is_c_lock_held(mutex),
            Block::Thread(other) => !matches!(self.threads[other].block, Block::Ended),
            _ => block.deadline().is_none(),
        }
    }

    /// Whether a thread that has waited for a mutex since that step goes on, and finds it held. In
    /// a scheduled run it never does: there it must be known what it waits for.
    fn is_told_of_mutex(&self, since: usize) -> bool {
        !self.is_scheduled() && self.steps() > since + FAIR_EVERY
    }

    /// Whether a thread waits at this address, or was woken there and has not gone on: for a mutex,
    /// say. It could never go on if that were locked at the next point, each time.
    pub fn is_awaited(&self, address: usize) -> bool {
        let mut blocks = self.threads.iter().map(|thread| thread.block);
        blocks.any(|block| match block {
            Block::Futex { address: other, .. } | Block::Mutex { address: other, .. } => {
                other == address
            }
            _ => false,
        })
    }

    /// The thread that holds a mutex, as far as its changes were seen. A thread that waits at a
    /// condition variable has released its mutex unseen.
    pub fn holder(&self, mutex: usize) -> Option<usize> {
        if let Some(&(_, holder)) = self.c_locks.iter().find(|lock| lock.0 == mutex) {
            return Some(holder);
        }
        let threads = self.threads.iter().enumerate();
        let holders = threads.filter(|(_, thread)| thread.held.contains(&mutex));
        let holder = holders.max_by_key(|(_, thread)| !matches!(thread.block, Block::Futex { .. }));
        holder.map(|(holder, _)| holder)
    }

    /// Whether the thread may wake up spuriously, as every thread that waits at a futex may.
    pub fn may_wake_by_itself(&self, thread: usize) -> bool {
        let thread = &self.threads[thread];
        thread.spurious_left > 0 && matches!(thread.block, Block::Futex { woken: None, .. })
    }
}

pub fn is_free(mutex: usize, bits: u8) -> bool {
    // SAFETY: the thread that waits is in `lock` of this mutex, which it has borrowed. Other
    // threads change the mutex only as an atomic, and only while they have the baton.
    unsafe { (*(mutex as *const AtomicU8)).load(SeqCst) & bits == 0 }
}

fn are_ready(files: *mut libc::pollfd, count: usize) -> bool {
    // SAFETY: the thread that waits for these files is still in the call to which they were given.
    unsafe { system::poll_now(files, count) != 0 }
}

/// Whether a wait for a child would be over at once, also because there is no such child.
fn has_child_ended(which: usize, id: usize) -> bool {
    system::has_ended(which, id).unwrap_or(true)
}

/// The time at which a limit ends. The limit is given in the system's form.
pub fn limit(clock: &Clock, time: Option<libc::timespec>, is_relative: bool) -> Option<u64> {
    time.map(|time| {
        let total = nanoseconds(time);
        if is_relative {
            clock.now().saturating_add(total)
        } else {
            total
        }
    })
}

/// A time in nanoseconds.
pub fn nanoseconds(time: libc::timespec) -> u64 {
    (time.tv_sec as u64)
        .saturating_mul(1_000_000_000)
        .saturating_add(time.tv_nsec as u64)
}
