//! Made-up runs for tests.

use std::{process::ExitStatus, time::Duration};

use interleave_protocol::log::{End, Entry, Kind, ThreadState, Waiting};

use super::{Options, render, story::Story};
use crate::{
    run::{Access, Run, Step},
    sources::Sources,
};

/// A made-up run, step by step, of a made-up program.
pub struct MadeUp {
    text: &'static str,
    functions: Vec<&'static str>,
    run: Run,
}

impl MadeUp {
    /// A program with this text, and threads with these names. Main has none.
    pub fn new(text: &'static str, names: &[&str]) -> Self {
        let threads = names.iter().map(|name| ThreadState {
            kind: Kind::Exit,
            object: 0,
            waiting: Waiting::Ended,
            awaited: 0,
            is_at_work: false,
            name: (*name).into(),
            frames: Vec::new(),
        });
        let run = Run {
            steps: Vec::new(),
            end: End::Left,
            left_by: None,
            threads: threads.collect(),
            clock: 0,
            last_change: 0,
            is_kept_back: false,
            has_loops: false,
            status: ExitStatus::default(),
            stdout: Vec::new(),
            stderr: Vec::new(),
            is_busy: false,
            processor_time: Duration::ZERO,
        };
        Self {
            text,
            functions: Vec::new(),
            run,
        }
    }

    /// Adds a step: the thread, the kind, the object and the value, and then the line and the
    /// called function. Line 0 means outside of the program.
    pub fn step(
        &mut self,
        (thread, kind, object, value): (usize, Kind, u32, u64),
        at: (u32, &'static str),
    ) -> &mut Self {
        let entry = Entry {
            thread,
            kind,
            is_access: false,
            object,
            value,
            time: self.run.clock,
            choices: 0,
        };
        let frames = self.frames(at);
        self.run.steps.push(Step {
            entry,
            accesses: Vec::new(),
            frames,
        });
        self
    }

    /// The last step does this too: a kind, an object, and the value afterwards.
    pub fn also(&mut self, kind: Kind, object: u32, value: u64) -> &mut Self {
        let step = self.run.steps.last_mut().expect("there is a step");
        step.accesses.push(Access {
            kind,
            object,
            value: Some(value),
        });
        self
    }

    /// The following steps are done this many nanoseconds after the start.
    pub fn at(&mut self, time: u64) -> &mut Self {
        self.run.clock = time;
        self
    }

    /// A thread prints a line to stdout.
    pub fn print(&mut self, thread: usize, text: &str) -> &mut Self {
        self.print_at((0, ""), thread, text)
    }

    /// The same, by a call in a line of the program.
    pub fn print_at(&mut self, at: (u32, &'static str), thread: usize, text: &str) -> &mut Self {
        self.run.stdout.extend_from_slice(text.as_bytes());
        self.step((thread, Kind::Write, 99, 1 << 32 | text.len() as u64), at)
    }

    /// A thread writes to stderr.
    pub fn print_error(&mut self, thread: usize, text: &str) -> &mut Self {
        self.print_error_at((0, ""), thread, text)
    }

    /// The same, by a call in a line of the program.
    pub fn print_error_at(
        &mut self,
        at: (u32, &'static str),
        thread: usize,
        text: &str,
    ) -> &mut Self {
        self.run.stderr.extend_from_slice(text.as_bytes());
        self.step((thread, Kind::Write, 98, 2 << 32 | text.len() as u64), at)
    }

    /// Sets the place of a thread at the end.
    pub fn stands(
        &mut self,
        (thread, waiting, object): (usize, Waiting, u32),
        at: (u32, &'static str),
    ) -> &mut Self {
        let frames = self.frames(at);
        let state = &mut self.run.threads[thread];
        state.kind = if waiting == Waiting::Futex {
            Kind::Woken
        } else {
            Kind::Load
        };
        (state.waiting, state.object, state.frames) = (waiting, object, frames);
        if waiting == Waiting::Thread {
            state.awaited = object as usize;
        }
        self
    }

    pub fn at_work(&mut self, thread: usize) -> &mut Self {
        self.run.threads[thread].is_at_work = true;
        self
    }

    pub fn end(&mut self, end: End) -> &mut Self {
        self.run.end = end;
        self
    }

    pub fn run(&mut self) -> &mut Run {
        &mut self.run
    }

    pub fn render(&self, options: &Options) -> String {
        render(&self.run, &self.sources(), options)
    }

    /// The story that the modules of the lanes work on.
    pub fn story(&self) -> Story<'_> {
        Story::new(&self.run, &self.sources())
    }

    pub fn sources(&self) -> Sources {
        Sources::made_up(self.text, &self.functions)
    }

    /// The frames of a call of this function in this line.
    fn frames(&mut self, (line, function): (u32, &'static str)) -> Vec<u32> {
        if line == 0 {
            let library = Some(function).filter(|function| !function.is_empty());
            return library
                .map(|function| self.foreign_frame(function))
                .into_iter()
                .collect();
        }
        let text = self
            .text
            .lines()
            .nth(line as usize - 1)
            .expect("such a line");
        let method = function.rsplit("::").next().unwrap_or(function);
        let call = text
            .find(&format!("{method}("))
            .filter(|_| !method.is_empty());
        let column = call.unwrap_or(text.len() - text.trim_start().len());
        let own = Sources::own_address(line, column as u32 + 1);
        if function.is_empty() {
            vec![own]
        } else {
            vec![self.foreign_frame(function), own]
        }
    }

    fn foreign_frame(&mut self, function: &'static str) -> u32 {
        let known = self.functions.iter().position(|known| *known == function);
        let index = known.unwrap_or_else(|| {
            self.functions.push(function);
            self.functions.len() - 1
        });
        Sources::library_address(index as u32)
    }
}
