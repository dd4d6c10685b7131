//! System calls that a filter refuses, because Landlock does not cover them.

use std::{collections::BTreeMap, env};

use libc::c_long;
use seccompiler::{
    BpfProgram, Error, SeccompAction, SeccompCmpArgLen::Dword, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, apply_filter,
};

/// Refused to every process: other ways to the network and to other processes, and what only an
/// administrator can do. An administrator may start the grader.
const ALWAYS: &[c_long] = &[
    libc::SYS_acct,
    libc::SYS_add_key,
    libc::SYS_adjtimex,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_clock_adjtime,
    libc::SYS_clock_settime,
    libc::SYS_delete_module,
    libc::SYS_finit_module,
    libc::SYS_fsopen,
    libc::SYS_init_module,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_mknodat,
    libc::SYS_mount,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_quotactl,
    libc::SYS_reboot,
    libc::SYS_request_key,
    libc::SYS_setdomainname,
    libc::SYS_sethostname,
    libc::SYS_setns,
    libc::SYS_settimeofday,
    libc::SYS_swapoff,
    libc::SYS_swapon,
    libc::SYS_syslog,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
];

/// This call has the same number on all processors. `libc` defines it only for some.
const FCHMODAT2: c_long = 452;

/// Refused to a program only: changes of the modes, owners and times of files. Landlock allows them
/// for every file of the user. A compiler needs them, because its linker makes the output
/// executable.
const OF_A_PROGRAM: &[c_long] = &[
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    FCHMODAT2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_fremovexattr,
    libc::SYS_fsetxattr,
    libc::SYS_lremovexattr,
    libc::SYS_lsetxattr,
    libc::SYS_removexattr,
    libc::SYS_setxattr,
    libc::SYS_utimensat,
];

/// The same calls under their older names, which newer processors never had.
#[cfg(target_arch = "x86_64")]
const OLD: [&[c_long]; 2] = [
    &[
        libc::SYS_ioperm,
        libc::SYS_iopl,
        libc::SYS_kexec_file_load,
        libc::SYS_mknod,
    ],
    &[
        libc::SYS_chmod,
        libc::SYS_chown,
        libc::SYS_futimesat,
        libc::SYS_lchown,
        libc::SYS_utime,
        libc::SYS_utimes,
    ],
];
#[cfg(not(target_arch = "x86_64"))]
const OLD: [&[c_long]; 2] = [&[], &[]];

/// Refuses these calls to this thread, and to all that it starts.
pub fn restrict(is_program: bool, has_port: bool) -> Result<(), Error> {
    apply_filter(&filter(is_program, has_port)?)
}

fn filter(is_program: bool, has_port: bool) -> Result<BpfProgram, Error> {
    let [old, old_of_a_program] = OLD;
    let mut refused = [ALWAYS, old].concat();
    if is_program {
        refused.extend([OF_A_PROGRAM, old_of_a_program].concat());
    }
    let mut rules: BTreeMap<c_long, Vec<SeccompRule>> =
        refused.into_iter().map(|call| (call, ANY)).collect();
    let sockets = if has_port { all_but_tcp()? } else { ANY };
    rules.insert(libc::SYS_socket, sockets);
    // With this flag these calls also open a connection, and Landlock does not check that.
    for (call, argument) in [
        (libc::SYS_sendto, 3),
        (libc::SYS_sendmsg, 2),
        (libc::SYS_sendmmsg, 3),
    ] {
        let flag = libc::MSG_FASTOPEN as u64;
        let is_set = SeccompCmpOp::MaskedEq(flag);
        let rule = SeccompRule::new(vec![compare(argument, is_set, flag)?])?;
        rules.insert(call, vec![rule]);
    }
    let refusal = SeccompAction::Errno(libc::EPERM as u32);
    let processor = env::consts::ARCH.try_into()?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refusal, processor)?;
    Ok(filter.try_into()?)
}

/// A call that has no rules is refused with any arguments.
const ANY: Vec<SeccompRule> = Vec::new();

/// The sockets that are refused to a process that may connect to a port: all but those of TCP.
fn all_but_tcp() -> Result<Vec<SeccompRule>, Error> {
    use SeccompCmpOp::{MaskedEq, Ne};

    const KIND: u64 = 0xf;
    let family = vec![
        compare(0, Ne, libc::AF_INET as u64)?,
        compare(0, Ne, libc::AF_INET6 as u64)?,
    ];
    let protocol = vec![
        compare(2, Ne, 0)?,
        compare(2, Ne, libc::IPPROTO_TCP as u64)?,
    ];
    let mut rules = vec![SeccompRule::new(family)?, SeccompRule::new(protocol)?];
    for kind in (0..=KIND).filter(|kind| *kind != libc::SOCK_STREAM as u64) {
        rules.push(SeccompRule::new(vec![compare(1, MaskedEq(KIND), kind)?])?);
    }
    Ok(rules)
}

fn compare(argument: u8, how: SeccompCmpOp, value: u64) -> Result<SeccompCondition, Error> {
    Ok(SeccompCondition::new(argument, Dword, how, value)?)
}
