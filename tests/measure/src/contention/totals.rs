//! Seven ways to add up the same numbers. Each is about as short as the others, and differs in what
//! the threads share.

use std::{
    hint::black_box,
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use crossbeam_utils::CachePadded;
use parking_lot::Mutex;

/// The numbers to add up, and the threads that do it.
#[derive(Clone, Copy)]
pub struct Job {
    /// How many numbers there are.
    pub items: u64,
    /// How many steps it takes to compute one of them.
    pub steps: u32,
    /// How many threads compute them, except in the serial loop.
    pub threads: usize,
}

/// A way to compute the total.
pub struct Way {
    /// What holds the total.
    pub name: &'static str,
    /// Computes the total of a job.
    pub total: fn(Job) -> u64,
}

/// The name of the way that locks, adds, and unlocks.
pub const SHORT_LOCK: &str = "a short lock";

/// The name of the way that computes while it holds the lock.
pub const LONG_LOCK: &str = "a lock held too long";

/// All ways, the serial loop first.
pub const WAYS: [Way; 7] = [
    Way {
        name: "a serial loop",
        total: serial_loop,
    },
    Way {
        name: LONG_LOCK,
        total: long_lock,
    },
    Way {
        name: SHORT_LOCK,
        total: short_lock,
    },
    Way {
        name: "one shared atomic",
        total: shared_atomic,
    },
    Way {
        name: "neighbouring counters",
        total: neighbouring_counters,
    },
    Way {
        name: "padded counters",
        total: padded_counters,
    },
    Way {
        name: "each thread's own total",
        total: own_totals,
    },
];

impl Job {
    /// The number of an item, by SplitMix64. The compiler cannot predict any of its steps. The
    /// function is not inlined, so that each way runs the same machine code for it.
    #[inline(never)]
    fn number(self, item: u64) -> u64 {
        (0..self.steps).fold(item, |number, _| {
            let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            black_box(number ^ (number >> 27))
        })
    }

    /// Calls `work` in each thread, with the number of the thread and its share of the items.
    fn share(self, work: impl Fn(usize, Range<u64>) + Sync) {
        let threads = self.threads as u64;
        thread::scope(|scope| {
            for thread in 0..threads {
                let share = self.items * thread / threads..self.items * (thread + 1) / threads;
                let work = &work;
                scope.spawn(move || work(thread as usize, share));
            }
        });
    }
}

fn serial_loop(job: Job) -> u64 {
    (0..job.items).fold(0, |total, item| total.wrapping_add(job.number(item)))
}

fn long_lock(job: Job) -> u64 {
    let total = Mutex::new(0_u64);
    job.share(|_, items| {
        for item in items {
            let mut total = total.lock();
            *total = total.wrapping_add(job.number(item));
        }
    });
    total.into_inner()
}

fn short_lock(job: Job) -> u64 {
    let total = Mutex::new(0_u64);
    job.share(|_, items| {
        for item in items {
            let number = job.number(item);
            let mut total = total.lock();
            *total = total.wrapping_add(number);
        }
    });
    total.into_inner()
}

fn shared_atomic(job: Job) -> u64 {
    let total = AtomicU64::new(0);
    job.share(|_, items| {
        for item in items {
            total.fetch_add(job.number(item), Ordering::Relaxed);
        }
    });
    total.into_inner()
}

/// Each thread has a counter, but several counters lie in one cache line. When one core writes to
/// the line, the other core must fetch it again.
fn neighbouring_counters(job: Job) -> u64 {
    let counters: Vec<AtomicU64> = (0..job.threads).map(|_| AtomicU64::new(0)).collect();
    job.share(|thread, items| add_all(job, items, &counters[thread]));
    sum(counters)
}

/// Each counter has a cache line to itself.
fn padded_counters(job: Job) -> u64 {
    let counters = (0..job.threads).map(|_| CachePadded::new(AtomicU64::new(0)));
    let counters: Vec<CachePadded<AtomicU64>> = counters.collect();
    job.share(|thread, items| add_all(job, items, &counters[thread]));
    sum(counters.into_iter().map(CachePadded::into_inner))
}

/// Only one thread writes to `counter`, so a load and a store are enough.
fn add_all(job: Job, items: Range<u64>, counter: &AtomicU64) {
    for item in items {
        let before = counter.load(Ordering::Relaxed);
        counter.store(before.wrapping_add(job.number(item)), Ordering::Relaxed);
    }
}

fn own_totals(job: Job) -> u64 {
    let total = AtomicU64::new(0);
    job.share(|_, items| {
        let own = items.fold(0_u64, |own, item| own.wrapping_add(job.number(item)));
        total.fetch_add(own, Ordering::Relaxed);
    });
    total.into_inner()
}

fn sum(counters: impl IntoIterator<Item = AtomicU64>) -> u64 {
    let totals = counters.into_iter().map(AtomicU64::into_inner);
    totals.fold(0, u64::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ways_have_the_total_of_the_serial_loop() {
        for threads in [1, 3] {
            let job = Job {
                items: 1_000,
                steps: 2,
                threads,
            };
            for Way { name, total } in WAYS {
                assert_eq!(
                    total(job),
                    serial_loop(job),
                    "{name} with {threads} threads"
                );
            }
        }
    }

    #[test]
    fn each_item_counts() {
        let total = |items| {
            serial_loop(Job {
                items,
                steps: 1,
                threads: 1,
            })
        };
        assert_ne!(total(10), total(11));
    }
}
