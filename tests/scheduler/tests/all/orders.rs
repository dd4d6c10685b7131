//! Partial orders: which outputs they allow, how many, and which few schedules expose a fault.
//!
//! The answers of the crate are compared with the definition, on every small order there is.

use std::collections::{BTreeSet, HashSet};

use scheduler::{KeyError, Mismatch, PartialOrder, Step, is_printed, read_answer_key};

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
    assert_eq!(
        PartialOrder::of_key("x\nx\n"),
        Err(KeyError::Twice("x".to_owned()))
    );
    let order = order("a 0 complete\nb 0 complete\n");
    let unknown = KeyError::Unknown("c 0 complete".to_owned());
    assert_eq!(
        order.clone().with_edge("a 0 complete", "c 0 complete"),
        Err(unknown)
    );
    let [a, b] = ["a 0 complete", "b 0 complete"];
    assert_eq!(
        order.clone().with_edge(b, a),
        Err(KeyError::Contradiction(b.to_owned(), a.to_owned()))
    );
    assert!(order.with_edge(a, a).is_err());
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

/// Schedules in short: `abc` is step 0 of each of three workers.
fn short(schedule: &[Step]) -> String {
    schedule.iter().map(|step| step.task.as_str()).collect()
}

#[test]
fn seven_schedules_are_played_for_three_workers_of_three_steps() {
    let seven = order(THREE).exposing_schedules();
    let seven: Vec<String> = seven.iter().map(|schedule| short(schedule)).collect();
    let expected = [
        "abbbaccca",
        "acccabbba",
        "baaabcccb",
        "bcccbaaab",
        "caaacbbbc",
        "cbbbcaaac",
        "abcabcabc",
    ];
    assert_eq!(seven, expected);
}

#[test]
fn schedules_follow_an_order_with_more_edges() {
    // Phases: no worker begins step 1 before all have done step 0.
    let workers = ["a", "b", "c"];
    let phases = workers
        .iter()
        .flat_map(|from| workers.iter().map(move |to| (from, to)));
    let order = phases.filter(|(from, to)| from != to).fold(
        order(
            "a 0 complete\nb 0 complete\nc 0 complete\na 1 complete\nb 1 complete\nc 1 complete\n",
        ),
        |order, (from, to)| {
            order
                .with_edge(&format!("{from} 0 complete"), &format!("{to} 1 complete"))
                .expect("a phase")
        },
    );
    assert_eq!(order.count(), Some(36));
    let possible: HashSet<_> = order.schedules().collect();
    assert!(
        order
            .exposing_schedules()
            .iter()
            .all(|schedule| possible.contains(schedule))
    );
}

/// What may be wrong with three workers of three steps, as the schedules that it makes impossible.
///
/// A place of a schedule is the moment at which a step is done; a worker that holds something from
/// one of its steps to another holds it at every place between.
struct Fault {
    name: String,
    allows: Box<Allows>,
}

type Allows = dyn Fn(&[Step]) -> bool;

fn fault(name: String, allows: impl Fn(&[Step]) -> bool + 'static) -> Fault {
    Fault {
        name,
        allows: Box::new(allows),
    }
}

/// The place of step `number` of worker `task`.
fn place(schedule: &[Step], task: usize, number: usize) -> usize {
    let is_it = |step: &Step| step.task == ["a", "b", "c"][task] && step.number as usize == number;
    schedule
        .iter()
        .position(is_it)
        .expect("every step is in a schedule")
}

/// From one step of a worker to another.
const SPANS: [(usize, usize); 6] = [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)];

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..3)
        .flat_map(|one| (0..3).map(move |other| (one, other)))
        .filter(|(one, other)| one != other)
}

