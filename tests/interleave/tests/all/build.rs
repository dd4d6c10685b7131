//! Programs are built with the runtime in them. Where that fails, a sentence says why.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use interleave::build::{BuildError, Builder, Cause, Messages, Package, Program, Target};
use object::{Object, ObjectSymbol};
use tempfile::TempDir;

mod package;

/// What builds the programs. On a system without the interleaver there is nothing to test.
fn builder() -> Option<&'static Builder> {
    static BUILDER: LazyLock<Result<Builder, BuildError>> =
        LazyLock::new(|| Builder::prepare(Messages::Keep));
    match &*BUILDER {
        Ok(builder) => Some(builder),
        Err(BuildError::System(_)) if !cfg!(target_os = "linux") => None,
        Err(error) => panic!("{error}\n{}", error.messages().unwrap_or_default()),
    }
}

/// Files of the user's, in a folder.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new_in(fs::canonicalize(env::temp_dir()).unwrap()).unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// All files with their texts.
    fn all(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        files
    }

    /// A message, without the path of the folder.
    fn words(&self, error: &BuildError) -> String {
        error
            .to_string()
            .replace(&self.0.path().display().to_string(), "FOLDER")
    }
}

fn program(result: Result<Program, BuildError>) -> Program {
    result.unwrap_or_else(|error| panic!("{error}\n{}", error.messages().unwrap_or_default()))
}

fn programs(result: Result<Vec<Program>, BuildError>) -> Vec<Program> {
    result.unwrap_or_else(|error| panic!("{error}\n{}", error.messages().unwrap_or_default()))
}

fn names(programs: &[Program]) -> Vec<&str> {
    programs.iter().map(|program| &*program.name).collect()
}

/// The functions of the runtime that the program calls.
fn calls(program: &Program) -> Vec<String> {
    let bytes = fs::read(&program.executable).unwrap();
    let file = object::File::parse(&*bytes).unwrap();
    let undefined = file
        .dynamic_symbols()
        .filter(|symbol| symbol.is_undefined());
    let names = undefined.filter_map(|symbol| symbol.name().ok().map(str::to_owned));
    names.filter(|name| name.starts_with("__tsan_")).collect()
}

/// How many functions of a class there are.
fn count(program: &Program, class: char) -> usize {
    let functions = fs::read_to_string(&program.functions).unwrap();
    functions
        .lines()
        .filter(|line| line.ends_with(class))
        .count()
}

