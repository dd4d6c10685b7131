//! Unit tests of the plan.

use super::*;
use crate::results::tests::row;

fn handed(student: &str, exercise: &str, sha256: &str) -> Handed {
    Handed {
        student: student.into(),
        exercise: exercise.into(),
        file: format!("{student}/{exercise}.rs"),
        sha256: sha256.into(),
    }
}

fn submissions(handed: &[Handed]) -> Submissions {
    Submissions {
        students: handed.iter().map(|handed| handed.student.clone()).collect(),
        handed: handed.to_vec(),
        ..Submissions::default()
    }
}

fn terms(points: &Points) -> Terms<'_> {
    Terms {
        grader: "v1".into(),
        commit: None,
        points,
        regrade: false,
        shard: Shard::ALL,
    }
}

fn results() -> (tempfile::TempDir, Results) {
    let folder = tempfile::tempdir().unwrap();
    let results = Results::open(folder.path()).unwrap();
    (folder, results)
}

fn planned(submissions: &Submissions, results: &Results, terms: &Terms) -> Plan {
    plan(submissions, &["a", "b"], results, terms, |handed| {
        handed.sha256.clone().into()
    })
}

/// The row of a graded file.
fn graded(student: &str, exercise: &str, sha256: &str, finding: &str) -> Row {
    let handed = handed(student, exercise, sha256);
    let verdict = row(student, exercise, Status::Unsolved, finding).verdict;
    terms(&Points::default()).row(student, exercise, Some(&handed), verdict, false)
}

#[test]
fn a_file_that_two_have_handed_in_is_graded_once() {
    let submissions = submissions(&[
        handed("ada", "a", "1"),
        handed("bob", "a", "1"),
        handed("bob", "b", "1"),
    ]);
    let (_folder, results) = results();
    let plan = planned(&submissions, &results, &terms(&Points::default()));
    let jobs: Vec<_> = plan
        .jobs
        .iter()
        .map(|job| (&*job.exercise, job.handed.len()))
        .collect();
    assert_eq!(jobs, [("a", 2), ("b", 1)]);
    let missing: Vec<_> = plan
        .known
        .iter()
        .map(|row| (&*row.student, &*row.exercise, row.verdict.status))
        .collect();
    assert_eq!(missing, [("ada", "b", Status::Missing)]);
}

#[test]
fn what_is_known_is_not_graded_again_whoever_hands_it_in() {
    let submissions = submissions(&[
        handed("ada", "a", "1"),
        handed("bob", "a", "1"),
        handed("kim", "a", "2"),
    ]);
    let (_folder, mut results) = results();
    results
        .add(vec![graded("ada", "a", "1", "serial")])
        .unwrap();
    let points = Points::default();
    let plan = planned(&submissions, &results, &terms(&points));
    assert_eq!(
        plan.jobs.iter().map(|job| &*job.sha256).collect::<Vec<_>>(),
        ["2"]
    );
    let bob = plan
        .known
        .iter()
        .find(|row| row.student == "bob" && row.exercise == "a")
        .unwrap();
    assert_eq!(bob.verdict.finding.as_deref(), Some("serial"));
    assert!(
        !plan
            .known
            .iter()
            .any(|row| row.student == "ada" && row.exercise == "a"),
        "it has its row"
    );
    let newer = Terms {
        grader: "v2".into(),
        ..terms(&points)
    };
    assert_eq!(planned(&submissions, &results, &newer).jobs.len(), 2);
    let again = Terms {
        regrade: true,
        ..terms(&points)
    };
    assert_eq!(planned(&submissions, &results, &again).jobs.len(), 2);
}

/// The results of a run in which ada's `a` was serial, her `b` was in an archive that could not
/// be read, and bob had nothing.
fn first_run() -> (tempfile::TempDir, Results) {
    let (folder, mut results) = results();
    let points = Points::default();
    let terms = terms(&points);
    let [error, missing] = [Verdict::error("damaged"), Verdict::missing()].map(Arc::new);
    results
        .add(vec![
            graded("ada", "a", "1", "serial"),
            terms.row("ada", "b", None, error, false),
            terms.row("bob", "a", None, missing.clone(), false),
            terms.row("bob", "b", None, missing, false),
        ])
        .unwrap();
    (folder, results)
}

#[test]
fn a_file_of_an_earlier_run_counts_until_there_is_another() {
    let (_folder, results) = first_run();
    let points = Points::default();
    let late = Submissions {
        listed: ["ada", "bob"].map(str::to_owned).into(),
        ..submissions(&[handed("bob", "a", "2")])
    };
    let plan = planned(&late, &results, &terms(&points));
    let jobs: Vec<_> = plan.jobs.iter().map(|job| &*job.sha256).collect();
    assert_eq!(jobs, ["2"]);
    assert_eq!(plan.known, [], "ada's verdict and error stay");
    assert_eq!(plan.kept, ["ada", "ada"]);
    let again = Terms {
        regrade: true,
        ..terms(&points)
    };
    let plan = planned(&late, &results, &again);
    assert_eq!(plan.jobs.len(), 2, "its copy is graded again");
}

