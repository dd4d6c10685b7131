//! What the threads of a process do, from `/proc`. See proc_pid_syscall(5), proc_pid_status(5).

use procfs::{
    ProcResult,
    process::{Process, Syscall, Task, all_processes},
};

use super::{Thread, WaitsFor};

/// The threads of process `id`, or nothing if it, or one of them, has ended or may not be read.
pub(super) fn threads(id: u32) -> Option<Vec<Thread>> {
    let tasks = Process::new(id.try_into().ok()?).ok()?.tasks().ok()?;
    tasks
        .map(|task| look(&task?))
        .collect::<ProcResult<_>>()
        .ok()
}

/// Whether process `id` is the only living one of its group. A process that has left the group, or
/// that nobody may read of, is not seen.
pub(super) fn is_alone(id: u32) -> bool {
    let Ok(processes) = all_processes() else {
        return false;
    };
    let stats = processes.filter_map(|process| process.ok()?.stat().ok());
    let mut group = stats.filter(|stat| u32::try_from(stat.pgrp) == Ok(id) && stat.state != 'Z');
    group.all(|stat| u32::try_from(stat.pid) == Ok(id))
}

/// The system call comes first and the counts after it. So two looks with the same counts mean that
/// the call that the second look saw is the one in which the thread slept all the while.
fn look(task: &Task) -> ProcResult<Thread> {
    let syscall = task.syscall()?;
    let status = task.status()?;
    let waits_for = match status.state.chars().next() {
        Some('S') => waits_for(&syscall),
        Some('R') => WaitsFor::Nothing,
        _ => WaitsFor::Unknown,
    };
    Ok(Thread {
        id: task.tid,
        waits_for,
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
        libc::SYS_write | libc::SYS_writev => WaitsFor::Reader,
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
        WAIT | WAIT_BITSET => WaitsFor::ThreadOrClock,
        _ => WaitsFor::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use procfs::process::Syscall;

    use super::{WaitsFor, waits_for};

    fn blocked_in(syscall_number: i64, operation: i32, timeout: u64) -> WaitsFor {
        waits_for(&Syscall::Blocked {
            syscall_number,
            argument_registers: [0x1000, operation as u64, 0, timeout, 0, 0],
            stack_pointer: 0,
            program_counter: 0,
        })
    }

    #[test]
    fn a_futex_without_a_time_limit_waits_for_a_thread() {
        let private = libc::FUTEX_WAIT_BITSET | libc::FUTEX_PRIVATE_FLAG;
        for operation in [
            libc::FUTEX_WAIT,
            private,
            private | libc::FUTEX_CLOCK_REALTIME,
        ] {
            assert_eq!(blocked_in(libc::SYS_futex, operation, 0), WaitsFor::Thread);
            assert_eq!(
                blocked_in(libc::SYS_futex, operation, 0x2000),
                WaitsFor::ThreadOrClock
            );
        }
        assert_eq!(
            blocked_in(libc::SYS_futex, libc::FUTEX_LOCK_PI, 0),
            WaitsFor::Unknown
        );
    }

    #[test]
    fn other_calls_wait_for_a_turn_for_a_clock_or_for_what_nobody_knows() {
        assert_eq!(blocked_in(libc::SYS_recvfrom, 0, 0), WaitsFor::Turn);
        assert_eq!(blocked_in(libc::SYS_read, 0, 0), WaitsFor::Turn);
        assert_eq!(blocked_in(libc::SYS_write, 0, 0), WaitsFor::Reader);
        assert_eq!(blocked_in(libc::SYS_clock_nanosleep, 0, 0), WaitsFor::Clock);
        assert_eq!(blocked_in(libc::SYS_wait4, 0, 0), WaitsFor::Unknown);
        assert_eq!(blocked_in(-1, 0, 0), WaitsFor::Unknown);
        assert_eq!(waits_for(&Syscall::Running), WaitsFor::Unknown);
    }
}
