//! The few schedules that expose each fault that is modelled here.

use super::*;

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
