//! What a step does, in words. The subject of a sentence is the thread whose lane it is in.

use std::{iter, time::Duration};

use interleave_protocol::log::{Kind, woken};

use super::{
    holders::{self, is_lock_call},
    objects,
    story::{Scene, Story},
    threads,
    values::{raw_value_before, value},
};

/// What a step does. Empty if the line of the source shows it already.
pub fn deed(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    match scene.kind {
        Kind::Start => "begins".into(),
        Kind::Exit => "ends".into(),
        Kind::Spawn => format!("spawns {}", story.threads.mention(scene.value as usize)),
        Kind::Join => format!("joins {}", story.threads.mention(scene.value as usize)),
        Kind::Leave => "ends the program".into(),
        Kind::Sleep => format!("has slept {}", span(scene.value)),
        Kind::Yield => "yields".into(),
        Kind::Drop => "drops its share of an `Arc`".into(),
        Kind::Read => "reads from a file, or waits for a child".into(),
        Kind::After => "goes on".into(),
        Kind::Write => write(story, at),
        Kind::Wait => wait(story, at),
        Kind::Woken => woken(story, at),
        Kind::Wake => wake(story, at),
        Kind::Lock | Kind::Load | Kind::Store | Kind::Update => access(story, at),
    }
}

fn access(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    if story.objects.is_lock(scene.object) || is_on_lock(story, at) {
        return lock(story, at);
    }
    if let Some(seen) = seen_of_owners(scene) {
        return seen;
    }
    if !scene.is_on_own_atomic() {
        return match (scene.place.is_some(), &scene.call) {
            (true, Some(call)) if says(scene, scene.method().1) => format!("in `{call}`"),
            (true, Some(call)) => format!("calls `{call}`"),
            _ => "a step of the library".into(),
        };
    }
    let value = value(story, at);
    let value = |before: &str| {
        value
            .as_ref()
            .map_or(String::new(), |value| format!("{before}{value}"))
    };
    match scene.kind {
        Kind::Load if is_told(story, scene, "load") => value("→ "),
        Kind::Load => format!(
            "reads {}{}",
            story.objects.mention(scene.object),
            value(" → ")
        ),
        Kind::Store if is_told(story, scene, "store") => match value("") {
            // The source shows it: `count.store(0)`.
            value if value.is_empty() || is_argument(scene, &value) => String::new(),
            value => format!("stores {value}"),
        },
        Kind::Store => format!(
            "stores{} in {}",
            value(" "),
            story.objects.mention(scene.object)
        ),
        _ => update(story, at, &value),
    }
}

/// What a step inside a library does, and to which of the library's atomics. They have numbers
/// only.
pub fn operation(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    if story.objects.is_lock(scene.object) || is_on_lock(story, at) {
        return lock_in_full(story, at);
    }
    let verb = match scene.kind {
        Kind::Load => "reads",
        Kind::Store => "stores",
        Kind::Update => "updates, now",
        Kind::Lock => "locks",
        _ => return deed(story, at),
    };
    let is_negative = (scene.value as i64) < 0;
    let value = match value(story, at) {
        None => String::new(),
        Some(_) if scene.kind == Kind::Lock => String::new(),
        Some(_) if is_negative => format!(" {}", scene.value as i64),
        Some(value) => format!(" {value}"),
    };
    format!("{verb}{value} (object {})", scene.object)
}

fn update(story: &Story<'_>, at: usize, value: &dyn Fn(&str) -> String) -> String {
    let scene = &story.scenes[at];
    let is_unchanged = raw_value_before(story, at) == Some(scene.value);
    let value = match scene.method().1 {
        method if is_unchanged && method.starts_with("compare_exchange") => match value("finds ") {
            found if found.is_empty() => "fails".to_owned(),
            found => found + " and fails",
        },
        _ if is_unchanged => value("still "),
        _ => value("now "),
    };
    if says(scene, scene.method().1) && names(story, scene) {
        return value;
    }
    let mention = story.objects.mention(scene.object);
    if value.is_empty() {
        format!("updates {mention}")
    } else {
        format!("updates {mention}, {value}")
    }
}

/// Whether the thread sleeps after it has begun to wait.
fn is_asleep(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    match story.next[at].map(|next| &story.scenes[next]) {
        Some(next) => next.kind == Kind::Woken && next.object == scene.object,
        None => story.last_wait(scene.thread) == Some(at),
    }
}

