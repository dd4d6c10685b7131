//! How many points a row is worth.
//!
//! ```toml
//! default = 1                  # for each exercise that is not named below
//!
//! [exercises]
//! two_locks = 3
//!
//! [findings]                   # the share of an exercise's points that a wrong program gets all the same
//! partly-serial = 0.5
//! ```

use std::{collections::BTreeMap, io, path::Path};

use serde::Deserialize;

use crate::{
    files,
    results::{Status, Verdict},
};

/// The points that an instructor gives.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    #[serde(default = "one")]
    default: f64,
    #[serde(default)]
    exercises: BTreeMap<String, f64>,
    #[serde(default)]
    findings: BTreeMap<String, f64>,
}

fn one() -> f64 {
    1.0
}

impl Default for Points {
    /// A point for each solved exercise, and none for any other.
    fn default() -> Self {
        Self {
            default: one(),
            exercises: BTreeMap::new(),
            findings: BTreeMap::new(),
        }
    }
}

impl Points {
    /// Reads the file at `path`. `exercises` and `findings` are all valid names.
    ///
    /// # Errors
    ///
    /// Returns an error if the file cannot be read, has an unknown name, or has a number that is
    /// not valid. The error says which.
    pub fn read(path: &Path, exercises: &[&str], findings: &[&str]) -> io::Result<Self> {
        let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
        Self::parse(&text, exercises, findings)
            .map_err(|why| io::Error::other(format!("`{}` gives no points: {why}", path.display())))
    }

    fn parse(text: &str, exercises: &[&str], findings: &[&str]) -> Result<Self, String> {
        let points: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        known("exercise", points.exercises.keys(), exercises)?;
        known("finding", points.findings.keys(), findings)?;
        let numbers = points.exercises.values().chain([&points.default]);
        if let Some(number) = numbers
            .into_iter()
            .find(|number| !(0.0..=1e6).contains(*number))
        {
            return Err(format!(
                "{number} is no number of points from 0 to 1,000,000"
            ));
        }
        match points
            .findings
            .iter()
            .find(|(_, share)| !(0.0..=1.0).contains(*share))
        {
            Some((finding, share)) => Err(format!("{finding} = {share}: a share is from 0 to 1")),
            None => Ok(points),
        }
    }

    /// The most points for `exercise`.
    pub fn most(&self, exercise: &str) -> f64 {
        self.exercises
            .get(exercise)
            .copied()
            .unwrap_or(self.default)
    }

    /// The points for `verdict` on `exercise`. None if the grader could not do its work.
    pub fn of(&self, exercise: &str, verdict: &Verdict) -> Option<f64> {
        let share = match verdict.status {
            Status::Error => return None,
            Status::Missing => 0.0,
            Status::Solved => 1.0,
            Status::Unsolved => {
                let finding = verdict.finding.as_ref();
                finding
                    .and_then(|finding| self.findings.get(finding))
                    .copied()
                    .unwrap_or(0.0)
            }
        };
        Some(share * self.most(exercise))
    }
}

fn known<'a>(
    kind: &str,
    names: impl Iterator<Item = &'a String>,
    there_are: &[&str],
) -> Result<(), String> {
    for name in names {
        if !there_are.contains(&name.as_str()) {
            return Err(format!(
                "there is no {kind} {name:?}. There are: {}",
                there_are.join(", ")
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::tests::row;

    const TEXT: &str = "default = 2\n[exercises]\ntwo_locks = 3\n[findings]\nserial = 0.5\n";

    fn parse(text: &str) -> Result<Points, String> {
        Points::parse(text, &["two_locks", "phases"], &["serial", "joined"])
    }

    fn of(points: &Points, exercise: &str, status: Status, finding: &str) -> Option<f64> {
        points.of(exercise, &row("ada", exercise, status, finding).verdict)
    }

    #[test]
    fn without_a_file_a_solved_exercise_is_a_point() {
        let points = Points::default();
        assert_eq!(of(&points, "phases", Status::Solved, "joined"), Some(1.0));
        assert_eq!(of(&points, "phases", Status::Unsolved, "serial"), Some(0.0));
        assert_eq!(points.of("phases", &Verdict::missing()), Some(0.0));
    }

    #[test]
    fn a_wrong_program_gets_the_share_of_its_finding() {
        let points = parse(TEXT).unwrap();
        assert_eq!(
            of(&points, "two_locks", Status::Unsolved, "serial"),
            Some(1.5)
        );
        assert_eq!(of(&points, "phases", Status::Unsolved, "serial"), Some(1.0));
        assert_eq!(
            of(&points, "two_locks", Status::Solved, "joined"),
            Some(3.0)
        );
    }

    #[test]
    fn an_error_is_never_a_zero() {
        assert_eq!(
            parse(TEXT)
                .unwrap()
                .of("phases", &Verdict::error("no disk")),
            None
        );
    }

    #[test]
    fn what_is_not_known_or_no_number_is_an_error_that_names_it() {
        for (text, named) in [
            ("[exercises]\ntwo_lock = 3", "two_lock"),
            ("[findings]\nserail = 0.5", "serail"),
            ("[findings]\nserial = 2", "serial"),
            ("default = -1", "-1"),
            ("default = nan", "NaN"),
            ("defaults = 1", "defaults"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
