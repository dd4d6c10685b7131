//! Plays one interleaving of each kind: all that differ in the order of operations whose order
//! matters. The method is dynamic partial-order reduction (Flanagan and Godefroid, POPL 2005) with
//! sleep sets (Godefroid, 1996). No states are kept: each run begins like an earlier one and then
//! differs.

mod mutex;
mod races;

use std::{error::Error, fmt};

use interleave_protocol::{
    log::{End, Kind, depend},
    plan::{Plan, Sleeper, Strategy},
};

use crate::run::{Run, Step};
use races::races;

type Operation = (Kind, u32);

/// What is known of the interleavings so far, and which one is next.
pub struct Complete {
    plan: Plan,
    /// The steps of the last run, as far as another thread may be chosen at them.
    nodes: Vec<Node>,
    is_done: bool,
    /// Whether each run so far showed all that it could.
    is_certain: bool,
}

/// A step of the last run: which threads could have gone on, and which should be tried.
pub(crate) struct Node {
    pub choices: u128,
    chosen: usize,
    operations: Vec<Operation>,
    /// The threads that should be tried here.
    pub backtrack: u128,
    /// The threads that were tried.
    done: u128,
    /// The threads that need not be tried, until an operation is done that theirs depend on.
    asleep: Vec<(usize, Vec<Operation>)>,
    /// The highest number of an object before this step. Objects are numbered by first use, so a
    /// higher number can be another object in another run.
    known: u32,
}

/// A run did not begin like the previous one, although its plan said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotTheSame {
    /// The step at which it differs.
    pub step: usize,
}

impl fmt::Display for NotTheSame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = self.step;
        write!(
            f,
            "the program does not do the same under the same schedule: step {step} differs"
        )
    }
}

impl Error for NotTheSame {}

impl Complete {
    /// Begins with a plan. Its strategy is ignored.
    pub fn new(plan: &Plan) -> Self {
        Self {
            plan: plan.clone(),
            nodes: Vec::new(),
            is_done: false,
            is_certain: true,
        }
    }

    /// The plan of the next run. None if all were played.
    pub fn next(&self) -> Option<Plan> {
        if self.is_done {
            return None;
        }
        let decisions = self.nodes.iter().map(|node| node.chosen as u8).collect();
        let asleep = self.nodes.last().map_or(&[][..], |node| &node.asleep);
        let sleepers = asleep.iter().flat_map(|(thread, operations)| {
            let thread = *thread as u8;
            operations.iter().map(move |&(kind, object)| Sleeper {
                thread,
                kind,
                object,
            })
        });
        let asleep = sleepers.collect();
        Some(Plan {
            strategy: Strategy::List { decisions, asleep },
            ..self.plan.clone()
        })
    }

    /// Whether all interleavings were played, and nothing can be missing. Something can be missing
    /// if a run was ended by a limit or a crash, or if a thread that had looked in vain was
    /// deferred.
    pub fn is_certain(&self) -> bool {
        self.is_done && self.is_certain
    }

    /// Adds the run of the last plan.
    ///
    /// # Errors
    ///
    /// Returns an error if the run did not begin as planned.
    pub fn learn(&mut self, run: &Run) -> Result<(), NotTheSame> {
        self.compare(run)?;
        let is_whole = matches!(run.end, End::Left | End::Deadlock | End::Redundant);
        self.is_certain &= is_whole && !run.is_kept_back && !run.has_loops;
        let known = self.nodes.len();
        for step in &run.steps[known.min(run.steps.len())..] {
            self.add(step);
        }
        races(run, &mut self.nodes);
        self.go_back();
        Ok(())
    }

    /// Checks that the planned steps were done. The last one is new.
    fn compare(&mut self, run: &Run) -> Result<(), NotTheSame> {
        let known = self.nodes.len();
        if run.end == End::Diverged || run.steps.len() < known {
            return Err(NotTheSame {
                step: run.steps.len(),
            });
        }
        for (index, (node, step)) in self.nodes.iter_mut().zip(&run.steps).enumerate() {
            let operations = step.operations();
            let is_last = index + 1 == known;
            if node.chosen != step.entry.thread || !is_last && node.operations != operations {
                return Err(NotTheSame { step: index });
            }
            node.operations = operations;
        }
        Ok(())
    }

    fn add(&mut self, step: &Step) {
        let asleep = self.nodes.last().map_or(Vec::new(), |last| {
            let sleeps_on = |(thread, operations): &&(usize, Vec<Operation>)| {
                *thread != last.chosen && !do_clash(operations, &last.operations)
            };
            last.asleep.iter().filter(sleeps_on).cloned().collect()
        });
        let highest = |node: &Node| node.operations.iter().map(|operation| operation.1).max();
        let known = self
            .nodes
            .last()
            .map_or(0, |last| last.known.max(highest(last).unwrap_or(0)));
        self.nodes.push(Node {
            known,
            choices: step.entry.choices,
            chosen: step.entry.thread,
            operations: step.operations(),
            backtrack: 1 << step.entry.thread,
            done: 0,
            asleep,
        });
    }

    /// Goes back to the last step at which another thread should be tried.
    fn go_back(&mut self) {
        while let Some(node) = self.nodes.last_mut() {
            node.done |= 1 << node.chosen;
            // Its first operation was announced before, so it has the same object in each run from
            // here.
            let accesses = &node.operations[1..];
            if accesses.iter().all(|access| access.1 <= node.known) {
                node.asleep.push((node.chosen, node.operations.clone()));
            }
            let is_asleep = |thread: usize| node.asleep.iter().any(|entry| entry.0 == thread);
            let open = node.backtrack & !node.done;
            let next = (0..128).find(|&thread| open >> thread & 1 == 1 && !is_asleep(thread));
            if let Some(next) = next {
                node.chosen = next;
                return;
            }
            self.nodes.pop();
        }
        self.is_done = true;
    }
}

fn do_clash(a: &[Operation], b: &[Operation]) -> bool {
    a.iter().any(|&a| b.iter().any(|&b| depend(a, b)))
}
