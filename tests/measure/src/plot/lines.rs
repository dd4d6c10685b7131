//! Lines through points, on logarithmic axes.

use super::*;
use crate::{
    sample::Sample,
    units::{self, Unit},
};

/// A panel with lines. All panels stand side by side and share one legend.
pub struct LinePanel<'a> {
    /// The title above the panel.
    pub title: &'a str,
    /// What the horizontal axis counts.
    pub below: &'a str,
    /// The lines.
    pub series: Vec<Series<'a>>,
    /// Each tick of an axis is this many times the previous one.
    pub base: f64,
    /// What the vertical axis counts. Panels with the same unit have the same axis, so that they
    /// can be compared.
    pub unit: Unit,
}

impl LinePanel<'_> {
    fn points(&self) -> impl Iterator<Item = &(f64, Sample)> {
        self.series.iter().flat_map(|series| &series.points)
    }

    /// The lowest and the highest value at each point.
    fn values(&self) -> impl Iterator<Item = f64> {
        self.points()
            .flat_map(|(_, sample)| [sample.lowest(), sample.highest()])
    }
}

/// A line through points.
pub struct Series<'a> {
    /// The name in the legend. Its place in the list of all names decides the colour and the
    /// marker.
    pub name: &'a str,
    /// For each point its horizontal place, and its measurements. The point is at their median.
    pub points: Vec<(f64, Sample)>,
}

const HEIGHT: u32 = 400;
const LEGEND: i32 = 30;

/// Draws `panels`. The legend has all `names`, and each series has one of them.
pub fn lines(words: Words<'_>, names: &[&str], panels: &[LinePanel<'_>]) -> String {
    plot(words, HEIGHT, |area| {
        let (head, body) = area.split_vertically(LEGEND);
        legend(&head, names)?;
        for (panel, area) in panels.iter().zip(body.split_evenly((1, panels.len()))) {
            let of_unit = panels.iter().filter(|other| other.unit == panel.unit);
            let heights = range_of(of_unit.flat_map(LinePanel::values));
            draw(panel, names, heights, &area)?;
        }
        Ok(())
    })
}

fn legend(area: &Area<'_>, names: &[&str]) -> Drawn {
    let mut left = 22;
    for (index, name) in names.iter().enumerate() {
        area.draw(&marker(index, (left, 12)))?;
        area.draw(&Text::new(
            (*name).to_owned(),
            (left + 11, 12),
            text(14, HPos::Left),
        ))?;
        left += 44 + 7 * name.chars().count() as i32;
    }
    Ok(())
}

fn draw(panel: &LinePanel<'_>, names: &[&str], y: Range<f64>, area: &Area<'_>) -> Drawn {
    let x = range_of(panel.points().map(|(x, _)| *x));
    let mut chart = ChartBuilder::on(area)
        .caption(panel.title, text(15, HPos::Left))
        .margin_right(36)
        .margin_bottom(6)
        .x_label_area_size(42)
        .y_label_area_size(62)
        .build_cartesian_2d(
            x.log_scale().base(panel.base),
            y.log_scale().base(panel.base),
        )?;
    chart
        .configure_mesh()
        .x_desc(panel.below)
        .x_label_formatter(&|x| units::count(x.round() as u64))
        .y_label_formatter(&|y| panel.unit.text(*y))
        .x_labels(6)
        .y_labels(8)
        .label_style(("sans-serif", 13).into_font().color(&INK.light))
        .axis_desc_style(("sans-serif", 13).into_font().color(&INK.light))
        .axis_style(INK.light)
        .bold_line_style(GRID.light)
        .light_line_style(TRANSPARENT)
        .draw()?;
    let (left, top) = area.get_base_pixel();
    for series in &panel.series {
        let index = names
            .iter()
            .position(|name| *name == series.name)
            .unwrap_or(0);
        let place = |x: f64, y: f64| {
            let (x, y) = chart.backend_coord(&(x, y));
            (x - left, y - top)
        };
        draw_series(area, index, series, place)?;
    }
    Ok(())
}

