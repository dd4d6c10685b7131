//! Which outputs a concurrent program may print: its lines in a partial order.
//!
//! The lines of one worker come in order, and those of different workers in any. So the outputs
//! that are right are the *linear extensions* of a partial order: every sequence of all the lines
//! in which each line comes after its predecessors. A program that was stopped midway has printed a
//! *down-set* of it, in such a sequence. A down-set has all predecessors of each of its lines.

use std::collections::BTreeMap;

use crate::Step;

mod count;
mod probes;
mod width;

/// Lines, and which of them must come before which.
///
/// ```
/// use scheduler::PartialOrder;
///
/// let order = PartialOrder::of_key("Starting...\na 0 complete\na 1 complete\nb 0 complete\n")?;
/// assert_eq!(order.count(), Some(3));
/// assert!(order.check(b"Starting...\na 0 complete\nb 0 complete\na 1 complete\n").is_ok());
/// assert!(order.check(b"Starting...\na 1 complete\na 0 complete\nb 0 complete\n").is_err());
/// # Ok::<_, String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialOrder {
    /// Without their newlines, in the order of the key, which is one of those allowed.
    lines: Vec<String>,
    /// For each line, the lines that must come before it. They stand above it in the key.
    before: Vec<Vec<usize>>,
}

/// The first thing that is wrong with an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// A line that the key does not have.
    Unexpected(String),
    /// A line that has come already.
    Again(String),
    /// A line that came before another that must come first.
    TooEarly {
        /// The line that came.
        line: String,
        /// The line that should have come before.
        before: String,
    },
    /// The output ends without these lines.
    Missing(Vec<String>),
}

impl PartialOrder {
    /// The order of the lines in `key`, a right output.
    ///
    /// A line of the form `TASK STEP complete` is a worker's. It comes after the worker's line
    /// above it. Any other line is main's, such as a heading or a summary. It comes after all lines
    /// above it and before all lines below it.
    ///
    /// # Errors
    ///
    /// Returns an error if `key` has the same line twice.
    pub fn of_key(key: &str) -> Result<Self, String> {
        let mut order = Self {
            lines: Vec::new(),
            before: Vec::new(),
        };
        let mut above: BTreeMap<Option<String>, usize> = BTreeMap::new();
        let mut workers_since_main = Vec::new();
        for line in key.lines() {
            if order.index(line).is_ok() {
                return Err(format!("the line `{line}` stands in it twice"));
            }
            let index = order.lines.len();
            let worker = Step::of_line(line).map(|step| step.task);
            let mut before = Vec::new();
            if worker.is_some() {
                before.extend(above.get(&worker).or(above.get(&None)));
                workers_since_main.push(index);
            } else {
                before.extend(above.get(&None));
                before.append(&mut workers_since_main);
                above.clear();
            }
            above.insert(worker, index);
            order.lines.push(line.to_owned());
            order.before.push(before);
        }
        Ok(order)
    }

    /// The same order with one more edge: the line `earlier` must come before the line `later`.
    ///
    /// # Errors
    ///
    /// Returns an error if the key lacks one of the lines, or has them the other way round.
    pub fn with_edge(mut self, earlier: &str, later: &str) -> Result<Self, String> {
        let (from, to) = (self.index(earlier)?, self.index(later)?);
        if from >= to {
            return Err(format!(
                "`{earlier}` should come before `{later}`, and stands below it"
            ));
        }
        self.before[to].push(from);
        Ok(self)
    }

    /// The lines, in the order of the key.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Whether the key has this line.
    pub fn has(&self, line: &str) -> bool {
        self.index(line).is_ok()
    }

    /// The lines that are not printed in `output`, in the order of the key.
    pub fn missing_in(&self, output: &[u8]) -> Vec<&str> {
        let lines = self.lines.iter().map(String::as_str);
        lines.filter(|line| !is_printed(line, output)).collect()
    }

    /// The steps of the workers, in the order of the key.
    pub fn steps(&self) -> Vec<Step> {
        self.lines
            .iter()
            .filter_map(|line| Step::of_line(line))
            .collect()
    }

    fn index(&self, line: &str) -> Result<usize, String> {
        let index = self.lines.iter().position(|known| known == line);
        index.ok_or_else(|| format!("it has no line `{line}`"))
    }

