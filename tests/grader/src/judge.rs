//! The verdict: the first rule that applies to the observations, with its evidence.

use interleave::shortest::Interleaving;
use scheduler::{Certainty, Ending, Reason, Step, control::State};

use crate::{
    build::Refusal,
    finding::Finding,
    observe::{Experiment, Observations, Outcome, Run},
    schedule::Turn,
    spec::{Change, Spec},
    text::{coloured_lines, indented, lines, shown, without_colours},
};

mod blame;
mod concurrency;
mod early;
pub mod explored;
mod failing;
mod hanging;
mod key_lines;
mod leaving;
#[cfg(test)]
mod made_up;
mod mismatch;
mod order;
mod output;
mod perturbed;
pub mod table;
#[cfg(test)]
mod tests;
mod unseen;

/// The finding, with its evidence.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The finding.
    pub finding: Finding,
    /// What happened, in a sentence or two.
    pub message: String,
    /// What proves it: a table, lines of the source, an interleaving.
    pub evidence: String,
    /// The line of the source that the message is about.
    pub line: Option<usize>,
    /// The schedule that replays it.
    pub schedule: Option<Vec<Turn>>,
    /// The interleaving inside the program that replays it. Then there is no schedule.
    pub interleaving: Option<Interleaving>,
    /// The seed of the random bytes that the program got. None if they were as usual.
    pub seed: Option<usize>,
    /// What could be better in a right program.
    pub advice: Option<&'static str>,
    /// The perturbation in which it was seen, if it was in one.
    pub change: Option<Change>,
}

/// What a program should do, and what was observed.
struct Case<'a> {
    spec: &'a Spec,
    seen: &'a Observations,
}

/// Returns a verdict if it applies.
type Rule = fn(&Case) -> Option<Verdict>;

/// The rules in the order in which they are tried. A cause comes before its consequences: the output
/// can be wrong because main did not wait.
const RULES: [Rule; 25] = [
    output::too_much,
    failing::crashes,
    output::forged,
    leaving::without_workers,
    leaving::before_any_step,
    failing::fails,
    leaving::forgets_some,
    concurrency::never_enough,
    concurrency::kept_from_work,
    concurrency::too_few_at_once,
    leaving::waits_for_some,
    concurrency::too_many_at_once,
    early::ahead_of_a_step,
    early::ahead_of_the_heading,
    order::needless_wait,
    hanging::sleeps_and_fails,
    hanging::hangs,
    output::wrong,
    leaving::gives_up,
    perturbed::knows_too_much,
    blame::misreports,
    explored::fails_inside,
    perturbed::fails_inside,
    unseen::unseen,
    unseen::by_another_way,
];

/// The rules for a main that does not wait, and should not.
const RULES_BESIDES: [Rule; 7] = [
    leaving::another_ends_it,
    concurrency::too_few_at_once,
    unseen::left_unheard,
    concurrency::not_started,
    early::ahead_of_the_heading,
    output::wrong,
    explored::fails_inside,
];

/// How many lines of the compiler's messages are shown. Later errors often follow from earlier ones.
const MOST_OF_A_COMPILER: usize = 60;

/// The verdict on a program that does not build.
pub fn of_refusal(refusal: &Refusal) -> Verdict {
    let words = String::from_utf8_lossy(&refusal.words);
    let words = from_first_error(&words);
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
    Verdict {
        line: line_of_error(words),
        ..Verdict::new(Finding::DoesNotBuild, message)
            .showing(coloured_lines(words.as_bytes(), MOST_OF_A_COMPILER))
    }
}

/// Without the warnings before the first error: they are not why the program does not build.
fn from_first_error(words: &str) -> &str {
    let mut start = 0;
    for line in words.split_inclusive('\n') {
        if without_colours(line).starts_with("error") {
            return &words[start..];
        }
        start += line.len();
    }
    words
}

/// The line in the compiler's first `--> FILE:LINE:COLUMN`.
fn line_of_error(words: &str) -> Option<usize> {
    let mut lines = words.lines().map(without_colours);
    lines.find_map(|line| {
        let place = line.trim_start().strip_prefix("--> ")?.to_owned();
        place.rsplit(':').nth(1)?.parse().ok()
    })
}

/// The verdict that follows from `observations`. None if no rule applies and they do not show that
/// the program is right: then the grader has failed, and not the program.
pub fn judge(spec: &Spec, observations: &Observations) -> Option<Verdict> {
    let case = Case {
        spec,
        seen: observations,
    };
    match case.first_of(&RULES) {
        // What follows from such a main is as it should be.
        Some(verdict) if verdict.finding == spec.wanted() => {
            Some(case.first_of(&RULES_BESIDES).unwrap_or(verdict))
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
            line: None,
            schedule: None,
            interleaving: None,
            seed: None,
            advice: None,
            change: None,
        }
    }

    pub(crate) fn showing(self, evidence: String) -> Self {
        Self { evidence, ..self }
    }

    pub(crate) fn replayed_by(self, interleaving: Interleaving) -> Self {
        Self {
            interleaving: Some(interleaving),
            ..self
        }
    }

    pub(crate) fn at(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }

    /// With the perturbation in which it was seen.
    pub(crate) fn with(self, change: &Change) -> Self {
        Self {
            change: Some(change.clone()),
            ..self
        }
    }

    /// With a schedule to replay `run`.
    pub(crate) fn replaying(self, run: &Run, schedule: Vec<Turn>) -> Self {
        Self {
            schedule: (!schedule.is_empty()).then_some(schedule),
            seed: run.seed,
            ..self
        }
    }
}

