//! The tests of the grader, in one program: most of the time they wait, and so they wait together.

mod check;
mod corpus;
mod course;
mod expectations;
mod explore;
mod hostile;
mod learner;
mod play;
mod variations;
