//! The names of objects, and which of them threads share.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use interleave_protocol::log::Kind;

use super::{excerpt::Excerpt, holders::is_lock_call, story::Scene, threads::NO_BREAK};
use crate::run::Step;

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
    is_lock: bool,
}

impl Objects {
    /// The objects of these steps, and the objects that threads wait for at the end.
    pub fn new(scenes: &[Scene], last: &[Scene]) -> Self {
        let mut objects = Self::default();
        let mut calls: BTreeMap<usize, &Scene> = BTreeMap::new();
        let of_streams = locks_of_streams(scenes);
        for scene in scenes.iter().chain(last) {
            if scene.object == 0 || !is_use(scene) || of_streams.contains(&scene.object) {
                continue;
            }
            let before = calls.insert(scene.thread, scene);
            let begins_call = !before.is_some_and(|before| scene.is_in_call_of(before));
            objects.see(scene, begins_call);
        }
        objects.name(scenes.iter().chain(last));
        objects
    }

    /// What a step reads or changes on the way: a step that is a whole call may do several
    /// operations.
    pub fn see_accesses(&mut self, step: &Step) {
        for access in &step.accesses {
            if let Some(object) = self.known.get_mut(&access.object) {
                object.threads.insert(step.entry.thread);
                object.is_changed |= access.kind != Kind::Load;
            }
        }
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

    /// Whether it is a mutex or an `RwLock` of the user's own.
    pub fn is_lock(&self, object: u32) -> bool {
        self.known.get(&object).is_some_and(|object| object.is_lock)
    }

    /// Whether it is a condition variable.
    pub fn is_condition(&self, object: u32) -> bool {
        self.kind(object) == Some("Condvar")
    }

    /// Whether the user's own code uses it.
    pub fn is_known(&self, object: u32) -> bool {
        self.known.contains_key(&object)
    }

    fn see(&mut self, scene: &Scene, begins_call: bool) {
        let object = self.known.entry(scene.object).or_default();
        object.threads.insert(scene.thread);
        object.is_changed |= scene.kind != Kind::Load;
        // A lock may consist of several atomics. The lock itself is the one that a call uses first.
        let is_access = matches!(scene.kind, Kind::Load | Kind::Update) && begins_call;
        if is_lock_call(scene) && (scene.kind == Kind::Lock || is_access) {
            object.is_lock = true;
            object.kind = Some(scene.method().0.unwrap_or("Mutex").to_owned());
        }
        let is_vague = scene.call.is_none() && object.kind.is_some();
        if let Some(kind) = kind_of_object(scene).filter(|_| !object.is_lock && !is_vague) {
            object.kind = Some(kind.to_owned());
        }
    }

    /// Names each object after the field or variable by which it is used most often, first of all
    /// after one that no other object has: a parameter may stand for several, and so may a field. If
    /// there is none, the object gets the line of its first use. Objects with the same name are
    /// numbered.
    fn name<'a>(&mut self, scenes: impl Iterator<Item = &'a Scene>) {
        let mut variables: BTreeMap<u32, Names<'a>> = BTreeMap::new();
        let mut lines: BTreeMap<u32, u32> = BTreeMap::new();
        for scene in scenes {
            if let Some(place) = &scene.place {
                lines.entry(scene.object).or_insert(place.line);
            }
            let names_it = if self.is_lock(scene.object) {
                is_lock_call(scene)
            } else {
                kind_of_object(scene).is_some()
            };
            for variable in variables_of(scene).into_iter().filter(|_| names_it) {
                variables.entry(scene.object).or_default().add(variable);
            }
        }
        let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, _) in variables.values().flat_map(|names| &names.0) {
            *bearers.entry(name).or_default() += 1;
        }
        let mut alike: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for &object in self.known.keys() {
            let names = variables.get(&object);
            let variable = names.and_then(|names| names.best(|name| bearers[name] == 1));
            let kind = self.kind(object).unwrap_or("object");
            let name = match (variable, lines.get(&object)) {
                (Some(variable), _) => format!("`{variable}`"),
                (None, Some(line)) => format!("the {kind} of line {line}"),
                (None, None) => format!("the {kind}"),
            };
            alike.entry(name).or_default().push(object);
        }
        for (name, objects) in alike {
            for (number, object) in (1..).zip(&objects) {
                let number = if objects.len() > 1 {
                    format!(" #{number}")
                } else {
                    String::new()
                };
                let known = self.known.get_mut(object).expect("it was named");
                known.name = format!("{name}{number}").replace(' ', NO_BREAK);
            }
        }
    }
}

