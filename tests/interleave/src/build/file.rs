//! Builds a program of one file: the compiler is called directly.

use std::{
    env::consts::EXE_EXTENSION,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::{
    Builder, Messages, cargo,
    error::{BuildError, Cause},
    flags,
    program::{Parts, Program},
    runtime::Runtime,
};

/// Checks that a file exists and is text.
fn check(source: &Path) -> Result<(), BuildError> {
    let text = fs::read_to_string(source);
    text.map(drop).map_err(|error| match error.kind() {
        ErrorKind::NotFound => BuildError::NoFile(source.to_owned()),
        ErrorKind::InvalidData => BuildError::NotText(source.to_owned()),
        _ => BuildError::io("read", source, error),
    })
}

/// The build of a program of one file, ready to be run.
#[derive(Debug)]
pub struct Compilation {
    name: String,
    command: Command,
    reads: Vec<PathBuf>,
    has_runtime: bool,
    folder: TempDir,
}

impl Compilation {
    /// The build of the file `source`.
    pub(super) fn new(builder: &Builder, source: &Path) -> Result<Self, BuildError> {
        check(source)?;
        let folder = builder.places.program()?;
        let mut command = builder.compiler.command();
        command
            .args(["--edition=2024", "--crate-name=program", "--crate-type=bin"])
            .args(flags::of_file(builder.has_runtime()))
            .args(builder.runtime.iter().flat_map(Runtime::flags))
            .args(builder.libraries.options())
            .arg("--emit=link,dep-info")
            // Intermediate files go there, too, and not to the user's folder.
            .arg("--out-dir")
            .arg(folder.path())
            .arg(no_option(source))
            // If the compiler is stopped, its unfinished files are removed with the folder.
            .env("TMPDIR", folder.path())
            .env("TMP", folder.path())
            .stdin(Stdio::null());
        let runtime = builder.runtime.as_ref().map(Runtime::folder);
        let libraries = builder.libraries.folders().map(PathBuf::as_path);
        Ok(Self {
            name: source.display().to_string(),
            command,
            reads: libraries.chain(runtime).map(Path::to_owned).collect(),
            has_runtime: builder.has_runtime(),
            folder,
        })
    }

    /// The call of the compiler. More options can be added to it.
    pub fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// The files and folders that the compiler reads, besides its own toolchain and the source
    /// file.
    pub fn reads(&self) -> &[PathBuf] {
        &self.reads
    }

    /// The folder that the compiler writes to.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The program, after the command has succeeded.
    ///
    /// # Errors
    ///
    /// Returns an error if the program cannot be read, or if it was linked in the wrong order.
    pub fn finish(self) -> Result<Program, BuildError> {
        let Self {
            name,
            folder,
            reads,
            has_runtime,
            ..
        } = self;
        let executable = folder.path().join("program");
        let mut program = Program::new(Parts {
            name,
            has_runtime,
            crates: &["program".to_owned(), "common".to_owned()],
            own: own_sources(&folder.path().join("program.d")),
            executable: executable.with_extension(EXE_EXTENSION),
            folder,
        })?;
        program.libraries = reads;
        Ok(program)
    }
}

/// Builds the file `source`. For another kind of file, the compiler would report an error in each
/// line.
pub fn build(builder: &Builder, source: &Path) -> Result<Program, BuildError> {
    let mut compilation = Compilation::new(builder, source)?;
    if source.extension().is_none_or(|extension| extension != "rs") {
        return Err(BuildError::NotRust(source.to_owned()));
    }
    let colours = if cargo::has_colours(builder.messages) {
        "--color=always"
    } else {
        "--color=never"
    };
    let output = compilation
        .command()
        .args([colours, flags::NO_WARNINGS])
        .output()
        .map_err(|error| BuildError::tool(builder.compiler.path(), error))?;
    if !output.status.success() {
        return Err(refusal(source, &output.stderr, builder.messages));
    }
    compilation.finish()
}

fn refusal(name: &Path, words: &[u8], messages: Messages) -> BuildError {
    let text = String::from_utf8_lossy(words);
    if messages == Messages::Show {
        cargo::write(words);
    }
    BuildError::Build {
        what: format!("`{}`", name.display()),
        cause: Cause::find(&text).unwrap_or(Cause::File),
        messages: (messages == Messages::Keep).then(|| text.into_owned()),
    }
}

/// A path that no program takes for an option, even if its name begins with a dash.
fn no_option(path: &Path) -> PathBuf {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        Path::new(".").join(path)
    } else {
        path.to_owned()
    }
}

/// The files that the program was built from. Its modules are included.
fn own_sources(list: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(list).unwrap_or_default();
    let paths = listed(&text).into_iter();
    paths
        .filter_map(|path| fs::canonicalize(path).ok())
        .collect()
}

/// The files in such a list. It is a makefile with an empty rule for each file.
fn listed(text: &str) -> Vec<String> {
    let rules = text.lines().filter_map(|line| line.strip_suffix(':'));
    rules.map(|rule| rule.replace("\\ ", " ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_dash_is_no_option() {
        assert_eq!(no_option(Path::new("-o")), Path::new("./-o"));
        assert_eq!(no_option(Path::new("a/-o")), Path::new("a/-o"));
    }

    #[test]
    fn the_sources_are_those_with_an_empty_rule() {
        let text =
            "/t/program: a.rs sub\\ folder/b.rs\n\na.rs:\nsub\\ folder/b.rs:\n\n# env-dep:X\n";
        assert_eq!(listed(text), ["a.rs", "sub folder/b.rs"]);
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = check(Path::new("no_such.rs")).unwrap_err().to_string();
        assert_eq!(error, "there is no file `no_such.rs`. Check the path.");
    }
}
