//! The shapes of an SVG: their colours and patterns, and how wide words are.

use svg::node::element::{Circle, Definitions, Group, Line, Pattern, Rectangle, Text};

use super::Kind;

/// The colours, in both schemes.
pub const STYLE: &str = "\
text { font: 13px ui-sans-serif, system-ui, 'DejaVu Sans', sans-serif; fill: #1f2328; }
.head { font-weight: 600; font-size: 15px; }
.quiet { fill: #59636e; font-size: 12px; }
.step { fill: #ffffff; font-size: 11px; }
.page, .patch { fill: #ffffff; }
.grid { stroke: #d1d9e0; }
.work { fill: #0969da; }
.wait { fill: url(#wait); }
.sleep { fill: url(#sleep); }
.frame { fill: none; stroke: #59636e; }
.lock { fill: #8250df; }
.mark { stroke: #1f2328; stroke-width: 2; }
.end { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3; }
.cut { stroke: #cf222e; stroke-width: 2; }
.dots { fill: #59636e; }
.lines { stroke: #9a6700; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.quiet { fill: #9198a1; }
.step { fill: #0d1117; }
.page, .patch { fill: #0d1117; }
.grid { stroke: #3d444d; }
.work { fill: #4493f8; }
.frame { stroke: #9198a1; }
.lock { fill: #ab7df8; }
.mark { stroke: #e6edf3; }
.end, .cut { stroke: #f85149; }
.dots { fill: #9198a1; }
.lines { stroke: #d29922; }
}
";

/// What fills the bars of waits and sleeps.
pub fn patterns() -> Definitions {
    let pattern = |id: &str| {
        Pattern::new()
            .set("id", id)
            .set("width", 6)
            .set("height", 6)
            .set("patternUnits", "userSpaceOnUse")
    };
    let dot = Circle::new()
        .set("class", "dots")
        .set("cx", 3)
        .set("cy", 3)
        .set("r", 1);
    let stripe = Line::new().set("class", "lines").set("y2", 6);
    Definitions::new().add(pattern("wait").add(dot)).add(
        pattern("sleep")
            .set("patternTransform", "rotate(45)")
            .add(stripe),
    )
}

/// The class of a bar.
pub fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Work => "work",
        Kind::Wait => "wait",
        Kind::Sleep => "sleep",
    }
}

/// How wide a text is at most, in pixels, if its letters are `height` pixels high.
pub fn width_of(text: &str, height: f64) -> f64 {
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    // A capital is up to a third wider than other letters.
    (text.chars().count() as f64 + capitals as f64 / 3.0) * height * 0.58
}

/// A text that is cut to a width in pixels, with an ellipsis if it was longer.
pub fn fit(text: &str, height: f64, width: f64) -> String {
    if width_of(text, height) <= width {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while !kept.is_empty() && width_of(&kept, height) + height > width {
        kept.pop();
    }
    kept + "…"
}

/// A number of pixels, to the tenth.
pub fn px(pixels: f64) -> f64 {
    (pixels * 10.0).round() / 10.0
}

/// The shape of a legend that stands for a class.
pub fn swatch(class: &str, (x, y): (f64, f64)) -> Group {
    let group = Group::new();
    match class {
        "mark" => group.add(line(class, (x + 13.0, y - 1.0), (x + 13.0, y + 13.0))),
        "lock" => group.add(rectangle(class, (x, y + 4.0), (26.0, 4.0))),
        "work" => group.add(rectangle(class, (x, y), (26.0, 12.0))),
        _ => group
            .add(rectangle(class, (x, y), (26.0, 12.0)))
            .add(rectangle("frame", (x, y), (26.0, 12.0))),
    }
}

/// Words at a place.
pub fn text(class: &str, (x, y): (f64, f64), words: impl Into<String>) -> Text {
    let text = Text::new(words).set("x", px(x)).set("y", px(y));
    if class.is_empty() {
        text
    } else {
        text.set("class", class)
    }
}

/// A line between two places.
pub fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> Line {
    let line = Line::new()
        .set("x1", px(from.0))
        .set("y1", px(from.1))
        .set("x2", px(to.0))
        .set("y2", px(to.1));
    if class.is_empty() {
        line
    } else {
        line.set("class", class)
    }
}

/// A rectangle with its upper left corner at a place.
pub fn rectangle(class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) -> Rectangle {
    Rectangle::new()
        .set("class", class)
        .set("x", px(x))
        .set("y", px(y))
        .set("width", px(width))
        .set("height", px(height))
}
