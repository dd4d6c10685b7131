//! What is known of the program's functions, by address.

use std::path::Path;

use interleave_protocol::functions::{Class, Function};

use crate::system;

/// The functions that have a class, in the order of their addresses.
#[derive(Default)]
pub struct Functions {
    sorted: Vec<Function>,
    base: usize,
}

impl Functions {
    /// Reads the functions from a file, one per line.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let functions = text.lines().map(|line| match line.parse() {
            Ok(function) => function,
            Err(error) => system::broken(&format!("INTERLEAVE_FUNCTIONS has `{line}`: {error}")),
        });
        Self::new(functions.collect(), program_base())
    }

    fn new(mut sorted: Vec<Function>, base: usize) -> Self {
        sorted.sort_by_key(|function| function.begin);
        Self { sorted, base }
    }

    /// The class of the function that contains this return address.
    pub fn class(&self, address: usize) -> Option<Class> {
        // A call can be the last instruction of a function. Then it returns to just after the
        // function.
        let address = address.wrapping_sub(self.base + 1) as u64;
        let after = self
            .sorted
            .partition_point(|function| function.begin <= address);
        let function = self.sorted[..after].last()?;
        (address < function.end).then_some(function.class)
    }

    /// An address relative to where the program is loaded, as in the log. 0 if it is elsewhere.
    pub fn relative(&self, address: usize) -> u32 {
        u32::try_from(address.wrapping_sub(self.base)).unwrap_or(0)
    }

    /// Whether no function is known.
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }
}

/// Where the program itself is loaded: the first object that the loader reports.
fn program_base() -> usize {
    unsafe extern "C" fn first(
        info: *mut libc::dl_phdr_info,
        _: usize,
        base: *mut libc::c_void,
    ) -> libc::c_int {
        // SAFETY: the loader passes a valid description, and our own pointer to a number.
        unsafe { *base.cast::<usize>() = (*info).dlpi_addr as usize };
        1
    }
    let mut base = 0usize;
    // SAFETY: the function takes what the loader passes, and the number outlives the call.
    unsafe { libc::dl_iterate_phdr(Some(first), (&raw mut base).cast()) };
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    fn functions() -> Functions {
        let function = |begin, end, class| Function { begin, end, class };
        let sorted = vec![
            function(0x30, 0x40, Class::Drop),
            function(0x10, 0x20, Class::User),
        ];
        Functions::new(sorted, 0x1000)
    }

    #[test]
    fn a_return_address_belongs_to_the_function_that_called() {
        let functions = functions();
        assert_eq!(functions.class(0x1011), Some(Class::User));
        assert_eq!(functions.class(0x1020), Some(Class::User));
        assert_eq!(functions.class(0x1031), Some(Class::Drop));
    }

    #[test]
    fn between_functions_there_is_none() {
        let functions = functions();
        assert_eq!(functions.class(0x1010), None);
        assert_eq!(functions.class(0x1021), None);
        assert_eq!(functions.class(0), None);
    }
}
