//! Starts processes that can do little harm: a compiler that gets a stranger's text, and the
//! stranger's program.
//!
//! ```no_run
//! use std::{path::Path, process::Command};
//! use confine::Permissions;
//!
//! let own_folder = Path::new("/tmp/own-folder");
//! let permissions = Permissions::of_a_program().writes(own_folder).connects_to(4000);
//! let child = permissions.start(|| Command::new("./program").current_dir(own_folder).spawn())?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! On Linux the kernel holds the process to its permissions, and with it all that it starts:
//! [Landlock](https://landlock.io) the files, TCP and signals, and a seccomp filter the system
//! calls that Landlock does not know. Both are inherited from the thread that starts a process. So
//! a thread gives up its own rights, starts the process, and ends. No privilege is needed, and no
//! helper program.
//!
//! Old kernels know less, and other systems nothing of this: [`confinement`] says what holds here.

use std::{io, path::PathBuf};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

/// What a process may do, and all that it starts. It may use what it inherits, such as open files,
/// in any case.
#[derive(Clone, Debug)]
pub struct Permissions {
    readable: Vec<PathBuf>,
    writable: Vec<PathBuf>,
    port: Option<u16>,
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "nothing is held back")
    )]
    is_program: bool,
}

/// What this system holds a process to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confinement {
    /// It reads and writes no other files than it may.
    pub files: bool,
    /// It opens no other connections than it may. Only of a program, also other sockets than TCP.
    pub network: bool,
    /// It sends no signals to processes that it has not started.
    pub signals: bool,
    /// A program changes no modes of files, and uses no calls that are for administrators.
    pub calls: bool,
}

impl Permissions {
    /// A compiler and its linker may run the system's own programs, and make files executable.
    pub fn of_a_compiler() -> Self {
        Self::new(false)
    }

    /// A program may run the system's own programs, and no more.
    pub fn of_a_program() -> Self {
        Self::new(true)
    }

    fn new(is_program: bool) -> Self {
        Self {
            readable: system::readable_by_all(),
            writable: system::writable_by_all(),
            port: None,
            is_program,
        }
    }

    /// The same, and it may read and run what is at `path`: a file, or a folder with all that is in
    /// it.
    pub fn reads(mut self, path: impl Into<PathBuf>) -> Self {
        self.readable.push(path.into());
        self
    }

    /// The same, and it may do what it likes with what is at `path`.
    pub fn writes(mut self, path: impl Into<PathBuf>) -> Self {
        self.writable.push(path.into());
        self
    }

    /// The same, and it may open TCP connections to `port` of any machine.
    pub fn connects_to(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Calls `start` on a thread that has these permissions and no others, and so has a process
    /// that it starts. What it needs besides, such as files to write to, is to be opened before.
    ///
    /// The thread ends when `start` returns. To the kernel it is the parent of what it has started,
    /// so that must not ask for a signal at its parent's death (`PR_SET_PDEATHSIG`).
    ///
    /// # Errors
    ///
    /// Returns an error if the kernel knows of permissions and refuses to set these, or if `start`
    /// does.
    pub fn start<T: Send>(&self, start: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
        system::start(self, start)
    }
}

/// What holds on this system. A thread has tried it.
pub fn confinement() -> Confinement {
    system::confinement()
}

impl Confinement {
    /// Whether nothing is missing.
    pub fn is_complete(self) -> bool {
        self.missing().is_empty()
    }

    /// What a process could do here although it should not, each as the end of "a program can".
    pub fn missing(self) -> Vec<&'static str> {
        [
            (self.files, "read and write its user's files"),
            (self.network, "use the network"),
            (self.signals, "end its user's other processes"),
            (self.calls, "change the modes of its user's files"),
        ]
        .into_iter()
        .filter_map(|(holds, harm)| (!holds).then_some(harm))
        .collect()
    }
}