impl<'a> Case<'a> {
    /// The verdict of the first of `rules` that applies.
    fn first_of(&self, rules: &[Rule]) -> Option<Verdict> {
        rules.iter().find_map(|rule| rule(self))
    }

    fn roll_call(&self) -> &'a Run {
        &self.seen.roll_call
    }

    fn runs(&self) -> impl Iterator<Item = &'a Run> + Clone {
        self.seen.runs()
    }

    /// Whether the worker on `task` has arrived in any run.
    fn has_come(&self, task: &str) -> bool {
        self.runs()
            .any(|run| run.arrived().any(|known| known == task))
    }

    /// Whether a worker asked for this step in any run.
    fn is_asked_for(&self, step: &Step) -> bool {
        self.runs().any(|run| run.asks_for(step))
    }

    /// The tasks whose workers have arrived in no run.
    fn unheard(&self) -> Vec<String> {
        let mut tasks = self.spec.tasks();
        tasks.retain(|task| !self.has_come(task));
        tasks
    }

    fn all_have_come(&self) -> bool {
        self.unheard().is_empty()
    }

    /// Whether the observations show that the program is right.
    fn is_as_expected(&self) -> bool {
        let roll_call = self.roll_call();
        let stays =
            matches!(roll_call.outcome, Outcome::Held(_)) || roll_call.gives_up_after().is_some();
        stays
            && self.all_have_come()
            && self.most_at_once() >= self.spec.least_after(std::iter::empty())
            && self
                .runs()
                .all(|run| run.stuck.is_none() && !run.has_hung())
    }

    fn right(&self) -> Verdict {
        let finding = match *self.spec.concurrency.end() {
            1 => Finding::Serial,
            _ => Finding::Joined,
        };
        let should_leave = finding != self.spec.wanted();
        let most = self.most_at_once();
        let message = match finding {
            _ if should_leave => {
                "Main waits for all its workers, and no line is lost. Here it should wait for none."
                    .to_owned()
            }
            Finding::Serial => {
                "One worker at a time, in the order of the tasks. No line is lost.".to_owned()
            }
            _ if self.spec.all_orders => format!(
                "{most} workers were at work at once. Every order that was tried was possible, no line \
                 was lost, and main waits for its workers."
            ),
            _ => format!(
                "{most} workers were at work at once. In every order that was tried no line was lost, no \
                 worker was stuck, and main waits for its workers."
            ),
        };
        // If main should leave, it is of interest where it waits.
        let line = should_leave.then(|| self.roll_call().situation.main_at()?.line);
        Verdict {
            advice: self.advice(),
            ..Verdict::new(finding, message).at(line.flatten())
        }
    }

    /// The runs with a complete output: those that ended with a status as expected.
    fn ended(&self) -> impl Iterator<Item = &'a Run> {
        self.runs()
            .filter(|run| run.experiment != Experiment::BlockedStdout && self.has_ended_well(run))
    }

    /// Whether `run` ended by itself, with a status as expected.
    fn has_ended_well(&self, run: &Run) -> bool {
        let fails = self.spec.failing_task().is_some();
        run.status().is_some_and(|status| status.success() != fails)
    }

    fn most_at_once(&self) -> usize {
        self.runs().map(Run::most_at_once).max().unwrap_or(0)
    }

    /// What main did during the roll call that is right and could be better.
    fn advice(&self) -> Option<&'static str> {
        let run = self.roll_call();
        if self.seen.gives_up_after.is_some() {
            return Some("it gives up after some time: a wait without a time limit is simpler");
        }
        if run.outcome != Outcome::Held(Certainty::Proven) {
            return None;
        }
        match run.situation.main()? {
            State::Spins { .. } | State::SpinsOnClock | State::Yields | State::Runs => Some(
                "while it waits, main keeps a core busy that a worker could use; a wait that sleeps \
                 until it is woken costs nothing",
            ),
            State::Sleeps { .. } | State::Futex { until: Some(_), .. } => Some(
                "main wakes up again and again to look, or waits with a time limit: a wait without one \
                 is simpler, and it cannot give up too early",
            ),
            _ if run
                .situation
                .source()
                .who_waited_for_time()
                .contains("main") =>
            {
                Some("main sleeps before it waits: the wait alone is enough, and is over sooner")
            }
            _ => None,
        }
    }
}

/// Whether the program had too many threads or connections, or could not start one more.
fn is_overcrowded(run: &Run) -> bool {
    if let Outcome::Ended(Ending::Stopped(Reason::TooManyThreads | Reason::TooManyConnections)) =
        run.outcome
    {
        return true;
    }
    let stderr = String::from_utf8_lossy(&run.record.stderr);
    let signs = [
        "failed to spawn thread",
        "failed to allocate an alternative stack",
        "interleave: the program has more than",
    ];
    !run.has_succeeded() && signs.iter().any(|words| stderr.contains(words))
}

/// What the program wrote to stderr.
fn said(run: &Run) -> String {
    if lines(&run.record.stderr).is_empty() {
        return indented("  (nothing on stderr)");
    }
    indented(&indented(
        lines(&run.record.stderr)
            .join("\n")
            .trim_start_matches('\n'),
    ))
}