fn wait(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    if !is_asleep(story, at) {
        return match scene.method().1 {
            "park" | "park_timeout" => "returns at once: it was unparked before".into(),
            _ if holders::is_at_a_condition(scene) && !story.objects.is_lock(scene.object) => {
                "goes on: it was notified meanwhile".into()
            }
            _ => "does not wait".into(),
        };
    }
    if holders::is_at_a_condition(scene) && !names(story, scene) {
        return format!("waits for {}", story.objects.mention(scene.object));
    }
    "waits".into()
}

fn woken(story: &Story<'_>, at: usize) -> String {
    match story.scenes[at].value {
        woken::BY_A_LIMIT => "goes on: the time is over".into(),
        woken::BY_ITSELF => "wakes up by itself: a spurious wake-up".into(),
        _ => match waker(story, at) {
            Some(thread) => woken_by(story, at, &story.threads.mention(thread)),
            None => "goes on".into(),
        },
    }
}

fn woken_by(story: &Story<'_>, at: usize, waker: &str) -> String {
    let object = story.scenes[at].object;
    if story.objects.is_lock(object) {
        // It was notified before, and then waited for the mutex.
        let mutex = story.objects.mention(object);
        return format!("goes on: {waker} has unlocked {mutex}");
    }
    format!("goes on, woken by {waker}")
}

/// The thread that has woken the thread of this step.
fn waker(story: &Story<'_>, at: usize) -> Option<usize> {
    let woken = &story.scenes[at];
    let is_its_wake = |scene: &&Scene| {
        scene.kind == Kind::Wake
            && scene.object == woken.object
            && threads::in_set(scene.value).any(|thread| thread == woken.thread)
    };
    story.scenes[..at]
        .iter()
        .rev()
        .find(is_its_wake)
        .map(|scene| scene.thread)
}

fn wake(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    let woken = threads::in_set(scene.value);
    let woken: Vec<_> = woken.map(|thread| story.threads.mention(thread)).collect();
    if !woken.is_empty() {
        // Threads may have to wait for the mutex first.
        let is_wake = story.run.steps[at].entry.kind == Kind::Wake;
        let verb = if is_wake { "wakes" } else { "notifies" };
        return format!("{verb} {}", threads::all(&woken));
    }
    if !is_notification(story, scene) {
        return "wakes no thread".into();
    }
    if let Some(thread) = about_to_wait(story, at) {
        let thread = story.threads.mention(thread);
        return format!("notifies {thread}, which is about to wait");
    }
    match story.objects.mention(scene.object) {
        name if name.is_empty() || names(story, scene) => "no thread waits here".into(),
        name => format!("no thread waits for {name}"),
    }
}

/// The thread that was about to sleep at the condition variable of this notification: it has begun
/// its wait, and notices the notification.
fn about_to_wait(story: &Story<'_>, at: usize) -> Option<usize> {
    let scene = &story.scenes[at];
    let mut later = (at + 1..story.scenes.len()).map(|later| (later, &story.scenes[later]));
    let (_, wait) = later.find(|(later, wait)| {
        let before = story.scenes[..at].iter();
        let mut before = before.rev().filter(|before| before.thread == wait.thread);
        wait.kind == Kind::Wait
            && wait.object == scene.object
            && wait.thread != scene.thread
            && !is_asleep(story, *later)
            && before
                .next()
                .is_some_and(|before| before.is_in_call_of(wait))
    })?;
    Some(wait.thread)
}

/// Whether a step is a notification of a condition variable.
pub fn is_notification(story: &Story<'_>, scene: &Scene) -> bool {
    // A call that waits may wake the next thread that wants the lock.
    let waits = scene.method().1.starts_with("wait");
    let is_condition = story.objects.is_condition(scene.object) && !waits;
    scene.kind == Kind::Wake && (is_condition || scene.method().1.starts_with("notify"))
}

fn write(story: &Story<'_>, at: usize) -> String {
    match story.written.get(&at) {
        Some(written) if written.text.is_some() => {
            let text = written.text.as_deref().unwrap_or_default();
            let verb = if written.is_error() {
                "prints to stderr"
            } else {
                "prints"
            };
            match text.strip_suffix('\n') {
                Some(line) => format!("{verb} {line:?}"),
                None => format!("{verb} {text:?}, without the end of the line"),
            }
        }
        Some(_) => "writes to a file".into(),
        None => "goes on printing".into(),
    }
}

fn lock(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    let is_locked = story.holders.locked_in(at) == [scene.object];
    if is_locked && is_told(story, scene, scene.method().1) {
        return String::new();
    }
    lock_in_full(story, at)
}

/// Whether a step is a `try_lock` that fails.
pub fn is_failed_try(story: &Story<'_>, at: usize) -> bool {
    story.scenes[at].method().1.starts_with("try_") && finds_locked(story, at)
}

