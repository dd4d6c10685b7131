//! The verdict: the first finding that holds, with the evidence for it.

use scheduler::{Ending, Reason, Rest, Step, WaitsFor};

use crate::{
    compile::Refusal,
    evidence::{coloured_lines, indented, lines, shown, stderr, without_colours},
    expectation::{Exit, Expectation},
    experiments::Facts,
    finding::Finding,
    run::{Experiment, Outcome, Run},
    variation::Change,
};

mod ending;
mod order;
mod output;
mod variations;

/// What was found, and how one can see it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What was found.
    pub finding: Finding,
    /// What was seen, in a sentence.
    pub message: String,
    /// What shows it, in lines.
    pub evidence: String,
    /// The schedule that shows it once more.
    pub schedule: Option<Vec<Step>>,
    /// What could be better in a program that is right.
    pub advice: Option<&'static str>,
    /// What was different when it was seen, if anything was.
    pub change: Option<Change>,
}

/// A case: what was expected, and what the experiments showed.
#[derive(Clone, Copy)]
struct Case<'a> {
    expectation: &'a Expectation,
    facts: &'a Facts,
}

/// The question whether one finding holds.
type Question = fn(Case) -> Option<Verdict>;

/// In the order in which they are asked. One finding can be the consequence of another: the output is
/// wrong because main did not wait. So the cause comes first.
const QUESTIONS: [Question; 19] = [
    output::floods,
    ending::crashes,
    output::made_up,
    ending::no_wait,
    ending::sleeps,
    ending::fails,
    ending::forgets_some,
    order::never_enough,
    order::kept_from_work,
    order::serial,
    order::partly_serial,
    order::too_many_at_once,
    order::ahead_of_a_step,
    order::ahead_of_the_heading,
    order::over_ordered,
    ending::hangs,
    output::wrong,
    variations::knows_too_much,
    order::unseen,
];

/// How many lines of a compiler's words are shown: those at the end mostly follow from those before.
const MOST_OF_A_COMPILER: usize = 60;

/// What the compiler's refusal says.
pub fn of_refusal(refusal: &Refusal) -> Verdict {
    let words = String::from_utf8_lossy(&refusal.words);
    let mut lines = words.lines().map(without_colours);
    let first = lines.find(|line| line.starts_with("error"));
    let message = match first {
        _ if refusal.ran_out_of_time => {
            "The compiler did not come to an end in the time that it is given, and was stopped."
                .to_owned()
        }
        Some(error) => format!("The compiler refuses the program: {}.", shown(&error)),
        None => "The compiler refuses the program.".to_owned(),
    };
    Verdict::new(Finding::DoesNotBuild, message)
        .showing(coloured_lines(&refusal.words, MOST_OF_A_COMPILER).join("\n"))
}

/// The verdict on a program of which `facts` are known. Nothing where they fit together to none, which
/// no program should be blamed for.
pub fn of_facts(expectation: &Expectation, facts: &Facts) -> Option<Verdict> {
    let case = Case { expectation, facts };
    match case.first_of(&QUESTIONS) {
        // Then what follows from it is as it should be; but what was printed may still be wrong.
        Some(verdict) if verdict.finding == expectation.wanted() => {
            let further = case.first_of(&[
                order::ahead_of_the_heading,
                output::wrong,
                order::too_few_threads,
            ]);
            Some(further.unwrap_or(verdict))
        }
        Some(verdict) => Some(verdict),
        None => case.is_as_expected().then(|| case.right()),
    }
}

impl Verdict {
    pub(crate) fn new(finding: Finding, message: String) -> Self {
        Self {
            finding,
            message,
            evidence: String::new(),
            schedule: None,
            advice: None,
            change: None,
        }
    }

    pub(crate) fn showing(self, evidence: String) -> Self {
        Self { evidence, ..self }
    }

    /// Seen when this was different.
    pub(crate) fn with(self, change: &Change) -> Self {
        Self {
            change: Some(change.clone()),
            ..self
        }
    }

    /// With what was granted in `run`, to be replayed.
    pub(crate) fn replaying(self, schedule: Vec<Step>) -> Self {
        Self {
            schedule: (!schedule.is_empty()).then_some(schedule),
            ..self
        }
    }
}

impl<'a> Case<'a> {
    /// What the first of `questions` says that has something to say.
    fn first_of(self, questions: &[Question]) -> Option<Verdict> {
        questions.iter().find_map(|question| question(self))
    }

