//! A schedule as people write it: turns with commas between them, or one turn a line in a file.

use std::fmt;

use scheduler::{Event, Step};

/// A turn: what the scheduler grants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The worker that waits for its turn does this step.
    Step(Step),
    /// Virtual time passes until a worker or main needs a turn.
    Time,
    /// A thread that wants to end the program ends it.
    Leave,
}

/// What is wrong with a schedule.
#[derive(Debug, PartialEq, Eq)]
pub enum ScheduleError {
    /// There is nothing in it, or nothing between two commas.
    Empty,
    /// There is no such turn. The second field is a turn with a similar name, if there is one.
    Unknown(String, Option<Turn>),
    /// The first step needs the second one before it, because a worker does that one first.
    TooEarly(Step, Step),
    /// The step comes once more, although a second worker on the task would do the second step first.
    OnceMore(Step, Step),
}

impl Turn {
    /// The step, if it is a worker's turn.
    pub fn step(&self) -> Option<&Step> {
        match self {
            Self::Step(step) => Some(step),
            Self::Time | Self::Leave => None,
        }
    }
}

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step) => step.fmt(f),
            Self::Time => f.write_str("time"),
            Self::Leave => f.write_str("leave"),
        }
    }
}

/// The schedule `turns` in text form.
pub fn written(turns: &[Turn]) -> String {
    let turns: Vec<_> = turns.iter().map(ToString::to_string).collect();
    turns.join(", ")
}

/// The turns that lead to `history` once more.
pub fn of_history(history: &[Event]) -> Vec<Turn> {
    let mut turns = Vec::new();
    // Time passes until a worker or main needs a turn: until then it is one turn.
    let mut is_passing = false;
    for event in history {
        match event {
            Event::TimePassed(_) if is_passing => {}
            Event::TimePassed(_) => {
                turns.push(Turn::Time);
                is_passing = true;
            }
            Event::Granted(step) => {
                turns.push(Turn::Step(step.clone()));
                is_passing = false;
            }
            Event::Asked(..) => is_passing = false,
            _ => {}
        }
    }
    turns
}

/// The beginning of `turns`: the first `count` steps, and all other turns before the next step.
pub fn until_step(mut turns: Vec<Turn>, count: usize) -> Vec<Turn> {
    let mut steps = (0..turns.len()).filter(|&place| turns[place].step().is_some());
    if let Some(next) = steps.nth(count) {
        turns.truncate(next);
    }
    turns
}

/// The beginning of `turns` that [`parse`] can read: as long as each step is one of `steps`.
pub fn readable<'a>(turns: &'a [Turn], steps: &[Step]) -> &'a [Turn] {
    let is_known = |turn: &Turn| turn.step().is_none_or(|step| steps.contains(step));
    let unknown = turns.iter().position(|turn| !is_known(turn));
    &turns[..unknown.unwrap_or(turns.len())]
}

/// Reads a schedule of some of `steps`. A worker's steps must be in order. A step may come twice,
/// because a program may have two workers on one task.
///
/// # Errors
///
/// Returns an error with the first mistake if the text is not such a schedule.
pub fn parse(text: &str, steps: &[Step]) -> Result<Vec<Turn>, ScheduleError> {
    let mut schedule = Vec::new();
    add(&mut schedule, text, steps)?;
    Ok(schedule)
}

/// Reads a schedule from the text of a file: a turn a line, or several with commas between them.
/// What follows a `#` is a comment.
///
/// # Errors
///
/// Returns an error with the number of the line and its first mistake if the text is not such a
/// schedule.
pub fn parse_file(text: &str, steps: &[Step]) -> Result<Vec<Turn>, (usize, ScheduleError)> {
    let mut schedule = Vec::new();
    // Some editors write this mark before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        // A line may end with a comma, as in a list.
        let line = line.strip_suffix(',').unwrap_or(line);
        if !line.is_empty() {
            add(&mut schedule, line, steps).map_err(|error| (number, error))?;
        }
    }
    Ok(schedule)
}

