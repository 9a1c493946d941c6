//! One upload: its parts, and the picture that becomes of them.
//!
//! Each piece that arrived is an object named by where it begins, written only where none is: of two servers that
//! write the same place one wins. How far an upload has come is where the pieces that join end. A mark says that
//! the upload was begun; without it pieces are what somebody left who came too late.

use axum::body::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{Error, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode};
use qadam_domain::photo::{self, NoPhoto, PhotoId};
use qadam_domain::{AccountId, Millis};
use tokio::time::{Instant, timeout_at};

use super::{PhotoError, Photos, Result, of, picture};

/// Bytes of a piece: a phone that is cut off sends at most so many once more.
pub const PIECE: usize = 256 * 1024;
/// How long an upload is kept that nobody goes on with.
pub const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Marks an upload as begun.
const MARK: &str = "begun";

/// Which upload: the same picture of the same participant is the same upload, wherever it was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Whose picture.
    pub participant: AccountId,
    /// Its name, which its bytes must have in the end.
    pub photo: PhotoId,
    /// Bytes of the whole.
    pub length: u64,
}

/// How an upload stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Never begun, taken back or forgotten.
    Unknown,
    /// Begun.
    Begun {
        /// Where it goes on.
        offset: u64,
        /// Until when it is kept.
        until: Millis,
    },
    /// The picture is here.
    Done,
}

/// Why an upload does not become a picture. It is forgotten then, and may be begun anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The bytes have another name: something went wrong on the way.
    OtherBytes,
    /// They are what they were to be, and no picture that is taken.
    NoPhoto(NoPhoto),
}

/// What became of bytes that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// They are kept.
    Kept(Standing),
    /// Somebody else was quicker at this place.
    Overtaken,
    /// There were more than the upload is long.
    TooLong,
    /// They were the last, and the whole is refused.
    Refused(Refused),
}

/// What became of an order to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// It is begun, or was already.
    Stands(Standing),
    /// The picture of that name has another length.
    OtherLength,
    /// The participant has as many pictures as one may have.
    TooMany,
    /// All parts were here, and the whole is refused.
    Refused(Refused),
}

impl Upload {
    fn folder(&self) -> Path {
        of("uploads", self.participant).join(format!("{}.{}", self.photo, self.length))
    }
    fn piece(&self, offset: u64) -> Path {
        self.folder().join(format!("{offset:010}"))
    }
}

/// What lies in an upload's folder.
struct Pieces {
    all: Vec<Path>,
    begun: bool,
    /// Where each piece begins and how long it is, as far as they join.
    joined: Vec<(u64, u64)>,
    offset: u64,
    until: Millis,
}

impl Pieces {
    fn read(listed: &[ObjectMeta]) -> Self {
        let mut all: Vec<(u64, u64)> = listed
            .iter()
            .filter_map(|one| Some((one.location.filename()?.parse().ok()?, one.size)))
            .collect();
        all.sort_unstable();
        let mut offset = 0;
        let mut joined = Vec::new();
        // One that begins elsewhere came too late, after another was there: it counts for nothing.
        for (from, size) in all {
            if from == offset && size > 0 {
                joined.push((from, size));
                offset += size;
            }
        }
        let newest = listed.iter().map(|one| one.last_modified.timestamp_millis()).max().unwrap_or(0);
        let begun = listed.iter().any(|one| one.location.filename() == Some(MARK));
        let all = listed.iter().map(|one| one.location.clone()).collect();
        Self { all, begun, joined, offset, until: Millis(newest + KEPT_MS) }
    }
}

impl Photos {
    async fn pieces(&self, upload: &Upload) -> Result<Pieces> {
        let listed: Vec<_> = self.objects.list(Some(&upload.folder())).try_collect().await?;
        Ok(Pieces::read(&listed))
    }

    /// How an upload stands. One whose last piece is here is put together first, if nobody has done so.
    ///
    /// # Errors
    /// The store's; within it, why the whole is refused.
    pub async fn standing(&self, upload: &Upload) -> Result<std::result::Result<Standing, Refused>> {
        let pieces = self.pieces(upload).await?;
        if !pieces.begun {
            // What came too late, for an upload that is done or taken back.
            self.delete(pieces.all).await?;
            let here = self.size(upload.participant, upload.photo).await? == Some(upload.length);
            return Ok(Ok(if here { Standing::Done } else { Standing::Unknown }));
        }
        if pieces.offset < upload.length {
            return Ok(Ok(Standing::Begun { offset: pieces.offset, until: pieces.until }));
        }
        Ok(self.put_together(upload, &pieces.joined).await?.map(|()| Standing::Done))
    }

