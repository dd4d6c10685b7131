//! Exercism's `results.json`, version 3: one test for each exercise. Exercism hands over one
//! exercise at a time.

use serde_json::{Value, json};

use super::{json, said};
use crate::{
    book::{Book, Student},
    results::{Row, Status},
};

/// How much of a message Exercism takes, in characters.
const MOST_MESSAGE: usize = 65_535;

pub fn of(student: &Student, book: &Book) -> Result<String, String> {
    let graded: Vec<_> = student.graded(book).collect();
    let tests: Vec<Value> = graded.iter().enumerate().map(|(index, (exercise, row))| {
        json!({
            "name": exercise.name,
            "status": test_status(row),
            "message": if row.verdict.status == Status::Solved { Value::Null } else { message(said(row)).into() },
            "test_code": format!("cargo workshop check {}", exercise.name),
            "task_id": index + 1,
        })
    }).collect();
    let failed = graded.iter().find(|(_, row)| test_status(row) != "error");
    Ok(json(&match (failed, graded.first()) {
        (None, Some((_, first))) => json!({
            "version": 3,
            "status": "error",
            "message": message(said(first)),
            "tests": [],
        }),
        (None, None) => json!({
            "version": 3,
            "status": "error",
            "message": "nothing was graded",
            "tests": [],
        }),
        (Some(_), _) => {
            let has_passed = graded
                .iter()
                .all(|(_, row)| row.verdict.status == Status::Solved);
            let status = if has_passed { "pass" } else { "fail" };
            json!({ "version": 3, "status": status, "message": null, "tests": tests })
        }
    }))
}

/// A program that does not build was not tested. Nor was a missing program, or one for which the
/// grader failed.
fn test_status(row: &Row) -> &'static str {
    match row.verdict.status {
        Status::Solved => "pass",
        Status::Unsolved if row.verdict.finding.as_deref() != Some("does-not-build") => "fail",
        Status::Unsolved | Status::Missing | Status::Error => "error",
    }
}

fn message(text: &str) -> String {
    text.chars().take(MOST_MESSAGE).collect()
}
