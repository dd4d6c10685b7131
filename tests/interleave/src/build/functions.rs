//! The classes of a program's functions, by the functions' names.
//!
//! The runtime makes no point of the standard library's internal operations, such as counting the
//! references to an `Arc`. It recognises them by the function that they are in. If the standard
//! library changes such a name, this only costs time: its operations are points then. There are two
//! exceptions. Without the function that calls a thread's closure ([`Class::Work`]), threads that are
//! left behind are not counted. Without `park` ([`Class::Park`]), it never returns by itself.

use interleave_protocol::functions::{Class, Function};

mod name;

use self::name::Name;
use super::executable::Symbol;

/// Which functions belong to a class. The first class that fits decides.
const RULES: [(Class, &[Pattern]); 8] = [
    (
        Class::StdMutex,
        &[Is("std::sync::poison::mutex::Mutex::lock")],
    ),
    (
        Class::ParkingLotMutex,
        &[Is(
            "<parking_lot::raw_mutex::RawMutex as lock_api::mutex::RawMutex>::lock",
        )],
    ),
    (
        Class::Transparent,
        &[
            StartsWith("core::sync::atomic::"),
            Between("<alloc::sync::", " as core::ops::drop::Drop>::drop"),
        ],
    ),
    (
        Class::Once,
        &[
            Is("std::sync::once::Once::call_once"),
            Is("std::sync::once::Once::call_once_force"),
            Is("std::sync::once_lock::OnceLock::get"),
            Is("std::sync::once_lock::OnceLock::initialize"),
        ],
    ),
    (
        Class::Park,
        &[Is("std::thread::functions::park"), Is("std::thread::park")],
    ),
    (Class::Work, &[Contains("__rust_begin_short_backtrace")]),
    (
        Class::Silent,
        &[
            DropsShareOf("std::thread::"),
            Is("<alloc::sync::Arc as core::clone::Clone>::clone"),
            Contains("panic_count::"),
            StartsWith("std::sync::poison::Flag::"),
            // But not the functions in which a thread waits or polls.
            Inside("std::thread::", &["is_finished", "park"]),
        ],
    ),
    (Class::Drop, &[DropsShareOf("")]),
];

