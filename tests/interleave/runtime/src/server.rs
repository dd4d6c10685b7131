//! Runs a program again and again without starting it anew: for each plan that arrives, a fork of
//! the process runs it. The process itself has not begun the program.

use std::{
    env,
    ffi::{CString, c_int},
    io::{self, BufRead},
    mem,
    os::unix::ffi::OsStrExt,
    time::Duration,
};

use crate::{log::Log, system};

/// How many bytes a run may write to a file.
const MOST_OUTPUT: libc::rlim_t = 16 << 20;

/// Reads plans from stdin, one per line, and makes a fork of the process for each. Returns the plan
/// in the fork. The fork's number goes to stdout. After the fork has ended, two more numbers
/// follow: its status, and the processor time in microseconds that it and this process have used
/// for it. All are 32-bit numbers.
pub fn serve(log: &Log) -> String {
    let mut plans = io::stdin().lock();
    let outputs = [output("INTERLEAVE_STDOUT"), output("INTERLEAVE_STDERR")];
    let mut used_before = Duration::ZERO;
    loop {
        let mut plan = String::new();
        if !matches!(plans.read_line(&mut plan), Ok(1..)) {
            system::exit_now(0);
        }
        log.clear();
        // SAFETY: there is one thread, and the fork goes on as this process would.
        match unsafe { libc::fork() } {
            0 => {
                become_a_run(outputs);
                return plan;
            }
            fork @ 1.. => {
                tell(fork);
                see_to_end(fork);
                let (status, used_by_fork) = end_of(fork);
                let used = system::processor_time();
                let microseconds = (used_by_fork + used - used_before).as_micros();
                used_before = used;
                tell(status);
                tell(microseconds.try_into().unwrap_or(c_int::MAX));
            }
            _ => system::broken("the system has no room for another process"),
        }
    }
}

/// Waits until a fork has ended. If the explorer ends before, this kills the fork and ends this
/// process. (A signal at the death of the parent would not do. It is sent when the thread ends that
/// has started this process, and that may be soon.)
fn see_to_end(fork: libc::pid_t) {
    // SAFETY: the calls get no pointers but the array, which has as many entries as the call says.
    unsafe {
        let end = libc::syscall(libc::SYS_pidfd_open, fork, 0) as c_int;
        let mut files = [
            libc::pollfd {
                fd: libc::STDIN_FILENO,
                events: 0,
                revents: 0,
            },
            libc::pollfd {
                fd: end,
                events: libc::POLLIN,
                revents: 0,
            },
        ];
        // Without such a file, only `end_of` waits for the fork.
        while end >= 0 && files[1].revents == 0 {
            system::call(
                libc::SYS_ppoll,
                [files.as_mut_ptr() as usize, 2, 0, 0, 0, 0],
            );
            if files[0].revents & libc::POLLHUP != 0 {
                libc::kill(-fork, libc::SIGKILL);
                system::exit_now(0);
            }
        }
        libc::close(end);
    }
}

/// The status of a fork after its end, and its processor time. All that the fork has started is
/// killed.
fn end_of(fork: libc::pid_t) -> (c_int, Duration) {
    let mut status = 0;
    // SAFETY: all fields are numbers, and all may be zero.
    let mut usage: libc::rusage = unsafe { mem::zeroed() };
    let mut info = [0 as c_int; 32];
    // SAFETY: there is room for what the kernel writes: a `siginfo_t` has 128 bytes, and the others
    // are of the kernel's types. The fork is not reaped before its group is killed, so its number
    // cannot yet belong to another process.
    unsafe {
        let look_only = (libc::WEXITED | libc::WNOWAIT) as usize;
        let info = info.as_mut_ptr() as usize;
        system::call(
            libc::SYS_waitid,
            [libc::P_PID as usize, fork as usize, info, look_only, 0, 0],
        );
        libc::kill(-fork, libc::SIGKILL);
        let (status, usage) = (&raw mut status as usize, &raw mut usage as usize);
        system::call(libc::SYS_wait4, [fork as usize, status, 0, usage, 0, 0]);
    }
    let of = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec.unsigned_abs())
            + Duration::from_micros(time.tv_usec.unsigned_abs())
    };
    (status, of(usage.ru_utime) + of(usage.ru_stime))
}

fn tell(number: c_int) {
    let bytes = number.to_le_bytes();
    // SAFETY: the bytes live until the call is over.
    unsafe {
        system::call(
            libc::SYS_write,
            [1, bytes.as_ptr() as usize, bytes.len(), 0, 0, 0],
        )
    };
}

/// Gives the fork its own process group, files and limits. What is in `outputs` is of an earlier run.
fn become_a_run(outputs: [c_int; 2]) {
    // SAFETY: the only pointers in these calls are to a C string and to a limit, which outlive
    // them.
    unsafe {
        outputs.into_iter().for_each(empty);
        libc::setpgid(0, 0);
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        let nothing = libc::open(c"/dev/null".as_ptr(), libc::O_RDONLY);
        for (from, to) in [(nothing, 0), (outputs[0], 1), (outputs[1], 2)] {
            libc::dup2(from, to);
            libc::close(from);
        }
        let seconds = number("INTERLEAVE_BUSY_SECONDS");
        let limit = libc::rlimit {
            rlim_cur: seconds,
            rlim_max: seconds + 1,
        };
        libc::setrlimit(libc::RLIMIT_CPU, &limit);
        let output = libc::rlimit {
            rlim_cur: MOST_OUTPUT,
            rlim_max: MOST_OUTPUT,
        };
        libc::setrlimit(libc::RLIMIT_FSIZE, &output);
        let no_core = libc::rlimit {
            rlim_cur: 0,
            rlim_max: 0,
        };
        libc::setrlimit(libc::RLIMIT_CORE, &no_core);
    }
}

/// Makes a file for output as if it had just been opened: an earlier run may have changed its flags.
fn empty(file: c_int) {
    // SAFETY: the calls get no pointers.
    let is_empty = unsafe {
        libc::ftruncate(file, 0) == 0
            && libc::lseek(file, 0, libc::SEEK_SET) == 0
            && libc::fcntl(file, libc::F_SETFL, libc::O_APPEND) == 0
    };
    if !is_empty {
        system::broken("failed to empty a file for output");
    }
}

/// The value of a setting that is a number.
fn number(setting: &str) -> u64 {
    let number = env::var(setting)
        .ok()
        .and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| system::broken(&format!("{setting} is not a number")))
}

/// The file that a setting names, for output. It stays open for all runs: some file systems write a
/// file that was emptied to the disk when it is closed.
fn output(setting: &str) -> c_int {
    let name = env::var_os(setting).unwrap_or_default();
    let name = CString::new(name.as_bytes()).unwrap_or_default();
    let flags = libc::O_WRONLY | libc::O_APPEND;
    // SAFETY: the name is a C string that lives until the call is over.
    let file = unsafe { libc::open(name.as_ptr(), flags) };
    if file < 0 {
        system::broken(&format!("failed to open what {setting} names"));
    }
    file
}
