//! A key for each person, in a file of its own beside the database. What the database holds of a person is
//! sealed with it, so erasing the key makes every copy of those rows unreadable, wherever it lies: backups,
//! the archive, pages that SQLite has not written over yet.
//!
//! The connections get three functions: `sealed(person, bytes)`, `opened(person, bytes)`, and
//! `keyed(person, hash)` for hashes that somebody with a copy could try guesses against.
//! A key is on the disk before the commit of the first row that needs it ([`Keys::flush`]).

use qadam_domain::{AccountId, Entropy, Millis};
use qadam_protocol::wire::GONE;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::map::err;
use crate::store::{Erased, Result, StoreError};

/// Name of the file within the data folder.
pub const KEYS: &str = "keys.sqlite";
/// The first byte of what is sealed. No body in the open begins so: they are CBOR arrays.
const SEALED: u8 = 0;
/// Keys that are kept at hand; beyond it all are read anew.
const AT_HAND: usize = 50_000;
const BUSY: Duration = Duration::from_secs(5);

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS about (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS person (
        id  BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
        key BLOB NOT NULL CHECK (length(key) = 32)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS erased (
        id     BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
        mentor BLOB CHECK (length(mentor) = 16),
        at     INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// One person's.
struct Key {
    seal: LessSafeKey,
    mac: hmac::Key,
}

impl Key {
    fn new(bytes: &[u8; 32]) -> Result<Self> {
        let unbound = UnboundKey::new(&CHACHA20_POLY1305, bytes)
            .map_err(|_| StoreError::Other("a key has the wrong length".into()))?;
        // One secret, two uses: the second gets a key that is made from it.
        let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, bytes), b"qadam hashes");
        Ok(Self { seal: LessSafeKey::new(unbound), mac: hmac::Key::new(hmac::HMAC_SHA256, mac.as_ref()) })
    }
}

type Id = [u8; 16];

/// The keys of a data folder for a connection of one's own: for tools that read or make rows past the store.
#[derive(Debug)]
pub struct Sealing(Arc<Keys>);

impl Sealing {
    /// Opens the keys of a folder; makes them where there are none.
    ///
    /// # Errors
    /// They cannot be read or made.
    pub fn of(folder: &Path, entropy: &dyn Entropy) -> Result<Self> {
        Keys::open(folder.join(KEYS), entropy).map(|keys| Self(Arc::new(keys)))
    }

    /// Gives a connection `sealed(person, bytes)`, `opened(person, bytes)` and `keyed(person, hash)`.
    ///
    /// # Errors
    /// SQLite does not take them.
    pub fn give_to(&self, conn: &Connection) -> Result<()> {
        self.0.give_to(conn)
    }

    /// Makes keys for these, durably. Nothing of anybody else can be sealed.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn make_for(&self, people: &[AccountId]) -> Result<()> {
        self.0.make_for(&people.iter().map(|p| *p.bytes()).collect::<Vec<_>>())
    }
}

