//! The plan for each seed. No strategy alone finds all bugs, so the strategies take turns. Three
//! settings also take turns: points after an operation as well as before it, longer patience with
//! threads that spin, and spurious wake-ups.

use std::{fmt, str::FromStr};

use interleave_protocol::plan::{Plan, Strategy};

/// The strategies to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// All three in turn.
    Rotation,
    /// A random walk.
    Random,
    /// Partial order sampling.
    Pos,
    /// Probabilistic concurrency testing.
    Pct,
}

impl Sampling {
    const WORDS: [(Self, &'static str); 4] = [
        (Self::Rotation, "rotation"),
        (Self::Random, "random"),
        (Self::Pos, "pos"),
        (Self::Pct, "pct"),
    ];

    /// The plan for a seed. `base` has all settings that do not depend on the seed. A run of the
    /// program has about `length` steps.
    pub fn plan(self, seed: u64, length: usize, base: &Plan) -> Plan {
        let round = seed / 3;
        let strategy = match (self, seed % 3) {
            (Self::Pos, _) | (Self::Rotation, 0) => Strategy::Pos { seed },
            (Self::Random, _) | (Self::Rotation, 1) => Strategy::Random { seed },
            _ => Strategy::Pct {
                seed,
                depth: 2 + (round / 4 % 3) as u32,
                // Runs differ in length, some by much.
                length: (length.max(1) << (round / 12 % 3)) as u64,
            },
        };
        Plan {
            strategy,
            after: round % 2 == 1,
            patient: round / 2 % 2 == 1,
            spurious: round / 4 % 4 == 3,
            ..base.clone()
        }
    }
}

impl fmt::Display for Sampling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Self::WORDS.iter().find(|(sampling, _)| sampling == self);
        f.write_str(word.map_or("", |(_, word)| word))
    }
}

impl FromStr for Sampling {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::WORDS.iter().find(|(_, word)| *word == text);
        let words = Self::WORDS.map(|(_, word)| word).join(", ");
        known
            .map(|(sampling, _)| *sampling)
            .ok_or_else(|| format!("expected one of {words}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plans(sampling: Sampling) -> Vec<Plan> {
        (0..48)
            .map(|seed| sampling.plan(seed, 100, &Plan::default()))
            .collect()
    }

    #[test]
    fn each_strategy_meets_each_setting() {
        for name in ["pos", "random", "pct"] {
            let plans = plans(Sampling::Rotation);
            let of = plans
                .iter()
                .filter(|plan| plan.strategy.to_string().starts_with(name));
            let settings: std::collections::BTreeSet<_> = of
                .map(|plan| (plan.after, plan.patient, plan.spurious))
                .collect();
            assert_eq!(settings.len(), 8, "{name}: {settings:?}");
        }
    }

    #[test]
    fn one_strategy_can_be_asked_for() {
        let names = plans(Sampling::Pct)
            .iter()
            .map(|plan| plan.strategy.to_string())
            .collect::<Vec<_>>();
        assert!(
            names.iter().all(|name| name.starts_with("pct:")),
            "{names:?}"
        );
        assert_eq!("pct".parse(), Ok(Sampling::Pct));
        assert!("best".parse::<Sampling>().is_err());
    }
}
