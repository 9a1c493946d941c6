//! Lives simulated worlds: `sim --seeds N [--from F]` many, on all cores; `sim --seed S` one of them again.
//! Ends with 1 where something did not hold, and names the seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::process::ExitCode;
use std::time::Instant;

use qadam_testkit::sim;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = args.iter().position(|a| a == name)?;
        args.get(at + 1)?.parse::<u64>().ok()
    };
    if let Some(seed) = number("--seed") {
        return match sim::run(seed) {
            Ok(lived) => {
                println!("seed {seed}: all holds, {lived:?}");
                ExitCode::SUCCESS
            }
            Err(broken) => {
                println!("{broken}");
                ExitCode::FAILURE
            }
        };
    }
    let Some(seeds) = number("--seeds") else {
        eprintln!("sim --seeds N [--from F]  or  sim --seed S");
        return ExitCode::FAILURE;
    };
    let (from, began) = (number("--from").unwrap_or(0), Instant::now());
    let (sum, broken) = sim::many(from..from + seeds);
    for b in &broken {
        println!("{b}\n  again: ./dev sim --seed {}", b.seed);
    }
    println!(
        "{seeds} seeds in {:.0} s: {} requests, {} power cuts, {} falls of the server, {} restores, {} moves, {} second phones, {} rows; {} seeds broken",
        began.elapsed().as_secs_f64(),
        sum.requests,
        sum.kills,
        sum.falls,
        sum.restores,
        sum.moves,
        sum.seconds,
        sum.records,
        broken.len()
    );
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