/// The file of keys, open.
pub(super) struct Keys {
    path: PathBuf,
    conn: Mutex<Connection>,
    at_hand: Mutex<HashMap<Id, Arc<Key>>>,
    /// Made within the transaction that runs, and not written yet.
    pending: Mutex<Vec<(Id, [u8; 32])>>,
    /// Chance without a call to the system for each row: a keyed hash over a counter.
    chance: hmac::Key,
    count: AtomicU64,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keys {
    /// Opens the file beside a database; makes it where it is missing.
    pub(super) fn open(path: PathBuf, entropy: &dyn Entropy) -> Result<Self> {
        let conn = Connection::open(&path).map_err(|e| err(&e))?;
        conn.busy_timeout(BUSY).map_err(|e| err(&e))?;
        conn.pragma_update(None, "journal_mode", "WAL").map_err(|e| err(&e))?;
        conn.pragma_update(None, "synchronous", "FULL").map_err(|e| err(&e))?;
        // What is deleted is written over.
        conn.pragma_update(None, "secure_delete", "ON").map_err(|e| err(&e))?;
        conn.execute_batch(SCHEMA).map_err(|e| err(&e))?;
        let name = super::connection::new_epoch(entropy);
        conn.execute("INSERT OR IGNORE INTO about (key, value) VALUES ('name', ?1)", [name])
            .map_err(|e| err(&e))?;
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        Ok(Self {
            path,
            conn: Mutex::new(conn),
            at_hand: Mutex::default(),
            pending: Mutex::default(),
            chance: hmac::Key::new(hmac::HMAC_SHA256, &seed),
            count: AtomicU64::new(0),
        })
    }

    /// A name that no other file of keys has: a database says which one it needs.
    pub(super) fn name(&self) -> Result<String> {
        lock(&self.conn)
            .query_row("SELECT value FROM about WHERE key = 'name'", [], |r| r.get(0))
            .map_err(|e| err(&e))
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn random(&self) -> [u8; 32] {
        let n = self.count.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 32];
        bytes.copy_from_slice(hmac::sign(&self.chance, &n.to_be_bytes()).as_ref());
        bytes
    }

    fn known(&self, id: &Id) -> Result<Option<Arc<Key>>> {
        if let Some(key) = lock(&self.at_hand).get(id) {
            return Ok(Some(Arc::clone(key)));
        }
        let made = lock(&self.pending).iter().find(|(of, _)| of == id).map(|(_, key)| *key);
        if let Some(key) = made {
            return self.keep(*id, &key).map(Some);
        }
        let found: Option<[u8; 32]> = lock(&self.conn)
            .prepare_cached("SELECT key FROM person WHERE id = ?1")
            .and_then(|mut s| s.query_row([id], |r| r.get(0)).optional())
            .map_err(|e| err(&e))?;
        found.map(|bytes| self.keep(*id, &bytes)).transpose()
    }

    fn keep(&self, id: Id, bytes: &[u8; 32]) -> Result<Arc<Key>> {
        let key = Arc::new(Key::new(bytes)?);
        let mut at_hand = lock(&self.at_hand);
        if at_hand.len() >= AT_HAND {
            at_hand.clear();
        }
        at_hand.insert(id, Arc::clone(&key));
        Ok(key)
    }

    /// The key of somebody who may have none yet. Within a transaction that ends with [`Keys::flush`] or
    /// [`Keys::forget`].
    fn made(&self, id: &Id) -> Result<Arc<Key>> {
        if let Some(key) = self.known(id)? {
            return Ok(key);
        }
        let bytes = self.random();
        lock(&self.pending).push((*id, bytes));
        self.keep(*id, &bytes)
    }

    /// Writes what was made, before the commit of what it seals.
    pub(super) fn flush(&self) -> Result<()> {
        let mut pending = lock(&self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        let mut conn = lock(&self.conn);
        let mut write = || -> rusqlite::Result<()> {
            let tx = conn.transaction()?;
            for (id, key) in pending.iter() {
                tx.execute("INSERT INTO person (id, key) VALUES (?1, ?2)", params![id, key])?;
            }
            tx.commit()
        };
        write().map_err(|e| err(&e))?;
        pending.clear();
        Ok(())
    }

    /// The transaction was taken back: somebody else may make these keys.
    pub(super) fn forget(&self) {
        let mut at_hand = lock(&self.at_hand);
        for (id, _) in lock(&self.pending).drain(..) {
            at_hand.remove(&id);
        }
    }

    /// Makes keys for all of these at once.
    pub(super) fn make_for(&self, ids: &[Id]) -> Result<()> {
        for id in ids {
            self.made(id)?;
        }
        self.flush()
    }

    fn seal(&self, id: &Id, bytes: &[u8]) -> Result<Vec<u8>> {
        // That something was taken back is no secret, and is asked for by SQL.
        if bytes.starts_with(&GONE) || bytes.first() == Some(&SEALED) || bytes.is_empty() {
            return Ok(bytes.to_vec());
        }
        let key = self.made(id)?;
        let mut nonce = [0; NONCE_LEN];
        let random = self.random();
        nonce.copy_from_slice(&random[..NONCE_LEN]);
        let mut out = Vec::with_capacity(1 + NONCE_LEN + bytes.len() + CHACHA20_POLY1305.tag_len());
        out.push(SEALED);
        out.extend_from_slice(&nonce);
        let mut text = bytes.to_vec();
        key.seal
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(id), &mut text)
            .map_err(|_| StoreError::Other("a row cannot be sealed".into()))?;
        out.append(&mut text);
        Ok(out)
    }

    fn opened(&self, id: &Id, bytes: &[u8]) -> Result<Vec<u8>> {
        let Some((&SEALED, rest)) = bytes.split_first() else { return Ok(bytes.to_vec()) };
        let damaged = || StoreError::Damaged("a row cannot be opened with its person's key".into());
        let key = self.known(id)?.ok_or_else(damaged)?;
        let (nonce, text) = rest.split_at_checked(NONCE_LEN).ok_or_else(damaged)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| damaged())?;
        let mut text = text.to_vec();
        let length = key.seal.open_in_place(nonce, Aad::from(id), &mut text).map_err(|_| damaged())?.len();
        text.truncate(length);
        Ok(text)
    }

    fn keyed(&self, id: &Id, hash: &[u8]) -> Result<Vec<u8>> {
        Ok(hmac::sign(&self.made(id)?.mac, hash).as_ref().to_vec())
    }

