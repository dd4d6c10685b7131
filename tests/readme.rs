//! The README and the lessons do what they say: every command that they show is run, and prints
//! what they show.

use std::{collections::BTreeMap, fs, process::Command, thread};

use tests::{assert_interleaves, cargo, stdout, workspace};

const PAGES: [&str; 5] = [
    "README.md",
    "stage1-serial/README.md",
    "stage2-no-wait/README.md",
    "stage3-sleep/README.md",
    "stage4-joined/README.md",
];

/// Programs whose output comes in one order only. Any other's is an interleaving.
const EXACT: [&str; 2] = ["cargo run -p stage1-serial", "cargo run -p stage2-no-wait"];

/// A command and what a page says that it prints, from a block of a page:
///
/// ```console
/// $ COMMAND
/// OUTPUT
/// ```
fn commands(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```console\n$ ").skip(1).map(|block| {
        let block = block
            .split("```")
            .next()
            .expect("split yields at least one piece");
        block.split_once('\n').expect("a command ends in a newline")
    })
}

fn pages() -> Vec<String> {
    let read =
        |page| fs::read_to_string(workspace().join(page)).unwrap_or_else(|e| panic!("{page}: {e}"));
    PAGES.into_iter().map(read).collect()
}

/// Cargo, as the words of `command` call it.
fn cargo_of(command: &str) -> Command {
    let words = command
        .strip_prefix("cargo ")
        .unwrap_or_else(|| panic!("`{command}` is not cargo's"));
    let mut cargo = cargo();
    cargo.args(words.split(' '));
    cargo
}

#[test]
fn every_command_prints_what_its_page_shows() {
    let pages = pages();
    let mut shown = BTreeMap::<_, Vec<_>>::new();
    for (command, output) in pages.iter().flat_map(|page| commands(page)) {
        shown.entry(command).or_default().push(output);
    }
    assert!(
        shown.contains_key("cargo run -p stage4-joined"),
        "the README shows its first command"
    );
    thread::scope(|scope| {
        for (command, outputs) in shown {
            scope.spawn(move || assert_prints(command, &outputs));
        }
    });
}

fn assert_prints(command: &str, shown: &[&str]) {
    let printed = stdout(&mut cargo_of(command));
    for shown in shown {
        if EXACT.contains(&command) {
            assert_eq!(
                printed, *shown,
                "`{command}` prints something else than the page shows"
            );
        } else {
            assert_interleaves(&printed, shown);
        }
    }
}

/// It cannot run here, inside of itself: `.ci/run` runs it.
#[test]
fn the_test_command_of_the_readme_is_what_ci_runs() {
    let readme = &pages()[0];
    let ci = fs::read_to_string(workspace().join(".ci/run")).expect(".ci/run can be read");
    assert!(
        readme.contains("\ncargo test\n"),
        "the README shows the test command"
    );
    assert!(
        ci.ends_with("\ncargo test\n"),
        ".ci/run ends with the README's test command"
    );
}

#[test]
fn every_link_leads_to_a_file() {
    for (page, text) in PAGES.iter().zip(pages()) {
        let folder = workspace().join(page).with_file_name("");
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split([')', '#']).next())
        {
            assert!(
                link.starts_with("https://") || folder.join(link).exists(),
                "{page}: {link}"
            );
        }
    }
}
