//! Why a thread that waits at a condition variable at the end of a run is not woken.

use super::{story::Story, threads, words::is_notification};

/// The last notification of the condition variable of this wait.
pub fn last_notification(story: &Story<'_>, wait: usize) -> Option<usize> {
    let condition = story.scenes[wait].object;
    let mut scenes = story.scenes.iter();
    scenes.rposition(|scene| scene.object == condition && is_notification(story, scene))
}

/// What happened to the last notification of the condition variable that a thread waits at, in a
/// sentence or two.
pub fn cause(story: &Story<'_>, thread: usize) -> Option<String> {
    let wait = story.last_wait(thread)?;
    let name = match story.objects.mention(story.scenes[wait].object) {
        name if name.is_empty() => "the condition variable".to_owned(),
        name => name,
    };
    let waiter = story.threads.mention(thread);
    let Some(last) = last_notification(story, wait) else {
        let sentence = format!("no notification of {name} has reached {waiter}.");
        return Some(sentence + &change_without_notification(story, thread, wait, &name));
    };
    let notification = &story.scenes[last];
    let notifier = story.threads.mention(notification.thread);
    let by = format!("by {notifier} at step {}", last + 1);
    let woken: Vec<usize> = threads::in_set(notification.value).collect();
    // In parking_lot, a thread that was notified may have to wait for the mutex, and sleeps on.
    if woken.contains(&thread) && wait < last {
        return Some(format!(
            "{waiter} was notified {by}, and waits for the mutex."
        ));
    }
    let waits = waits_there(story, wait).into_iter();
    let (mut missed, mut again): (Vec<_>, Vec<_>) = waits.partition(|(_, wait)| *wait < last);
    missed.retain(|(thread, _)| !woken.contains(thread));
    again.retain(|(thread, _)| woken.contains(thread));
    let mentions = |threads: Vec<usize>| {
        let mentions = threads.into_iter().map(|it| story.threads.mention(it));
        threads::all(&mentions.collect::<Vec<_>>())
    };
    let those = |waits: &[(usize, usize)]| mentions(waits.iter().map(|wait| wait.0).collect());
    if !missed.is_empty() && woken.is_empty() {
        return Some(format!(
            "the last notification of {name}, {by}, woke no thread."
        ));
    }
    if !missed.is_empty() {
        return Some(format!(
            "the last notification of {name}, {by}, woke {} only, and not {}.",
            mentions(woken),
            those(&missed)
        ));
    }
    let sentence = match &again[..] {
        [] if notification.thread == thread => {
            let step = last + 1;
            format!("the last notification of {name}, at step {step}, was by {waiter} itself.")
        }
        [] if has_waited_before(story, thread, wait) => format!(
            "{waiter} waits again since step {}, and the last notification of {name} was {by}.",
            wait + 1
        ),
        [] => format!(
            "{notifier} notified {name} for the last time at step {}, before {waiter} began to wait at \
             step {}.",
            last + 1,
            wait + 1
        ),
        [(_, since)] => format!(
            "the last notification of {name}, {by}, woke {}, which waits again since step {}.",
            those(&again),
            since + 1
        ),
        _ => format!(
            "the last notification of {name}, {by}, woke {}, which wait again.",
            those(&again)
        ),
    };
    Some(sentence + &change_without_notification(story, thread, wait, &name))
}

/// The threads that wait at the end for the condition variable of this wait, each with the step in
/// which it began to wait.
fn waits_there(story: &Story<'_>, wait: usize) -> Vec<(usize, usize)> {
    let condition = story.scenes[wait].object;
    let threads = 0..story.last.len();
    let waits = threads.filter_map(|thread| Some((thread, story.last_wait(thread)?)));
    waits
        .filter(|(_, wait)| story.scenes[*wait].object == condition)
        .collect()
}

/// Whether the thread has waited there before this wait.
fn has_waited_before(story: &Story<'_>, thread: usize, wait: usize) -> bool {
    let this = &story.scenes[wait];
    let mut before = story.scenes[..wait].iter();
    before.any(|scene| {
        scene.thread == thread && scene.kind == this.kind && scene.object == this.object
    })
}

/// A sentence about a thread that has locked the mutex of this wait since, and could have notified.
fn change_without_notification(
    story: &Story<'_>,
    thread: usize,
    wait: usize,
    name: &str,
) -> String {
    let periods = story.holders.periods();
    let own = periods.iter().filter(|period| period.thread == thread);
    let released = own.filter(|period| period.to.is_some_and(|to| to <= wait));
    let mutex = released
        .max_by_key(|period| period.to)
        .map(|period| period.lock);
    let waits = waits_there(story, wait);
    let changes = periods.iter().filter(|period| {
        Some(period.lock) == mutex
            && period.from > wait
            && waits.iter().all(|(thread, _)| *thread != period.thread)
    });
    let Some(last) = changes.max_by_key(|period| period.from) else {
        return String::new();
    };
    format!(
        " After the wait began, {} locked {} at step {}, and did not notify {name}.",
        story.threads.mention(last.thread),
        story.objects.mention(last.lock),
        last.from + 1
    )
}

