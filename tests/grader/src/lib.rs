//! The grader: what is tried with a learner's program, what is seen, and what it is called.
//!
//! From the bottom up: what a program should do is a [`spec`], and lies beside the programs of the
//! [`course`]. A program is [built](build) and [observed](observe); then the first rule that holds
//! [judges](judge) it. [`grade`] does all of it, the [`report`] shows what came of it, and
//! [`state`] remembers how far a learner has come. A [`timeline`] shows one run in virtual time. A
//! module uses modules above it in this list only, which a test holds to.

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
