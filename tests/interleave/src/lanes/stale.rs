//! Stale looks: what a thread saw of an object before another thread changed it.
//!
//! A thread that acts on such a look, or begins to wait after it, does not know of the change. So the
//! two steps explain a check that no longer holds, or a wake-up that comes too early.

use std::collections::BTreeSet;

use interleave_protocol::log::{End, Kind, Waiting};

use super::{
    ending::leaver,
    holders::reads,
    objects::is_scaffolding,
    story::{Scene, Story},
    values,
};
use crate::run::Access;

/// What a thread saw, and what it did not see.
#[derive(Clone, Debug, PartialEq, Eq)]
struct StaleLook {
    /// The step in which the thread used the object.
    look: usize,
    /// The next step in which another thread changed the object, before the first one used it again.
    change: usize,
}

/// A step in which a thread did what it might not have done if it had seen the change.
struct Act {
    stale: StaleLook,
    act: usize,
}

/// The last stale look of each thread that has part in the end of the run.
fn stale_looks(story: &Story<'_>) -> Vec<StaleLook> {
    let ends = ends(story).into_iter();
    ends.filter_map(|(thread, count)| stale_look(story, thread, count))
        .collect()
}

/// The threads that have part in the end, each with the number of steps up to its last one of
/// interest: those that wait in a deadlock, the first that panics, the one that ends the program, or
/// else the one that does the last step.
fn ends(story: &Story<'_>) -> Vec<(usize, usize)> {
    if let Some(&panic) = story.panics.keys().next() {
        return vec![(story.scenes[panic].thread, panic + 1)];
    }
    let threads: Vec<usize> = match story.run.end {
        End::Deadlock => {
            let threads = story.run.threads.iter().enumerate();
            let waits = |waiting| !matches!(waiting, Waiting::Ended | Waiting::Thread);
            let waiting = threads.filter(|(_, thread)| waits(thread.waiting));
            waiting.map(|(thread, _)| thread).collect()
        }
        End::Left => leaver(story).into_iter().collect(),
        End::Unfinished => {
            let last = story.scenes.last();
            last.map(|last| last.thread).into_iter().collect()
        }
        _ => Vec::new(),
    };
    let all = story.scenes.len();
    threads.into_iter().map(|thread| (thread, all)).collect()
}

/// The last stale look of a thread in the first `count` steps.
fn stale_look(story: &Story<'_>, thread: usize, count: usize) -> Option<StaleLook> {
    let own = (0..count).rev().filter(|&at| is_of(story, thread, at));
    own.filter(|&at| is_look(&story.scenes[at])).find_map(|at| {
        let seen = seen(story, at).into_iter();
        let changes = seen.filter_map(|seen| change_after(story, at, seen));
        Some(StaleLook {
            look: beginning(story, at),
            change: beginning(story, changes.min()?),
        })
    })
}

/// How many acts on stale looks are shown.
const ACTS: usize = 3;

/// The steps that have to do with a stale look which is part of what went wrong.
pub fn steps_of_stale_looks(story: &Story<'_>) -> BTreeSet<usize> {
    let acts = acts_on_stale_looks(story);
    let looks = match story.run.end {
        // What its last thread has not seen is no matter if a thread has acted on such a look.
        End::Unfinished if !acts.is_empty() => Vec::new(),
        _ => stale_looks(story),
    };
    let under_lock = last_act_under_lock(story).filter(|_| acts.is_empty());
    let acts = acts.into_iter().chain(under_lock);
    let (acts, acted_on): (Vec<usize>, Vec<StaleLook>) =
        acts.map(|act| (act.act, act.stale)).unzip();
    let looks = looks.into_iter().chain(acted_on);
    let looks = looks.flat_map(|stale| [stale.look, stale.change]);
    looks.chain(acts).collect()
}

/// The last acts on stale looks, if the run went wrong without a panic or a deadlock. A thread acts
/// if it changes an atomic that it has only read before.
fn acts_on_stale_looks(story: &Story<'_>) -> Vec<Act> {
    if !is_about_acts(story) {
        return Vec::new();
    }
    let all = (0..story.scenes.len()).rev();
    all.filter_map(|at| act(story, at)).take(ACTS).collect()
}

/// The last step that locks what its thread has locked before, and another thread since. What is done
/// under a lock is not known: perhaps the thread looked, and now acts.
fn last_act_under_lock(story: &Story<'_>) -> Option<Act> {
    if !is_about_acts(story) {
        return None;
    }
    let mut all = (0..story.scenes.len()).rev();
    all.find_map(|at| act_under_lock(story, at))
}

