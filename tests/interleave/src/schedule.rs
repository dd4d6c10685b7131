//! The text forms of an interleaving and of a seed, so that a person can give them back.

use std::{fmt, str::FromStr};

use interleave_protocol::plan::{
    Grain, Plan, PlanError, Time, decisions_from_text, decisions_to_text,
};

use crate::shortest::Interleaving;

/// The text of an interleaving, such as `call after: 0x4,1x2`: the differences from the usual plan,
/// and how many steps each thread does.
impl fmt::Display for Interleaving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan {
            grain,
            time,
            after,
            patient,
            spurious,
            ..
        } = self.base;
        let (grain, time) = (grain.to_string(), time.to_string());
        let words = [
            (grain != Grain::Atomic.to_string(), grain.as_str()),
            (time != Time::Sleeps.to_string(), time.as_str()),
            (after, "after"),
            (patient, "patient"),
            (spurious, "spurious"),
        ];
        let words: Vec<_> = words
            .iter()
            .filter(|(is_set, _)| *is_set)
            .map(|word| word.1)
            .collect();
        let decisions = decisions_to_text(&self.decisions);
        match words.as_slice() {
            [] => f.write_str(&decisions),
            words => write!(f, "{}: {decisions}", words.join(" ")),
        }
    }
}

impl FromStr for Interleaving {
    type Err = PlanError;

    fn from_str(text: &str) -> Result<Self, PlanError> {
        let (words, decisions) = text.split_once(':').unwrap_or(("", text));
        let mut base = Plan::default();
        for word in words.split_whitespace() {
            match word {
                "after" => base.after = true,
                "patient" => base.patient = true,
                "spurious" => base.spurious = true,
                _ => match (word.parse(), word.parse()) {
                    (Ok(grain), _) => base.grain = grain,
                    (_, Ok(time)) => base.time = time,
                    (Err(error), _) => return Err(error),
                },
            }
        }
        Ok(Self {
            decisions: decisions_from_text(decisions)?,
            base,
        })
    }
}

/// A seed, and the build of the program that it was used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The seed.
    pub number: u64,
    /// The fingerprint of the build, if it is known.
    pub build: Option<u16>,
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.build {
            Some(build) => write!(f, "{}-{build:04x}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}

impl FromStr for Seed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, build) = text
            .split_once('-')
            .map_or((text, None), |(a, b)| (a, Some(b)));
        let error = || format!("a seed is a number, such as `17` or `17-3fa2`, and not `{text}`");
        let build = build
            .map(|build| u16::from_str_radix(build, 16))
            .transpose();
        Ok(Self {
            number: number.parse().map_err(|_| error())?,
            build: build.map_err(|_| error())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interleaving_is_read_as_it_was_written() {
        let usual = Interleaving {
            decisions: vec![0, 0, 1],
            base: Plan::default(),
        };
        assert_eq!(usual.to_string(), "0x2,1");
        let base = Plan {
            grain: Grain::Call,
            time: Time::Order,
            after: true,
            patient: true,
            spurious: true,
            ..Plan::default()
        };
        let other = Interleaving {
            decisions: vec![3, 1],
            base,
        };
        assert_eq!(other.to_string(), "call order after patient spurious: 3,1");
        for interleaving in [usual, other] {
            let read: Interleaving = interleaving.to_string().parse().unwrap();
            assert_eq!(read.decisions, interleaving.decisions);
            assert_eq!(read.base, interleaving.base);
        }
    }

    #[test]
    fn what_is_no_interleaving_is_refused() {
        for text in ["slow: 0,1", "0,a", "call 0"] {
            assert!(text.parse::<Interleaving>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_seed_says_which_build_it_is_for() {
        let seed = Seed {
            number: 17,
            build: Some(0x3f),
        };
        assert_eq!(seed.to_string(), "17-003f");
        assert_eq!(seed.to_string().parse(), Ok(seed));
        assert_eq!(
            "17".parse(),
            Ok(Seed {
                number: 17,
                build: None
            })
        );
        assert!("x".parse::<Seed>().is_err());
    }
}
