//! What is known of one thread.

use std::collections::BTreeMap;

use interleave_protocol::log::Kind;

use crate::{
    block::{Block, Woken},
    fairness::Spinning,
};

/// How often a thread may wake up at a futex though no thread has woken it.
const SPURIOUS_WAKES: u32 = 2;

/// If a thread has done an operation so often, only [one in 16](ONE_IN) is a point. Otherwise a loop of
/// much work would fill all that is explored.
const ALWAYS_A_POINT: u32 = 20;
const ONE_IN: u32 = 16;

/// One thread of the program.
pub struct Thread {
    /// Its handle in the C library. 0 if it was joined, or is main.
    pub handle: libc::pthread_t,
    /// Its number in the kernel.
    pub number: i32,
    /// Its name, if it has one.
    pub name: String,
    /// The operation of its next step.
    pub kind: Kind,
    /// The object of that operation.
    pub object: u32,
    /// What it waits for before that step.
    pub block: Block,
    /// What it has looked at or done in vain.
    pub spinning: Spinning,
    /// The return addresses of its calls, the innermost last.
    pub calls: Vec<usize>,
    /// The calls that it was in when it announced its step, in the form of the log, if the log
    /// should have them.
    pub stack: Vec<u32>,
    /// Whether `stack` belongs to its current step, and not to an earlier one.
    pub has_stack: bool,
    /// The calls that it was in when it called `exit`, in the form of the log.
    pub exits_from: Vec<u32>,
    /// The depths of those calls from the user's code that have had their point.
    pub begun: Vec<usize>,
    /// The addresses of the mutexes that it holds, or of what looks like one.
    pub held: Vec<usize>,
    /// The `Once`s that it is in: the depth of the call, and the address.
    pub onces: Vec<(usize, usize)>,
    /// How often it has done each operation: the address of the object, and the place in the program.
    pub repeated: BTreeMap<(usize, u64), u32>,
    /// How often it may still wake up by itself.
    pub spurious_left: u32,
}

impl Thread {
    /// A thread that has not begun.
    pub fn new(may_wake_by_itself: bool) -> Self {
        Self {
            handle: 0,
            number: 0,
            name: String::new(),
            kind: Kind::Start,
            object: 0,
            block: Block::No,
            spinning: Spinning::default(),
            calls: Vec::with_capacity(64),
            stack: Vec::new(),
            has_stack: false,
            exits_from: Vec::new(),
            begun: Vec::new(),
            held: Vec::new(),
            repeated: BTreeMap::new(),
            onces: Vec::new(),
            spurious_left: if may_wake_by_itself {
                SPURIOUS_WAKES
            } else {
                0
            },
        }
    }

    /// The operation that it has announced.
    pub fn operation(&self) -> (Kind, u32) {
        (self.kind, self.object)
    }

    /// Ends its wait at a futex, although nothing has woken it.
    pub fn wakes_by_itself(&mut self) {
        if let Block::Futex { woken, .. } = &mut self.block {
            *woken = Some(Woken::ByItself);
            self.spurious_left -= 1;
        }
    }

    /// Notes that it enters a function.
    pub fn enter(&mut self, return_address: usize) {
        self.calls.push(return_address);
    }

    /// Notes that it checks whether a `Once` is done, in a call of this depth that may do it.
    pub fn looks_at_once(&mut self, depth: usize, address: usize) {
        self.onces.push((depth, address));
    }

    /// Notes that it leaves a function. Returns the address of the `Once` that it may have done in
    /// it.
    pub fn leave(&mut self) -> Option<usize> {
        self.calls.pop();
        let depth = self.calls.len();
        while self.begun.last().is_some_and(|&begun| begun >= depth) {
            self.begun.pop();
        }
        self.onces.pop_if(|once| once.0 > depth).map(|once| once.1)
    }

    /// Notes that it has changed an atomic. A mutex of the standard library or of `parking_lot` is
    /// locked by setting its lowest bit, with the next one clear. Unlocking clears both.
    pub fn holds(&mut self, address: usize, before: u64, now: u64) {
        const BITS: u64 = 0b11;
        let is_taken = before & BITS == 0 && now & BITS == 1;
        if is_taken && !self.held.contains(&address) {
            self.held.push(address);
        } else if now & BITS == 0 {
            self.held.retain(|&other| other != address);
        }
    }

    /// Notes that it does an operation at this address. Returns whether it has done the same so often
    /// that this time it is no point.
    pub fn is_in_loop(&mut self, address: usize) -> bool {
        let place = (address, self.place());
        let times = self.repeated.entry(place).or_default();
        *times += 1;
        *times > ALWAYS_A_POINT && !times.is_multiple_of(ONE_IN)
    }

    /// A number for its place in the program: the same calls have the same number.
    pub fn place(&self) -> u64 {
        let mix = |hash: u64, &call: &usize| (hash ^ call as u64).wrapping_mul(0x0100_0000_01b3);
        self.calls.iter().fold(0, mix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_that_a_thread_repeats_is_rarely_a_point_in_the_end() {
        let mut thread = Thread::new(false);
        let points = (1..=64).filter(|_| !thread.is_in_loop(8)).count();
        assert_eq!(points, 20 + 3);
        assert!(!thread.is_in_loop(16), "it is another atomic");
        thread.enter(100);
        assert!(!thread.is_in_loop(8), "it is another place");
    }
}
