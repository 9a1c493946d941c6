//! Writes eighteen months of a gold participant as an export: `life FILE`. They end today, so that a browser
//! that imports the file shows them as that person's phone would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use std::time::{SystemTime, UNIX_EPOCH};

use qadam_door::command::{Command, Outcome};
use qadam_testkit::life::{DAYS, Life};
use tokio::task::LocalSet;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let file = std::env::args().nth(1).expect("usage: life FILE");
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    LocalSet::new()
        .run_until(async {
            let life = Life::lived(now - DAYS * 86_400_000).await;
            let Outcome::File { text, .. } = life.phone.run(Command::Export).await else { panic!("no file") };
            std::fs::write(&file, text).unwrap();
            println!("{}", life.ledger.told());
        })
        .await;
}
