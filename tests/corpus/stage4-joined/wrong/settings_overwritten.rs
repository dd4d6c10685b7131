//! Overwrites the settings by which the check reaches its workers. It takes `unsafe` to do so,
//! which no exercise may use.
//!
//! Finding: does-not-build

use std::{env, thread};

use common::{start, worker};

fn main() {
    let names: Vec<_> = env::vars_os().map(|(name, _)| name).collect();
    for name in names {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("INTERLEAVE") || name.starts_with("WORKSHOP_") {
            unsafe { env::set_var(name, "") };
        }
    }
    start();
    thread::spawn(|| worker("sort data"));
}
