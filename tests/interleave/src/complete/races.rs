//! Races: two operations of different threads whose order matters, and which nothing else puts in
//! order. If they could have come in the other order, the other thread should be tried.

use std::collections::{BTreeMap, BTreeSet};

use interleave_protocol::log::{Kind, ThreadState, Waiting, woken};

use super::{
    Node,
    mutex::{Mutex, Use},
};
use crate::run::{Run, Step};

/// For each thread, how many of all steps happened before. This is the index of its last such step
/// plus one.
type Clock = Vec<usize>;

/// The uses of an object with which the next use may race.
#[derive(Default)]
struct Uses {
    last: Option<usize>,
    mutex: Mutex,
    stream_locks: Vec<usize>,
    loads: Vec<usize>,
    drops: Vec<usize>,
}

/// The steps before an act.
#[derive(Default)]
struct Predecessors {
    /// Operations that the act could have preceded.
    rivals: BTreeSet<usize>,
    /// Operations that had to come first.
    causes: BTreeSet<usize>,
}

struct History<'a> {
    steps: &'a [Step],
    objects: BTreeMap<u32, Uses>,
    writes: Vec<usize>,
    /// What happened before the next step of each thread.
    threads: Vec<Clock>,
    /// What happened before each step. The step itself is included.
    clocks: Vec<Clock>,
}

/// What a thread does, or would do next.
struct Act {
    thread: usize,
    operations: Vec<(Kind, u32)>,
    /// Whether it is possible only because another thread has let its thread go on.
    is_enabled_by_another: bool,
    /// Whether it gives up the last share of an `Arc`, or may do so.
    is_last_share: bool,
}

impl Act {
    fn of(step: &Step) -> Self {
        let entry = &step.entry;
        let is_woken = entry.kind == Kind::Woken && entry.value == woken::BY_A_THREAD;
        Self {
            thread: entry.thread,
            operations: step.operations(),
            is_enabled_by_another: entry.kind == Kind::Join || is_woken,
            is_last_share: entry.kind == Kind::Drop && entry.value == 0,
        }
    }

    /// What a thread would have done next when the run ended. A thread that waits to be woken, or
    /// for another thread to end, races with nothing yet.
    fn not_done(thread: usize, state: &ThreadState) -> Option<Self> {
        let is_over = state.waiting == Waiting::Ended;
        let is_enabled_by_another = matches!(state.kind, Kind::Woken | Kind::Join);
        let operations = vec![(state.kind, state.object)];
        (!is_over && !is_enabled_by_another).then_some(Self {
            thread,
            operations,
            is_enabled_by_another,
            is_last_share: state.kind == Kind::Drop,
        })
    }
}

/// Marks, for each race of the run, the threads that should be tried in the other order. What
/// threads would have done next counts, too: in a deadlock, the race was about that.
pub(super) fn races(run: &Run, nodes: &mut [Node]) {
    let steps = &run.steps;
    let last = |step: &Step| match step.entry.kind {
        Kind::Spawn => step.entry.thread.max(step.entry.value as usize),
        _ => step.entry.thread,
    };
    let threads = steps.iter().map(last).max().map_or(0, |last| last + 1);
    let mut history = History {
        steps,
        objects: BTreeMap::new(),
        writes: Vec::new(),
        threads: vec![vec![0; threads]; threads],
        clocks: Vec::with_capacity(steps.len()),
    };
    for at in 0..steps.len() {
        history.step(at, nodes);
    }
    for (thread, state) in run.threads.iter().enumerate().take(threads) {
        if let Some(act) = Act::not_done(thread, state) {
            let before = history.threads[thread].clone();
            let rivals = history.predecessors(&act, &before).rivals;
            history.add_backtracks(&rivals, &act, steps.len(), &before, nodes);
        }
    }
}

