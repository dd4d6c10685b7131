//! The kernels, with the types of one tool: `super` says which.

mod adders;
mod bluetooth_driver;
mod bounded_buffer;
mod dekker;
mod group_lock;
mod index_stack;
mod notifier;
mod object_pool;
mod philosophers;
mod reorder;
mod string_buffer;
mod work_stealing_queue;

use super::{
    sync,
    thread::{self, JoinHandle},
};
use crate::Kernel;

/// Those that both tools have types for.
pub fn all() -> [Kernel; 12] {
    let kernel = |name, failure, run| Kernel { name, failure, run };
    [
        kernel("adders", "nothing", adders::main),
        kernel("bluetooth_driver", "stopped driver", bluetooth_driver::main),
        kernel("bounded_buffer", "deadlock", bounded_buffer::main),
        kernel("dekker", "two threads are inside", dekker::main),
        kernel("group_lock", "deadlock", group_lock::main),
        kernel("index_stack", "is used twice", index_stack::main),
        kernel("notifier", "deadlock", notifier::main),
        kernel("object_pool", "too many objects", object_pool::main),
        kernel("philosophers", "deadlock", philosophers::main),
        kernel("reorder", "half a change", reorder::main),
        kernel("string_buffer", "out of bounds", string_buffer::main),
        kernel(
            "work_stealing_queue",
            "taken once",
            work_stealing_queue::main,
        ),
    ]
}

/// Spawns a thread that shares the state.
fn spawn<S, F>(state: &sync::Arc<S>, work: F) -> JoinHandle<()>
where
    S: Send + Sync + 'static,
    F: FnOnce(&S) + Send + 'static,
{
    let state = state.clone();
    thread::spawn(move || work(&state))
}

/// Waits for the threads.
fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}
