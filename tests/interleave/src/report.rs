//! What an exploration has found, for a person and for programs.

use std::fmt::Write;

use interleave_protocol::plan::{Grain, Plan};
use serde::Serialize;
use sha2::{Digest, Sha256};
use textwrap::{Options, fill};

use crate::{
    ending::{Ending, EndingKind, names_of_cut_off},
    explore::{Exploration, Found},
    run::Run,
    sampling::Sampling,
    schedule::Seed,
    shortest::Interleaving,
};

/// So many ends are listed. A program that prints in any order can have thousands.
const MOST_ENDS: usize = 12;

/// What else a report says.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What was explored.
    pub name: &'a str,
    /// The fingerprint of its build.
    pub fingerprint: u16,
    /// By which strategies.
    pub sampling: Sampling,
    /// At which grain, if one was asked for.
    pub grain: Option<Grain>,
    /// How wide the text may be.
    pub width: usize,
}

impl Context<'_> {
    /// The seed of an end, for this build.
    pub fn seed(&self, found: &Found) -> Option<Seed> {
        found.seed.map(|number| Seed {
            number,
            build: Some(self.fingerprint),
        })
    }
}

/// The ends as a list, the most frequent first.
pub fn text(exploration: &Exploration, context: &Context<'_>) -> String {
    let summary = format!("{}: {}", context.name, summary(exploration));
    let mut parts = vec![fill(&summary, context.width), String::new()];
    let digits = exploration.schedules.to_string().len();
    for (index, found) in exploration.ends.iter().take(MOST_ENDS).enumerate() {
        let mut end = format!("{:>digits$} times  {}", found.count, found.ending);
        if found.ending.kind == EndingKind::CutOff {
            end += &format!(" (cut off: {})", found.cut_off.join(", "));
        }
        let indent = " ".repeat(digits + 10);
        let options = Options::new(context.width)
            .initial_indent("  ")
            .subsequent_indent(&indent);
        parts.push(fill(&end, options));
        if index > 0 || found.ending.kind.is_failure() {
            parts.push(format!("{indent}{}", replay(found, context)));
        }
    }
    if let Some(more @ 1..) = exploration.ends.len().checked_sub(MOST_ENDS) {
        parts.push(format!(
            "  and {more} more ends: `--format json` lists them all"
        ));
    }
    if let Some(error) = &exploration.not_the_same {
        let warning = format!(
            "warning: {error}. A seed or a schedule may lead to another end the next time. Does the \
             program read files, sockets or addresses that are others each time?"
        );
        parts.extend([String::new(), fill(&warning, context.width)]);
    }
    parts.extend([
        String::new(),
        fill(&completeness(exploration), context.width),
        String::new(),
    ]);
    parts.join("\n")
}

fn summary(exploration: &Exploration) -> String {
    let ends = match exploration.ends.len() {
        1 => "1 end".to_owned(),
        ends => format!("{ends} different ends"),
    };
    let steps = exploration.steps / exploration.schedules.max(1);
    format!(
        "{ends} in {} interleavings, of {steps} steps each and {} threads at most ({:.1} s)",
        exploration.schedules,
        exploration.threads,
        exploration.time.as_secs_f64()
    )
}

/// How to see an end again.
fn replay(found: &Found, context: &Context<'_>) -> String {
    match context.seed(found) {
        Some(seed) => format!("see it again: --seed {seed}"),
        None => format!("see it again: --schedule \"{}\"", found.interleaving),
    }
}

/// Whether all interleavings were played, and what that means.
fn completeness(exploration: &Exploration) -> String {
    if exploration.threads == 1 {
        return "The program has one thread: there is nothing to interleave.".to_owned();
    }
    let step = |grain| match grain {
        Grain::Atomic => "each atomic operation as a step",
        Grain::Call => "each library call as a step",
    };
    match exploration.complete {
        Some(grain) => format!(
            "All interleavings were played, with {}: {}, one for each order of operations that \
             matters. This is for sequential consistency: a wrong `Ordering` is not seen.",
            step(grain),
            exploration.in_order
        ),
        None => {
            "This is a sample: not all interleavings were played. `--budget SECONDS` plays more."
                .to_owned()
        }
    }
}

/// An exploration as one JSON object.
#[derive(Serialize)]
struct Json<'a> {
    name: &'a str,
    ends: Vec<JsonEnd<'a>>,
    schedules: usize,
    complete: bool,
    grain: String,
    strategies: String,
    seconds: f64,
}

#[derive(Serialize)]
struct JsonEnd<'a> {
    kind: &'static str,
    status: Option<i32>,
    signal: Option<i32>,
    message: Option<&'a str>,
    last_line: &'a str,
    stdout_sha256: String,
    cut_off: &'a [String],
    count: usize,
    seed: Option<String>,
    schedule: String,
}

/// The exploration as one line of JSON.
pub fn json(exploration: &Exploration, context: &Context<'_>) -> String {
    let grain = exploration
        .complete
        .or(context.grain)
        .unwrap_or(Grain::Atomic);
    let json = Json {
        name: context.name,
        ends: exploration
            .ends
            .iter()
            .map(|found| json_end(found, context.seed(found)))
            .collect(),
        schedules: exploration.schedules,
        complete: exploration.complete.is_some(),
        grain: grain.to_string(),
        strategies: context.sampling.to_string(),
        seconds: exploration.time.as_secs_f64(),
    };
    serde_json::to_string(&json).expect("strings and numbers can always be written")
}

fn json_end(found: &Found, seed: Option<Seed>) -> JsonEnd<'_> {
    let ending = &found.ending;
    JsonEnd {
        kind: ending.kind.word(),
        status: ending.status,
        signal: ending.signal,
        message: ending.message.as_deref(),
        last_line: &ending.last_line,
        stdout_sha256: sha256(&found.stdout),
        cut_off: &found.cut_off,
        count: found.count,
        seed: seed.map(|seed| seed.to_string()),
        schedule: found.interleaving.to_string(),
    }
}

/// One run as one line of JSON: its end, as in an exploration.
pub fn run_as_json(run: &Run, name: &str, plan: &Plan) -> String {
    let ending = Ending::of(run);
    let found = Found {
        interleaving: Interleaving::of(run, plan),
        cut_off: names_of_cut_off(run),
        stdout: run.stdout.clone(),
        count: 1,
        seed: None,
        ending,
    };
    let json = Json {
        name,
        ends: vec![json_end(&found, None)],
        schedules: 1,
        complete: false,
        grain: plan.grain.to_string(),
        strategies: "replay".to_owned(),
        seconds: 0.0,
    };
    serde_json::to_string(&json).expect("strings and numbers can always be written")
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
