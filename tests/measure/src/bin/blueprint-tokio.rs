//! The article's three tasks, each as a tokio task. One thread runs them all.

use std::time::Duration;

const TASKS: [&str; 3] = ["sort data", "parse files", "generate output"];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("Starting...");
    let mut tasks = tokio::task::JoinSet::new();
    for task in TASKS {
        tasks.spawn(worker(task));
    }
    tasks.join_all().await;
}

async fn worker(task: &str) {
    for step in 0..3 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        println!("{task} {step} complete");
    }
}
