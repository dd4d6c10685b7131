//! A program of a package, built by cargo.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    Builder,
    cargo::{self, FLAGS, Report},
    error::BuildError,
    flags, listing,
    lock::LockFile,
    program::{Parts, Program},
    target::{Choice, Kind, Workspace},
};

/// A package, and what to build of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its `Cargo.toml`, or the folder that has it.
    pub manifest: PathBuf,
    /// The target to build.
    pub target: Target,
    /// Its features, in the form of the values of `--features`.
    pub features: Vec<String>,
    /// Whether all its features are on.
    pub all_features: bool,
    /// Whether its default features are off.
    pub no_default_features: bool,
    /// Whether it is built in release mode.
    pub release: bool,
}

/// A target of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The binary, if there is only one, or a default one.
    Default,
    /// The binary of this name.
    Bin(String),
    /// The example of this name.
    Example(String),
    /// Test functions in a file of the folder `tests`.
    Test {
        /// The name of the file, without its extension.
        name: String,
        /// A text that their names contain.
        filter: Option<String>,
    },
    /// Test functions in the library, or in the binary if there is no library.
    UnitTests {
        /// A text that their names contain.
        filter: Option<String>,
    },
}

impl Package {
    /// The default binary of a package.
    pub fn new(manifest: impl Into<PathBuf>) -> Self {
        Self {
            manifest: manifest.into(),
            target: Target::Default,
            features: Vec::new(),
            all_features: false,
            no_default_features: false,
            release: false,
        }
    }

    /// The same package with another target.
    pub fn target(self, target: Target) -> Self {
        Self { target, ..self }
    }

    /// The same package with its unit tests as the target.
    pub fn unit_tests(self, filter: Option<&str>) -> Self {
        self.target(Target::UnitTests {
            filter: filter.map(str::to_owned),
        })
    }

    fn options(&self) -> Vec<String> {
        let switches = [
            (self.all_features, "--all-features"),
            (self.no_default_features, "--no-default-features"),
            (self.release, "--release"),
        ];
        let switches = switches.into_iter().filter(|(is_set, _)| *is_set);
        let features = self
            .features
            .iter()
            .map(|feature| format!("--features={feature}"));
        switches
            .map(|(_, switch)| switch.to_owned())
            .chain(features)
            .collect()
    }

    fn is_test(&self) -> bool {
        matches!(self.target, Target::Test { .. } | Target::UnitTests { .. })
    }

    fn filter(&self) -> Option<&str> {
        match &self.target {
            Target::Test { filter, .. } | Target::UnitTests { filter } => filter.as_deref(),
            _ => None,
        }
    }

    /// The path of the manifest, in cargo's form.
    fn manifest(&self) -> Result<PathBuf, BuildError> {
        let path = if self.manifest.is_dir() {
            self.manifest.join("Cargo.toml")
        } else {
            self.manifest.clone()
        };
        if !path.is_file() {
            return Err(BuildError::NoFile(path));
        }
        fs::canonicalize(&path).map_err(|error| BuildError::io("find", &path, error))
    }
}

/// Builds the programs.
pub fn build(builder: &Builder, package: &Package) -> Result<Vec<Program>, BuildError> {
    let manifest = package.manifest()?;
    let folder = manifest.parent().unwrap_or(Path::new("/"));
    let workspace = Workspace::find(&manifest, folder, builder.messages)?;
    let choice = workspace.choose(&package.target)?;
    let name = &choice.member.name;
    let member = choice.member.folder();
    let theirs = flags::of_package(
        &builder.places,
        &builder.compiler,
        member,
        name,
        builder.messages,
    )?;
    let flags = match &builder.runtime {
        Some(runtime) => flags::append(&theirs, &runtime.all_flags()),
        None => theirs,
    };

    let target = builder.places.package(&workspace.root);
    builder.places.note(&target, &workspace.root)?;
    // The lock file is held until the next build cannot reach the executable.
    let lock_file = LockFile::hold(&workspace.root, &target)?;
    let mut command = command(builder, package, &choice);
    command.env(FLAGS, flags);
    let report = cargo::build(&mut command, &target, builder.messages)?;
    let report = report.check(builder.messages, || format!("the package `{name}`"))?;
    let program = program(builder, &report, &choice, package.is_test())?;
    drop(lock_file);

    if package.is_test() {
        listing::tests(&program, &choice, package.filter())
    } else {
        Ok(vec![program])
    }
}

