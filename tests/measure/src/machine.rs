//! The machine on which the figures are obtained.

use std::{fmt, num::NonZero, process::Command, thread, time::Duration};

use sysinfo::{CpuRefreshKind, RefreshKind, System};

use crate::units;

/// How long other programs are watched. A shorter time would be mostly chance.
const WATCH: Duration = Duration::from_secs(1);

/// If other programs use more than this share of all cores, they disturb the measurement.
const BUSY: f64 = 0.1;

/// What a reader must know about the machine to judge its figures.
#[derive(Clone, Debug)]
pub struct Machine {
    /// How many threads can run at the same moment.
    pub cores: usize,
    /// The model of the processor.
    pub cpu: String,
    /// The memory in bytes.
    pub memory: u64,
    /// The operating system and its version.
    pub system: String,
    /// The compiler and its version.
    pub compiler: String,
    /// The share of all cores that other programs used just before, from 0 to 1.
    pub used: f64,
}

impl Machine {
    /// Describes this machine. What cannot be found out is called unknown.
    pub fn here() -> Self {
        let kinds = RefreshKind::nothing().with_cpu(CpuRefreshKind::nothing().with_cpu_usage());
        let mut system = System::new_with_specifics(kinds);
        system.refresh_memory();
        thread::sleep(WATCH);
        system.refresh_cpu_usage();
        let cpu = system.cpus().first().map(|cpu| cpu.brand().trim());
        Self {
            cores: thread::available_parallelism().map_or(1, NonZero::get),
            cpu: cpu
                .filter(|cpu| !cpu.is_empty())
                .unwrap_or("unknown processor")
                .to_owned(),
            memory: system.total_memory(),
            system: System::long_os_version().unwrap_or_else(|| "unknown system".to_owned()),
            compiler: compiler().unwrap_or_else(|| "unknown compiler".to_owned()),
            used: f64::from(system.global_cpu_usage()) / 100.0,
        }
    }

    /// Whether other programs take so much time that the figures suffer.
    pub fn is_busy(&self) -> bool {
        self.used > BUSY
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            cores,
            cpu,
            memory,
            system,
            compiler,
            used,
        } = self;
        let memory = units::bytes(*memory as f64);
        let s = if *cores == 1 { "" } else { "s" };
        write!(
            formatter,
            "{cpu}, {cores} core{s}, {memory} of memory, {system}, {compiler}."
        )?;
        if self.is_busy() {
            let percent = used * 100.0;
            write!(
                formatter,
                " Other programs used {percent:.0}% of it just before: look at the spread."
            )?;
        }
        Ok(())
    }
}

/// The compiler that a Cargo command would use now.
fn compiler() -> Option<String> {
    let output = Command::new("rustc").arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let words: Vec<_> = text.split_whitespace().take(2).collect();
    (words.len() == 2).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(cores: usize, used: f64) -> Machine {
        Machine {
            cores,
            cpu: "Abacus 3".to_owned(),
            memory: 8_000_000_000,
            system: "Linux (Example 12)".to_owned(),
            compiler: "rustc 1.88.0".to_owned(),
            used,
        }
    }

    #[test]
    fn a_quiet_machine_is_described_in_a_sentence() {
        let expected = "Abacus 3, 4 cores, 8.0 GB of memory, Linux (Example 12), rustc 1.88.0.";
        assert_eq!(machine(4, 0.03).to_string(), expected);
    }

    #[test]
    fn a_busy_machine_says_so() {
        let text = machine(1, 0.85).to_string();
        assert!(text.contains("1 core,"), "{text}");
        assert!(
            text.ends_with("used 85% of it just before: look at the spread."),
            "{text}"
        );
    }
}
