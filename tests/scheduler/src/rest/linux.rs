//! What the threads of a process do, from `/proc`. See proc_pid_syscall(5), proc_pid_status(5).

use procfs::process::{Process, Task};
use procfs::{ProcResult, process::Syscall};

use super::{Thread, WaitsFor};

/// The threads of process `id`, or nothing if it, or one of them, has ended or may not be read.
pub(super) fn threads(id: u32) -> Option<Vec<Thread>> {
    let tasks = Process::new(id.try_into().ok()?).ok()?.tasks().ok()?;
    tasks
        .map(|task| look(&task?))
        .collect::<ProcResult<_>>()
        .ok()
}

/// The system call comes first and the counts after it. So two looks with the same counts mean that
/// the call that the second look saw is the one in which the thread slept all the while.
fn look(task: &Task) -> ProcResult<Thread> {
    let syscall = task.syscall()?;
    let status = task.status()?;
    let sleeps = status.state.starts_with('S');
    Ok(Thread {
        id: task.tid,
        waits_for: if sleeps {
            waits_for(&syscall)
        } else {
            WaitsFor::Unknown
        },
        switches: (
            status.voluntary_ctxt_switches.unwrap_or_default(),
            status.nonvoluntary_ctxt_switches.unwrap_or_default(),
        ),
    })
}

fn waits_for(syscall: &Syscall) -> WaitsFor {
    let Syscall::Blocked {
        syscall_number,
        argument_registers,
        ..
    } = syscall
    else {
        return WaitsFor::Unknown;
    };
    match *syscall_number {
        libc::SYS_futex => futex(argument_registers),
        libc::SYS_read | libc::SYS_recvfrom => WaitsFor::Turn,
        libc::SYS_nanosleep | libc::SYS_clock_nanosleep => WaitsFor::Clock,
        _ => WaitsFor::Unknown,
    }
}

/// A wait on a futex has no time limit if the pointer to one is null. See futex(2).
fn futex([_address, operation, _value, timeout, ..]: &[u64; 6]) -> WaitsFor {
    const WAIT: u64 = libc::FUTEX_WAIT as u64;
    const WAIT_BITSET: u64 = libc::FUTEX_WAIT_BITSET as u64;
    // The rest are flags: whose futex it is, and which clock its time limit goes by.
    match operation & libc::FUTEX_CMD_MASK as u64 {
        WAIT | WAIT_BITSET if *timeout == 0 => WaitsFor::Thread,
        WAIT | WAIT_BITSET => WaitsFor::Clock,
        _ => WaitsFor::Unknown,
    }
}