/// Whether the run went wrong by what threads did, and not by a panic or a wait without end.
fn is_about_acts(story: &Story<'_>) -> bool {
    matches!(story.run.end, End::Left | End::Unfinished) && story.panics.is_empty()
}

/// This step, if it changes an atomic that its thread has only read before another one changed it.
fn act(story: &Story<'_>, at: usize) -> Option<Act> {
    let scene = &story.scenes[at];
    let is_change = match scene.kind {
        Kind::Store => true,
        // A `compare_exchange` that fails changes nothing.
        Kind::Update => values::raw_value_before(story, at) != Some(scene.value),
        _ => false,
    };
    if !is_change || !scene.is_on_own_atomic() {
        return None;
    }
    let is_use = |before: &usize| {
        let before = &story.scenes[*before];
        (before.thread, before.object) == (scene.thread, scene.object)
    };
    let before = (0..at).rev().find(is_use);
    let look = before.filter(|&look| story.scenes[look].kind == Kind::Load)?;
    let seen = story.run.steps[look].all_accesses().next()?;
    let change = change_after(story, look, seen).filter(|&change| change < at)?;
    let stale = StaleLook { look, change };
    Some(Act { stale, act: at })
}

/// This step, if it locks what its thread has locked before, and another thread since.
fn act_under_lock(story: &Story<'_>, at: usize) -> Option<Act> {
    let holders = &story.holders;
    let lock = *holders.locked_in(at).first()?;
    let mut before = (0..at)
        .rev()
        .filter(|&before| holders.locked_in(before).contains(&lock));
    let is_own = |step| is_of(story, story.scenes[at].thread, step);
    let change = before.next().filter(|&change| !is_own(change))?;
    if reads(&story.scenes[change]) {
        return None;
    }
    let look = before.find(|&look| is_own(look))?;
    let stale = StaleLook { look, change };
    Some(Act { stale, act: at })
}

fn is_of(story: &Story<'_>, thread: usize, at: usize) -> bool {
    story.scenes[at].thread == thread
}

/// Whether something may be seen in this step. A call goes on in the step after its first operation.
fn is_look(scene: &Scene) -> bool {
    let may_see = scene.is_access() || scene.kind == Kind::After;
    may_see && scene.place.is_some() && !is_scaffolding(scene)
}

/// The step in which the operation of this one began.
fn beginning(story: &Story<'_>, at: usize) -> usize {
    let scene = &story.scenes[at];
    let mut before = (0..at)
        .rev()
        .filter(|&before| is_of(story, scene.thread, before));
    match scene.kind {
        Kind::After => before.next().unwrap_or(at),
        _ => at,
    }
}

/// What a thread sees in this step. What a library call changes is its own matter.
fn seen(story: &Story<'_>, at: usize) -> Vec<Access> {
    let scene = &story.scenes[at];
    let mut all = story.run.steps[at].all_accesses();
    if scene.is_on_own_atomic() || story.objects.is_lock(scene.object) {
        return all.next().into_iter().collect();
    }
    let changes = |object| {
        let mut all = all.clone();
        all.any(|access| access.object == object && access.kind != Kind::Load)
    };
    all.clone()
        .filter(|access| !changes(access.object))
        .collect()
}

