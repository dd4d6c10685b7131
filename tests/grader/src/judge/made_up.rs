//! Made-up observations, for the rules' tests.

use std::{process::ExitStatus, time::Duration};

use scheduler::{Certainty, Ending, Event, Reason, Record, Step, ThreadState, control::State};

use super::{Verdict, judge};
use crate::{
    observe::{
        Experiment, Observations, Outcome, Run,
        departure::{Departure, Waited},
        run::{Stuck, Why},
        situation::{Situation, WorkerAt},
    },
    spec::{Change, Spec},
};

/// Three workers of two steps each, in any order, after a heading.
pub(crate) const KEY: &str = "Starting...\n\
    a 0 complete\na 1 complete\n\
    b 0 complete\nb 1 complete\n\
    c 0 complete\nc 1 complete\n";

/// The spec of a program that should print `KEY`.
pub(crate) fn spec(concurrency: usize) -> Spec {
    Spec::made_up(KEY, concurrency)
}

/// The step with this text.
pub(crate) fn step(text: &str) -> Step {
    text.parse().expect("a step")
}

#[cfg(unix)]
pub(crate) fn status(code: i32) -> ExitStatus {
    std::os::unix::process::ExitStatusExt::from_raw(code << 8)
}

#[cfg(windows)]
pub(crate) fn status(code: i32) -> ExitStatus {
    std::os::windows::process::ExitStatusExt::from_raw(code as u32)
}

/// A run in which nothing has happened so far, and that ended with success.
pub(crate) fn run(experiment: Experiment) -> Run {
    let record = Record {
        stdout: Vec::new(),
        stderr: Vec::new(),
        history: Vec::new(),
        ending: Ending::Exited(status(0)),
    };
    Run::of_record(experiment, record)
}

impl Run {
    pub(crate) fn asks(self, steps: &[&str]) -> Self {
        steps.iter().fold(self, |run, text| {
            let step = step(text);
            let is_new = !run.arrived().any(|task| task == step.task);
            let run = if is_new {
                run.then(Event::Arrived(step.task.clone()))
            } else {
                run
            };
            run.then(Event::Asked(step, None))
        })
    }

    /// Each of `steps` is granted and done, and its line is printed.
    pub(crate) fn does(self, steps: &[&str]) -> Self {
        steps.iter().fold(self, |run, text| {
            let run = run.then(Event::Granted(step(text)));
            run.then(Event::Finished(step(text)))
                .prints(&format!("{text} complete\n"))
        })
    }

    /// Every worker asks at first, and then `order` is played, in which a worker asks for its next
    /// step as soon as it has done one.
    pub(crate) fn plays(self, order: &[&str]) -> Self {
        let firsts: Vec<&str> = ["a 0", "b 0", "c 0"].to_vec();
        let run = self.prints("Starting...\n").asks(&firsts);
        order.iter().fold(run, |run, text| {
            let run = run.does(&[text]);
            match step(text) {
                Step { task, number: 0 } => run.asks(&[&format!("{task} 1")]),
                Step { task, .. } => run.then(Event::Left(task, None)),
            }
        })
    }

    pub(crate) fn then(mut self, event: Event) -> Self {
        self.record.history.push(event);
        self
    }

    pub(crate) fn prints(mut self, text: &str) -> Self {
        self.record.stdout.extend(text.as_bytes());
        self
    }

    pub(crate) fn says(mut self, text: &str) -> Self {
        self.record.stderr.extend(text.as_bytes());
        self
    }

    pub(crate) fn exits(self, code: i32) -> Self {
        self.ends(Outcome::Ended(Ending::Exited(status(code))))
    }

    pub(crate) fn stopped(self, reason: Reason) -> Self {
        self.ends(Outcome::Ended(Ending::Stopped(reason)))
    }

    pub(crate) fn held(self) -> Self {
        self.ends(Outcome::Held(Certainty::Proven))
    }

    pub(crate) fn hangs(self) -> Self {
        self.ends(Outcome::Hung(Certainty::Proven))
    }

    fn ends(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// Main wanted to leave after so many seconds, before any step was done.
    pub(crate) fn main_leaves_after(mut self, seconds: u64) -> Self {
        let time = Duration::from_secs(seconds);
        if seconds > 0 {
            self = self.then(Event::TimePassed(time));
        }
        self.departure = Some(Departure {
            waited: match seconds {
                0 => Waited::Not,
                _ => Waited::Time(Some(time)),
            },
            steps: 0,
            threads: Some(4),
            situation: Situation::default(),
        });
        self
    }

    /// `step` was not done, while these workers were where it says.
    pub(crate) fn stuck_at(mut self, text: &str, why: Why, workers: &[(&str, WorkerAt)]) -> Self {
        let workers = workers.iter().map(|(task, at)| ((*task).to_owned(), *at));
        let situation = Situation {
            workers: workers.collect(),
            ..Situation::default()
        };
        let is_waiting = |(_, at): &&(String, WorkerAt)| matches!(at, WorkerAt::Waiting(_));
        self.stuck = Some(Stuck {
            step: step(text),
            why,
            waiting: situation.workers.iter().filter(is_waiting).count(),
            situation,
            possible: ["a 0", "b 0", "c 0"].map(step).to_vec(),
            expected: 3,
            granted: self.granted(),
        });
        self
    }

    pub(crate) fn main_stands_at(mut self, state: State) -> Self {
        self.situation.threads.push(ThreadState {
            number: 0,
            state,
            waits_for_turn: false,
            task: None,
        });
        self
    }
}

/// An order that a program without faults allows.
pub(crate) const ORDER: [&str; 6] = ["a 0", "b 0", "b 1", "c 0", "c 1", "a 1"];

/// What is seen of a program without faults.
pub(crate) fn right() -> Observations {
    let roll_call = run(Experiment::RollCall)
        .prints("Starting...\n")
        .asks(&["a 0", "b 0", "c 0"])
        .held()
        .main_stands_at(State::Joins(1));
    Observations {
        schedules: vec![run(Experiment::Schedule).plays(&ORDER)],
        long_steps: Some(run(Experiment::LongSteps).plays(&ORDER)),
        blocked_stdout: Some(run(Experiment::BlockedStdout).held()),
        free: Some(run(Experiment::FreeRun).prints(KEY)),
        ..Observations::of_one(roll_call, true)
    }
}

/// The verdict on a program of which all is as in a right one, but for one run.
pub(crate) fn verdict_with(run: Run) -> Verdict {
    let mut seen = right();
    seen.gives_up_after = run.gives_up_after();
    match run.experiment {
        Experiment::RollCall => seen.roll_call = run,
        Experiment::Schedule => seen.schedules = vec![run],
        Experiment::Forbidden => seen.forbidden = vec![run],
        Experiment::BlockedStdout => seen.blocked_stdout = Some(run),
        Experiment::LongSteps => seen.long_steps = Some(run),
        Experiment::FreeRun => seen.free = Some(run),
        Experiment::Perturbed => {
            seen.perturbed = vec![(Change::NoneFails, Observations::of_one(run, true))];
        }
    }
    judge(&spec(3), &seen).expect("it fits a finding")
}
