//! The blueprint: one design, run in three ways.

use std::{io, path::Path, process::Command, time::Instant};

use crate::{
    machine::Machine,
    plot::{Bar, BarPanel, Scale, Words, bars},
    programs,
    report::{Report, table},
    sample::{Sample, rounds},
    units::{self, Unit},
};

const ROUNDS: usize = 7;

const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];

/// How long each worker of the programs takes, in seconds: three steps of 100 ms.
const WORKER: f64 = 0.3;

/// A program that runs the three tasks.
struct Variant {
    name: &'static str,
    program: &'static str,
    source: &'static str,
}

/// The variants, threads first.
const VARIANTS: [Variant; 3] = [
    Variant {
        name: "threads",
        program: "blueprint-threads",
        source: include_str!("bin/blueprint-threads.rs"),
    },
    Variant {
        name: "a rayon pool",
        program: "blueprint-rayon",
        source: include_str!("bin/blueprint-rayon.rs"),
    },
    Variant {
        name: "tokio tasks on one thread",
        program: "blueprint-tokio",
        source: include_str!("bin/blueprint-tokio.rs"),
    },
];

/// Measures the three programs.
///
/// # Errors
///
/// Returns an error if a program does not build, cannot be run, or prints anything but the lines of
/// the three tasks.
pub fn measure(machine: &Machine) -> io::Result<Report> {
    let programs = programs::build(VARIANTS.map(|variant| variant.program))?;
    let mut trouble = None;
    let times = rounds(ROUNDS, &programs, |program| {
        run(program).unwrap_or_else(|error| {
            trouble.get_or_insert(error);
            f64::NAN
        })
    });
    if let Some(error) = trouble {
        return Err(error);
    }
    let times: Vec<Sample> = times.into_iter().map(Sample::new).collect();
    let title = "One blueprint, three ways to run it";
    Ok(Report {
        title,
        method: method(),
        table: figures(&times),
        notes: Vec::new(),
        svg: picture(title, &times),
        conclusion: conclude(&times, machine.cores),
    })
}

/// Runs a program, checks its output, and returns how many seconds it took.
fn run(program: &Path) -> io::Result<f64> {
    let explained = |what: String| io::Error::other(format!("`{}` {what}", program.display()));
    let start = Instant::now();
    let output = Command::new(program).output();
    let time = start.elapsed().as_secs_f64();
    let output = output.map_err(|error| explained(format!("cannot be run: {error}")))?;
    if !output.status.success() {
        return Err(explained(format!("failed: {}", output.status)));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    if !is_right(&text) {
        return Err(explained(format!(
            "printed other lines than those of three tasks:\n{text}"
        )));
    }
    Ok(time)
}

/// Whether `output` has the heading, and then each line of each task once. The lines of one task
/// must be in order.
fn is_right(output: &str) -> bool {
    let mut lines = output.lines();
    let has_heading = lines.next() == Some("Starting...");
    let lines: Vec<_> = lines.collect();
    let is_complete = |task: &&str| {
        let ours = lines.iter().filter(|line| line.starts_with(*task));
        ours.copied()
            .eq((0..3).map(|step| format!("{task} {step} complete")))
    };
    has_heading && lines.len() == 3 * TASKS.len() && TASKS.iter().all(is_complete)
}

/// The lines of code in `source`, without comments and empty lines.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let lines = source.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//"))
}

/// How many lines of `source` the program with threads does not have.
fn new_lines(source: &str) -> usize {
    code(source)
        .filter(|line| !code(VARIANTS[0].source).any(|other| other == *line))
        .count()
}

fn method() -> String {
    format!(
        "Three programs run the tasks {}. Each task waits {} in all. Each output is checked: no \
         line is lost, and the lines of a task are in order. Medians of {ROUNDS} rounds, with the \
         start of the process.",
        TASKS.join(", "),
        units::time(WORKER)
    )
}

fn figures(times: &[Sample]) -> comfy_table::Table {
    let heads = ["run by", "lines", "new lines", "output", "time", "spread"];
    let mut table = table(heads, 1);
    for (Variant { name, source, .. }, times) in VARIANTS.iter().zip(times) {
        table.add_row([
            (*name).to_owned(),
            code(source).count().to_string(),
            new_lines(source).to_string(),
            "right".to_owned(),
            units::time(times.median()),
            times.spread(),
        ]);
    }
    table
}

