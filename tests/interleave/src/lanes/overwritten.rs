//! Lost updates: values that a thread has overwritten without having seen them.

use interleave_protocol::log::Kind;

use super::{story::Story, words};

/// A value that a thread has overwritten, although it had read another value before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwritten {
    /// The step in which the thread has read.
    pub load: usize,
    /// The step in which the other thread has written.
    pub write: usize,
}

impl Overwritten {
    /// The loss in words.
    pub fn in_words(&self, story: &Story<'_>) -> String {
        let (load, write) = (self.load + 1, self.write + 1);
        match (
            words::value(story, self.load),
            words::value(story, self.write),
        ) {
            (Some(seen), Some(lost)) => {
                format!("overwrites the {lost} of step {write}: it had read {seen} at step {load}")
            }
            _ => format!("overwrites what step {write} has written since it read at step {load}"),
        }
    }
}

/// The value that this store has overwritten, if another thread has written it after this one had
/// read.
pub fn overwritten(story: &Story<'_>, at: usize) -> Option<Overwritten> {
    let store = &story.scenes[at];
    if store.kind != Kind::Store || !store.is_on_own_atomic() {
        return None;
    }
    let mut write = None;
    for (load, scene) in story.scenes[..at].iter().enumerate().rev() {
        // A repeated look may have no call stack, and counts all the same.
        if scene.object != store.object {
            continue;
        }
        match scene.kind {
            Kind::Load if scene.thread == store.thread => {
                let is_other = |write: &usize| story.scenes[*write].value != scene.value;
                return write
                    .filter(is_other)
                    .map(|write| Overwritten { load, write });
            }
            Kind::Store | Kind::Update if scene.thread == store.thread => return None,
            Kind::Store | Kind::Update => write = write.or(Some(load)),
            _ => {}
        }
    }
    None
}