/// The locks of stdout and stderr: a thread that has printed wakes the next one that waits to
/// print, in the same call.
fn locks_of_streams(scenes: &[Scene]) -> BTreeSet<u32> {
    let mut before: BTreeMap<usize, &Scene> = BTreeMap::new();
    let mut locks = BTreeSet::new();
    for scene in scenes {
        let last = before.insert(scene.thread, scene);
        let has_printed = last.is_some_and(|last| {
            last.kind == Kind::Write && last.place.is_some() && scene.is_in_call_of(last)
        });
        if has_printed && scene.kind == Kind::Wake {
            locks.insert(scene.object);
        }
    }
    locks
}

/// Whether a step uses an object for its purpose. Counting references, and starting and joining
/// threads, is no such use.
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

/// Whether the call counts references, starts or joins a thread, or locks stdout to print.
pub fn is_scaffolding(scene: &Scene) -> bool {
    let (owner, method) = scene.method();
    let is_print = matches!(method, "_print" | "_eprint") && scene.kind != Kind::Write;
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
    is_print || is_of_threads || is_spawn || is_clone || is_drop
}

/// Whether other threads may wait for this drop.
fn is_drop_that_counts(method: &str) -> bool {
    let dropped = method.trim_start_matches("drop ");
    dropped.contains("Guard")
        || matches!(dropped, "Sender" | "SyncSender" | "Receiver" | "WaitGroup")
}

/// The type of the object of a step, if the called method belongs to that object.
fn kind_of_object(scene: &Scene) -> Option<&str> {
    let (owner, method) = scene.method();
    match (scene.kind, owner) {
        (Kind::Load | Kind::Store | Kind::Update, Some(owner)) => {
            Some(owner).filter(|_| scene.is_on_own_atomic())
        }
        (Kind::Load | Kind::Store | Kind::Update, None) => {
            scene.is_on_own_atomic().then_some("atomic")
        }
        (Kind::Wait | Kind::Woken | Kind::Wake, Some(owner)) => {
            Some(owner).filter(|owner| matches!(*owner, "Condvar" | "Barrier"))
        }
        (Kind::Wait | Kind::Woken | Kind::Wake, None) => {
            is_of_condition(method).then_some("Condvar")
        }
        _ => None,
    }
}

/// The field or the variable by which a step uses its object, and with what is before it: `stop` and
/// `self.shared.stop` in `self.shared.stop.load()`.
fn variables_of(scene: &Scene) -> Vec<&str> {
    let excerpt = scene.excerpt.as_ref();
    let excerpt = excerpt.filter(|excerpt| excerpt.method.as_deref() == Some(scene.method().1));
    excerpt.map_or_else(Vec::new, names_in)
}

/// The names of an object that a method is called on, the shortest first.
pub fn names_in(excerpt: &Excerpt) -> Vec<&str> {
    let Some(receiver) = excerpt.receiver.as_deref() else {
        return Vec::new();
    };
    let is_path = |c: char| c.is_alphanumeric() || "_.".contains(c);
    let whole = Some(receiver).filter(|receiver| receiver.chars().all(is_path));
    let field = field(receiver);
    let whole = whole.filter(|whole| field.is_some_and(|field| field != *whole));
    field.into_iter().chain(whole).collect()
}

