//! Keeps all threads on one processor.

use std::env;

use crate::system;

/// Puts all threads of the process on one processor, because there the baton is handed over
/// fastest. It is the nth of those that the process may use, as `INTERLEAVE_PROCESSOR` says, or
/// else the current one.
pub fn stay_on_one() {
    let nth = env::var("INTERLEAVE_PROCESSOR").ok();
    let one = match nth.and_then(|nth| nth.parse().ok()) {
        Some(nth) => nth_processor(usable(), nth),
        None => current(),
    };
    let size = size_of_val(&one);
    // SAFETY: the mask has as many bytes as the call says, and outlives the call.
    unsafe {
        system::call(
            libc::SYS_sched_setaffinity,
            [0, size, one.as_ptr() as usize, 0, 0, 0],
        );
    }
}

/// The processors that the process may use.
fn usable() -> [u64; 16] {
    let mut mask = [0u64; 16];
    let size = size_of_val(&mask);
    // SAFETY: the mask has as many bytes as the call says, and outlives the call.
    unsafe {
        let address = mask.as_mut_ptr() as usize;
        system::call(libc::SYS_sched_getaffinity, [0, size, address, 0, 0, 0]);
    }
    mask
}

/// The processor on which this thread runs. An empty set if the system does not report it, and then
/// all stays as it is.
fn current() -> [u64; 16] {
    let mut number = u32::MAX;
    // SAFETY: there is room for a number, which outlives the call; the two others may be null.
    unsafe {
        let address = &raw mut number as usize;
        system::call(libc::SYS_getcpu, [address, 0, 0, 0, 0, 0]);
    }
    let mut one = [0; 16];
    if let Some(word) = one.get_mut(number as usize / 64) {
        *word = 1 << (number % 64);
    }
    one
}

/// The nth processor of a set, as a set. After the last one, counting goes on with the first.
fn nth_processor(mask: [u64; 16], nth: u32) -> [u64; 16] {
    let count: u32 = mask.iter().map(|word| word.count_ones()).sum();
    let all = (0..1024).filter(|&bit| mask[bit / 64] >> (bit % 64) & 1 == 1);
    let mut one = [0; 16];
    if let Some(bit) = all.cycle().nth((nth % count.max(1)) as usize) {
        one[bit / 64] = 1 << (bit % 64);
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processors_take_turns() {
        let mut mask = [0; 16];
        (mask[0], mask[2]) = (0b1010, 1);
        let only = |word: usize, bits| {
            let mut one = [0; 16];
            one[word] = bits;
            one
        };
        assert_eq!(nth_processor(mask, 0), only(0, 0b10));
        assert_eq!(nth_processor(mask, 4), only(0, 0b1000));
        assert_eq!(nth_processor(mask, 2), only(2, 1));
        assert_eq!(nth_processor([0; 16], 2), [0; 16]);
    }
}
