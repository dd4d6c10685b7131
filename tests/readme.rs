//! The pages do what they say. Every cargo command on a page is run. If a page shows an output, the
//! command prints it. If a page shows Rust, it is part of a program that the compiler checks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
    sync::LazyLock,
    thread,
};

use scheduler::{PartialOrder, stages::workspace};
use tests::{cargo, partial_order};

/// The pages besides the lessons in the folders of [`LESSONS`].
const PAGES: [&str; 10] = [
    "README.md",
    "CONTRIBUTING.md",
    "common/GLOSSARY.md",
    "stage1-serial/README.md",
    "stage2-no-wait/README.md",
    "stage3-sleep/README.md",
    "stage4-joined/README.md",
    "tests/scheduler/README.md",
    "tests/grader/README.md",
    "tests/grader/INSTRUCTORS.md",
];

const LESSONS: [&str; 2] = ["stage2-no-wait/lessons", "stage4-joined/lessons"];

/// The stages' programs whose output comes in any of many orders.
const CONCURRENT: [&str; 3] = [
    "cargo run -p stage3-sleep",
    "cargo run -p stage4-joined",
    "cargo run -p stage4-joined --bin stage4-wait-group",
];

/// Commands that these tests do not run. They would run these tests again, take a minute or more,
/// or need a learner at a terminal, or a test of the grader runs them.
const NOT_RUN: [&str; 15] = [
    "cargo test",
    "cargo test -p grader",
    "cargo test -p grader --test slow",
    "cargo bench",
    "cargo bench -p grader",
    "cargo workshop verify",
    "cargo workshop verify --course",
    "cargo workshop play stage3-sleep",
    "cargo workshop check stage4-joined --exhaustive",
    "cargo workshop grade submissions.zip --roster roster.csv --out week1",
    "cargo workshop handout --out handout",
    "cargo workshop measure concurrency",
    "cargo workshop measure contention",
    "cargo workshop measure workers",
    "cargo workshop measure blueprint",
];

/// Whether the result of `command` depends on the learner's files. No test runs such a command.
fn is_learners(command: &str) -> bool {
    let words: Vec<_> = command.split(' ').collect();
    let of_exercise = ["check", "run", "hint", "watch", "reset", "timeline"];
    let is_theirs =
        matches!(words[..], ["cargo", "workshop", word, ..] if of_exercise.contains(&word));
    is_theirs && !command.contains(" stage") && !command.contains(" tests/")
}

/// Each page: its path in the workspace, and its text.
fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    static ALL: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let lessons = LESSONS.into_iter().flat_map(pages_in);
        let paths = PAGES.into_iter().map(str::to_owned).chain(lessons);
        paths.map(|path| (path.clone(), read(&path))).collect()
    });
    ALL.iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

fn pages_in(folder: &str) -> Vec<String> {
    let files = fs::read_dir(workspace().join(folder)).unwrap_or_else(|error| panic!("{error}"));
    let name = |file: fs::DirEntry| file.file_name().into_string().expect("a name is UTF-8");
    let names = files.map(|file| name(file.expect("the folder can be read")));
    let pages = names.filter(|name| name.ends_with(".md"));
    pages.map(|name| format!("{folder}/{name}")).collect()
}

