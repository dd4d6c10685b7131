//! Keeps a thread on one core.

/// Keeps the calling thread on the first core that this process may use, and returns whether that
/// worked.
///
/// On macOS it never works: there a program can only say which threads belong together.
pub fn pin() -> bool {
    if cfg!(target_os = "macos") {
        return false;
    }
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    cores
        .first()
        .is_some_and(|&core| core_affinity::set_for_current(core))
}
