//! The course as it is handed out: its starters, solutions and answer keys. None of this looks at
//! the exercises themselves, which are the learner's.

use std::{fs, process::Command, sync::LazyLock};

use grader::{
    build::Executable,
    course::{Entry, entries, exercises},
    schedule::parse_file,
    spec::{MainBehaviour, Spec},
};
use insta::{assert_snapshot, with_settings};
use scheduler::{
    Launch, PartialOrder, Patience, Session, Step, read_answer_key, stages::workspace,
};
use tests::{play, until_end};

use crate::built::built;

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| entries().expect("the course can be read"));

/// What the program prints when its workers come as close to `wish` as it lets them.
fn output(program: &Executable, launch: Launch, wish: &[Step]) -> String {
    let folder = tempfile::tempdir().expect("there is room");
    let scheduled = program.scheduled(launch, folder.path());
    let (launch, _log) = scheduled.expect("there is room");
    let mut session = Session::start(&launch).expect("it starts");
    for _ in wish {
        let step = next(&mut session, wish);
        play(&mut session, [&step]);
    }
    until_end(&mut session);
    let record = session.finish().expect("it has ended");
    String::from_utf8(record.stdout).expect("it is UTF-8")
}

/// The first step of `wish` that is not done, or another one if the program keeps its worker from
/// it.
fn next(session: &mut Session, wish: &[Step]) -> Step {
    let mut left = wish.to_vec();
    left.retain(|step| !session.finished().any(|done| done == step));
    let asks = |session: &Session| session.waiting().any(|step| *step == left[0]);
    session.until(Patience::NOW, asks).expect("it goes on");
    let is_waiting = |step: &&Step| session.waiting().any(|waiting| waiting == *step);
    left.iter().find(is_waiting).unwrap_or(&left[0]).clone()
}

/// insta shows the difference, but does not see every byte. So the bytes are compared once more. If
/// the program decides who comes next, the lines are those of the key in another order.
#[test]
fn each_answer_key_is_what_the_solution_prints() {
    for entry in exercises(&ENTRIES) {
        let program = match entry.counterexample() {
            Some(stages) => built(&stages.against.source),
            // A solution that leaves prints nothing. Its starter prints what is to be lost.
            None if entry.spec.main == MainBehaviour::Leaves => built(&entry.starter()),
            None => built(&entry.solution()),
        };
        let launch = entry.spec.with_settings(program.launch());
        let name = format!("exercises__{}", entry.name);
        assert_prints_key(&program, launch.clone(), &name, &entry.spec);
        for perturbation in &entry.spec.perturbations {
            let (setting, value) = perturbation.change.in_check();
            let launch = launch.clone().env(setting, value);
            match perturbation.change.key() {
                Some(end) => {
                    let name = format!("{name}__{end}");
                    assert_prints_key(&program, launch, &name, &entry.spec);
                }
                None => assert_prints(&program, launch, &perturbation.spec.lines, &name),
            }
        }
    }
}

fn assert_prints_key(program: &Executable, launch: Launch, name: &str, spec: &Spec) {
    let snapshots = workspace().join("tests/snapshots");
    let path = snapshots.join(format!("{name}.snap"));
    let key = read_answer_key(&path).expect("it is a key");
    let order = PartialOrder::of_key(&key).expect("it is a key");
    if spec.is_limited() {
        assert_prints(program, launch, &order, name);
        return;
    }
    let output = output(program, launch, &order.steps());
    with_settings!({ snapshot_path => &snapshots, prepend_module_to_snapshot => false }, {
        assert_snapshot!(name, output);
    });
    assert_eq!(output, key, "{name}");
}

fn assert_prints(program: &Executable, launch: Launch, order: &PartialOrder, name: &str) {
    let output = output(program, launch, &order.steps());
    assert_eq!(order.check(output.as_bytes()), Ok(()), "{name}");
}

/// What else must hold of an exercise, `cargo workshop verify` says, and says it of all of them.
#[test]
#[ignore = "it grades each starter and solution"]
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
        let steps = stages.against.spec.lines.steps();
        let schedule = parse_file(&text, &steps).expect("it is a schedule");
        assert!(!schedule.is_empty());
    }
}
