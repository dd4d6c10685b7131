//! Thousands or millions: the cost of starting and joining many workers.

use std::{
    io,
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    plot::{LinePanel, Series, Words, lines},
    programs,
    report::{Report, table},
    sample::Sample,
    units::{self, Unit},
};

mod crowd;

use crowd::Ending;

const COUNTS: [u64; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// A row is measured `ROUNDS` times, but not again once it has taken `ENOUGH`.
const ROUNDS: usize = 5;
const ENOUGH: Duration = Duration::from_secs(8);

/// A kind of workers.
struct Kind {
    name: &'static str,
    /// Their name in the arguments of the program `crowd`.
    argument: &'static str,
    /// Whether all of them are alive at once, so that each has a share of the memory.
    are_all_alive: bool,
}

const THREADS: Kind = Kind {
    name: "threads",
    argument: "threads",
    are_all_alive: true,
};
const BATCHES: Kind = Kind {
    name: "batched threads",
    argument: "batches",
    are_all_alive: false,
};
const RAYON: Kind = Kind {
    name: "rayon tasks",
    argument: "rayon",
    are_all_alive: false,
};
const TOKIO: Kind = Kind {
    name: "tokio tasks",
    argument: "tokio",
    are_all_alive: true,
};
const GOROUTINES: Kind = Kind {
    name: "goroutines",
    argument: "go",
    are_all_alive: true,
};

const KINDS: [Kind; 5] = [THREADS, BATCHES, RAYON, TOKIO, GOROUTINES];

/// The measurements of a number of workers of one kind.
struct Row {
    kind: &'static Kind,
    count: u64,
    outcome: Outcome,
}

enum Outcome {
    Done {
        seconds: Sample,
        bytes: Option<Sample>,
    },
    Stopped {
        started: u64,
        reason: String,
    },
    NoGo,
}

/// Measures each kind of worker.
///
/// # Errors
///
/// Returns an error if a program of this package does not build or cannot be run.
pub fn measure() -> io::Result<Report> {
    let [crowd] = programs::build(["crowd"])?;
    let go = programs::build_go("crowd")?;
    let mut rows = Vec::new();
    for kind in &KINDS {
        rows.extend(of_kind(kind, &crowd, go.as_deref())?);
    }
    let title = "Thousands or millions of workers";
    Ok(Report {
        title,
        method: method(),
        table: figures(&rows),
        notes: rows.iter().filter_map(Row::note).collect(),
        svg: picture(title, &rows),
        conclusion: conclude(&rows),
    })
}

/// Measures more and more workers of a kind, until no more can be started.
fn of_kind(kind: &'static Kind, crowd: &Path, go: Option<&Path>) -> io::Result<Vec<Row>> {
    let row = |count, outcome| Row {
        kind,
        count,
        outcome,
    };
    let argument = match go {
        _ if kind.argument != GOROUTINES.argument => kind.argument.to_owned(),
        Some(program) => program.to_string_lossy().into_owned(),
        None => return Ok(vec![row(COUNTS[0], Outcome::NoGo)]),
    };
    let mut rows = Vec::new();
    for count in COUNTS {
        let outcome = repeat(|| crowd::run(crowd, &argument, count))?;
        let has_stopped = matches!(outcome, Outcome::Stopped { .. });
        rows.push(row(count, outcome));
        if has_stopped {
            break;
        }
    }
    Ok(rows)
}

/// Measures again and again, up to the first measurement that is stopped.
fn repeat(mut run: impl FnMut() -> io::Result<Ending>) -> io::Result<Outcome> {
    let start = Instant::now();
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    while times.len() < ROUNDS && (times.is_empty() || start.elapsed() < ENOUGH) {
        match run()? {
            Ending::Done { seconds, bytes } => {
                times.push(seconds);
                memory.extend(bytes.map(|bytes| bytes as f64));
            }
            Ending::Stopped { started, reason } => return Ok(Outcome::Stopped { started, reason }),
        }
    }
    let bytes = (!memory.is_empty()).then(|| Sample::new(memory));
    Ok(Outcome::Done {
        seconds: Sample::new(times),
        bytes,
    })
}

fn method() -> String {
    format!(
        "Each worker adds 1 to a number. If workers of its kind can wait, it first waits until the \
         last one has started, so that all are alive at once. Rayon tasks do not wait, and of the \
         batched threads no more than 1,000 are alive at once. Each row runs in a process of \
         its own. The memory is what this process had at most; the system needs some more for a \
         thread. Medians of {ROUNDS} runs, or of fewer that take {} s.",
        ENOUGH.as_secs()
    )
}

fn figures(rows: &[Row]) -> comfy_table::Table {
    let mut table = table(
        ["workers", "how many", "time", "spread", "memory", "each"],
        1,
    );
    for row in rows {
        let count = units::count(row.count);
        table.add_row(
            [row.kind.name.to_owned(), count]
                .into_iter()
                .chain(row.cells()),
        );
    }
    table
}

impl Row {
    /// The time, its spread, the memory, and the time and memory of one worker.
    fn cells(&self) -> [String; 4] {
        let count = self.count as f64;
        match &self.outcome {
            Outcome::Done { seconds, bytes } => {
                let memory = bytes.as_ref().map(Sample::median);
                let mut each = units::time(seconds.median() / count);
                if let Some(bytes) = memory.filter(|_| self.kind.are_all_alive) {
                    each += &format!(", {}", units::bytes(bytes / count));
                }
                [
                    units::time(seconds.median()),
                    seconds.spread(),
                    memory.map_or_else(|| "not known".to_owned(), units::bytes),
                    each,
                ]
            }
            Outcome::Stopped { .. } => ["stopped", "-", "-", "-"].map(str::to_owned),
            Outcome::NoGo => ["no `go`", "-", "-", "-"].map(str::to_owned),
        }
    }

    /// Why the row has no figures.
    fn note(&self) -> Option<String> {
        let (kind, count) = (self.kind.name, self.count);
        match &self.outcome {
            Outcome::Done { .. } => None,
            Outcome::Stopped { started, reason } => Some(format!(
                "Of {} {kind}, some {} were started. Then: {reason}. More were not tried.",
                units::count(count),
                units::count(*started)
            )),
            Outcome::NoGo => Some(format!(
                "No {kind} were measured, because `go` is not installed."
            )),
        }
    }
}

fn picture(title: &str, rows: &[Row]) -> String {
    type Figure = fn(&Row) -> Option<Sample>;
    let series = |figure: Figure| -> Vec<Series<'_>> {
        let of = |kind: &Kind| {
            let ours = rows.iter().filter(|row| row.kind.name == kind.name);
            let points = ours.filter_map(|row| Some((row.count as f64, figure(row)?)));
            Series {
                name: kind.name,
                points: points.collect(),
            }
        };
        KINDS.iter().map(of).collect()
    };
    let time: Figure = |row| match &row.outcome {
        Outcome::Done { seconds, .. } => Some(seconds.clone()),
        _ => None,
    };
    let memory: Figure = |row| match &row.outcome {
        // A logarithmic axis has no 0.
        Outcome::Done {
            bytes: Some(bytes), ..
        } if bytes.lowest() > 0.0 => Some(bytes.clone()),
        _ => None,
    };
    let panel = |title, figure, unit| LinePanel {
        title,
        below: "workers",
        series: series(figure),
        base: 10.0,
        unit,
    };
    let panels = [
        panel("Time to start and join all", time, Unit::Time),
        panel("Memory of all", memory, Unit::Memory),
    ];
    let description = "Two panels with the time and the memory that workers of each kind take, \
                       by how many they are. A line ends where no more could be started. The table \
                       has the figures.";
    lines(
        Words { title, description },
        &KINDS.map(|kind| kind.name),
        &panels,
    )
}

