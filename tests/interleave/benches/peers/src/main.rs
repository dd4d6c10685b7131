//! Measures how shuttle and loom find the bugs of 12 kernels.
//!
//! ```text
//! cargo run --release --manifest-path tests/interleave/benches/peers/Cargo.toml
//! ```
//!
//! The interleaver runs the kernels in `tests/interleave/kernels/wrong` as they are. Shuttle and
//! loom need a rewrite. Each rewrite stands once, in `kernels`, and is compiled for both tools.
//! The types come from the tool. Statics became fields of a value in an `Arc`, and scoped threads
//! became spawned threads. Nothing is printed.

// Each kernel is compiled for two tools.
#![allow(clippy::duplicate_mod)]

mod search;
mod with_loom;
mod with_shuttle;

use std::{env, error::Error};

use search::{Outcome, Search};

/// A program with a known bug.
#[derive(Clone, Copy)]
struct Kernel {
    name: &'static str,
    /// A part of the message with which it fails.
    failure: &'static str,
    run: fn(),
}

/// With how many seeds shuttle explores each kernel.
const SEEDS: u64 = 21;

/// How often loom explores each kernel. Only the time differs.
const REPEATS: u64 = 3;

/// Shuttle with a random walk, shuttle with probabilistic concurrency testing of depth 2 and 3, and
/// loom, which tries all interleavings of few preemptions.
const TOOLS: [(&str, u64); 4] = [
    ("random", SEEDS),
    ("pct-2", SEEDS),
    ("pct-3", SEEDS),
    ("loom", REPEATS),
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [kernel, tool, seed] = &arguments[..] {
        search_here(kernel, tool, seed.parse()?)?;
    }
    println!(
        "The first failure with the peers: medians of {SEEDS} seeds with shuttle, and of {REPEATS} \
         repeats with loom.\n"
    );
    row(["kernel", "tool", "found", "runs", "time", "runs/s"]);
    for kernel in with_shuttle::kernels() {
        for (tool, repeats) in TOOLS {
            if let Some(reason) = with_loom::objection(kernel.name)
                && tool == "loom"
            {
                println!("  {:<20}  {tool:<6}  cannot: {reason}", kernel.name);
                continue;
            }
            let searches = (0..repeats).map(|seed| Search::run(kernel.name, tool, seed));
            show(kernel.name, tool, &searches.collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(())
}

/// Searches in this process, which ends with the search.
fn search_here(kernel: &str, tool: &str, seed: u64) -> Result<(), Box<dyn Error>> {
    let find = |kernels: &[Kernel]| {
        let found = kernels.iter().find(|known| known.name == kernel).copied();
        found.ok_or_else(|| format!("there is no kernel `{kernel}` for {tool}"))
    };
    match tool {
        "random" => with_shuttle::random(&find(&with_shuttle::kernels())?, seed),
        "pct-2" => with_shuttle::pct(&find(&with_shuttle::kernels())?, seed, 2),
        "pct-3" => with_shuttle::pct(&find(&with_shuttle::kernels())?, seed, 3),
        "loom" => with_loom::exhaustive(&find(&with_loom::kernels())?),
        _ => Err(format!("there is no tool `{tool}`").into()),
    }
}

/// Prints the medians. A search without a failure counts as longer than any other.
fn show(kernel: &str, tool: &str, searches: &[Search]) {
    let is_found = |search: &Search| matches!(search.outcome, Outcome::Found);
    let found = searches.iter().filter(|search| is_found(search)).count();
    let mut runs: Vec<_> = searches
        .iter()
        .map(|search| (!is_found(search), search.runs))
        .collect();
    runs.sort_unstable();
    let (is_missed, runs) = runs[runs.len() / 2];
    let mut times: Vec<_> = searches.iter().map(|search| search.time).collect();
    times.sort_unstable();
    let time = times[times.len() / 2];
    let none = if is_missed { "none in " } else { "" };
    row([
        kernel,
        tool,
        &format!("{found}/{}", searches.len()),
        &format!("{none}{runs}"),
        &format!("{time:.1?}"),
        &pace(searches),
    ]);
    let others = searches.iter().filter_map(|search| match &search.outcome {
        Outcome::Other(message) => Some(message),
        _ => None,
    });
    for message in others {
        println!("    another failure: {message}");
    }
}

fn row([kernel, tool, found, runs, time, pace]: [&str; 6]) {
    println!("  {kernel:<20}  {tool:<6}  {found:>5}  {runs:>14}  {time:>9}  {pace:>8}");
}

/// The median of the runs a second. Only runs that did not fail count.
fn pace(searches: &[Search]) -> String {
    let others = searches.iter().filter(|search| search.runs > 1);
    let mut paces: Vec<_> = others
        .map(|search| (search.runs - 1) as f64 / search.until_last.as_secs_f64())
        .collect();
    paces.sort_by(f64::total_cmp);
    paces
        .get(paces.len() / 2)
        .map_or("-".to_owned(), |pace| format!("{pace:.0}"))
}
