//! What threads wait for at the end of a run, in words.

use interleave_protocol::log::{End, Kind, Waiting};

use super::{
    holders,
    story::{Scene, Story},
    threads,
};

/// What a thread waits for at the end of the run. None if it does not wait.
pub fn wish(story: &Story<'_>, thread: usize) -> Option<String> {
    let state = story.run.threads.get(thread)?;
    let scene = &story.last[thread];
    match state.waiting {
        _ if !story.has_begun(thread) => None,
        _ if story.awaited_lock(thread).is_some() => Some(wish_for_lock(story, thread)),
        Waiting::No | Waiting::Ended | Waiting::Mutex => None,
        Waiting::Futex | Waiting::FutexLimit => {
            let since = story.last_wait(thread).map(|step| step + 1);
            let since = since.map_or(String::new(), |step| format!(", since step {step}"));
            Some(wish_to_be_woken(story, scene) + &since)
        }
        Waiting::Thread => Some(format!(
            "waits for {} to end",
            story.threads.mention(state.awaited)
        )),
        Waiting::Time => Some("sleeps".into()),
        Waiting::File if scene.kind == Kind::Write => Some("waits until its output is read".into()),
        Waiting::File => Some("waits for input".into()),
        Waiting::Child => Some("waits for a child process".into()),
    }
}

fn wish_for_lock(story: &Story<'_>, thread: usize) -> String {
    let lock = story.awaited_lock(thread).unwrap_or_default();
    let name = match story.objects.mention(lock) {
        name if name.is_empty() => "a lock".to_owned(),
        name => name,
    };
    let Some(locked_at) = story.locked_at(thread) else {
        // The thread that held it has unlocked it.
        let verb = match story.run.end {
            End::Left => "is about to lock",
            _ => "waits for",
        };
        return format!("{verb} {name}");
    };
    // Two readers do not exclude each other.
    if holders::reads(&story.last[thread]) && holders::reads(&story.scenes[locked_at]) {
        return match waiting_writer(story, lock).map(|writer| story.threads.mention(writer)) {
            Some(writer) => format!("waits behind {writer}, which waits to write {name}"),
            None => format!("waits to read {name}"),
        };
    }
    let holder = story.scenes[locked_at].thread;
    let since = since(story, locked_at);
    if holder == thread {
        return format!("waits for {name}, which it has held itself {since}");
    }
    let holder = story.threads.mention(holder);
    format!("waits for {holder}, which has held {name} {since}")
}

/// A thread that waits to lock this lock for writing.
pub fn waiting_writer(story: &Story<'_>, lock: u32) -> Option<usize> {
    let is_writer = |thread: &usize| {
        story.awaited_lock(*thread) == Some(lock) && !holders::reads(&story.last[*thread])
    };
    (0..story.last.len()).find(is_writer)
}

/// `since line 14`, where a lock was locked.
pub fn since(story: &Story<'_>, locked_at: usize) -> String {
    match &story.scenes[locked_at].place {
        Some(place) => format!("since line {}", story.label(place)),
        None => format!("since step {}", locked_at + 1),
    }
}

/// What a thread that sleeps at a futex waits for.
pub fn wish_to_be_woken(story: &Story<'_>, scene: &Scene) -> String {
    let (owner, method) = scene.method();
    let mention = story.objects.mention(scene.object);
    match (owner.unwrap_or(""), method) {
        _ if holders::is_at_a_condition(scene) && mention.starts_with('`') => {
            format!("waits for a notification of {mention}")
        }
        _ if holders::is_at_a_condition(scene) => "waits for a notification".into(),
        ("Receiver" | "Iter" | "IntoIter", _) => "waits for a message".into(),
        ("Sender" | "SyncSender", _) => "waits until a message is received".into(),
        ("Barrier", _) => format!("waits for other threads at {}", barrier(story, scene)),
        ("WaitGroup", _) => "waits until all clones of the `WaitGroup` are dropped".into(),
        (_, "scope" | "thread::scope") => wish_for_scope(story, scene.thread),
        _ if holders::is_park(scene) => "waits to be unparked".into(),
        ("", "") => "waits to be woken".into(),
        (_, method) => format!("waits in `{}`", scene.call.as_deref().unwrap_or(method)),
    }
}

/// The barrier that a thread waits at.
pub fn barrier(story: &Story<'_>, scene: &Scene) -> String {
    match story.objects.mention(scene.object) {
        name if name.starts_with('`') => name,
        _ => "the barrier".into(),
    }
}

/// The text for a wait at the end of a scope. It ends when the threads have ended that this thread
/// has spawned.
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