fn conclude(rows: &[Row]) -> String {
    let largest = KINDS.iter().filter_map(|kind| {
        let count = largest(rows, kind)?;
        let time = units::time(cost(rows, kind, count)?.seconds);
        Some(format!("{} {} in {time}", units::count(count), kind.name))
    });
    let largest = largest.collect::<Vec<_>>().join(", ");
    format!(
        "Started and joined: {largest}. {} {}",
        end_of_threads(rows),
        advice(rows)
    )
}

/// The most workers of a kind that were started and joined.
fn largest(rows: &[Row], kind: &Kind) -> Option<u64> {
    let done = rows
        .iter()
        .filter(|row| matches!(row.outcome, Outcome::Done { .. }));
    done.filter(|row| row.kind.name == kind.name)
        .map(|row| row.count)
        .max()
}

/// What workers cost.
struct Cost {
    seconds: f64,
    bytes: Option<f64>,
}

/// What `count` workers of a kind cost.
fn cost(rows: &[Row], kind: &Kind, count: u64) -> Option<Cost> {
    let row = rows
        .iter()
        .find(|row| row.kind.name == kind.name && row.count == count)?;
    match &row.outcome {
        Outcome::Done { seconds, bytes } => Some(Cost {
            seconds: seconds.median(),
            bytes: bytes.as_ref().map(Sample::median),
        }),
        _ => None,
    }
}

/// Where the system refused another thread, or another limit was met.
fn end_of_threads(rows: &[Row]) -> String {
    let end = rows.iter().find_map(|row| match row.outcome {
        Outcome::Stopped { started, .. } if row.kind.name == THREADS.name => Some(started),
        _ => None,
    });
    match end {
        Some(started) => format!(
            "Threads end here: no more than {} were alive at once.",
            units::count(started)
        ),
        None => "Threads did not end here.".to_owned(),
    }
}

/// A thread must cost this many times as much as a task before the advice is given.
const DEAR: f64 = 2.0;

