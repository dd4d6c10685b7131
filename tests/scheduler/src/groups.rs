//! Programs in process groups of their own, none of which outlives us.
//!
//! A program may start others. They share its group (on Windows: its job), and the group is ended
//! as one. Every live group is registered here, so that Ctrl-C or a request to terminate ends them
//! before it ends us.
//!
//! What gets away: on Unix, a process that leaves its group (`setsid`), and all groups if we are
//! killed in a way that no program can notice (`SIGKILL`). In the second case workers that wait for
//! a turn end by themselves, for their scheduler is gone; on Linux a program that computes is ended
//! by the kernel when its time is over; one that sleeps, and has no such worker, sleeps on.

use std::{
    collections::HashMap,
    io,
    process::{self, Command, ExitStatus},
    sync::{Arc, LazyLock},
};

use parking_lot::{Mutex, RwLock};
use process_wrap::std::{ChildWrapper, CommandWrap};

use crate::system;

type Child = Arc<Mutex<Box<dyn ChildWrapper>>>;

/// The live groups, by the identifier of their first process.
static LIVE: Mutex<Option<HashMap<u32, Child>>> = Mutex::new(None);

/// Held for reading while a program is started and registered, and for writing from the moment on
/// when we are about to exit: so no program is started that nobody would end.
static STARTING: RwLock<()> = RwLock::new(());

static ON_EXIT: Mutex<Option<fn()>> = Mutex::new(None);

/// A running program and whatever it has started. Ends with its owner.
pub struct Group {
    id: u32,
    child: Child,
}

impl Group {
    /// Starts `command` in a group of its own.
    pub fn start(command: Command) -> io::Result<Self> {
        static END_WITH_US: LazyLock<()> = LazyLock::new(end_with_us);
        LazyLock::force(&END_WITH_US);
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::std::JobObject);

        let _starting = STARTING.read();
        let child = command.spawn()?;
        let id = child.id();
        let child = Arc::new(Mutex::new(child));
        LIVE.lock()
            .get_or_insert_default()
            .insert(id, Arc::clone(&child));
        Ok(Self { id, child })
    }

    /// The identifier of the first process, which on Unix is the group's too.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// Whether the first process has ended. It is not reaped yet, so that its identifier, and with
    /// it the group's, cannot be another's by the time when [`end`](Self::end) uses it.
    pub fn has_ended(&self) -> io::Result<bool> {
        system::has_ended(&mut **self.child.lock())
    }

    /// Ends every process of the group, and returns how the first one ended.
    pub fn end(&self) -> io::Result<ExitStatus> {
        let mut child = self.child.lock();
        // Whoever has ended already cannot be killed, and need not be.
        let _ = child.start_kill();
        let status = child.wait();
        if let Some(live) = &mut *LIVE.lock() {
            live.remove(&self.id);
        }
        status
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// Has `restore` called before a signal ends us: for what is to be as it was, such as a terminal.
pub fn on_exit(restore: fn()) {
    *ON_EXIT.lock() = Some(restore);
}

/// From now on, a signal that asks us to end lets no group go on.
fn end_with_us() {
    system::on_request_to_end(|status| {
        let _no_more = STARTING.write();
        for child in LIVE.lock().iter().flat_map(HashMap::values) {
            let _ = child.lock().start_kill();
        }
        if let Some(restore) = *ON_EXIT.lock() {
            restore();
        }
        process::exit(status);
    });
}
