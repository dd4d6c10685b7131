//! Makes strangers' texts harmless: without control sequences, and short enough.

/// How much of a text is kept, in bytes.
const MOST_TEXT: usize = 64 << 10;

/// How much of a name is kept, in bytes.
const MOST_NAME: usize = 200;

/// `text` without [hidden](is_hidden) characters. If it is too long, it is cut off.
pub fn clean(text: &str) -> String {
    let is_kept = |c: char| matches!(c, '\n' | '\t') || !is_hidden(c);
    let clean: String = text
        .chars()
        .map(|c| if is_kept(c) { c } else { REPLACED })
        .collect();
    shortened(clean, MOST_TEXT)
}

/// The same, on one line.
pub fn clean_name(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if is_hidden(c) { ' ' } else { c })
        .collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    shortened(words.join(" "), MOST_NAME)
}

/// Replaces a character that is not kept.
const REPLACED: char = '\u{fffd}';

/// Whether `c` is a control character, has no shape, or turns the direction of writing. It could
/// drive a terminal, or make a line look like another.
pub fn is_hidden(c: char) -> bool {
    let is_invisible = matches!(
        c,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}'
    );
    c.is_control() || is_invisible
}

fn shortened(mut text: String, most: usize) -> String {
    if text.len() > most {
        let ends = text.char_indices().map(|(place, _)| place);
        text.truncate(ends.take_while(|place| *place <= most).last().unwrap_or(0));
        text.push_str(" …");
    }
    text
}

/// A file name for the student `name`. It contains no path, and is different for each student.
pub fn file_name(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut text = String::new();
    for byte in name.bytes() {
        match byte {
            _ if is_plain(byte) => text.push(char::from(byte)),
            b' ' => text.push('.'),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    // Some systems take some names for devices, or do not distinguish upper and lower case. A
    // digest keeps such a name different.
    let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if !is_lower || text.is_empty() || text.len() > 80 || text.starts_with('.') || is_device(&text)
    {
        let digest = &crate::files::sha256(name.as_bytes())[..8];
        text.truncate(80);
        text = format!("{}-{digest}", text.trim_matches('.'));
    }
    text
}

/// Whether Windows takes a file with this name for a device.
fn is_device(name: &str) -> bool {
    let is_port = matches!(&name[..name.len().min(3)], "com" | "lpt") && name.len() == 4;
    is_port || matches!(name, "aux" | "con" | "nul" | "prn")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_drives_a_terminal_is_replaced() {
        let clean = clean("a\u{1b}[2J\u{9b}1m\u{202e}b\r\nc\td\u{0}");
        assert_eq!(
            clean,
            "a\u{fffd}[2J\u{fffd}1m\u{fffd}b\u{fffd}\nc\td\u{fffd}"
        );
    }

    #[test]
    fn what_cannot_be_seen_is_replaced() {
        let hidden = "\u{61c}\u{200b}\u{200f}\u{2028}\u{202e}\u{2060}\u{2065}\u{2069}\u{feff}";
        assert_eq!(clean(hidden), "\u{fffd}".repeat(9));
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(
            clean_name("  Ada,\nLovelace\u{7} \u{202e}"),
            "Ada, Lovelace"
        );
    }

    #[test]
    fn what_is_too_long_is_cut_between_two_characters() {
        let long = "é".repeat(MOST_TEXT);
        let clean = clean(&long);
        assert!(
            clean.len() <= MOST_TEXT + 4 && clean.ends_with('…'),
            "{}",
            clean.len()
        );
    }

    #[test]
    fn no_name_of_a_file_leads_elsewhere() {
        for name in [
            "../../etc/passwd",
            "a/b",
            "..",
            ".",
            "",
            "CON",
            "nul",
            "com1",
            "a\\b",
            "a\0b",
            "-rf",
            "é",
        ] {
            let file = file_name(name);
            assert!(
                !file.contains(['/', '\\', '\0']) && !file.starts_with('.'),
                "{name:?}: {file}"
            );
            assert!(!file.is_empty() && !is_device(&file), "{name:?}: {file}");
        }
    }

    #[test]
    fn each_student_has_a_file_of_their_own() {
        let names = [
            "ada l", "ada.l", "ada%20l", "Ada L", "ADA L", "ada/l", "ada_l",
        ];
        let mut files: Vec<String> = names.map(|name| file_name(name).to_lowercase()).to_vec();
        files.sort();
        files.dedup();
        assert_eq!(files.len(), names.len());
    }
}