fn picture(title: &str, times: &[Sample]) -> String {
    let bars_of = VARIANTS.iter().zip(times);
    let panel = BarPanel {
        title: "Time from start to end",
        bars: bars_of
            .map(|(variant, sample)| Bar {
                name: variant.name,
                sample,
            })
            .collect(),
        scale: Scale::FromZero,
        unit: Unit::Time,
    };
    let description = "Bars with the time of the same three tasks as threads, on a rayon pool, \
                       and as tokio tasks. The table has the figures.";
    bars(Words { title, description }, &[panel])
}

/// How many workers, one after the other, would take as long as the program.
fn in_a_row(times: &Sample) -> usize {
    (times.median() / WORKER).round() as usize
}

fn conclude(times: &[Sample], cores: usize) -> String {
    let facts = VARIANTS
        .iter()
        .zip(times)
        .map(|(variant, times)| format!("{} with {}", units::time(times.median()), variant.name));
    let facts = facts.collect::<Vec<_>>().join(", ");
    let meaning = match times.iter().map(in_a_row).collect::<Vec<_>>()[..] {
        [1, 1, 1] => {
            "The design stays, only what runs it changes, and all three tasks wait side by side."
        }
        [1, pool, 1] if pool > 1 && cores < TASKS.len() => {
            "The design stays, only what runs it changes. The pool has fewer threads than there \
             are tasks, and a task that sleeps keeps its thread. So give a pool tasks that compute."
        }
        _ => {
            "The design stays, but these times do not tell what runs it best. Close other \
             programs and measure again."
        }
    };
    format!("The same three tasks, with the right output each time: {facts}. {meaning}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: [&str; 10] = [
        "Starting...",
        "parse files 0 complete",
        "sort data 0 complete",
        "parse files 1 complete",
        "parse files 2 complete",
        "generate output 0 complete",
        "sort data 1 complete",
        "generate output 1 complete",
        "generate output 2 complete",
        "sort data 2 complete",
    ];

    fn samples(times: [f64; 3]) -> Vec<Sample> {
        times.map(|time| Sample::new(vec![time])).into()
    }

    #[test]
    fn tasks_may_print_in_any_order_but_each_in_its_own() {
        assert!(is_right(&RIGHT.join("\n")));
        let mut swapped = RIGHT;
        swapped.swap(1, 3);
        assert!(!is_right(&swapped.join("\n")));
    }

    #[test]
    fn a_missing_a_doubled_and_a_foreign_line_are_wrong() {
        assert!(!is_right(&RIGHT[..9].join("\n")));
        assert!(!is_right(&RIGHT[1..].join("\n")));
        for line in ["sort data 2 complete", "a panic"] {
            assert!(
                !is_right(&[&RIGHT[..], &[line]].concat().join("\n")),
                "{line}"
            );
        }
    }

    #[test]
    fn the_programs_are_short_and_differ_in_a_few_lines() {
        for Variant { name, source, .. } in VARIANTS {
            assert!(code(source).count() <= 20, "{name} is long");
            assert!(
                2 * new_lines(source) <= code(source).count(),
                "{name} is another program"
            );
        }
        assert_eq!(new_lines(VARIANTS[0].source), 0);
    }

    #[test]
    fn a_small_pool_whose_tasks_sleep_takes_longer() {
        let conclusion = conclude(&samples([0.31, 0.61, 0.31]), 2);
        assert!(
            conclusion.contains("610 ms with a rayon pool"),
            "{conclusion}"
        );
        assert!(
            conclusion.ends_with("give a pool tasks that compute."),
            "{conclusion}"
        );
    }

    #[test]
    fn a_large_pool_is_as_fast_as_threads() {
        let conclusion = conclude(&samples([0.31, 0.31, 0.31]), 8);
        assert!(conclusion.ends_with("wait side by side."), "{conclusion}");
    }

    #[test]
    fn times_of_a_busy_machine_prove_nothing() {
        for times in [[0.9, 0.31, 0.31], [0.31, 0.31, 0.7]] {
            assert!(conclude(&samples(times), 8).ends_with("measure again."));
        }
        assert!(conclude(&samples([0.31, 0.61, 0.31]), 8).ends_with("measure again."));
    }

    #[test]
    fn the_picture_has_a_bar_for_each_program() {
        let svg = picture("A title", &samples([0.31, 0.61, 0.31]));
        assert!(
            VARIANTS
                .iter()
                .all(|variant| svg.contains(&format!("\n{}\n", variant.name)))
        );
    }
}
