//! Simulated worlds: phones, a server and everything that goes wrong between them, by seeds. What holds is
//! looked at in `src/testkit/sim`. More seeds: `./dev sim --seeds N`; one again: `./dev sim --seed S`.

#![allow(clippy::unwrap_used)]

use qadam_testkit::sim;

/// About 0.3 s each on two cores; ten times as many by hand.
const SEEDS: u64 = 1_000;

#[test]
fn worlds_lose_nothing_and_count_nothing_twice() {
    let (sum, broken) = sim::many(0..SEEDS);
    let told: Vec<String> = broken.iter().map(ToString::to_string).collect();
    assert!(broken.is_empty(), "{} of {SEEDS} seeds:\n{}", broken.len(), told.join("\n"));
    // They did live: a world in which nothing happens would hold as well.
    assert!(sum.kills > 3_000 && sum.falls > 1_500 && sum.records > 40_000, "{sum:?}");
    assert!(sum.restores > 200 && sum.moves > 200 && sum.seconds > 50, "{sum:?}");
}

#[test]
fn a_seed_leads_to_the_same_world_each_time() {
    for seed in [1, 7, 42] {
        assert_eq!(sim::run(seed).unwrap(), sim::run(seed).unwrap(), "seed {seed}");
    }
}
