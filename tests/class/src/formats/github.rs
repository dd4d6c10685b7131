//! What GitHub's autograding reporter reads as the result of a step: JSON in Base64.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use super::said;
use crate::{
    book::{Book, Student},
    results::{Row, Status},
};

pub fn of(student: &Student, book: &Book) -> Result<String, String> {
    let tests: Vec<_> = student
        .graded(book)
        .map(|(exercise, row)| {
            json!({
                "name": exercise.name,
                "status": status(row),
                "score": row.points.unwrap_or_default(),
                "message": if row.verdict.status == Status::Solved { "" } else { said(row) },
                "test_code": format!("cargo workshop check {}", exercise.name),
                "filename": exercise.file,
                "line_no": row.verdict.line.unwrap_or(0),
                "execution_time": format!("{}s", row.verdict.seconds),
            })
        })
        .collect();
    let statuses = student.rows.iter().map(|row| row.map_or("error", status));
    let worst = ["error", "fail"]
        .into_iter()
        .find(|bad| statuses.clone().any(|status| status == *bad));
    let result = json!({
        "version": 1,
        "status": worst.unwrap_or("pass"),
        "max_score": book.most(),
        "tests": tests,
    });
    Ok(BASE64_STANDARD.encode(result.to_string()) + "\n")
}

fn status(row: &Row) -> &'static str {
    match row.verdict.status {
        Status::Solved => "pass",
        Status::Unsolved | Status::Missing => "fail",
        Status::Error => "error",
    }
}
