//! The instructor's report: one self-contained HTML page. It shows the class as a grid, how often
//! each mistake was made, who is stuck, and which files are alike.
//!
//! The page is made by `maud`, which escapes all texts. If a script got through all the same, the
//! page forbids every script but its own, which sorts the grid.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::{
    Exercise,
    book::{Book, Student},
    counted, files,
    results::{Row, Status},
    text::file_name,
};

mod alike;
mod letters;

use letters::Letters;

const STYLE: &str = include_str!("report/style.css");
const SCRIPT: &str = include_str!("report/sort.js");

/// The copies of the files that were handed in.
#[derive(Clone, Debug)]
pub struct Files {
    /// Their folder. The name of each copy is its digest.
    pub folder: PathBuf,
}

/// The page.
pub fn of(book: &Book, handed: &Files) -> String {
    let letters = Letters::of(book);
    let feedback = Feedback::of(book);
    let script = BASE64_STANDARD.encode(Sha256::digest(SCRIPT));
    let policy =
        format!("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "The class" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "The class" }
                    (summary(book))
                    (errors(book, &feedback))
                    (grid(book, &letters, &feedback))
                    (legend(&letters))
                    (mistakes(book, &feedback))
                    (stuck(book))
                    (alike(book, handed))
                }
                (feedback.sections(&letters))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

fn summary(book: &Book) -> Markup {
    let count = |status| book.count(status);
    html! {
        p.summary {
            (counted(book.students.len(), "student")) ", "
            (counted(book.exercises.len(), "exercise")) ": "
            b { (count(Status::Solved)) } " solved, "
            b { (count(Status::Unsolved)) } " not solved yet, "
            b { (count(Status::Missing)) } " not handed in, "
            b { (count(Status::Error)) } " could not be graded."
        }
    }
}

/// Files that could not be graded come first, because the instructor must handle them.
fn errors(book: &Book, feedback: &Feedback) -> Markup {
    let errors = |row: &&Row| row.verdict.status == Status::Error;
    let again =
        "No points are counted for these yet. Run the same command again to try them once more.";
    let look = "Two runs of the grader did not say the same of these files. Look at them before you give points.";
    html! {
        (by_message("Could not be graded", again, book.rows().filter(errors), feedback))
        (by_message("Unsure", look, book.rows().filter(|row| row.unsure), feedback))
    }
}

/// Groups rows by their message: a full disk makes the grader fail on many files.
fn by_message<'a>(
    head: &str,
    advice: &str,
    rows: impl Iterator<Item = &'a Row>,
    feedback: &Feedback,
) -> Markup {
    let mut by_message: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_message
            .entry(&row.verdict.message)
            .or_default()
            .push(row);
    }
    html! {
        @if !by_message.is_empty() {
            section.errors {
                h2 { (head) }
                p { (advice) }
                @for (message, rows) in &by_message {
                    p { b { (rows.len()) } ": " (message) }
                    ul.names { @for row in rows { li { (place(row, feedback)) } } }
                }
            }
        }
    }
}

fn place(row: &Row, feedback: &Feedback) -> Markup {
    html! { a href=(feedback.link(row)) { (row.student) ", " (row.exercise) } }
}

