//! For the browser tests, which speak JSON: writes and reads the door's frames. A line in, a line out:
//! `{"write": <ToCore>}` gives the frame in hexadecimal, `{"read": "<hex>"}` gives the `FromCore` as JSON.

use std::io::{BufRead, Write};

use qadam_door::{FromCore, ToCore, frame};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    Write(Box<ToCore>),
    Read(String),
}

fn answer(line: &str) -> Result<String, Box<dyn std::error::Error>> {
    Ok(match serde_json::from_str(line)? {
        Wish::Write(frame) => frame::write(&frame)?.iter().map(|b| format!("{b:02x}")).collect(),
        Wish::Read(hex) => {
            let bytes = (0..hex.len() / 2)
                .map(|i| hex.get(2 * i..2 * i + 2).map_or(Ok(0), |b| u8::from_str_radix(b, 16)))
                .collect::<Result<Vec<u8>, _>>()?;
            serde_json::to_string(&frame::read::<FromCore>(&bytes)?)?
        }
    })
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let said = answer(&line?).unwrap_or_else(|e| format!("!{e}"));
        writeln!(out, "{said}")?;
        out.flush()?;
    }
    Ok(())
}
