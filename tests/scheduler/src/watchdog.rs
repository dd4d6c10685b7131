//! Ends the groups that are left when we end in a way that leaves us no time for it: by a signal,
//! even one that nobody can catch, or by `exit` in the middle.
//!
//! On Unix it is a process beside us, a shell that reads from us which groups live. When we end, its
//! input is at an end, and it kills those that are left. On Windows the jobs themselves do that: the
//! system ends a job when nobody holds it any more.

#[cfg(unix)]
pub use unix::{forget, watch};

#[cfg(unix)]
mod unix {
    use std::{
        io::{self, Write},
        os::unix::process::CommandExt,
        process::{ChildStdin, Command, Stdio},
    };

    use parking_lot::Mutex;

    /// What the shell does: it keeps a list of groups, and kills them at the end of its input.
    const SCRIPT: &str = r#"
        live=' '
        while read -r verb id; do
            case $verb in
                watch) live="$live$id " ;;
                forget) live="${live%% $id *} ${live#* $id }" ;;
            esac
        done
        for id in $live; do kill -s KILL -- "-$id"; done
    "#;

    static SHELL: Mutex<Option<ChildStdin>> = Mutex::new(None);

    /// Sees to it that `group` does not outlive us.
    pub fn watch(group: u32) -> io::Result<()> {
        let mut shell = SHELL.lock();
        let input = match &mut *shell {
            Some(input) => input,
            none => none.insert(start()?),
        };
        writeln!(input, "watch {group}")
    }

    /// The group has ended, and its number may soon be another's.
    pub fn forget(group: u32) {
        if let Some(input) = &mut *SHELL.lock() {
            // A shell that is gone kills nobody.
            let _ = writeln!(input, "forget {group}");
        }
    }

    /// Starts the shell, in a group of its own, so that Ctrl-C ends us and not it.
    fn start() -> io::Result<ChildStdin> {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", SCRIPT]).process_group(0);
        shell
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let shell = shell.spawn().map_err(|error| {
            io::Error::new(error.kind(), format!("failed to start `/bin/sh`: {error}"))
        })?;
        // It outlives us, so nobody here waits for it.
        Ok(shell.stdin.expect("it was piped"))
    }
}

/// The jobs see to it.
#[cfg(not(unix))]
pub fn watch(_group: u32) -> std::io::Result<()> {
    Ok(())
}

/// The jobs see to it.
#[cfg(not(unix))]
pub fn forget(_group: u32) {}