    /// Begins an upload, or finds how it stands. `most`: pictures that a participant may have.
    ///
    /// # Errors
    /// The store's.
    pub async fn begin(&self, upload: &Upload, most: usize) -> Result<Beginning> {
        match self.size(upload.participant, upload.photo).await? {
            Some(length) if length == upload.length => {
                return Ok(Beginning::Stands(Standing::Done));
            }
            Some(_) => return Ok(Beginning::OtherLength),
            None => {}
        }
        if !self.pieces(upload).await?.begun && self.count(upload.participant, most).await? >= most {
            return Ok(Beginning::TooMany);
        }
        // Again, too: it is kept from now on.
        self.put(&upload.folder().join(MARK), Bytes::new(), PutMode::Overwrite).await?;
        Ok(match self.standing(upload).await? {
            Ok(standing) => Beginning::Stands(standing),
            Err(refused) => Beginning::Refused(refused),
        })
    }

    /// Takes bytes in at a place, up to `until`. What arrived is kept piece by piece, whatever becomes of the link;
    /// where the last byte came, the picture is put together.
    ///
    /// # Errors
    /// The store's.
    pub async fn receive<E>(
        &self,
        upload: &Upload,
        from: u64,
        body: impl Stream<Item = std::result::Result<Bytes, E>>,
        until: Instant,
    ) -> Result<Received> {
        tokio::pin!(body);
        let mut offset = from;
        let mut piece: Vec<u8> = Vec::new();
        loop {
            let next = timeout_at(until, body.next()).await;
            // The link broke, or took too long: as good as the end.
            let Ok(Some(Ok(mut bytes))) = next else { break };
            if offset + (piece.len() + bytes.len()) as u64 > upload.length {
                return Ok(Received::TooLong);
            }
            while piece.len() + bytes.len() > PIECE {
                piece.extend_from_slice(&bytes.split_to(PIECE - piece.len()));
                let full = std::mem::take(&mut piece);
                match self.keep(upload, offset, full).await? {
                    Some(end) => offset = end,
                    None => return Ok(Received::Overtaken),
                }
            }
            piece.extend_from_slice(&bytes);
        }
        if !piece.is_empty() && self.keep(upload, offset, piece).await?.is_none() {
            return Ok(Received::Overtaken);
        }
        Ok(match self.standing(upload).await? {
            Ok(standing) => Received::Kept(standing),
            Err(refused) => Received::Refused(refused),
        })
    }

    /// Where the piece ends; none where another is there already.
    async fn keep(&self, upload: &Upload, offset: u64, piece: Vec<u8>) -> Result<Option<u64>> {
        let end = offset + piece.len() as u64;
        match self.put(&upload.piece(offset), piece.into(), PutMode::Create).await {
            Ok(()) => Ok(Some(end)),
            Err(Error::AlreadyExists { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// Makes the picture of the pieces. Two that do so at once make the same one.
    async fn put_together(
        &self,
        upload: &Upload,
        pieces: &[(u64, u64)],
    ) -> Result<std::result::Result<(), Refused>> {
        let mut whole = Vec::with_capacity(usize::try_from(upload.length).unwrap_or(0));
        for (offset, _) in pieces {
            match self.objects.get(&upload.piece(*offset)).await {
                Ok(found) => whole.extend_from_slice(&found.bytes().await?),
                // Another server has just done it, or refused it.
                Err(Error::NotFound { .. }) => {
                    let here = self.size(upload.participant, upload.photo).await? == Some(upload.length);
                    return if here { Ok(Ok(())) } else { Err(PhotoError::new("an upload went away")) };
                }
                Err(e) => return Err(e.into()),
            }
        }
        let refused = if PhotoId::of(&whole) != upload.photo || whole.len() as u64 != upload.length {
            Some(Refused::OtherBytes)
        } else {
            photo::look(&whole).err().map(Refused::NoPhoto)
        };
        if refused.is_none() {
            let to = picture(upload.participant, upload.photo);
            self.put(&to, whole.into(), PutMode::Overwrite).await?;
        }
        self.forget(upload).await?;
        Ok(refused.map_or(Ok(()), Err))
    }

    /// Takes an upload back: its pieces go, a finished picture stays.
    ///
    /// # Errors
    /// The store's.
    pub async fn forget(&self, upload: &Upload) -> Result<()> {
        let listed = self.objects.list(Some(&upload.folder())).map_ok(|one| one.location);
        let all: Vec<Path> = listed.try_collect().await?;
        // The mark last: an upload that was not wholly forgotten is still one.
        let (mark, pieces) = all.into_iter().partition(|path| path.filename() == Some(MARK));
        self.delete(pieces).await?;
        self.delete(mark).await
    }
}
