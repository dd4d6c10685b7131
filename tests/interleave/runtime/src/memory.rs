//! Memory of the runtime's own. A longer plan takes more memory. If that came from the program's
//! memory, the program's objects would have other addresses in each run. Then code that hashes
//! addresses, as `parking_lot` does, would behave differently under the same schedule.
//!
//! The memory is one reservation, made before the program begins. Nothing is given back to the
//! system. A freed block is used again for a request of the same size, rounded up to a power of
//! two.

use std::{
    alloc::{GlobalAlloc, Layout},
    cell::UnsafeCell,
    ptr,
    sync::atomic::{
        AtomicBool,
        Ordering::{Acquire, Release},
    },
};

use crate::system;

#[global_allocator]
static MEMORY: Memory = Memory {
    is_locked: AtomicBool::new(false),
    blocks: UnsafeCell::new(Blocks {
        free: [ptr::null_mut(); CLASSES],
        next: 0,
        end: 0,
    }),
};

/// How much address space is reserved. Memory is taken only as it is used.
const RESERVED: usize = interleave_protocol::RESERVED_MEMORY;
/// The smallest block has room for a pointer, and suits every type that does not ask for more.
const SMALLEST: usize = 16;
const CLASSES: usize = usize::BITS as usize;

struct Memory {
    /// Needed because threads that have not begun, or are about to end, are here beside the one
    /// that has the baton.
    is_locked: AtomicBool,
    blocks: UnsafeCell<Blocks>,
}

struct Blocks {
    /// For each power of two, the first free block of this size. A free block begins with the
    /// address of the next one.
    free: [*mut u8; CLASSES],
    /// Where the unused part of the reservation begins.
    next: usize,
    end: usize,
}

// SAFETY: the blocks are touched only while the lock is held.
unsafe impl Sync for Memory {}

// SAFETY: a block is as large and as aligned as asked for, and is in use once: it is taken from the
// reservation once, and from a list only after it was freed.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.with_blocks(|blocks| blocks.take(size_of_block(layout)))
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller gives back a block that it got for this layout.
        self.with_blocks(|blocks| unsafe { blocks.give_back(block, size_of_block(layout)) });
    }
}

fn size_of_block(layout: Layout) -> usize {
    layout
        .size()
        .max(layout.align())
        .max(SMALLEST)
        .next_power_of_two()
}

impl Memory {
    fn with_blocks<R>(&self, work: impl FnOnce(&mut Blocks) -> R) -> R {
        while self.is_locked.swap(true, Acquire) {
            // All threads are on one processor, and the lock holder needs it to go on.
            // SAFETY: the call has no arguments.
            unsafe { system::call(libc::SYS_sched_yield, [0; 6]) };
        }
        // SAFETY: the lock is held, and `work` does not allocate.
        let result = work(unsafe { &mut *self.blocks.get() });
        self.is_locked.store(false, Release);
        result
    }
}

impl Blocks {
    fn take(&mut self, size: usize) -> *mut u8 {
        let first = &mut self.free[size.trailing_zeros() as usize];
        if !first.is_null() {
            let block = *first;
            // SAFETY: a free block begins with the address of the next one.
            *first = unsafe { block.cast::<*mut u8>().read() };
            return block;
        }
        if self.end == 0 {
            self.reserve();
        }
        let block = self.next.next_multiple_of(size);
        if block + size > self.end {
            return ptr::null_mut();
        }
        self.next = block + size;
        ptr::with_exposed_provenance_mut(block)
    }

    /// # Safety
    ///
    /// The block must be one of this size that [`Self::take`] gave, and not be used any more.
    unsafe fn give_back(&mut self, block: *mut u8, size: usize) {
        let first = &mut self.free[size.trailing_zeros() as usize];
        // SAFETY: as the caller says; a block has room for a pointer and is aligned to one.
        unsafe { block.cast::<*mut u8>().write(*first) };
        *first = block;
    }

    fn reserve(&mut self) {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
        // SAFETY: the kernel chooses a place where nothing is.
        let start = unsafe { libc::mmap(ptr::null_mut(), RESERVED, protection, flags, -1, 0) };
        if start != libc::MAP_FAILED {
            self.next = start.expose_provenance();
            self.end = self.next + RESERVED;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_aligned_and_used_again_when_it_is_free() {
        let mut blocks = Blocks {
            free: [ptr::null_mut(); CLASSES],
            next: 0,
            end: 0,
        };
        let first = blocks.take(64);
        let second = blocks.take(64);
        assert!(first.addr().is_multiple_of(64) && !ptr::eq(first, second));
        // SAFETY: it is such a block, and is not used.
        unsafe { blocks.give_back(first, 64) };
        assert!(ptr::eq(blocks.take(64), first));
        assert!(!ptr::eq(blocks.take(64), second));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut blocks = Blocks {
            free: [ptr::null_mut(); CLASSES],
            next: 0,
            end: 0,
        };
        assert!(blocks.take(2 * RESERVED).is_null());
        assert!(!blocks.take(64).is_null());
    }

    #[test]
    fn sizes_are_rounded_up_to_what_suits() {
        let size = |size, align| size_of_block(Layout::from_size_align(size, align).unwrap());
        assert_eq!([size(1, 1), size(17, 8), size(8, 64)], [16, 32, 64]);
    }
}
