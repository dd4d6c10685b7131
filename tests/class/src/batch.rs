//! Has files graded, several at a time, and has each verdict in the results the moment it is there.

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

/// What gives verdicts.
pub trait Grader: Sync {
    /// The verdict on the program in `file` as an answer to `exercise`.
    ///
    /// # Errors
    ///
    /// Returns an error if the grader cannot do its work; the error says why.
    fn grade(&self, exercise: &str, file: &Path) -> Result<Verdict, String>;

    /// Ends what a graded program may have left behind. It is called when nothing is being graded.
    fn clean_up(&self) {}
}

/// What an instructor can watch.
#[derive(Debug)]
pub enum Event<'a> {
    /// A file has its verdict.
    Graded(&'a Job, &'a Verdict),
    /// The grader could not do its work. It tries the file once more at the end.
    Failed(&'a Job, &'a str),
    /// A file is tried once more, and nothing else beside it.
    Retrying(&'a Job),
}

/// Does what is planned. `watch` is called for each thing that happens.
///
/// # Errors
///
/// Returns an error if the results cannot be written. That a file cannot be graded is a row.
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

/// Grades `jobs`, and calls `done` for each, here, in the order in which they are done.
fn side_by_side<'a>(
    jobs: &'a [Job],
    grader: &dyn Grader,
    at_a_time: NonZeroUsize,
    mut done: impl FnMut(&'a Job, Result<Verdict, String>) -> io::Result<()>,
) -> io::Result<()> {
    let left = &Mutex::new(jobs.iter());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        // It has no room, so that what is graded waits until it is written.
        let (verdicts, given) = mpsc::sync_channel(0);
        for _ in 0..at_a_time.get() {
            let verdicts = verdicts.clone();
            thread::Builder::new().spawn_scoped(scope, move || {
                while let Some(job) = next() {
                    let verdict = graded(grader, job);
                    // If what was graded cannot be written, no more is.
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

/// The verdict. An answer that is none is the grader's failure.
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

/// Adds rows of what could not be graded, but to a file that has a verdict: that one stays until
/// there is another.
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
