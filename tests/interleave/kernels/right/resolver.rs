//! Building a resolver starts a thread that uses it. The builder stores the resolver first and
//! then starts the thread.
//!
//! Source: GoBench GoKer, grpc#3090
//! Kind: order violation

use std::sync::OnceLock;
use std::thread;

static RESOLVER: OnceLock<String> = OnceLock::new();

fn resolve() {
    let resolver = RESOLVER.get().expect("the resolver is stored");
    println!("resolved by {resolver}");
}

fn main() {
    thread::scope(|scope| {
        RESOLVER.set(String::from("dns")).unwrap();
        scope.spawn(resolve);
    });
}