/// Compares the largest number of threads that worked with as many tasks.
fn advice(rows: &[Row]) -> String {
    let dear = largest(rows, &THREADS).and_then(|count| {
        let [thread, tokio, rayon] = [&THREADS, &TOKIO, &RAYON].map(|kind| cost(rows, kind, count));
        comparison(count, &thread?, &tokio?, &rayon?)
    });
    match dear {
        Some(comparison) => format!(
            "{comparison} So give many tasks to few threads: with rayon if they compute, with \
             tokio if they wait."
        ),
        None => "These figures do not show that tasks are cheaper. Close other programs and \
                 measure again."
            .to_owned(),
    }
}

/// How many times as much as tasks `count` threads cost. None if that is not much.
fn comparison(count: u64, thread: &Cost, tokio: &Cost, rayon: &Cost) -> Option<String> {
    let [tokio_time, rayon_time] = [tokio, rayon].map(|task| thread.seconds / task.seconds);
    let memory = thread
        .bytes
        .zip(tokio.bytes)
        .map(|(thread, tokio)| thread / tokio);
    let memory = memory.map(|times| format!(" and {} times the memory", units::number(times)));
    (tokio_time > DEAR && rayon_time > DEAR).then(|| {
        format!(
            "{} threads take {} times the time of rayon tasks. They take {} times the time{} of \
             tokio tasks.",
            units::count(count),
            units::number(rayon_time),
            units::number(tokio_time),
            memory.unwrap_or_default()
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(kind: &'static Kind, count: u64, seconds: f64) -> Row {
        let outcome = Outcome::Done {
            seconds: Sample::new(vec![seconds]),
            bytes: Some(Sample::new(vec![count as f64 * 64.0])),
        };
        Row {
            kind,
            count,
            outcome,
        }
    }

    fn stopped(kind: &'static Kind, count: u64, started: u64) -> Row {
        let outcome = Outcome::Stopped {
            started,
            reason: "no more threads".to_owned(),
        };
        Row {
            kind,
            count,
            outcome,
        }
    }

    fn made_up() -> Vec<Row> {
        vec![
            done(&THREADS, 10_000, 1.0),
            stopped(&THREADS, 100_000, 32_000),
            done(&BATCHES, 1_000_000, 50.0),
            done(&RAYON, 10_000, 0.001),
            done(&TOKIO, 10_000, 0.01),
            done(&TOKIO, 1_000_000, 2.0),
        ]
    }

    #[test]
    fn threads_that_end_are_counted_and_compared() {
        let conclusion = conclude(&made_up());
        for part in [
            "10,000 threads in 1.0 s",
            "no more than 32,000 were alive at once.",
            "10,000 threads take 1000 times the time of rayon tasks. They take 100 times the time \
             and 1.0 times the memory of tokio tasks.",
        ] {
            assert!(
                conclusion.contains(part),
                "{part} is missing in {conclusion}"
            );
        }
    }

    #[test]
    fn threads_that_do_not_end_are_said_not_to() {
        let rows = [
            done(&THREADS, 1_000_000, 60.0),
            done(&RAYON, 1_000_000, 0.1),
        ];
        assert!(conclude(&rows).contains("Threads did not end here."));
    }

    #[test]
    fn cheap_threads_give_no_advice() {
        let mut rows = made_up();
        rows[0] = done(&THREADS, 10_000, 0.001);
        assert!(conclude(&rows).ends_with("measure again."));
    }

    #[test]
    fn a_row_says_where_and_why_it_stopped() {
        let row = stopped(&THREADS, 100_000, 32_000);
        assert_eq!(row.cells()[0], "stopped");
        let note = row.note().expect("a row that stopped has a note");
        assert!(
            note.contains("some 32,000 were started. Then: no more threads."),
            "{note}"
        );
    }

    #[test]
    fn without_go_its_row_says_so() -> io::Result<()> {
        let rows = of_kind(&GOROUTINES, Path::new("crowd"), None)?;
        let cells: Vec<_> = rows.iter().map(|row| row.cells()[0].clone()).collect();
        assert_eq!(cells, ["no `go`"]);
        assert!(
            rows[0]
                .note()
                .expect("there is a note")
                .contains("not installed")
        );
        Ok(())
    }

    #[test]
    fn a_stop_ends_the_repeating() -> io::Result<()> {
        let mut endings = vec![
            Ending::Stopped {
                started: 7,
                reason: "full".to_owned(),
            },
            Ending::Done {
                seconds: 1.0,
                bytes: None,
            },
        ];
        let outcome = repeat(|| Ok(endings.pop().expect("it ends after the stop")))?;
        assert!(matches!(outcome, Outcome::Stopped { started: 7, .. }));
        Ok(())
    }

    #[test]
    fn a_line_ends_where_no_more_could_be_started() {
        let svg = picture("A title", &made_up());
        assert!(svg.contains("\ntokio tasks\n") && svg.contains("Memory of all"));
    }
}
