//! The end of a process: whether it has ended, and an event when it does.

use std::{io, time::Duration};

use process_wrap::std::ChildWrapper;

/// Whether `child` has ended. On Unix this does not reap it.
pub fn has_ended(child: &mut dyn ChildWrapper) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{WaitId, WaitIdOptions, waitid};

        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(waitid(WaitId::Pid(pid(child.id())), look)?.is_some())
    }
    #[cfg(not(unix))]
    Ok(child.try_wait()?.is_some())
}

#[cfg(unix)]
pub fn pid(id: u32) -> rustix::process::Pid {
    let id = i32::try_from(id)
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    id.expect("a process has an id")
}

/// An event source for the end of a process, and how long to wait at most before checking for it.
pub struct EndWatch {
    #[cfg(target_os = "linux")]
    pidfd: Option<std::os::fd::OwnedFd>,
}

impl EndWatch {
    /// Registers an event with `token` for the end of process `id`, if the system has such events.
    pub fn register(id: u32, registry: &mio::Registry, token: mio::Token) -> Self {
        #[cfg(target_os = "linux")]
        {
            use rustix::process::{PidfdFlags, pidfd_open};
            use std::os::fd::AsRawFd;

            let pidfd = pidfd_open(pid(id), PidfdFlags::empty()).ok().filter(|fd| {
                let mut source = mio::unix::SourceFd(&fd.as_raw_fd());
                registry
                    .register(&mut source, token, mio::Interest::READABLE)
                    .is_ok()
            });
            Self { pidfd }
        }
        #[cfg(not(target_os = "linux"))]
        {
            let _ = (id, registry, token);
            Self {}
        }
    }

    /// Whether an event will come. If not, the caller must check for the end.
    pub fn has_events(&self) -> bool {
        #[cfg(target_os = "linux")]
        return self.pidfd.is_some();
        #[cfg(not(target_os = "linux"))]
        false
    }

    /// How long the caller may sleep before it checks whether the process has ended.
    pub fn interval(&self) -> Duration {
        Duration::from_millis(if self.has_events() { 50 } else { 2 })
    }
}
