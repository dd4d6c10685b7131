//! Partial orders: which outputs they allow, and how many.
//!
//! The answers of the crate are compared with the definition, on every small order there is.

use std::collections::{BTreeSet, HashSet};

use scheduler::{Mismatch, PartialOrder, Step, is_printed, read_answer_key};

mod exposing;

const THREE: &str = "Starting...\n\
    a 0 complete\na 1 complete\na 2 complete\n\
    b 0 complete\nb 1 complete\nb 2 complete\n\
    c 0 complete\nc 1 complete\nc 2 complete\n";

fn order(key: &str) -> PartialOrder {
    PartialOrder::of_key(key).expect("a key")
}

/// Every way to write the numbers below `count` one after the other.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else {
        return vec![vec![]];
    };
    let insert = |shorter: Vec<usize>| {
        (0..count).map(move |place| [&shorter[..place], &[last], &shorter[place..]].concat())
    };
    permutations(last).into_iter().flat_map(insert).collect()
}

/// Every order of up to four lines, none of which a worker or main orders by itself: each line is
/// another worker's first, and any set of edges is drawn that leads down the key.
fn small_orders() -> impl Iterator<Item = (usize, Vec<(usize, usize)>)> {
    (0..=4_usize).flat_map(|count| {
        let pairs: Vec<_> = (0..count)
            .flat_map(|to| (0..to).map(move |from| (from, to)))
            .collect();
        (0..1_u32 << pairs.len()).map(move |chosen| {
            let is_chosen = |(place, _): &(usize, _)| chosen >> place & 1 == 1;
            (
                count,
                pairs
                    .iter()
                    .copied()
                    .enumerate()
                    .filter(is_chosen)
                    .map(|(_, pair)| pair)
                    .collect(),
            )
        })
    })
}

fn line(index: usize) -> String {
    format!("w{index} 0 complete")
}

fn text(lines: &[usize]) -> String {
    lines.iter().map(|&index| line(index) + "\n").collect()
}

fn built(count: usize, edges: &[(usize, usize)]) -> PartialOrder {
    let all: Vec<usize> = (0..count).collect();
    edges.iter().fold(order(&text(&all)), |order, &(from, to)| {
        order
            .with_edge(&line(from), &line(to))
            .expect("an edge that leads down")
    })
}

/// By the definition: no edge leads up.
fn is_extension(lines: &[usize], edges: &[(usize, usize)]) -> bool {
    let place = |index| lines.iter().position(|&line| line == index);
    edges.iter().all(|&(from, to)| place(from) < place(to))
}

#[test]
fn membership_counting_and_enumeration_agree_with_the_definition() {
    for (count, edges) in small_orders() {
        let order = built(count, &edges);
        let all = permutations(count);
        let allowed: HashSet<_> = all
            .into_iter()
            .filter(|lines| is_extension(lines, &edges))
            .collect();
        for lines in permutations(count) {
            assert_eq!(
                order.check(text(&lines).as_bytes()).is_ok(),
                allowed.contains(&lines),
                "{edges:?}"
            );
        }
        assert_eq!(order.count(), Some(allowed.len() as u64), "{edges:?}");
        let expected: BTreeSet<Vec<Step>> = allowed.iter().map(|lines| steps(lines)).collect();
        let schedules: Vec<_> = order.schedules().collect();
        assert_eq!(
            schedules.len(),
            allowed.len(),
            "none comes twice: {edges:?}"
        );
        assert_eq!(
            schedules.into_iter().collect::<BTreeSet<_>>(),
            expected,
            "{edges:?}"
        );
    }
}

fn steps(lines: &[usize]) -> Vec<Step> {
    lines
        .iter()
        .map(|index| Step::new(format!("w{index}"), 0))
        .collect()
}

#[test]
fn the_down_sets_are_the_beginnings_of_the_extensions() {
    for (count, edges) in small_orders() {
        let order = built(count, &edges);
        let all = permutations(count);
        let extensions = all.iter().filter(|lines| is_extension(lines, &edges));
        let beginnings: HashSet<_> = extensions
            .flat_map(|lines| (0..=count).map(|end| text(&lines[..end])))
            .collect();
        for lines in &all {
            for end in 0..=count {
                let beginning = text(&lines[..end]);
                let is_down_set = order.check_beginning(beginning.as_bytes()).is_ok();
                assert_eq!(
                    is_down_set,
                    beginnings.contains(&beginning),
                    "{beginning} in {edges:?}"
                );
            }
        }
    }
}

#[test]
fn three_workers_of_three_steps_interleave_in_1680_ways() {
    assert_eq!(order(THREE).count(), Some(1_680));
    assert_eq!(
        order(THREE).schedules().collect::<HashSet<_>>().len(),
        1_680
    );
}

#[test]
fn the_lines_of_main_stand_between_those_of_the_workers() {
    let order = order("start\na 0 complete\nb 0 complete\nhalf\na 1 complete\nb 1 complete\nend\n");
    assert_eq!(order.count(), Some(4));
    let late = b"start\na 0 complete\nhalf\nb 0 complete\na 1 complete\nb 1 complete\nend\n";
    let too_early = Mismatch::TooEarly {
        line: "half".to_owned(),
        before: "b 0 complete".to_owned(),
    };
    assert_eq!(order.check(late), Err(too_early));
}

