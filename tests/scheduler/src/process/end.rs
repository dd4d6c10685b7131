//! The end of a process: whether it has ended, and an event when it does.

use std::{io, time::Duration};

use process_wrap::std::ChildWrapper;

/// Whether `child` has ended. On Unix this does not reap it.
pub fn has_ended(child: &mut dyn ChildWrapper) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

        let id = i32::try_from(child.id())
            .ok()
            .and_then(Pid::from_raw)
            .expect("a process has an id");
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        Ok(waitid(WaitId::Pid(id), look)?.is_some())
    }
    #[cfg(not(unix))]
    Ok(child.try_wait()?.is_some())
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
            use rustix::process::{Pid, PidfdFlags, pidfd_open};
            use std::os::fd::AsRawFd;

            let pid = i32::try_from(id)
                .ok()
                .and_then(Pid::from_raw)
                .expect("a process has an id");
            let pidfd = pidfd_open(pid, PidfdFlags::empty()).ok().filter(|fd| {
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

    /// Whether no event will come, so that the caller must check for the end.
    pub fn has_no_events(&self) -> bool {
        #[cfg(target_os = "linux")]
        let has_events = self.pidfd.is_some();
        #[cfg(not(target_os = "linux"))]
        let has_events = false;
        !has_events
    }

    /// How long the caller may sleep before it checks whether the process has ended.
    pub fn interval(&self) -> Duration {
        Duration::from_millis(if self.has_no_events() { 2 } else { 50 })
    }
}
