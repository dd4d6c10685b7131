//! What the tests share: one compiler, and gradings without the command around them.

use std::{fs, path::Path, sync::LazyLock};

use grader::{
    build::{Compiler, Executable},
    finding::Finding,
    judge,
    observe::{self, Depth},
    progress::Progress,
    spec::Spec,
};

pub static COMPILER: LazyLock<Compiler> =
    LazyLock::new(|| Compiler::prepare().expect("cargo builds"));

/// The program in this file.
pub fn built(path: &Path) -> Executable {
    let built = COMPILER.compile(path, false).expect("the compiler runs");
    built.unwrap_or_else(|refusal| panic!("{}", String::from_utf8_lossy(&refusal.words)))
}

/// The program with this main.
pub fn with_main(main: &str) -> Executable {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("program.rs");
    let uses = "use std::{sync::*, thread};\nuse common::*;\n";
    let program = format!("#![allow(unused_imports)]\n{uses}\nfn main() {{\n{main}\n}}\n");
    fs::write(&path, program).expect("there is room");
    built(&path)
}

/// What its schedules show, without the interleavings inside: those take the longest, and `check`
/// and the corpus have them.
pub fn found(spec: &Spec, program: &Executable) -> Finding {
    let progress = Progress::default();
    let seen = observe::observe(program, spec, Depth::Exposing, &progress);
    let verdict = judge::judge(spec, &seen.expect("the grader does its work"));
    let verdict = verdict.expect("what was seen fits a finding");
    println!("{}\n{}", verdict.message, verdict.evidence);
    verdict.finding
}
