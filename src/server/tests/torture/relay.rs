//! A bad link: a TCP proxy that delays, cuts and drops, by chance from a seed.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to a connection.
#[derive(Clone, Copy)]
enum Fate {
    Through,
    /// Everything comes, so many milliseconds late.
    Late(u64),
    /// After so many bytes up the connection ends: the request may have arrived whole or not.
    CutUp(usize),
    /// After so many bytes down; 0 loses the whole answer to what was done.
    CutDown(usize),
}

/// How often which fate was dealt.
#[derive(Default)]
pub struct Dealt {
    pub through: AtomicUsize,
    pub late: AtomicUsize,
    pub cut_up: AtomicUsize,
    pub cut_down: AtomicUsize,
}

/// Where phones connect to; where that leads may change while they do.
pub struct Relay {
    /// Its own address.
    pub address: String,
    /// What became of its connections.
    pub dealt: Arc<Dealt>,
    target: Arc<Mutex<String>>,
}

impl Relay {
    /// A relay that leads nowhere yet.
    pub fn start(seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (dealt, target) = (Arc::new(Dealt::default()), Arc::new(Mutex::new(String::new())));
        let (counts, to, dice) = (Arc::clone(&dealt), Arc::clone(&target), AtomicU64::new(seed));
        // Ends with the process: a listener of a test has nobody to say goodbye to.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let fate = deal(&dice, &counts);
                let to = to.lock().unwrap().clone();
                std::thread::spawn(move || carry(stream, &to, fate));
            }
        });
        Self { address, dealt, target }
    }

    /// From now on it leads there.
    pub fn lead(&self, to: &str) {
        to.clone_into(&mut self.target.lock().unwrap());
    }
}

/// The next number of a seed (splitmix64).
pub fn next(dice: &AtomicU64) -> u64 {
    let mut z = dice.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::SeqCst);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn deal(dice: &AtomicU64, counts: &Dealt) -> Fate {
    let (what, much) = (next(dice) % 100, next(dice));
    let (count, fate) = match what {
        0..60 => (&counts.through, Fate::Through),
        60..75 => (&counts.late, Fate::Late(much % 120)),
        75..87 => (&counts.cut_up, Fate::CutUp((much % 3_000) as usize)),
        _ => (
            &counts.cut_down,
            Fate::CutDown(if much.is_multiple_of(2) { 0 } else { (much % 1_500) as usize }),
        ),
    };
    count.fetch_add(1, Ordering::SeqCst);
    fate
}

fn carry(phone: TcpStream, to: &str, fate: Fate) {
    let Ok(server) = TcpStream::connect(to) else { return };
    let (Ok(phone2), Ok(server2)) = (phone.try_clone(), server.try_clone()) else { return };
    let late = if let Fate::Late(ms) = fate { ms } else { 0 };
    let up = if let Fate::CutUp(n) = fate { n } else { usize::MAX };
    let down = if let Fate::CutDown(n) = fate { n } else { usize::MAX };
    let upward = std::thread::spawn(move || pass(phone2, server2, up, late));
    pass(server, phone, down, late);
    drop(upward.join());
}

/// Carries so many bytes at most, then ends both sides.
fn pass(mut from: TcpStream, mut to: TcpStream, most: usize, late: u64) {
    let mut left = most;
    let mut room = [0; 8 * 1024];
    let whole = loop {
        match from.read(&mut room) {
            Ok(0) | Err(_) => break true,
            Ok(n) => {
                std::thread::sleep(Duration::from_millis(late));
                let n_let = n.min(left);
                if to.write_all(&room[..n_let]).is_err() || n_let < n {
                    break false;
                }
                left -= n_let;
            }
        }
    };
    if whole {
        // One side is done; the other may still have something to say.
        drop(to.shutdown(Shutdown::Write));
    } else {
        drop(to.shutdown(Shutdown::Both));
        drop(from.shutdown(Shutdown::Both));
    }
}
