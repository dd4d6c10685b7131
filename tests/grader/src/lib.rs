//! The grader: tries a learner's program, observes it, and names what it finds.
//!
//! From the bottom up: a [`spec`] says what a program should do, and lies beside the programs of
//! the [`course`]. A program is [built](build) and [observed](observe). Then the first rule that
//! holds [judges](judge) it. [`grade`] does all of this, the [`report`] shows the result, and
//! [`state`] records a learner's progress. A [`timeline`] shows one run in virtual time. A module
//! uses only modules that are declared above it in this file. A test checks this.

pub mod files;
pub mod finding;
pub mod head_comment;
pub mod progress;
pub mod style;
pub mod text;

pub mod schedule;
pub mod spec;

pub mod course;
pub mod state;

pub mod scratch;

pub mod build;

pub mod observe;

pub mod judge;

pub mod counterexample;
pub mod grade;

pub mod report;

pub mod timeline;
