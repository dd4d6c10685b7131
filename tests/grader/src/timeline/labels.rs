//! Which task a thread works on, and in which step. This comes from the turns that were granted, or
//! else from the lines that the thread prints. For a step that was never done, it comes from the
//! line of the source.

use std::iter::Peekable;

use interleave::lanes::{Doing, Fate, PrintedLine, Span, Thread};
use scheduler::Step;

use super::axis::TURN;
use crate::schedule::Turn;

/// The step of each span of a thread, if it is known from the lines that the thread prints.
pub fn printed_steps(thread: &Thread) -> Vec<Option<Step>> {
    let mut lines = thread.lines.iter().peekable();
    steps(thread, None, |span| printed(&mut lines, span))
}

/// The same in a run in which `turns` were granted. The first turn ends with the first second. If a
/// step was never granted, it is one of `task`.
pub fn granted_steps(thread: &Thread, turns: &[Turn], task: Option<&str>) -> Vec<Option<Step>> {
    let is_over = matches!(thread.fate, Fate::Done | Fate::Left);
    let withheld = thread.spans.last().filter(|_| !is_over);
    steps(thread, task, |span| {
        let turn = usize::try_from(span.to / TURN).ok()?.checked_sub(1)?;
        let turn = turns.get(turn).filter(|_| withheld != Some(span));
        turn.and_then(Turn::step).cloned()
    })
}

fn steps(
    thread: &Thread,
    task: Option<&str>,
    mut known: impl FnMut(&Span) -> Option<Step>,
) -> Vec<Option<Step>> {
    let mut steps: Vec<Option<Step>> = Vec::new();
    for span in &thread.spans {
        let step = if span.doing == Doing::Work {
            known(span).or_else(|| undone(span, task, &steps))
        } else {
            None
        };
        steps.push(step);
    }
    steps
}

/// The step whose line was printed when this span ended.
fn printed<'a>(
    lines: &mut Peekable<impl Iterator<Item = &'a PrintedLine>>,
    span: &Span,
) -> Option<Step> {
    while lines
        .next_if(|line| line.at < span.to || span.to == span.from)
        .is_some()
    {}
    while let Some(line) = lines.next_if(|line| line.at == span.to) {
        if let Some(step) = Step::of_line(&line.text) {
            return Some(step);
        }
    }
    None
}

/// The step of a span that was not done. It is one of `task`, or of the task that its line of the
/// source names, or else of the task that the thread was on. It comes after the steps that were
/// done.
fn undone(span: &Span, task: Option<&str>, steps: &[Option<Step>]) -> Option<Step> {
    let last = steps.iter().flatten().next_back();
    let text = span.spot.as_ref().map_or("", |spot| spot.text.as_str());
    let task = task.map(str::to_owned).or_else(|| named_in(text));
    let task = task.or_else(|| last.map(|step| step.task.clone()))?;
    let mut done = steps.iter().flatten().filter(|step| step.task == task);
    let number = done.next_back().map_or(0, |step| step.number + 1);
    Some(Step { task, number })
}

/// The task in a line such as `worker("sort data");`.
fn named_in(text: &str) -> Option<String> {
    let call = ["worker(\"", "Worker::new(\""];
    let rest = call.iter().find_map(|call| text.split_once(call))?.1;
    Some(rest.split_once('"')?.0.to_owned())
}

/// The name of a thread's lane: its task, if the thread works on only one.
pub fn name(thread: &Thread, steps: &[Option<Step>]) -> String {
    let mut tasks: Vec<&str> = steps
        .iter()
        .flatten()
        .map(|step| step.task.as_str())
        .collect();
    tasks.dedup();
    match tasks[..] {
        _ if thread.name == "main" => "main".to_owned(),
        [task] => task.to_owned(),
        _ if thread.name.starts_with("line ") => format!("thread of {}", thread.name),
        _ => thread.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use interleave::{lanes::Spot, sources::Place};

    use super::*;

    fn work((from, to): (u64, u64), text: &str) -> Span {
        let place = Place {
            file: "main.rs".into(),
            line: 9,
            column: None,
            function: String::new(),
            is_own: true,
        };
        Span {
            from,
            to,
            doing: Doing::Work,
            spot: Some(Spot {
                place,
                text: text.to_owned(),
                call: None,
            }),
        }
    }

    fn thread(spans: Vec<Span>, lines: &[(u64, &str)]) -> Thread {
        let lines = lines.iter().map(|&(at, text)| PrintedLine {
            at,
            text: text.to_owned(),
        });
        Thread {
            name: "line 9".to_owned(),
            from: 0,
            to: 9,
            fate: Fate::CutOff,
            spans,
            holds: Vec::new(),
            lines: lines.collect(),
        }
    }

    fn words(steps: Vec<Option<Step>>) -> Vec<String> {
        let step = |step: Option<Step>| step.map_or("?".to_owned(), |step| step.to_string());
        steps.into_iter().map(step).collect()
    }

    fn known(thread: &Thread) -> Vec<String> {
        words(printed_steps(thread))
    }

    #[test]
    fn a_step_is_known_by_its_line_and_the_next_one_by_the_source() {
        let spans = vec![work((0, 3), ""), work((3, 5), "worker(\"sort data\");")];
        let thread = thread(spans, &[(0, "hello"), (3, "sort data 0 complete")]);
        assert_eq!(known(&thread), ["sort data 0", "sort data 1"]);
        assert_eq!(name(&thread, &printed_steps(&thread)), "sort data");
    }

    #[test]
    fn a_thread_of_two_tasks_keeps_its_own_name() {
        let spans = vec![work((0, 3), ""), work((3, 5), "")];
        let lines = [(3, "parse files 2 complete"), (5, "sort data 0 complete")];
        let thread = thread(spans, &lines);
        assert_eq!(known(&thread), ["parse files 2", "sort data 0"]);
        assert_eq!(name(&thread, &printed_steps(&thread)), "thread of line 9");
    }

    #[test]
    fn a_first_step_without_a_line_is_named_by_its_source_only() {
        let known_by = |text: &str| known(&thread(vec![work((0, 0), text)], &[]));
        assert_eq!(
            known_by("spawn(|| worker(\"sort data\"));"),
            ["sort data 0"]
        );
        assert_eq!(known_by("task.run();"), ["?"]);
    }

    #[test]
    fn a_granted_step_is_known_without_a_line_and_the_withheld_one_by_its_task() {
        let turns = [
            Turn::Step(Step::new("sort data", 0)),
            Turn::Time,
            Turn::Step(Step::new("sort data", 1)),
        ];
        let spans = vec![
            work((0, TURN), ""),
            work((TURN, 3 * TURN), ""),
            work((3 * TURN, 3 * TURN), ""),
        ];
        let steps = |thread: &Thread| words(granted_steps(thread, &turns, Some("sort data")));
        let cut_off = thread(spans[..2].to_vec(), &[]);
        assert_eq!(steps(&cut_off), ["sort data 0", "sort data 1"]);
        let cut_off = thread(spans, &[]);
        let all = ["sort data 0", "sort data 1", "sort data 2"];
        assert_eq!(steps(&cut_off), all);
        let begun = thread(vec![work((0, 3 * TURN), "")], &[]);
        assert_eq!(steps(&begun), ["sort data 0"]);
    }
}
