//! `PACE` and `SEED`, read once from the environment.

use std::{env, process, sync::LazyLock};

struct Settings {
    pace: f64,
    seed: Option<u64>,
}

static SETTINGS: LazyLock<Settings> = LazyLock::new(|| Settings {
    pace: setting("PACE", "a number from 0.1 to 1000", "10", parse_pace).unwrap_or(1.0),
    seed: setting(
        "SEED",
        "a whole number from 0 to 18446744073709551615",
        "7",
        |text| text.parse().ok(),
    ),
});

/// How many times faster than normal the clock runs.
pub fn pace() -> f64 {
    SETTINGS.pace
}

/// The seed of the workers' random times, if one is set.
pub fn seed() -> Option<u64> {
    SETTINGS.seed
}

/// Ends the program if a setting is bad.
pub fn check() {
    LazyLock::force(&SETTINGS);
}

fn parse_pace(text: &str) -> Option<f64> {
    text.parse()
        .ok()
        .filter(|pace| (0.1..=1000.0).contains(pace))
}

/// The value of the environment variable `name`, or nothing if it is not set.
///
/// A value that `parse` does not take is the user's mistake, so it is told in a user's words, and
/// the program ends with status 2. A default in its place would make the mistake hard to find.
fn setting<T>(
    name: &str,
    takes: &str,
    example: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let value = env::var_os(name)?;
    let parsed = value.to_str().and_then(parse);
    if parsed.is_none() {
        eprintln!("error: {name} is {value:?}, but it takes {takes}, such as {example}");
        process::exit(2);
    }
    parsed
}
