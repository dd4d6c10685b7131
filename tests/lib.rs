//! What the tests of the stages share.

use scheduler::{Launch, PartialOrder, Step, read_answer_key, stages};

/// The stages' program `name`.
pub fn launch(name: &str) -> Launch {
    stages::launch(name).unwrap_or_else(|error| panic!("{error}"))
}

/// What the program `name` prints, in one of the orders that are right.
pub fn answer_key(name: &str) -> String {
    read_answer_key(&stages::answer_key(name)).unwrap_or_else(|error| panic!("{error}"))
}

/// Every order that is right for the program `name`.
pub fn partial_order(name: &str) -> PartialOrder {
    PartialOrder::of_key(&answer_key(name)).unwrap_or_else(|error| panic!("{error}"))
}

/// What a program prints whose workers do `steps`, one after the other.
pub fn output_of<'a>(steps: impl IntoIterator<Item = &'a Step>) -> String {
    let lines = steps.into_iter().map(|step| format!("{step} complete\n"));
    format!("Starting...\n{}", lines.collect::<String>())
}
