//! The short run of fuzzing: every input that is kept in `tests/fuzz/corpus`, a bounded number of changes of
//! each, and lengths that lie, all within a memory that grows with the input and not with what it claims.
//! The long run, guided by coverage, is `./dev fuzz` (docs/fuzz.md).

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "fuzz/server.rs"]
mod server;
#[path = "fuzz/targets.rs"]
mod targets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use fastrand::Rng;
use peak_alloc::PeakAlloc;
use targets::Target;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Changed inputs of each target. All of them together are some seconds without optimisation.
const CHANGED: usize = 20_000;
/// What a target may take for any input: dictionaries, tables, what the test itself holds.
const ROOM: usize = 3 << 20;
/// What it may take for a byte of input, beside that: an op of twenty bytes is a structure of several hundred,
/// and there are copies of it, as JSON too.
const ROOM_A_BYTE: usize = 600;

/// Memory is the whole process's: one at a time, also where tests are threads.
static ALONE: Mutex<()> = Mutex::new(());

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name)
}

/// The inputs that are kept, in the order of their names.
fn kept(name: &str) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder(name)).unwrap().map(|f| f.unwrap());
    files.map(|f| (f.file_name().to_string_lossy().into_owned(), std::fs::read(f.path()).unwrap())).collect()
}

/// One input; what went wrong names it in a form that can be kept as a file.
fn one((name, _, look): Target, input: &[u8], from: &str) {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let whole = std::panic::catch_unwind(|| look(input));
    let took = MEMORY.peak_usage().saturating_sub(before);
    if whole.is_err() {
        panic!("{name}, from {from}: {}", hex(input));
    }
    let room = ROOM + ROOM_A_BYTE * input.len();
    assert!(took <= room, "{name}, from {from}: {took} bytes for {}, at most {room}", hex(input));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Another input out of some that are known.
fn changed(rng: &mut Rng, all: &[&Vec<u8>]) -> Vec<u8> {
    const HEADS: &[&[u8]] = &[
        b"\x9b\0\0\0\x01\0\0\0\0",
        b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x7a\xff\xff\xff\xff",
        b"\x80",
        b"\xf6",
        b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x9f",
        b"\xff\xe1\xff\xff",
        b"\xff\xda\0\x02",
        b"\xff\xd9",
        b"\\u0000",
        b"[[[[[[[[",
        b"-1",
        b"1e999",
        b"\"\"",
        b"null",
        b"\xf0\x9f\x98\x80",
    ];
    let mut out = all[rng.usize(..all.len())].clone();
    for _ in 0..=rng.usize(..4) {
        let at = rng.usize(..=out.len());
        let end = out.len().min(at + rng.usize(..16));
        match rng.u8(..6) {
            0 if at < out.len() => out[at] ^= 1 << rng.u8(..8),
            1 if at < out.len() => out[at] = rng.u8(..),
            2 => drop(out.drain(at..end)),
            3 => drop(out.splice(at..at, HEADS[rng.usize(..HEADS.len())].iter().copied())),
            4 => {
                let other = all[rng.usize(..all.len())];
                let from = rng.usize(..=other.len());
                let until = other.len().min(from + rng.usize(..64));
                drop(out.splice(at..end, other[from..until].iter().copied()));
            }
            _ => out.truncate(at),
        }
    }
    out
}

fn short(target: Target) {
    let _alone = ALONE.lock().unwrap_or_else(|e| e.into_inner());
    let inputs = kept(target.1);
    assert!(inputs.len() >= 5, "{} has lost its inputs", target.0);
    one(target, b"", "nothing");
    for (file, input) in &inputs {
        one(target, input, file);
    }
    let all: Vec<&Vec<u8>> = inputs.values().collect();
    let mut rng = Rng::with_seed(20_261_123);
    for n in 0..CHANGED {
        one(target, &changed(&mut rng, &all), &format!("change {n}"));
    }
}

fn all() -> impl Iterator<Item = &'static Target> {
    targets::TARGETS.iter().chain(server::TARGETS)
}

fn of(name: &str) -> Target {
    *all().find(|(n, ..)| *n == name).unwrap()
}

macro_rules! targets {
    ($($name:ident)*) => {
        $(#[test] fn $name() { short(of(stringify!($name))); })*
        const RUN: &[&str] = &[$(stringify!($name)),*];
    };
}
targets! { request reply body packed json pack photo words loose }

#[test]
fn every_target_is_run_and_has_small_inputs() {
    assert_eq!(all().map(|(n, ..)| *n).collect::<Vec<_>>(), RUN);
    for (name, folder, _) in all() {
        for (file, input) in kept(folder) {
            assert!(input.len() <= 32 * 1024, "{name}/{file} has {} bytes", input.len());
        }
    }
}

/// In each kept message each head of an array, a text or a byte string says 2^32, and then 2^63.
#[test]
fn a_length_that_lies_takes_no_memory() {
    let _alone = ALONE.lock().unwrap_or_else(|e| e.into_inner());
    for name in ["request", "reply", "body"] {
        for (file, input) in kept(name).into_iter().filter(|(_, i)| i.len() < 2_000) {
            let heads =
                (0..input.len()).filter(|at| matches!(input[*at], 0x40..=0x57 | 0x60..=0x77 | 0x80..=0x97));
            for at in heads {
                for n in [1u64 << 32, 1 << 63] {
                    let mut lies = input.clone();
                    let head = std::iter::once(input[at] & 0xe0 | 0x1b).chain(n.to_be_bytes());
                    drop(lies.splice(at..=at, head));
                    one(of(name), &lies, &format!("{file}, a length of {n} at {at}"));
                }
            }
        }
    }
}
