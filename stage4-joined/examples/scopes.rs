//! Main lends one list to two threads, and has it back when the scope ends.

use std::thread;

fn main() {
    let numbers = vec![2, 3, 4];
    thread::scope(|scope| {
        let sum = scope.spawn(|| numbers.iter().sum::<i32>());
        let product: i32 = numbers.iter().product();
        let sum = sum.join().expect("adding does not panic");
        println!("sum {sum}, product {product}");
    });
    println!("Main still owns {numbers:?}");
}
