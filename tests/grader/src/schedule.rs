//! A schedule as people write it: steps with commas between them.

use std::fmt;

use scheduler::Step;

/// The tasks of the three workers, which are the same in every stage.
pub const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];

/// How many steps a worker does.
pub const STEPS: u32 = 3;

/// What is wrong with a schedule.
#[derive(Debug, PartialEq, Eq)]
pub enum Mistake {
    /// There is nothing in it, or nothing between two commas.
    Empty,
    /// There is no such step; this is the one that is spelt most like it.
    Unknown(String, Step),
    /// A step stands in it twice.
    Again(Step),
    /// A step stands in it and the one before does not stand before it.
    TooEarly(Step),
}

/// Reads a schedule that the workers of the stages can do, as far as that can be told without them.
///
/// # Errors
///
/// The first mistake.
pub fn parse(text: &str) -> Result<Vec<Step>, Mistake> {
    let mut schedule = Vec::new();
    for text in text.split(',').map(str::trim) {
        let step = parse_step(text)?;
        if schedule.contains(&step) {
            return Err(Mistake::Again(step));
        }
        if step.number > 0 && !schedule.contains(&before(&step)) {
            return Err(Mistake::TooEarly(step));
        }
        schedule.push(step);
    }
    Ok(schedule)
}

fn parse_step(text: &str) -> Result<Step, Mistake> {
    if text.is_empty() {
        return Err(Mistake::Empty);
    }
    // People write more spaces, or larger letters.
    let text = &text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let steps = || {
        TASKS
            .into_iter()
            .flat_map(|task| (0..STEPS).map(move |number| Step::new(task, number)))
    };
    let distance = |step: &Step| strsim::damerau_levenshtein(text, &step.to_string());
    let nearest = steps().min_by_key(distance).expect("there are steps");
    if distance(&nearest) == 0 {
        Ok(nearest)
    } else {
        Err(Mistake::Unknown(text.to_owned(), nearest))
    }
}

fn before(step: &Step) -> Step {
    Step::new(&step.task, step.number - 1)
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "a step is missing: a schedule is a list such as \"sort data 0, parse files 0\"",
            ),
            Self::Unknown(text, nearest) => write!(
                f,
                "there is no step {:?}; did you mean \"{nearest}\"?\n  \
                 the tasks are \"{}\", each has the steps 0 to {}, and between steps there is a comma",
                text.chars().take(60).collect::<String>(),
                TASKS.join("\", \""),
                STEPS - 1
            ),
            Self::Again(step) => write!(
                f,
                "\"{step}\" appears twice in the schedule: a step is done once"
            ),
            Self::TooEarly(step) => write!(
                f,
                "\"{step}\" needs \"{}\" before it: a worker does its steps in order",
                before(step)
            ),
        }
    }
}

impl std::error::Error for Mistake {}

#[cfg(test)]
mod tests {
    use scheduler::Step;

    use super::{Mistake, parse};

    #[test]
    fn a_schedule_is_a_list_of_steps() {
        let expected = [("sort data", 0), ("parse files", 0), ("sort data", 1)];
        let expected = expected.map(|(task, number)| Step::new(task, number));
        assert_eq!(
            parse(" Sort  data 0,parse files\t0 , sort data 1").as_deref(),
            Ok(&expected[..])
        );
    }

    #[test]
    fn a_mistake_is_told_with_the_nearest_right_word() {
        let unknown =
            |text: &str, task, number| Mistake::Unknown(text.to_owned(), Step::new(task, number));
        for (text, mistake) in [
            ("", Mistake::Empty),
            ("sort data 0,", Mistake::Empty),
            ("sort data 0,, parse files 0", Mistake::Empty),
            ("sort dta 0", unknown("sort dta 0", "sort data", 0)),
            ("sort data", unknown("sort data", "sort data", 0)),
            ("sort data 3", unknown("sort data 3", "sort data", 0)),
            ("parse_files 2", unknown("parse_files 2", "parse files", 2)),
            (
                "sort data 0, sort data 0",
                Mistake::Again(Step::new("sort data", 0)),
            ),
            ("sort data 1", Mistake::TooEarly(Step::new("sort data", 1))),
            (
                "sort data 0, sort data 2",
                Mistake::TooEarly(Step::new("sort data", 2)),
            ),
        ] {
            assert_eq!(parse(text), Err(mistake), "{text}");
        }
    }
}
