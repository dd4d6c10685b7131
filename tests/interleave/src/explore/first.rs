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

/// The first run of a program, which shows how much it does.
pub struct First {
    pub run: Run,
    /// The settings of all runs.
    pub base: Plan,
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
        let run = match options.has_ended {
            true => run.without_livelock(),
            false => run,
        };
        let steps = match run.end {
            End::StepLimit => options.steps,
            _ => options.steps.max(run.steps.len() * TIMES_AS_LONG),
        };
        let steps = steps.min(options.steps * MOST_TIMES);
        Ok(Self {
            run,
            base: Plan { steps, ..base },
        })
    }

    /// How many steps it had, if it ended by itself.
    pub fn length(&self) -> Option<usize> {
        (self.run.end == End::Left).then_some(self.run.steps.len())
    }
}