/// What the program writes when the runtime does nothing.
fn output(program: &Program) -> String {
    let output = Command::new(&program.executable)
        .args(&program.arguments)
        .current_dir(&program.directory)
        .envs(program.environment.clone())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

const COUNTER: &str = "\
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

static ENDED: AtomicUsize = AtomicUsize::new(0);

fn main() {
    let sum = Arc::new(Mutex::new(0));
    let workers: Vec<_> = (0..2).map(|_| thread::spawn({
        let sum = sum.clone();
        move || {
            *sum.lock().unwrap() += 1;
            ENDED.fetch_add(1, Ordering::SeqCst);
        }
    })).collect();
    for worker in workers {
        worker.join().unwrap();
    }
    println!(\"{} {}\", sum.lock().unwrap(), ENDED.load(Ordering::SeqCst));
}
";

#[test]
fn a_file_is_built_with_the_runtime_in_it() {
    let Some(builder) = builder() else { return };
    let files = Files::new(&[("a file.rs", COUNTER)]);
    let before = files.all();
    let program = program(builder.file(&files.path("a file.rs")));
    assert!(calls(&program).contains(&"__tsan_atomic64_fetch_add".to_owned()));
    assert_eq!(output(&program), "2 2\n");
    assert_eq!(
        program.own,
        [fs::canonicalize(files.path("a file.rs")).unwrap()]
    );
    for class in ['t', 's', 'd', 'w', 'u', 'm'] {
        assert!(count(&program, class) > 0, "no function of class {class}");
    }
    assert_eq!(files.all(), before);
}

#[test]
fn a_file_can_use_the_libraries_and_unsafe_code() {
    let Some(builder) = builder() else { return };
    let source = "\
        fn main() {\n\
            let both = parking_lot::Mutex::new(1);\n\
            crossbeam_utils::thread::scope(|_| *both.lock() += 1).unwrap();\n\
            let _: u8 = rand::random();\n\
            let _ = common::start;\n\
            println!(\"{}\", unsafe { *both.data_ptr() });\n\
        }\n";
    let files = Files::new(&[("a.rs", source)]);
    let program = program(builder.file(&files.path("a.rs")));
    assert_eq!(output(&program), "2\n");
    assert_eq!(count(&program, 'p'), 1);
}

#[test]
fn the_fingerprint_tells_programs_apart() {
    let Some(builder) = builder() else { return };
    let other = COUNTER.replace("+= 1", "+= 2");
    let files = Files::new(&[("a.rs", COUNTER), ("b.rs", &other)]);
    let fingerprint = |name| program(builder.file(&files.path(name))).fingerprint;
    assert_eq!(fingerprint("a.rs"), fingerprint("a.rs"));
    assert_ne!(fingerprint("a.rs"), fingerprint("b.rs"));
}

#[test]
fn the_files_of_a_program_go_with_it() {
    let Some(builder) = builder() else { return };
    let program = program(builder.one_atomic());
    let (clone, executable) = (program.clone(), program.executable.clone());
    drop(program);
    assert!(executable.exists());
    drop(clone);
    assert!(!executable.parent().unwrap().exists());
}

#[test]
fn the_debug_info_is_read_once_for_all_clones() {
    let Some(builder) = builder() else { return };
    let program = program(builder.one_atomic());
    let clone = program.clone();
    let sources = program.sources().unwrap();
    assert!(std::ptr::eq(sources, clone.sources().unwrap()));
}

#[test]
fn the_runtime_is_the_one_that_was_built_for_programs() {
    let Some(builder) = builder() else { return };
    let other = Files::new(&[("libinterleave_runtime.so", "another build of it")]);
    let program = program(builder.one_atomic());
    let output = Command::new(&program.executable)
        .env("LD_LIBRARY_PATH", other.0.path())
        .env("LD_TRACE_LOADED_OBJECTS", "1")
        .output()
        .unwrap();
    let libraries = String::from_utf8(output.stdout).unwrap();
    let mut libraries = libraries.lines();
    let runtime = libraries
        .find(|line| line.contains("interleave_runtime"))
        .unwrap();
    assert!(runtime.contains("/interleave/runtime/"), "{runtime}");
}

#[test]
fn nothing_is_written_where_the_user_is() {
    let Some(builder) = builder() else { return };
    let files = || {
        fs::read_dir(".")
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
    };
    let before: BTreeSet<_> = files().collect();
    program(builder.one_atomic());
    assert_eq!(files().collect::<BTreeSet<_>>(), before);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let Some(builder) = builder() else { return };
    let files = Files::new(&[]);
    let error = builder.file(&files.path("x.rs")).unwrap_err();
    assert_eq!(
        files.words(&error),
        "there is no file `FOLDER/x.rs`. Check the path."
    );
}

#[test]
fn a_file_of_another_kind_is_refused_in_one_sentence() {
    let Some(builder) = builder() else { return };
    let files = Files::new(&[("README.md", "# A package\n")]);
    let error = builder.file(&files.path("README.md")).unwrap_err();
    assert_eq!(
        files.words(&error),
        "the file `FOLDER/README.md` is not a Rust file: its name does not end in `.rs`. Check the \
         path."
    );
}

#[test]
fn a_file_that_is_not_text_is_named() {
    let Some(builder) = builder() else { return };
    let files = Files::new(&[]);
    fs::write(files.path("x.rs"), b"fn main() {}\xff").unwrap();
    let error = builder.file(&files.path("x.rs")).unwrap_err();
    let expected = "the file `FOLDER/x.rs` is not UTF-8, so it is not Rust. Check the path.";
    assert_eq!(files.words(&error), expected);
}

#[test]
fn the_compilers_messages_come_with_the_error() {
    let Some(builder) = builder() else { return };
    let files = Files::new(&[("x.rs", "fn main() {\n    nothing();\n}\n")]);
    let error = builder.file(&files.path("x.rs")).unwrap_err();
    assert!(matches!(
        &error,
        BuildError::Build {
            cause: Cause::File,
            ..
        }
    ));
    assert!(
        error
            .messages()
            .unwrap()
            .contains("cannot find function `nothing`")
    );
    let expected = "`FOLDER/x.rs` does not build. Correct the errors that the compiler reports. ";
    assert!(files.words(&error).starts_with(expected), "{error}");
}
