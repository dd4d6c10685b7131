//! The first run of a program, which shows how much it does.

use std::io;

use interleave_protocol::{log::End, plan::Plan};

use super::Options;
use crate::{
    run::Run,
    server::{Server, Subject},
};

/// How many steps the first run may have at least. Its log has some 34 MB then, and a class is graded
/// with a limit on the size of files.
const FIRST_MAY_HAVE: usize = 100_000;

/// How many times more steps a run may have than another had that ended. How much work a program does
/// hardly depends on the interleaving.
pub const TIMES_AS_LONG: usize = 3;

/// But how many times more than usual at most: the longer the runs are, the fewer there are.
const MOST_TIMES: usize = 4;

/// How many times as many steps as another run a run gets before it is taken for endless. How much
/// work a program does hardly depends on the interleaving.
pub const MANY_TIMES: usize = 100;

/// The first run of a program, which shows how much it does.
pub struct First {
    pub run: Run,
    /// The settings of all runs.
    pub base: Plan,
    /// After how many steps the program ended, in this run or before.
    pub ended_after: Option<usize>,
}

impl First {
    pub fn new(subject: &Subject, options: &Options) -> io::Result<Self> {
        let base = options.base();
        let steps = options.steps.max(FIRST_MAY_HAVE);
        let plan = Plan {
            steps,
            ..base.clone()
        };
        let run = Server::start(subject, 0, steps)?.run(&plan)?;
        let run = match options.ended_after {
            Some(ended_after) if ended_after.saturating_mul(MANY_TIMES) <= steps => {
                run.ignoring_repetitions()
            }
            Some(_) => run.without_livelock(),
            None => run,
        };
        let ended_after = match run.end {
            End::Left => Some(run.steps.len()),
            _ => options.ended_after,
        };
        let needed = match (run.end, ended_after) {
            (End::StepLimit, None) => 0,
            (_, ended_after) => ended_after.unwrap_or(run.steps.len()) * TIMES_AS_LONG,
        };
        let steps = needed.clamp(options.steps, options.steps * MOST_TIMES);
        Ok(Self {
            run,
            base: Plan { steps, ..base },
            ended_after,
        })
    }
}
