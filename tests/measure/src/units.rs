//! Numbers as text.

/// The unit of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A factor: how many times as much.
    Ratio,
    /// Seconds.
    Time,
    /// Bytes of memory.
    Memory,
}

impl Unit {
    /// The number `value` as text.
    pub fn text(self, value: f64) -> String {
        match self {
            Self::Ratio => ratio(value),
            Self::Time => time(value),
            Self::Memory => bytes(value),
        }
    }
}

/// A number with two significant digits or more, such as `0.034`, `1.9` or `480`.
pub fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    // Rounding comes first: 0.999 has the magnitude of 1.0.
    let rounded: f64 = format!("{value:.1e}").parse().expect("it was a number");
    let magnitude = rounded.abs().log10().floor();
    let decimals = (1.0 - magnitude).clamp(0.0, 9.0);
    format!("{value:.*}", decimals as usize)
}

/// A ratio, such as `1.9×`.
pub fn ratio(value: f64) -> String {
    format!("{}×", number(value))
}

/// A time in seconds, with the unit that fits it, such as `35 ms`.
pub fn time(seconds: f64) -> String {
    let (factor, unit) = match seconds {
        0.0 => return "0".to_owned(),
        1.0.. => (1.0, "s"),
        1e-3.. => (1e3, "ms"),
        1e-6.. => (1e6, "µs"),
        _ => (1e9, "ns"),
    };
    format!("{} {unit}", number(seconds * factor))
}

/// A number of bytes, with the unit that fits it, such as `9.1 kB`.
pub fn bytes(count: f64) -> String {
    let (divisor, unit) = match count {
        1e9.. => (1e9, "GB"),
        1e6.. => (1e6, "MB"),
        1e3.. => (1e3, "kB"),
        _ => (1.0, "B"),
    };
    format!("{} {unit}", number(count / divisor))
}

/// A whole number with a comma after each three digits, such as `1,000,000`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_two_significant_digits_or_more() {
        let numbers = [0.0, 0.03416, 0.5, 0.999, 1.94, 48.2, 480.4].map(number);
        assert_eq!(numbers, ["0", "0.034", "0.50", "1.0", "1.9", "48", "480"]);
    }

    #[test]
    fn a_unit_fits_its_number() {
        assert_eq!(
            [0.0, 2.0, 0.0351, 2e-6, 3e-9].map(time),
            ["0", "2.0 s", "35 ms", "2.0 µs", "3.0 ns"]
        );
        assert_eq!(
            [64.0, 9_100.0, 2e6, 3e9].map(bytes),
            ["64 B", "9.1 kB", "2.0 MB", "3.0 GB"]
        );
    }

    #[test]
    fn a_large_count_has_commas() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567].map(count),
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
