//! What a step does, in words. The subject is the thread in whose lane they stand.

use std::time::Duration;

use interleave_protocol::log::{Kind, ThreadState, Waiting, woken};

use super::{
    holders,
    story::{Scene, Story},
    threads,
};

/// The value that stands for a pointer: it is another one in each run.
const POINTER: u64 = 1 << 40;

/// What a step does. Empty, if the line of the source says it all.
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
        Kind::Lock if story.objects.is_mutex(scene.object) => lock(story, at),
        Kind::Lock => access(story, at),
        Kind::Load | Kind::Store | Kind::Update => access(story, at),
    }
}

fn access(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    if story.holders.is_unlock(at) && story.objects.is_mutex(scene.object) {
        return format!("unlocks {}", story.objects.mention(scene.object));
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
            // The source says it: `count.store(0)`.
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

/// What a step inside a library does to which of its atomics, which are known by their numbers only.
pub fn operation(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
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
    let is_unchanged = value_before(story, at) == Some(scene.value);
    let value = value(if is_unchanged { "still " } else { "now " });
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

/// The value of the object before a step, as far as the log has it.
fn value_before(story: &Story<'_>, at: usize) -> Option<u64> {
    let object = story.scenes[at].object;
    let mut before = story.scenes[..at].iter().rev();
    let is_access = |kind| matches!(kind, Kind::Load | Kind::Store | Kind::Update);
    before
        .find(|scene| scene.object == object && is_access(scene.kind))
        .map(|scene| scene.value)
}

/// The value that a step has read or written. None, if it means nothing to a reader.
pub fn value(story: &Story<'_>, at: usize) -> Option<String> {
    let scene = &story.scenes[at];
    typed(scene.value, story.objects.kind(scene.object).unwrap_or(""))
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

fn wait(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    let next = story.scenes[at + 1..]
        .iter()
        .find(|next| next.thread == scene.thread);
    let state = story.run.threads.get(scene.thread);
    let is_asleep = match next {
        Some(next) => next.kind == Kind::Woken && next.object == scene.object,
        None => state.is_some_and(|state| state.kind == Kind::Woken),
    };
    if !is_asleep {
        return "need not wait".into();
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
            Some(thread) => format!("goes on, woken by {}", story.threads.mention(thread)),
            None => "goes on".into(),
        },
    }
}

/// The thread that has woken the one that goes on at this step.
fn waker(story: &Story<'_>, at: usize) -> Option<usize> {
    let woken = &story.scenes[at];
    let is_its_wake = |scene: &&Scene| {
        scene.kind == Kind::Wake
            && scene.object == woken.object
            && is_among(woken.thread, scene.value)
    };
    story.scenes[..at]
        .iter()
        .rev()
        .find(is_its_wake)
        .map(|scene| scene.thread)
}

fn wake(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    let woken = (0..64).filter(|&thread| is_among(thread, scene.value));
    let woken: Vec<_> = woken.map(|thread| story.threads.mention(thread)).collect();
    match woken.len() {
        0 if is_notification(story, scene) => match story.objects.mention(scene.object) {
            name if name.is_empty() || names(story, scene) => "wakes no thread: none waits".into(),
            name => format!("wakes no thread: none waits for {name}"),
        },
        0 => "wakes no thread".into(),
        _ => format!("wakes {}", threads::all(&woken)),
    }
}

/// Whether a step is a notification of a condition variable.
pub fn is_notification(story: &Story<'_>, scene: &Scene) -> bool {
    scene.kind == Kind::Wake
        && (story.objects.is_condition(scene.object) || scene.method().1.starts_with("notify"))
}

fn is_among(thread: usize, set: u64) -> bool {
    thread < 64 && set >> thread & 1 == 1
}

fn write(story: &Story<'_>, at: usize) -> String {
    match story.written.get(&at) {
        Some(written) if written.text.is_some() => {
            let text = written.text.as_deref().unwrap_or_default();
            let text = text.strip_suffix('\n').unwrap_or(text);
            let verb = if written.is_error() {
                "prints to stderr"
            } else {
                "prints"
            };
            format!("{verb} {text:?}")
        }
        _ => "writes to a file".into(),
    }
}

fn lock(story: &Story<'_>, at: usize) -> String {
    let scene = &story.scenes[at];
    if is_told(story, scene, "lock") {
        return String::new();
    }
    format!("locks {}", story.objects.mention(scene.object))
}

fn is_argument(scene: &Scene, value: &str) -> bool {
    let call = scene
        .excerpt
        .as_ref()
        .and_then(|excerpt| excerpt.call.as_deref());
    call.is_some_and(|call| call.ends_with(&format!("({value})")))
}

/// Whether the source says both the method and the object.
fn is_told(story: &Story<'_>, scene: &Scene, method: &str) -> bool {
    says(scene, method) && names(story, scene)
}

fn says(scene: &Scene, method: &str) -> bool {
    scene.excerpt.as_ref().and_then(|e| e.method.as_deref()) == Some(method)
}

/// Whether the source calls the object by its name.
fn names(story: &Story<'_>, scene: &Scene) -> bool {
    let mention = story.objects.mention(scene.object);
    let name = mention.trim_matches('`');
    let receiver = scene.excerpt.as_ref().and_then(|e| e.receiver.as_deref());
    receiver.is_some_and(|receiver| receiver.strip_prefix("self.").unwrap_or(receiver) == name)
}

/// What a thread waits for at the end of the run. None, if it does not wait.
pub fn wish(story: &Story<'_>, thread: usize) -> Option<String> {
    let state = story.run.threads.get(thread)?;
    let scene = &story.last[thread];
    match state.waiting {
        _ if is_for_mutex(story, state) => Some(wish_for_mutex(story, state.object, thread)),
        Waiting::No | Waiting::Ended | Waiting::Mutex => None,
        Waiting::Futex | Waiting::FutexLimit => Some(wish_to_be_woken(story, scene)),
        Waiting::Thread => Some(format!(
            "waits for {} to end",
            story.threads.mention(state.awaited)
        )),
        Waiting::Time => Some("sleeps".into()),
        Waiting::File => Some("waits for input".into()),
        Waiting::Child => Some("waits for a child process".into()),
    }
}

/// Whether a thread waits for a mutex, be it that it sleeps at the mutex's futex.
pub fn is_for_mutex(story: &Story<'_>, state: &ThreadState) -> bool {
    match state.waiting {
        Waiting::Mutex => true,
        Waiting::Futex | Waiting::FutexLimit => story.objects.is_mutex(state.object),
        _ => false,
    }
}

fn wish_for_mutex(story: &Story<'_>, mutex: u32, thread: usize) -> String {
    let name = match story.objects.mention(mutex) {
        name if name.is_empty() => "a mutex".to_owned(),
        name => name,
    };
    let Some(locked_at) = story.holders.locked_at(mutex) else {
        return format!("waits for {name}");
    };
    let lock = &story.scenes[locked_at];
    let since = match &lock.place {
        Some(place) => format!("since line {}", story.label(place)),
        None => format!("since step {}", locked_at + 1),
    };
    if lock.thread == thread {
        return format!("waits for {name}, which it holds itself {since}");
    }
    format!(
        "waits for {}, which has held {name} {since}",
        story.threads.mention(lock.thread)
    )
}

fn wish_to_be_woken(story: &Story<'_>, scene: &Scene) -> String {
    let (owner, method) = scene.method();
    let mention = story.objects.mention(scene.object);
    match (owner.unwrap_or(""), method) {
        _ if holders::is_at_a_condition(scene) && mention.starts_with('`') => {
            format!("waits for a notification of {mention}")
        }
        _ if holders::is_at_a_condition(scene) => "waits for a notification".into(),
        ("Receiver" | "Iter" | "IntoIter", _) => "waits for a message".into(),
        ("Sender" | "SyncSender", _) => "waits for room in the channel".into(),
        ("RwLock" | "", "read" | "write") => format!("waits to {method}{}", receiver(scene)),
        ("Barrier", _) => "waits for other threads at the barrier".into(),
        ("WaitGroup", _) => "waits until all clones of the `WaitGroup` are dropped".into(),
        (_, "scope" | "thread::scope") => wish_for_scope(story, scene.thread),
        (_, "park" | "thread::park") => "waits to be unparked".into(),
        ("", "") => "waits to be woken".into(),
        (_, method) => format!("waits in `{}`", scene.call.as_deref().unwrap_or(method)),
    }
}

/// ` x`, in backticks, if the call is a method of `x`.
fn receiver(scene: &Scene) -> String {
    let receiver = scene
        .excerpt
        .as_ref()
        .and_then(|excerpt| excerpt.receiver.as_deref());
    receiver.map_or(String::new(), |receiver| format!(" `{receiver}`"))
}

/// A scope ends when the threads have ended that were spawned in it: the thread's own.
fn wish_for_scope(story: &Story<'_>, thread: usize) -> String {
    let spawns = story
        .scenes
        .iter()
        .filter(|s| s.thread == thread && s.kind == Kind::Spawn);
    let is_going = |child: &usize| {
        let state = story.run.threads.get(*child);
        state.is_some_and(|state| state.waiting != Waiting::Ended)
    };
    let going = spawns.map(|spawn| spawn.value as usize).filter(is_going);
    let going: Vec<_> = going.map(|child| story.threads.mention(child)).collect();
    match going.len() {
        0 => "waits for the threads of its scope to end".into(),
        _ => format!("waits for {} to end", threads::all(&going)),
    }
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
    use super::{span, typed};

    #[test]
    fn spans_of_time_are_short() {
        assert_eq!(span(15_000_000_000), "15 s");
        assert_eq!(span(1_500_000), "1.5 ms");
        assert_eq!(span(999), "999 ns");
        assert_eq!(span(3_600_000_000_000), "3600 s");
    }

    #[test]
    fn values_are_of_their_type() {
        let minus_one = u64::from(u32::MAX);
        assert_eq!(typed(minus_one, "AtomicI32").as_deref(), Some("-1"));
        assert_eq!(typed(minus_one, "AtomicU32").as_deref(), Some("4294967295"));
        assert_eq!(typed(1, "AtomicBool").as_deref(), Some("true"));
        assert_eq!(typed(1 << 40, "AtomicUsize"), None);
    }
}
