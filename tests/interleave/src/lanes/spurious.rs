//! Spurious wake-ups after which a thread goes on. Most calls wait again, and so does a loop of the
//! user's own. A call of `park`, or of `wait` of a `Condvar`, returns.

use interleave_protocol::log::{Kind, woken};

use super::{
    holders::{is_at_a_condition, is_park},
    story::{Scene, Story},
};

/// The steps in which a call returns that no other thread has ended.
pub fn returns(story: &Story<'_>) -> impl Iterator<Item = usize> {
    let steps = 0..story.scenes.len();
    steps.filter(|&at| is_return(story, at))
}

fn is_return(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    let may_return = match scene.method().1 {
        "wait" | "wait_timeout" => is_at_a_condition(scene),
        _ => is_park(scene),
    };
    let waits_again = |later: &Scene| {
        later.thread == scene.thread && later.kind == Kind::Wait && later.place == scene.place
    };
    scene.kind == Kind::Woken
        && scene.value == woken::BY_ITSELF
        && scene.place.is_some()
        && may_return
        && !story.scenes[at..].iter().any(waits_again)
}

/// What to do about the first of them, if there is one.
pub fn advice(story: &Story<'_>) -> Option<String> {
    let woken = &story.scenes[returns(story).next()?];
    Some(format!(
        "`{}` may return before another thread wakes {}, as its documentation says. Call it in a \
         loop that asks whether to wait on.",
        woken.method().1,
        story.threads.mention(woken.thread)
    ))
}
