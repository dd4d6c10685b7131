//! The pages do what they say: every cargo command on them is run, and where a page shows what one
//! prints, it does print that.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
    thread,
};

use scheduler::stages::{cargo, workspace};
use tests::partial_order;

const PAGES: [&str; 9] = [
    "README.md",
    "CONTRIBUTING.md",
    "stage1-serial/README.md",
    "stage2-no-wait/README.md",
    "stage3-sleep/README.md",
    "stage4-joined/README.md",
    "tests/scheduler/README.md",
    "tests/grader/README.md",
    "tests/grader/INSTRUCTORS.md",
];

/// The stages' programs whose output comes in any of many orders.
const CONCURRENT: [&str; 3] = [
    "cargo run -p stage3-sleep",
    "cargo run -p stage4-joined",
    "cargo run -p stage4-joined --bin stage4-wait-group",
];

/// Not run from here: it would run in itself, it takes a minute or more, it needs a learner at a
/// terminal, or a test of the grader has a closer look at it.
const NOT_RUN: [&str; 8] = [
    "cargo test",
    "cargo test -p grader",
    "cargo bench",
    "cargo bench -p grader",
    "cargo workshop verify",
    "cargo workshop verify --course",
    "cargo workshop play stage3-sleep",
    "cargo workshop check stage4-joined --exhaustive",
];

/// Whether what it does depends on what a learner has written: then no test runs it.
fn is_learners(command: &str) -> bool {
    let words: Vec<_> = command.split(' ').collect();
    let of_exercise = ["check", "run", "hint", "watch", "reset"];
    let is_theirs =
        matches!(words[..], ["cargo", "workshop", word, ..] if of_exercise.contains(&word));
    is_theirs && !command.contains(" stage") && !command.contains(" tests/")
}

fn pages() -> Vec<String> {
    let read = |page| {
        fs::read_to_string(workspace().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
    };
    PAGES.into_iter().map(read).collect()
}

/// The commands of a page and what it says that they print:
///
/// ```console
/// $ COMMAND
/// OUTPUT
/// ```
fn shown(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```console\n$ ").skip(1).map(|block| {
        let block = block.split("```").next().expect("there is a first piece");
        block.split_once('\n').expect("a command ends in a newline")
    })
}

/// The cargo commands that a page names, in its text, its tables and its blocks, without the
/// settings before them.
fn named(page: &str) -> impl Iterator<Item = &str> {
    page.split(['`', '\n']).filter_map(|text| {
        let setting = |word: &&str| word.contains('=') || *word == "$";
        let settings: usize = text
            .split_inclusive(' ')
            .take_while(|word| setting(&word.trim()))
            .map(str::len)
            .sum();
        text[settings..]
            .starts_with("cargo ")
            .then_some(&text[settings..])
    })
}

/// Cargo as the words of `command` call it, with the workshop's clock at `pace`.
fn run(command: &str, pace: &str) -> String {
    let quoted = command.split('"').enumerate().flat_map(|(place, text)| {
        // What stands between quotes is one word.
        if place % 2 == 1 {
            vec![text]
        } else {
            text.split_whitespace().collect()
        }
    });
    let mut cargo: Command = cargo();
    let output = cargo
        .args(quoted.skip(1))
        .env("PACE", pace)
        .output()
        .expect("cargo runs");
    // That a program is wrong is no failure of the command.
    let judges = ["cargo workshop check", "cargo workshop explore"];
    let is_judged = judges.iter().any(|judge| command.starts_with(judge));
    let is_pending = is_judged && output.status.code() == Some(1);
    assert!(
        output.status.success() || is_pending,
        "`{command}`: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

#[test]
fn every_command_prints_what_its_page_shows() {
    let pages = pages();
    let mut all = BTreeMap::<_, Vec<_>>::new();
    for (command, output) in pages.iter().flat_map(|page| shown(page)) {
        all.entry(command).or_default().push(output);
    }
    for command in CONCURRENT
        .into_iter()
        .chain(["cargo run -p stage1-serial", "cargo run -p stage2-no-wait"])
    {
        assert!(
            all.contains_key(command),
            "no page shows what `{command}` prints"
        );
    }
    thread::scope(|scope| {
        for (command, outputs) in all {
            scope.spawn(move || assert_prints(command, &outputs));
        }
    });
}

/// What `cargo workshop` knows of a program that waits, it knows on Linux.
fn is_shown_here(command: &str) -> bool {
    cfg!(target_os = "linux") || !command.starts_with("cargo workshop ")
}

/// On a busy machine, the sleep of stage 3 may be over before its workers are: then it has lost the last lines.
fn assert_prints(command: &str, shown: &[&str]) {
    // Main of stage 2 has until the first line to leave, which is not long at any other pace.
    let pace = if command.ends_with("stage2-no-wait") {
        "0.1"
    } else {
        "2"
    };
    let printed = run(command, pace);
    for shown in shown {
        if CONCURRENT.contains(&command) {
            let order = partial_order("stage4-joined");
            assert_eq!(
                order.check(shown.as_bytes()),
                Ok(()),
                "a page shows of `{command}`:\n{shown}"
            );
            let is_right = if command.ends_with("stage3-sleep") {
                assert!(
                    printed.starts_with("Starting...\n"),
                    "`{command}` prints:\n{printed}"
                );
                order.check_beginning(printed.as_bytes())
            } else {
                order.check(printed.as_bytes())
            };
            assert_eq!(is_right, Ok(()), "`{command}` prints:\n{printed}");
        } else if is_shown_here(command) {
            assert_eq!(
                printed, *shown,
                "`{command}` prints something else than its page shows"
            );
        }
    }
}

#[test]
fn every_command_that_a_page_names_works() {
    let pages = pages();
    let shown: BTreeSet<_> = pages
        .iter()
        .flat_map(|page| shown(page))
        .map(|(command, _)| command)
        .collect();
    let named: BTreeSet<_> = pages.iter().flat_map(|page| named(page)).collect();
    let is_explored = |command: &str| command.starts_with("cargo workshop explore ");
    let is_run = |command: &&&str| {
        !NOT_RUN.contains(command)
            && !is_learners(command)
            && (cfg!(target_os = "linux") || !is_explored(command))
    };
    // Most of the time they wait.
    thread::scope(|scope| {
        for command in named.difference(&shown).filter(is_run) {
            scope.spawn(|| run(command, "1000"));
        }
    });
}

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
            // An exercise is the learner's, who may have removed it.
            let starter = link.replace("exercises/", "");
            let starters = workspace().join("tests/corpus/starters");
            let is_exercise = link.contains("exercises/") && starters.join(starter).exists();
            assert!(
                link.starts_with("https://") || is_exercise || folder.join(link).exists(),
                "{page}: {link}"
            );
        }
    }
}
