//! The grader: what is tried with a learner's program, what was seen, and what it is called.
//!
//! A program is [built](compile), [tried](experiments) under the scheduler in several ways at the same
//! time, and then the [verdict] is the first [finding] that holds. What it should do is
//! [data](expectation), and lies beside the [course]'s programs.

pub mod board;
pub mod compile;
pub mod counterexample;
pub mod course;
pub mod evidence;
pub mod expectation;
pub mod experiments;
pub mod files;
pub mod finding;
mod folder;
pub mod grading;
pub mod head_comment;
pub mod report;
pub mod run;
pub mod schedule;
pub mod situation;
pub mod state;
mod trial;
pub mod variation;
pub mod verdict;
