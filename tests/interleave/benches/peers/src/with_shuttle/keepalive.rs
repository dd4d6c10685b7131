//! `kernels/wrong/keepalive.rs`. Loom has no `sync_channel`, so this is for shuttle only.

use shuttle::{
    sync::{Arc, Mutex, mpsc},
    thread,
};

fn keep_alive(streams: &Mutex<u32>, wake_ups: &mpsc::Receiver<()>) {
    let is_idle = *streams.lock().unwrap() == 0;
    if is_idle {
        wake_ups.recv().unwrap();
    }
}

pub fn main() {
    let streams = Arc::new(Mutex::new(0));
    let (wake_up, wake_ups) = mpsc::sync_channel(0);
    let thread = {
        let streams = streams.clone();
        thread::spawn(move || keep_alive(&streams, &wake_ups))
    };
    *streams.lock().unwrap() += 1;
    let _ = wake_up.try_send(());
    thread.join().unwrap();
    drop(wake_up);
}
