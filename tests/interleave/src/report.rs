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

/// How many ends are listed. A program that prints in any order can have thousands.
const MOST_ENDS: usize = 12;

/// Further facts for a report.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The program that was explored.
    pub name: &'a str,
    /// The fingerprint of its build.
    pub fingerprint: u16,
    /// The strategies of sampling.
    pub sampling: Sampling,
    /// The grain, if one was requested.
    pub grain: Option<Grain>,
    /// The options without which a seed leads to another run.
    pub options: &'a str,
    /// The width of the text.
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

    /// The options that replay an end.
    fn replay(&self, found: &Found) -> String {
        match self.seed(found) {
            Some(seed) => format!("{}--seed {seed}", self.options),
            None => format!("--schedule \"{}\"", found.interleaving),
        }
    }
}

/// How many characters a schedule may have that is shown. A longer one is no help to a reader.
pub const LONGEST_SCHEDULE: usize = 300;

/// The ends as a list, the most frequent first.
pub fn text(exploration: &Exploration, context: &Context<'_>) -> String {
    let mut parts = vec![
        fill(&headline(exploration, context.name), context.width),
        String::new(),
    ];
    let digits = exploration.schedules.to_string().len();
    for (index, found) in exploration.ends.iter().take(MOST_ENDS).enumerate() {
        let indent = " ".repeat(digits + 5);
        let options = Options::new(context.width)
            .initial_indent("  ")
            .subsequent_indent(&indent);
        let others = &exploration.ends[..index];
        parts.push(fill(
            &format!("{:>digits$} x {}", found.count, in_words(found, others)),
            options,
        ));
        let replay = context.replay(found);
        parts.push(match replay.len() {
            0..=LONGEST_SCHEDULE => format!("{indent}see it again: {replay}"),
            _ => format!("{indent}its schedule is long: `--format json` shows it"),
        });
    }
    if let Some(more @ 1..) = exploration.ends.len().checked_sub(MOST_ENDS) {
        parts.push(format!(
            "  and {} more: `--format json` lists them all",
            counted(more, "end")
        ));
    }
    for note in notes(exploration) {
        parts.extend([String::new(), fill(&note, context.width)]);
    }
    parts.push(String::new());
    parts.join("\n")
}

/// The result on one line.
pub fn headline(exploration: &Exploration, name: &str) -> String {
    let ends = exploration.ends.len();
    let different = if ends == 1 { "" } else { "different " };
    format!(
        "{name}: {} in {} (up to {} and {}, {:.1} s)",
        counted(ends, &format!("{different}end")),
        counted(exploration.schedules, "run"),
        counted(exploration.steps, "step"),
        counted(exploration.threads, "thread"),
        exploration.time.as_secs_f64()
    )
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// An end, and how it differs from the ends listed before it.
fn in_words(found: &Found, others: &[Found]) -> String {
    let mut text = found.ending.to_string();
    if found.ending.kind == EndingKind::CutOff {
        text += &format!(" (cut off: {})", found.cut_off.join(", "));
    }
    let is_alike = |other: &&Found| other.ending.to_string() == found.ending.to_string();
    if let Some(other) = others.iter().find(is_alike) {
        let line = first_difference(&found.stdout, &other.stdout);
        text += &line.map_or(", with other lines".to_owned(), |line| {
            format!(", with `{line}`")
        });
    }
    if found.outputs > 1 {
        text += &format!(" ({} different outputs)", found.outputs);
    }
    text
}

/// The first line of an output that is not in the other output.
fn first_difference(stdout: &[u8], other: &[u8]) -> Option<String> {
    let lines = |text: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(text)
            .lines()
            .map(str::to_owned)
            .collect()
    };
    let others = lines(other);
    lines(stdout)
        .into_iter()
        .find(|line| !others.contains(line))
}

/// Notes besides the ends.
fn notes(exploration: &Exploration) -> Vec<String> {
    let mut notes = Vec::new();
    if exploration.ends.len() > 1 && exploration.worst().is_none() {
        notes.push(
            "Which output is right? Put it into a file: with `--expect-output FILE` any other one is a \
             failure."
                .to_owned(),
        );
    }
    if let Some(error) = &exploration.not_the_same {
        notes.push(format!(
            "warning: {error}. A seed or a schedule may lead to another end the next time. Does the \
             program read files, sockets or addresses that are others each time?"
        ));
    }
    notes.push(completeness(exploration));
    notes
}

/// Whether all interleavings were played, and what that means.
fn completeness(exploration: &Exploration) -> String {
    const NOT_SEEN: &str = "Not seen: a wrong `Ordering`, and data races in `unsafe` code.";
    let orders = counted(exploration.in_order, "order");
    match exploration.complete {
        _ if exploration.is_too_short() => format!(
            "{} only: too few to say that other runs end alike. `--budget SECONDS` plays more.",
            counted(exploration.schedules, "run")
        ),
        Some(_) if exploration.threads == 1 => {
            "The program has one thread: there is nothing to interleave.".to_owned()
        }
        Some(grain) => format!(
            "All interleavings were played, with each {} as a step: {orders} of operations that can \
             make a difference. {NOT_SEEN}",
            match grain {
                Grain::Atomic => "atomic operation",
                Grain::Call => "library call",
            }
        ),
        None if exploration.is_bounded => format!(
            "Not all interleavings were played: {orders} of operations, but a run was cut short, or a \
             thread that looked at the same thing in vain again and again was kept back, or \
             something was seen in a sample that operations do not show. {NOT_SEEN}"
        ),
        None => "This is a sample of all interleavings. `--budget SECONDS` plays more.".to_owned(),
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
    outputs: usize,
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
        outputs: found.outputs,
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
        outputs: 1,
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