#[cfg(test)]
mod tests {
    use interleave_protocol::log::{
        Kind::{Lock, Update, Wait, Wake, Woken},
        Waiting, woken,
    };

    use super::cause;
    use crate::lanes::made_up::MadeUp;

    const TEXT: &str =
        "let mut list = list.lock();\nready.wait(&mut list);\n}\nready.notify_all();\n";
    const WAIT: (u32, &str) = (2, "Condvar::wait");
    const NOTIFY: (u32, &str) = (4, "Condvar::notify_all");
    /// The mutex and the condition variable.
    const LIST: u32 = 1;
    const READY: u32 = 2;

    /// A thread locks the mutex, and waits.
    fn waits(run: &mut MadeUp, thread: usize) {
        run.step((thread, Lock, LIST, 1), (1, "Mutex::lock"))
            .step((thread, Wait, READY, 0), WAIT)
            .stands((thread, Waiting::Futex, READY), WAIT);
    }

    fn wakes(run: &mut MadeUp, by: usize, thread: usize) {
        run.step((by, Wake, READY, 1 << thread), NOTIFY)
            .step((thread, Woken, READY, woken::BY_A_THREAD), WAIT);
    }

    fn said(run: &MadeUp, thread: usize) -> String {
        let cause = cause(&run.story(), thread).expect("it waits");
        cause.replace('\u{a0}', " ")
    }

    #[test]
    fn a_thread_that_changes_something_and_notifies_nobody_is_named() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        waits(&mut run, 1);
        assert_eq!(said(&run, 1), "no notification of `ready` has reached `a`.");
        run.step((2, Lock, LIST, 1), (1, "Mutex::lock"))
            .step((2, Update, LIST, 0), (3, "drop MutexGuard"));
        assert_eq!(
            said(&run, 1),
            "no notification of `ready` has reached `a`. After the wait began, `b` locked `list` at step 3, \
             and did not notify `ready`."
        );
    }

    #[test]
    fn a_notification_before_the_wait_is_lost() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        run.step((2, Wake, READY, 0), NOTIFY);
        waits(&mut run, 1);
        assert_eq!(
            said(&run, 1),
            "`b` notified `ready` for the last time at step 1, before `a` began to wait at step 3."
        );
    }

    #[test]
    fn no_thread_wakes_itself() {
        let mut run = MadeUp::new(TEXT, &["", "a"]);
        run.step((1, Wake, READY, 0), NOTIFY);
        waits(&mut run, 1);
        assert_eq!(
            said(&run, 1),
            "the last notification of `ready`, at step 1, was by `a` itself."
        );
    }

    #[test]
    fn a_thread_that_was_notified_may_wait_for_the_mutex() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        waits(&mut run, 1);
        run.step((2, Wake, READY, 0b10), NOTIFY);
        assert_eq!(
            said(&run, 1),
            "`a` was notified by `b` at step 3, and waits for the mutex."
        );
    }

    #[test]
    fn threads_that_wait_again_have_lost_no_notification() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b"]);
        waits(&mut run, 1);
        wakes(&mut run, 2, 1);
        run.step((1, Wait, READY, 0), WAIT);
        assert_eq!(
            said(&run, 1),
            "the last notification of `ready`, by `b` at step 3, woke `a`, which waits again since \
             step 5."
        );
        run.step((2, Wake, READY, 0b10), NOTIFY)
            .step((1, Woken, READY, woken::BY_A_THREAD), WAIT)
            .step((2, Wake, READY, 0), (3, "Condvar::notify_all"))
            .step((1, Wait, READY, 0), WAIT);
        assert_eq!(
            said(&run, 1),
            "`a` waits again since step 9, and the last notification of `ready` was by `b` at step 8."
        );
    }

    #[test]
    fn a_notification_for_some_leaves_the_others_asleep() {
        let mut run = MadeUp::new(TEXT, &["", "a", "b", "c"]);
        waits(&mut run, 1);
        waits(&mut run, 2);
        run.step((3, Wake, READY, 0b10), NOTIFY)
            .step((1, Woken, READY, woken::BY_A_THREAD), WAIT)
            .step((1, Wait, READY, 0), WAIT);
        assert_eq!(
            said(&run, 1),
            "the last notification of `ready`, by `c` at step 5, woke `a` only, and not `b`."
        );
    }
}
