//! Ends the remaining groups if we end without time for it: by a signal, even one that we cannot
//! catch, or by `exit` in the middle.
//!
//! On Unix the watchdog is a shell in a process of its own. It waits for the end of its input,
//! which comes when we end. Then it reads from a file which groups we had, and kills those that are
//! left. Until then it costs nothing. On Windows it is a job that holds us and all processes that
//! we start. The system ends all of them when we no longer hold the job.

#[cfg(unix)]
pub use unix::{forget, id, prepare, watch};
#[cfg(windows)]
pub use windows::{forget, id, prepare, watch};

#[cfg(unix)]
mod unix {
    use std::{
        fs::File,
        io::{self, Write},
        os::unix::process::CommandExt,
        process::{ChildStdin, Command, Stdio},
    };

    use parking_lot::Mutex;

    use crate::process::nameless_file;

    /// What the shell does. We can give it only three files. Its stdin is the pipe, and its stderr,
    /// which it does not need, is the list of groups.
    const SCRIPT: &str = r#"
        read -r _
        live=' '
        set -- $(cat <&2)
        while [ $# -gt 1 ]; do
            case $1 in
                watch) live="$live$2 " ;;
                forget) live="${live%% $2 *} ${live#* $2 }" ;;
            esac
            shift 2
        done
        for group in $live; do kill -s KILL -- "-$group"; done
    "#;

    struct Watchdog {
        id: u32,
        list: File,
        /// The system closes it when we end. We never close it before.
        _pipe: ChildStdin,
    }

    static WATCHDOG: Mutex<Option<Watchdog>> = Mutex::new(None);

    /// Must be called before the first group is started.
    pub fn prepare() -> io::Result<()> {
        let mut watchdog = WATCHDOG.lock();
        if watchdog.is_none() {
            *watchdog = Some(Watchdog::start()?);
        }
        Ok(())
    }

    /// The process of the shell, if it was started: a child of ours that is not a program to test.
    pub fn id() -> Option<u32> {
        WATCHDOG.lock().as_ref().map(|watchdog| watchdog.id)
    }

    /// Ensures that `group` does not outlive us.
    pub fn watch(group: u32) -> io::Result<()> {
        tell("watch", group)
    }

    /// Forgets a group that has ended, because another group may soon have its number.
    pub fn forget(group: u32) -> io::Result<()> {
        tell("forget", group)
    }

    fn tell(verb: &str, group: u32) -> io::Result<()> {
        match &mut *WATCHDOG.lock() {
            Some(watchdog) => watchdog
                .list
                .write_all(format!("{verb} {group}\n").as_bytes()),
            None => Ok(()),
        }
    }

    impl Watchdog {
        /// Starts the shell in a group of its own, so that Ctrl-C ends us and not the shell.
        fn start() -> io::Result<Self> {
            let (reader, list) = nameless_file()?;
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", SCRIPT]).process_group(0);
            shell
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(reader);
            let shell = shell.spawn().map_err(|error| {
                io::Error::new(error.kind(), format!("failed to start `/bin/sh`: {error}"))
            })?;
            // It outlives us, so we do not wait for it.
            Ok(Self {
                id: shell.id(),
                list,
                _pipe: shell.stdin.expect("it was piped"),
            })
        }
    }
}

#[cfg(windows)]
mod windows {
    use std::{io, sync::LazyLock};

    use win32job::{ExtendedLimitInfo, Job, JobError};

    /// Never dropped: the system closes it when we end.
    static JOB: LazyLock<Result<Job, String>> =
        LazyLock::new(|| enter_job().map_err(|error| error.to_string()));

    fn enter_job() -> Result<Job, JobError> {
        let mut limits = ExtendedLimitInfo::new();
        limits.limit_kill_on_job_close();
        let job = Job::create_with_limit_info(&limits)?;
        job.assign_current_process()?;
        Ok(job)
    }

    /// Must be called before the first group is started.
    pub fn prepare() -> io::Result<()> {
        let refused = |error: &String| io::Error::other(format!("failed to enter a job: {error}"));
        JOB.as_ref().map(drop).map_err(refused)
    }

    /// None, because the watchdog is not a process on Windows.
    pub fn id() -> Option<u32> {
        None
    }

    /// Does nothing, because the group is in our job.
    pub fn watch(_group: u32) -> io::Result<()> {
        Ok(())
    }

    /// Does nothing, because we keep no list of groups.
    pub fn forget(_group: u32) -> io::Result<()> {
        Ok(())
    }
}
