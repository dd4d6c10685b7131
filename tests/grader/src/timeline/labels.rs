//! Which task a thread works on, and in which step: from the lines that it prints, and, of a step
//! that was never done, from the line of the source.

use interleave::lanes::{Doing, PrintedLine, Span, Thread};

/// A step of a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub task: String,
    pub number: u32,
}

/// The step that each span of a thread is, if it is one and is known.
pub fn steps(thread: &Thread) -> Vec<Option<Step>> {
    let mut lines = thread.lines.iter().peekable();
    let mut steps: Vec<Option<Step>> = Vec::new();
    for span in &thread.spans {
        let step = if span.doing == Doing::Work {
            printed(&mut lines, span).or_else(|| unprinted(span, &steps))
        } else {
            None
        };
        steps.push(step);
    }
    steps
}

/// The step whose line was printed when this span ended.
fn printed<'a>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'a PrintedLine>>,
    span: &Span,
) -> Option<Step> {
    while lines
        .next_if(|line| line.at < span.to || span.to == span.from)
        .is_some()
    {}
    while let Some(line) = lines.next_if(|line| line.at == span.to) {
        if let Some(step) = of_line(&line.text) {
            return Some(step);
        }
    }
    None
}

/// The step whose line is `TASK NUMBER complete`.
fn of_line(line: &str) -> Option<Step> {
    let (task, number) = line.strip_suffix(" complete")?.rsplit_once(' ')?;
    Some(Step {
        task: task.to_owned(),
        number: number.parse().ok()?,
    })
}

/// The step of a span whose line never came: of the task that its line of the source names, or else
/// of the task that the thread was on. It comes after those that were done.
fn unprinted(span: &Span, steps: &[Option<Step>]) -> Option<Step> {
    let last = steps.iter().flatten().next_back();
    let text = span.spot.as_ref().map_or("", |spot| spot.text.as_str());
    let task = named_in(text).or_else(|| last.map(|step| step.task.clone()))?;
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

/// What the lane of a thread is called: by its task, if it works on one only.
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
    use interleave::{
        lanes::{Fate, Spot},
        sources::Place,
    };

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

    fn known(thread: &Thread) -> Vec<String> {
        let steps = steps(thread).into_iter();
        let step = |step: Option<Step>| {
            step.map_or("?".to_owned(), |step| {
                format!("{} {}", step.task, step.number)
            })
        };
        steps.map(step).collect()
    }

    #[test]
    fn a_step_is_known_by_its_line_and_the_next_one_by_the_source() {
        let spans = vec![work((0, 3), ""), work((3, 5), "worker(\"sort data\");")];
        let thread = thread(spans, &[(0, "hello"), (3, "sort data 0 complete")]);
        assert_eq!(known(&thread), ["sort data 0", "sort data 1"]);
        assert_eq!(name(&thread, &steps(&thread)), "sort data");
    }

    #[test]
    fn a_thread_of_two_tasks_keeps_its_own_name() {
        let spans = vec![work((0, 3), ""), work((3, 5), "")];
        let lines = [(3, "parse files 2 complete"), (5, "sort data 0 complete")];
        let thread = thread(spans, &lines);
        assert_eq!(known(&thread), ["parse files 2", "sort data 0"]);
        assert_eq!(name(&thread, &steps(&thread)), "thread of line 9");
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
}