/// Adds the turns of `text`.
fn add(schedule: &mut Vec<Turn>, text: &str, steps: &[Step]) -> Result<(), ScheduleError> {
    for text in text.split(',') {
        let turn = parse_turn(text, steps)?;
        if let Some(step) = turn.step() {
            let count = |step: &Step| {
                let same = schedule.iter().filter(|turn| turn.step() == Some(step));
                same.count()
            };
            let before = before(step, steps).filter(|before| count(before) <= count(step));
            if let Some(before) = before {
                let step = step.clone();
                return Err(match count(&step) {
                    0 => ScheduleError::TooEarly(step, before),
                    _ => ScheduleError::OnceMore(step, before),
                });
            }
        }
        schedule.push(turn);
    }
    Ok(())
}

fn parse_turn(text: &str, steps: &[Step]) -> Result<Turn, ScheduleError> {
    // People may write more spaces, or capital letters.
    let words: Vec<_> = text.split_whitespace().collect();
    if words.is_empty() {
        return Err(ScheduleError::Empty);
    }
    let plain = words.join(" ").to_lowercase();
    let steps = steps.iter().cloned().map(Turn::Step);
    let turns = steps.chain([Turn::Time, Turn::Leave]);
    let distance = |turn: &Turn| strsim::damerau_levenshtein(&plain, &turn.to_string());
    let nearest = turns.min_by_key(distance).expect("there is `time`");
    if distance(&nearest) == 0 {
        return Ok(nearest);
    }
    let is_near = distance(&nearest) * 2 < plain.chars().count();
    let guess = is_near.then_some(nearest);
    Err(ScheduleError::Unknown(words.join(" "), guess))
}

/// The step of the same worker that comes before `step`.
fn before(step: &Step, steps: &[Step]) -> Option<Step> {
    let place = steps.iter().position(|known| known == step)?;
    let mut earlier = steps[..place].iter();
    earlier.rfind(|before| before.task == step.task).cloned()
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "a turn is missing: a schedule is a list such as \"sort data 0, parse files 0\"",
            ),
            Self::Unknown(text, nearest) => {
                let text: String = text.chars().take(60).collect();
                write!(f, "there is no turn {text:?}")?;
                if let Some(nearest) = nearest {
                    write!(f, "; did you mean \"{nearest}\"?")?;
                }
                f.write_str(
                    "\n  a turn is a step (a task and a number), \"time\" or \"leave\"\
                     \n  write a comma between two turns, or a new line in a file",
                )
            }
            Self::TooEarly(step, before) => write!(
                f,
                "\"{step}\" needs \"{before}\" before it: a worker does its steps in order"
            ),
            Self::OnceMore(step, before) => write!(
                f,
                "\"{step}\" is done already: a worker does each step once, and another worker on this task \
                 would do \"{before}\" first"
            ),
        }
    }
}

