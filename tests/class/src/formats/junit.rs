//! JUnit's XML: a suite for each student, and a case for each exercise. A failure's type is the
//! finding.

use std::{io, time::Duration};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::said;
use crate::{
    Exercise,
    book::Book,
    results::{Row, Status},
};

pub fn of(book: &Book) -> io::Result<Vec<u8>> {
    let mut report = Report::new("class");
    for student in &book.students {
        let mut suite = TestSuite::new(student.name);
        suite.add_test_cases(
            student
                .graded(book)
                .map(|(exercise, row)| case(exercise, row)),
        );
        report.add_test_suite(suite);
    }
    let xml = report.to_string().map_err(io::Error::other)?;
    // The published schema has no such attribute on the outermost element, which is where it occurs
    // first.
    Ok(xml.replacen(" skipped=\"0\"", "", 1).into_bytes())
}

fn case(exercise: &Exercise, row: &Row) -> TestCase {
    let kind = match row.verdict.status {
        Status::Solved => None,
        Status::Unsolved | Status::Missing => Some(NonSuccessKind::Failure),
        Status::Error => Some(NonSuccessKind::Error),
    };
    let status = match kind {
        None => TestCaseStatus::success(),
        Some(kind) => {
            let mut status = TestCaseStatus::non_success(kind);
            status.set_type(row.verdict.word());
            status.set_message(row.verdict.message.as_str());
            status.set_description(said(row));
            status
        }
    };
    let mut case = TestCase::new(exercise.name.as_str(), status);
    case.set_classname(row.student.as_str());
    case.set_time(Duration::try_from_secs_f64(row.verdict.seconds).unwrap_or_default());
    case
}
