//! Grades a whole class: a folder of submissions in, one trustworthy row each out.
//!
//! ```text
//! submissions -> plan -> batch -> results -> book -> formats
//!   files        jobs    verdicts   rows     table   what hosts and people read
//! ```
//!
//! [`submissions`] finds each student's file for each exercise, in folders, archives and lists. The
//! [`plan`] names the files that need a verdict: each distinct file once, and none whose verdict is
//! known. The [`batch`] has them graded, one child process each, and appends every verdict to the
//! [`results`] at once. The [`book`] is the table of students and exercises, and the [`formats`]
//! write it down.
//!
//! A submission is a stranger's. Its names are made harmless in [`text`], its archives are read in
//! [`submissions`] within limits and never unpacked to a place that they name, and no text of it
//! reaches a format unescaped.

pub mod batch;
pub mod book;
pub mod child;
pub mod files;
pub mod formats;
pub mod handout;
mod orphans;
pub mod plan;
pub mod points;
pub mod report;
pub mod results;
pub mod submissions;
pub mod text;
pub mod version;

/// An exercise that can be handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// What it is called.
    pub name: String,
    /// The name of its file, such as `join_handles.rs`.
    pub file: String,
    /// Where its lesson is, from the top of the course.
    pub lesson: String,
    /// The file as it is handed out.
    pub starter: Vec<u8>,
}