/// The first step after `look` in which another thread changes the object that was `seen`, unless the
/// same thread uses it before that.
fn change_after(story: &Story<'_>, look: usize, mut seen: Access) -> Option<usize> {
    let thread = story.scenes[look].thread;
    for (at, step) in story.run.steps.iter().enumerate().skip(look + 1) {
        for access in step.all_accesses() {
            if access.object != seen.object {
                continue;
            }
            if is_of(story, thread, at) {
                return None;
            }
            // A `compare_exchange` that fails changes nothing.
            let is_same = access.value.is_some() && access.value == seen.value;
            if access.kind != Kind::Load && !is_same {
                return Some(at);
            }
            seen = access;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::Kind::{After, Load, Lock, Store, Update};

    use super::*;
    use crate::lanes::made_up::MadeUp;

    const TEXT: &str = "\
while full.load(SeqCst) {}
full.store(false, SeqCst);
places.lock().push(me);
full.compare_exchange(false, true);
for item in inbox.try_iter() {}
outbox.send(item);
";

    /// The stale looks of a run that main ends, in steps counted from 1.
    fn looks(run: &mut MadeUp) -> Vec<(usize, usize)> {
        let looks = stale_looks(&run.story()).into_iter();
        looks
            .map(|stale| (stale.look + 1, stale.change + 1))
            .collect()
    }

    #[test]
    fn the_last_look_before_a_change_is_stale() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Load, 1, 1), (1, "AtomicBool::load"))
            .step((1, Store, 1, 0), (2, "AtomicBool::store"))
            .step((0, Load, 1, 0), (1, "AtomicBool::load"))
            .step((1, Load, 1, 0), (1, "AtomicBool::load"))
            .step((1, Store, 1, 1), (2, "AtomicBool::store"))
            .step((0, Lock, 2, 0), (3, "Mutex::lock"));
        run.run().left_by = Some(0);
        assert_eq!(looks(&mut run), [(3, 5)]);
    }

    #[test]
    fn a_look_is_not_stale_if_nothing_changes() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Load, 1, 1), (1, "AtomicBool::load"))
            .step((1, Update, 1, 1), (4, "AtomicBool::compare_exchange"));
        run.run().left_by = Some(0);
        assert_eq!(looks(&mut run), []);
    }

    /// The first operation of the call is on another object.
    #[test]
    fn a_call_may_look_at_an_object_on_the_way() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((0, Load, 1, 0), (5, "TryIter::next"))
            .step((0, After, 0, 0), (5, "TryIter::next"))
            .also(Load, 2, 0)
            .step((1, Load, 2, 0), (6, "Sender::send"))
            .step((1, After, 0, 0), (6, "Sender::send"))
            .also(Update, 2, 1);
        run.run().left_by = Some(0);
        assert_eq!(looks(&mut run), [(1, 3)]);
    }

    #[test]
    fn in_a_deadlock_each_thread_that_waits_has_looked() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.end(End::Deadlock)
            .step((1, Load, 1, 1), (1, "AtomicBool::load"))
            .step((2, Store, 1, 0), (2, "AtomicBool::store"))
            .stands((0, Waiting::Thread, 1), (3, "JoinHandle::join"))
            .stands((1, Waiting::Futex, 7), (3, "thread::park"));
        assert_eq!(looks(&mut run), [(1, 2)]);
    }

    /// The steps, counted from 1, that have to do with an act on a stale look.
    fn acts(run: &MadeUp) -> Vec<usize> {
        let story = run.story();
        let acts = acts_on_stale_looks(&story).into_iter();
        let acts = acts.chain(last_act_under_lock(&story));
        let steps = acts.flat_map(|act| [act.stale.look, act.stale.change, act.act]);
        steps.map(|step| step + 1).collect()
    }

    #[test]
    fn an_atomic_is_changed_after_a_stale_look() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((1, Load, 1, 0), (1, "AtomicBool::load"))
            .step((2, Load, 1, 0), (1, "AtomicBool::load"))
            .step((2, Update, 1, 1), (4, "AtomicBool::compare_exchange"))
            .step((1, Update, 1, 2), (4, "AtomicBool::compare_exchange"));
        assert_eq!(acts(&run), [1, 3, 4]);
        // It knows of the change.
        run.step((2, Load, 1, 2), (1, "AtomicBool::load"))
            .step((2, Update, 1, 3), (4, "AtomicBool::compare_exchange"));
        assert_eq!(acts(&run), [1, 3, 4]);
        run.end(End::Deadlock);
        assert!(acts(&run).is_empty());
    }

    #[test]
    fn a_store_of_the_value_that_is_there_is_an_act() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((1, Load, 1, 0), (1, "AtomicBool::load"))
            .step((2, Store, 1, 1), (2, "AtomicBool::store"))
            .step((1, Store, 1, 1), (2, "AtomicBool::store"));
        assert_eq!(acts(&run), [1, 2, 3]);
    }

    #[test]
    fn a_compare_exchange_that_fails_is_no_act() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((1, Load, 1, 0), (1, "AtomicBool::load"))
            .step((2, Store, 1, 1), (2, "AtomicBool::store"))
            .step((1, Update, 1, 1), (4, "AtomicBool::compare_exchange"));
        assert!(acts(&run).is_empty());
    }

    #[test]
    fn the_last_lock_counts_that_another_thread_has_held_between() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        for thread in [1, 2, 1] {
            run.step((thread, Lock, 2, 1), (3, "Mutex::lock"))
                .step((thread, Update, 2, 0), (3, "drop MutexGuard"));
        }
        assert_eq!(acts(&run), [1, 3, 5]);
        run.step((1, Lock, 2, 1), (3, "Mutex::lock"));
        assert_eq!(acts(&run), [1, 3, 5], "no other thread has held it since");
    }
}
