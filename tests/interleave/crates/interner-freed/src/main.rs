//! One thread drops the last handle to an interned value while another thread interns an equal
//! value. The second thread gets a handle to memory that the first thread frees.
//!
//! Source: RUSTSEC-2020-0017.
//!
//! Fails: 0.3.13
//! Mended: 0.4.0
//! Ends: signal
use internment::ArcIntern;
use std::thread;

fn main() {
    let threads: Vec<_> = (0..2)
        .map(|_| {
            thread::spawn(|| {
                let interned = ArcIntern::new(String::from("hello"));
                assert_eq!(*interned, "hello");
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    println!("done");
}
