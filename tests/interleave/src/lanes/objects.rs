//! How objects are called, and which of them threads share.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use interleave_protocol::log::Kind;

use super::{story::Scene, threads::NO_BREAK};

/// The objects of a run.
#[derive(Default)]
pub struct Objects {
    known: BTreeMap<u32, Object>,
}

#[derive(Default)]
struct Object {
    name: String,
    kind: Option<String>,
    threads: BTreeSet<usize>,
    is_changed: bool,
    is_mutex: bool,
}

impl Objects {
    /// The objects that these steps are on, and those that threads wait for at the end.
    pub fn new(scenes: &[Scene], last: &[Scene]) -> Self {
        let mut objects = Self::default();
        let all: Vec<&Scene> = scenes.iter().chain(last).collect();
        for scene in all
            .iter()
            .filter(|scene| scene.object != 0 && is_use(scene))
        {
            objects.see(scene);
        }
        let mut candidates: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for scene in &all {
            if objects.is_mutex(scene.object) && scene.kind != Kind::Lock {
                continue;
            }
            let names = candidates.entry(scene.object).or_default();
            names.extend(variable(scene));
        }
        objects.name(&candidates, scenes);
        objects
    }

    /// The name in a sentence.
    pub fn mention(&self, object: u32) -> String {
        self.known
            .get(&object)
            .map_or_else(String::new, |object| object.name.clone())
    }

    /// The type, if it is known: `AtomicUsize`.
    pub fn kind(&self, object: u32) -> Option<&str> {
        self.known.get(&object)?.kind.as_deref()
    }

    /// Whether a thread changes it, and another one uses it.
    pub fn is_shared(&self, object: u32) -> bool {
        let known = self.known.get(&object);
        known.is_some_and(|object| object.threads.len() > 1 && object.is_changed)
    }

    /// Whether it is a mutex of the user's own.
    pub fn is_mutex(&self, object: u32) -> bool {
        self.known
            .get(&object)
            .is_some_and(|object| object.is_mutex)
    }

    /// Whether it is a condition variable.
    pub fn is_condition(&self, object: u32) -> bool {
        self.kind(object) == Some("Condvar")
    }

    /// Whether the user's own code has to do with it.
    pub fn is_known(&self, object: u32) -> bool {
        self.known.contains_key(&object)
    }

    fn see(&mut self, scene: &Scene) {
        let object = self.known.entry(scene.object).or_default();
        object.threads.insert(scene.thread);
        object.is_changed |= scene.kind != Kind::Load;
        object.is_mutex |= scene.kind == Kind::Lock && kind_of_object(scene).is_some();
        let is_vague = scene.call.is_none() && object.kind.is_some();
        let is_settled = object.is_mutex && scene.kind != Kind::Lock || is_vague;
        if let Some(kind) = kind_of_object(scene).filter(|_| !is_settled) {
            object.kind = Some(kind.to_owned());
        }
    }

    /// Each is called by the variable it is most often used by, unless that is the name of others too.
    fn name(&mut self, candidates: &BTreeMap<u32, Vec<&str>>, scenes: &[Scene]) {
        let mut variables: BTreeMap<u32, &str> = BTreeMap::new();
        for (&object, names) in candidates {
            variables.extend(most_frequent(names).map(|name| (object, name)));
        }
        let is_unique = |name: &str| {
            let mut uses = candidates.values().filter(|names| names.contains(&name));
            uses.next().is_some() && uses.next().is_none()
        };
        variables.retain(|_, name| is_unique(name));
        let unnamed: Vec<u32> = self
            .known
            .keys()
            .copied()
            .filter(|object| !variables.contains_key(object))
            .collect();
        let mut kinds: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for object in unnamed {
            kinds
                .entry(self.kind(object).unwrap_or("object").to_owned())
                .or_default()
                .push(object);
        }
        for (kind, objects) in kinds {
            for (number, &object) in (1..).zip(&objects) {
                let name = match first_line(object, scenes) {
                    _ if objects.len() > 1 => format!("{kind} {number}"),
                    Some(line) => format!("the {kind} of line {line}"),
                    None => format!("the {kind}"),
                };
                self.set_name(object, name.replace(' ', NO_BREAK));
            }
        }
        for (object, variable) in variables {
            self.set_name(object, format!("`{variable}`"));
        }
    }

    fn set_name(&mut self, object: u32, name: String) {
        if let Some(object) = self.known.get_mut(&object) {
            object.name = name;
        }
    }
}

/// The line in which an object was first used.
fn first_line(object: u32, scenes: &[Scene]) -> Option<u32> {
    let mut uses = scenes.iter().filter(|scene| scene.object == object);
    uses.find_map(|scene| scene.place.as_ref())
        .map(|place| place.line)
}

/// Whether a step uses an object for what it is there for. Reference counts, and what is done to
/// start and join threads, is no such use.
fn is_use(scene: &Scene) -> bool {
    let is_operation = matches!(
        scene.kind,
        Kind::Load
            | Kind::Store
            | Kind::Update
            | Kind::Lock
            | Kind::Wait
            | Kind::Woken
            | Kind::Wake
    );
    is_operation && scene.place.is_some() && !is_scaffolding(scene)
}

