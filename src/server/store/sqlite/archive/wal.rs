//! Reading SQLite's write-ahead log beside the program that writes it: page by page, as far as it is
//! committed. The form of the file is public (<https://sqlite.org/fileformat2.html#walformat>) and will stay.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

const HEADER: u64 = 32;
const FRAME: usize = 24;
/// The last bit says in which order the checksums read their bytes.
const MAGIC: u32 = 0x377f_0682;

/// What was committed since the last look. Of a page that was written twice, the last.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pages {
    /// Bytes of a page.
    pub(super) page_size: u32,
    /// Pages of the database after the last commit.
    pub(super) size: u32,
    /// By number, from one.
    pub(super) pages: BTreeMap<u32, Vec<u8>>,
}

/// The log was begun anew without us: what was between is not known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lost;

/// How far the log was read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Of the log that is read.
    salt: Option<[u8; 8]>,
    frames: u64,
    /// After so many frames the log may begin anew: all of them are in the database.
    ends_at: Option<u64>,
    sums: (u32, u32),
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// The log's checksum over more bytes; their number is a multiple of eight.
fn sum((mut a, mut b): (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let word = |w: &[u8]| {
        let w = w.try_into().unwrap_or_default();
        if big { u32::from_be_bytes(w) } else { u32::from_le_bytes(w) }
    };
    for two in bytes.chunks_exact(8) {
        let (x, y) = two.split_at(4);
        a = a.wrapping_add(word(x)).wrapping_add(b);
        b = b.wrapping_add(word(y)).wrapping_add(a);
    }
    (a, b)
}

impl Reader {
    /// How many frames of this log were read.
    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether there is nothing to fold in.
    pub(super) fn may_end(&self) -> bool {
        self.ends_at == Some(self.frames)
    }

    /// So many frames are in the database: if they are all that were read, the log may begin anew after them.
    pub(super) fn folded(&mut self, frames: u64) {
        self.ends_at = Some(frames).filter(|n| *n == self.frames);
    }

    /// What was committed since. None: nothing.
    ///
    /// # Errors
    /// The file's; and [`Lost`].
    pub(super) fn read(&mut self, path: &Path) -> std::io::Result<Result<Option<Pages>, Lost>> {
        let mut file = match File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Ok(None)),
            Err(e) => return Err(e),
        };
        let mut header = [0u8; HEADER as usize];
        if !fill(&mut file, &mut header)? {
            return Ok(Ok(None)); // cut, and not begun again
        }
        let (magic, page_size) = (u32_at(&header, 0), u32_at(&header, 8));
        let big = magic & 1 == 1;
        let begun = sum((0, 0), &header[..24], big);
        if magic & !1 != MAGIC || begun != (u32_at(&header, 24), u32_at(&header, 28)) {
            return Ok(Ok(None)); // being written just now
        }
        let salt: [u8; 8] = header[16..24].try_into().unwrap_or_default();
        match self.salt {
            Some(known) if known == salt => {}
            Some(_) if !self.may_end() => return Ok(Err(Lost)),
            _ => *self = Self { salt: Some(salt), frames: 0, ends_at: None, sums: begun },
        }
        let length = FRAME + page_size as usize;
        file.seek(SeekFrom::Start(HEADER + self.frames * length as u64))?;
        let mut file = std::io::BufReader::with_capacity(1 << 18, file);
        let (mut all, mut open) = (Pages { page_size, ..Pages::default() }, Vec::new());
        let (mut sums, mut frames) = (self.sums, self.frames);
        let mut frame = vec![0u8; length];
        while fill(&mut file, &mut frame)? {
            let (head, page) = frame.split_at(FRAME);
            sums = sum(sum(sums, &head[..8], big), page, big);
            // Left over from an earlier log, or being written just now.
            if head[8..16] != salt || sums != (u32_at(head, 16), u32_at(head, 20)) {
                break;
            }
            frames += 1;
            open.push((u32_at(head, 0), page.to_vec()));
            let size = u32_at(head, 4);
            if size > 0 {
                all.pages.extend(open.drain(..));
                all.size = size;
                (self.frames, self.sums) = (frames, sums);
            }
        }
        // Pages behind the end went with a database that became smaller.
        all.pages.retain(|number, _| *number <= all.size);
        Ok(Ok((all.size > 0).then_some(all)))
    }
}

/// False where the file ends before.
fn fill(file: &mut impl Read, bytes: &mut [u8]) -> std::io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(e),
    }
}
