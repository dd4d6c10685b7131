//! A producer pushes three values and sets a flag after each. The flag is never cleared, so the
//! consumer believes it for too long and pops from an empty stack.
//!
//! Source: SCTBench, concurrent-software-benchmarks/stack_bad
//! Kind: order violation
//! Ends: panic

use std::sync::Mutex;
use std::thread;

#[derive(Default)]
struct Stack {
    values: Vec<u32>,
    filled: bool,
}

fn push_all(stack: &Mutex<Stack>) {
    for value in 0..3 {
        let mut stack = stack.lock().unwrap();
        stack.values.push(value);
        stack.filled = true;
    }
}

fn pop_some(stack: &Mutex<Stack>) {
    for _ in 0..3 {
        let mut stack = stack.lock().unwrap();
        if stack.filled {
            stack.values.pop().unwrap();
        }
    }
}

fn main() {
    let stack = Mutex::new(Stack::default());
    thread::scope(|scope| {
        scope.spawn(|| push_all(&stack));
        scope.spawn(|| pop_some(&stack));
    });
    println!("done");
}