fn command(builder: &Builder, package: &Package, choice: &Choice) -> Command {
    let mut command = cargo::cargo(choice.member.folder());
    if package.is_test() {
        command.args(["test", "--no-run"]);
    } else {
        command.arg("build");
    }
    command
        .args(choice.options())
        .args(package.options())
        // If a target is given, build scripts and macros are built without our flags.
        .args(["--target", &builder.compiler.host, "--manifest-path"])
        .arg(&choice.member.manifest);
    command
}

/// The program that cargo has built.
fn program(
    builder: &Builder,
    report: &Report,
    choice: &Choice,
    is_test: bool,
) -> Result<Program, BuildError> {
    let mut crates = BTreeSet::new();
    let mut own = BTreeSet::from([choice.member.folder().to_owned()]);
    let mut executable = None;
    for artifact in report.artifacts().filter(|artifact| artifact.is_own) {
        let Some(kind) = Kind::read(&artifact.kind) else {
            continue;
        };
        crates.insert(artifact.name.replace('-', "_"));
        own.extend(artifact.manifest.parent().map(Path::to_owned));
        let is_meant = (kind, &artifact.name) == (choice.kind, &choice.name)
            && artifact.manifest == choice.member.manifest
            && artifact.is_test == is_test;
        executable = artifact.executable.filter(|_| is_meant).or(executable);
    }
    let executable = executable.ok_or(BuildError::NoPath("the program"))?;
    let folder = builder.places.program()?;
    let member = &choice.member;
    let mut program = Program::new(Parts {
        name: choice.name.clone(),
        has_runtime: builder.has_runtime(),
        crates: &crates.into_iter().collect::<Vec<_>>(),
        own: own.into_iter().collect(),
        executable: take(&executable, folder.path())?,
        folder,
    })?;
    program.environment = environment(&member.name, &member.version, member.folder());
    Ok(program)
}

/// Gives the executable a name in our folder, because the next build of the package replaces the
/// original.
fn take(executable: &Path, folder: &Path) -> Result<PathBuf, BuildError> {
    let path = folder.join(executable.file_name().unwrap_or_default());
    fs::hard_link(executable, &path)
        .or_else(|_| fs::copy(executable, &path).map(drop))
        .map_err(|error| BuildError::io("write", &path, error))?;
    Ok(path)
}

/// The variables that cargo adds to the environment of a program that it runs.
fn environment(name: &str, version: &str, folder: &Path) -> Vec<(String, String)> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let folder = folder.to_string_lossy();
    let variables = [
        ("CARGO", &*cargo),
        ("CARGO_MANIFEST_DIR", &folder),
        ("CARGO_PKG_NAME", name),
        ("CARGO_PKG_VERSION", version),
    ];
    variables
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_passed_on() {
        let package = Package {
            features: vec!["a,b".into(), "c/d".into()],
            no_default_features: true,
            release: true,
            ..Package::new("x")
        };
        assert_eq!(
            package.options(),
            [
                "--no-default-features",
                "--release",
                "--features=a,b",
                "--features=c/d"
            ]
        );
    }

    #[test]
    fn a_folder_without_a_manifest_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = Package::new(folder.path())
            .manifest()
            .unwrap_err()
            .to_string();
        assert!(error.ends_with("Cargo.toml`. Check the path."), "{error}");
    }
}
