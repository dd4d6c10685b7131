//! What a run has to do: which files need a verdict, and which rows are known without one.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    points::Points,
    results::{Results, Row, SCHEMA, Status, Verdict},
    shard::Shard,
    submissions::{Handed, Submissions, Unread},
};

/// What all rows of a run have in common.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The version of the grader.
    pub grader: String,
    /// The commit of the workspace.
    pub commit: Option<String>,
    /// What a row is worth.
    pub points: &'a Points,
    /// Whether to grade files again that have a verdict.
    pub regrade: bool,
    /// The part of the class to grade.
    pub shard: Shard,
}

/// A file that needs a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The exercise that it answers.
    pub exercise: String,
    /// Its digest.
    pub sha256: String,
    /// The path of its copy.
    pub file: PathBuf,
    /// This file as each student has handed it in.
    pub handed: Vec<Handed>,
}

/// What a run has to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// Rows that are new or changed, and need no grading.
    pub known: Vec<Row>,
    /// The files to grade, the most often handed in first.
    pub jobs: Vec<Job>,
    /// The students whose rows of earlier runs are kept because the files were not handed in this
    /// time, once for each row.
    pub kept: Vec<String>,
}

impl Terms<'_> {
    /// The row for a student's exercise that may be in what could not be read.
    fn unread(&self, unread: &Unread, exercise: &str) -> Row {
        let verdict = Arc::new(Verdict::error(&unread.why));
        Row {
            file: Some(unread.file.clone()),
            ..self.row(&unread.student, exercise, None, verdict, false)
        }
    }

    /// The row for a student's exercise with this verdict.
    pub fn row(
        &self,
        student: &str,
        exercise: &str,
        handed: Option<&Handed>,
        verdict: Arc<Verdict>,
        unsure: bool,
    ) -> Row {
        Row {
            schema: SCHEMA,
            grader: self.grader.clone(),
            commit: self.commit.clone(),
            student: student.to_owned(),
            exercise: exercise.to_owned(),
            file: handed.map(|handed| handed.file.clone()),
            sha256: handed.map(|handed| handed.sha256.clone()),
            points: self.points.of(exercise, &verdict),
            verdict,
            unsure,
        }
    }
}

/// A file for an exercise.
type File = (String, String);

/// The verdicts of this version of the grader on files, and whether it has also given another one.
pub struct Known(HashMap<File, (Arc<Verdict>, bool)>);

impl Known {
    /// The verdicts in `results` of the grader `version`.
    pub fn of(results: &Results, version: &str) -> Self {
        let is_verdict = |row: &&Row| {
            row.grader == version && matches!(row.verdict.status, Status::Solved | Status::Unsolved)
        };
        let mut known: HashMap<File, (Arc<Verdict>, bool)> = HashMap::new();
        for row in results.rows().filter(is_verdict) {
            let file = (row.exercise.clone(), row.sha256.clone().unwrap_or_default());
            let (verdict, unsure) = known
                .entry(file)
                .or_insert((row.verdict.clone(), row.unsure));
            *unsure |= row.unsure || !verdict.agrees_with(&row.verdict);
        }
        Self(known)
    }

    fn get(&self, exercise: &str, sha256: &str) -> Option<&(Arc<Verdict>, bool)> {
        self.0.get(&(exercise.to_owned(), sha256.to_owned()))
    }

    /// Whether the grader has ever given a verdict other than `verdict`.
    pub fn disagrees(&self, job: &Job, verdict: &Verdict) -> bool {
        let known = self.get(&job.exercise, &job.sha256);
        known.is_some_and(|(known, unsure)| *unsure || !known.agrees_with(verdict))
    }
}

impl Handed {
    /// The file of an earlier row, if it has one that was read.
    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            student: row.student.clone(),
            exercise: row.exercise.clone(),
            file: row.file.clone()?,
            sha256: row.sha256.clone()?,
        })
    }
}

/// What has to be done so that each student has a row for each of `exercises`.
///
/// An instructor may grade only what was handed in late. So a file of an earlier run counts until
/// its student hands in another one.
pub fn plan(
    submissions: &Submissions,
    exercises: &[&str],
    results: &Results,
    terms: &Terms,
    copy: impl Fn(&Handed) -> PathBuf,
) -> Plan {
    let known = Known::of(results, &terms.grader);
    let mut plan = Plan::default();
    let mut jobs: BTreeMap<File, Job> = BTreeMap::new();
    let now: HashMap<(&str, &str), &Handed> = submissions
        .handed
        .iter()
        .map(|handed| ((&*handed.student, &*handed.exercise), handed))
        .collect();
    let before = results.rows().map(|row| &*row.student);
    let students: BTreeSet<&str> = submissions.everybody().chain(before).collect();
    for (student, exercise) in students
        .into_iter()
        .flat_map(|student| exercises.iter().map(move |exercise| (student, *exercise)))
    {
        let row = results.get(&(student.to_owned(), exercise.to_owned()));
        let what = match now.get(&(student, exercise)) {
            Some(handed) => What::File(Cow::Borrowed(*handed)),
            None => without_file(submissions, student, exercise, row),
        };
        if matches!(what, What::File(Cow::Owned(_)) | What::EarlierError) {
            plan.kept.push(student.to_owned());
        }
        let handed = match what {
            What::File(handed) => handed,
            What::EarlierError => continue,
            _ if !terms.shard.has(student) => continue,
            What::Unread(unread) => {
                plan.known.push(terms.unread(unread, exercise));
                continue;
            }
            What::Nothing => {
                let missing = Arc::new(Verdict::missing());
                let row = terms.row(student, exercise, None, missing, false);
                plan.known.push(row);
                continue;
            }
        };
        if !terms.shard.has(&handed.sha256) {
            continue;
        }
        match known.get(exercise, &handed.sha256) {
            Some((verdict, unsure)) if !terms.regrade => {
                plan.known.push(terms.row(
                    student,
                    exercise,
                    Some(&handed),
                    verdict.clone(),
                    *unsure,
                ));
            }
            _ => {
                let file = (exercise.to_owned(), handed.sha256.clone());
                let job = jobs
                    .entry(file)
                    .or_insert_with(|| job(&handed, copy(&handed)));
                job.handed.push(handed.into_owned());
            }
        }
    }
    plan.known
        .retain(|row| results.get(&row.key()) != Some(row));
    plan.jobs = jobs.into_values().collect();
    plan.jobs
        .sort_by_key(|job| std::cmp::Reverse(job.handed.len()));
    plan
}

