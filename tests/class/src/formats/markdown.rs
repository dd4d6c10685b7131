//! A page for a student: each exercise that was handed in, what is wrong with it, how that was seen,
//! and the next lesson. It contains nothing about other students, and no solution.

use super::said;
use crate::{
    Exercise,
    book::{Book, Student},
    results::{Row, Status},
};

pub fn of(student: &Student, book: &Book) -> String {
    let mut text = format!("# {}\n\n", plain(student.name));
    text.push_str(&total(student, book));
    for (exercise, row) in student.graded(book) {
        text.push_str(&section(exercise, row, book));
    }
    let missing = student
        .graded(book)
        .filter(|(_, row)| row.verdict.status == Status::Missing);
    let missing: Vec<&str> = missing.map(|(exercise, _)| &*exercise.name).collect();
    if !missing.is_empty() {
        text.push_str(&format!("\nNot handed in: {}.\n", missing.join(", ")));
    }
    text
}

fn total(student: &Student, book: &Book) -> String {
    let most = book.most();
    let solved = student.count(Status::Solved);
    let of = book.exercises.len();
    match student.lacks(book) {
        None => format!(
            "Points: {} of {most}. Solved exercises: {solved} of {of}.\n",
            student.points()
        ),
        Some(_) => format!(
            "Solved exercises: {solved} of {of}. The points follow: something is not graded yet.\n"
        ),
    }
}

fn section(exercise: &Exercise, row: &Row, book: &Book) -> String {
    let name = &exercise.name;
    let most = book.points.most(&exercise.name);
    let points = row.points.map_or_else(String::new, |points| {
        format!(" (points: {points} of {most})")
    });
    let lesson = format!("Lesson: {}\n", exercise.lesson);
    let file = row.file.as_deref().unwrap_or_default();
    let file = format!("File: {}\n", plain(file));
    match row.verdict.status {
        Status::Solved => format!("\n## {name}: solved{points}\n\n{file}"),
        // The page names all of these in one sentence.
        Status::Missing => String::new(),
        Status::Error if row.sha256.is_none() => format!(
            "\n## {name}: not graded yet\n\n{file}\nWhat you handed in could not be read, so no points are lost yet: {}\n\nHand it in again.\n",
            plain(&row.verdict.message)
        ),
        Status::Error => format!(
            "\n## {name}: not graded yet\n\n{file}\nThe grader could not do its work. This is not your program's fault, and no points are lost.\n"
        ),
        Status::Unsolved => {
            let finding = row.verdict.word();
            let message = plain(&row.verdict.message);
            let evidence = fenced(said(row));
            let unsure = if row.unsure {
                "\nThe grader did not always say the same of this file: ask your instructor.\n"
            } else {
                ""
            };
            format!(
                "\n## {name}: not solved yet{points}\n\n{file}\n**{finding}**: {message}\n{unsure}\n{evidence}\n{lesson}"
            )
        }
    }
}

/// `text` unchanged for the reader, on one line. Everything that has a meaning in Markdown or HTML
/// is escaped.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        match c {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' | '$' | '@' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

/// `text` as code, between fences that are longer than any fence in it.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}
