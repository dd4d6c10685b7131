//! Linux: Landlock and seccomp.

use std::{io, path::PathBuf, sync::LazyLock, thread};

use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, NetPort, Ruleset, RulesetAttr,
    RulesetCreated, RulesetCreatedAttr, RulesetError, Scope, path_beneath_rules,
};

use crate::{Confinement, Permissions};

mod calls;

/// The newest version of Landlock whose rights are used. An older kernel enforces those it
/// supports.
const NEWEST: ABI = ABI::V6;

/// The system's own programs and libraries, and what the loader looks up.
pub fn readable_by_all() -> Vec<PathBuf> {
    let folders = ["bin", "lib", "lib32", "lib64", "libexec"];
    let folders = folders
        .iter()
        .flat_map(|folder| [format!("/{folder}"), format!("/usr/{folder}")]);
    // On NixOS and Guix programs lie here.
    let others = [
        "/nix/store",
        "/gnu/store",
        "/etc/ld.so.cache",
        "/dev/urandom",
        "/dev/random",
    ];
    folders
        .map(PathBuf::from)
        .chain(others.map(PathBuf::from))
        .collect()
}

pub fn writable_by_all() -> Vec<PathBuf> {
    vec!["/dev/null".into(), "/dev/zero".into()]
}

pub fn start<T: Send>(
    permissions: &Permissions,
    start: impl FnOnce() -> io::Result<T> + Send,
) -> io::Result<T> {
    let holds = confinement();
    apart(|| {
        restrict_landlock(permissions)?;
        if holds.calls {
            restrict_calls(permissions)?;
        }
        start()
    })
}

/// Calls `then` on a new thread, so that the calling thread keeps its own rights.
fn apart<T: Send>(then: impl FnOnce() -> io::Result<T> + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, then)?;
        thread
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn restrict_calls(permissions: &Permissions) -> io::Result<()> {
    calls::restrict(permissions.is_program, permissions.port.is_some()).map_err(refused)
}

/// Leaves this thread only `permissions`, as far as the kernel can enforce that. Returns the
/// version of Landlock in effect.
fn restrict_landlock(permissions: &Permissions) -> io::Result<ABI> {
    let status = ruleset(permissions)
        .and_then(RulesetCreated::restrict_self)
        .map_err(refused)?;
    Ok(match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi,
        _ => ABI::Unsupported,
    })
}

fn ruleset(permissions: &Permissions) -> Result<RulesetCreated, RulesetError> {
    // A path that does not exist gets no rule, and needs none.
    let readable = path_beneath_rules(&permissions.readable, AccessFs::from_read(NEWEST));
    let writable = path_beneath_rules(&permissions.writable, AccessFs::from_all(NEWEST));
    let ruleset = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(readable)?
        .add_rules(writable)?;
    match permissions.port {
        Some(port) => ruleset.add_rule(NetPort::new(port, AccessNet::ConnectTcp)),
        None => Ok(ruleset),
    }
}

fn refused(error: impl std::error::Error) -> io::Error {
    io::Error::other(format!("failed to confine a process: {error}"))
}

pub fn confinement() -> Confinement {
    static CONFINEMENT: LazyLock<Confinement> = LazyLock::new(tried_out);
    *CONFINEMENT
}

fn tried_out() -> Confinement {
    let nothing = Permissions::of_a_program();
    let landlock = apart(|| restrict_landlock(&nothing)).unwrap_or(ABI::Unsupported);
    Confinement {
        // Before version 3 a process could truncate a file that it may not write.
        files: landlock >= ABI::V3,
        network: landlock >= ABI::V4,
        signals: landlock >= ABI::V6,
        calls: apart(|| restrict_calls(&nothing)).is_ok(),
    }
}
