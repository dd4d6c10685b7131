//! Lets two of its three threads hold the same lock during their work.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let disk = Mutex::new(());
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| {
            let _disk = disk.lock();
            worker("parse files");
        });
        scope.spawn(|| {
            let _disk = disk.lock();
            worker("generate output");
        });
    });
}