/// Two workers share a lock, which one holds over some of its steps and the other over some of its.
fn pair_locks() -> impl Iterator<Item = Fault> {
    let spans = || {
        SPANS
            .into_iter()
            .flat_map(|first| SPANS.map(|second| (first, second)))
    };
    let is_held_over_a_gap =
        |&((a, b), (c, d)): &((usize, usize), (usize, usize))| a != b || c != d;
    pairs()
        .filter(|(one, other)| one < other)
        .flat_map(move |(one, other)| {
            spans()
                .filter(is_held_over_a_gap)
                .map(move |(first, second)| {
                    fault(
                        format!("lock of {one} over {first:?}, of {other} over {second:?}"),
                        move |schedule| {
                            let held = |worker, (from, to)| {
                                place(schedule, worker, from)..=place(schedule, worker, to)
                            };
                            let (mine, yours) = (held(one, first), held(other, second));
                            mine.end() < yours.start() || yours.end() < mine.start()
                        },
                    )
                })
        })
}

/// No more than so many workers are in progress at once.
fn pools() -> impl Iterator<Item = Fault> {
    [1, 2].into_iter().map(|size| {
        fault(format!("pool of {size}"), move |schedule| {
            let spans: Vec<_> = (0..3)
                .map(|w| place(schedule, w, 0)..=place(schedule, w, 2))
                .collect();
            let in_progress = |at: usize| spans.iter().filter(|span| span.contains(&at)).count();
            (0..schedule.len()).all(|at| in_progress(at) <= size)
        })
    })
}

/// A step of one worker waits for a step of another.
fn edges() -> impl Iterator<Item = Fault> {
    let steps = || (0..3).flat_map(|from| (0..3).map(move |to| (from, to)));
    pairs().flat_map(move |(one, other)| {
        steps().map(move |(from, to)| {
            fault(
                format!("{from} of {one} before {to} of {other}"),
                move |schedule| place(schedule, one, from) < place(schedule, other, to),
            )
        })
    })
}

/// Some steps of a worker are done in one go.
fn atomicity() -> impl Iterator<Item = Fault> {
    let spans = || SPANS.into_iter().filter(|(from, to)| from != to);
    (0..3).flat_map(move |worker| {
        spans().map(move |(from, to)| {
            fault(
                format!("{worker} does {from} to {to} in one go"),
                move |schedule| {
                    place(schedule, worker, to) - place(schedule, worker, from) == to - from
                },
            )
        })
    })
}

fn faults() -> Vec<Fault> {
    pair_locks()
        .chain(pools())
        .chain(edges())
        .chain(atomicity())
        .collect()
}

fn unexposed(schedules: &[Vec<Step>]) -> Vec<String> {
    let passes = |fault: &Fault| schedules.iter().all(|schedule| (fault.allows)(schedule));
    faults()
        .into_iter()
        .filter(passes)
        .map(|fault| fault.name)
        .collect()
}

#[test]
fn seven_schedules_expose_every_modelled_fault() {
    let order = order(THREE);
    let all: Vec<_> = order.schedules().collect();
    for fault in faults() {
        assert!(
            all.iter().any(|schedule| (fault.allows)(schedule)),
            "{} allows nothing",
            fault.name
        );
    }
    assert_eq!(faults().len(), 81 + 2 + 54 + 9);
    assert_eq!(unexposed(&order.exposing_schedules()), [""; 0]);
}

#[test]
fn none_of_the_seven_can_be_left_out() {
    let seven = order(THREE).exposing_schedules();
    for left_out in 0..7 {
        let six = [&seven[..left_out], &seven[left_out + 1..]].concat();
        assert_ne!(
            unexposed(&six),
            [""; 0],
            "without {}",
            short(&seven[left_out])
        );
    }
    assert_eq!(unexposed(&seven[..6]), ["pool of 2"]);
}

/// They put each pair of steps in both orders, and still one worker at a time passes them.
#[test]
fn the_two_block_orders_do_not_tell_a_serial_program() {
    let order = order(THREE);
    let blocks = |schedule: &Vec<Step>| ["aaabbbccc", "cccbbbaaa"].contains(&&*short(schedule));
    let blocks: Vec<_> = order.schedules().filter(blocks).collect();
    assert_eq!(blocks.len(), 2);
    assert!(unexposed(&blocks).contains(&"pool of 1".to_owned()));
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
