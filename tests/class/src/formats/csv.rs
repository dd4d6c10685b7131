//! A table for a spreadsheet: a line for each student, with the points and the finding for each
//! exercise.

use std::io;

use crate::book::{Book, Student};

pub fn of(book: &Book) -> io::Result<Vec<u8>> {
    // This mark tells spreadsheets that the text is UTF-8.
    let mut table = csv::Writer::from_writer(Vec::from("\u{feff}"));
    table.write_record(head(book))?;
    for student in &book.students {
        table.write_record(line(student, book))?;
    }
    table
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}

fn head(book: &Book) -> Vec<String> {
    let mut head = vec!["student".to_owned(), "points".to_owned(), "of".to_owned()];
    for exercise in &book.exercises {
        head.push(format!("{} points", exercise.name));
        head.push(format!("{} finding", exercise.name));
    }
    head
}

fn line(student: &Student, book: &Book) -> Vec<String> {
    let total = match student.lacks(book) {
        None => student.points().to_string(),
        Some(_) => String::new(),
    };
    let mut line = vec![no_formula(student.name), total, book.most().to_string()];
    for row in &student.rows {
        let points = row.and_then(|row| row.points);
        line.push(points.map_or_else(String::new, |points| points.to_string()));
        let unsure = if row.is_some_and(|row| row.unsure) {
            " (unsure)"
        } else {
            ""
        };
        let word = row.map_or("", |row| row.verdict.word());
        line.push(no_formula(&format!("{word}{unsure}")));
    }
    line
}

/// `text` in a form that a spreadsheet shows and does not compute.
fn no_formula(text: &str) -> String {
    if text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
    {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
