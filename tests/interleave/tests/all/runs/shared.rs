//! What the tests share: the programs, and runs of them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        LazyLock, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use interleave::{
    build::{Builder, Messages, Program},
    complete::Complete,
    explore::Options,
    plan::Plan,
    run::Run,
    server::{Server, Subject},
};

/// One for all tests: what it builds first serves all.
pub static BUILDER: LazyLock<Builder> =
    LazyLock::new(|| Builder::prepare(Messages::Show).unwrap_or_else(|error| panic!("{error}")));

/// A folder of this package.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The program in a file.
pub fn program(path: &Path) -> Program {
    BUILDER
        .file(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The program with this source.
pub fn program_of(source: &str) -> Program {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("program.rs");
    fs::write(&path, source).expect("there is room for a file");
    program(&path)
}

/// A process that runs it.
pub fn server(program: &Program) -> Server {
    server_of(&Subject::from(program))
}

/// The same, of a program with settings of its own.
pub fn server_of(subject: &Subject) -> Server {
    Server::start(subject, 0, Plan::default().steps).expect("the program starts")
}

/// One run.
pub fn run(server: &mut Server, plan: &Plan) -> Run {
    server.run(plan).expect("the program can be run")
}

/// Plays all runs that differ, by the complete exploration.
pub fn play_all(server: &mut Server, base: &Plan, mut look: impl FnMut(&Run)) {
    let mut complete = Complete::new(base);
    while let Some(plan) = complete.next() {
        let run = run(server, &plan);
        complete
            .learn(&run)
            .expect("the program does the same under the same schedule");
        look(&run);
    }
}

/// Options that count interleavings, and not time: no test depends on how fast a machine is.
pub fn options(samples: u64, in_order: usize) -> Options {
    Options {
        budget: Duration::from_secs(24 * 60 * 60),
        most_samples: samples,
        most_in_order: in_order,
        ..Options::default()
    }
}

/// Does the same with each, two at a time: there are rarely fewer cores.
pub fn two_at_a_time<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let work = || {
        while let Some(one) = all.get(next.fetch_add(1, SeqCst)) {
            let result = work(one);
            results.lock().expect("no thread has panicked").push(result);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    results.into_inner().expect("no thread has panicked")
}
