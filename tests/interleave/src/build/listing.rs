//! The test functions of a test program. Each is explored by itself.

use std::{collections::HashSet, fs, process::Command};

use super::{
    error::BuildError,
    program::Program,
    target::{Choice, Kind},
};

/// One program for each test function that has `filter` in its name. An ignored test must be named
/// in full. A test without a harness is one program.
pub fn tests(
    program: &Program,
    choice: &Choice,
    filter: Option<&str>,
) -> Result<Vec<Program>, BuildError> {
    // Like cargo, run tests in the folder of their package.
    let mut program = program.clone();
    program.directory = choice.member.folder().to_owned();
    if !has_harness(choice) {
        return Ok(vec![program]);
    }
    let all = list(&program, &[])?;
    let ignored: HashSet<String> = list(&program, &["--ignored"])?.into_iter().collect();
    let fits = |name: &&String| match filter {
        Some(filter) if *name == filter => true,
        Some(filter) if ignored.contains(*name) || !name.contains(filter) => false,
        _ => !ignored.contains(*name),
    };
    let tests: Vec<Program> = all
        .iter()
        .filter(fits)
        .map(|name| one(&program, name))
        .collect();
    if tests.is_empty() {
        return Err(BuildError::NoTests {
            filter: filter.map(str::to_owned),
            known: all,
        });
    }
    Ok(tests)
}

/// The program that runs this test only.
fn one(program: &Program, name: &str) -> Program {
    let arguments = [
        "--exact",
        name,
        "--include-ignored",
        "--test-threads=1",
        "--nocapture",
    ];
    program.with_arguments(name, arguments.map(str::to_owned).to_vec())
}

fn list(program: &Program, options: &[&str]) -> Result<Vec<String>, BuildError> {
    let output = Command::new(&program.executable)
        .args(["--list", "--format=terse"])
        .args(options)
        .current_dir(&program.directory)
        .envs(
            program
                .environment
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .env_remove("INTERLEAVE")
        .output()
        .map_err(|error| BuildError::io("run", &program.executable, error))?;
    if !output.status.success() {
        return Err(BuildError::NoList {
            test: program.name.clone(),
            messages: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    Ok(names(&String::from_utf8_lossy(&output.stdout)))
}

/// The names in a list of tests. Benchmarks are left out.
fn names(list: &str) -> Vec<String> {
    let names = list.lines().filter_map(|line| line.strip_suffix(": test"));
    names.map(str::to_owned).collect()
}

/// Whether the test has a harness with the option `--list`. Only the manifest shows that.
fn has_harness(choice: &Choice) -> bool {
    let text = fs::read_to_string(&choice.member.manifest).unwrap_or_default();
    let manifest: toml::Table = text.parse().unwrap_or_default();
    let table = |name| manifest.get(name).and_then(|value| value.as_table());
    let tables = |name| manifest.get(name).and_then(|value| value.as_array());
    let named = |name| {
        let mut targets = tables(name)?.iter().filter_map(|target| target.as_table());
        let is_meant = |target: &&toml::Table| {
            target.get("name").and_then(|name| name.as_str()) == Some(&choice.name)
        };
        targets.find(is_meant)
    };
    let target = match choice.kind {
        Kind::Library => table("lib"),
        Kind::Binary => named("bin"),
        Kind::Example => named("example"),
        Kind::Test => named("test"),
    };
    let harness = target.and_then(|target| target.get("harness")?.as_bool());
    harness.unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_tests_and_other_things() {
        let list = "a::b: test\nc: bench\nd::e: test\n\n2 tests, 1 benchmark\n";
        assert_eq!(names(list), ["a::b", "d::e"]);
        assert!(names("").is_empty());
    }
}
