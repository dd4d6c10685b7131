//! Chooses the rows to show, if there is no room for all.

use super::rows::Row;

/// A row, or a gap where rows were left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A row.
    Row(Row),
    /// This many steps are left out.
    Gap(usize),
}

impl Line {
    /// The thread of the row, if it is a row.
    pub fn thread(&self) -> Option<usize> {
        match self {
            Self::Row(row) => Some(row.thread),
            Self::Gap(_) => None,
        }
    }
}

/// Up to this many rows are left out without a gap line, because the numbers of the steps show it.
const FEW: usize = 3;
/// From this many steps on, there is always a gap line.
const MANY: usize = 1000;

/// The `count` rows that matter most, in their order. Among equal rows, the later ones are kept.
pub fn fold(rows: &[Row], count: usize) -> Vec<Line> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&row| std::cmp::Reverse((rows[row].weight, row)));
    let mut shown = vec![false; rows.len()];
    order.iter().take(count).for_each(|&row| shown[row] = true);
    let mut lines = Vec::new();
    let mut next = 0;
    let mut left_out = 0;
    for (row, is_shown) in rows.iter().zip(shown) {
        if is_shown {
            let steps = row.step.saturating_sub(next);
            lines.extend((left_out > FEW || steps >= MANY).then_some(Line::Gap(steps)));
            lines.push(Line::Row(row.clone()));
            next = row.step + 1;
            left_out = 0;
        } else {
            left_out += 1;
        }
    }
    lines
}

/// The largest number up to `most` for which `fits` holds. If it holds for a number, it must hold
/// for all below.
pub fn largest(most: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::{rows::Cell, weight::Weight};

    fn rows(weights: &[Weight]) -> Vec<Row> {
        let rows = weights.iter().enumerate().map(|(step, &weight)| Row {
            step,
            thread: 0,
            weight,
            cell: Cell::default(),
            times: 1,
            steps: 1,
        });
        rows.collect()
    }

    fn shape(lines: &[Line]) -> String {
        let shape = lines.iter().map(|line| match line {
            Line::Row(row) => row.step.to_string(),
            Line::Gap(steps) => format!("({steps})"),
        });
        shape.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_matters_most_stays() {
        use Weight::{Edge, Shared, Vital};
        let rows = rows(&[Shared, Vital, Shared, Shared, Shared, Shared, Edge, Shared]);
        assert_eq!(shape(&fold(&rows, 8)), "0 1 2 3 4 5 6 7");
        assert_eq!(shape(&fold(&rows, 3)), "1 (4) 6 7");
        assert_eq!(shape(&fold(&rows, 2)), "1 (4) 6");
        assert_eq!(shape(&fold(&rows, 0)), "");
    }

    #[test]
    fn the_largest_that_fits_is_found() {
        assert_eq!(largest(10, |number| number <= 7), 7);
        assert_eq!(largest(10, |_| true), 10);
        assert_eq!(largest(10, |number| number == 0), 0);
    }
}
