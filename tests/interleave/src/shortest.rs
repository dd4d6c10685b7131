//! Finds the shortest interleaving that leads to an end: the one with the fewest steps, and among
//! those the one with the fewest switches between threads. The search starts from an interleaving
//! that was found. It leaves decisions out and plays the rest.

use std::{collections::HashSet, io};

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

/// Looks for a shorter interleaving that leads to the same end. `play` makes a run of a plan. It
/// goes through all candidates again until none of them helps.
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
    let mut lists = candidates(&best.decisions);
    let mut tried = HashSet::new();
    let (mut next, mut is_shorter) = (0, false);
    let (mut runs, mut steps) = (0, 0);
    while runs < MOST_RUNS && steps < MOST_STEPS {
        let Some(decisions) = lists.get(next) else {
            if !is_shorter {
                break;
            }
            // What led elsewhere before may lead to the same end now that other steps are gone.
            (next, is_shorter) = (0, false);
            continue;
        };
        next += 1;
        if !tried.insert(decisions.clone()) {
            continue;
        }
        let run = play(&list(decisions.clone(), &best.base))?;
        (runs, steps) = (runs + 1, steps + run.steps.len());
        let other = Interleaving::of(&run, &best.base);
        if is_same(&run) && other.length() < best.length() {
            (best, is_shorter) = (other, true);
            lists = candidates(&best.decisions);
            // What follows has moved up, unless other sizes are left out now.
            next -= 1;
        }
    }
    Ok(best)
}

/// Shorter lists of decisions that may lead to the same end. After the end of a list the thread
/// that runs goes on for as long as it can. So the beginning of a list is a whole interleaving,
/// too.
fn candidates(decisions: &[u8]) -> Vec<Vec<u8>> {
    let blocks = blocks(decisions);
    beginnings(&blocks)
        .chain(without_some(&blocks))
        .chain(swapped(&blocks))
        .collect()
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

/// All blocks but some neighbours: first without many, then without few, and then without one, each
/// time from the end to the beginning. The steps of the missing blocks then come by themselves. Large
/// parts that do not matter go in few runs so (Zeller and Hildebrandt, 2002).
fn without_some(blocks: &[Block]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let many = blocks.len() / 2;
    let sizes = std::iter::successors(Some(many), |size| Some(size / 2));
    let parts = sizes.take_while(|&size| size > 0).flat_map(|size| {
        let starts = (1..blocks.len()).step_by(size).collect::<Vec<_>>();
        starts.into_iter().rev().map(move |start| (start, size))
    });
    parts.map(|(start, size)| {
        let end = blocks.len().min(start + size);
        joined(blocks[..start].iter().chain(&blocks[end..]).copied())
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
    use interleave_protocol::log::Kind;

    use super::*;
    use crate::lanes::made_up::MadeUp;

    /// Two threads of eight steps each. Each goes on for as long as it can, unless the plan says
    /// otherwise.
    fn run_by(plan: &Plan) -> Run {
        let Strategy::List { decisions, .. } = &plan.strategy else {
            panic!("a list is played");
        };
        let mut run = MadeUp::new("", &["", ""]);
        let (mut thread, mut left) = (0, [8, 8]);
        for step in 0..16 {
            let wished = decisions.get(step).map_or(thread, |&wished| wished.into());
            thread = if left[wished] > 0 { wished } else { 1 - wished };
            left[thread] -= 1;
            run.step((thread, Kind::Yield, 0, 0), (0, ""));
        }
        run.run().clone()
    }

    #[test]
    fn what_does_not_matter_is_left_out() {
        // It goes wrong if the other thread's third step comes between two certain steps of main.
        let goes_wrong = |run: &Run| {
            let threads: Vec<_> = run.steps.iter().map(|step| step.entry.thread).collect();
            let mut others = (0..16).filter(|&step| threads[step] == 1);
            let third = others.nth(2).expect("it has eight");
            threads[..third]
                .iter()
                .filter(|thread| **thread == 0)
                .count()
                == 4
        };
        let found = Interleaving {
            decisions: [0, 1, 0, 1, 0, 0, 1, 1].repeat(2),
            base: Plan::default(),
        };
        assert!(goes_wrong(&run_by(&found.plan())));
        let mut played = HashSet::new();
        let play = |plan: &Plan| {
            assert!(
                played.insert(plan.strategy.to_string()),
                "it is played once"
            );
            Ok(run_by(plan))
        };
        let shortest = shorten(found, play, goes_wrong).expect("all can be played");
        assert_eq!(blocks(&shortest.decisions), [(0, 4), (1, 8), (0, 4)]);
    }

    #[test]
    fn a_list_is_cut_and_its_blocks_are_left_out_and_swapped() {
        let lists = candidates(&[0, 0, 1, 0]);
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
    fn many_blocks_are_left_out_before_few() {
        let blocks: Vec<Block> = (0..8).map(|thread| (thread, 1)).collect();
        let lists: Vec<_> = without_some(&blocks).take(6).collect();
        let expected: [&[u8]; 6] = [
            &[0, 1, 2, 3, 4],
            &[0, 5, 6, 7],
            &[0, 1, 2, 3, 4, 5, 6],
            &[0, 1, 2, 3, 4, 7],
            &[0, 1, 2, 5, 6, 7],
            &[0, 3, 4, 5, 6, 7],
        ];
        assert_eq!(lists, expected);
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