/// A pattern for names. All but the last ignore generic arguments.
enum Pattern {
    /// The name is this.
    Is(&'static str),
    /// The name starts with this.
    StartsWith(&'static str),
    /// The name contains this.
    Contains(&'static str),
    /// The name starts with the first text and ends with the second.
    Between(&'static str, &'static str),
    /// The name starts with the first text, and contains none of the others.
    Inside(&'static str, &'static [&'static str]),
    /// The compiler makes this function to drop an `Arc` or a `Weak` whose type starts with this.
    DropsShareOf(&'static str),
}

use Pattern::{Between, Contains, DropsShareOf, Inside, Is, StartsWith};

impl Pattern {
    fn fits(&self, name: &Name) -> bool {
        let path = &name.path;
        match self {
            Is(text) => path == text,
            StartsWith(text) => path.starts_with(text),
            Contains(text) => path.contains(text),
            Between(start, end) => path.starts_with(start) && path.ends_with(end),
            Inside(start, except) => {
                path.starts_with(start) && !except.iter().any(|text| path.contains(text))
            }
            DropsShareOf(shared) => name.dropped().is_some_and(|dropped| {
                let argument = dropped.strip_prefix("alloc::sync::");
                let argument = argument.and_then(|rest| rest.split_once('<'));
                argument.is_some_and(|(_, argument)| argument.starts_with(shared))
            }),
        }
    }
}

/// The class of a function with this name, if it has one.
fn class(name: &Name, crates: &[String]) -> Option<Class> {
    if crates.iter().any(|own| name.is_of_crate(own)) {
        return Some(Class::User);
    }
    let rule = RULES
        .iter()
        .find(|(_, patterns)| patterns.iter().any(|pattern| pattern.fits(name)));
    rule.map(|(class, _)| *class)
}

/// The functions that have a class, in the order of their addresses, in the form of the file that
/// the runtime reads. `crates` are the user's own crates.
pub(super) fn list(symbols: &[Symbol<'_>], crates: &[String]) -> String {
    let functions = symbols.iter().filter_map(|symbol| {
        let class = class(&Name::demangle(symbol.name)?, crates)?;
        Some(Function {
            begin: symbol.begin,
            end: symbol.end,
            class,
        })
    });
    let mut functions: Vec<Function> = functions.collect();
    functions.sort_by_key(|function| function.begin);
    // One function can have several names.
    functions.dedup_by_key(|function| function.begin);
    functions
        .iter()
        .map(|function| format!("{function}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(name: &str) -> Option<Class> {
        class(
            &Name::new(name),
            &["program".to_owned(), "my_queue".to_owned()],
        )
    }

    #[test]
    fn functions_of_the_users_crates_are_known_by_the_crate() {
        for name in [
            "program::main",
            "program::main::{{closure}}",
            "my_queue::Queue<T>::push",
            "<my_queue::Queue<i32>>::push",
            "<my_queue::Queue<T> as core::ops::drop::Drop>::drop",
            "<alloc::vec::Vec<T> as my_queue::Extend<T>>::extend",
            "<program::Task as core::fmt::Display>::fmt",
            "<&program::Tasks as core::iter::traits::iterator::Iterator>::next",
            "<&mut program::Tasks as core::iter::traits::iterator::Iterator>::next",
        ] {
            assert_eq!(class_of(name), Some(Class::User), "{name}");
        }
        for name in [
            "programs::main",
            "core::ptr::drop_in_place<program::Task>",
            "<&core::sync::atomic::AtomicU32 as core::fmt::Debug>::fmt",
            "<alloc::vec::Vec<program::Task> as core::clone::Clone>::clone",
        ] {
            assert_eq!(class_of(name), None, "{name}");
        }
    }

    #[test]
    fn both_manglings_of_a_library_function_are_known() {
        for (class, legacy, v0) in [
            (
                Class::StdMutex,
                "std::sync::poison::mutex::Mutex<T>::lock",
                "<std::sync::poison::mutex::Mutex<alloc::vec::Vec<u8>>>::lock",
            ),
            (
                Class::Transparent,
                "core::sync::atomic::AtomicUsize::fetch_add",
                "<core::sync::atomic::AtomicUsize>::fetch_add",
            ),
            (
                Class::Transparent,
                "core::sync::atomic::AtomicPtr<T>::load",
                "<core::sync::atomic::AtomicPtr<program::Node>>::load",
            ),
            (
                Class::Transparent,
                "<alloc::sync::Arc<T,A> as core::ops::drop::Drop>::drop",
                "<alloc::sync::Arc<program::Task> as core::ops::drop::Drop>::drop",
            ),
            (
                Class::Work,
                "std::sys::backtrace::__rust_begin_short_backtrace",
                "std::sys::backtrace::__rust_begin_short_backtrace::<program::run, ()>",
            ),
            (
                Class::Drop,
                "core::ptr::drop_in_place<alloc::sync::Arc<program::Task>>",
                "core::ptr::drop_in_place::<alloc::sync::Arc<program::Task>>",
            ),
            (
                Class::Silent,
                "core::ptr::drop_in_place<alloc::sync::Arc<std::thread::lifecycle::Packet<()>>>",
                "core::ptr::drop_glue::<alloc::sync::Arc<std::thread::lifecycle::Packet<()>>>",
            ),
            (
                Class::Silent,
                "<alloc::sync::Arc<T,A> as core::clone::Clone>::clone",
                "<alloc::sync::Arc<std::thread::scoped::ScopeData> as core::clone::Clone>::clone",
            ),
            (
                Class::Silent,
                "std::sync::poison::Flag::guard",
                "<std::sync::poison::Flag>::guard",
            ),
            (
                Class::Silent,
                "std::thread::builder::Builder::spawn_unchecked",
                "<std::thread::builder::Builder>::spawn_unchecked::<program::parking::run, ()>",
            ),
        ] {
            assert_eq!(class_of(legacy), Some(class), "{legacy}");
            assert_eq!(class_of(v0), Some(class), "{v0}");
        }
    }

    #[test]
    fn a_lock_of_parking_lot_is_one_of_its_trait() {
        let name = "<parking_lot::raw_mutex::RawMutex as lock_api::mutex::RawMutex>::lock";
        assert_eq!(class_of(name), Some(Class::ParkingLotMutex));
        assert_eq!(
            class_of("parking_lot::raw_mutex::RawMutex::lock_slow"),
            None
        );
    }

    #[test]
    fn what_a_thread_waits_in_is_not_silent() {
        for name in [
            "std::thread::join_handle::JoinHandle<T>::is_finished",
            "<std::thread::thread::Thread>::unpark",
            "std::thread::functions::park_timeout",
        ] {
            assert_eq!(class_of(name), None, "{name}");
        }
    }

    #[test]
    fn park_is_known_in_each_version_of_the_standard_library() {
        for name in ["std::thread::park", "std::thread::functions::park"] {
            assert_eq!(class_of(name), Some(Class::Park), "{name}");
        }
    }

    #[test]
    fn the_users_arc_of_thread_handles_is_not_silent() {
        let name = "core::ptr::drop_in_place<alloc::sync::Arc<\
            std::sync::poison::mutex::Mutex<std::thread::join_handle::JoinHandle<()>>>>";
        assert_eq!(class_of(name), Some(Class::Drop));
    }

    #[test]
    fn the_list_is_sorted_and_has_each_place_once() {
        let symbol = |begin, name| Symbol {
            begin,
            end: begin + 8,
            name,
        };
        let symbols = [
            symbol(0x30, "_ZN7program4main17h0123456789abcdefE"),
            symbol(0x10, "_RNvNtCs5v1cWQqNRo3_7program4task3run"),
            symbol(0x10, "_ZN7program4same17h0123456789abcdefE"),
            symbol(0x20, "memcpy"),
        ];
        assert_eq!(
            list(&symbols, &["program".to_owned()]),
            "10 18 u\n30 38 u\n"
        );
    }
}
