//! The course as it is handed out: its starters, solutions and answer keys. None of this looks at the
//! exercises themselves, which are the learner's.

use std::{fs, process::Command, sync::LazyLock};

use grader::{
    compile::{Compiler, Executable},
    course::{Entry, entries, exercises},
    expectation::MainsEnding,
    schedule::parse_file,
};
use insta::{assert_snapshot, with_settings};
use scheduler::{
    Launch, PATIENCE, PartialOrder, Session, Step, read_answer_key, stages::workspace,
};

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| entries().expect("the course can be read"));
static COMPILER: LazyLock<Compiler> = LazyLock::new(|| Compiler::prepare().expect("cargo builds"));

fn built(path: &std::path::Path) -> Executable {
    let built = COMPILER.compile(path, false).expect("the compiler runs");
    built.unwrap_or_else(|refusal| panic!("{}", String::from_utf8_lossy(&refusal.words)))
}

/// What the program prints when its workers come as close to `wish` as it lets them.
fn output(launch: &Launch, wish: &[Step]) -> String {
    // A main that sleeps may leave too early on a machine that is busy. Then it sleeps for longer.
    let mut outputs = ["10", "2"]
        .into_iter()
        .map(|pace| output_at(pace, launch, wish));
    outputs.find_map(|output| output).expect("it goes on")
}

/// Nothing if the program ends too early.
fn output_at(pace: &str, launch: &Launch, wish: &[Step]) -> Option<String> {
    let launch = launch.clone().env("PACE", pace);
    let mut session = Session::start(&launch).expect("it starts");
    for _ in wish {
        let rank = |step: &&Step| wish.iter().position(|wished| wished == *step);
        let next = wish
            .iter()
            .find(|step| !session.finished().any(|done| done == *step));
        // A program that limits itself may keep the next one waiting.
        let asks = |session: &Session| session.waiting().any(|step| Some(step) == next);
        let _ = session.until(PATIENCE, asks).expect("it goes on");
        let ranked = session.waiting().filter(|step| rank(step).is_some());
        let step = ranked.min_by_key(rank)?.clone();
        session.play_step(&step).expect("it goes on").ok()?;
    }
    session.until_end().expect("it ends");
    let record = session.finish().expect("it has ended");
    Some(String::from_utf8(record.stdout).expect("it is UTF-8"))
}

/// insta shows the difference, but does not see every byte. So the bytes are compared once more. Where it is
/// up to the program who comes next, the lines are those of the key in another order.
#[test]
fn each_answer_key_is_what_the_solution_prints() {
    for entry in exercises(&ENTRIES) {
        let program = match entry.counterexample() {
            Some(stages) => built(&stages.against.source),
            // Nothing is printed by a solution that leaves; its starter prints what is to be lost.
            None if entry.expectation.main == MainsEnding::Leaves => built(&entry.starter()),
            None => built(&entry.solution()),
        };
        let is_limited = entry.expectation.is_limited();
        let launch = entry.expectation.settled(program.launch());
        let name = format!("exercises__{}", entry.name);
        assert_prints_key(launch.clone(), &name, is_limited);
        for variation in &entry.expectation.variations {
            let (setting, value) = variation.change.setting();
            let launch = launch.clone().env(setting, value);
            match variation.change.key() {
                Some(end) => assert_prints_key(launch, &format!("{name}__{end}"), is_limited),
                None => assert_prints(launch, &variation.expectation.lines, &name),
            }
        }
    }
}

fn assert_prints_key(launch: Launch, name: &str, is_limited: bool) {
    let snapshots = workspace().join("tests/snapshots");
    let path = snapshots.join(format!("{name}.snap"));
    let order = PartialOrder::of_answer_key(&path).expect("it is a key");
    if is_limited {
        assert_prints(launch, &order, name);
        return;
    }
    let output = output(&launch, &order.steps());
    with_settings!({ snapshot_path => &snapshots, prepend_module_to_snapshot => false }, {
        assert_snapshot!(name, output);
    });
    let key = read_answer_key(&path).expect("it is a key");
    assert_eq!(output, key, "{name}");
}

fn assert_prints(launch: Launch, order: &PartialOrder, name: &str) {
    let output = output(&launch, &order.steps());
    assert_eq!(order.check(output.as_bytes()), Ok(()), "{name}");
}

/// What else must hold of an exercise, `cargo workshop verify` says, and says it of all of them.
#[test]
fn the_course_holds_together() {
    let verify = Command::new(env!("CARGO_BIN_EXE_workshop"))
        .args(["verify", "--course", "--jobs", "8"])
        .env("WORKSHOP_COURSE", workspace())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&verify.stdout);
    let errors = String::from_utf8_lossy(&verify.stderr);
    assert!(verify.status.success(), "{said}{errors}");
}

#[test]
fn the_schedule_that_is_asked_for_can_be_read() {
    for entry in exercises(&ENTRIES) {
        let Some(stages) = entry.counterexample() else {
            continue;
        };
        let text = fs::read_to_string(entry.solution()).expect("it is there");
        let steps = stages.against.expectation.lines.steps();
        let schedule = parse_file(&text, &steps).expect("it is a schedule");
        assert!(!schedule.is_empty());
    }
}
