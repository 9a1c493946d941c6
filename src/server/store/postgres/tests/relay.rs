//! Between this process and the database: counts round trips, and falls silent when it is told to.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

const SOCKET: &str = ".s.PGSQL.5432";
/// Answers go on when nobody has said anything for this long: whatever was sent before them was sent without
/// them, however slowly it came.
const QUIET: Duration = Duration::from_millis(40);

pub(super) struct Relay {
    folder: tempfile::TempDir,
    /// The address of the database by this way.
    pub(super) address: String,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct State {
    trips: AtomicUsize,
    /// From these bytes of a question on, nothing comes through.
    silence_at: Mutex<Option<&'static str>>,
    silent: AtomicBool,
}

impl Relay {
    /// Listens in a folder of its own, in front of the database at an address.
    pub(super) fn start(address: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let real = address.split(['=', ' ']).nth(1).unwrap();
        let (to, state) = (Path::new(real).join(SOCKET), Arc::new(State::default()));
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let task = tokio::spawn(accept(listener, to, Arc::clone(&state)));
        let address = address.replace(real, folder.path().to_str().unwrap());
        Self { folder, address, state, task }
    }

    /// Round trips so far: how often something was asked after an answer.
    pub(super) fn trips(&self) -> usize {
        self.state.trips.load(Ordering::SeqCst)
    }

    /// From the next question on that has these words in it (that one as well), the database says nothing, on
    /// no connection, and does not hang up either.
    pub(super) fn silence_at(&self, words: &'static str) {
        *self.state.silence_at.lock().unwrap() = Some(words);
    }

    pub(super) fn is_silent(&self) -> bool {
        self.state.silent.load(Ordering::SeqCst)
    }

    /// New connections have answers again.
    pub(super) fn speak(&self) {
        *self.state.silence_at.lock().unwrap() = None;
        self.state.silent.store(false, Ordering::SeqCst);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
        assert!(self.folder.path().exists());
    }
}

async fn accept(listener: UnixListener, to: PathBuf, state: Arc<State>) {
    loop {
        let (ours, _) = listener.accept().await.unwrap();
        let theirs = UnixStream::connect(&to).await.unwrap();
        tokio::spawn(pass(ours.into_split(), theirs.into_split(), Arc::clone(&state)));
    }
}

async fn pass(
    (mut our_in, mut our_out): (OwnedReadHalf, OwnedWriteHalf),
    (mut their_in, mut their_out): (OwnedReadHalf, OwnedWriteHalf),
    state: Arc<State>,
) {
    let (mut question, mut answer) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    let mut held: Vec<u8> = Vec::new();
    let (mut asking, mut silent) = (false, false);
    loop {
        tokio::select! {
            n = our_in.read(&mut question) => match n {
                Ok(n) if n > 0 => {
                    let asked = String::from_utf8_lossy(&question[..n]);
                    if state.silence_at.lock().unwrap().is_some_and(|words| asked.contains(words)) {
                        state.silent.store(true, Ordering::SeqCst);
                    }
                    // One that was silent once stays so: an answer would not fit what is asked later.
                    silent |= state.silent.load(Ordering::SeqCst);
                    if silent {
                        continue;
                    }
                    state.trips.fetch_add(usize::from(!asking), Ordering::SeqCst);
                    asking = true;
                    their_out.write_all(&question[..n]).await.unwrap();
                }
                _ => return,
            },
            n = their_in.read(&mut answer) => match n {
                Ok(n) if n > 0 => held.extend(&answer[..n]),
                _ => return,
            },
            () = tokio::time::sleep(QUIET), if !held.is_empty() && !silent => {
                asking = false;
                our_out.write_all(&held).await.unwrap();
                held.clear();
            }
        }
    }
}