fn read(path: &str) -> String {
    fs::read_to_string(workspace().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The commands of a page, each with the output that the page shows:
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

/// The blocks of Rust on a page.
fn rust_blocks(page: &str) -> impl Iterator<Item = &str> {
    let blocks = page.split("\n```rust\n").skip(1);
    blocks.map(|block| block.split("```").next().expect("there is a first piece"))
}

/// Where the links of a page lead, without the place inside the target.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let links = page.split("](").skip(1);
    links.filter_map(|rest| rest.split([')', '#']).next())
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

/// Runs `command`, a call of cargo, with the workshop's clock at `pace`. Returns its stdout.
fn run(command: &str, pace: &str) -> String {
    let quoted = command.split('"').enumerate().flat_map(|(place, text)| {
        // The text between two quotes is one word.
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
    // If the program that it judges is wrong, the command itself has not failed.
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
    let mut all = BTreeMap::<_, Vec<_>>::new();
    for (command, output) in pages().flat_map(|(_, page)| shown(page)) {
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

/// `cargo workshop` sees what a waiting program waits for on Linux only, and pages show that.
fn is_shown_here(command: &str) -> bool {
    cfg!(target_os = "linux") || !command.starts_with("cargo workshop ")
}

fn assert_prints(command: &str, shown: &[&str]) {
    // Main of stage 2 must leave before the first line. At this pace it has two seconds.
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
            assert_is_in(&order, command, &printed);
        } else if command.contains(" --example ") {
            let order = PartialOrder::of_key(shown).unwrap_or_else(|error| panic!("{error}"));
            assert_is_in(&order, command, &printed);
        } else if is_shown_here(command) {
            assert_eq!(
                printed, *shown,
                "`{command}` prints something else than its page shows"
            );
        }
    }
}

/// On a busy machine the sleep of stage 3 may end before its workers do. Then the last lines are
/// lost.
fn assert_is_in(order: &PartialOrder, command: &str, printed: &str) {
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
}

#[test]
fn every_command_that_a_page_names_works() {
    let shown: BTreeSet<_> = pages()
        .flat_map(|(_, page)| shown(page))
        .map(|(command, _)| command)
        .collect();
    let named: BTreeSet<_> = pages().flat_map(|(_, page)| named(page)).collect();
    let needs_interleaver = |command: &str| {
        let starts = ["cargo workshop explore ", "cargo workshop timeline "];
        starts.iter().any(|start| command.starts_with(start))
    };
    let is_run = |command: &&&str| {
        !NOT_RUN.contains(command)
            && !is_learners(command)
            && (cfg!(target_os = "linux") || !needs_interleaver(command))
    };
    // They run side by side, because they wait most of the time.
    thread::scope(|scope| {
        for command in named.difference(&shown).filter(is_run) {
            scope.spawn(|| run(command, "1000"));
        }
    });
}

#[test]
fn the_test_command_of_the_readme_is_what_ci_runs() {
    let ci = read(".ci/run");
    assert!(
        read("README.md").contains("\ncargo test\n"),
        "the README shows the test command"
    );
    assert!(
        ci.ends_with("\ncargo test\n"),
        ".ci/run ends with the README's test command"
    );
}

#[test]
fn every_link_leads_to_a_file() {
    for (path, page) in pages() {
        let folder = workspace().join(path).with_file_name("");
        for link in links(page) {
            assert!(
                link.starts_with("https://") || is_exercise(link) || folder.join(link).exists(),
                "{path}: {link}"
            );
        }
    }
}

/// A learner owns the exercises, and may have removed one. Its starter is still there.
fn is_exercise(link: &str) -> bool {
    let starters = workspace().join("tests/corpus/starters");
    let name = Path::new(link).file_name().unwrap_or_default();
    link.contains("exercises/") && starters.join(name).exists()
}

#[test]
fn every_block_of_rust_is_part_of_a_program_that_its_page_links() {
    for (path, page) in pages() {
        let folder = workspace().join(path).with_file_name("");
        let is_program = |link: &&str| link.ends_with(".rs") && !link.contains("exercises/");
        let programs: Vec<_> = links(page)
            .filter(is_program)
            .map(|link| fs::read_to_string(folder.join(link)).unwrap_or_default())
            .map(|program| without_indentation(&program))
            .collect();
        for block in rust_blocks(page) {
            let block_alone = without_indentation(block);
            assert!(
                programs
                    .iter()
                    .any(|program| program.contains(&block_alone)),
                "{path}: no linked program contains\n{block}"
            );
        }
    }
}

/// A block on a page begins at the margin, but its lines may be deep inside a program.
fn without_indentation(code: &str) -> String {
    code.lines()
        .flat_map(|line| [line.trim_start(), "\n"])
        .collect()
}
