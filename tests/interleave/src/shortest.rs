//! Finds the shortest interleaving that leads to an end: the one with the fewest steps, and among
//! those the one with the fewest switches between threads. The search starts from an interleaving
//! that was found. It leaves out stretches of one thread's steps, and plays the rest.

use std::{collections::HashSet, io};

use interleave_protocol::{
    log::MOST_THREADS,
    plan::{Plan, Strategy, Stretch},
};

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
            stretches(&self.decisions).len().saturating_sub(1),
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
        self.by(Strategy::List {
            decisions: self.decisions.clone(),
            asleep: Vec::new(),
        })
    }

    /// The plan with another strategy.
    fn by(&self, strategy: Strategy) -> Plan {
        Plan {
            strategy,
            ..self.base.clone()
        }
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
    let mut lists = candidates(&stretches(&best.decisions));
    let mut tried = HashSet::new();
    let (mut next, mut is_shorter) = (0, false);
    let (mut runs, mut steps) = (0, 0);
    while runs < MOST_RUNS && steps < MOST_STEPS {
        let Some(list) = lists.get(next) else {
            if !is_shorter {
                break;
            }
            // What led elsewhere before may lead to the same end now that other steps are gone.
            (next, is_shorter) = (0, false);
            continue;
        };
        next += 1;
        if !tried.insert(list.clone()) {
            continue;
        }
        let run = play(&best.by(Strategy::Stretches(list.clone())))?;
        (runs, steps) = (runs + 1, steps + run.steps.len());
        let other = Interleaving::of(&run, &best.base);
        if is_same(&run) && other.length() < best.length() {
            (best, is_shorter) = (other, true);
            lists = candidates(&stretches(&best.decisions));
            // What follows has moved up, unless other sizes are left out now.
            next -= 1;
        }
    }
    Ok(best)
}

/// Shorter lists of stretches that may lead to the same end. After the end of a list the thread that
/// runs goes on for as long as it can. So the beginning of a list is a whole interleaving, too.
fn candidates(stretches: &[Stretch]) -> Vec<Vec<Stretch>> {
    beginnings(stretches)
        .chain(without_some(stretches))
        .chain(swapped(stretches))
        .collect()
}

/// The stretches that these decisions consist of.
fn stretches(decisions: &[u8]) -> Vec<Stretch> {
    let mut done = [0; MOST_THREADS];
    let stretches = decisions.chunk_by(|a, b| a == b).map(|stretch| {
        let thread = stretch[0];
        let until = &mut done[usize::from(thread)];
        *until += stretch.len();
        let until = *until;
        Stretch { thread, until }
    });
    stretches.collect()
}

/// The first stretches: few at first, then more.
fn beginnings(stretches: &[Stretch]) -> impl Iterator<Item = Vec<Stretch>> + '_ {
    let lengths = std::iter::successors(Some(1), |length| Some(length + 1 + length / 4));
    lengths
        .take_while(|&length| length < stretches.len())
        .map(|length| stretches[..length].to_vec())
}

/// All stretches but some neighbours: first without many, then without few, and then without one,
/// each time from the end to the beginning. The missing steps come with the next stretch of their
/// thread. Large parts that do not matter go in few runs so (Zeller and Hildebrandt, 2002).
fn without_some(stretches: &[Stretch]) -> impl Iterator<Item = Vec<Stretch>> + '_ {
    let many = stretches.len() / 2;
    let sizes = std::iter::successors(Some(many), |size| Some(size / 2));
    let parts = sizes.take_while(|&size| size > 0).flat_map(|size| {
        let starts = (0..stretches.len()).step_by(size).collect::<Vec<_>>();
        starts.into_iter().rev().map(move |start| (start, size))
    });
    parts.map(|(start, size)| {
        let end = stretches.len().min(start + size);
        [&stretches[..start], &stretches[end..]].concat()
    })
}

/// All stretches, with two neighbours swapped. This saves a switch if the stretch before them belongs
/// to the same thread.
fn swapped(stretches: &[Stretch]) -> impl Iterator<Item = Vec<Stretch>> + '_ {
    (1..stretches.len().saturating_sub(1)).map(|at| {
        let mut stretches = stretches.to_vec();
        stretches.swap(at, at + 1);
        stretches
    })
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind;

    use super::*;
    use crate::lanes::made_up::MadeUp;

    fn list(stretches: &[(u8, usize)]) -> Vec<Stretch> {
        let stretches = stretches.iter();
        let stretches = stretches.map(|&(thread, until)| Stretch { thread, until });
        stretches.collect()
    }

    /// Two threads of eight steps each. Each goes on for as long as it can, unless the plan says
    /// otherwise.
    fn run_by(plan: &Plan) -> Run {
        let Strategy::Stretches(stretches) = &plan.strategy else {
            panic!("stretches are played");
        };
        let mut run = MadeUp::new("", &["", ""]);
        let mut done = [0, 0];
        for Stretch { thread, until } in stretches.iter().copied().chain(list(&[(0, 8), (1, 8)])) {
            let done = &mut done[usize::from(thread)];
            while *done < until {
                run.step((thread.into(), Kind::Yield, 0, 0), (0, ""));
                *done += 1;
            }
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
        let same = found.by(Strategy::Stretches(stretches(&found.decisions)));
        assert!(goes_wrong(&run_by(&same)));
        let mut played = HashSet::new();
        let play = |plan: &Plan| {
            assert!(
                played.insert(plan.strategy.to_string()),
                "it is played once"
            );
            Ok(run_by(plan))
        };
        let shortest = shorten(found, play, goes_wrong).expect("all can be played");
        let expected = [vec![0; 4], vec![1; 8], vec![0; 4]].concat();
        assert_eq!(shortest.decisions, expected);
    }

    #[test]
    fn a_stretch_counts_all_steps_of_its_thread() {
        let expected = list(&[(0, 2), (1, 1), (0, 3), (1, 3)]);
        assert_eq!(stretches(&[0, 0, 1, 0, 1, 1]), expected);
    }

    #[test]
    fn a_list_is_cut_and_its_stretches_are_left_out_and_swapped() {
        let stretches = list(&[(0, 2), (1, 1), (0, 3)]);
        let expected: [&[(u8, usize)]; 6] = [
            &[(0, 2)],
            &[(0, 2), (1, 1)],
            &[(0, 2), (1, 1)],
            &[(0, 2), (0, 3)],
            &[(1, 1), (0, 3)],
            &[(0, 2), (0, 3), (1, 1)],
        ];
        assert_eq!(candidates(&stretches), expected.map(list));
    }

    #[test]
    fn many_stretches_are_left_out_before_few() {
        let stretches = list(&[0, 1, 2, 3, 4, 5, 6, 7].map(|thread| (thread, 1)));
        let lists = without_some(&stretches).take(6);
        let threads = |list: Vec<Stretch>| list.iter().map(|stretch| stretch.thread).collect();
        let lists: Vec<Vec<u8>> = lists.map(threads).collect();
        let expected: [&[u8]; 6] = [
            &[0, 1, 2, 3],
            &[4, 5, 6, 7],
            &[0, 1, 2, 3, 4, 5],
            &[0, 1, 2, 3, 6, 7],
            &[0, 1, 4, 5, 6, 7],
            &[2, 3, 4, 5, 6, 7],
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