/// The last field of an expression, or the variable if there is none.
fn field(receiver: &str) -> Option<&str> {
    let element = receiver.split('[').next().unwrap_or(receiver);
    let field = element.rsplit('.').next().unwrap_or(element);
    // The fields of a tuple have no names.
    let name = if field.starts_with(char::is_numeric) {
        element
    } else {
        field
    };
    let is_name = |name: &&str| !name.is_empty() && *name != "self" && !name.contains(['(', ')']);
    Some(name).filter(is_name)
}

fn is_of_condition(method: &str) -> bool {
    method.starts_with("wait") || method.starts_with("notify_")
}

/// The names by which an object is used, each with the number of its uses.
#[derive(Default)]
struct Names<'a>(Vec<(&'a str, usize)>);

impl<'a> Names<'a> {
    fn add(&mut self, name: &'a str) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, uses)) => *uses += 1,
            None => self.0.push((name, 1)),
        }
    }

    /// The name that is used most often, among those for which `is_unique` holds if there are any.
    /// Among several, the shortest: a clone may be `count2`.
    fn best(&self, is_unique: impl Fn(&str) -> bool) -> Option<&'a str> {
        // `max_by_key` returns the last of several, so the names are reversed to get the first.
        let names = self.0.iter().rev();
        let best = names.max_by_key(|(name, uses)| (is_unique(name), *uses, Reverse(name.len())));
        best.map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{Load, Lock, Store, Update};

    use super::field;
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
        assert!(objects.is_shared(1) && !objects.is_lock(1));
        assert!(!objects.is_shared(2));
    }

    #[test]
    fn objects_that_are_called_alike_are_numbered() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Lock, 1, 0), (3, "Mutex::lock"))
            .step((0, Lock, 2, 0), (3, "Mutex::lock"));
        let objects = run.story().objects;
        assert_eq!(objects.mention(1), "`left`\u{a0}#1");
        assert_eq!(objects.mention(2), "`left`\u{a0}#2");
    }

    /// The parameter of a helper stands for both.
    #[test]
    fn an_object_has_a_name_of_its_own_if_there_is_one() {
        const TEXT: &str = "from.lock();\nleft.lock();\nright.lock();\n";
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        for line in [1, 1, 2] {
            run.step((0, Lock, 1, 0), (line, "Mutex::lock"));
        }
        for line in [1, 1, 3] {
            run.step((0, Lock, 2, 0), (line, "Mutex::lock"));
        }
        let objects = run.story().objects;
        assert_eq!(objects.mention(1), "`left`");
        assert_eq!(objects.mention(2), "`right`");
    }

    #[test]
    fn fields_that_are_called_alike_have_what_is_before_them_in_their_names() {
        const TEXT: &str = "left.coins.lock();\nright.coins.lock();\nself.purses.ledger.lock();\n";
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        for (line, object) in [(1, 1), (2, 2), (3, 3)] {
            run.step((0, Lock, object, 0), (line, "Mutex::lock"));
        }
        let objects = run.story().objects;
        assert_eq!(objects.mention(1), "`left.coins`");
        assert_eq!(objects.mention(2), "`right.coins`");
        assert_eq!(objects.mention(3), "`ledger`");
    }

    #[test]
    fn the_last_field_is_the_name() {
        assert_eq!(field("self.shared.stop"), Some("stop"));
        assert_eq!(field("cells[(i + 1) % N]"), Some("cells"));
        assert_eq!(field("pair.0"), Some("pair.0"));
        assert_eq!(field("self"), None);
        assert_eq!(field("queue()"), None);
    }

    #[test]
    fn a_lock_is_known_by_the_step_that_its_call_begins_with() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Update, 1, 1), (3, "Mutex::lock"))
            .step((0, Load, 2, 0), (3, "Mutex::lock"));
        let objects = run.story().objects;
        assert!(objects.is_lock(1) && !objects.is_lock(2));
        assert_eq!(objects.mention(1), "`left`");
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
