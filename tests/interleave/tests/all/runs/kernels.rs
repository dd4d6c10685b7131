//! The suite of known bugs: each wrong program is found wrong, and its right twin never.

use std::{
    fs,
    path::{Path, PathBuf},
};

use interleave::{
    ending::EndingKind,
    explore::{Exploration, Options, explore},
    plan::Time,
    server::Subject,
};

use super::shared::{folder, options, program, two_at_a_time};

/// What the head of a kernel says.
struct Head {
    ends: String,
    time: Time,
}

impl Head {
    fn of(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a kernel is text");
        let field = |name: &str| {
            let start = format!("//! {name}: ");
            let line = text.lines().find_map(|line| line.strip_prefix(&start));
            line.map(str::to_owned)
        };
        for name in ["Source", "Kind"] {
            assert!(field(name).is_some(), "{} says no `{name}`", path.display());
        }
        Self {
            ends: field("Ends").unwrap_or_default(),
            time: field("Time").map_or(Time::Sleeps, |time| {
                let mode = time.split(' ').next().unwrap_or("");
                mode.parse().expect("a time mode")
            }),
        }
    }
}

/// The names of all kernels.
pub fn names() -> Vec<String> {
    let names = |of: &str| {
        let files = fs::read_dir(folder("kernels").join(of)).expect("the kernels are there");
        let stem = |path: &Path| {
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
        };
        let mut names: Vec<String> = files
            .filter_map(|file| stem(&file.expect("a folder can be read").path()))
            .collect();
        names.sort();
        names
    };
    let wrong = names("wrong");
    assert_eq!(wrong, names("right"), "each wrong program has a right twin");
    wrong
}

fn path_of(of: &str, name: &str) -> PathBuf {
    folder("kernels").join(of).join(name).with_extension("rs")
}

/// Explores one of the twins.
fn explored(of: &str, name: &str, options: Options) -> (Head, Exploration) {
    let head = Head::of(&path_of("wrong", name));
    let program = program(&path_of(of, name));
    let options = Options {
        time: head.time,
        shorten: false,
        ..options
    };
    let exploration = explore(&Subject::from(&program), &options);
    (
        head,
        exploration.unwrap_or_else(|error| panic!("{of}/{name}: {error}")),
    )
}

/// What is wrong with how a pair of twins was judged, the right one by so many interleavings.
fn misjudged(name: &str, samples: u64) -> Option<String> {
    let until_failure = Options {
        until_failure: true,
        ..options(4000, 4000)
    };
    let (head, wrong) = match Head::of(&path_of("wrong", name)).ends.as_str() {
        // Only all runs together show that one prints too little, or something else.
        "output" | "cut-off" => explored("wrong", name, options(300, 300)),
        _ => explored("wrong", name, until_failure),
    };
    let kinds: Vec<&str> = wrong
        .ends
        .iter()
        .map(|found| found.ending.kind.word())
        .collect();
    let is_found = match head.ends.as_str() {
        "output" => wrong.ends.len() > 1 && kinds.iter().all(|kind| *kind == "ok"),
        kind => kinds.contains(&kind),
    };
    if !is_found {
        return Some(format!(
            "wrong/{name}: {} was not found, but {kinds:?}",
            head.ends
        ));
    }
    let (_, right) = explored("right", name, options(samples, samples as usize));
    let failure = right
        .ends
        .iter()
        .find(|found| found.ending.kind != EndingKind::Ok)?;
    Some(format!(
        "right/{name}: {} by {}",
        failure.ending, failure.interleaving
    ))
}

fn all_misjudged(names: &[String], samples: u64) -> Vec<String> {
    let judged = two_at_a_time(names, |name| misjudged(name, samples));
    judged.into_iter().flatten().collect()
}

#[test]
fn some_kernels_are_found_and_their_twins_are_not() {
    let names = ["bluetooth_driver", "keepalive", "late_log"].map(str::to_owned);
    assert_eq!(all_misjudged(&names, 100), Vec::<String>::new());
}

#[test]
#[ignore = "it takes some minutes"]
fn all_kernels_are_found_and_their_twins_are_not() {
    let names = names();
    assert!(names.len() >= 40, "{} kernels", names.len());
    assert_eq!(all_misjudged(&names, 1000), Vec::<String>::new());
}
