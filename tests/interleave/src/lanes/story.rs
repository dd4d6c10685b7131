//! A run, with its places in the source.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use interleave_protocol::log::{Kind, ThreadState, Waiting};

use super::{
    conditions,
    excerpt::Excerpt,
    holders::{Holders, is_lock_call},
    objects::Objects,
    output::{self, Written},
    panics::{self, Panic},
    threads::Threads,
};
use crate::{
    run::{Run, Step},
    sources::{Place, Sources},
};

/// From this many steps on, the first steps of a run may have no call stacks.
const LONG: usize = 1000;

/// A run, with its places in the source.
pub struct Story<'a> {
    pub run: &'a Run,
    pub scenes: Vec<Scene>,
    /// Where each thread was at the end.
    pub last: Vec<Scene>,
    pub threads: Threads,
    pub objects: Objects,
    pub holders: Holders,
    /// The text that each step has written, by step.
    pub written: BTreeMap<usize, Written>,
    /// For each step, the next step of the same thread.
    pub next: Vec<Option<usize>>,
    /// The panics, by the step in which the message was written.
    pub panics: BTreeMap<usize, PanicScene>,
    /// The panics whose step is not known.
    pub other_panics: Vec<Panic>,
    main_file: Option<PathBuf>,
}

/// A panic with its place in the source.
pub struct PanicScene {
    pub place: Place,
    pub excerpt: Option<Excerpt>,
    pub message: String,
}

/// A step with its place in the source.
#[derive(Clone, Debug)]
pub struct Scene {
    pub thread: usize,
    pub kind: Kind,
    pub object: u32,
    pub value: u64,
    pub place: Option<Place>,
    pub excerpt: Option<Excerpt>,
    /// The library function that the user's own code has called there: `AtomicUsize::load`.
    pub call: Option<String>,
    /// Whether the call stack has only library functions.
    pub is_foreign: bool,
}

impl<'a> Story<'a> {
    pub fn new(run: &'a Run, sources: &Sources) -> Self {
        let mut scenes: Vec<_> = run
            .steps
            .iter()
            .map(|step| Scene::of_step(step, sources))
            .collect();
        let states = run.threads.iter().enumerate();
        let last = states.map(|(thread, state)| Scene::of_state(thread, state, sources));
        let mut last: Vec<_> = last.collect();
        conditions::unify(&run.steps, &mut scenes, &mut last);
        let mut objects = Objects::new(&scenes, &last);
        for step in &run.steps {
            objects.see_accesses(step);
        }
        let main_file = main_file(scenes.iter().chain(&last));
        let mut story = Self {
            threads: Threads::new(&run.threads, &scenes),
            holders: Holders::new(&run.steps, &scenes, |object| objects.is_lock(object)),
            objects,
            last,
            written: output::written(run, &scenes),
            next: next(&scenes),
            panics: BTreeMap::new(),
            other_panics: Vec::new(),
            main_file,
            run,
            scenes,
        };
        story.find_panics(sources);
        story
    }

    /// Finds for each panic the step in which its message was written.
    fn find_panics(&mut self, sources: &Sources) {
        let mut writes = self
            .written
            .iter()
            .filter(|(_, written)| is_of_panic(written));
        for panic in panics::find(&String::from_utf8_lossy(&self.run.stderr)) {
            match writes.next() {
                Some((&step, _)) => {
                    let scene = PanicScene::new(panic, self.main_file.as_deref(), sources);
                    self.panics.insert(step, scene);
                }
                None => self.other_panics.push(panic),
            }
        }
    }

    /// The line of a place, with its file unless that is the file of most steps.
    pub fn label(&self, place: &Place) -> String {
        let name = place.file.file_name().and_then(|name| name.to_str());
        match name {
            Some(name) if self.main_file.as_ref() != Some(&place.file) => {
                format!("{name}:{}", place.line)
            }
            _ => place.line.to_string(),
        }
    }

    /// The last step of a thread that is in the user's own code.
    pub fn last_own_scene(&self, thread: usize) -> Option<&Scene> {
        self.scenes
            .iter()
            .rfind(|scene| scene.thread == thread && scene.place.is_some())
    }

    /// The first step that has a call stack. In a long run the earlier steps have none.
    pub fn first_with_frames(&self) -> usize {
        let steps = &self.run.steps;
        if steps.len() < LONG {
            return 0;
        }
        let first = steps.iter().position(|step| !step.frames.is_empty());
        first.unwrap_or(0)
    }

    /// Whether a thread has begun to run.
    pub fn has_begun(&self, thread: usize) -> bool {
        thread == 0 || self.scenes.iter().any(|scene| scene.thread == thread)
    }

    /// The step in which a thread began its wait, if it waits at the end.
    pub fn last_wait(&self, thread: usize) -> Option<usize> {
        let last = self.scenes.iter().rposition(|scene| scene.thread == thread);
        let is_asleep = self.run.threads.get(thread)?.kind == Kind::Woken;
        last.filter(|&last| is_asleep && self.scenes[last].kind == Kind::Wait)
    }

