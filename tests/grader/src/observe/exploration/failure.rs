//! A failure that exploring has found: the interleaving in lanes, up to where it goes wrong, and the
//! line to look at.

use std::io;

use interleave::{
    build::Program,
    ending::{EndingKind, cut_off},
    explore::Found,
    lanes::Places,
    run::Run,
    sources::Place,
};
use scheduler::{Mismatch, Step};

use super::{Fault, WrongStandstill, standstill::MAIN};
use crate::{
    observe::lanes::{in_lanes, named_after_tasks},
    spec::Spec,
    text::{self, names},
};

/// A failure, and an interleaving that leads to it.
#[derive(Debug)]
pub struct Failure {
    /// How the program ended.
    pub found: Found,
    /// The interleaving, in lanes.
    pub lanes: String,
    /// The line of the learner's file at which it goes wrong, if that is known.
    pub line: Option<usize>,
    /// The length of the output in bytes up to the line that is wrong, if it is a line that shows what
    /// is wrong.
    pub wrong_after: Option<usize>,
    /// The threads that the end of the program cut off.
    pub cut_off: CutOff,
    /// The standstill at which something is wrong, if the run goes wrong there.
    pub standstill: Option<WrongStandstill>,
}

/// Threads that the end of a program cut off: the tasks of workers, and other threads, as words of a
/// sentence. A thread whose worker had done all its steps is not among them.
#[derive(Debug, Default)]
pub struct CutOff {
    /// Those that were at work.
    pub at_work: Vec<String>,
    /// Those that had not begun.
    pub not_begun: Vec<String>,
}

impl CutOff {
    fn of(run: &Run, places: &Places, spec: &Spec) -> Self {
        let printed = String::from_utf8_lossy(&run.stdout);
        let done: Vec<Step> = printed.lines().filter_map(Step::of_line).collect();
        let task = |thread| Some(places.last_line(thread).and_then(Step::of_line)?.task);
        // A thread that is done with a task may have begun another one that has printed nothing.
        let has_begun = |task: &String| done.iter().any(|step| step.task == *task);
        let have_all_begun = spec.tasks().iter().all(has_begun);
        let is_done = |thread| {
            have_all_begun && task(thread).is_some_and(|task| spec.is_finished(&task, done.iter()))
        };
        let cut_off = cut_off(run).into_iter().filter(|thread| !is_done(*thread));
        let (at_work, not_begun) = cut_off.partition(|thread| places.has_begun(*thread));
        let name = |thread| task(thread).map_or_else(|| places.name(thread), |task| names([task]));
        let [at_work, not_begun] =
            [at_work, not_begun].map(|threads: Vec<usize>| counted(threads.into_iter().map(name)));
        Self { at_work, not_begun }
    }

    /// Whether no thread was cut off.
    pub fn is_empty(&self) -> bool {
        self.at_work.is_empty() && self.not_begun.is_empty()
    }
}

/// The names, but those of several threads that were started at the same line as their number and
/// the line: "4 threads of line 36".
fn counted(names: impl Iterator<Item = String>) -> Vec<String> {
    let shared = |name: &str| name.split(" #").next().unwrap_or_default().to_owned();
    let groups = text::grouped(names.map(|name| (shared(&name), name))).into_iter();
    let words = groups.map(|(name, all)| match all.len() {
        1 => name.replace("the thread", "a thread"),
        count => format!("{count} {}", name.replace("the thread", "threads")),
    });
    words.collect()
}

impl Failure {
    /// What was `found`, in `run`. If it has a wrong `standstill`, that is what is wrong. The lanes have
    /// this `height`, if that is enough for what matters most.
    pub(super) fn new(
        program: &Program,
        spec: &Spec,
        found: &Found,
        run: Run,
        standstill: Option<WrongStandstill>,
        height: usize,
    ) -> io::Result<Self> {
        let mut run = named_after_tasks(run);
        // What comes after the wrong line does not show why it came.
        let wrong = match found.ending.kind {
            EndingKind::Output if found.cut_off.is_empty() => wrong_line(spec, &run.stdout),
            EndingKind::Output => spec.crowded_after(&run.stdout),
            EndingKind::Deadlock | EndingKind::Livelock => out_of_order(spec, &run.stdout),
            _ => None,
        };
        if let Some(bytes) = wrong.filter(|&bytes| bytes < run.stdout.len()) {
            run = run.until_printed(bytes);
        }
        if let Some(standstill) = &standstill {
            run = run.until_step(standstill.steps);
        }
        let mut found = found.clone();
        found.interleaving.decisions.truncate(run.steps.len());
        let sources = program.sources()?;
        let places = Places::new(&run, sources);
        let place = match &standstill {
            Some(standstill) => waits_at(&places, standstill.fault),
            None => wrong_place(&places, &run, wrong.is_some()),
        };
        Ok(Self {
            wrong_after: wrong,
            cut_off: CutOff::of(&run, &places, spec),
            found,
            lanes: in_lanes(&run, sources, height),
            line: place.map(|place| place.line as usize),
            standstill,
        })
    }
}

