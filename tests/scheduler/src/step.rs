//! A step of a worker, and a schedule of steps.

use std::{fmt, str::FromStr};

/// One step of one worker. The worker asks for its turn, and the scheduler grants it.
///
/// ```
/// use scheduler::Step;
///
/// let step: Step = "sort data 0".parse()?;
/// assert_eq!(step.task, "sort data");
/// assert_eq!(step.number, 0);
/// assert_eq!(step.to_string(), "sort data 0");
/// # Ok::<_, String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Step {
    /// What the worker works on.
    pub task: String,
    /// Which of its steps: 0 is the first.
    pub number: u32,
}

impl Step {
    /// Step `number` of the worker on `task`.
    pub fn new(task: impl Into<String>, number: u32) -> Self {
        Self {
            task: task.into(),
            number,
        }
    }

    /// The line that a worker prints when it has done this step, without its newline.
    pub fn line(&self) -> String {
        format!("{self} complete")
    }

    /// The step that a worker's line reports: `sort data 0 complete` reports `sort data 0`.
    pub fn of_line(line: &str) -> Option<Self> {
        line.strip_suffix(" complete")?.parse().ok()
    }

    /// Whether a worker prints `line` when it has done a step.
    pub fn is_line(line: &str) -> bool {
        Self::of_line(line).is_some()
    }
}

impl FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text
            .rsplit_once(' ')
            .and_then(|(task, number)| Some((task.trim_end(), number.parse().ok()?)))
            .filter(|(task, _)| !task.is_empty());
        match parsed {
            Some((task, number)) => Ok(Self::new(task, number)),
            None => Err(format!(
                "`{text}` is no step: a step is a task and a number, such as `sort data 0`"
            )),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.task, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::Step;

    #[test]
    fn a_step_is_a_task_and_a_number() {
        assert_eq!("a 0".parse(), Ok(Step::new("a", 0)));
        assert_eq!("a b 12".parse(), Ok(Step::new("a b", 12)));
        for text in ["", "a", "0", " 0", "a -1", "a 1.5", "a 0 ", "a 99999999999"] {
            assert!(
                text.parse::<Step>().is_err(),
                "`{text}` is taken for a step"
            );
        }
    }

    #[test]
    fn a_line_tells_of_its_step() {
        assert_eq!(
            Step::of_line("sort data 0 complete"),
            Some(Step::new("sort data", 0))
        );
        assert_eq!(Step::of_line("Starting..."), None);
        assert_eq!(Step::of_line("sort data 0 complete\n"), None);
    }
}
