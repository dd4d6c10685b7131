//! The state of a run. It belongs to the thread that has the baton.

use interleave_protocol::{
    functions::Class,
    log::{End, Entry, Kind, MOST_THREADS, ThreadState, header},
    plan::{Grain, Plan},
};

use crate::{
    block::Block,
    chance::Chance,
    clock::Clock,
    fairness::{self, Patience},
    functions::Functions,
    log::Log,
    objects::Objects,
    scheduled::{Scheduled, monitor},
    strategy::{self, Choice, Operation, Strategy, View},
    system,
    thread::Thread,
};

mod stacks;

/// The state of a run.
pub struct State {
    /// The threads, in the order in which they were started.
    pub threads: Vec<Thread>,
    /// The thread that has the baton.
    pub current: usize,
    /// What threads operate on.
    pub objects: Objects,
    /// The time.
    pub clock: Clock,
    /// What is known of the program's functions.
    pub functions: Functions,
    /// The mutexes of the C library that are held, each with the thread that holds it.
    pub c_locks: Vec<(usize, usize)>,
    /// The kernel's number of the thread that is about to end. This thread had the baton last.
    pub dying: Option<i32>,
    /// How long a thread may spin.
    pub patience: Patience,
    /// How many waits at futexes there were so far.
    pub arrivals: u64,
    /// How many operations in a row were not a step.
    pub silent: u32,
    /// How often something was seen outside, or the set of threads changed.
    pub progress: u64,
    /// How often something was changed.
    pub changes: u64,
    is_scheduled: bool,
    scheduled: Option<Scheduled>,
    /// How many call stacks were taken since something was last seen outside.
    stacks: u32,
    /// How often in a row all threads that could go on were deferred.
    deferred_rounds: u32,
    chance: Chance,
    plan: Plan,
    strategy: Box<dyn Strategy>,
    steps: usize,
    accessed: Vec<Operation>,
    log: Log,
}

/// If all threads wait for the outside, how long nothing may arrive, in units of 0.2 ms.
const QUIET_MOMENTS: u32 = 1000;

impl State {
    /// The state at the beginning of a scheduled run.
    pub fn scheduled(plan: Plan, chance: Chance, functions: Functions, log: Log) -> Self {
        let mut state = Self::new(plan, chance, functions, log);
        state.patience = Patience::scheduled();
        state.log.head(header::END, End::Unfinished as u64);
        state.is_scheduled = true;
        state.scheduled = Some(Scheduled::start());
        state
    }

    /// The state at the beginning: main is the only thread.
    pub fn new(plan: Plan, chance: Chance, functions: Functions, mut log: Log) -> Self {
        log.keep_frames(plan.frames.is_some());
        let mut state = Self {
            threads: Vec::new(),
            current: 0,
            objects: Objects::default(),
            clock: Clock::new(plan.time),
            functions,
            c_locks: Vec::new(),
            dying: None,
            patience: Patience::new(plan.patient),
            chance,
            arrivals: 0,
            silent: 0,
            progress: 0,
            changes: 0,
            is_scheduled: false,
            scheduled: None,
            stacks: 0,
            deferred_rounds: 0,
            strategy: strategy::from_plan(&plan.strategy),
            steps: 0,
            accessed: Vec::new(),
            log,
            plan,
        };
        state.add_thread();
        state
    }

    /// Adds a thread that has not begun.
    pub fn add_thread(&mut self) -> usize {
        if self.threads.len() == MOST_THREADS {
            if self.is_scheduled() {
                let has_ended = |thread: &Thread| matches!(thread.block, Block::Ended);
                let has = match self.threads.iter().any(has_ended) {
                    true => "has started",
                    false => "has",
                };
                system::broken(&format!(
                    "the program {has} more than {MOST_THREADS} threads"
                ));
            }
            self.stop(End::TooManyThreads);
        }
        self.threads.push(Thread::new(self.plan.spurious));
        self.threads.len() - 1
    }

    /// Notes that the thread that has the baton begins, with this number in the kernel.
    pub fn begins(&mut self, number: i32) {
        self.me().number = number;
        if self.is_scheduled() {
            monitor::watch(self.current, number);
        }
    }

    /// Whether an outer scheduler decides.
    pub fn is_scheduled(&self) -> bool {
        self.is_scheduled
    }

    /// Whether a mutex of the C library is held.
    pub fn is_c_lock_held(&self, mutex: usize) -> bool {
        self.c_locks.iter().any(|lock| lock.0 == mutex)
    }

    /// Notes that something was seen outside, or that the set of threads has changed.
    pub fn has_progressed(&mut self) {
        self.progress += 1;
        self.stacks = 0;
    }

    /// Notes that the thread that has the baton sleeps, or waits with a time limit.
    pub fn waits_for_time(&mut self) {
        let patience = self.patience;
        self.me().spinning.waits_for_time(patience);
    }