#[test]
fn every_byte_of_an_output_counts() {
    let order = order("Starting...\na 0 complete\na 1 complete\n");
    let unexpected = |line: &str| Err(Mismatch::Unexpected(line.to_owned()));
    for (output, expected) in [
        (&b"Starting...\na 0 complete\na 1 complete\n"[..], Ok(())),
        (
            b"Starting...\na 0 complete\na 1 complete",
            unexpected("a 1 complete"),
        ),
        (
            b"Starting...\r\na 0 complete\na 1 complete\n",
            unexpected("Starting...\\r\\n"),
        ),
        (
            b"Starting...\na 0 complete\na 1 complete\n\n",
            unexpected("\\n"),
        ),
        (
            b"Starting...\na 0 completea 1 complete\n\n",
            unexpected("a 0 completea 1 complete\\n"),
        ),
        (b"Starting...\na 0 complete\n\xff\n", unexpected("\\xff\\n")),
        (
            "Starting...\na 0 complete\n\"caf\u{e9}\"\n".as_bytes(),
            unexpected("\"caf\u{e9}\"\\n"),
        ),
        (
            b"Starting...\na 0 complete\na 0 complete\n",
            Err(Mismatch::Again("a 0 complete".to_owned())),
        ),
        (
            b"Starting...\na 0 complete\n",
            Err(Mismatch::Missing(vec!["a 1 complete".to_owned()])),
        ),
    ] {
        assert_eq!(order.check(output), expected, "{}", output.escape_ascii());
    }
}

#[test]
fn a_mismatch_names_the_line_that_should_not_be_there() {
    let order = order("Starting...\na 0 complete\na 1 complete\nend\n");
    for (output, expected) in [
        ("Starting.\n", Some(("Starting.", 0))),
        ("Starting...\r\n", Some(("Starting...\r", 0))),
        ("Starting...\n\n", Some(("", 0))),
        ("Starting...\nStarting...\n", Some(("Starting...", 1))),
        (
            "Starting...\na 1 complete\na 0 complete\na 1 complete\nend\n",
            Some(("a 1 complete", 0)),
        ),
        // What should have come before is missing, and that is what is wrong.
        ("Starting...\na 0 complete\nend\n", None),
        ("Starting...\n", None),
    ] {
        let mismatch = order.check(output.as_bytes()).unwrap_err();
        let line = mismatch.line(output.as_bytes());
        let line = line.as_ref().map(|(line, before)| (&line[..], *before));
        assert_eq!(line, expected, "{output}");
    }
}

#[test]
fn a_line_is_printed_if_it_is_there_as_a_whole() {
    for (line, output, expected) in [
        ("a", "a\nb\n", true),
        ("b", "a\nb", true),
        ("", "a\nb\n", false),
        ("", "a\n\nb\n", true),
        ("a", "ab\n", false),
    ] {
        assert_eq!(is_printed(line, output.as_bytes()), expected, "{output:?}");
    }
}

#[test]
fn the_error_says_what_is_wrong_with_a_key() {
    let error = PartialOrder::of_key("x\nx\n").expect_err("it has a line twice");
    assert_eq!(error, "the line `x` stands in it twice");
    let order = order("a 0 complete\nb 0 complete\n");
    let [a, b, c] = ["a 0 complete", "b 0 complete", "c 0 complete"];
    let error = |earlier, later| {
        let order = order.clone().with_edge(earlier, later);
        order.expect_err("such an edge makes no sense")
    };
    assert_eq!(error(a, c), "it has no line `c 0 complete`");
    let wrong_way_round = "`b 0 complete` should come before `a 0 complete`, and stands below it";
    assert_eq!(error(b, a), wrong_way_round);
    assert!(error(a, a).contains("stands below it"));
}

#[test]
fn an_answer_key_without_front_matter_or_lines_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for (text, cause) in [
        ("a 0 complete\n", "it has no front matter"),
        ("---\nsource: x\na 0 complete\n", "it has no front matter"),
        ("---\nsource: x\n---\n", "it is empty"),
    ] {
        let path = folder.path().join("key.snap");
        std::fs::write(&path, text).expect("it can be written");
        let error = read_answer_key(&path).expect_err("it is refused");
        assert!(error.to_string().ends_with(cause), "{error}");
    }
    let error = read_answer_key(&folder.path().join("none.snap")).expect_err("it is not there");
    assert!(error.to_string().contains("none.snap"), "{error}");
}

/// The width is the most steps that are next after any of the orders' beginnings.
#[test]
fn the_width_is_the_most_that_can_be_next() {
    let three =
        "Starting...\na 0 complete\na 1 complete\nb 0 complete\nb 1 complete\nc 0 complete\n";
    let chain = "a 0 complete\na 1 complete\nhalf\nb 0 complete\n";
    let free = PartialOrder::of_key(three).expect("it is a key");
    let gated = free.clone();
    let gated = gated
        .with_edge("a 1 complete", "c 0 complete")
        .expect("both are lines");
    let crossed = gated.clone();
    let crossed = crossed
        .with_edge("a 0 complete", "b 1 complete")
        .expect("both are lines");
    let serial = PartialOrder::of_key(chain).expect("it is a key");
    for (order, width) in [(&free, 3), (&gated, 2), (&crossed, 2), (&serial, 1)] {
        let next = |schedule: Vec<Step>| {
            let beginnings = (0..=schedule.len()).map(|count| schedule[..count].to_vec());
            let next = beginnings.map(|done| order.next_steps(done.iter()).len());
            next.max()
        };
        assert_eq!(order.schedules().filter_map(next).max(), Some(width));
        assert_eq!(order.width(), width);
    }
}
