//! The tests of the grader, in one program, so that they share what is built.

mod at_steps_only;
mod check;
mod confined;
mod corpus;
mod course;
mod explore;
mod grade;
mod hostile;
mod layers;
mod learner;
mod perturbations;
mod play;
mod specs;
mod support;
mod timeline;
