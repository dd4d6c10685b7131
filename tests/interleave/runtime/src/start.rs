//! The start of the runtime: before the program begins, while there is one thread.

use std::{
    env,
    ffi::{c_char, c_int},
    panic,
    path::PathBuf,
};

use interleave_protocol::plan::Plan;

use crate::{
    addresses, chance::Chance, functions::Functions, hooks, log::Log, processor, scheduled, server,
    shared, state::State, system,
};

// SAFETY: the loader calls what is in this section with these arguments, once, before `main`.
#[used]
#[unsafe(link_section = ".init_array")]
static START: extern "C" fn(c_int, *const *const c_char, *const *const c_char) = start;

extern "C" fn start(_: c_int, arguments: *const *const c_char, environment: *const *const c_char) {
    let Some(text) = env::var_os("INTERLEAVE") else {
        return;
    };
    panic::set_hook(Box::new(|info| {
        shared::end();
        system::broken(&format!(
            "the runtime has failed, please tell its authors: {info}"
        ));
    }));
    system::open_standard_files();
    // One thread runs at a time, so one arena is enough, and each takes time to make.
    // SAFETY: the call gets no pointers.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 1) };
    let text = text.to_string_lossy().into_owned();
    let (is_server, is_scheduled) = (text == "server", text == "scheduled");
    if !is_scheduled {
        addresses::fix(arguments, environment);
    }
    let steps = match env::var("INTERLEAVE_STEPS").map(|steps| steps.parse()) {
        Ok(Ok(steps)) => steps,
        Ok(Err(_)) => system::broken("INTERLEAVE_STEPS is not a number"),
        Err(_) if is_server => system::broken("a server needs INTERLEAVE_STEPS"),
        Err(_) if is_scheduled => Plan::default().steps,
        Err(_) => plan(&text).steps,
    };
    let functions = path("INTERLEAVE_FUNCTIONS").map(|path| Functions::read(&path));
    let functions = functions.unwrap_or_default();
    let log = Log::new(path("INTERLEAVE_LOG").as_deref(), steps);
    processor::stay_on_one();
    let text = if is_server { server::serve(&log) } else { text };
    forget(&SETTINGS_OF_PROCESS);
    hooks::prepare();
    let chance = Chance::from_environment();
    let state = if is_scheduled {
        // A program that this one starts has a control connection of its own.
        State::scheduled(scheduled::plan(steps), chance, functions, log)
    } else {
        // A program that this one starts should not be under the interleaver.
        forget(&SETTINGS);
        let plan = plan(&text);
        if plan.steps > steps {
            system::broken("the plan has more steps than the log has room for");
        }
        State::new(plan, chance, functions, log)
    };
    shared::begin(state);
}

/// Takes settings out of the environment.
fn forget(settings: &[&str]) {
    for name in settings {
        // SAFETY: there is only one thread, so no other thread reads the environment.
        unsafe { env::remove_var(name) };
    }
}

/// Settings that could also be for a program that this one starts.
const SETTINGS: [&str; 7] = [
    "INTERLEAVE",
    "INTERLEAVE_CONTROL",
    "INTERLEAVE_TOKEN",
    "INTERLEAVE_SEED",
    "INTERLEAVE_PROCESSORS",
    "INTERLEAVE_STEPS",
    "INTERLEAVE_PROCESSOR",
];

/// Settings for this process alone.
const SETTINGS_OF_PROCESS: [&str; 8] = [
    "INTERLEAVE_LOG",
    "INTERLEAVE_FUNCTIONS",
    "INTERLEAVE_STDOUT",
    "INTERLEAVE_STDERR",
    "INTERLEAVE_ADDRESSES",
    addresses::PADDING,
    addresses::EVEN,
    "INTERLEAVE_BUSY_SECONDS",
];

fn path(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from)
}

fn plan(text: &str) -> Plan {
    text.parse()
        .unwrap_or_else(|error| system::broken(&format!("INTERLEAVE: {error}")))
}
