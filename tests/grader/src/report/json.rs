//! A report for programs: one line of JSON.

use serde::Serialize;

use super::{Report, Status};
use crate::{finding::Finding, style::Styles};

#[derive(Serialize)]
struct Json<'a> {
    name: &'a str,
    status: Status,
    finding: Option<Finding>,
    wanted: Finding,
    message: String,
    /// What a terminal would show, without colours.
    text: String,
    schedules: Schedules,
    setting: Option<String>,
    schedule: Option<String>,
    /// The seed of what was up to chance: random bytes, and the number of processors.
    seed: Option<usize>,
    line: Option<usize>,
    /// Whether the interleaver was in the program, so that more was seen than its workers' steps.
    is_interleaved: bool,
    seconds: f64,
}

#[derive(Serialize)]
struct Schedules {
    played: usize,
    possible: Option<u64>,
    explored: usize,
}

impl Report<'_> {
    /// One line of JSON.
    pub fn json(&self) -> String {
        let graded = self.graded.as_ref().ok();
        let explored = graded.and_then(|graded| graded.explored.as_ref());
        let json = Json {
            name: &self.entry.name,
            status: self.status(),
            finding: graded.map(|graded| graded.verdict.finding),
            wanted: self.wanted(),
            message: match &self.graded {
                Ok(graded) => graded.verdict.message.clone(),
                Err(error) => error.to_string(),
            },
            text: self.text(Styles::NONE),
            schedules: Schedules {
                played: graded.map_or(0, |graded| graded.played),
                possible: match graded {
                    Some(graded) => graded.possible,
                    None => self.entry.spec.possible(),
                },
                explored: explored.map_or(0, |explored| explored.played),
            },
            setting: graded.and_then(|graded| {
                let (setting, value) = graded.verdict.change.as_ref()?.setting();
                Some(format!("{setting}={value}"))
            }),
            schedule: graded.and_then(|graded| self.replayable(graded)),
            seed: graded.and_then(|graded| graded.verdict.seed),
            line: graded.and_then(|graded| graded.verdict.line),
            is_interleaved: graded.is_some_and(|graded| graded.is_interleaved),
            seconds: graded.map_or(0.0, |graded| {
                (graded.took.as_secs_f64() * 1e3).round() / 1e3
            }),
        };
        serde_json::to_string(&json).expect("it has only texts and numbers")
    }
}