    fn runs(self) -> impl Iterator<Item = &'a Run> {
        self.facts.runs.iter()
    }

    fn roll_call(self) -> &'a Run {
        &self.facts.runs[0]
    }

    /// Whether the worker on `task` was heard of in any run.
    fn has_come(self, task: &str) -> bool {
        self.runs()
            .any(|run| run.arrived().any(|known| known == task))
    }

    fn all_have_come(self) -> bool {
        let tasks = self.expectation.tasks();
        tasks.iter().all(|task| self.has_come(task))
    }

    /// Whether all was seen that is expected, and nothing else.
    fn is_as_expected(self) -> bool {
        let stays = matches!(self.roll_call().outcome, Outcome::Held(_));
        stays
            && self.all_have_come()
            && self.most_at_once() >= self.expectation.least_after(std::iter::empty())
            && self
                .runs()
                .all(|run| run.stuck.is_none() && !run.has_hung())
    }

    fn right(self) -> Verdict {
        let wanted = match *self.expectation.concurrency.end() {
            1 => Finding::Serial,
            _ => Finding::Joined,
        };
        let message = match wanted {
            Finding::Serial => {
                "One worker at a time, in the order of the tasks, and nothing is lost.".to_owned()
            }
            _ if self.expectation.all_orders => format!(
                "{} workers at once, every order that was tried was possible, nothing was lost, and main \
                 waits for its workers.",
                self.most_at_once()
            ),
            _ => format!(
                "{} workers at once, whichever order was tried nothing was lost and nobody stood still, and \
                 main waits for its workers.",
                self.most_at_once()
            ),
        };
        Verdict {
            advice: self.advice(),
            ..Verdict::new(wanted, message)
        }
    }

    /// The runs of which the output is known and complete: those that ended with such a status as is
    /// expected.
    fn ended(self) -> impl Iterator<Item = &'a Run> {
        let fails = self.expectation.exit != Exit::Success;
        let is_as_expected = move |ending: Ending| match ending {
            Ending::Exited(status) => status.success() != fails,
            Ending::Stopped(_) => false,
        };
        self.runs().filter(move |run| {
            let is_seen = run.experiment != Experiment::Plugged;
            is_seen && matches!(run.outcome, Outcome::Ended(ending) if is_as_expected(ending))
        })
    }

    fn most_at_once(self) -> usize {
        self.runs().map(Run::most_at_once).max().unwrap_or(0)
    }

    /// What main did during the roll call that is not wrong, and could be better.
    fn advice(self) -> Option<&'static str> {
        let run = self.roll_call();
        let seen = |waits_for| run.main_seen.get(&waits_for).copied().unwrap_or(0);
        let looks: u32 = run.main_seen.values().sum();
        let is_proven = run.outcome == Outcome::Held(Rest::Proven);
        if !is_proven && looks >= 20 && seen(WaitsFor::Nothing) * 10 > looks * 9 {
            Some(
                "while it waits, main keeps a core busy that a worker could use; a wait that sleeps \
                 until it is woken costs nothing",
            )
        } else if is_proven && seen(WaitsFor::Clock) > 0 {
            Some("main sleeps before it waits: the wait alone is enough, and is over sooner")
        } else if !is_proven && seen(WaitsFor::Clock) + seen(WaitsFor::ThreadOrClock) > looks / 2 {
            Some(
                "main wakes up again and again to look, or waits with a time limit: a wait without one \
                 is simpler, and nobody can give up too early",
            )
        } else {
            None
        }
    }
}

/// Whether the program had more threads or connections than it may, or fell over the want of room for
/// one more.
fn is_overcrowded(run: &Run) -> bool {
    if let Outcome::Ended(Ending::Stopped(Reason::TooManyThreads | Reason::TooManyConnections)) =
        run.outcome
    {
        return true;
    }
    let stderr = String::from_utf8_lossy(&run.record.stderr);
    let wants = [
        "failed to spawn thread",
        "failed to allocate an alternative stack",
    ];
    !run.has_succeeded() && wants.iter().any(|words| stderr.contains(words))
}

/// What a program wrote to stderr, if it did.
fn said(run: &Run) -> String {
    if lines(&run.record.stderr).is_empty() {
        return indented("  (nothing on stderr)");
    }
    stderr(&run.record.stderr)
}
