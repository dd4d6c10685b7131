//! The kernels with shuttle: a random exploration.

mod keepalive;
#[path = "kernels/mod.rs"]
mod kernels;

use shuttle::{
    Config, FailurePersistence, Runner,
    scheduler::{PctScheduler, RandomScheduler, Scheduler},
    sync, thread,
};

use crate::{Kernel, search::search};

/// How many runs a search has at most.
const MOST: usize = 20_000;

/// All kernels, in the order of their names.
pub fn kernels() -> Vec<Kernel> {
    let mut kernels = Vec::from(kernels::all());
    kernels.push(Kernel {
        name: "keepalive",
        failure: "deadlock",
        run: keepalive::main,
    });
    kernels.sort_by_key(|kernel| kernel.name);
    kernels
}

/// Explores the kernel with a random scheduler until the first failure.
pub fn random(kernel: &Kernel, seed: u64) -> ! {
    explore(kernel, RandomScheduler::new_from_seed(seed, MOST))
}

/// Explores the kernel by probabilistic concurrency testing until the first failure.
pub fn pct(kernel: &Kernel, seed: u64, depth: usize) -> ! {
    explore(kernel, PctScheduler::new_from_seed(seed, depth, MOST))
}

fn explore(kernel: &Kernel, scheduler: impl Scheduler + 'static) -> ! {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    search(kernel, |run| {
        Runner::new(scheduler, config).run(run);
    })
}
