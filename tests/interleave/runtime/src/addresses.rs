//! The same addresses in each run. Only then does code that hashes addresses, as `parking_lot`
//! does, do the same in each run.

use std::{
    env,
    ffi::{CStr, CString, c_char},
    os::unix::ffi::OsStrExt,
    ptr,
};

/// The setting that says that addresses are fixed already. Its value is as long as needed.
pub const PADDING: &str = "INTERLEAVE_PADDING";
/// A setting that is added if the number of all settings and arguments would be odd without it.
pub const EVEN: &str = "INTERLEAVE_EVEN";

/// The settings and arguments take a multiple of this on the stack, however many there are.
const SIZE: usize = 1 << 16;

/// Starts the program again without the randomisation of addresses, if the system allows that. A
/// container may not allow it. Then a program does the same in each run only if it does not depend
/// on addresses.
pub fn fix(arguments: *const *const c_char, environment: *const *const c_char) {
    if env::var_os("INTERLEAVE_ADDRESSES").is_some() || env::var_os(PADDING).is_some() {
        return;
    }
    if !is_allowed() {
        return;
    }
    let program = env::current_exe().unwrap_or_default();
    let Ok(program) = CString::new(program.as_os_str().as_bytes()) else {
        return;
    };
    // SAFETY: the loader gave us both. They end with a null pointer and live as long as the
    // process.
    let (arguments, mut settings) = unsafe { (list(arguments), list(environment)) };
    let padding = padding(
        arguments.len() + settings.len(),
        length(&program, &arguments, &settings),
    );
    settings.extend(padding.iter().map(|text| text.as_c_str()));
    let pointers = |texts: &[&CStr]| -> Vec<*const c_char> {
        texts
            .iter()
            .map(|text| text.as_ptr())
            .chain([ptr::null()])
            .collect()
    };
    let (arguments, settings) = (pointers(&arguments), pointers(&settings));
    // SAFETY: both are lists of C strings that end with a null pointer. If the call fails, it
    // returns, and the program goes on as it is.
    unsafe { libc::execve(program.as_ptr(), arguments.as_ptr(), settings.as_ptr()) };
}

/// Turns the randomisation off for all that this process starts from here on. Returns whether the
/// system allows it.
fn is_allowed() -> bool {
    const ASK: libc::c_ulong = 0xffff_ffff;
    // SAFETY: the calls have no pointers.
    unsafe {
        let now = libc::personality(ASK);
        if now < 0 {
            return false;
        }
        libc::personality((now | libc::ADDR_NO_RANDOMIZE) as libc::c_ulong);
        libc::personality(ASK) & libc::ADDR_NO_RANDOMIZE != 0
    }
}

/// # Safety
///
/// The list must end with a null pointer and be of C strings, all of which live as long as `'a`.
unsafe fn list<'a>(mut next: *const *const c_char) -> Vec<&'a CStr> {
    let mut texts = Vec::new();
    // SAFETY: as the caller says; the end is not passed.
    unsafe {
        while !next.is_null() && !(*next).is_null() {
            texts.push(CStr::from_ptr(*next));
            next = next.add(1);
        }
    }
    texts
}

/// How many bytes these texts take on the stack.
fn length(program: &CStr, arguments: &[&CStr], settings: &[&CStr]) -> usize {
    let texts = arguments.iter().chain(settings).chain([&program]);
    texts.map(|text| text.count_bytes() + 1).sum()
}

/// The settings to add to `count` texts of `length` bytes. With them the texts and the pointers to
/// them take a multiple of [`SIZE`], and the number of texts is even.
fn padding(count: usize, length: usize) -> Vec<CString> {
    let mut added = Vec::new();
    if count.is_multiple_of(2) {
        added.push(format!("{EVEN}="));
    }
    added.push(format!("{PADDING}="));
    let texts: usize = added.iter().map(|text| text.len() + 1).sum();
    let all = length + texts + (count + added.len()) * size_of::<usize>();
    let missing = all.next_multiple_of(SIZE) - all;
    added
        .last_mut()
        .expect("one was added")
        .extend(std::iter::repeat_n('x', missing));
    added
        .into_iter()
        .map(|text| CString::new(text).expect("it has no zero in it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_there_is_takes_a_multiple_of_the_size() {
        for (count, length) in [(2, 10), (3, 10), (40, 2_000), (41, 70_000)] {
            let added = padding(count, length);
            let texts: usize = added.iter().map(|text| text.count_bytes() + 1).sum();
            let all = count + added.len();
            assert!(all.is_multiple_of(2));
            assert!(
                (length + texts + 8 * all).is_multiple_of(SIZE),
                "{count} {length}"
            );
        }
    }
}
