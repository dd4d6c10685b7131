//! Rules about what the check cannot see, or what an exercise is not about.

use super::{Case, Verdict};
use crate::{finding::Finding, observe::Run, spec::MainBehaviour, text::names};

/// Without the interleaver, a main that should leave may be gone before the workers that it has
/// started arrive.
pub(super) fn left_unheard(case: &Case) -> Option<Verdict> {
    let tasks = case.spec.tasks();
    let departure = case.roll_call().departure.as_ref();
    let is_alone = departure.is_some_and(|departure| departure.threads == Some(1));
    let leaves = case.spec.main == MainBehaviour::Leaves;
    if case.seen.is_interleaved || !leaves || is_alone {
        return None;
    }
    let is_asked_for = |task: &str| tasks.iter().any(|known| known == task);
    let are_asked_for = case.runs().flat_map(Run::arrived).all(is_asked_for);
    let missing = case.unheard();
    if missing.is_empty() || !are_asked_for {
        return None;
    }
    let message = format!(
        "Main left before a worker on {} asked for a turn. Here the check cannot see whether there was \
         one: run it once more.",
        names(missing)
    );
    Some(Verdict::new(Finding::Unseen, message))
}

/// Without the interleaver only the workers' steps are seen. If the lesson is about what workers
/// share and a worker does not use the type that has steps, its mistakes cannot be seen.
pub(super) fn unseen(case: &Case) -> Option<Verdict> {
    let what = case.spec.uses.filter(|_| !case.seen.is_interleaved)?;
    let without = without_what_is_shared(case);
    if without.is_empty() {
        return None;
    }
    let message = format!(
        "{} never uses a `common::{what}`. Another way can be right too, but here the check cannot see it.",
        names(without)
    );
    Some(Verdict::new(Finding::Unseen, message))
}

/// Main waits for its workers in another way than the lesson is about.
pub(super) fn by_another_way(case: &Case) -> Option<Verdict> {
    if case.spec.not_in.is_empty() {
        return None;
    }
    let main = case.roll_call().situation.main_at()?;
    let call = main.call.as_ref()?;
    if !case.spec.not_in.contains(call) {
        return None;
    }
    let line = main
        .line
        .map_or_else(String::new, |line| format!(" at line {line}"));
    let message = format!(
        "Main waits in `{call}`{line}. That is right, but this exercise is about another way."
    );
    Some(Verdict::new(Finding::Unseen, message).at(main.line))
}

/// The tasks whose workers have no step on the type that the lesson is about.
pub(super) fn without_what_is_shared(case: &Case) -> Vec<String> {
    let Some(what) = case.spec.uses else {
        return Vec::new();
    };
    let mut without = case.spec.tasks();
    without.retain(|task| case.has_come(task) && !case.runs().any(|run| run.uses(task, what)));
    without
}
