//! The values of atomics, before and after a step.

use interleave_protocol::log::Kind;

use super::story::Story;

/// The value that stands for a pointer, because pointers differ from run to run.
const POINTER: u64 = 1 << 40;

/// The value of the object before a step, as far as the log shows.
pub fn raw_value_before(story: &Story<'_>, at: usize) -> Option<u64> {
    let object = story.scenes[at].object;
    let mut before = story.scenes[..at].iter().rev();
    let is_access = |kind| matches!(kind, Kind::Load | Kind::Store | Kind::Update);
    before
        .find(|scene| scene.object == object && is_access(scene.kind))
        .map(|scene| scene.value)
}

/// The value that a step has read or written. None if a reader cannot use it.
pub fn value(story: &Story<'_>, at: usize) -> Option<String> {
    let scene = &story.scenes[at];
    typed(scene.value, story.objects.kind(scene.object).unwrap_or(""))
}

/// The value of the object before a step. None if it is not known, or if a reader cannot use it.
pub fn value_before(story: &Story<'_>, at: usize) -> Option<String> {
    let kind = story.objects.kind(story.scenes[at].object);
    typed(raw_value_before(story, at)?, kind.unwrap_or(""))
}

/// A value as its type writes it.
fn typed(value: u64, kind: &str) -> Option<String> {
    match kind {
        _ if value == POINTER => None,
        "AtomicPtr" => None,
        "AtomicBool" => Some((value != 0).to_string()),
        "AtomicI8" => Some((value as i8).to_string()),
        "AtomicI16" => Some((value as i16).to_string()),
        "AtomicI32" => Some((value as i32).to_string()),
        "AtomicI64" | "AtomicIsize" => Some((value as i64).to_string()),
        _ => Some(value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn values_are_of_their_type() {
        let minus_one = u64::from(u32::MAX);
        assert_eq!(typed(minus_one, "AtomicI32").as_deref(), Some("-1"));
        assert_eq!(typed(minus_one, "AtomicU32").as_deref(), Some("4294967295"));
        assert_eq!(typed(1, "AtomicBool").as_deref(), Some("true"));
        assert_eq!(typed(1 << 40, "AtomicUsize"), None);
    }
}