/// What counts for a student's exercise.
enum What<'a> {
    /// A file that was handed in now, or in an earlier run.
    File(Cow<'a, Handed>),
    /// Something that could not be read.
    Unread(&'a Unread),
    /// Something that could not be read in an earlier run. The student has handed in nothing since.
    EarlierError,
    /// Nothing was handed in.
    Nothing,
}

/// What counts if no file was handed in now. `row` is the row of the last run.
fn without_file<'a>(
    submissions: &'a Submissions,
    student: &str,
    exercise: &str,
    row: Option<&Row>,
) -> What<'a> {
    let earlier = row.and_then(Handed::of);
    match (submissions.unread(student, exercise), earlier) {
        // It has this exercise's name, so it takes the place of the earlier file.
        (Some(unread), _) if unread.exercise.is_some() => What::Unread(unread),
        (_, Some(earlier)) => What::File(Cow::Owned(earlier)),
        (Some(unread), None) => What::Unread(unread),
        (None, None) => {
            let is_error = row.is_some_and(|row| row.verdict.status == Status::Error);
            let is_absent = !submissions.students.contains(student);
            if is_error && is_absent {
                What::EarlierError
            } else {
                What::Nothing
            }
        }
    }
}

fn job(handed: &Handed, file: PathBuf) -> Job {
    Job {
        exercise: handed.exercise.clone(),
        sha256: handed.sha256.clone(),
        file,
        handed: Vec::new(),
    }
}

/// Merges the rows of several runs: adds those in the folders `parts` to `results`. If there are
/// two rows for the same student and exercise, a verdict wins over an error, and an error over a
/// missing file. If two verdicts on the same file differ, the row is unsure.
///
/// # Errors
///
/// Returns an error if a file cannot be read or written.
pub fn merge(parts: &[PathBuf], results: &mut Results) -> std::io::Result<()> {
    for part in parts {
        let rows = crate::results::read(&part.join(crate::results::FILE))?;
        let new = rows
            .into_values()
            .filter_map(|row| merged(results.get(&row.key()), row));
        let new: Vec<Row> = new.collect();
        results.add(new)?;
    }
    Ok(())
}

/// The row to add, if it should replace `there`.
fn merged(there: Option<&Row>, new: Row) -> Option<Row> {
    let Some(there) = there else {
        return Some(new);
    };
    let rank = |row: &Row| match row.verdict.status {
        Status::Missing => 0,
        Status::Error => 1,
        Status::Solved | Status::Unsolved => 2,
    };
    let is_same_file = there.sha256 == new.sha256 && there.grader == new.grader;
    let differs = rank(there) == 2
        && rank(&new) == 2
        && is_same_file
        && !there.verdict.agrees_with(&new.verdict);
    match rank(&new).cmp(&rank(there)) {
        _ if differs => Some(Row {
            unsure: true,
            ..new
        }),
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal if is_same_file => None,
        _ => Some(new),
    }
}

/// The folder with the copies of the files that were handed in. It lies in the folder of the
/// results.
pub fn copies(out: &Path) -> PathBuf {
    out.join("files")
}

#[cfg(test)]
mod tests {
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
        let job = job(&handed("ada", "a", "1"), PathBuf::new());
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

    #[test]
    fn merged_rows_are_those_that_say_most() {
        let [missing, error] = [Verdict::missing(), Verdict::error("no disk")].map(|verdict| Row {
            verdict: Arc::new(verdict),
            ..graded("ada", "a", "1", "serial")
        });
        let [serial, other] = ["serial", "no-wait"].map(|finding| graded("ada", "a", "1", finding));
        assert_eq!(merged(None, missing.clone()).as_ref(), Some(&missing));
        assert_eq!(merged(Some(&missing), error.clone()).as_ref(), Some(&error));
        assert_eq!(merged(Some(&error), serial.clone()).as_ref(), Some(&serial));
        assert_eq!(merged(Some(&serial), error), None);
        assert_eq!(merged(Some(&serial), serial.clone()), None);
        assert!(merged(Some(&serial), other).unwrap().unsure);
    }
}
