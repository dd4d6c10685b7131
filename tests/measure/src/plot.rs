//! Plots as SVG. The same figures give the same bytes.
//!
//! A plot is readable on a light and on a dark page. A title and a description say in words what it
//! shows. Each series has its own marker, and each bar has its figure beside it. So no information
//! depends on colour alone.

use std::{error::Error, ops::Range};

use plotters::{
    backend::SVGBackend,
    coord::{Shift, ranged1d::ValueFormatter},
    element::{DynElement, IntoDynElement},
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

mod bars;
mod lines;

pub use bars::{Bar, BarPanel, Scale, bars};
pub use lines::{LinePanel, Series, lines};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;
type Pixel = (i32, i32);

/// The words of a plot.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    /// The heading of the plot.
    pub title: &'a str,
    /// What can be seen in the plot, for readers who do not see it.
    pub description: &'a str,
}

const WIDTH: u32 = 760;

/// The explanation of the thin line at a point or in a bar.
const THIN_LINE: &str = "thin line: lowest to highest value";

/// The height of the title above the panels.
const TITLE: i32 = 36;

/// The colours on a light page, and their replacements on a dark page.
const PAPER: Colour = Colour {
    light: RGBColor(255, 255, 255),
    dark: "#0D1117",
};
const INK: Colour = Colour {
    light: RGBColor(31, 35, 40),
    dark: "#E6EDF3",
};
const GRID: Colour = Colour {
    light: RGBColor(216, 222, 228),
    dark: "#30363D",
};
const SERIES: [Colour; 5] = [
    Colour {
        light: RGBColor(9, 105, 218),
        dark: "#58A6FF",
    },
    Colour {
        light: RGBColor(188, 76, 0),
        dark: "#F0883E",
    },
    Colour {
        light: RGBColor(26, 127, 55),
        dark: "#3FB950",
    },
    Colour {
        light: RGBColor(130, 80, 223),
        dark: "#BC8CFF",
    },
    Colour {
        light: RGBColor(191, 57, 137),
        dark: "#F778BA",
    },
];

struct Colour {
    light: RGBColor,
    dark: &'static str,
}

impl Colour {
    /// The CSS rule that changes the colour on a dark page.
    fn rule(&self) -> String {
        let Self {
            light: RGBColor(red, green, blue),
            dark,
        } = self;
        let light = format!("#{red:02X}{green:02X}{blue:02X}");
        format!("[fill=\"{light}\"]{{fill:{dark}}}[stroke=\"{light}\"]{{stroke:{dark}}}")
    }
}

/// Draws a plot of `height` pixels with `draw`, which gets the area below the title.
fn plot(words: Words<'_>, height: u32, draw: impl FnOnce(&Area<'_>) -> Drawn) -> String {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        let draw = || -> Drawn {
            root.fill(&PAPER.light)?;
            root.draw(&Text::new(
                words.title.to_owned(),
                (16, TITLE / 2),
                text(17, HPos::Left),
            ))?;
            let right = WIDTH as i32 - 16;
            let note = Text::new(THIN_LINE, (right, TITLE / 2), text(13, HPos::Right));
            root.draw(&note)?;
            draw(&root.split_vertically(TITLE).1)?;
            Ok(root.present()?)
        };
        // The backend writes to a string, and the ranges come from finite figures.
        draw().unwrap_or_else(|error| panic!("failed to draw `{}`: {error}", words.title));
    }
    with_words(&svg, words)
}

/// Adds the words, and the colours for a dark page.
fn with_words(svg: &str, words: Words<'_>) -> String {
    let end = svg.find('>').expect("an SVG begins with a tag");
    let (tag, rest) = svg.split_at(end);
    let colours = [&PAPER, &INK, &GRID].into_iter().chain(&SERIES);
    let rules: String = colours.map(Colour::rule).collect();
    let title = escaped(words.title);
    let description = escaped(words.description);
    format!(
        "{tag} role=\"img\" aria-labelledby=\"title description\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"description\">{description}</desc>\n\
         <style>@media (prefers-color-scheme: dark){{{rules}}}</style{rest}"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The style for text of `size` pixels, with its `side` and its vertical middle at its place.
fn text(size: u32, side: HPos) -> TextStyle<'static> {
    let style = TextStyle::from(("sans-serif", size).into_font());
    style.color(&INK.light).pos(Pos::new(side, VPos::Center))
}

/// The range of `values`, with a margin on both sides for a logarithmic axis.
fn range_of(values: impl Iterator<Item = f64>) -> Range<f64> {
    let (lowest, highest) = values.fold((f64::INFINITY, 0.0_f64), |(lowest, highest), value| {
        (lowest.min(value), highest.max(value))
    });
    if lowest.is_finite() {
        lowest * 0.8..highest * 1.25
    } else {
        1.0..10.0
    }
}