impl std::error::Error for ScheduleError {}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn steps() -> Vec<Step> {
        let tasks = ["sort data", "parse files", "generate output"];
        let steps = tasks.map(|task| [0, 1, 2].map(|number| Step::new(task, number)));
        steps.as_flattened().to_vec()
    }

    fn turn(task: &str, number: u32) -> Turn {
        Turn::Step(Step::new(task, number))
    }

    fn parsed(text: &str) -> Result<Vec<Turn>, ScheduleError> {
        parse(text, &steps())
    }

    #[test]
    fn in_a_file_there_is_a_turn_a_line_and_comments() {
        let text =
            "# who comes first?\nsort data 0   # this one\n\nparse files 0, sort data 1,\ntime\n";
        let expected = [
            turn("sort data", 0),
            turn("parse files", 0),
            turn("sort data", 1),
            Turn::Time,
        ];
        assert_eq!(parse_file(text, &steps()).as_deref(), Ok(&expected[..]));
        assert_eq!(parse_file("# nothing", &steps()), Ok(Vec::new()));
    }

    #[test]
    fn a_mistake_in_a_file_is_told_with_its_line() {
        let text = "sort data 0\n\nsort data 2";
        let [before, step] = [1, 2].map(|number| Step::new("sort data", number));
        let early = ScheduleError::TooEarly(step, before);
        assert_eq!(parse_file(text, &steps()), Err((3, early)));
        assert_eq!(parse_file(",", &steps()), Ok(Vec::new()));
        assert_eq!(
            parse_file("sort data 0,,sort data 1", &steps()),
            Err((1, ScheduleError::Empty))
        );
    }

    #[test]
    fn a_schedule_is_a_list_of_turns() {
        let expected = [
            turn("sort data", 0),
            Turn::Time,
            turn("parse files", 0),
            turn("sort data", 1),
            Turn::Time,
            Turn::Leave,
        ];
        let text = " Sort  data 0,TIME, parse files\t0 , sort data 1, time,leave";
        assert_eq!(parsed(text).as_deref(), Ok(&expected[..]));
    }

    #[test]
    fn what_is_written_can_be_read() {
        let text = "sort data 0, time, parse files 0, leave";
        assert_eq!(written(&parsed(text).expect("a schedule")), text);
    }

    #[test]
    fn a_mistake_is_told_with_the_nearest_right_word() {
        let unknown = |text: &str, turn| ScheduleError::Unknown(text.to_owned(), Some(turn));
        let step = Step::new;
        for (text, error) in [
            ("", ScheduleError::Empty),
            ("sort data 0,", ScheduleError::Empty),
            ("sort data 0,, parse files 0", ScheduleError::Empty),
            ("sort dta 0", unknown("sort dta 0", turn("sort data", 0))),
            ("dance", ScheduleError::Unknown("dance".to_owned(), None)),
            ("tiem", unknown("tiem", Turn::Time)),
            ("leaves", unknown("leaves", Turn::Leave)),
            ("sort data", unknown("sort data", turn("sort data", 0))),
            ("sort data 3", unknown("sort data 3", turn("sort data", 0))),
            (
                "parse_files 2",
                unknown("parse_files 2", turn("parse files", 2)),
            ),
            (
                "sort data 1",
                ScheduleError::TooEarly(step("sort data", 1), step("sort data", 0)),
            ),
            (
                "sort data 0, sort data 1, sort data 1",
                ScheduleError::OnceMore(step("sort data", 1), step("sort data", 0)),
            ),
            (
                "sort data 0, sort data 2",
                ScheduleError::TooEarly(step("sort data", 2), step("sort data", 1)),
            ),
        ] {
            assert_eq!(parsed(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_history_is_played_again_by_its_turns() {
        let step = Step::new("sort data", 0);
        let history = [
            Event::Arrived("sort data".to_owned()),
            Event::TimePassed(Duration::from_secs(1)),
            Event::TimePassed(Duration::from_secs(2)),
            Event::Asked(step.clone(), None),
            Event::Granted(step.clone()),
            Event::Finished(step.clone()),
            Event::TimePassed(Duration::from_secs(3)),
        ];
        let turns = [Turn::Time, Turn::Step(step), Turn::Time];
        assert_eq!(of_history(&history), turns);
    }

    #[test]
    fn time_passes_twice_if_a_worker_asks_for_a_turn_between() {
        let history = [
            Event::TimePassed(Duration::from_secs(60)),
            Event::Asked(Step::new("sort data", 0), None),
            Event::TimePassed(Duration::from_secs(120)),
        ];
        assert_eq!(of_history(&history), [Turn::Time, Turn::Time]);
    }

    #[test]
    fn the_time_after_a_step_goes_with_it() {
        let text = "time, sort data 0, time, sort data 1, time";
        let until = |count| written(&until_step(parsed(text).expect("a schedule"), count));
        assert_eq!(until(0), "time");
        assert_eq!(until(1), "time, sort data 0, time");
        assert_eq!(until(2), text);
        assert_eq!(until(3), text);
    }

    #[test]
    fn a_step_that_is_unknown_ends_what_can_be_read() {
        let start = [turn("sort data", 0), Turn::Time];
        let turns = [&start[..], &[turn("a task of its own", 0), Turn::Time]].concat();
        assert_eq!(readable(&turns, &steps()), start);
        assert_eq!(readable(&start, &steps()), start);
    }

    #[test]
    fn two_workers_on_one_task_can_be_played() {
        let [first, second] = [0, 1].map(|number| turn("sort data", number));
        let turns = [&first, &first, &second, &second].map(Clone::clone);
        assert_eq!(parsed(&written(&turns)), Ok(turns.to_vec()));
    }
}
