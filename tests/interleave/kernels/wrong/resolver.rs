//! Building a resolver starts a thread that uses it. The thread can run before the builder has
//! stored the resolver.
//!
//! Source: GoBench GoKer, grpc#3090
//! Kind: order violation
//! Ends: panic

use std::sync::OnceLock;
use std::thread;

static RESOLVER: OnceLock<String> = OnceLock::new();

fn resolve() {
    let resolver = RESOLVER.get().expect("the resolver is stored");
    println!("resolved by {resolver}");
}

fn main() {
    thread::scope(|scope| {
        scope.spawn(resolve);
        RESOLVER.set(String::from("dns")).unwrap();
    });
}
