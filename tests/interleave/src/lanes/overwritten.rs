//! Lost updates: values that a thread has overwritten without having seen them.

use interleave_protocol::log::Kind;

use super::{story::Story, values};

/// A value that a thread has overwritten, although it had last seen another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwritten {
    /// The step in which the thread has read, or has read and changed.
    pub look: usize,
    /// The step in which the other thread has written.
    pub write: usize,
}

impl Overwritten {
    /// The value that the thread has read, if it is known.
    pub fn read(&self, story: &Story<'_>) -> Option<String> {
        match story.scenes[self.look].kind {
            Kind::Load => values::value(story, self.look),
            _ => values::value_before(story, self.look),
        }
    }

    /// The loss in words.
    pub fn in_words(&self, story: &Story<'_>) -> String {
        let (look, write) = (self.look + 1, self.write + 1);
        match (self.read(story), values::value(story, self.write)) {
            (Some(read), Some(lost)) => {
                format!("overwrites the {lost} of step {write}: it had read {read} at step {look}")
            }
            _ => format!("overwrites what step {write} has written since it read at step {look}"),
        }
    }
}

/// The value that this store has overwritten, if another thread has written it after this one had
/// read, or had read and changed.
pub fn overwritten(story: &Story<'_>, at: usize) -> Option<Overwritten> {
    let store = &story.scenes[at];
    if store.kind != Kind::Store || !store.is_on_own_atomic() {
        return None;
    }
    let mut write = None;
    for (look, scene) in story.scenes[..at].iter().enumerate().rev() {
        // A repeated look may have no call stack, and counts all the same.
        if scene.object != store.object {
            continue;
        }
        match scene.kind {
            // It may lock and unlock by changing the atomic to and fro.
            Kind::Update
                if scene.thread == store.thread
                    && values::raw_value_before(story, look)
                        .is_none_or(|read| read == store.value) =>
            {
                return None;
            }
            Kind::Load | Kind::Update if scene.thread == store.thread => {
                let is_other = |write: &usize| story.scenes[*write].value != scene.value;
                return write
                    .filter(is_other)
                    .map(|write| Overwritten { look, write });
            }
            Kind::Store if scene.thread == store.thread => return None,
            Kind::Store | Kind::Update => write = write.or(Some(look)),
            _ => {}
        }
    }
    None
}
