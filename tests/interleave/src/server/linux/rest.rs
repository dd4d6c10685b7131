//! Whether a process does anything at all. A thread that waits in a call that the runtime does not
//! replace keeps all others waiting. It sleeps, and so do they: none of them runs again until
//! something from outside arrives. This can be observed, and does not depend on the speed of the
//! machine.

use std::{fs, io};

/// How often the threads of a process were put to sleep, if all of them sleep.
pub fn sleeps(process: i32) -> io::Result<Option<u64>> {
    let mut all = Some(0);
    for thread in fs::read_dir(format!("/proc/{process}/task"))? {
        let status = fs::read_to_string(thread?.path().join("status"))?;
        all = all.zip(sleeps_of(&status)).map(|(all, more)| all + more);
    }
    Ok(all)
}

/// The same for one thread, by its `status` file.
fn sleeps_of(status: &str) -> Option<u64> {
    let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
    let is_asleep = field("State:")?.trim_start().starts_with('S');
    let times = field("voluntary_ctxt_switches:")?.trim().parse().ok()?;
    is_asleep.then_some(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_thread_that_sleeps_rests() {
        let status =
            |state: &str| format!("Name:\tx\nState:\t{state}\nvoluntary_ctxt_switches:\t7\n");
        assert_eq!(sleeps_of(&status("S (sleeping)")), Some(7));
        assert_eq!(sleeps_of(&status("R (running)")), None);
        assert_eq!(sleeps_of(""), None);
    }
}
