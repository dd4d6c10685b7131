//! The functions that the compiler calls: for each atomic operation, and when a function is entered
//! or left.

use std::{
    arch::naked_asm,
    ffi::c_int,
    sync::atomic::{Ordering::SeqCst, *},
};

use interleave_protocol::{
    functions::Class,
    log::{Kind, UNSEEN},
};

use crate::{
    baton::point,
    block::{Block, is_free},
    scheduled::away,
    shared::{is_active, is_active_now, this_thread, with},
    state::State,
};

/// What an atomic operation has done.
struct Done<T> {
    /// The value that the program gets.
    result: T,
    /// The value of the atomic before.
    before: u64,
    /// Its value now.
    value: u64,
}

impl<T> Done<T> {
    fn is_change(&self) -> bool {
        self.before != self.value
    }
}

/// How an operation is done.
enum Way {
    /// Without a trace, because it is internal to the standard library.
    Silently,
    /// As part of the step that the thread is in.
    InStep,
    /// As a step of its own.
    AsStep(Kind, Block),
}

/// After this many operations in a row without a step, the next one is a step. Otherwise a loop of
/// them would keep all other threads waiting.
const MOST_SILENT: u32 = 1000;

/// Does an atomic operation: at a scheduling point, if it is worth one.
#[inline]
fn at_a_point<T>(kind: Kind, address: usize, from: usize, work: impl FnOnce() -> Done<T>) -> T {
    if !is_active() {
        return work().result;
    }
    let way = with(|state| {
        state.me().enter(from);
        state.way(kind, address)
    });
    let done = match way {
        Way::Silently => work(),
        Way::InStep => {
            let done = work();
            with(|state| {
                state.access(kind, address, done.value);
                state.me().holds(address, done.before, done.value);
                if done.is_change() {
                    let object = state.objects.number(address);
                    state.changed(object);
                }
            });
            done
        }
        Way::AsStep(kind, block) => {
            point(kind, address, block);
            let done = work();
            with(|state| state.did(address, &done));
            if with(|state| state.has_points_after()) && !matches!(kind, Kind::Drop | Kind::Lock) {
                point(Kind::After, 0, Block::No);
            }
            done
        }
    };
    with(|state| state.me().leave());
    done.result
}

impl State {
    fn way(&mut self, kind: Kind, address: usize) -> Way {
        let class = self.class_of_caller();
        let would_not_wait = match class {
            Some(Class::User) => true,
            Some(Class::StdMutex) => is_free(address, 0b11),
            Some(Class::ParkingLotMutex) => is_free(address, 0b1),
            _ => false,
        };
        let may_be_no_point = would_not_wait && !self.is_scheduled() && !self.is_awaited(address);
        if may_be_no_point && self.me().is_in_loop(address) {
            self.has_loops();
            return Way::InStep;
        }
        let call = self
            .has_whole_calls()
            .then(|| self.innermost_call(Class::User))
            .flatten();
        let is_begun = call.is_some() && self.me().begun.last().copied() == call;
        if self.silent < MOST_SILENT {
            self.silent += 1;
            if class == Some(Class::Silent) {
                return Way::Silently;
            }
            if is_begun {
                return Way::InStep;
            }
        }
        self.silent = 0;
        self.me().begun.extend(call);
        let waits = kind == Kind::Update && self.waits_for_mutexes();
        match class {
            Some(Class::Once) if kind == Kind::Load => {
                let depth = self.innermost_call(Class::Once).unwrap_or(0);
                self.me().looks_at_once(depth, address);
                Way::AsStep(Kind::Update, Block::No)
            }
            Some(Class::Drop) => Way::AsStep(Kind::Drop, Block::No),
            Some(Class::StdMutex) if waits => self.lock(address, 0b11),
            Some(Class::ParkingLotMutex) if waits => self.lock(address, 0b1),
            _ => Way::AsStep(kind, Block::No),
        }
    }

    fn lock(&self, address: usize, bits: u8) -> Way {
        let since = self.steps();
        Way::AsStep(
            Kind::Lock,
            Block::Mutex {
                address,
                bits,
                since,
            },
        )
    }

    /// The class of the function for which the operation is done.
    fn class_of_caller(&self) -> Option<Class> {
        let calls = self.threads[self.current].calls.iter().rev();
        let mut classes = calls.map(|&call| self.functions.class(call));
        classes
            .find(|&class| class != Some(Class::Transparent))
            .flatten()
    }

    /// The depth of the innermost call that a function of this class made.
    fn innermost_call(&self, class: Class) -> Option<usize> {
        let calls = &self.threads[self.current].calls;
        let is_of_class = |&call: &usize| self.functions.class(call) == Some(class);
        calls.iter().rposition(is_of_class)
    }

    fn did<T>(&mut self, address: usize, done: &Done<T>) {
        self.value(done.value);
        self.me().holds(address, done.before, done.value);
        let object = self.me().object;
        if done.is_change() {
            self.changed(object);
        } else {
            self.looked(object);
        }
    }
}

