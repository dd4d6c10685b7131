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

/// Without the numbers of threads and of interleavings: both may differ from run to run.
pub fn masked(text: &str) -> String {
    let text = between(text, "thread 'main' (", ")", "NUMBER");
    let text = between(&text, "thread '<unnamed>' (", ")", "NUMBER");
    between(&text, "Inside the program ", " interleavings", "SOME")
}

/// `text` with `mask` in place of each number that stands between `start` and `end`.
pub fn between(text: &str, start: &str, end: &str, mask: &str) -> String {
    let mut pieces = text.split(start);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_of_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let digits = piece.find(|c| !is_of_number(c)).unwrap_or(piece.len());
        let is_number = digits > 0 && piece[digits..].starts_with(end);
        masked += start;
        masked += if is_number { mask } else { &piece[..digits] };
        masked += &piece[digits..];
    }
    masked
}