#[test]
fn an_error_of_an_earlier_run_ends_when_the_student_hands_in_what_can_be_read() {
    let (_folder, results) = first_run();
    let points = Points::default();
    let again = submissions(&[handed("ada", "a", "1")]);
    let plan = planned(&again, &results, &terms(&points));
    let known: Vec<_> = plan
        .known
        .iter()
        .map(|row| (&*row.student, &*row.exercise, row.verdict.word()))
        .collect();
    assert_eq!(known, [("ada", "b", "missing")]);
    assert_eq!((plan.jobs, plan.kept), (vec![], vec![]));
}

#[test]
fn a_newer_file_that_cannot_be_read_takes_the_place_of_a_verdict() {
    let (_folder, results) = first_run();
    let points = Points::default();
    let unread = |exercise: Option<&str>| Submissions {
        students: ["ada".to_owned()].into(),
        unread: vec![Unread {
            student: "ada".into(),
            exercise: exercise.map(str::to_owned),
            file: "x".into(),
            why: "too large".into(),
        }],
        ..Submissions::default()
    };
    let plan = planned(&unread(Some("a")), &results, &terms(&points));
    assert_eq!(plan.known[0].verdict.message, "too large");
    let plan = planned(&unread(None), &results, &terms(&points));
    assert_eq!(plan.kept, ["ada"], "an archive may hold another exercise");
    assert_eq!(plan.known[0].exercise, "b");
}

#[test]
fn an_error_is_tried_again() {
    let (_folder, mut results) = results();
    let mut row = graded("ada", "a", "1", "serial");
    row.verdict = Arc::new(Verdict::error("no disk"));
    results.add(vec![row]).unwrap();
    let plan = planned(
        &submissions(&[handed("ada", "a", "1")]),
        &results,
        &terms(&Points::default()),
    );
    assert_eq!(plan.jobs.len(), 1);
}

#[test]
fn what_could_not_be_read_is_an_error_and_not_missing() {
    let unread = |student: &str, exercise: Option<&str>| Unread {
        student: student.into(),
        exercise: exercise.map(str::to_owned),
        file: format!("{student}.zip"),
        why: format!("`{student}.zip` is damaged"),
    };
    let submissions = Submissions {
        students: ["ada", "bob"].map(str::to_owned).into(),
        handed: vec![handed("ada", "a", "1")],
        unread: vec![unread("ada", None), unread("bob", Some("b"))],
        ..Submissions::default()
    };
    let (_folder, results) = results();
    let plan = planned(&submissions, &results, &terms(&Points::default()));
    assert_eq!(plan.jobs.len(), 1, "what can be read is graded");
    let known: Vec<_> = plan
        .known
        .iter()
        .map(|row| {
            (
                &*row.student,
                &*row.exercise,
                row.verdict.word(),
                row.points,
            )
        })
        .collect();
    assert_eq!(
        known,
        [
            ("ada", "b", "error", None),
            ("bob", "a", "missing", Some(0.0)),
            ("bob", "b", "error", None),
        ]
    );
    assert_eq!(plan.known[0].verdict.message, "`ada.zip` is damaged");
    assert_eq!(plan.known[0].file.as_deref(), Some("ada.zip"));
}

#[test]
fn a_changed_file_is_graded_and_other_points_change_the_row() {
    let (_folder, mut results) = results();
    results
        .add(vec![graded("ada", "a", "1", "serial")])
        .unwrap();
    let changed = submissions(&[handed("ada", "a", "2")]);
    assert_eq!(
        planned(&changed, &results, &terms(&Points::default()))
            .jobs
            .len(),
        1
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("points.toml");
    std::fs::write(&path, "[findings]\nserial = 0.5").unwrap();
    let points = Points::read(&path, &[], &["serial"]).unwrap();
    let plan = planned(
        &submissions(&[handed("ada", "a", "1")]),
        &results,
        &terms(&points),
    );
    assert_eq!(plan.jobs.len(), 0);
    assert_eq!(plan.known[0].points, Some(0.5));
}

#[test]
fn a_verdict_that_differs_makes_a_file_unsure() {
    let (_folder, mut results) = results();
    results
        .add(vec![graded("ada", "a", "1", "serial")])
        .unwrap();
    let known = Known::of(&results, "v1");
    let job = job_for(&handed("ada", "a", "1"), PathBuf::new());
    let [same, other] =
        ["serial", "no-wait"].map(|finding| row("ada", "a", Status::Unsolved, finding).verdict);
    assert!(!known.disagrees(&job, &same) && known.disagrees(&job, &other));
    results
        .add(vec![Row {
            unsure: true,
            ..graded("ada", "a", "1", "no-wait")
        }])
        .unwrap();
    assert!(
        Known::of(&results, "v1").disagrees(&job, &other),
        "once unsure, it stays so"
    );
}

#[test]
fn shards_have_all_of_a_class_and_nothing_twice() {
    let all: Vec<Handed> = (0..50)
        .map(|n| handed(&format!("s{n}"), "a", &format!("{}", n % 20)))
        .collect();
    let all = submissions(&all);
    let (_folder, results) = results();
    let points = Points::default();
    let mut count = (0, 0);
    for part in ["1/3", "2/3", "3/3"] {
        let terms = Terms {
            shard: part.parse().unwrap(),
            ..terms(&points)
        };
        let plan = planned(&all, &results, &terms);
        assert!(plan.jobs.len() < 20, "a part is not all");
        count.0 += plan.jobs.len();
        count.1 += plan.known.len();
    }
    assert_eq!(count, (20, 50));
}
