//! For the browser tests, which speak JSON: writes and reads the door's frames. A line in, a line out:
//! `{"write": <ToCore>}` gives the frame in hexadecimal, `{"read": {"hex": "…"}}` the `FromCore` as JSON. A
//! view comes as what it is when the question stands beside it: `{"read": {"hex": "…", "query": <Query>}}`.

use std::io::{BufRead, Write};

use qadam_door::{FromCore, Query, ToCore, frame};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Wish {
    Write(Box<ToCore>),
    Read { hex: String, query: Option<Box<Query>> },
}

fn answer(line: &str) -> Result<String, Box<dyn std::error::Error>> {
    Ok(match serde_json::from_str(line)? {
        Wish::Write(frame) => frame::write(&frame)?.iter().map(|b| format!("{b:02x}")).collect(),
        Wish::Read { hex, query } => {
            let bytes = (0..hex.len() / 2)
                .map(|i| hex.get(2 * i..2 * i + 2).map_or(Ok(0), |b| u8::from_str_radix(b, 16)))
                .collect::<Result<Vec<u8>, _>>()?;
            match (frame::read::<FromCore>(&bytes)?, query) {
                (FromCore::View { id, result: Ok(view) }, Some(query)) => {
                    let view = query.rewrite(&view, serde_json::value::Serializer)?;
                    serde_json::json!({ "view": { "id": id, "result": { "Ok": view } } }).to_string()
                }
                (other, _) => serde_json::to_string(&other)?,
            }
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
