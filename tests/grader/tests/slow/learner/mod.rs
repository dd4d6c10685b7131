//! A learner's day: the commands on a course of our own, so that no learner's exercises are in the
//! way.

mod commands;
mod course;
#[cfg(unix)]
mod terminal;
mod verify;
