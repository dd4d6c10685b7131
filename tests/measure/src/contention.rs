//! More can be slower: one total, computed in seven ways.

use std::time::Instant;

use crate::{
    machine::Machine,
    plot::{Bar, BarPanel, Scale, Words, bars},
    report::{Report, table},
    sample::{Sample, rounds, speed_ups},
    units::{self, Unit},
};

mod totals;

use totals::{Job, LONG_LOCK, SHORT_LOCK, WAYS, Way};

const ROUNDS: usize = 15;

/// One size has small items, and the other has items that take about 1 µs each.
const SIZES: [Size; 2] = [
    Size {
        name: "tiny",
        items: 20_000_000,
        steps: 1,
    },
    Size {
        name: "larger",
        items: 40_000,
        steps: 400,
    },
];

/// The amount of work.
struct Size {
    name: &'static str,
    items: u64,
    /// How many steps compute the number of an item.
    steps: u32,
}

/// The speed-up of each way over the serial loop, for one size.
struct Column {
    name: &'static str,
    /// How long the serial loop takes for an item, in seconds.
    item: f64,
    speed_ups: Vec<(&'static str, Sample)>,
}

/// Measures each way with each size of item.
pub fn measure(machine: &Machine) -> Report {
    let threads = machine.cores.max(2);
    let columns = SIZES.map(|size| column(&size, threads));
    let title = "More can be slower";
    Report {
        title,
        method: method(threads),
        table: figures(&columns),
        notes: Vec::new(),
        svg: picture(title, &columns),
        conclusion: conclude(&columns, threads, machine.cores),
    }
}

fn column(size: &Size, threads: usize) -> Column {
    let job = Job {
        items: size.items,
        steps: size.steps,
        threads,
    };
    let expected = (WAYS[0].total)(job);
    let times = rounds(ROUNDS, &WAYS, |way| {
        let start = Instant::now();
        let total = (way.total)(job);
        let time = start.elapsed().as_secs_f64();
        assert_eq!(
            total, expected,
            "`{}` has another total than the serial loop",
            way.name
        );
        time
    });
    let serial = &times[0];
    let ways = WAYS.iter().zip(&times);
    Column {
        name: size.name,
        item: Sample::new(serial.clone()).median() / size.items as f64,
        speed_ups: ways
            .map(|(way, times)| (way.name, speed_ups(serial, times)))
            .collect(),
    }
}

fn method(threads: usize) -> String {
    let sizes = SIZES.map(|size| format!("{} {} items", units::count(size.items), size.name));
    format!(
        "{threads} threads add up the numbers of {}, and all have the same total in the end. A \
         speed-up compares with the serial loop of the same round: below 1 is slower. Medians of \
         {ROUNDS} rounds.",
        sizes.join(", or of ")
    )
}

fn figures(columns: &[Column]) -> comfy_table::Table {
    let [tiny, larger] = SIZES.map(|size| size.name);
    let mut table = table(["the total is in", tiny, "spread", larger, "spread"], 1);
    for (index, Way { name, .. }) in WAYS.iter().enumerate() {
        let figures = columns.iter().flat_map(|column| {
            let sample = &column.speed_ups[index].1;
            [units::ratio(sample.median()), sample.spread()]
        });
        table.add_row([(*name).to_owned()].into_iter().chain(figures));
    }
    table
}

fn picture(title: &str, columns: &[Column]) -> String {
    let titles: Vec<_> = columns.iter().map(panel_title).collect();
    let panels = columns.iter().zip(&titles).map(|(column, title)| BarPanel {
        title,
        bars: column
            .speed_ups
            .iter()
            .map(|(name, sample)| Bar { name, sample })
            .collect(),
        scale: Scale::AroundOne,
        unit: Unit::Ratio,
    });
    let description = "Bars with the speed-up of each way over the serial loop. A bar to the left \
                       is slower than the loop. The table has the figures.";
    bars(Words { title, description }, &panels.collect::<Vec<_>>())
}

fn panel_title(column: &Column) -> String {
    let Column { name, item, .. } = column;
    format!(
        "{name} items, {} each: speed-up over the serial loop",
        units::time(*item)
    )
}

/// Below this speed-up a way is called slower. A speed-up between this and 1 may be chance.
const SLOWER: f64 = 0.9;

fn conclude(columns: &[Column], threads: usize, cores: usize) -> String {
    let sentences: Vec<_> = columns
        .iter()
        .map(|column| column.sentence(threads))
        .collect();
    format!("{} {}", sentences.join(" "), meaning(columns, cores))
}

impl Column {
    /// Which ways are slower than the serial loop, and which is the fastest.
    fn sentence(&self, threads: usize) -> String {
        let ways = &self.speed_ups[1..];
        let with_figure =
            |(name, sample): &(&str, Sample)| format!("{name} ({})", units::ratio(sample.median()));
        let slower = ways.iter().filter(|(_, sample)| sample.median() < SLOWER);
        let slower: Vec<_> = slower.map(with_figure).collect();
        let slower = if slower.is_empty() {
            "nothing is slower than the serial loop".to_owned()
        } else {
            format!(
                "these are slower than the serial loop: {}",
                slower.join(", ")
            )
        };
        let fastest = ways
            .iter()
            .max_by(|a, b| a.1.median().total_cmp(&b.1.median()));
        let fastest = with_figure(fastest.expect("there are several ways"));
        let name = self.name;
        format!("With {name} items on {threads} threads, {slower}. The fastest is {fastest}.")
    }