    /// The thread that has the baton.
    pub fn me(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    /// Whether all that a library does in one call is one step.
    pub fn has_whole_calls(&self) -> bool {
        self.plan.grain == Grain::Call
    }

    /// Whether a thread that wants a held mutex waits until it is free, instead of finding it held.
    /// This takes fewer steps, but code that asks whether threads wait for the mutex never finds
    /// one.
    pub fn waits_for_mutexes(&self) -> bool {
        !self.plan.patient
    }

    /// Whether there is also a point after an operation.
    pub fn has_points_after(&self) -> bool {
        self.plan.after
    }

    /// How many steps there were.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Whether this step of the thread looks once more at an object at which it has looked in vain,
    /// or yields once more in vain. A look at the clock is announced as a yield.
    fn repeats(&self, thread: usize, kind: Kind, object: u32) -> bool {
        let thread = &self.threads[thread];
        let (version, patience) = (self.objects.version(object), self.patience);
        let spinning = &thread.spinning;
        match kind {
            Kind::Yield if object == 0 => spinning.has_yielded_more(patience),
            Kind::Load | Kind::Update | Kind::Yield => {
                spinning.has_seen(object, thread.place(), version, patience)
            }
            _ => false,
        }
    }

    /// Announces what the thread that has the baton will do, and what it waits for until then.
    pub fn announce(&mut self, kind: Kind, address: usize, block: Block) {
        let object = self.objects.number(address);
        let me = self.me();
        (me.kind, me.object, me.block) = (kind, object, block);
    }

    /// Chooses the thread that goes on, and notes its step.
    pub fn choose(&mut self) -> usize {
        if let Some(mut scheduled) = self.scheduled.take() {
            let chosen = scheduled.choose(self);
            self.scheduled = Some(scheduled);
            self.note_step_of_scheduled(chosen);
            return chosen;
        }
        let (able, choices) = self.wait_for_choices();
        if self.steps >= self.plan.steps || self.log.is_full() {
            self.stop(End::StepLimit);
        }
        let operations: Vec<Operation> = self.threads.iter().map(Thread::operation).collect();
        let view = View {
            choices,
            able,
            current: self.current,
            step: self.steps,
            operations: &operations,
        };
        let chosen = match self.strategy.choose(&view) {
            Choice::Thread(thread) => thread,
            Choice::Diverged => self.stop(End::Diverged),
            Choice::Redundant => self.stop(End::Redundant),
        };
        if !self.can_go_on(chosen) {
            self.threads[chosen].wakes_by_itself();
        }
        self.note_step(chosen, choices);
        chosen
    }

    /// Waits for time, or for something outside, until a thread can go on.
    fn wait_for_choices(&mut self) -> (u128, u128) {
        let mut quiet = 0;
        if fairness::is_for_all(self.steps) {
            // From here on the run depends on the number of steps, and not only on what they were.
            self.log.head(header::KEPT_BACK, 1);
            self.threads
                .iter_mut()
                .for_each(|thread| thread.spinning.forget());
        }
        loop {
            let able = self.set_of(|state, thread| state.can_go_on(thread));
            let mut choices =
                able & self.set_of(|state, thread| !state.threads[thread].spinning.is_deferred());
            if choices != 0 {
                if choices != able {
                    self.log.head(header::KEPT_BACK, 1);
                }
                let by_itself = self.set_of(Self::may_wake_by_itself);
                choices |= by_itself;
                return (able | by_itself, choices);
            }
            // No thread can go on now, or only threads that check whether others have gone on.
            if self.time_passes(able) {
                continue;
            }
            self.threads
                .iter_mut()
                .for_each(|thread| thread.spinning.forget());
            if able != 0 {
                return (able, able);
            }
            let waits =
                |test: fn(&Block) -> bool| self.threads.iter().any(|thread| test(&thread.block));
            if !waits(|block| block.is_for_outside()) {
                self.stop(End::Deadlock);
            }
            quiet += 1;
            if quiet > QUIET_MOMENTS && !waits(|block| matches!(block, Block::Child { .. })) {
                self.stop(End::Quiet);
            }
            system::nap(200_000);
        }
    }

    fn set_of(&self, test: impl Fn(&Self, usize) -> bool) -> u128 {
        let members = (0..self.threads.len()).filter(|&thread| test(self, thread));
        members.fold(0, |set, thread| set | 1 << thread)
    }

    /// Lets the clock jump to the next deadline, if no thread can go on, or only threads that spin.
    fn time_passes(&mut self, able: u128) -> bool {
        if able != 0 {
            self.deferred_rounds += 1;
            if !self.clock.is_in_order()
                || self.deferred_rounds < self.patience.rounds_before_time()
            {
                return false;
            }
        }
        self.deferred_rounds = 0;
        let Some(next) = self.next_deadline() else {
            return false;
        };
        self.clock.reach(next);
        for thread in &mut self.threads {
            if matches!(thread.block, Block::Time(until) if until <= next) {
                thread.spinning.goes_on();
            }
        }
        true
    }

    /// Notes a step of a scheduled run. The log has no room for all steps of threads that spin, so
    /// steps that repeat others are left out.
    fn note_step_of_scheduled(&mut self, chosen: usize) {
        let Thread { kind, object, .. } = self.threads[chosen];
        let is_seen = matches!(
            kind,
            Kind::Start | Kind::Exit | Kind::Spawn | Kind::Join | Kind::Write | Kind::Leave
        );
        if is_seen {
            self.has_progressed();
        }
        if self.log.is_full() || self.repeats(chosen, kind, object) {
            self.log.leave_out();
            self.steps += 1;
            self.accessed.clear();
        } else {
            self.note_step(chosen, 1 << chosen);
        }
    }

    fn note_step(&mut self, chosen: usize, choices: u128) {
        let thread = &self.threads[chosen];
        let stack = if thread.has_stack {
            &thread.stack[..]
        } else {
            &[]
        };
        let entry = Entry {
            thread: chosen,
            kind: thread.kind,
            is_access: false,
            object: thread.object,
            value: 0,
            time: self.clock.elapsed(),
            choices,
        };
        self.log.step(entry, stack);
        self.log.head(header::CLOCK, self.clock.elapsed());
        self.steps += 1;
        self.accessed.clear();
    }

    /// Notes what else this step does, and the value that it has read or written.
    pub fn access(&mut self, kind: Kind, address: usize, value: u64) {
        let operation = (kind, self.objects.number(address));
        let mut known = self.accessed.iter();
        if let Some(place) = known.position(|known| *known == operation) {
            self.log.access_again(place, value);
            return;
        }
        self.accessed.push(operation);
        let (thread, object) = (self.current, operation.1);
        self.log.access(Entry {
            thread,
            kind,
            is_access: true,
            object,
            value,
            time: self.clock.elapsed(),
            choices: 0,
        });
        self.strategy.accessed(thread, operation);
    }

    /// The next random byte that the program gets. Notes that it has asked.
    pub fn random_byte(&mut self) -> u8 {
        self.log.head(header::ASKED_FOR_BYTES, 1);
        self.chance.bytes.next() as u8
    }

    /// How many processors the program is told that there are. Notes that it has asked.
    pub fn processors(&self) -> usize {
        self.log.head(header::ASKED_FOR_PROCESSORS, 1);
        self.chance.processors
    }

    /// Notes that an operation in a long loop is no step of its own.
    pub fn has_loops(&self) {
        self.log.head(header::LOOPS, 1);
    }

    /// Notes the value that the step has read or written.
    pub fn value(&mut self, value: u64) {
        self.log.value(value);
    }

    /// Notes that the thread that has the baton has looked at an object without a change.
    pub fn looked(&mut self, object: u32) {
        let (version, patience) = (self.objects.version(object), self.patience);
        let place = self.me().place();
        self.me().spinning.looked(object, place, version, patience);
    }

    /// Notes that the thread that has the baton has changed an object. 0: something that is not
    /// seen.
    pub fn changed(&mut self, object: u32) {
        self.objects.change(object);
        self.changes += 1;
        self.clock.reset_tick();
        self.deferred_rounds = 0;
        self.log.head(header::LAST_CHANGE, self.steps as u64);
        for (thread, state) in self.threads.iter_mut().enumerate() {
            if thread == self.current {
                state.spinning.forget();
            } else {
                state.spinning.saw_change(object);
            }
        }
    }

    /// Notes which thread ends the program.
    pub fn is_left(&mut self) {
        self.log.head(header::LEFT_BY, self.current as u64 + 1);
    }

    /// Records in the log how the run ends.
    pub fn end(&mut self, end: End) {
        self.log.end(end, &self.last());
    }

    /// Records in the log the state of the threads now.
    pub fn note_threads(&self) {
        self.log.head(header::CLOCK, self.clock.elapsed());
        self.log.threads(&self.last());
    }

    fn last(&self) -> Vec<ThreadState> {
        let threads = self.threads.iter();
        threads.map(|thread| self.last_of(thread)).collect()
    }

    /// Records how the run ends, and ends it.
    pub fn stop(&mut self, end: End) -> ! {
        self.end(end);
        system::exit_now(STOPPED)
    }

    fn last_of(&self, thread: &Thread) -> ThreadState {
        ThreadState {
            kind: thread.kind,
            object: thread.object,
            waiting: thread.block.waiting(),
            awaited: if let Block::Thread(other) = thread.block {
                other
            } else {
                0
            },
            is_at_work: self.is_at_work(thread),
            name: thread.name.clone(),
            frames: thread.stack.clone(),
        }
    }

    /// Whether a thread has not begun yet, or has not finished what it was started for.
    fn is_at_work(&self, thread: &Thread) -> bool {
        let works = |&call: &usize| self.functions.class(call) == Some(Class::Work);
        !matches!(thread.block, Block::Ended)
            && (thread.kind == Kind::Start
                || self.functions.is_empty()
                || thread.calls.iter().any(works))
    }
}

/// The exit status of a process that the runtime has ended. It should not look like the program's
/// own.
const STOPPED: u8 = 96;
