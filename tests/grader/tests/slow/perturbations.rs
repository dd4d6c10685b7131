//! Programs that are right as long as nothing is different: another worker fails, or none, or there
//! is one task.

use grader::{
    finding::Finding,
    spec::{Change, Perturbation, Spec},
};
use scheduler::PartialOrder;

use crate::specs::{found_in, three};

/// The work on `parse files` fails; the others finish, and the program says so.
fn failure() -> Spec {
    let perturbations = [
        Change::Fails("sort data".to_owned()),
        Change::Fails("generate output".to_owned()),
        Change::FailsLast("generate output".to_owned()),
        Change::NoneFails,
    ];
    let perturbation = |change| Perturbation {
        spec: match &change {
            Change::Fails(task) | Change::FailsLast(task) => failure_of(task),
            _ => three(),
        },
        change,
    };
    Spec {
        perturbations: perturbations.map(perturbation).into(),
        ..failure_of("parse files")
    }
}

/// The worker that fails does step 0 only.
fn failure_of(failing: &str) -> Spec {
    let all = three();
    let lines = all.lines.lines().iter();
    let comes = |line: &&String| !line.starts_with(failing) || line.contains('0');
    let key: String = lines
        .filter(comes)
        .map(|line| format!("{line}\n"))
        .collect();
    Spec {
        fails: Some(failing.to_owned()),
        lines: PartialOrder::of_key(&key).expect("it is a key"),
        ..all
    }
}

fn failing(end: &str) -> String {
    format!(
        "start();
        let handles = [\"sort data\", \"parse files\", \"generate output\"].map(|task| {{
            (task, thread::spawn(move || worker(task)))
        }});
        let results = handles.map(|(task, handle)| (task, handle.join()));
        {end}"
    )
}

/// What is done with each task that has failed.
fn with_each_failed(end: &str) -> String {
    failing(&format!(
        "for (task, _) in results.into_iter().filter(|(_, result)| result.is_err()) {{ {end} }}"
    ))
}

#[test]
fn a_failure_that_is_expected_is_reported_with_its_task() {
    let reports = with_each_failed("eprintln!(\"failed: {task}\"); std::process::exit(1)");
    assert_eq!(found_in(&failure(), &reports), Finding::Joined);
}

#[test]
fn a_failure_that_is_passed_over_is_found() {
    let passed_over = with_each_failed("let _ = task;");
    assert_eq!(found_in(&failure(), &passed_over), Finding::Fails);
}

#[test]
fn a_failure_is_not_to_be_told_without_a_look() {
    for end in [
        // Right for the worker that fails in most experiments.
        "eprintln!(\"failed: parse files\"); std::process::exit(1)",
        // Right for all that fail, and wrong where none does.
        "for (task, _) in &results { eprintln!(\"failed: {task}\") } std::process::exit(1)",
        // All are named, when any has failed.
        "if results.iter().any(|(_, result)| result.is_err()) { eprintln!(\"failed: {:?}\", results.map(|(task, _)| task)); std::process::exit(1) }",
        // One failure is looked for, and no other.
        "if results[1].1.is_err() { eprintln!(\"failed: parse files\"); std::process::exit(1) }",
    ] {
        let main = failing(&format!("let _ = &results; {end}"));
        assert_eq!(found_in(&failure(), &main), Finding::Fails, "{end}");
    }
}

#[test]
fn a_failure_that_would_cut_the_others_off_is_found() {
    // The worker that fails in most experiments is joined last, so that none is cut off then.
    let waits_for_that_one = "start();
        let handles = [\"sort data\", \"generate output\", \"parse files\"].map(|task| {
            (task, thread::spawn(move || worker(task)))
        });
        for (task, handle) in handles {
            if handle.join().is_err() { eprintln!(\"failed: {task}\"); std::process::exit(1) }
        }";
    assert_eq!(
        found_in(&failure(), waits_for_that_one),
        Finding::ForgetsSome
    );
}

#[test]
fn a_failure_that_cuts_the_others_off_is_found() {
    let at_once = "start();
        for task in [\"sort data\", \"parse files\", \"generate output\"] { thread::spawn(move || worker(task)); }
        thread::sleep(std::time::Duration::from_millis(300));
        eprintln!(\"failed: parse files\");
        std::process::exit(1)";
    assert_eq!(found_in(&failure(), at_once), Finding::ForgetsSome);
}

/// Three tasks that are known only at run time, and then one.
#[test]
fn a_program_that_knows_beforehand_how_many_tasks_there_are_is_found() {
    let key = |tasks: &[&str]| {
        let steps = tasks
            .iter()
            .flat_map(|task| (0..3).map(move |step| (task, step)));
        let lines = steps.map(|(task, step)| format!("{task} {step} complete\n"));
        let count = tasks.len();
        format!(
            "Starting...\n{}{count} results\n",
            lines.collect::<String>()
        )
    };
    let order = |tasks: &[&str]| PartialOrder::of_key(&key(tasks)).expect("it is a key");
    let tasks = ["sort data", "parse files", "generate output"];
    let expecting = |tasks: &[&str]| Spec {
        lines: order(tasks),
        tasks_at_run_time: tasks.iter().copied().map(str::to_owned).collect(),
        ..three()
    };
    let at_run_time = Spec {
        perturbations: vec![Perturbation {
            change: Change::OneTask(tasks[0].to_owned()),
            spec: expecting(&tasks[..1]),
        }],
        ..expecting(&tasks)
    };
    let listens = |until: &str| {
        format!(
            "start();
            let (sender, results) = mpsc::channel();
            for task in tasks() {{
                let sender = sender.clone();
                thread::spawn(move || sender.send(task.run()));
            }}
            {until}"
        )
    };
    let to_the_end = listens("drop(sender); println!(\"{} results\", results.iter().count());");
    assert_eq!(found_in(&at_run_time, &to_the_end), Finding::Joined);
    let to_the_third = listens("println!(\"{} results\", results.iter().take(3).count());");
    assert_eq!(found_in(&at_run_time, &to_the_third), Finding::Hangs);
    let by_heart = listens("drop(sender); results.iter().count(); println!(\"3 results\");");
    assert_eq!(found_in(&at_run_time, &by_heart), Finding::WrongOutput);
}
