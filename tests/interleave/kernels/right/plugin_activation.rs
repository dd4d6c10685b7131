//! Threads wait until a plugin is active or has failed. Both paths notify the threads that already
//! wait.
//!
//! Source: GoBench GoKer, moby#30408
//! Kind: lost wake-up

use std::sync::{Condvar, Mutex};
use std::thread;

type Plugin = Option<Result<&'static str, &'static str>>;

static PLUGIN: Mutex<Plugin> = Mutex::new(None);
static CHANGED: Condvar = Condvar::new();

fn activate(manifest: Option<&'static str>) {
    let mut plugin = PLUGIN.lock().unwrap();
    let Some(name) = manifest else {
        *plugin = Some(Err("no manifest"));
        CHANGED.notify_all();
        return;
    };
    *plugin = Some(Ok(name));
    CHANGED.notify_all();
}

fn wait_until_active() -> Plugin {
    let plugin = PLUGIN.lock().unwrap();
    *CHANGED
        .wait_while(plugin, |plugin| plugin.is_none())
        .unwrap()
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| activate(None));
        scope.spawn(wait_until_active);
    });
    println!("{:?}", wait_until_active());
}
