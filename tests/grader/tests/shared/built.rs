//! Programs that are built by one compiler, without the command around it.

use std::{path::Path, sync::LazyLock};

use grader::build::{Compiler, Executable};

/// The one for all tests.
pub static COMPILER: LazyLock<Compiler> =
    LazyLock::new(|| Compiler::prepare().expect("cargo builds"));

/// The program in this file.
pub fn built(path: &Path) -> Executable {
    let built = COMPILER.compile(path, false).expect("the compiler runs");
    built.unwrap_or_else(|refusal| panic!("{}", String::from_utf8_lossy(&refusal.words)))
}
