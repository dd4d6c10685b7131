//! A thread sends three numbers through a channel. Main receives them until the channel ends.

use std::{sync::mpsc, thread};

fn main() {
    let (sender, pages) = mpsc::channel();
    thread::spawn(move || {
        for page in 1..=3 {
            sender.send(page).expect("main receives");
        }
    });
    for page in pages {
        println!("Page {page} arrived");
    }
    println!("No more pages");
}
