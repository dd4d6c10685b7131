//! Checks that this compiler makes scheduling points at all. The flag for them has a stable name,
//! but what it does may change.

use std::fs;

use interleave_protocol::{log::Kind, plan::Plan};

use crate::{run::Step, server::Server};

use super::{
    Builder,
    error::{BuildError, Cause},
    executable::Executable,
    file,
    program::Program,
};

/// A program with one atomic operation.
const ONE_ATOMIC: &str = "\
use std::sync::atomic::{AtomicUsize, Ordering};

fn main() {
    static VALUE: AtomicUsize = AtomicUsize::new(1);
    let value = VALUE.load(Ordering::SeqCst);
    assert_eq!(value, 1);
}
";

/// Builds the program.
pub fn build(builder: &Builder) -> Result<Program, BuildError> {
    let folder = builder.places.program()?;
    let source = folder.path().join("one_atomic.rs");
    fs::write(&source, ONE_ATOMIC).map_err(|error| BuildError::io("write", &source, error))?;
    file::build(builder, &source)
}

/// Checks that the program has a scheduling point, and reaches it.
pub fn check(builder: &Builder) -> Result<(), BuildError> {
    let pass_error = || BuildError::Pass {
        version: builder.compiler.version.clone(),
    };
    let program = build(builder).map_err(|error| match error {
        // Nothing is wrong with the program, so the compiler refuses our flags.
        BuildError::Build {
            cause: Cause::File, ..
        } => pass_error(),
        error => error,
    })?;
    let path = &program.executable;
    let bytes = fs::read(path).map_err(|error| BuildError::io("read", path, error))?;
    let executable = Executable::parse(&bytes).map_err(|_| pass_error())?;
    if !executable.calls_runtime() {
        return Err(pass_error());
    }
    run(&program).map_err(|reason| BuildError::Run {
        version: builder.compiler.version.clone(),
        reason,
    })
}

fn run(program: &Program) -> Result<(), String> {
    let plan = Plan::default();
    let mut server = Server::start(&program.into(), 0, plan.steps)
        .map_err(|error| format!("could not be started: {error}"))?;
    let run = server
        .run(&plan)
        .map_err(|error| format!("ended before its end: {error}"))?;
    let is_load = |step: &Step| step.entry.kind == Kind::Load;
    if !run.steps.iter().any(is_load) {
        return Err(format!(
            "had no step of an atomic operation: {}",
            run.status
        ));
    }
    Ok(())
}
