//! The kernels with loom: an exhaustive exploration, with a bound on the preemptions.

#[path = "kernels/mod.rs"]
mod kernels;

use std::time::Duration;

use loom::{model::Builder, sync, thread};

use crate::{Kernel, search::search};

/// What loom cannot express, and the reason.
const CANNOT: [(&str, &str); 2] = [
    ("keepalive", "loom has no `sync_channel`"),
    ("reorder", "it has 6 threads with main, and loom allows 5"),
];

/// Why loom cannot express a kernel, if it cannot.
pub fn objection(kernel: &str) -> Option<&'static str> {
    let objection = CANNOT.iter().find(|(name, _)| *name == kernel);
    objection.map(|(_, reason)| *reason)
}

/// The kernels.
pub fn kernels() -> Vec<Kernel> {
    Vec::from(kernels::all())
}

/// Explores the kernel until the first failure.
pub fn exhaustive(kernel: &Kernel) -> ! {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(3);
    builder.max_duration = Some(Duration::from_secs(20));
    // So often loom looks at the time: after this many runs.
    builder.checkpoint_interval = 100;
    search(kernel, |run| builder.check(run))
}