/// What the step has seen, if it looks at how many owners an `Arc` has.
pub fn seen_of_owners(scene: &Scene) -> Option<String> {
    match (scene.kind, scene.method()) {
        (Kind::Load, (Some("Arc" | "Weak"), "strong_count")) => Some(format!("→ {}", scene.value)),
        (Kind::Load, (Some("Weak"), "upgrade")) if scene.value == 0 => {
            Some("finds no owner any more".into())
        }
        _ => None,
    }
}

/// What `try_recv` or `try_send` has done if it only looked.
pub fn tried_in_vain(story: &Story<'_>, call: &[usize]) -> Option<&'static str> {
    let words = match story.scenes[*call.first()?].method().1 {
        "try_recv" => "receives nothing",
        "try_send" => "sends nothing",
        _ => return None,
    };
    let mut accesses = call
        .iter()
        .flat_map(|&at| story.run.steps[at].all_accesses());
    accesses
        .all(|access| access.kind == Kind::Load)
        .then_some(words)
}

/// Whether a step locks or unlocks a lock of the user's own.
pub fn is_on_lock(story: &Story<'_>, at: usize) -> bool {
    let holders = &story.holders;
    !holders.locked_in(at).is_empty() || !holders.unlocked_in(at).is_empty()
}

/// What a step does with locks. It may be a whole call, which can lock or unlock several.
fn lock_in_full(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    let named = |locks: &[u32]| {
        let mentions = locks.iter().map(|&lock| story.objects.mention(lock));
        threads::all(&mentions.collect::<Vec<_>>())
    };
    let unlocked = story.holders.unlocked_in(at);
    if !unlocked.is_empty() {
        return format!("unlocks {}", named(unlocked));
    }
    let locked = story.holders.locked_in(at);
    if !locked.is_empty() {
        let is_read = scene.method().1.ends_with("read");
        let how = if is_read { " for reading" } else { "" };
        return format!("locks {}{how}", named(locked));
    }
    let name = story.objects.mention(scene.object);
    match scene.kind {
        _ if finds_locked(story, at) => format!("finds {name} locked"),
        Kind::Load => format!("looks at {name}"),
        _ => format!("updates {name}"),
    }
}

/// Whether a step finds that a lock is locked. A `try_lock` that only reads the lock has found it
/// locked.
fn finds_locked(story: &Story<'_>, at: usize) -> bool {
    let scene = &story.scenes[at];
    // Nothing more is done in the call, though it may go on.
    let is_last_of_call = || {
        let mut later = iter::successors(story.next[at], |&next| story.next[next]);
        let next =
            later.find(|&next| story.scenes[next].kind != Kind::After || is_on_lock(story, next));
        next.is_none_or(|next| !story.scenes[next].is_in_call_of(scene))
    };
    let is_try = scene.method().1.starts_with("try_");
    match scene.kind {
        Kind::Update => is_lock_call(scene),
        Kind::Load => is_lock_call(scene) && is_try && is_last_of_call(),
        _ => false,
    }
}

fn is_argument(scene: &Scene, value: &str) -> bool {
    let call = scene
        .excerpt
        .as_ref()
        .and_then(|excerpt| excerpt.call.as_deref());
    call.is_some_and(|call| call.ends_with(&format!("({value})")))
}

/// Whether the source shows both the method and the object.
fn is_told(story: &Story<'_>, scene: &Scene, method: &str) -> bool {
    says(scene, method) && names(story, scene)
}

fn says(scene: &Scene, method: &str) -> bool {
    scene.excerpt.as_ref().and_then(|e| e.method.as_deref()) == Some(method)
}

/// Whether the source uses the name of the object.
fn names(story: &Story<'_>, scene: &Scene) -> bool {
    let mention = story.objects.mention(scene.object);
    let names = scene
        .excerpt
        .as_ref()
        .map_or_else(Vec::new, objects::names_in);
    names.iter().any(|name| mention == format!("`{name}`"))
}

/// A span of time: `15 s`, `3.5 ms`.
fn span(nanos: u64) -> String {
    match nanos {
        0..1_000 => format!("{nanos} ns"),
        1_000..1_000_000 => format!("{} µs", nanos as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{} ms", rounded(nanos as f64 / 1e6)),
        _ => format!("{} s", rounded(Duration::from_nanos(nanos).as_secs_f64())),
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_of_time_are_short() {
        assert_eq!(span(15_000_000_000), "15 s");
        assert_eq!(span(1_500_000), "1.5 ms");
        assert_eq!(span(999), "999 ns");
        assert_eq!(span(3_600_000_000_000), "3600 s");
    }
}