    /// The speed-up of the way `name`.
    fn speed_up(&self, name: &str) -> f64 {
        let way = self.speed_ups.iter().find(|(way, _)| *way == name);
        way.expect("each way is measured").1.median()
    }
}

/// What the speed-ups of the two locks say about sharing.
fn meaning(columns: &[Column], cores: usize) -> &'static str {
    if cores == 1 {
        return "On one core no way can be faster than the loop.";
    }
    let (tiny, larger) = (&columns[0], &columns[1]);
    let shares_too_often = tiny.speed_up(SHORT_LOCK) < SLOWER;
    let shares_rarely = larger.speed_up(SHORT_LOCK) > 1.0 / SLOWER;
    let holds_too_long = larger.speed_up(LONG_LOCK) < SLOWER * larger.speed_up(SHORT_LOCK);
    if shares_too_often && shares_rarely && holds_too_long {
        "Threads help if they share rarely, and only for a short time."
    } else {
        "These figures do not show when sharing is too much. Close other programs and measure \
         again."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns with the speed-ups of the ways, in their order.
    fn made_up(tiny: [f64; 7], larger: [f64; 7]) -> [Column; 2] {
        [("tiny", tiny), ("larger", larger)].map(|(name, figures)| Column {
            name,
            item: 1e-6,
            speed_ups: WAYS
                .iter()
                .zip(figures)
                .map(|(way, figure)| (way.name, Sample::new(vec![figure; 3])))
                .collect(),
        })
    }

    const TINY: [f64; 7] = [1.0, 0.04, 0.03, 0.1, 0.5, 1.8, 2.0];
    const LARGER: [f64; 7] = [1.0, 0.9, 1.8, 1.9, 1.9, 1.9, 2.0];

    #[test]
    fn ways_below_one_are_named_as_slower() {
        let conclusion = conclude(&made_up(TINY, LARGER), 2, 2);
        let start = "With tiny items on 2 threads, these are slower than the serial loop: a lock \
                     held too long (0.040×), a short lock (0.030×), one shared atomic (0.10×), \
                     neighbouring counters (0.50×). The fastest is each thread's own total (2.0×).";
        assert!(conclusion.starts_with(start), "{conclusion}");
        assert!(
            conclusion.ends_with("only for a short time."),
            "{conclusion}"
        );
    }

    #[test]
    fn a_short_lock_that_costs_nothing_proves_nothing() {
        let conclusion = conclude(&made_up(LARGER, LARGER), 2, 2);
        assert!(conclusion.ends_with("measure again."), "{conclusion}");
    }

    #[test]
    fn on_one_core_no_gain_is_expected() {
        let conclusion = conclude(&made_up(TINY, TINY), 2, 1);
        assert!(
            conclusion.ends_with("no way can be faster than the loop."),
            "{conclusion}"
        );
    }

    #[test]
    fn the_table_has_a_row_for_each_way() {
        let text = figures(&made_up(TINY, LARGER)).to_string();
        for way in WAYS {
            assert!(
                text.contains(way.name),
                "{} is missing in\n{text}",
                way.name
            );
        }
    }

    #[test]
    fn the_picture_names_both_sizes() {
        let svg = picture("A title", &made_up(TINY, LARGER));
        assert!(svg.contains("tiny items") && svg.contains("larger items"));
    }
}
