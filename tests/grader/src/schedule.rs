//! A schedule as people write it: steps with commas between them, or in a file one a line.

use std::fmt;

use scheduler::Step;

/// What is wrong with a schedule.
#[derive(Debug, PartialEq, Eq)]
pub enum Mistake {
    /// There is nothing in it, or nothing between two commas.
    Empty,
    /// There is no such step; perhaps this one is meant, which is spelt much like it.
    Unknown(String, Option<Step>),
    /// A step stands in it twice.
    Again(Step),
    /// A step stands in it, and the one that its worker does before does not stand before it.
    TooEarly(Step, Step),
}

/// Reads a schedule of some of `steps`, as far as its order can be told to be possible.
///
/// # Errors
///
/// The first mistake.
pub fn parse(text: &str, steps: &[Step]) -> Result<Vec<Step>, Mistake> {
    let mut schedule = Vec::new();
    add(&mut schedule, text, steps)?;
    Ok(schedule)
}

/// Adds the steps of `text`.
fn add(schedule: &mut Vec<Step>, text: &str, steps: &[Step]) -> Result<(), Mistake> {
    for text in text.split(',').map(str::trim) {
        let step = parse_step(text, steps)?;
        if schedule.contains(&step) {
            return Err(Mistake::Again(step));
        }
        if let Some(before) = before(&step, steps).filter(|before| !schedule.contains(before)) {
            return Err(Mistake::TooEarly(step, before));
        }
        schedule.push(step);
    }
    Ok(())
}

/// Reads a schedule from the text of a file: a step a line, or several with commas between them. What
/// follows a `#` is a comment.
///
/// # Errors
///
/// The first mistake, and the number of its line.
pub fn parse_file(text: &str, steps: &[Step]) -> Result<Vec<Step>, (usize, Mistake)> {
    let mut schedule = Vec::new();
    // Some editors write this mark before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        // A comma at the end of a line is what one would write in a list.
        let line = line.strip_suffix(',').unwrap_or(line);
        if !line.is_empty() {
            add(&mut schedule, line, steps).map_err(|mistake| (number, mistake))?;
        }
    }
    Ok(schedule)
}

fn parse_step(text: &str, steps: &[Step]) -> Result<Step, Mistake> {
    if text.is_empty() {
        return Err(Mistake::Empty);
    }
    // People write more spaces, or larger letters.
    let words: Vec<_> = text.split_whitespace().collect();
    let plain = words.join(" ").to_lowercase();
    let distance = |step: &Step| strsim::damerau_levenshtein(&plain, &step.to_string());
    let nearest = steps
        .iter()
        .min_by_key(|step| distance(step))
        .expect("there are steps");
    if distance(nearest) == 0 {
        return Ok(nearest.clone());
    }
    let is_near = distance(nearest) * 2 < plain.chars().count();
    let guess = is_near.then(|| nearest.clone());
    Err(Mistake::Unknown(words.join(" "), guess))
}

/// The step of the same worker that comes before `step`.
fn before(step: &Step, steps: &[Step]) -> Option<Step> {
    let place = steps.iter().position(|known| known == step)?;
    steps[..place]
        .iter()
        .rfind(|before| before.task == step.task)
        .cloned()
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "a step is missing: a schedule is a list such as \"sort data 0, parse files 0\"",
            ),
            Self::Unknown(text, nearest) => {
                let text: String = text.chars().take(60).collect();
                write!(f, "there is no step {text:?}")?;
                if let Some(nearest) = nearest {
                    write!(f, "; did you mean \"{nearest}\"?")?;
                }
                f.write_str(
                    "\n  a step is a task and a number; between two is a comma, or in a file a new line",
                )
            }
            Self::Again(step) => write!(
                f,
                "\"{step}\" appears twice in the schedule: a step is done once"
            ),
            Self::TooEarly(step, before) => write!(
                f,
                "\"{step}\" needs \"{before}\" before it: a worker does its steps in order"
            ),
        }
    }
}

impl std::error::Error for Mistake {}

#[cfg(test)]
mod tests {
    use scheduler::Step;

    use super::Mistake;

    fn steps() -> Vec<Step> {
        let tasks = ["sort data", "parse files", "generate output"];
        let steps = tasks.map(|task| [0, 1, 2].map(|number| Step::new(task, number)));
        steps.as_flattened().to_vec()
    }

    fn parse(text: &str) -> Result<Vec<Step>, Mistake> {
        super::parse(text, &steps())
    }

    #[test]
    fn in_a_file_there_is_a_step_a_line_and_comments() {
        let text = "# who comes first?\nsort data 0   # this one\n\nparse files 0, sort data 1,\n";
        let expected = [("sort data", 0), ("parse files", 0), ("sort data", 1)];
        let expected = expected.map(|(task, number)| Step::new(task, number));
        assert_eq!(
            super::parse_file(text, &steps()).as_deref(),
            Ok(&expected[..])
        );
        assert_eq!(super::parse_file("# nothing", &steps()), Ok(Vec::new()));
    }

    #[test]
    fn a_mistake_in_a_file_is_told_with_its_line() {
        let text = "sort data 0\n\nsort data 0";
        let again = Mistake::Again(Step::new("sort data", 0));
        assert_eq!(super::parse_file(text, &steps()), Err((3, again)));
        assert_eq!(super::parse_file(",", &steps()), Ok(Vec::new()));
        assert_eq!(
            super::parse_file("sort data 0,,sort data 1", &steps()),
            Err((1, Mistake::Empty))
        );
    }

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
        let unknown = |text: &str, task, number| {
            Mistake::Unknown(text.to_owned(), Some(Step::new(task, number)))
        };
        for (text, mistake) in [
            ("", Mistake::Empty),
            ("sort data 0,", Mistake::Empty),
            ("sort data 0,, parse files 0", Mistake::Empty),
            ("sort dta 0", unknown("sort dta 0", "sort data", 0)),
            ("dance", Mistake::Unknown("dance".to_owned(), None)),
            ("sort data", unknown("sort data", "sort data", 0)),
            ("sort data 3", unknown("sort data 3", "sort data", 0)),
            ("parse_files 2", unknown("parse_files 2", "parse files", 2)),
            (
                "sort data 0, sort data 0",
                Mistake::Again(Step::new("sort data", 0)),
            ),
            (
                "sort data 1",
                Mistake::TooEarly(Step::new("sort data", 1), Step::new("sort data", 0)),
            ),
            (
                "sort data 0, sort data 2",
                Mistake::TooEarly(Step::new("sort data", 2), Step::new("sort data", 1)),
            ),
        ] {
            assert_eq!(parse(text), Err(mistake), "{text}");
        }
    }
}
