//! What a run has to do: which files need a verdict, and which rows are known without one.

use std::{
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
    let all = students.into_iter().flat_map(|student| {
        let exercises = exercises.iter();
        exercises.map(move |exercise| (student, *exercise))
    });
    for (student, exercise) in all {
        let what = match now.get(&(student, exercise)) {
            Some(handed) => What::File((*handed).clone()),
            None => {
                let row = results.get(&(student.to_owned(), exercise.to_owned()));
                without_file(submissions, student, exercise, row)
            }
        };
        if matches!(what, What::EarlierFile(_) | What::EarlierError) {
            plan.kept.push(student.to_owned());
        }
        match what {
            What::File(handed) | What::EarlierFile(handed) if terms.shard.has(&handed.sha256) => {
                match known.get(exercise, &handed.sha256) {
                    Some((verdict, unsure)) if !terms.regrade => {
                        let (verdict, handed) = (verdict.clone(), Some(&handed));
                        let row = terms.row(student, exercise, handed, verdict, *unsure);
                        plan.known.push(row);
                    }
                    _ => {
                        let file = (exercise.to_owned(), handed.sha256.clone());
                        let job = jobs.entry(file);
                        let job = job.or_insert_with(|| job_for(&handed, copy(&handed)));
                        job.handed.push(handed);
                    }
                }
            }
            What::Unread(unread) if terms.shard.has(student) => {
                plan.known.push(terms.unread(unread, exercise));
            }
            What::Nothing if terms.shard.has(student) => {
                let missing = Arc::new(Verdict::missing());
                let row = terms.row(student, exercise, None, missing, false);
                plan.known.push(row);
            }
            // The row of the earlier run stays, or another part has it.
            _ => {}
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
    /// A file that was handed in now.
    File(Handed),
    /// A file of an earlier run. The student has handed in no other one since.
    EarlierFile(Handed),
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
    let is_error = row.is_some_and(|row| row.verdict.status == Status::Error);
    let is_absent = !submissions.students.contains(student);
    match (
        submissions.unread(student, exercise),
        row.and_then(Handed::of),
    ) {
        // It has this exercise's name, so it takes the place of the earlier file.
        (Some(unread), _) if unread.exercise.is_some() => What::Unread(unread),
        (_, Some(earlier)) => What::EarlierFile(earlier),
        (Some(unread), None) => What::Unread(unread),
        (None, None) if is_error && is_absent => What::EarlierError,
        (None, None) => What::Nothing,
    }
}

fn job_for(handed: &Handed, file: PathBuf) -> Job {
    Job {
        exercise: handed.exercise.clone(),
        sha256: handed.sha256.clone(),
        file,
        handed: Vec::new(),
    }
}

/// The folder with the copies of the files that were handed in. It lies in the folder of the
/// results.
pub fn copies(out: &Path) -> PathBuf {
    out.join("files")
}

#[cfg(test)]
mod tests;
