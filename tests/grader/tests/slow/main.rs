//! What users see of each command, hostile programs, and systems without the interleaver.
//!
//! These tests take a minute together, so `cargo test` leaves them out. `.ci/run` runs them, and so
//! does `cargo test -p grader --test slow`.

mod at_steps_only;
#[path = "../shared/built.rs"]
mod built;
#[path = "../shared/checked.rs"]
#[cfg(target_os = "linux")]
mod checked;
#[cfg(target_os = "linux")]
mod checks;
mod explore;
mod grade;
mod handout;
mod hostile;
mod learner;
#[cfg(target_os = "linux")]
mod lines;
#[path = "../shared/mask.rs"]
mod mask;
mod perturbations;
mod play;
mod specs;
mod timeline;