    /// Gives a connection the three functions.
    pub(super) fn give_to(self: &Arc<Self>, conn: &Connection) -> Result<()> {
        type Does = fn(&Keys, &Id, &[u8]) -> Result<Vec<u8>>;
        let all: [(&str, Does); 3] =
            [("sealed", Self::seal), ("opened", Self::opened), ("keyed", Self::keyed)];
        for (name, does) in all {
            let keys = Arc::clone(self);
            let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
            conn.create_scalar_function(name, 2, flags, move |call: &Context<'_>| {
                let fails = |e: StoreError| rusqlite::Error::UserFunctionError(Box::new(e));
                let id: Id = call.get(0)?;
                does(&keys, &id, call.get_raw(1).as_bytes()?).map_err(fails)
            })
            .map_err(|e| err(&e))?;
        }
        Ok(())
    }

    /// Destroys the key of somebody and lists them: a copy that is restored later finds both. Twice is fine.
    pub(super) fn destroy(&self, who: &Erased) -> Result<()> {
        let mut conn = lock(&self.conn);
        let mut done = || -> rusqlite::Result<()> {
            let tx = conn.transaction()?;
            let mentor = who.mentor.map(|m| *m.bytes());
            tx.execute(
                "INSERT INTO erased (id, mentor, at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
                params![who.id.bytes(), mentor, who.at.0],
            )?;
            tx.execute("DELETE FROM person WHERE id = ?1", [who.id.bytes()])?;
            tx.commit()
        };
        done().map_err(|e| err(&e))?;
        lock(&self.at_hand).remove(who.id.bytes());
        // The log still has the page as it was: it is folded in, and its file cut.
        match conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get::<_, i64>(0)) {
            Ok(0) => Ok(()),
            Ok(_) => {
                tracing::warn!("the log of the keys is read just now: it is cut at the next erasure or end");
                Ok(())
            }
            Err(e) => Err(err(&e)),
        }
    }

    /// Everybody who was erased.
    pub(super) fn erased(&self) -> Result<Vec<Erased>> {
        let conn = lock(&self.conn);
        let read = |r: &rusqlite::Row<'_>| {
            Ok(Erased {
                id: AccountId::from_bytes(r.get(0)?),
                mentor: r.get::<_, Option<Id>>(1)?.map(AccountId::from_bytes),
                at: Millis(r.get(2)?),
            })
        };
        conn.prepare("SELECT id, mentor, at FROM erased ORDER BY at, id")
            .and_then(|mut s| s.query_map([], read)?.collect())
            .map_err(|e| err(&e))
    }

    /// Which of these have a key.
    pub(super) fn has(&self, id: AccountId) -> Result<bool> {
        Ok(self.known(id.bytes())?.is_some())
    }

    /// Differs after every change by anybody, this process or another.
    pub(super) fn stamp(&self) -> Result<(i64, i64)> {
        let conn = lock(&self.conn);
        let others = conn.pragma_query_value(None, "data_version", |r| r.get(0)).map_err(|e| err(&e))?;
        Ok((others, i64::try_from(conn.total_changes()).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemEntropy;

    #[test]
    fn what_is_sealed_opens_for_its_person_alone_and_for_nobody_once_the_key_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Keys::open(folder.path().join(KEYS), &SystemEntropy).unwrap();
        let (keys, a, b) = (open(), [1; 16], [2; 16]);
        let text = "Домбырада жаңа күй".as_bytes();
        let (one, two) = (keys.seal(&a, text).unwrap(), keys.seal(&a, text).unwrap());
        assert_ne!(one, two, "no two are alike");
        assert!(!one.windows(6).any(|w| text.windows(6).any(|t| t == w)));
        keys.seal(&b, text).unwrap();
        keys.flush().unwrap();
        assert!(keys.opened(&b, &one).is_err());
        let mut bent = one.clone();
        *bent.last_mut().unwrap() ^= 1;
        assert!(keys.opened(&a, &bent).is_err());
        assert!(keys.opened(&a, &one[..5]).is_err());
        let again = open();
        assert_eq!(again.opened(&a, &one).unwrap(), text);
        assert_eq!(again.opened(&a, text).unwrap(), text, "what was never sealed");
        assert_eq!(again.keyed(&a, &[7; 32]).unwrap(), keys.keyed(&a, &[7; 32]).unwrap());
        assert_ne!(keys.keyed(&a, &[7; 32]).unwrap(), keys.keyed(&b, &[7; 32]).unwrap());
        let bytes = lock(&keys.conn)
            .query_row("SELECT key FROM person WHERE id = ?1", [a], |r| r.get::<_, Vec<u8>>(0))
            .unwrap();
        let who = Erased { id: AccountId::from_bytes(a), mentor: None, at: Millis(5) };
        keys.destroy(&who).unwrap();
        keys.destroy(&who).unwrap();
        assert!(keys.opened(&a, &one).is_err() && open().opened(&a, &one).is_err());
        assert_eq!(open().erased().unwrap(), [who]);
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let file = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!file.windows(32).any(|w| w == bytes), "the key is nowhere in the files");
        }
    }
}