/// The place of the thread that should not wait at a standstill.
fn waits_at(places: &Places, fault: Fault) -> Option<Place> {
    match fault {
        Fault::TooFew(_) => places.blocked_at(),
        Fault::MainWaits => Some(places.stands_at(MAIN)?.place),
    }
}

/// The place in the source to look at, if that is known. The last line of the run may be the one
/// that is wrong.
fn wrong_place(places: &Places, run: &Run, is_wrong: bool) -> Option<Place> {
    if let Some(place) = places.goes_wrong_at() {
        return Some(place);
    }
    let printed = String::from_utf8_lossy(&run.stdout);
    let spot = match printed.lines().last() {
        Some(last) if is_wrong => {
            let before = printed.lines().filter(|line| *line == last).count() - 1;
            places.printed_at(last, before)?.1
        }
        // Lines are only missing.
        _ => places.ended_too_early_at()?,
    };
    Some(spot.place)
}

/// The length of `stdout` in bytes up to the line that is wrong: with it too many workers are at
/// work, or it comes too early, or it should not be there. None if lines are only missing.
fn wrong_line(spec: &Spec, stdout: &[u8]) -> Option<usize> {
    spec.crowded_after(stdout)
        .or_else(|| length_until(&spec.lines.check(stdout).err()?, stdout))
}

/// The same, if the line is wrong whatever was to follow: with it too many workers are at work, or a
/// step comes too early. Then a program that does not end has gone wrong before that.
fn out_of_order(spec: &Spec, stdout: &[u8]) -> Option<usize> {
    spec.crowded_after(stdout).or_else(|| {
        let mismatch = spec.lines.check_beginning(stdout).err()?;
        let is_early = matches!(&mismatch, Mismatch::TooEarly { line, .. } if Step::is_line(line));
        length_until(&mismatch, stdout).filter(|_| is_early)
    })
}

/// The length of `stdout` in bytes up to the line of the mismatch, if it is about one.
fn length_until(mismatch: &Mismatch, stdout: &[u8]) -> Option<usize> {
    let (wrong, before) = mismatch.line(stdout)?;
    let mut bytes = 0;
    let ends = stdout.split_inclusive(|&byte| byte == b'\n').map(|line| {
        bytes += line.len();
        (line.strip_suffix(b"\n").unwrap_or(line), bytes)
    });
    let mut same = ends.filter(|(line, _)| String::from_utf8_lossy(line) == wrong);
    Some(same.nth(before)?.1)
}

#[cfg(test)]
mod tests {
    use super::{counted, out_of_order};
    use crate::spec::Spec;

    #[test]
    fn a_step_that_comes_too_early_is_wrong_before_the_program_has_ended() {
        let key = "a 0 complete\na 1 complete\nb 0 complete\nall done\n";
        let until_wrong = |stdout: &str| {
            let spec = Spec::made_up(key, 2);
            out_of_order(&spec, stdout.as_bytes()).map(|bytes| stdout[..bytes].to_owned())
        };
        let early = "b 0 complete\na 1 complete\na 0 complete\n";
        let until = "b 0 complete\na 1 complete\n".to_owned();
        assert_eq!(until_wrong(early), Some(until));
        // What is missing may still have come, and an unknown line is no step.
        assert_eq!(until_wrong("a 0 complete\nb 0 complete\n"), None);
        assert_eq!(until_wrong("a 0 complete\nhello\n"), None);
        assert_eq!(until_wrong("all done\n"), None);
    }

    #[test]
    fn threads_of_one_line_are_counted() {
        let counted = |names: &[&str]| counted(names.iter().map(|name| (*name).to_owned()));
        assert_eq!(
            counted(&[
                "`sort data`",
                "the thread of line 36 #1",
                "main",
                "the thread of line 36 #3"
            ]),
            ["`sort data`", "2 threads of line 36", "main"]
        );
        assert_eq!(
            counted(&["the thread of line 36 #2"]),
            ["a thread of line 36"]
        );
    }
}
