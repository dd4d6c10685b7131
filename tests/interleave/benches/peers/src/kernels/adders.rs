//! The program `ADDERS` of the bench, with 2 threads of 40 additions. It never fails.

use super::{
    join, spawn,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

pub fn main() {
    let sum = Arc::new(AtomicUsize::new(0));
    join([(); 2].map(|()| {
        spawn(&sum, |sum: &AtomicUsize| {
            for _ in 0..40 {
                sum.fetch_add(1, SeqCst);
            }
        })
    }));
}
