//! Bars, one below the other.

use super::*;
use crate::{sample::Sample, units::Unit};

/// Bars that share an axis.
pub struct BarPanel<'a> {
    /// The title above the panel.
    pub title: &'a str,
    /// The bars from top to bottom.
    pub bars: Vec<Bar<'a>>,
    /// Where the bars begin on the axis.
    pub scale: Scale,
    /// What the bars count.
    pub unit: Unit,
}

impl BarPanel<'_> {
    /// The lowest and the highest value of each bar.
    fn values(&self) -> impl Iterator<Item = f64> {
        self.bars
            .iter()
            .flat_map(|bar| [bar.sample.lowest(), bar.sample.highest()])
    }
}

/// A bar with its name. Its length is the median.
pub struct Bar<'a> {
    /// What was measured.
    pub name: &'a str,
    /// The measurements.
    pub sample: &'a Sample,
}

/// Where bars begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// At 0.
    FromZero,
    /// At 1, on a logarithmic axis: a ratio below 1 goes to the left, and a ratio above 1 to the
    /// right.
    AroundOne,
}

/// The height of a bar and the gap below it.
const ROW: usize = 27;

/// The height of a panel without its bars.
const FRAME: usize = 66;

/// Room for the names.
const NAMES: u32 = 250;

/// Room for the figure beside the longest bar.
const FIGURE: u32 = 64;

/// Draws `panels` one below the other, with the same axis.
pub fn bars(words: Words<'_>, panels: &[BarPanel<'_>]) -> String {
    let height = |panel: &BarPanel<'_>| (FRAME + ROW * panel.bars.len()) as i32;
    let total = TITLE + panels.iter().map(height).sum::<i32>();
    plot(words, total as u32, |area| {
        let range = range_of(panels.iter().flat_map(BarPanel::values));
        let mut rest = area.clone();
        for panel in panels {
            let (area, below) = rest.split_vertically(height(panel));
            draw(panel, &range, &area)?;
            rest = below;
        }
        Ok(())
    })
}

fn draw(panel: &BarPanel<'_>, range: &Range<f64>, area: &Area<'_>) -> Drawn {
    let rows = 0.0..panel.bars.len() as f64;
    let mut builder = ChartBuilder::on(area);
    builder
        .caption(panel.title, text(15, HPos::Left))
        .margin_right(FIGURE)
        .x_label_area_size(26)
        .y_label_area_size(NAMES);
    match panel.scale {
        Scale::FromZero => {
            let range = 0.0..range.end;
            draw_on(panel, area, builder.build_cartesian_2d(range, rows)?, 0.0)
        }
        Scale::AroundOne => {
            let range = (range.start.min(0.8)..range.end.max(1.25)).log_scale();
            draw_on(panel, area, builder.build_cartesian_2d(range, rows)?, 1.0)
        }
    }
}

/// Draws the axis, and bars that begin at `origin`.
fn draw_on<'a, 'b, X, Y>(
    panel: &BarPanel<'_>,
    area: &Area<'a>,
    mut chart: ChartContext<'b, SVGBackend<'a>, Cartesian2d<X, Y>>,
    origin: f64,
) -> Drawn
where
    'a: 'b,
    X: Ranged<ValueType = f64> + ValueFormatter<f64>,
    Y: Ranged<ValueType = f64> + ValueFormatter<f64>,
{
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(0)
        .x_labels(5)
        .x_label_formatter(&|x| panel.unit.text(*x))
        .label_style(("sans-serif", 13).into_font().color(&INK.light))
        .axis_style(TRANSPARENT)
        .bold_line_style(GRID.light)
        .light_line_style(TRANSPARENT)
        .draw()?;
    let (left, top) = area.get_base_pixel();
    for (row, bar) in panel.bars.iter().enumerate() {
        let middle = panel.bars.len() as f64 - row as f64 - 0.5;
        let place = |x: f64| {
            let (x, y) = chart.backend_coord(&(x, middle));
            (x - left, y - top)
        };
        draw_bar(area, bar, panel.unit, origin, place)?;
    }
    let ends = [0.0, panel.bars.len() as f64].map(|y| {
        let (x, y) = chart.backend_coord(&(origin, y));
        (x - left, y - top)
    });
    area.draw(&PathElement::new(ends, INK.light.stroke_width(2)))?;
    Ok(())
}

/// The name, the bar, a thin line from the lowest to the highest value, and the figure.
fn draw_bar(
    area: &Area<'_>,
    bar: &Bar<'_>,
    unit: Unit,
    origin: f64,
    place: impl Fn(f64) -> Pixel,
) -> Drawn {
    let median = bar.sample.median();
    let colour = SERIES[usize::from(median < origin)].light;
    let ((start, y), (end, _)) = (place(origin), place(median));
    area.draw(&Rectangle::new(
        [(start, y - 8), (end, y + 8)],
        colour.filled(),
    ))?;
    let spread = [bar.sample.lowest(), bar.sample.highest()].map(&place);
    area.draw(&PathElement::new(spread, INK.light))?;
    let name = Text::new(
        bar.name.to_owned(),
        (NAMES as i32 - 12, y),
        text(14, HPos::Right),
    );
    area.draw(&name)?;
    // The figure stands to the right of all that is drawn in this row.
    let right = spread[1].0.max(start) + 7;
    area.draw(&Text::new(
        unit.text(median),
        (right, y),
        text(14, HPos::Left),
    ))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Words<'_> = Words {
        title: "locks",
        description: "Bars.",
    };

    fn example(scale: Scale) -> String {
        let [slow, fast] = [0.05, 2.0].map(|value| Sample::new(vec![value; 3]));
        let bars_of = vec![
            Bar {
                name: "a lock",
                sample: &slow,
            },
            Bar {
                name: "own totals",
                sample: &fast,
            },
        ];
        let panel = BarPanel {
            title: "tiny items",
            bars: bars_of,
            scale,
            unit: Unit::Ratio,
        };
        bars(WORDS, &[panel])
    }

    #[test]
    fn each_bar_has_its_name_and_its_figure() {
        for scale in [Scale::FromZero, Scale::AroundOne] {
            let svg = example(scale);
            for part in ["\na lock\n", "\n0.050×\n", "\nown totals\n", "\n2.0×\n"] {
                assert!(svg.contains(part), "{part} is missing in {svg}");
            }
        }
    }

    #[test]
    fn the_same_figures_give_the_same_bytes() {
        assert_eq!(example(Scale::AroundOne), example(Scale::AroundOne));
    }
}
