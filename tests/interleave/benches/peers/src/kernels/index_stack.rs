//! `kernels/wrong/index_stack.rs`.

use super::{
    join, spawn,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
};

const CELLS: usize = 4;

struct Stack {
    head: AtomicUsize,
    next: [AtomicUsize; CELLS],
    used: [AtomicBool; CELLS],
}

impl Stack {
    fn replace(&self, head: usize, cell: usize) -> bool {
        self.head
            .compare_exchange(head, cell, SeqCst, SeqCst)
            .is_ok()
    }

    fn pop(&self) -> usize {
        loop {
            let head = self.head.load(SeqCst);
            let cell = head % CELLS;
            if self.replace(head, self.next[cell].load(SeqCst)) {
                assert!(
                    !self.used[cell].swap(true, SeqCst),
                    "cell {cell} is used twice"
                );
                return cell;
            }
        }
    }

    fn push(&self, cell: usize) {
        self.used[cell].store(false, SeqCst);
        loop {
            let head = self.head.load(SeqCst);
            self.next[cell].store(head % CELLS, SeqCst);
            if self.replace(head, cell) {
                return;
            }
        }
    }
}

pub fn main() {
    let stack = Arc::new(Stack {
        head: AtomicUsize::new(0),
        next: [0; CELLS].map(AtomicUsize::new),
        used: [false; CELLS].map(AtomicBool::new),
    });
    (0..CELLS).for_each(|cell| stack.next[cell].store((cell + 1) % CELLS, SeqCst));
    let thread = spawn(&stack, |stack| {
        stack.pop();
        stack.pop();
    });
    let first = stack.pop();
    stack.pop();
    stack.push(first);
    join([thread]);
}