impl History<'_> {
    fn step(&mut self, at: usize, nodes: &mut [Node]) {
        let step = &self.steps[at];
        let act = Act::of(step);
        let me = act.thread;
        let mut before = self.threads[me].clone();
        let predecessors = self.predecessors(&act, &before);
        let mut clock = before.clone();
        for &other in predecessors.causes.iter().chain(&predecessors.rivals) {
            join(&mut clock, &self.clocks[other]);
        }
        clock[me] = at + 1;
        if act.is_enabled_by_another {
            for &cause in &predecessors.causes {
                join(&mut before, &self.clocks[cause]);
            }
        }
        self.add_backtracks(&predecessors.rivals, &act, at, &before, nodes);
        if step.entry.kind == Kind::Spawn {
            join(&mut self.threads[step.entry.value as usize], &clock);
        }
        self.threads[me].clone_from(&clock);
        self.clocks.push(clock);
        self.note(at, &act);
    }

    /// The predecessors of an act, whose thread has seen what happened `before`.
    fn predecessors(&self, act: &Act, before: &Clock) -> Predecessors {
        let mut found = Predecessors::default();
        let is_open = |other: &usize| before[self.steps[*other].entry.thread] <= *other;
        for (nth, &(kind, object)) in act.operations.iter().enumerate() {
            if kind == Kind::Leave && nth == 0 {
                found.rivals.extend(&self.writes);
            }
            let Some(uses) = self.objects.get(&object) else {
                continue;
            };
            if is_stream_lock(nth, kind) {
                // The moment at which a stream becomes free is not known. Any lock of it may settle
                // the order.
                found
                    .rivals
                    .extend(uses.stream_locks.iter().copied().filter(is_open));
            }
            if kind == Kind::Lock {
                found.rivals.extend(uses.mutex.rivals().filter(is_open));
            }
            let is_lock = kind == Kind::Lock || is_stream_lock(nth, kind);
            let is_settled = matches!(kind, Kind::Write | Kind::Leave);
            let has_to_wait = is_lock || nth == 0 && (act.is_enabled_by_another || is_settled);
            uses.before(
                kind,
                act.is_last_share,
                if has_to_wait {
                    &mut found.causes
                } else {
                    &mut found.rivals
                },
            );
        }
        found
    }

    /// Records the uses of the step `at`.
    fn note(&mut self, at: usize, act: &Act) {
        for (nth, &(kind, object)) in act.operations.iter().enumerate() {
            if object == 0 {
                continue;
            }
            let uses = self.objects.entry(object).or_default();
            if is_stream_lock(nth, kind) {
                uses.stream_locks.push(at);
            }
            let value = (nth == 0).then_some(self.steps[at].entry.value);
            uses.mutex.use_by(Use { at, kind, value });
            uses.use_by(at, kind);
        }
        if act.operations[0].0 == Kind::Write {
            self.writes.push(at);
        }
    }

    /// Adds a thread to the backtrack sets of those rivals that need not come before the act. It is the
    /// thread of the act, or one that leads to what that thread does at `at`.
    fn add_backtracks(
        &self,
        rivals: &BTreeSet<usize>,
        act: &Act,
        at: usize,
        before: &Clock,
        nodes: &mut [Node],
    ) {
        let thread = |index: usize| self.steps[index].entry.thread;
        let is_before = |index: usize| before[thread(index)] > index;
        let is_race = |rival: &usize| thread(*rival) != act.thread && !is_before(*rival);
        for rival in rivals.iter().copied().filter(is_race) {
            let choices = nodes[rival].choices;
            let could_go = |thread: usize| choices >> thread & 1 == 1;
            let leads = |&between: &usize| could_go(thread(between)) && is_before(between);
            nodes[rival].backtrack |= if could_go(act.thread) {
                1 << act.thread
            } else {
                let mut between = rival + 1..at;
                let leading = between.find(leads);
                leading.map_or(choices, |between| 1 << thread(between))
            };
        }
    }
}

/// A thread that writes to a stream has locked it in the previous step, and holds it until after
/// the write. In the same way, a thread that ends the program has kept others from it.
fn is_stream_lock(nth: usize, kind: Kind) -> bool {
    nth > 0 && matches!(kind, Kind::Write | Kind::Leave)
}

impl Uses {
    /// Adds the uses that come before one of this kind. It matters which thread gives up the last
    /// share of an `Arc`, because that thread drops the value. The order of the other threads does
    /// not matter.
    fn before(&self, kind: Kind, is_last_share: bool, others: &mut BTreeSet<usize>) {
        others.extend(self.last);
        if kind != Kind::Drop || is_last_share {
            others.extend(&self.drops);
        }
        if kind != Kind::Load {
            others.extend(&self.loads);
        }
    }

    /// Records a use.
    fn use_by(&mut self, at: usize, kind: Kind) {
        match kind {
            Kind::Load => self.loads.push(at),
            Kind::Drop => self.drops.push(at),
            _ => {
                self.loads.clear();
                self.drops.clear();
                self.last = Some(at);
            }
        }
    }
}

fn join(clock: &mut Clock, other: &Clock) {
    for (mine, theirs) in clock.iter_mut().zip(other) {
        *mine = (*mine).max(*theirs);
    }
}
