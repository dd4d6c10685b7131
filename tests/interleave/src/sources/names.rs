//! Short names of functions.

/// A function's name without generics and modules: `Mutex::lock`. The function that drops a value
/// of type `T` is `drop T`.
pub fn short(name: &str) -> String {
    if let Some(dropped) = name.strip_prefix("core::ptr::drop_in_place") {
        let dropped = dropped.trim_start_matches("::");
        let dropped = dropped
            .strip_prefix('<')
            .and_then(|rest| rest.strip_suffix('>'));
        return format!("drop {}", last_segment(dropped.unwrap_or_default()));
    }
    let mut segments: Vec<String> = segments(name).into_iter().map(readable).collect();
    segments.retain(|segment| !segment.is_empty() && !segment.starts_with('{'));
    let method = segments.pop().unwrap_or_default();
    match segments.pop() {
        Some(owner) if method == "drop" && owner.starts_with(char::is_uppercase) => {
            format!("drop {owner}")
        }
        Some(owner) if is_worth_naming(&owner) => format!("{owner}::{method}"),
        _ => method,
    }
}

/// Whether an owner is part of the short name: types are, and modules that are usually written, as
/// in `thread::spawn`.
fn is_worth_naming(owner: &str) -> bool {
    owner.starts_with(char::is_uppercase) || matches!(owner, "thread" | "process" | "hint")
}

/// A segment of a path, without generics. `<T as Trait>` and `<impl T>` become `T`.
fn readable(segment: &str) -> String {
    if let Some(inner) = segment
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        let inner = inner.strip_prefix("impl ").unwrap_or(inner);
        // Take the type from `<impl Trait for T>` and `<T as Trait>`.
        let subject = inner
            .split_once(" for ")
            .map_or(inner, |(_, subject)| subject);
        return last_segment(at_top_level(subject, " as ").next().unwrap_or(subject));
    }
    segment.split('<').next().unwrap_or(segment).to_owned()
}

/// The last segment of a type's path, without generics.
fn last_segment(path: &str) -> String {
    let path = path
        .trim_start_matches(['&', '*'])
        .trim_start_matches("mut ");
    let last = segments(path)
        .into_iter()
        .rfind(|segment| !segment.starts_with('<'));
    let (name, generics) = last
        .unwrap_or(path)
        .split_once('<')
        .unwrap_or((last.unwrap_or(path), ""));
    match name {
        "Atomic" => name_of_atomic(generics.trim_end_matches('>')),
        _ if name.starts_with('{') => "closure".to_owned(),
        _ if name.starts_with('(') => "tuple".to_owned(),
        _ => name.to_owned(),
    }
}

/// `AtomicU32` for `Atomic<u32>`, whose alias it is.
fn name_of_atomic(value: &str) -> String {
    let kind = if value.starts_with('*') { "ptr" } else { value };
    let mut letters = kind.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    format!(
        "Atomic{}{}",
        first.map_or(String::new(), String::from),
        letters.as_str()
    )
}

fn segments(path: &str) -> Vec<&str> {
    at_top_level(path, "::").collect()
}

/// Splits a text at a separator, but not inside brackets.
fn at_top_level<'a>(text: &'a str, separator: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let part = rest?;
        match separator_at_top_level(part, separator) {
            Some(at) => {
                rest = Some(&part[at + separator.len()..]);
                Some(&part[..at])
            }
            None => rest.take(),
        }
    })
}

fn separator_at_top_level(text: &str, separator: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        if depth == 0 && text[at..].starts_with(separator) {
            return Some(at);
        }
        match character {
            '<' | '(' | '[' | '{' => depth += 1,
            // The arrow of a function type closes no bracket.
            '>' if before == '-' => {}
            '>' | ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        before = character;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn methods_are_named_with_their_type() {
        assert_eq!(
            short("core::sync::atomic::AtomicUsize::load"),
            "AtomicUsize::load"
        );
        assert_eq!(
            short("std::sync::poison::mutex::Mutex<T>::lock"),
            "Mutex::lock"
        );
        assert_eq!(
            short("<std::sync::poison::mutex::Mutex<alloc::vec::Vec<u32>>>::lock"),
            "Mutex::lock"
        );
        assert_eq!(short("lock_api::mutex::Mutex<R,T>::lock"), "Mutex::lock");
        assert_eq!(
            short("<core::sync::atomic::Atomic<u32>>::load"),
            "AtomicU32::load"
        );
        assert_eq!(
            short("core::sync::atomic::<impl core::sync::atomic::Atomic<u32>>::load"),
            "AtomicU32::load"
        );
    }

    #[test]
    fn methods_of_traits_are_named_with_the_type() {
        assert_eq!(
            short("<alloc::sync::Arc<T,A> as core::clone::Clone>::clone"),
            "Arc::clone"
        );
        assert_eq!(
            short("<&mut std::sync::Mutex<T> as a::Lock>::lock"),
            "Mutex::lock"
        );
    }

    #[test]
    fn functions_are_named_alone_unless_their_module_says_more() {
        assert_eq!(short("program::worker"), "worker");
        assert_eq!(short("std::thread::spawn"), "thread::spawn");
        assert_eq!(short("std::thread::functions::sleep"), "sleep");
        assert_eq!(short("main"), "main");
        assert_eq!(short(""), "");
    }

    #[test]
    fn closures_are_named_by_what_they_are_in() {
        assert_eq!(short("program::main::{{closure}}::{{closure}}"), "main");
        assert_eq!(short("program::main::{closure#0}"), "main");
    }

    #[test]
    fn drops_are_named_by_what_is_dropped() {
        let name =
            "core::ptr::drop_in_place<std::sync::poison::mutex::MutexGuard<alloc::vec::Vec<u32>>>";
        assert_eq!(short(name), "drop MutexGuard");
        assert_eq!(
            short("core::ptr::drop_in_place::<alloc::sync::Arc<program::Shared>>"),
            "drop Arc"
        );
        assert_eq!(
            short("<std::sync::poison::mutex::MutexGuard<T> as core::ops::drop::Drop>::drop"),
            "drop MutexGuard"
        );
        assert_eq!(
            short("core::ptr::drop_in_place<(u32, a::B<c::D>)>"),
            "drop tuple"
        );
        assert_eq!(
            short("core::ptr::drop_in_place<program::main::{{closure}}>"),
            "drop closure"
        );
        assert_eq!(short("core::mem::drop"), "drop");
    }
}