/// A line through the medians, and at each a thin line from the lowest to the highest value.
fn draw_series(
    area: &Area<'_>,
    index: usize,
    series: &Series<'_>,
    place: impl Fn(f64, f64) -> Pixel,
) -> Drawn {
    let colour = SERIES[index % SERIES.len()].light;
    let medians = series
        .points
        .iter()
        .map(|(x, sample)| place(*x, sample.median()));
    let medians: Vec<Pixel> = medians.collect();
    area.draw(&PathElement::new(medians.clone(), colour.stroke_width(2)))?;
    for (x, sample) in &series.points {
        let spread = [place(*x, sample.lowest()), place(*x, sample.highest())];
        area.draw(&PathElement::new(spread, colour))?;
    }
    for median in medians {
        area.draw(&marker(index, median))?;
    }
    Ok(())
}

/// The marker of the series at `index` in the list of names.
fn marker<'a>(index: usize, place: Pixel) -> DynElement<'a, SVGBackend<'a>, Pixel> {
    let colour = SERIES[index % SERIES.len()].light;
    let (x, y) = place;
    match index % SERIES.len() {
        0 => Circle::new(place, 5, colour.filled()).into_dyn(),
        1 => TriangleMarker::new(place, 7, colour.filled()).into_dyn(),
        2 => Cross::new(place, 5, colour.stroke_width(3)).into_dyn(),
        3 => Rectangle::new([(x - 5, y - 5), (x + 5, y + 5)], colour.stroke_width(2)).into_dyn(),
        _ => {
            let corners = vec![(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)];
            Polygon::new(corners, colour.filled()).into_dyn()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(values: &[f64]) -> Vec<(f64, Sample)> {
        let points = values.iter().enumerate();
        points
            .map(|(x, y)| (10_f64.powi(x as i32), Sample::new(vec![*y, y * 2.0])))
            .collect()
    }

    fn example(words: Words<'_>) -> String {
        let panel = |title| LinePanel {
            title,
            below: "workers",
            series: vec![
                Series {
                    name: "threads",
                    points: figures(&[1.0, 10.0]),
                },
                Series {
                    name: "tasks",
                    points: figures(&[0.1, 0.5, 3.0]),
                },
            ],
            base: 10.0,
            unit: Unit::Time,
        };
        lines(
            words,
            &["threads", "tasks"],
            &[panel("time"), panel("more time")],
        )
    }

    const WORDS: Words<'_> = Words {
        title: "a < b",
        description: "Threads & tasks.",
    };

    #[test]
    fn the_same_figures_give_the_same_bytes() {
        assert_eq!(example(WORDS), example(WORDS));
    }

    #[test]
    fn a_plot_has_a_title_and_a_description_and_a_legend() {
        let svg = example(WORDS);
        for part in [
            "<title id=\"title\">a &lt; b</title>",
            "<desc id=\"description\">Threads &amp; tasks.</desc>",
            "\nthreads\n",
            "\ntasks\n",
        ] {
            assert!(svg.contains(part), "{part} is missing in {svg}");
        }
    }

    #[test]
    fn each_colour_of_a_plot_has_another_one_on_a_dark_page() {
        let svg = example(WORDS);
        let (style, drawing) = svg.split_once("</style>").expect("there is a style");
        for part in drawing
            .split("fill=\"#")
            .chain(drawing.split("stroke=\"#"))
            .skip(1)
        {
            let colour = &part[..6];
            let is_colour = colour.bytes().all(|byte| byte.is_ascii_hexdigit());
            assert!(
                !is_colour || style.contains(&format!("\"#{colour}\"]")),
                "#{colour}"
            );
        }
    }

    #[test]
    fn series_differ_by_their_markers() {
        let drawn = |index| {
            plot(WORDS, 100, |area| Ok(area.draw(&marker(index, (50, 50)))?)).replace("#", "")
        };
        let shapes = ["<circle", "<polygon", "<line", "<rect", "<polygon"];
        for (index, shape) in shapes.iter().enumerate() {
            assert!(drawn(index).contains(shape), "{index} is no {shape}");
        }
    }

    #[test]
    fn a_series_without_points_is_drawn_as_nothing() {
        let series = vec![Series {
            name: "threads",
            points: Vec::new(),
        }];
        let panel = LinePanel {
            title: "time",
            below: "workers",
            series,
            base: 2.0,
            unit: Unit::Ratio,
        };
        assert!(lines(WORDS, &["threads"], &[panel]).ends_with("</svg>\n"));
    }
}
