//! `kernels/wrong/philosophers.rs`.

use super::{
    join, spawn,
    sync::{Arc, Mutex},
};

struct Table {
    forks: [Mutex<u32>; 3],
}

impl Table {
    fn dine(&self, seat: usize) {
        let (first, second) = (seat, (seat + 1) % 3);
        let mut left = self.forks[first].lock().unwrap();
        let mut right = self.forks[second].lock().unwrap();
        *left += 1;
        *right += 1;
    }
}

pub fn main() {
    let table = Arc::new(Table {
        forks: [0; 3].map(Mutex::new),
    });
    join([0, 1, 2].map(|seat| spawn(&table, move |table| table.dine(seat))));
}
