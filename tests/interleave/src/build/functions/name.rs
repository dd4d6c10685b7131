//! Names of functions. The compiler has two ways to make a symbol from a name. Here both give the
//! same: `Mutex<T>::lock` and `<Mutex<i32>>::lock` are `Mutex::lock`.

/// The name of a function.
#[derive(Debug)]
pub struct Name {
    /// The name, as it was demangled.
    text: String,
    /// The name without generic arguments: `a::B::c`, or `<a::B as c::D>::e`.
    pub path: String,
}

impl Name {
    /// The name for this symbol, if it is a symbol of Rust.
    pub fn demangle(symbol: &str) -> Option<Self> {
        let name = rustc_demangle::try_demangle(symbol).ok()?;
        // Without the hash.
        Some(Self::new(&format!("{name:#}")))
    }

    /// A name that is demangled already.
    pub fn new(text: &str) -> Self {
        let text = text.replace("::<", "<");
        Self {
            path: path(&text),
            text,
        }
    }

    /// The type that this function drops, if the compiler has made it for that.
    pub fn dropped(&self) -> Option<&str> {
        let functions = ["core::ptr::drop_in_place<", "core::ptr::drop_glue<"];
        functions
            .iter()
            .find_map(|function| self.text.strip_prefix(function))
    }

    /// Whether the function is in the crate `name`. It is, too, if its trait is in that crate.
    pub fn is_of_crate(&self, name: &str) -> bool {
        let is_in_crate = |path: &str| {
            // A trait may be implemented for references to a type.
            let path = path.trim_start_matches('&').trim_start_matches("mut ");
            let rest = path.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with("::"))
        };
        let qualified = self.path.strip_prefix('<');
        match qualified.and_then(|qualified| qualified.split_once(" as ")) {
            Some((own_type, own_trait)) => is_in_crate(own_type) || is_in_crate(own_trait),
            None => is_in_crate(&self.path),
        }
    }
}

/// The name without generic arguments.
fn path(text: &str) -> String {
    let Some(end) = text.starts_with('<').then(|| closing(text)).flatten() else {
        return without_arguments(text);
    };
    let (inside, rest) = (&text[1..end], without_arguments(&text[end + 1..]));
    match split_trait(inside) {
        Some((own_type, own_trait)) => {
            let (own_type, own_trait) = (path(own_type), without_arguments(own_trait));
            format!("<{own_type} as {own_trait}>{rest}")
        }
        None => path(inside) + &rest,
    }
}

/// The characters, each with its position and the number of angle brackets around it.
fn depths(text: &str) -> impl Iterator<Item = (usize, char, usize)> {
    let mut depth = 0;
    let mut last = ' ';
    text.char_indices().map(move |(at, sign)| {
        // The arrow of a function's type is no bracket.
        let is_end = sign == '>' && last != '-';
        last = sign;
        if is_end {
            depth = usize::saturating_sub(depth, 1);
        }
        let around = depth;
        if sign == '<' {
            depth += 1;
        }
        (at, sign, around)
    })
}

/// The position of the bracket that closes the first one. The text starts with a bracket.
fn closing(text: &str) -> Option<usize> {
    let mut signs = depths(text).skip(1);
    signs
        .find(|&(_, sign, depth)| sign == '>' && depth == 0)
        .map(|(at, ..)| at)
}

fn without_arguments(text: &str) -> String {
    let signs = depths(text).filter(|&(_, sign, depth)| depth == 0 && !matches!(sign, '<' | '>'));
    signs.map(|(_, sign, _)| sign).collect()
}

/// The type and the trait of `type as trait`.
fn split_trait(text: &str) -> Option<(&str, &str)> {
    const AS: &str = " as ";
    let mut signs = depths(text);
    let at = signs
        .find(|&(at, _, depth)| depth == 0 && text[at..].starts_with(AS))?
        .0;
    Some((&text[..at], &text[at + AS.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_no_generic_arguments() {
        for (text, path) in [
            ("program::main", "program::main"),
            ("std::sync::Mutex<T>::lock", "std::sync::Mutex::lock"),
            ("<std::sync::Mutex<i32>>::lock", "std::sync::Mutex::lock"),
            ("<a::B<c::D<e::F>>>::g::<h::I, ()>", "a::B::g"),
            ("<a::B<T> as c::D<E>>::f", "<a::B as c::D>::f"),
            ("<a::B<<c::D as e::F>::G> as h::I>::j", "<a::B as h::I>::j"),
            (
                "<<a::B<T>>::c::{closure#0} as d::E>::f",
                "<a::B::c::{closure#0} as d::E>::f",
            ),
            ("a::b::<fn(c::D) -> e::F>::{closure#0}", "a::b::{closure#0}"),
            ("a::{{closure}}", "a::{{closure}}"),
            ("a::f<", "a::f"),
            ("<", ""),
            ("", ""),
        ] {
            assert_eq!(Name::new(text).path, path, "{text}");
        }
    }

    #[test]
    fn both_manglings_are_read() {
        for (symbol, path) in [
            ("_ZN7program4main17h0123456789abcdefE", "program::main"),
            (
                "_RNvNtCs5v1cWQqNRo3_7program4task3run",
                "program::task::run",
            ),
        ] {
            assert_eq!(Name::demangle(symbol).unwrap().path, path);
        }
        assert!(Name::demangle("memcpy").is_none());
    }

    #[test]
    fn a_drop_function_is_known_by_either_name() {
        for function in ["core::ptr::drop_in_place<", "core::ptr::drop_glue::<"] {
            let name = Name::new(&format!("{function}a::B<c::D>>"));
            assert_eq!(name.dropped(), Some("a::B<c::D>>"));
        }
        assert_eq!(Name::new("core::ptr::read<a::B>").dropped(), None);
    }
}
