//! What the grader says of programs. The tests are one program, so that they share what is built.

#[path = "../shared/built.rs"]
mod built;
mod check;
#[path = "../shared/checked.rs"]
mod checked;
mod confined;
mod corpus;
mod course;
mod layers;
#[path = "../shared/mask.rs"]
mod mask;
