//! The names of threads.

use std::collections::BTreeMap;

use interleave_protocol::log::{Kind, ThreadState};

use super::story::Scene;

/// A space at which no line is broken. It is drawn as a space in the end.
pub const NO_BREAK: &str = "\u{a0}";

/// The names of a run's threads.
pub struct Threads {
    names: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    /// Main, or a description of a thread that has no name of its own.
    Description(String),
    /// The name that the program has given it.
    Given(String),
}

impl Threads {
    pub fn new(states: &[ThreadState], scenes: &[Scene]) -> Self {
        let most = scenes.iter().map(|scene| scene.thread + 1).max();
        let count = states.len().max(most.unwrap_or(0));
        let names = (0..count).map(|thread| name(thread, states, scenes));
        Self {
            names: distinct(names.collect()),
        }
    }

    /// The name as a heading: `line 36` for the thread that is spawned there.
    pub fn heading(&self, thread: usize) -> String {
        match self.names.get(thread) {
            Some(Name::Description(name)) => name.trim_start_matches("thread of ").to_owned(),
            Some(Name::Given(name)) => name.clone(),
            None => format!("thread {thread}"),
        }
    }

    /// The name in a sentence, in backticks if the program has given it. Its words stay together.
    pub fn mention(&self, thread: usize) -> String {
        let mention = match self.names.get(thread) {
            Some(Name::Given(name)) => format!("`{name}`"),
            Some(Name::Description(name)) if name.starts_with("thread of") => format!("the {name}"),
            Some(Name::Description(name)) => name.clone(),
            None => self.heading(thread),
        };
        mention.replace(' ', NO_BREAK)
    }
}

/// The threads of a set, as the value of a step stores it.
pub fn in_set(set: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |thread| set >> thread & 1 == 1)
}

/// The set of these threads.
pub fn set(threads: Vec<usize>) -> u64 {
    let bits = threads.into_iter().filter(|&thread| thread < 64);
    bits.fold(0, |set, thread| set | 1 << thread)
}

/// A list of threads in a sentence.
pub fn all(mentions: &[String]) -> String {
    match mentions {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn name(thread: usize, states: &[ThreadState], scenes: &[Scene]) -> Name {
    let given = |thread: usize| states.get(thread).map_or("", |state| state.name.as_str());
    if thread == 0 {
        return Name::Description("main".into());
    }
    // A thread without a name of its own may have the name of the process, as main does.
    if !given(thread).is_empty() && given(thread) != given(0) {
        return Name::Given(given(thread).to_owned());
    }
    let is_its_spawn = |scene: &&Scene| scene.kind == Kind::Spawn && scene.value == thread as u64;
    let place = scenes
        .iter()
        .find(is_its_spawn)
        .and_then(|scene| scene.place.as_ref());
    Name::Description(match place {
        Some(place) => format!("thread of line {}", place.line),
        None => format!("thread {thread}"),
    })
}

/// Numbers the threads that have the same name.
fn distinct(names: Vec<Name>) -> Vec<Name> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for Name::Given(name) | Name::Description(name) in &names {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbered = |name: String| {
        let number = seen.entry(name.clone()).or_default();
        *number += 1;
        (*number, counts[&name] > 1)
    };
    let names = names.into_iter().map(|name| match name {
        Name::Given(name) => match numbered(name.clone()) {
            (number, true) => Name::Given(format!("{name} ({number})")),
            _ => Name::Given(name),
        },
        Name::Description(name) => match numbered(name.clone()) {
            (number, true) => Name::Description(format!("{name} #{number}")),
            _ => Name::Description(name),
        },
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::Spawn;

    use super::all;
    use crate::lanes::made_up::MadeUp;

    #[test]
    fn each_thread_has_a_name_of_its_own() {
        let names = [
            "program",
            "sort data",
            "program",
            "sort data",
            "program",
            "",
        ];
        let mut run = MadeUp::new("scope.spawn(work);\nspawn(work);\n", &names);
        run.step((0, Spawn, 0, 2), (1, "spawn"))
            .step((0, Spawn, 0, 4), (1, "spawn"));
        run.step((0, Spawn, 0, 5), (2, "spawn"));
        let story = run.story();
        let headings: Vec<_> = (0..7).map(|thread| story.threads.heading(thread)).collect();
        let expected = [
            "main",
            "sort data (1)",
            "line 1 #1",
            "sort data (2)",
            "line 1 #2",
            "line 2",
            "thread 6",
        ];
        assert_eq!(headings, expected);
        assert_eq!(story.threads.mention(0), "main");
        assert_eq!(story.threads.mention(1), "`sort\u{a0}data\u{a0}(1)`");
        assert_eq!(
            story.threads.mention(5),
            "the\u{a0}thread\u{a0}of\u{a0}line\u{a0}2"
        );
    }

    #[test]
    fn several_are_listed() {
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(all(&names), "a, b and c");
        assert_eq!(all(&names[..1]), "a");
        assert_eq!(all(&[]), "");
    }
}