    /// Whether `output` is a linear extension: every line once, with its newline, in an allowed
    /// order, and nothing else.
    ///
    /// # Errors
    ///
    /// Returns an error with the first mismatch, if there is one.
    pub fn check(&self, output: &[u8]) -> Result<(), Mismatch> {
        let came = self.walk(output)?;
        let missing: Vec<_> = self
            .unmarked(&came)
            .map(|index| self.lines[index].clone())
            .collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Mismatch::Missing(missing))
        }
    }

    /// Whether `output` is a down-set: the beginning of an output that is right.
    ///
    /// # Errors
    ///
    /// Returns an error with the first mismatch, if there is one.
    pub fn check_beginning(&self, output: &[u8]) -> Result<(), Mismatch> {
        self.walk(output).map(drop)
    }

    /// Marks the lines that `output` has, or returns the first line that is wrong where it stands.
    fn walk(&self, output: &[u8]) -> Result<Vec<bool>, Mismatch> {
        let mut came = vec![false; self.lines.len()];
        for line in output.split_inclusive(|&byte| byte == b'\n') {
            let index = self.index_of_bytes(line)?;
            if came[index] {
                return Err(Mismatch::Again(self.lines[index].clone()));
            }
            if let Some(&before) = self.before[index].iter().find(|&&before| !came[before]) {
                let [line, before] = [index, before].map(|index| self.lines[index].clone());
                return Err(Mismatch::TooEarly { line, before });
            }
            came[index] = true;
        }
        Ok(came)
    }

    fn index_of_bytes(&self, line: &[u8]) -> Result<usize, Mismatch> {
        let known = std::str::from_utf8(line)
            .ok()
            .and_then(|text| text.strip_suffix('\n'));
        let unexpected = || Mismatch::Unexpected(escaped(line));
        known
            .and_then(|line| self.index(line).ok())
            .ok_or_else(unexpected)
    }

    fn unmarked<'a>(&self, marks: &'a [bool]) -> impl Iterator<Item = usize> + use<'a> {
        (0..marks.len()).filter(|&index| !marks[index])
    }

    /// The lines that may come next after the marked ones.
    fn next<'a>(&'a self, came: &'a [bool]) -> impl Iterator<Item = usize> + 'a {
        self.unmarked(came)
            .filter(|&index| self.before[index].iter().all(|&before| came[before]))
    }

    /// The pairs of steps of different workers in which the first step must come before the second.
    /// Pairs that only follow from others are left out.
    pub fn crossings(&self) -> Vec<(Step, Step)> {
        let step = |index: usize| Step::of_line(&self.lines[index]);
        let pairs = (0..self.lines.len()).flat_map(|later| {
            self.before[later]
                .iter()
                .map(move |&earlier| (earlier, later))
        });
        pairs
            .filter_map(|(earlier, later)| Some((step(earlier)?, step(later)?)))
            .filter(|(earlier, later)| earlier.task != later.task)
            .collect()
    }

    /// The steps that may be done while `withheld` is withheld, in the order of the key.
    pub fn steps_without(&self, withheld: &Step) -> Vec<Step> {
        let mut is_out = vec![false; self.lines.len()];
        for index in 0..self.lines.len() {
            is_out[index] = Step::of_line(&self.lines[index]).as_ref() == Some(withheld)
                || self.before[index].iter().any(|&before| is_out[before]);
        }
        let steps = self.unmarked(&is_out).collect::<Vec<_>>();
        self.steps_of(&steps)
    }

    /// The steps that may be done next, after those in `done`. Main prints its lines as soon as it
    /// may.
    pub fn next_steps<'a>(&self, done: impl Iterator<Item = &'a Step>) -> Vec<Step> {
        let lines: Vec<String> = done.map(Step::line).collect();
        let mut came: Vec<bool> = self.lines.iter().map(|line| lines.contains(line)).collect();
        let is_mains = |index: &usize| !Step::is_line(&self.lines[*index]);
        loop {
            let mains = self.next(&came).find(is_mains);
            let Some(index) = mains else { break };
            came[index] = true;
        }
        let next: Vec<usize> = self.next(&came).collect();
        self.steps_of(&next)
    }

    fn steps_of(&self, lines: &[usize]) -> Vec<Step> {
        lines
            .iter()
            .filter_map(|&index| Step::of_line(&self.lines[index]))
            .collect()
    }
}

impl Mismatch {
    /// The line of `output` that is unexpected or too early, without its newline, and how many
    /// times it had come before. None if lines are only missing.
    pub fn line(&self, output: &[u8]) -> Option<(String, usize)> {
        match self {
            Self::Unexpected(line) => {
                let mut printed = output.split_inclusive(|&byte| byte == b'\n');
                let bytes = printed.find(|printed| escaped(printed) == *line)?;
                let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
                Some((String::from_utf8_lossy(bytes).into_owned(), 0))
            }
            Self::Again(line) => Some((line.clone(), 1)),
            Self::TooEarly { line, before } => {
                is_printed(before, output).then(|| (line.clone(), 0))
            }
            Self::Missing(_) => None,
        }
    }
}

/// Whether `line` is one of the lines of `output`.
pub fn is_printed(line: &str, output: &[u8]) -> bool {
    let output = String::from_utf8_lossy(output);
    output.lines().any(|printed| printed == line)
}

/// The line as readable text. Only control characters, such as its newline, and invalid UTF-8 are
/// escaped.
fn escaped(line: &[u8]) -> String {
    let mut text = String::new();
    for chunk in line.utf8_chunks() {
        for letter in chunk.valid().chars() {
            if letter.is_control() {
                text.extend(letter.escape_debug());
            } else {
                text.push(letter);
            }
        }
        text += &chunk.invalid().escape_ascii().to_string();
    }
    text
}
