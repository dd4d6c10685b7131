//! Which steps of the log have the call stack of their thread.

use interleave_protocol::log::Kind;

use super::State;
use crate::block::Block;

/// How many call stacks a scheduled run takes while nothing of it is seen outside.
const MOST_STACKS: u32 = 300;

impl State {
    /// Whether the log has the call stacks of steps from here on.
    pub fn has_frames(&self) -> bool {
        self.plan.frames.is_some_and(|first| self.steps >= first)
    }

    /// Whether the log has the call stack of the step that is about to be announced. A scheduled
    /// run can have very many steps. If a step repeats others, its stack is kept only if the
    /// thread may wait there for ever.
    pub fn keeps_frames(&mut self, kind: Kind, address: usize, block: &Block) -> bool {
        if !self.has_frames() {
            return false;
        }
        let object = self.objects.number(address);
        let is_needless = self.is_scheduled()
            && (self.stacks > MOST_STACKS
                || self.log.is_full()
                || self.repeats(self.current, kind, object));
        self.me().has_stack = false;
        !is_needless || self.may_wait_for_ever(block)
    }

    /// Whether the log has the step that the thread is about to do, but not its call stack: when it
    /// was announced, it seemed to repeat others.
    pub fn lacks_frames(&self) -> bool {
        self.is_scheduled()
            && self.plan.frames.is_some_and(|first| self.steps > first)
            && self.stacks <= MOST_STACKS
            && !self.threads[self.current].has_stack
            && !self.log.has_left_out()
    }

    /// Gives the step in the log the call stack of its thread.
    pub fn add_frames(&mut self) {
        self.log.frames(&self.threads[self.current].stack);
    }

    /// Notes the calls that the thread that has the baton is in. Only the program's own calls are
    /// kept.
    pub fn stands_at(&mut self, calls: &[usize]) {
        let stack = self.own_calls(calls);
        let me = self.me();
        (me.stack, me.has_stack) = (stack, true);
        self.stacks += 1;
    }

    /// The calls from which the thread has called `exit`, in place of those that cannot be seen now.
    pub fn stands_at_exit(&mut self) {
        let me = self.me();
        if me.has_stack && me.stack.is_empty() {
            me.stack.clone_from(&me.exits_from);
        }
    }

    /// Notes the calls that the thread that has the baton is in, and ends the program from.
    pub fn exits_from(&mut self, calls: &[usize]) {
        self.me().exits_from = self.own_calls(calls);
    }

    /// The calls in the program itself, in the form of the log.
    fn own_calls(&self, calls: &[usize]) -> Vec<u32> {
        let frames = calls.iter().map(|&call| self.functions.relative(call));
        frames.filter(|&frame| frame != 0).collect()
    }
}
