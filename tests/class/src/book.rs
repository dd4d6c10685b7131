//! The table of a class: students by exercises, with a row of the results in each cell.

use crate::{
    Exercise,
    points::Points,
    results::{Results, Row, Status},
};

/// The table.
#[derive(Debug)]
pub struct Book<'a> {
    /// The columns.
    pub exercises: Vec<&'a Exercise>,
    /// The lines, sorted by name.
    pub students: Vec<Student<'a>>,
    /// What each cell is worth.
    pub points: &'a Points,
}

/// A line of the table.
#[derive(Debug)]
pub struct Student<'a> {
    /// The student's name.
    pub name: &'a str,
    /// A row for each exercise, if there is one already.
    pub rows: Vec<Option<&'a Row>>,
}

impl<'a> Book<'a> {
    /// The table of all `results` for `exercises`.
    pub fn new(results: &'a Results, exercises: Vec<&'a Exercise>, points: &'a Points) -> Self {
        let mut students: Vec<Student> = Vec::new();
        // The rows are sorted by student.
        for row in results.rows() {
            let Some(column) = exercises
                .iter()
                .position(|exercise| exercise.name == row.exercise)
            else {
                continue;
            };
            if students
                .last()
                .is_none_or(|student| student.name != row.student)
            {
                students.push(Student {
                    name: &row.student,
                    rows: vec![None; exercises.len()],
                });
            }
            let last = students.len() - 1;
            students[last].rows[column] = Some(row);
        }
        Self {
            exercises,
            students,
            points,
        }
    }

    /// The most points that a student can have.
    pub fn most(&self) -> f64 {
        self.exercises
            .iter()
            .map(|exercise| self.points.most(&exercise.name))
            .sum()
    }

    /// All rows.
    pub fn rows(&self) -> impl Iterator<Item = &'a Row> {
        self.students
            .iter()
            .flat_map(|student| student.rows.iter().copied().flatten())
    }

    /// How many rows have that status.
    pub fn count(&self, status: Status) -> usize {
        self.rows()
            .filter(|row| row.verdict.status == status)
            .count()
    }
}

impl<'a> Student<'a> {
    /// The student's exercises that have a row, each with its row.
    pub fn graded<'b>(
        &'b self,
        book: &'b Book<'a>,
    ) -> impl Iterator<Item = (&'a Exercise, &'a Row)> + 'b {
        let exercises = book.exercises.iter().copied();
        exercises
            .zip(&self.rows)
            .filter_map(|(exercise, row)| Some((exercise, (*row)?)))
    }

    /// The points so far. They do not include exercises that could not be graded.
    pub fn points(&self) -> f64 {
        self.rows
            .iter()
            .flatten()
            .filter_map(|row| row.points)
            .sum()
    }

    /// How many exercises have that status.
    pub fn count(&self, status: Status) -> usize {
        self.rows
            .iter()
            .flatten()
            .filter(|row| row.verdict.status == status)
            .count()
    }

    /// Why there is no total yet, if there is none: a row is missing, or one is an error.
    pub fn lacks(&self, book: &Book) -> Option<String> {
        let exercises = book.exercises.iter().zip(&self.rows);
        exercises.into_iter().find_map(|(exercise, row)| match row {
            None => Some(format!("{} was not graded", exercise.name)),
            Some(row) if row.points.is_none() => Some(format!(
                "{} could not be graded: {}",
                exercise.name, row.verdict.message
            )),
            Some(_) => None,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::results::{Verdict, tests::row};

    pub fn exercises() -> Vec<Exercise> {
        ["a", "b"]
            .map(|name| Exercise {
                name: name.into(),
                file: format!("{name}.rs"),
                lesson: "stage4-joined/README.md".into(),
                starter: b"fn main() {}\n".to_vec(),
            })
            .into()
    }

    /// Calls `look` with the table of these rows.
    pub fn with_book<T>(rows: Vec<Row>, look: impl FnOnce(&Book) -> T) -> T {
        let folder = tempfile::tempdir().unwrap();
        let mut results = Results::open(folder.path()).unwrap();
        results.add(rows).unwrap();
        let (exercises, points) = (exercises(), Points::default());
        look(&Book::new(&results, exercises.iter().collect(), &points))
    }

    /// The row of a file for which the grader failed.
    pub fn error(student: &str, exercise: &str) -> Row {
        let verdict = std::sync::Arc::new(Verdict::error("no disk"));
        Row {
            verdict,
            points: None,
            ..row(student, exercise, Status::Error, "")
        }
    }

    #[test]
    fn the_table_has_a_line_a_student_and_a_column_an_exercise() {
        let rows = vec![
            row("ada", "a", Status::Solved, "joined"),
            row("ada", "b", Status::Unsolved, "serial"),
            row("bob", "b", Status::Solved, "joined"),
            row("bob", "c", Status::Solved, "joined"),
        ];
        with_book(rows, |book| {
            let table: Vec<_> = book
                .students
                .iter()
                .map(|student| {
                    let words = student
                        .rows
                        .iter()
                        .map(|row| row.map(|row| row.verdict.word().to_owned()));
                    (
                        student.name.to_owned(),
                        words.collect::<Vec<_>>(),
                        student.points(),
                    )
                })
                .collect();
            let some = |word: &str| Some(word.to_owned());
            assert_eq!(
                table,
                [
                    ("ada".to_owned(), vec![some("joined"), some("serial")], 1.0),
                    ("bob".to_owned(), vec![None, some("joined")], 1.0),
                ]
            );
            assert_eq!(book.most(), 2.0);
        });
    }

    #[test]
    fn there_is_no_total_as_long_as_a_row_is_missing_or_an_error() {
        let rows = vec![
            row("ada", "a", Status::Solved, "joined"),
            error("ada", "b"),
            row("bob", "a", Status::Solved, "joined"),
        ];
        with_book(rows, |book| {
            let lacks: Vec<_> = book
                .students
                .iter()
                .map(|student| student.lacks(book))
                .collect();
            assert_eq!(lacks[0].as_deref(), Some("b could not be graded: no disk"));
            assert_eq!(lacks[1].as_deref(), Some("b was not graded"));
        });
    }
}
