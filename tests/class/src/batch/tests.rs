use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::*;
use crate::{
    plan::plan, points::Points, results::tests::row, shard::Shard, submissions::Submissions,
};

/// A grader that gives a fixed answer for each file name.
#[derive(Default)]
struct Stub {
    findings: BTreeMap<&'static str, &'static str>,
    /// How often each file fails before it gets a verdict.
    failures: Mutex<BTreeMap<String, usize>>,
    graded: AtomicUsize,
}

impl Grader for Stub {
    fn grade(&self, exercise: &str, file: &Path) -> Result<Verdict, String> {
        let name = file.display().to_string();
        self.graded.fetch_add(1, Ordering::Relaxed);
        if let Some(left) = self.failures.lock().unwrap().get_mut(&name)
            && *left > 0
        {
            *left -= 1;
            return Err(format!("the grader has died on {name}"));
        }
        let finding = self.findings.get(&*name).copied().unwrap_or("joined");
        let status = if finding == "joined" {
            Status::Solved
        } else {
            Status::Unsolved
        };
        Ok(Verdict::clone(&row("", exercise, status, finding).verdict))
    }
}

/// Students who have handed in one file each.
fn class(files: &[(&str, &str)]) -> Submissions {
    let handed = files.iter().map(|(student, sha256)| Handed {
        student: (*student).into(),
        exercise: "a".into(),
        file: "a.rs".into(),
        sha256: (*sha256).into(),
    });
    Submissions {
        students: files
            .iter()
            .map(|(student, _)| (*student).to_owned())
            .collect(),
        handed: handed.collect(),
        ..Submissions::default()
    }
}

fn terms(points: &Points, regrade: bool) -> Terms<'_> {
    Terms {
        grader: "v1".into(),
        commit: None,
        points,
        regrade,
        shard: Shard::ALL,
    }
}

/// Grades the class into `folder`. Returns each student's finding, and the events.
fn grade(
    folder: &Path,
    class: &Submissions,
    stub: &Stub,
    regrade: bool,
) -> (Vec<String>, Vec<String>) {
    let points = Points::default();
    let terms = terms(&points, regrade);
    let mut results = Results::open(folder).unwrap();
    let plan = plan(class, &["a"], &results, &terms, |handed| {
        PathBuf::from(&handed.sha256)
    });
    let mut events = Vec::new();
    let mut watch = |event: Event| {
        events.push(match event {
            Event::Graded(job, verdict) => format!("{} {}", job.sha256, verdict.word()),
            Event::Failed(job, _) => format!("{} failed", job.sha256),
            Event::Retrying(job) => format!("{} again", job.sha256),
        })
    };
    run(
        plan,
        stub,
        NonZeroUsize::new(3).unwrap(),
        &mut results,
        &terms,
        &mut watch,
    )
    .unwrap();
    let line = |row: &Row| {
        format!(
            "{} {}{}",
            row.student,
            row.verdict.word(),
            if row.unsure { "?" } else { "" }
        )
    };
    (results.rows().map(line).collect(), events)
}

#[test]
fn each_has_a_row_and_each_file_is_graded_once() {
    let folder = tempfile::tempdir().unwrap();
    let class = class(&[("ada", "1"), ("bob", "2"), ("kim", "1")]);
    let stub = Stub {
        findings: [("2", "serial")].into(),
        ..Stub::default()
    };
    let (rows, events) = grade(folder.path(), &class, &stub, false);
    assert_eq!(rows, ["ada joined", "bob serial", "kim joined"]);
    assert_eq!(events.len(), 2);
    let (again, events) = grade(folder.path(), &class, &stub, false);
    assert_eq!((again, events.len()), (rows, 0));
    assert_eq!(stub.graded.into_inner(), 2);
}

#[test]
fn what_breaks_the_grader_is_tried_once_more_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let class = class(&[("ada", "1"), ("bob", "2"), ("eve", "3")]);
    let failures = [("2", 1), ("3", 9)].map(|(name, times)| (name.to_owned(), times));
    let stub = Stub {
        failures: Mutex::new(failures.into()),
        ..Stub::default()
    };
    let (rows, events) = grade(folder.path(), &class, &stub, false);
    assert_eq!(rows, ["ada joined", "bob joined", "eve error"]);
    let first = events
        .iter()
        .position(|event| event.ends_with("again"))
        .unwrap();
    assert!(
        events[..first].contains(&"1 joined".to_owned()),
        "all others are done by then: {events:?}"
    );
    assert_eq!(stub.graded.into_inner(), 5);
}

#[test]
fn an_error_has_its_reason_and_no_points() {
    let folder = tempfile::tempdir().unwrap();
    let stub = Stub {
        failures: Mutex::new([("1".to_owned(), 9)].into()),
        ..Stub::default()
    };
    grade(folder.path(), &class(&[("ada", "1")]), &stub, false);
    let results = Results::open(folder.path()).unwrap();
    let row = results.rows().next().unwrap();
    assert_eq!(
        (row.points, &*row.verdict.message),
        (None, "the grader has died on 1")
    );
}

#[test]
fn an_error_is_graded_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let class = class(&[("ada", "1")]);
    let stub = Stub {
        failures: Mutex::new([("1".to_owned(), 2)].into()),
        ..Stub::default()
    };
    assert_eq!(grade(folder.path(), &class, &stub, false).0, ["ada error"]);
    assert_eq!(grade(folder.path(), &class, &stub, false).0, ["ada joined"]);
}

#[test]
fn a_verdict_that_differs_from_the_last_is_unsure() {
    let folder = tempfile::tempdir().unwrap();
    let class = class(&[("ada", "1"), ("bob", "2")]);
    grade(folder.path(), &class, &Stub::default(), false);
    let other = Stub {
        findings: [("1", "sleeps")].into(),
        ..Stub::default()
    };
    assert_eq!(
        grade(folder.path(), &class, &other, true).0,
        ["ada sleeps?", "bob joined"]
    );
    assert_eq!(
        grade(folder.path(), &class, &other, false).0,
        ["ada sleeps?", "bob joined"]
    );
}

#[test]
fn a_regrading_that_fails_leaves_the_old_row() {
    let folder = tempfile::tempdir().unwrap();
    let class = class(&[("ada", "1")]);
    grade(folder.path(), &class, &Stub::default(), false);
    let broken = Stub {
        failures: Mutex::new([("1".to_owned(), 9)].into()),
        ..Stub::default()
    };
    assert_eq!(
        grade(folder.path(), &class, &broken, true).0,
        ["ada joined"]
    );
}

/// The file is cut off after each of its rows, as by a kill. Each run that goes on from there ends
/// with the same rows.
#[test]
fn a_run_that_was_killed_goes_on_to_the_same_rows() {
    let whole = tempfile::tempdir().unwrap();
    let files: Vec<(String, String)> = (0..12)
        .map(|n| (format!("s{n:02}"), format!("{}", n % 5)))
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(student, file)| (&**student, &**file))
        .collect();
    let class = class(&files);
    let stub = Stub {
        findings: [("1", "serial"), ("3", "hangs")].into(),
        ..Stub::default()
    };
    let (rows, _) = grade(whole.path(), &class, &stub, false);
    let bytes = std::fs::read(whole.path().join(crate::results::FILE)).unwrap();
    for cut in (0..bytes.len()).step_by(97) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(crate::results::FILE), &bytes[..cut]).unwrap();
        assert_eq!(
            grade(folder.path(), &class, &stub, false).0,
            rows,
            "cut at {cut}"
        );
    }
}