    /// The lock that a thread waits for at the end. The thread may sleep at another object of the
    /// lock.
    pub fn awaited_lock(&self, thread: usize) -> Option<u32> {
        let state = self.run.threads.get(thread)?;
        let is_waiting = matches!(
            state.waiting,
            Waiting::Mutex | Waiting::Futex | Waiting::FutexLimit
        );
        if !is_waiting || self.objects.is_lock(state.object) {
            return Some(state.object).filter(|_| is_waiting);
        }
        let here = &self.last[thread];
        let own = self
            .scenes
            .iter()
            .rev()
            .filter(|scene| scene.thread == thread);
        let mut call = own.take_while(|scene| is_lock_call(here) && scene.is_in_call_of(here));
        call.find_map(|scene| Some(scene.object).filter(|&object| self.objects.is_lock(object)))
    }

    /// The step in which the lock was locked that a thread waits for. If the thread itself has
    /// locked it, that step.
    pub fn locked_at(&self, thread: usize) -> Option<usize> {
        let steps = self.holders.locked_at(self.awaited_lock(thread)?);
        let own = steps
            .iter()
            .find(|&&step| self.scenes[step].thread == thread);
        own.or(steps.last()).copied()
    }
}

impl PanicScene {
    fn new(panic: Panic, main_file: Option<&Path>, sources: &Sources) -> Self {
        let Panic {
            file,
            line,
            column,
            message,
            ..
        } = panic;
        // The compiler got the file by a path that may not be valid from here.
        let is_main_file = main_file.is_some_and(|main| main.file_name() == file.file_name());
        let file = main_file
            .filter(|_| is_main_file)
            .map_or(file, Path::to_owned);
        let column = Some(column);
        let place = Place {
            file,
            line,
            column,
            function: String::new(),
            is_own: true,
        };
        Self {
            excerpt: Excerpt::at(sources, &place),
            place,
            message,
        }
    }
}

fn next(scenes: &[Scene]) -> Vec<Option<usize>> {
    let mut next = vec![None; scenes.len()];
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, scene) in scenes.iter().enumerate() {
        if let Some(before) = last.insert(scene.thread, at) {
            next[before] = Some(at);
        }
    }
    next
}

fn is_of_panic(written: &Written) -> bool {
    let text = written.text.as_deref().unwrap_or("");
    written.is_error() && !panics::find(text).is_empty()
}

impl Scene {
    fn of_step(step: &Step, sources: &Sources) -> Self {
        let entry = step.entry;
        let scene = Self {
            value: entry.value,
            ..Self::new(
                (entry.thread, entry.kind, entry.object),
                &step.frames,
                sources,
            )
        };
        if !matches!(scene.method().1, "fetch_update" | "try_update" | "update") {
            return scene;
        }
        // It reads first, and then changes the same atomic.
        let mut later = step.accesses.iter().rev();
        let change = later.find(|access| {
            access.kind == Kind::Update
                && (access.object == scene.object || scene.kind == Kind::After)
        });
        match change.and_then(|change| Some((change.object, change.value?))) {
            Some((object, value)) => Self {
                kind: Kind::Update,
                object,
                value,
                ..scene
            },
            None => scene,
        }
    }

    fn of_state(thread: usize, state: &ThreadState, sources: &Sources) -> Self {
        Self::new((thread, state.kind, state.object), &state.frames, sources)
    }

    fn new(operation: (usize, Kind, u32), frames: &[u32], sources: &Sources) -> Self {
        let (thread, kind, object) = operation;
        let place = sources.own_place(frames);
        Self {
            excerpt: place.as_ref().and_then(|place| Excerpt::at(sources, place)),
            call: place.as_ref().and_then(|_| sources.call(frames)),
            is_foreign: place.is_none() && !frames.is_empty(),
            value: 0,
            thread,
            kind,
            object,
            place,
        }
    }

    /// The type of the called library function, and the method: `Mutex`, `lock`. If the function
    /// has no name, the method is read from the source.
    pub fn method(&self) -> (Option<&str>, &str) {
        match self.call.as_deref() {
            Some(call) => match call.rsplit_once("::") {
                Some((owner, method)) => (Some(owner), method),
                None => (None, call),
            },
            None => (
                None,
                self.excerpt
                    .as_ref()
                    .and_then(|e| e.method.as_deref())
                    .unwrap_or(""),
            ),
        }
    }

    /// Whether this reads or changes an object, or both.
    pub fn is_access(&self) -> bool {
        matches!(
            self.kind,
            Kind::Load | Kind::Store | Kind::Update | Kind::Lock
        )
    }

    /// Whether this is an operation that the user's own code does on an atomic.
    pub fn is_on_own_atomic(&self) -> bool {
        match self.method() {
            (Some(owner), method) => owner.starts_with("Atomic") || is_of_atomics(method),
            // The function that does it is the innermost, and a call stack has no name for that
            // one.
            (None, method) => is_of_atomics(method),
        }
    }

    /// Whether the two are in the same call of the same line, by the same thread.
    pub fn is_in_call_of(&self, other: &Self) -> bool {
        self.thread == other.thread && self.place == other.place && self.call == other.call
    }
}

/// Whether a method of this name is one of atomics.
pub fn is_of_atomics(method: &str) -> bool {
    matches!(method, "load" | "store" | "swap")
        || method.starts_with("fetch_")
        || method.starts_with("compare_exchange")
}

/// The file of most steps.
fn main_file<'a>(scenes: impl Iterator<Item = &'a Scene>) -> Option<PathBuf> {
    let mut counts: BTreeMap<&Path, usize> = BTreeMap::new();
    for place in scenes.filter_map(|scene| scene.place.as_ref()) {
        *counts.entry(&place.file).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(file, _)| file.to_owned())
}
