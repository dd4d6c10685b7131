//! The flags of the compiler: ours, and those from a package's configuration.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

use super::{
    Messages,
    cargo::{self, SEPARATOR},
    compiler::Compiler,
    error::BuildError,
    places::Places,
};

/// The flags for each crate under test. They come last, and so take precedence.
pub const PASS: [&str; 4] = [
    // It turns atomic operations into calls.
    "-Cpasses=tsan",
    // Line tables, with the names of inlined functions.
    "-Cdebuginfo=1",
    // The runtime finds functions by their symbols.
    "-Cstrip=none",
    "-Csplit-debuginfo=off",
];

/// The flags for a program without the runtime. Debug info would be most of the file, and a fifth
/// of the work.
const PLAIN: [&str; 2] = ["-Cdebuginfo=0", "-Cstrip=debuginfo"];

/// The flags for a program of one file, and for the libraries that it uses.
pub fn of_file(has_runtime: bool) -> &'static [&'static str] {
    if has_runtime { &PASS } else { &PLAIN }
}

/// The user sees warnings elsewhere.
pub const NO_WARNINGS: &str = "--cap-lints=allow";

/// Our flags, in the form of one variable for cargo.
pub fn join<'a>(flags: impl IntoIterator<Item = &'a str>) -> String {
    flags.into_iter().collect::<Vec<_>>().join(SEPARATOR)
}

/// The flags that a package in `folder` would be built with, in the form of [`cargo::FLAGS`].
///
/// The flags can come from several variables, and from several configuration files that exclude
/// each other. So we ask cargo, which passes them to each build script. We build an empty package
/// of our own, in the user's folder, and its build script reports the flags.
pub fn of_package(
    places: &Places,
    compiler: &Compiler,
    folder: &Path,
    name: &str,
    messages: Messages,
) -> Result<String, BuildError> {
    let target = places.flags();
    let manifest = target.join("package").join("Cargo.toml");
    write_package(manifest.parent().unwrap_or(&target))?;
    let mut command = cargo::cargo(folder);
    command
        .args(["check", "--quiet", "--target", &compiler.host])
        .arg("--manifest-path")
        .arg(&manifest);
    let report = cargo::build(&mut command, &target, Messages::Keep)?;
    let report = report.check(messages, || {
        format!("a package with the configuration of `{name}`")
    })?;
    let of = |variable| report.variable(variable).unwrap_or_default();
    if of("FEATURES")
        .split(',')
        .any(|feature| feature == "crt-static")
    {
        return Err(BuildError::Static {
            package: name.to_owned(),
        });
    }
    Ok(of("FLAGS").to_owned())
}

/// The user's flags, followed by ours.
pub fn append(theirs: &str, ours: &str) -> String {
    if theirs.is_empty() {
        ours.to_owned()
    } else {
        join([theirs, ours])
    }
}

const PACKAGE: [(&str, &str); 3] = [
    (
        "Cargo.toml",
        r#"[workspace]

[package]
name = "flags"
version = "0.0.0"
edition = "2024"

[lib]
path = "lib.rs"
"#,
    ),
    ("lib.rs", ""),
    (
        "build.rs",
        r#"fn main() {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let (flags, features) = ("CARGO_ENCODED_RUSTFLAGS", "CARGO_CFG_TARGET_FEATURE");
    println!("cargo::rerun-if-changed=always");
    println!("cargo::rustc-env=FLAGS={}", variable(flags));
    println!("cargo::rustc-env=FEATURES={}", variable(features));
}
"#,
    ),
];

fn write_package(folder: &Path) -> Result<(), BuildError> {
    fs::create_dir_all(folder).map_err(|error| BuildError::io("make the folder", folder, error))?;
    for (name, text) in PACKAGE {
        let path = folder.join(name);
        // Cargo would build again if a file changed.
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        write_at_once(&path, text).map_err(|error| BuildError::io("write", &path, error))?;
    }
    Ok(())
}

/// Writes the whole file in one step. Another explorer may read it at the same time, and must not
/// see half of it.
fn write_at_once(path: &Path, text: &str) -> io::Result<()> {
    let mut file = NamedTempFile::new_in(path.parent().unwrap_or(path))?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_flags_come_after_the_users() {
        assert_eq!(append("", "-Ca\u{1f}-Cb"), "-Ca\u{1f}-Cb");
        assert_eq!(append("--cfg\u{1f}x", "-Ca"), "--cfg\u{1f}x\u{1f}-Ca");
    }
}