/// A function that the compiler calls. It passes its return address on, as the sixth argument of
/// the function that does the work.
macro_rules! entry {
    ($symbol:expr, $work:ident($($argument:ty),*) -> $result:ty) => {
        const _: () = {
            // SAFETY: only the compiler's pass uses this name, with these arguments. A sixth
            // argument has a register of its own, which no caller of fewer relies on. The jump
            // leaves stack and return address as they are.
            #[unsafe(naked)]
            #[unsafe(export_name = $symbol)]
            extern "C" fn entry($(_: $argument),*) -> $result {
                #[cfg(target_arch = "x86_64")]
                naked_asm!("mov r9, [rsp]", "jmp {}", sym $work);
                #[cfg(target_arch = "aarch64")]
                naked_asm!("mov x5, x30", "b {}", sym $work);
            }
        };
    };
}

macro_rules! atomics {
    ($module:ident, $bits:literal, $type:ty, $atomic:ident) => {
        mod $module {
            use super::*;

            // The arguments between an operation's own and the sixth have no meaning.
            extern "C" fn load(
                cell: &$atomic, _: c_int, _: usize, _: usize, _: usize, from: usize,
            ) -> $type {
                at_a_point(Kind::Load, cell.as_ptr() as usize, from, || {
                    let result = cell.load(SeqCst);
                    Done { result, before: result.into(), value: result.into() }
                })
            }

            extern "C" fn store(
                cell: &$atomic, value: $type, _: c_int, _: usize, _: usize, from: usize,
            ) {
                at_a_point(Kind::Store, cell.as_ptr() as usize, from, || {
                    let before = cell.swap(value, SeqCst);
                    Done { result: (), before: before.into(), value: value.into() }
                });
            }

            extern "C" fn compare_exchange(
                cell: &$atomic, expected: $type, value: $type, _: c_int, _: c_int, from: usize,
            ) -> $type {
                update(cell, from, || {
                    cell.compare_exchange(expected, value, SeqCst, SeqCst).unwrap_or_else(|is| is)
                })
            }

            fn update(cell: &$atomic, from: usize, work: impl FnOnce() -> $type) -> $type {
                at_a_point(Kind::Update, cell.as_ptr() as usize, from, || {
                    let result = work();
                    let now = cell.load(SeqCst);
                    Done { result, before: result.into(), value: now.into() }
                })
            }

            macro_rules! updates {
                ($symbol:literal, $method:ident) => {
                    extern "C" fn $method(
                        cell: &$atomic, value: $type, _: c_int, _: usize, _: usize, from: usize,
                    ) -> $type {
                        update(cell, from, || cell.$method(value, SeqCst))
                    }
                    entry!(
                        concat!("__tsan_atomic", $bits, "_", $symbol),
                        $method(&$atomic, $type, c_int) -> $type
                    );
                };
            }

            updates!("exchange", swap);
            updates!("fetch_add", fetch_add);
            updates!("fetch_sub", fetch_sub);
            updates!("fetch_and", fetch_and);
            updates!("fetch_or", fetch_or);
            updates!("fetch_xor", fetch_xor);
            updates!("fetch_nand", fetch_nand);
            entry!(concat!("__tsan_atomic", $bits, "_load"), load(&$atomic, c_int) -> $type);
            entry!(concat!("__tsan_atomic", $bits, "_store"), store(&$atomic, $type, c_int) -> ());
            entry!(
                concat!("__tsan_atomic", $bits, "_compare_exchange_val"),
                compare_exchange(&$atomic, $type, $type, c_int, c_int) -> $type
            );
        }
    };
}

atomics! { of_8_bits, "8", u8, AtomicU8 }
atomics! { of_16_bits, "16", u16, AtomicU16 }
atomics! { of_32_bits, "32", u32, AtomicU32 }
atomics! { of_64_bits, "64", u64, AtomicU64 }

// A fence has nothing left to do: one thread runs at a time, and each sees what the others did.
// SAFETY (of these names, and of the next two): only the compiler's pass uses them, with these
// arguments.
#[unsafe(no_mangle)]
extern "C" fn __tsan_atomic_thread_fence(_: c_int) {}
#[unsafe(no_mangle)]
extern "C" fn __tsan_atomic_signal_fence(_: c_int) {}

#[unsafe(no_mangle)]
extern "C" fn __tsan_func_entry(return_address: usize) {
    if is_active_now() {
        with(|state| state.me().enter(return_address));
    } else {
        away::enters(this_thread(), return_address);
    }
}

#[unsafe(no_mangle)]
extern "C" fn __tsan_func_exit() {
    if is_active_now() {
        with(State::leave_function);
    } else {
        away::leaves(this_thread());
    }
}

impl State {
    /// The thread that has the baton leaves a function.
    pub fn leave_function(&mut self) {
        // The code of the `Once` itself is precompiled, so its change was not seen.
        if let Some(once) = self.me().leave() {
            self.access(Kind::Update, once, UNSEEN);
        }
    }
}
