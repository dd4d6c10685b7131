//! Two threads pop and push cells of a stack without a lock. The head also counts its changes, so
//! a pop notices that its cell has left and returned.
//!
//! Source: SCTBench, safestack/bug1
//! Kind: ABA

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;

const CELLS: usize = 4;

static HEAD: AtomicUsize = AtomicUsize::new(0);
static NEXT: [AtomicUsize; CELLS] = [const { AtomicUsize::new(0) }; CELLS];
static USED: [AtomicBool; CELLS] = [const { AtomicBool::new(false) }; CELLS];

fn replace(head: usize, cell: usize) -> bool {
    let changes = head / CELLS + 1;
    HEAD.compare_exchange(head, changes * CELLS + cell, SeqCst, SeqCst)
        .is_ok()
}

fn pop() -> usize {
    loop {
        let head = HEAD.load(SeqCst);
        let cell = head % CELLS;
        if replace(head, NEXT[cell].load(SeqCst)) {
            assert!(!USED[cell].swap(true, SeqCst), "cell {cell} is used twice");
            return cell;
        }
    }
}

fn push(cell: usize) {
    USED[cell].store(false, SeqCst);
    loop {
        let head = HEAD.load(SeqCst);
        NEXT[cell].store(head % CELLS, SeqCst);
        if replace(head, cell) {
            return;
        }
    }
}

fn main() {
    (0..CELLS).for_each(|cell| NEXT[cell].store((cell + 1) % CELLS, SeqCst));
    thread::scope(|scope| {
        scope.spawn(|| [pop(), pop()]);
        let first = pop();
        pop();
        push(first);
    });
    println!("each cell had one user");
}
