//! Starts processes that can do little harm: a compiler that gets a stranger's source text, and the
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
//! On Linux the kernel enforces the permissions of the process, and of all that it starts.
//! [Landlock](https://landlock.io) restricts files, TCP and signals. A seccomp filter refuses the
//! system calls that Landlock does not cover. A child process inherits both from the thread that
//! starts it. So a thread gives up its own rights, starts the process, and ends. No privilege is
//! needed, and no helper program.
//!
//! Old kernels enforce only a part of this, and other systems nothing: [`confinement`] says what
//! holds here.

use std::{io, path::PathBuf};

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

/// The permissions of a process and of all that it starts. It may always use what it inherits, such
/// as open files.
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

/// What this system enforces on a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confinement {
    /// It reads and writes only the files that it may.
    pub files: bool,
    /// It opens only the TCP connections that it may.
    pub network: bool,
    /// It sends no signals to processes that it has not started.
    pub signals: bool,
    /// It opens no other sockets, and uses no calls that are for administrators. A program also
    /// changes no modes of files.
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

    /// The same, and it may read and run what is at `path`: a file, or a folder with all its
    /// contents.
    pub fn reads(mut self, path: impl Into<PathBuf>) -> Self {
        self.readable.push(path.into());
        self
    }

    /// The same, and it may do anything with what is at `path`.
    pub fn writes(mut self, path: impl Into<PathBuf>) -> Self {
        self.writable.push(path.into());
        self
    }

    /// The same, and it may open TCP connections to `port` of any machine.
    pub fn connects_to(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Calls `start` on a thread that has only these permissions. A process that `start` starts has
    /// them too. All else that the process needs, such as files to write to, must be opened before.
    ///
    /// The thread ends when `start` returns. The kernel regards this thread as the parent of the
    /// process. So the process must not ask for a signal at its parent's death
    /// (`PR_SET_PDEATHSIG`).
    ///
    /// # Errors
    ///
    /// Returns an error if the kernel supports permissions but refuses to set these, or if `start`
    /// returns one.
    pub fn start<T: Send>(&self, start: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
        system::start(self, start)
    }
}

/// What this system enforces. The first call tries it out on a thread.
pub fn confinement() -> Confinement {
    system::confinement()
}

impl Confinement {
    /// Whether this system enforces all of it.
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