/// Whether the call is one that counts references, or that starts or joins a thread.
pub fn is_scaffolding(scene: &Scene) -> bool {
    let (owner, method) = scene.method();
    let is_of_threads = matches!(
        owner,
        Some("Builder" | "JoinHandle" | "ScopedJoinHandle" | "Scope")
    );
    let is_spawn = matches!(
        method,
        "spawn" | "spawn_scoped" | "join" | "thread::spawn" | "scope" | "thread::scope"
    );
    let is_clone = method == "clone" || owner.is_none() && method.ends_with("::clone");
    let is_drop = method.starts_with("drop ") && !is_drop_that_counts(method);
    is_of_threads || is_spawn || is_clone || is_drop
}

/// Of the drops, those that other threads may wait for.
fn is_drop_that_counts(method: &str) -> bool {
    let dropped = method.trim_start_matches("drop ");
    dropped.contains("Guard")
        || matches!(dropped, "Sender" | "SyncSender" | "Receiver" | "WaitGroup")
}

/// The type of the object that a step is on, if it is the one whose method is called.
fn kind_of_object(scene: &Scene) -> Option<&str> {
    let (owner, method) = scene.method();
    match (scene.kind, owner) {
        (Kind::Load | Kind::Store | Kind::Update, Some(owner)) => {
            Some(owner).filter(|owner| owner.starts_with("Atomic"))
        }
        (Kind::Load | Kind::Store | Kind::Update, None) => {
            scene.is_on_own_atomic().then_some("atomic")
        }
        // A channel has mutexes of its own.
        (Kind::Lock, Some(owner)) => Some(owner).filter(|owner| owner.ends_with("Mutex")),
        (Kind::Lock, None) => method.ends_with("lock").then_some("Mutex"),
        (Kind::Wait | Kind::Woken | Kind::Wake, Some(owner)) => {
            Some(owner).filter(|owner| *owner == "Condvar")
        }
        (Kind::Wait | Kind::Woken | Kind::Wake, None) => {
            is_of_condition(method).then_some("Condvar")
        }
        _ => None,
    }
}

/// The variable by which a step uses its object.
fn variable(scene: &Scene) -> Option<&str> {
    let excerpt = scene.excerpt.as_ref()?;
    kind_of_object(scene)?;
    if excerpt.method.as_deref() != Some(scene.method().1) {
        return None;
    }
    let receiver = excerpt.receiver.as_deref()?;
    let receiver = receiver.strip_prefix("self.").unwrap_or(receiver);
    Some(receiver).filter(|name| *name != "self" && !name.contains('('))
}

fn is_of_condition(method: &str) -> bool {
    method.starts_with("wait") || method.starts_with("notify_")
}

/// The name that is used most often. Of several the shortest: a clone is `count2`, say.
fn most_frequent<'a>(names: &[&'a str]) -> Option<&'a str> {
    let count = |name: &str| names.iter().filter(|other| **other == name).count();
    // Of several the first: `max_by_key` would give the last.
    names
        .iter()
        .rev()
        .max_by_key(|name| (count(name), Reverse(name.len())))
        .copied()
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{Load, Lock, Store, Update};

    use crate::lanes::made_up::MadeUp;

    const TEXT: &str = "\
self.count.load(SeqCst);
count.store(1, SeqCst);
left.lock();
self.lock();
Arc::clone(&list);
";

    #[test]
    fn objects_are_called_by_their_variables() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Load, 1, 0), (1, "AtomicUsize::load"))
            .step((1, Store, 1, 0), (2, "AtomicUsize::store"))
            .step((0, Load, 2, 0), (1, ""));
        let objects = run.story().objects;
        assert_eq!(objects.mention(1), "`count`");
        assert_eq!(objects.kind(1), Some("AtomicUsize"));
        assert!(objects.is_shared(1) && !objects.is_mutex(1));
        assert!(!objects.is_shared(2));
    }

    #[test]
    fn a_variable_that_is_several_objects_is_no_name() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Lock, 1, 0), (3, "Mutex::lock"))
            .step((0, Lock, 2, 0), (3, "Mutex::lock"));
        let objects = run.story().objects;
        assert_eq!(objects.mention(1), "Mutex\u{a0}1");
        assert_eq!(objects.mention(2), "Mutex\u{a0}2");
    }

    #[test]
    fn an_object_without_a_variable_is_called_by_its_line() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Lock, 1, 0), (4, "Mutex::lock"));
        assert_eq!(
            run.story().objects.mention(1),
            "the\u{a0}Mutex\u{a0}of\u{a0}line\u{a0}4"
        );
    }

    #[test]
    fn counting_references_is_no_use() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Update, 1, 2), (5, "Arc::clone"))
            .step((1, Update, 1, 1), (5, "drop Arc"));
        assert!(!run.story().objects.is_shared(1));
    }
}
