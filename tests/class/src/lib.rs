//! Grades a whole class: reads a folder of submissions, and writes one row for each student and
//! exercise.
//!
//! ```text
//! submissions -> plan -> batch -> results -> book -> formats
//!   files        jobs    verdicts   rows     table   what hosts and people read
//! ```
//!
//! [`submissions`] finds each student's file for each exercise, in folders, archives and lists. The
//! [`plan`] names the files that need a verdict: each distinct file once, and no file whose verdict
//! is known. The [`batch`] has them graded, in one child process each, and appends every verdict to
//! the [`results`] at once. The [`book`] is the table of students and exercises, and the
//! [`formats`] write this table for hosts and people.
//!
//! A submission comes from a stranger. [`text`] makes its names harmless. [`submissions`] reads its
//! archives within limits, and never unpacks them to a place that they name. No text of a
//! submission reaches a format unescaped.

pub mod batch;
pub mod book;
pub mod child;
pub mod files;
pub mod formats;
pub mod handout;
pub mod merge;
mod orphans;
pub mod plan;
pub mod points;
pub mod report;
pub mod results;
pub mod shard;
pub mod submissions;
pub mod text;
pub mod version;

/// An exercise that can be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Its name.
    pub name: String,
    /// The name of its file, such as `join_handles.rs`.
    pub file: String,
    /// The path of its lesson, from the top of the course.
    pub lesson: String,
    /// The file as it is handed out.
    pub starter: Vec<u8>,
}

/// `1 student`, or `2 students`.
pub fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
