//! Chooses a target of a package, by the output of `cargo metadata`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Messages, cargo, error::BuildError, package::Target};

/// Cargo's data about a workspace.
#[derive(Debug)]
pub struct Workspace {
    /// Its top folder.
    pub root: PathBuf,
    /// The packages that a manifest selects.
    packages: Vec<Member>,
}

/// A package of the workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its manifest.
    pub manifest: PathBuf,
    default_run: Option<String>,
    targets: Vec<(Kind, String)>,
}

/// What a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A library.
    Library,
    /// A program.
    Binary,
    /// An example.
    Example,
    /// A test in the folder `tests`.
    Test,
}

/// What to build.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The package that it is in.
    pub member: Member,
    /// The kind of the target.
    pub kind: Kind,
    /// The name of the target.
    pub name: String,
}

impl Workspace {
    /// Asks cargo. This neither looks up dependencies nor writes a file.
    pub fn find(manifest: &Path, folder: &Path, messages: Messages) -> Result<Self, BuildError> {
        let mut command = cargo::cargo(folder);
        command
            .args([
                "metadata",
                "--no-deps",
                "--format-version=1",
                "--manifest-path",
            ])
            .arg(manifest);
        let report = cargo::ask(&mut command)?;
        let report = report.check(messages, || {
            format!("the package of `{}`", manifest.display())
        })?;
        report
            .first()
            .and_then(|metadata| Self::read(metadata, manifest))
            .ok_or(BuildError::NoPath("the package"))
    }

    fn read(metadata: &Value, manifest: &Path) -> Option<Self> {
        let all: Vec<(&Value, Member)> = metadata["packages"]
            .as_array()?
            .iter()
            .filter_map(|package| Some((&package["id"], Member::read(package)?)))
            .collect();
        let default = metadata["workspace_default_members"].as_array();
        let is_meant = |id: &Value, member: &Member| {
            if all.iter().any(|(_, member)| member.manifest == manifest) {
                member.manifest == manifest
            } else {
                default.is_none_or(|default| default.contains(id))
            }
        };
        let packages = all.iter().filter(|(id, member)| is_meant(id, member));
        Some(Self {
            root: metadata["workspace_root"].as_str()?.into(),
            packages: packages.map(|(_, member)| member.clone()).collect(),
        })
    }

    /// Chooses the target for a request.
    pub fn choose(&self, target: &Target) -> Result<Choice, BuildError> {
        match target {
            Target::Default => self.default_binary(),
            Target::Bin(name) => self.named(Kind::Binary, name),
            Target::Example(name) => self.named(Kind::Example, name),
            Target::Test { name, .. } => self.named(Kind::Test, name),
            Target::UnitTests { .. } => {
                let library = self.all().find(|choice| choice.kind == Kind::Library);
                library.map_or_else(|| self.default_binary(), Ok)
            }
        }
    }

    fn named(&self, kind: Kind, name: &str) -> Result<Choice, BuildError> {
        let mut choices = self.all().filter(|choice| choice.kind == kind);
        choices
            .find(|choice| choice.name == name)
            .ok_or_else(|| BuildError::NoTarget {
                kind: kind.word(),
                name: Some(name.to_owned()),
                known: self
                    .all()
                    .filter(|choice| choice.kind == kind)
                    .map(|choice| choice.name)
                    .collect(),
            })
    }

    fn default_binary(&self) -> Result<Choice, BuildError> {
        let all: Vec<Choice> = self.all().collect();
        let binaries: Vec<&Choice> = all.iter().filter(|it| it.kind == Kind::Binary).collect();
        let defaults: Vec<&Choice> = binaries
            .iter()
            .filter(|it| it.is_default())
            .copied()
            .collect();
        match (&*defaults, &*binaries) {
            ([one], _) | ([], [one]) => Ok((*one).clone()),
            (_, []) => Err(BuildError::NoTarget {
                kind: Kind::Binary.word(),
                name: None,
                known: all.iter().map(Choice::option).collect(),
            }),
            _ => Err(BuildError::ManyBinaries(
                binaries.iter().map(|binary| binary.name.clone()).collect(),
            )),
        }
    }

    fn all(&self) -> impl Iterator<Item = Choice> {
        self.packages.iter().flat_map(|member| {
            member.targets.iter().map(|(kind, name)| Choice {
                member: member.clone(),
                kind: *kind,
                name: name.clone(),
            })
        })
    }
}

