//! Which steps may come next in a partial order, which may not, and schedules chosen by chance.

use std::collections::{HashMap, HashSet};

use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};
use scheduler::{PartialOrder, Step};
use tests::output_of;

/// Two workers of two steps, a line of main's between their phases, and an edge from one to the
/// other.
fn phases() -> PartialOrder {
    let key = "Starting...\na 0 complete\nb 0 complete\nhalf way\na 1 complete\nb 1 complete\n";
    let order = PartialOrder::of_key(key).expect("a key");
    order
        .with_edge("a 1 complete", "b 1 complete")
        .expect("both are lines")
}

fn steps(text: &str) -> Vec<Step> {
    let steps = text.split(", ").filter(|step| !step.is_empty());
    steps.map(|step| step.parse().expect("a step")).collect()
}

#[test]
fn the_next_steps_are_those_whose_predecessors_are_done() {
    let order = phases();
    let next = |done: &str| order.next_steps(steps(done).iter());
    assert_eq!(next(""), steps("a 0, b 0"));
    assert_eq!(next("a 0"), steps("b 0"));
    assert_eq!(next("a 0, b 0"), steps("a 1"));
    assert_eq!(next("a 0, b 0, a 1"), steps("b 1"));
    assert_eq!(next("a 0, b 0, a 1, b 1"), []);
}

#[test]
fn without_a_step_nothing_is_done_that_needs_it() {
    let order = phases();
    let without = |step: &str| order.steps_without(&step.parse().expect("a step"));
    assert_eq!(without("b 0"), steps("a 0"));
    assert_eq!(without("a 1"), steps("a 0, b 0"));
    assert_eq!(without("b 1"), steps("a 0, b 0, a 1"));
    assert_eq!(without("c 0"), steps("a 0, b 0, a 1, b 1"));
}

#[test]
fn crossings_are_the_edges_between_workers() {
    let pair = (Step::new("a", 1), Step::new("b", 1));
    assert_eq!(phases().crossings(), [pair]);
}

/// Six ways, drawn 6,000 times with a seed that does not change: each comes about a thousand times.
#[test]
fn by_chance_every_schedule_is_as_likely_as_any_other() {
    let key = "a 0 complete\na 1 complete\nb 0 complete\nb 1 complete\n";
    let order = PartialOrder::of_key(key).expect("a key");
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut drawn: HashMap<Vec<Step>, u32> = HashMap::new();
    for schedule in order.random_schedules(&mut random, 6_000) {
        *drawn.entry(schedule).or_default() += 1;
    }
    assert_eq!(drawn.len(), order.schedules().count());
    assert!(
        order
            .schedules()
            .all(|schedule| (900..1_100).contains(&drawn[&schedule])),
        "{drawn:?}"
    );
}

/// Twelve workers of three steps have 16 million down-sets.
#[test]
fn of_very_many_orders_some_are_drawn_without_counting_them() {
    let steps_of = |worker| [0, 1, 2].map(|number| Step::new(format!("w{worker}"), number));
    let steps: Vec<_> = (0..12).flat_map(steps_of).collect();
    let order = PartialOrder::of_key(&output_of(&steps)).expect("a key");
    assert_eq!(order.count(), None);
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let drawn = order.random_schedules(&mut random, 100);
    for schedule in &drawn {
        assert_eq!(order.check(output_of(schedule).as_bytes()), Ok(()));
    }
    assert_eq!(HashSet::<_>::from_iter(&drawn).len(), drawn.len());
}

#[test]
fn the_closest_output_keeps_what_is_right_of_another_one() {
    let order = phases();
    let wrong = "b 0 complete\nb 0 complete\nnonsense\nb 1 complete\n";
    let right = "Starting...\nb 0 complete\na 0 complete\nhalf way\na 1 complete\nb 1 complete\n";
    assert_eq!(order.closest_to(wrong), right);
    assert_eq!(order.closest_to(right), right);
}