fn grid(book: &Book, letters: &Letters, feedback: &Feedback) -> Markup {
    html! {
        section {
            h2 { "Who has solved what" }
            p.hint { "Click a head to sort, a name to read the student's page, and a place to see what was said." }
            div.wide {
                table #grid {
                    thead {
                        tr {
                            th scope="col" { button { "student" } }
                            th scope="col" { button { "points" } }
                            @for exercise in &book.exercises { th scope="col" { button { (exercise.name) } } }
                        }
                    }
                    tbody {
                        @for student in &book.students {
                            tr {
                                th scope="row" { a href=(page_of(student)) { (student.name) } }
                                td.points { (total(student, book)) }
                                @for row in &student.rows { (cell(*row, letters, feedback)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The student's page of feedback, seen from the report.
fn page_of(student: &Student) -> String {
    // Each `%` in the file's name is itself, and does not begin a code.
    format!(
        "feedback/{}.md",
        file_name(student.name).replace('%', "%25")
    )
}

fn total(student: &Student, book: &Book) -> String {
    match student.lacks(book) {
        None => student.points().to_string(),
        Some(_) => "?".to_owned(),
    }
}

fn cell(row: Option<&Row>, letters: &Letters, feedback: &Feedback) -> Markup {
    let Some(row) = row else {
        return html! { td {} };
    };
    let (letter, class) = letters.of_row(row);
    let unsure = if row.unsure { "?" } else { "" };
    let title = format!(
        "{}, {}: {}{unsure}",
        row.student,
        row.exercise,
        row.verdict.word()
    );
    html! {
        td class=(class) {
            @if row.verdict.status == Status::Missing { span title=(title) { (letter) } }
            @else { a href=(feedback.link(row)) title=(title) { (letter) (unsure) } }
        }
    }
}

fn legend(letters: &Letters) -> Markup {
    html! {
        ul.legend {
            @for (word, letter, class, count) in letters.all() {
                li { span class=(class) { (letter) } " " (word) " (" (count) ")" }
            }
        }
    }
}

/// The mistakes in each exercise, the most frequent first, with an example of each to talk about.
fn mistakes(book: &Book, feedback: &Feedback) -> Markup {
    html! {
        section {
            h2 { "What to talk about" }
            @for (column, exercise) in book.exercises.iter().enumerate() {
                (mistakes_in(exercise, rows(book, column), feedback))
            }
        }
    }
}

fn rows<'a>(book: &Book<'a>, column: usize) -> Vec<&'a Row> {
    book.students
        .iter()
        .filter_map(|student| student.rows[column])
        .collect()
}

fn mistakes_in(exercise: &Exercise, rows: Vec<&Row>, feedback: &Feedback) -> Markup {
    let mut by_finding: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    let starter = files::sha256(&exercise.starter);
    let is_untouched = |row: &Row| row.sha256.as_ref() == Some(&starter);
    let untouched = rows.iter().filter(|row| is_untouched(row)).count();
    for row in rows
        .iter()
        .filter(|row| row.verdict.status == Status::Unsolved && !is_untouched(row))
    {
        by_finding.entry(row.verdict.word()).or_default().push(row);
    }
    let mut findings: Vec<_> = by_finding.into_iter().collect();
    findings.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
    let solved = rows
        .iter()
        .filter(|row| row.verdict.status == Status::Solved)
        .count();
    let handed = rows
        .iter()
        .filter(|row| row.verdict.status != Status::Missing)
        .count();
    html! {
        h3 { (exercise.name) }
        p { (solved) " of " (handed) " who handed it in have solved it."
            @if untouched > 0 { " As it was handed out: " (untouched) "." }
        }
        @if !findings.is_empty() {
            table.counts {
                @for (finding, rows) in &findings {
                    tr {
                        td.number { (rows.len()) }
                        td { (finding) }
                        td { a href=(feedback.link(rows[0])) { (rows[0].verdict.message) } }
                    }
                }
            }
        }
    }
}

/// The students who handed in something but solved nothing, and the students who handed in nothing.
fn stuck(book: &Book) -> Markup {
    let handed = |student: &Student| student.rows.len() - student.count(Status::Missing);
    let stuck = book
        .students
        .iter()
        .filter(|student| handed(student) > 0 && student.count(Status::Solved) == 0);
    let absent = book.students.iter().filter(|student| handed(student) == 0);
    html! {
        section {
            h2 { "Who is stuck" }
            (names("Handed in something, and solved nothing:", stuck))
            (names("Handed in nothing:", absent))
        }
    }
}

fn names<'a>(head: &str, students: impl Iterator<Item = &'a Student<'a>>) -> Markup {
    let names: Vec<&str> = students.map(|student| student.name).collect();
    html! {
        p { (head) " " @if names.is_empty() { "no student." } @else { (names.len()) "." } }
        @if !names.is_empty() { ul.names { @for name in &names { li { (name) } } } }
    }
}

fn alike(book: &Book, handed: &Files) -> Markup {
    let groups = alike::groups(book, handed);
    html! {
        section {
            h2 { "Whose files are alike" }
            p.hint { "A hint to look, and no verdict: small programs can be alike by chance." }
            @if groups.is_empty() { p { "None that could be compared." } }
            @else {
                table.counts {
                    @for group in &groups {
                        tr {
                            td { (group.exercise) }
                            td { (group.how) }
                            td { ul.names { @for student in &group.students { li { (student) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// The verdict on each distinct file, to be opened from the grid.
struct Feedback<'a> {
    /// The rows of each distinct file.
    files: Vec<Vec<&'a Row>>,
    numbers: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Feedback<'a> {
    fn of(book: &Book<'a>) -> Self {
        let mut feedback = Self {
            files: Vec::new(),
            numbers: HashMap::new(),
        };
        for row in book
            .rows()
            .filter(|row| row.verdict.status != Status::Missing)
        {
            let next = feedback.files.len();
            let number = *feedback.numbers.entry(Self::key(row)).or_insert(next);
            if number == next {
                feedback.files.push(Vec::new());
            }
            feedback.files[number].push(row);
        }
        feedback
    }

    /// The exercise and the file. A file without a digest is its student's alone.
    fn key(row: &Row) -> (&str, &str) {
        (&row.exercise, row.sha256.as_ref().unwrap_or(&row.student))
    }

    fn link(&self, row: &Row) -> String {
        let number = self.numbers.get(&Self::key(row));
        number.map_or_else(String::new, |number| format!("#said-{number}"))
    }

    fn sections(&self, letters: &Letters) -> Markup {
        html! {
            @for (number, rows) in self.files.iter().enumerate() {
                section.said id=(format!("said-{number}")) { div { (said(rows, letters)) } }
            }
        }
    }
}

/// What was said of a file, and who has handed it in. `rows` has one row at least.
fn said(rows: &[&Row], letters: &Letters) -> Markup {
    let row = rows[0];
    let (letter, class) = letters.of_row(row);
    html! {
        a.close href="#grid" { "close" }
        h2 { (row.exercise) ": " span class=(class) { (letter) " " (row.verdict.word()) } }
        ul.names {
            @for row in rows { li { (row.student) ": " (row.file.as_deref().unwrap_or_default()) } }
        }
        p { (row.verdict.message) }
        @if !row.verdict.text.is_empty() { pre { (row.verdict.text) } }
        @if let Some(schedule) = &row.verdict.schedule { p { "Schedule: " code { (schedule) } } }
    }
}

#[cfg(test)]
mod tests;