impl Member {
    fn read(package: &Value) -> Option<Self> {
        let targets = package["targets"].as_array()?.iter();
        let text = |name| package[name].as_str().map(str::to_owned);
        Some(Self {
            name: text("name")?,
            version: text("version")?,
            manifest: text("manifest_path")?.into(),
            default_run: text("default_run"),
            targets: targets
                .filter_map(|target| {
                    let kind = Kind::read(target["kind"][0].as_str()?)?;
                    Some((kind, target["name"].as_str()?.to_owned()))
                })
                .collect(),
        })
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(&self.manifest)
    }
}

impl Kind {
    /// The kind with this name in cargo. Not all kinds can be chosen.
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "bin" => Some(Self::Binary),
            "example" => Some(Self::Example),
            "test" => Some(Self::Test),
            "custom-build" | "bench" => None,
            _ => Some(Self::Library),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Binary => "binary",
            Self::Example => "example",
            Self::Test => "test",
        }
    }
}

impl Choice {
    /// Cargo's options for the target.
    pub fn options(&self) -> Vec<&str> {
        match self.kind {
            Kind::Library => vec!["--lib"],
            Kind::Binary => vec!["--bin", &self.name],
            Kind::Example => vec!["--example", &self.name],
            Kind::Test => vec!["--test", &self.name],
        }
    }

    /// Whether `cargo run` runs this target in its package.
    fn is_default(&self) -> bool {
        self.member.default_run.as_ref() == Some(&self.name)
    }

    fn option(&self) -> String {
        self.options().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, default_run: Option<&str>, targets: &[(&str, &str)]) -> Value {
        let targets: Vec<Value> = targets
            .iter()
            .map(|(kind, name)| json!({ "kind": [kind], "name": name }))
            .collect();
        json!({
            "id": name,
            "name": name,
            "version": "0.0.0",
            "manifest_path": format!("/w/{name}/Cargo.toml"),
            "default_run": default_run,
            "targets": targets,
        })
    }

    fn workspace(manifest: &str, packages: &[Value]) -> Workspace {
        let members: Vec<&Value> = packages.iter().map(|package| &package["id"]).collect();
        let metadata = json!({
            "workspace_root": "/w",
            "packages": packages,
            "workspace_default_members": members,
        });
        Workspace::read(&metadata, Path::new(manifest)).unwrap()
    }

    fn chosen(workspace: &Workspace, target: &Target) -> String {
        let choice = workspace.choose(target);
        choice.map_or_else(|error| error.to_string(), |choice| choice.option())
    }

    #[test]
    fn one_binary_needs_no_name() {
        let package = package(
            "a",
            None,
            &[("lib", "a"), ("bin", "x"), ("custom-build", "b")],
        );
        let workspace = workspace("/w/a/Cargo.toml", &[package]);
        assert_eq!(chosen(&workspace, &Target::Default), "--bin x");
    }

    #[test]
    fn of_several_binaries_one_must_be_named() {
        let targets = [("bin", "x"), ("bin", "y")];
        let several = workspace("/w/a/Cargo.toml", &[package("a", None, &targets)]);
        assert_eq!(
            chosen(&several, &Target::Default),
            "the package has several binaries. Choose one with `--bin`: `x`, `y`."
        );
        assert_eq!(chosen(&several, &Target::Bin("y".into())), "--bin y");
        let default = workspace("/w/a/Cargo.toml", &[package("a", Some("y"), &targets)]);
        assert_eq!(chosen(&default, &Target::Default), "--bin y");
    }

    #[test]
    fn without_a_binary_the_other_targets_are_named() {
        let targets = [("lib", "a"), ("example", "e"), ("test", "t")];
        let workspace = workspace("/w/a/Cargo.toml", &[package("a", None, &targets)]);
        assert_eq!(
            chosen(&workspace, &Target::Default),
            "the package has no binary. Choose one of these: `--lib`, `--example e`, `--test t`."
        );
        assert_eq!(
            chosen(&workspace, &Target::UnitTests { filter: None }),
            "--lib"
        );
    }

    #[test]
    fn unit_tests_can_be_in_a_binary() {
        let workspace = workspace("/w/a/Cargo.toml", &[package("a", None, &[("bin", "a")])]);
        assert_eq!(
            chosen(&workspace, &Target::UnitTests { filter: None }),
            "--bin a"
        );
    }

    #[test]
    fn a_workspace_stands_for_all_its_packages_and_a_package_for_itself() {
        let packages = [
            package("a", None, &[("bin", "x")]),
            package("b", None, &[("bin", "y")]),
        ];
        let all = workspace("/w/Cargo.toml", &packages);
        assert_eq!(chosen(&all, &Target::Bin("y".into())), "--bin y");
        let one = workspace("/w/a/Cargo.toml", &packages);
        assert_eq!(
            chosen(&one, &Target::Bin("y".into())),
            "the package has no binary `y`. It has these: `x`."
        );
    }
}
