//! Our part of Classroom 50's `result.json`: scores, in whole numbers. The `autograder.py` in
//! `hosts` adds the owner of the repository, whom only the runner knows.

use serde_json::json;

use super::{hundredths, json, said};
use crate::{
    book::{Book, Student},
    results::Status,
};

pub fn of(student: &Student, book: &Book) -> Result<String, String> {
    // An autograder that ends without the file has failed, and the submission can be graded again.
    if let Some(why) = student.lacks(book) {
        return Err(why);
    }
    let places = student.graded(book).map(|(exercise, row)| {
        (
            exercise,
            row,
            row.points.unwrap_or_default(),
            book.points.most(&exercise.name),
        )
    });
    let places: Vec<_> = places.collect();
    let are_whole = places
        .iter()
        .all(|(_, _, points, most)| points.fract() == 0.0 && most.fract() == 0.0);
    // Scores must be whole numbers. If points are not, a score is in hundredths of a point.
    let score = |points: f64| {
        if are_whole {
            points as i64
        } else {
            hundredths(points)
        }
    };
    let tests = places.iter().map(|(exercise, row, points, most)| {
        json!({
            "test-name": exercise.name,
            "passed": row.verdict.status == Status::Solved,
            "score": score(*points),
            "max-score": score(*most),
            "finding": row.verdict.word(),
            "message": row.verdict.message,
            "output": said(row),
        })
    });
    let tests: Vec<_> = tests.collect();
    Ok(json(&json!({
        "schema": "classroom50/result/v1",
        "score": places.iter().map(|(_, _, points, _)| score(*points)).sum::<i64>(),
        "max-score": places.iter().map(|(_, _, _, most)| score(*most)).sum::<i64>(),
        "tests": tests,
    })))
}
