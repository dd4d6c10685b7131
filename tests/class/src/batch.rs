//! Has files graded, several at a time, and adds each verdict to the results as soon as it is
//! there.

use std::{
    io,
    num::NonZeroUsize,
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use crate::{
    plan::{Job, Known, Plan, Terms},
    results::{Results, Row, Status, Verdict},
    submissions::Handed,
};

/// A grader that gives verdicts.
pub trait Grader: Sync {
    /// The verdict on the program in `file` as an answer to `exercise`.
    ///
    /// # Errors
    ///
    /// Returns an error if the grader cannot do its work. The error says why.
    fn grade(&self, exercise: &str, file: &Path) -> Result<Verdict, String>;

    /// Ends processes that a graded program may have left behind. It is called when nothing is
    /// being graded.
    fn clean_up(&self) {}
}

/// An event that an instructor can watch.
#[derive(Debug)]
pub enum Event<'a> {
    /// A file has its verdict.
    Graded(&'a Job, &'a Verdict),
    /// The grader could not do its work. It tries the file again at the end.
    Failed(&'a Job, &'a str),
    /// A file is tried again, with no other file at the same time.
    Retrying(&'a Job),
}

/// Carries out the plan. `watch` is called for each event.
///
/// # Errors
///
/// Returns an error if the results cannot be written. If a file cannot be graded, that is a row and
/// not an error.
pub fn run(
    plan: Plan,
    grader: &dyn Grader,
    at_a_time: NonZeroUsize,
    results: &mut Results,
    terms: &Terms,
    watch: &mut dyn FnMut(Event),
) -> io::Result<()> {
    let known = Known::of(results, &terms.grader);
    results.add(plan.known)?;
    let mut failed = Vec::new();
    side_by_side(&plan.jobs, grader, at_a_time, |job, graded| match graded {
        Ok(verdict) => {
            watch(Event::Graded(job, &verdict));
            results.add(rows(job, verdict, &known, terms))
        }
        Err(reason) => {
            watch(Event::Failed(job, &reason));
            failed.push(job);
            keep(results, failures(job, &reason, terms))
        }
    })?;
    grader.clean_up();
    for job in failed {
        watch(Event::Retrying(job));
        match graded(grader, job) {
            Ok(verdict) => {
                watch(Event::Graded(job, &verdict));
                results.add(rows(job, verdict, &known, terms))?;
            }
            Err(reason) => keep(results, failures(job, &reason, terms))?,
        }
        grader.clean_up();
    }
    results.finish()
}

/// Grades `jobs` on other threads. Calls `done` on this thread for each job, in the order in which
/// they finish.
fn side_by_side<'a>(
    jobs: &'a [Job],
    grader: &dyn Grader,
    at_a_time: NonZeroUsize,
    mut done: impl FnMut(&'a Job, Result<Verdict, String>) -> io::Result<()>,
) -> io::Result<()> {
    let left = &Mutex::new(jobs.iter());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        // The channel has no room, so a grading thread waits until its verdict is written.
        let (verdicts, given) = mpsc::sync_channel(0);
        for _ in 0..at_a_time.get() {
            let verdicts = verdicts.clone();
            thread::Builder::new().spawn_scoped(scope, move || {
                while let Some(job) = next() {
                    let verdict = graded(grader, job);
                    // If a verdict cannot be written, nothing more is graded.
                    if verdicts.send((job, verdict)).is_err() {
                        break;
                    }
                }
            })?;
        }
        drop(verdicts);
        given
            .into_iter()
            .try_for_each(|(job, verdict)| done(job, verdict))
    })
}

/// The verdict. An answer without a verdict is a failure of the grader.
fn graded(grader: &dyn Grader, job: &Job) -> Result<Verdict, String> {
    let verdict = grader.grade(&job.exercise, &job.file)?;
    match verdict.status {
        Status::Solved | Status::Unsolved => Ok(verdict),
        Status::Missing => Err("the file was not there any more".into()),
        Status::Error => Err(verdict.message),
    }
}

fn rows(job: &Job, verdict: Verdict, known: &Known, terms: &Terms) -> Vec<Row> {
    let unsure = known.disagrees(job, &verdict);
    all_rows(job, verdict, unsure, terms)
}

fn failures(job: &Job, reason: &str, terms: &Terms) -> Vec<Row> {
    all_rows(job, Verdict::error(reason), false, terms)
}

fn all_rows(job: &Job, verdict: Verdict, unsure: bool, terms: &Terms) -> Vec<Row> {
    let verdict = Arc::new(verdict);
    let row = |handed: &Handed| {
        terms.row(
            &handed.student,
            &job.exercise,
            Some(handed),
            verdict.clone(),
            unsure,
        )
    };
    job.handed.iter().map(row).collect()
}

/// Adds rows for a file that could not be graded. If the same file has a verdict already, that row
/// stays until there is another verdict.
fn keep(results: &mut Results, rows: Vec<Row>) -> io::Result<()> {
    let has_verdict = |row: &Row| {
        results.get(&row.key()).is_some_and(|there| {
            there.sha256 == row.sha256
                && there.grader == row.grader
                && there.verdict.status != Status::Error
        })
    };
    let rows = rows.into_iter().filter(|row| !has_verdict(row)).collect();
    results.add(rows)
}

#[cfg(test)]
mod tests;
