//! A report for programs: one line of JSON.

use serde_json::json;

use super::Report;
use crate::style::Styles;

impl Report<'_> {
    /// One line of JSON.
    pub fn json(&self) -> String {
        let graded = self.graded.as_ref().ok();
        let verdict = graded.map(|graded| &graded.verdict);
        let explored = graded.and_then(|graded| graded.explored.as_ref());
        let change = verdict.and_then(|verdict| verdict.change.as_ref());
        let setting = change.map(|change| {
            let (setting, value) = change.setting();
            format!("{setting}={value}")
        });
        let json = json!({
            "name": self.entry.name,
            "status": self.status(),
            "finding": verdict.map(|verdict| verdict.finding),
            "wanted": self.wanted(),
            "message": match &self.graded {
                Ok(graded) => graded.verdict.message.clone(),
                Err(error) => error.to_string(),
            },
            // What a terminal would show, without colours.
            "text": self.text(Styles::NONE),
            "schedules": {
                "played": graded.map_or(0, |graded| graded.played),
                "possible": match graded {
                    Some(graded) => graded.possible,
                    None => self.entry.spec.possible(),
                },
                "explored": explored.map_or(0, |explored| explored.played),
            },
            "setting": setting,
            "schedule": graded.and_then(|graded| self.replayable(graded)),
            // The seed of the random bytes that the program got.
            "seed": verdict.and_then(|verdict| verdict.seed),
            "line": verdict.and_then(|verdict| verdict.line),
            // Whether the interleaver was in the program, so that more was seen than its workers'
            // steps.
            "is_interleaved": graded.is_some_and(|graded| graded.is_interleaved),
            "seconds": graded.map_or(0.0, |graded| {
                (graded.took.as_secs_f64() * 1e3).round() / 1e3
            }),
        });
        json.to_string()
    }
}
