//! The free run: nobody is in charge, at a fast pace. What a program does only when it is looked at
//! shows here.

use std::collections::BTreeMap;

use scheduler::{Reason, Record};

use super::*;
use crate::situation::Situation;

/// How long it may take. It prints in some milliseconds what it has to print; a sleep of main's own
/// is waited out.
const LONGEST: Duration = Duration::from_secs(22);

/// How many times faster than normal the workshop's clock runs.
const PACE: u32 = 1_000;

/// It is ended early when `is_unwanted` says that more is known of the program already.
pub(super) fn conduct(subject: &Subject, is_unwanted: impl Fn() -> bool) -> io::Result<Run> {
    let limits = Limits {
        time: LONGEST,
        ..limits()
    };
    let launch = subject
        .launch
        .clone()
        .limits(limits)
        .env("PACE", PACE.to_string());
    subject
        .board
        .say(Experiment::FreeRun, "the program's end (22 s at most)");
    let folder = compile::folder()?;
    let mut program = launch.current_dir(folder.path()).start()?;
    let ending = program.wait_unless(is_unwanted)?;
    subject.board.clear(Experiment::FreeRun);
    let outcome = match ending {
        Ending::Stopped(Reason::TooMuchTime | Reason::Unwanted) => Outcome::Hung(Rest::Presumed),
        ending => Outcome::Ended(ending),
    };
    Ok(Run {
        experiment: Experiment::FreeRun,
        stuck: None,
        outcome,
        situation: Situation {
            workers: Vec::new(),
            main: None,
            others: 0,
        },
        main_seen: BTreeMap::new(),
        age: program.age(),
        kept: Vec::new(),
        record: Record {
            stdout: program.stdout()?,
            stderr: program.stderr()?,
            history: Vec::new(),
            unfinished: Vec::new(),
            ending,
        },
    })
}
