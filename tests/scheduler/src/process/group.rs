//! Programs in process groups of their own. No group outlives us.
//!
//! A program may start others. They share its group (on Windows: its job). The whole group is ended
//! when its owner ends it, and when we end ourselves in any way.
//!
//! On Unix a process escapes if it leaves its group (`setsid`, `setpgid`), unless it is the
//! program's first one.

use std::{
    io,
    process::{Command, ExitStatus},
};

use confine::Permissions;
use process_wrap::std::{ChildWrapper, CommandWrap};

use super::{end, watchdog};

/// A running program and all processes that it has started. Dropping it ends them.
pub struct Group {
    child: Box<dyn ChildWrapper>,
    /// How the first process ended. From then on another process may have its identifier.
    status: Option<ExitStatus>,
}

impl Group {
    /// Starts `command` in a group of its own, with no more than `permissions` if there are any.
    pub fn start(command: Command, permissions: Option<&Permissions>) -> io::Result<Self> {
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::std::JobObject);
        watchdog::prepare()?;
        let child = match permissions {
            Some(permissions) => permissions.start(|| command.spawn())?,
            None => command.spawn()?,
        };
        let group = Self {
            child,
            status: None,
        };
        watchdog::watch(group.id())?;
        Ok(group)
    }

    /// The identifier of the first process, which on Unix is the group's too.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the first process has ended. It is not reaped yet, so no other process or group can
    /// have its identifier when [`end`](Self::end) uses it.
    pub fn has_ended(&mut self) -> io::Result<bool> {
        Ok(self.status.is_some() || end::has_ended(&mut *self.child)?)
    }

    /// Ends every process of the group, and returns how the first one ended.
    pub fn end(&mut self) -> io::Result<ExitStatus> {
        if let Some(status) = self.status {
            return Ok(status);
        }
        // A process that has ended cannot be killed, and need not be. The first process may have
        // left its own group, so it is killed once more by itself.
        let _ = self.child.start_kill();
        let _ = self.child.inner_mut().start_kill();
        let forgotten = watchdog::forget(self.id());
        let status = self.child.inner_mut().wait()?;
        self.status = Some(status);
        forgotten.and(Ok(status))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = self.end();
    }
}
