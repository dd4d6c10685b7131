//! Finds the shortest interleaving that leads to an end: the one with the fewest steps, and among
//! those the one with the fewest switches between threads. The search starts from an interleaving
//! that was found. It leaves decisions out and plays the rest.

use std::io;

use interleave_protocol::plan::{Plan, Strategy};

use crate::run::Run;

/// How many runs may shorten one interleaving, and how many steps they may have in all. These are
/// numbers and not a time, so that a slow machine shows the same.
const MOST_RUNS: usize = 300;
const MOST_STEPS: usize = 200_000;

/// An interleaving of a program.
#[derive(Clone, Debug)]
pub struct Interleaving {
    /// The thread of each step.
    pub decisions: Vec<u8>,
    /// The plan that it came from. All of it holds except the strategy.
    pub base: Plan,
}

impl Interleaving {
    /// The interleaving of a run by a plan.
    pub fn of(run: &Run, plan: &Plan) -> Self {
        let decisions = run
            .steps
            .iter()
            .map(|step| step.entry.thread as u8)
            .collect();
        Self {
            decisions,
            base: plan.clone(),
        }
    }

    /// The number of steps, and of switches.
    pub fn length(&self) -> (usize, usize) {
        (
            self.decisions.len(),
            blocks(&self.decisions).len().saturating_sub(1),
        )
    }

    /// How hard it is to read: first come those that need no unusual settings, then the shortest.
    pub fn cost(&self) -> (usize, (usize, usize)) {
        let Plan {
            after,
            patient,
            spurious,
            ..
        } = self.base;
        let unusual = [after, patient, spurious]
            .into_iter()
            .filter(|is_set| *is_set);
        (unusual.count(), self.length())
    }

    /// The plan that plays this interleaving.
    pub fn plan(&self) -> Plan {
        list(self.decisions.clone(), &self.base)
    }
}

fn list(decisions: Vec<u8>, base: &Plan) -> Plan {
    let strategy = Strategy::List {
        decisions,
        asleep: Vec::new(),
    };
    Plan {
        strategy,
        ..base.clone()
    }
}

/// Looks for a shorter interleaving that leads to the same end. `play` makes a run of a plan.
///
/// # Errors
///
/// Returns an error if a run cannot be made.
pub fn shorten(
    found: Interleaving,
    mut play: impl FnMut(&Plan) -> io::Result<Run>,
    is_same: impl Fn(&Run) -> bool,
) -> io::Result<Interleaving> {
    let mut best = found;
    let mut untried = candidates(&best.decisions);
    let (mut runs, mut steps) = (0, 0);
    while runs < MOST_RUNS && steps < MOST_STEPS {
        let Some(decisions) = untried.next() else {
            break;
        };
        let run = play(&list(decisions, &best.base))?;
        (runs, steps) = (runs + 1, steps + run.steps.len());
        let other = Interleaving::of(&run, &best.base);
        if is_same(&run) && other.length() < best.length() {
            best = other;
            untried = candidates(&best.decisions);
        }
    }
    Ok(best)
}

/// Shorter lists of decisions that may lead to the same end. After the end of a list the thread
/// that runs goes on for as long as it can. So the beginning of a list is a whole interleaving,
/// too.
fn candidates(decisions: &[u8]) -> impl Iterator<Item = Vec<u8>> + use<> {
    let blocks = blocks(decisions);
    beginnings(&blocks)
        .chain(without_one(&blocks))
        .chain(swapped(&blocks))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The steps that one thread does without a switch.
type Block = (u8, usize);

fn blocks(decisions: &[u8]) -> Vec<Block> {
    decisions
        .chunk_by(|a, b| a == b)
        .map(|block| (block[0], block.len()))
        .collect()
}

fn joined(blocks: impl IntoIterator<Item = Block>) -> Vec<u8> {
    blocks
        .into_iter()
        .flat_map(|(thread, steps)| std::iter::repeat_n(thread, steps))
        .collect()
}

/// The first blocks: few at first, then more.
fn beginnings(blocks: &[Block]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let lengths = std::iter::successors(Some(1), |length| Some(length + 1 + length / 4));
    lengths
        .take_while(|&length| length < blocks.len())
        .map(|length| joined(blocks[..length].to_vec()))
}

/// All blocks but one: first without the last block, then without each earlier one. The steps of
/// the missing block then come by themselves.
fn without_one(blocks: &[Block]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (1..blocks.len()).rev().map(|left_out| {
        joined(
            blocks[..left_out]
                .iter()
                .chain(&blocks[left_out + 1..])
                .copied(),
        )
    })
}

/// All blocks, with two neighbours swapped. This saves a switch if the block before them belongs to
/// the same thread.
fn swapped(blocks: &[Block]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (1..blocks.len().saturating_sub(1)).map(|at| {
        let mut blocks = blocks.to_vec();
        blocks.swap(at, at + 1);
        joined(blocks)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_and_its_blocks_are_left_out_and_swapped() {
        let lists: Vec<_> = candidates(&[0, 0, 1, 0]).collect();
        assert_eq!(
            lists,
            [
                vec![0, 0],
                vec![0, 0, 1],
                vec![0, 0, 1],
                vec![0, 0, 0],
                vec![0, 0, 0, 1],
            ]
        );
    }

    #[test]
    fn fewer_steps_count_more_than_fewer_switches() {
        let length = |decisions: &[u8]| {
            Interleaving {
                decisions: decisions.to_vec(),
                base: Plan::default(),
            }
            .length()
        };
        assert!(length(&[0, 1, 0]) < length(&[0, 0, 0, 0]));
        assert!(length(&[0, 0, 1]) < length(&[0, 1, 0]));
    }
}
