//! Numbers that differ from run to run.

/// Without the numbers of threads and of interleavings: both may differ from run to run.
pub fn masked(text: &str) -> String {
    let text = between(text, "thread 'main' (", ")", "NUMBER");
    let text = between(&text, "thread '<unnamed>' (", ")", "NUMBER");
    between(&text, "Inside the program ", " interleavings", "SOME")
}

/// `text` with `mask` in place of each number that stands between `start` and `end`.
pub fn between(text: &str, start: &str, end: &str, mask: &str) -> String {
    let mut pieces = text.split(start);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_of_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let digits = piece.find(|c| !is_of_number(c)).unwrap_or(piece.len());
        let is_number = digits > 0 && piece[digits..].starts_with(end);
        masked += start;
        masked += if is_number { mask } else { &piece[..digits] };
        masked += &piece[digits..];
    }
    masked
}
