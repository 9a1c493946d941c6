//! Writes eighteen months of a gold participant as an export: `life FILE`. They end today, so that a browser
//! that imports the file shows them as that person's phone would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::time::{SystemTime, UNIX_EPOCH};

use qadam_door::command::{Command, Outcome};
use qadam_testkit::life::{DAYS, Life};
use tokio::task::LocalSet;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = std::env::args().nth(1).expect("usage: life FILE");
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    // After two in the morning at home: in Türkiye, where a week of the life is spent, it is two hours earlier
    // and must be the same day.
    let midnight = now - (now + 5 * HOUR_MS).rem_euclid(DAY_MS);
    let now = now.max(midnight + 2 * HOUR_MS + HOUR_MS / 6);
    LocalSet::new()
        .run_until(async {
            let life = Life::lived(now - DAYS * DAY_MS).await;
            let Outcome::File { text, .. } = life.phone.run(Command::Export).await else { panic!("no file") };
            std::fs::write(&file, text).unwrap();
            println!("{}", life.ledger.told());
        })
        .await;
}
