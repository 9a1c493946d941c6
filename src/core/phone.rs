//! The phone: its own file, the open profile, and the care of damaged files.

use std::rc::Rc;
use std::sync::Arc;

use qadam_domain::pack::Packs;
use qadam_domain::{AccountId, DeviceId, Millis, OpId, Pack, ProfileId, ids};
use qadam_door::view::{Notice, NoticeKind};
use qadam_door::{Event, Fault};
use qadam_platform::Platform;
use qadam_storage::device::{self, Profile};
use qadam_storage::open::{File, check, commit, fact, open, set_fact};
use qadam_storage::{Connection, StoreError, StoreResult, Transaction, joining, people};

use crate::fault::{Trouble, Try};
use crate::profile::{Open, leave_traces};

const DEVICE_FILE: &str = "qadam.db";
/// Setting: id of the programme that was picked before there was a level.
pub const PROGRAMME: &str = "programme";

/// Everything that the actor holds.
pub struct Phone<P: Platform> {
    /// The system under it.
    pub platform: Rc<P>,
    /// The programmes at hand.
    pub packs: Packs,
    /// The rules of the open profile.
    pub pack: Arc<Pack>,
    /// The phone's own file.
    pub device: Connection,
    /// The open profile.
    pub open: Option<Open>,
    /// To be told once the present frame is done.
    pub events: Vec<Event>,
    /// For ids that views offer (see [`Phone::offer`]).
    spare: OpId,
}

impl<P: Platform> std::fmt::Debug for Phone<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Phone")
    }
}

/// The file of a profile.
pub fn file_of(id: ProfileId) -> String {
    format!("p-{}.db", id.0.simple())
}

impl<P: Platform> Phone<P> {
    /// Starts: reads the rules, opens the phone's file, opens the profile that was open last.
    pub fn start(platform: Rc<P>, packs: Packs) -> Try<Self> {
        let pack = packs.first().ok_or_else(|| Fault::Pack { path: "pack".into() })?.clone();
        let (device, set_aside) = open_device(&*platform)?;
        let spare = OpId(ids::fresh(&*platform, &*platform));
        let mut phone = Self { platform, packs, pack, device, open: None, events: vec![], spare };
        if let Some(kept_as) = set_aside {
            phone.find_profiles()?;
            phone.notice(&NoticeKind::Damaged { kept_as, at: phone.now() })?;
        }
        match phone.begin() {
            // A page further in that nobody has read before.
            Err(Trouble::Damaged(cause)) => phone.heal(&cause)?,
            begun => begun?,
        }
        phone.choose_pack()?;
        Ok(phone)
    }

    fn begin(&mut self) -> Try<()> {
        let rescued = self.platform.db_rescued();
        if !rescued.is_empty() && device::profiles(&self.device)?.is_empty() {
            self.find_profiles()?;
        }
        for kept_as in rescued {
            self.notice(&NoticeKind::Damaged { kept_as, at: self.now() })?;
        }
        let last = device::setting(&self.device, "open")?.and_then(|id| id.parse::<ProfileId>().ok());
        if let Some(id) = last
            && let Some(p) = device::profile(&self.device, id)?
            && p.pin.is_none()
        {
            self.open_profile(p)?;
        }
        Ok(())
    }

    /// The rules of the open profile: those of its level, else of the programme that was picked on this
    /// phone, else the first. Says whether they are others than before.
    pub fn choose_pack(&mut self) -> Try<bool> {
        let enrolled = match &self.open {
            Some(Open { profile: Profile { mentor: false, account: Some(scope), .. }, conn, .. }) => {
                people::enrolment(conn, *scope)?.map(|(_, e)| (e.pack, e.version))
            }
            _ => None,
        };
        let pack = match enrolled {
            // A version that only a newer app knows: its programme's newest known one is the nearest.
            Some((id, version)) => self.packs.find(&id, &version).or_else(|| self.packs.newest(&id)),
            None => device::setting(&self.device, PROGRAMME)?.and_then(|id| self.packs.newest(&id)),
        };
        let Some(pack) = pack.or_else(|| self.packs.first()).cloned() else { return Ok(false) };
        let other = !Arc::ptr_eq(&pack, &self.pack);
        self.pack = pack;
        Ok(other)
    }

    /// The rules that somebody is enrolled with: a mentor's participants may have different ones.
    pub fn pack_of(&self, opened: &Open, scope: AccountId) -> Try<Arc<Pack>> {
        let found = people::enrolment(&opened.conn, scope)?;
        let pack = found
            .and_then(|(_, e)| self.packs.find(&e.pack, &e.version).or_else(|| self.packs.newest(&e.pack)));
        Ok(pack.unwrap_or(&self.pack).clone())
    }

    /// Now.
    pub fn now(&self) -> Millis {
        self.platform.now()
    }

    /// A fresh op id, or the one that came with the command.
    pub fn op(&self, given: Option<OpId>) -> OpId {
        given.unwrap_or_else(|| OpId(ids::fresh(&*self.platform, &*self.platform)))
    }

    /// An id that a view offers for what may be made next; `n` tells several of one view apart. The same
    /// until the next command: a view that is drawn anew without a reason must not differ from itself.
    pub fn offer(&self, n: u8) -> [u8; 16] {
        let mut bytes = *self.spare.bytes();
        bytes[15] ^= n;
        bytes
    }

    /// After a command: what was offered may have been taken.
    pub fn renew(&mut self) {
        self.spare = OpId(ids::fresh(&*self.platform, &*self.platform));
    }

    /// The open profile.
    pub fn opened(&self) -> Result<&Open, Fault> {
        self.open.as_ref().ok_or(Fault::NoProfile)
    }

    /// The open profile, to change it.
    pub fn opened_mut(&mut self) -> Result<&mut Open, Fault> {
        self.open.as_mut().ok_or(Fault::NoProfile)
    }

    /// A profile with fresh ids and a fresh token, written nowhere yet.
    pub fn new_profile(&self, name: &str, account: Option<AccountId>) -> Profile {
        let p = &*self.platform;
        Profile {
            id: ProfileId(ids::fresh(p, p)),
            name: name.to_owned(),
            mentor: false,
            account,
            device: DeviceId(ids::fresh(p, p)),
            token: Some(fresh_token(p)),
            pin: None,
            pin_failures: 0,
            pin_until: Millis(0),
        }
    }

    /// Makes a profile with its own file and opens it.
    pub fn make_profile(&mut self, name: &str, account: Option<AccountId>) -> Try<ProfileId> {
        let profile = self.new_profile(name, account);
        device::put(&self.device, &profile, self.now())?;
        let id = profile.id;
        self.open_profile(profile)?;
        Ok(id)
    }

    /// Makes a profile whose file is filled first, in one commit, and opens it. Where that fails there is
    /// neither file nor profile.
    pub fn adopt_profile(
        &mut self,
        profile: Profile,
        fill: impl FnOnce(&Transaction<'_>) -> StoreResult<()>,
    ) -> Try<()> {
        let name = file_of(profile.id);
        let path = self.platform.db_path(&name);
        let filled =
            open(&path, File::Profile, self.platform.has_wal()).and_then(|mut conn| commit(&mut conn, fill));
        if let Err(e) = filled {
            self.platform.db_erase(&name)?;
            return Err(match e {
                // The open profile's file is fine: nothing of it is to be moved aside.
                StoreError::Damaged(_) => Fault::Storage.into(),
                e => e.into(),
            });
        }
        device::put(&self.device, &profile, self.now())?;
        self.open_profile(profile)
    }

    /// Takes a profile that is not open off this phone.
    pub fn forget_profile(&mut self, id: ProfileId) -> Try<()> {
        // Off the list first: a crash in between leaves a file that nobody lists, never a name without data.
        device::remove(&self.device, id)?;
        device::unset(&self.device, &joined_key(id))?;
        Ok(self.platform.db_erase(&file_of(id))?)
    }

    /// Erases everything of everybody from this phone, settings and what was set aside included.
    pub fn erase_all(&mut self) -> Try<()> {
        self.open = None;
        // No file may be open while it goes.
        let nowhere = open(":memory:", File::Device, false)?;
        drop(std::mem::replace(&mut self.device, nowhere));
        let erased = self.platform.erase_all();
        (self.device, _) = open_device(&*self.platform)?;
        self.events.push(Event::ProfileChanged);
        Ok(erased?)
    }

    /// Who signs in on a phone that has their data already (an import, or a session that ended) goes on
    /// with those: the session moves there, and the profile that was made for the sign-in goes.
    pub fn join_sessions(&mut self) -> Try<()> {
        let Some(o) = self.open.as_ref() else { return Ok(()) };
        let fresh = o.profile.clone();
        if fresh.account.is_none() {
            return Ok(());
        }
        let same = |p: &Profile| p.id != fresh.id && p.mentor == fresh.mentor && p.account == fresh.account;
        let Some(mut old) = device::profiles(&self.device)?.into_iter().find(same) else { return Ok(()) };
        let path = self.platform.db_path(&file_of(old.id));
        let mut conn = open(&path, File::Profile, self.platform.has_wal())?;
        let mut facts = Vec::new();
        for key in ["joined", "epoch", "recovery"] {
            // An epoch that is there stays: where it differs, the next answer has everything offered again.
            if key != "epoch" || fact(&conn, key)?.is_none() {
                facts.push((key, fact(&o.conn, key)?));
            }
        }
        commit::<_, StoreError>(&mut conn, |tx| {
            // A joining that was never answered has been: this is that account.
            joining::drop(tx, joining::JOIN)?;
            facts.iter().try_for_each(|(k, v)| v.as_deref().map_or(Ok(()), |v| set_fact(tx, k, v)))
        })?;
        drop(conn);
        (old.device, old.token) = (fresh.device, fresh.token.clone());
        device::put(&self.device, &old, self.now())?;
        device::set(&self.device, &joined_key(old.id), "1")?;
        self.open = None;
        self.open_profile(old)?;
        self.forget_profile(fresh.id)
    }

    /// Opens a profile's file. A damaged one is moved aside and kept; a fresh one is filled by the
    /// server where the profile has joined.
    pub fn open_profile(&mut self, profile: Profile) -> Try<()> {
        let joined = device::setting(&self.device, &joined_key(profile.id))?.is_some();
        let opened = match self.read_profile(profile.clone(), joined) {
            Err(StoreError::Damaged(cause)) => {
                tracing::error!(%cause, "profile file is damaged, moving it aside");
                let kept_as = self.platform.db_set_aside(&file_of(profile.id))?;
                self.notice(&NoticeKind::Damaged { kept_as, at: self.now() })?;
                self.read_profile(profile, joined)?
            }
            opened => opened?,
        };
        device::used(&self.device, opened.profile.id, self.now())?;
        device::set(&self.device, "open", &opened.profile.id.to_string())?;
        self.open = Some(opened);
        self.events.push(Event::ProfileChanged);
        Ok(())
    }

    fn read_profile(&self, profile: Profile, joined: bool) -> StoreResult<Open> {
        let path = self.platform.db_path(&file_of(profile.id));
        let mut conn = open(&path, File::Profile, self.platform.has_wal())?;
        commit::<_, StoreError>(&mut conn, |tx| {
            leave_traces(tx, &profile)?;
            qadam_sync::take::learn(tx, self.now())?;
            if joined { set_fact(tx, "joined", "1") } else { Ok(()) }
        })?;
        Ok(Open::new(profile, conn))
    }

    /// Closes the open profile.
    pub fn close_profile(&mut self) -> Try<()> {
        self.open = None;
        device::unset(&self.device, "open")?;
        self.events.push(Event::ProfileChanged);
        Ok(())
    }

    /// A file turned out to be damaged while it was used: the same care as at opening.
    pub fn heal(&mut self, cause: &str) -> Try<()> {
        // Which of the two, an error does not say.
        if let Err(StoreError::Damaged(_)) = check(&self.device) {
            return self.heal_device(cause);
        }
        tracing::error!(%cause, "profile file is damaged, moving it aside");
        let Some(opened) = self.open.take() else { return Err(Fault::Storage.into()) };
        let profile = opened.profile.clone();
        drop(opened); // closes the file before it is moved
        let kept_as = self.platform.db_set_aside(&file_of(profile.id))?;
        self.notice(&NoticeKind::Damaged { kept_as, at: self.now() })?;
        self.open_profile(profile)
    }

    /// The phone's own file is begun anew, with the profiles whose files are here. Whose profile is open goes on as
    /// before; the others have lost their PINs and their sessions with it.
    fn heal_device(&mut self, cause: &str) -> Try<()> {
        tracing::error!(%cause, "the phone's own file is damaged, moving it aside");
        let profile = self.open.take().map(|opened| opened.profile);
        // No file may be open while it is moved.
        drop(std::mem::replace(&mut self.device, open(":memory:", File::Device, false)?));
        let kept_as = self.platform.db_set_aside(DEVICE_FILE)?;
        (self.device, _) = open_device(&*self.platform)?;
        self.find_profiles()?;
        self.notice(&NoticeKind::Damaged { kept_as, at: self.now() })?;
        self.events.push(Event::ProfileChanged);
        let Some(profile) = profile else { return Ok(()) };
        device::put(&self.device, &profile, self.now())?;
        self.open_profile(profile)
    }

    /// The session of the open profile is there: remembered outside its file too, so that a fresh file
    /// is filled by the server.
    pub fn session_made(&mut self) -> Try<()> {
        let cookie = self.platform.cookie_session();
        let now = self.platform.now();
        let Some(opened) = self.open.as_mut() else { return Ok(()) };
        if cookie {
            opened.profile.token = None;
        }
        device::put(&self.device, &opened.profile, now)?;
        device::set(&self.device, &joined_key(opened.profile.id), "1")?;
        Ok(())
    }

    /// Writes down what a person should be told once.
    pub fn notice(&self, kind: &NoticeKind) -> Try<()> {
        let body = serde_json::to_string(kind).map_err(|_| Fault::Storage)?;
        Ok(device::add_notice(&self.device, &body)?)
    }

    /// What a person should be told.
    pub fn notices(&self) -> Try<Vec<Notice>> {
        Ok(device::notices(&self.device)?
            .into_iter()
            .filter_map(|(id, body)| Some(Notice { id, kind: serde_json::from_str(&body).ok()? }))
            .collect())
    }

    /// The phone's own file was lost: profiles are found again by what their files say of them.
    fn find_profiles(&mut self) -> Try<()> {
        for name in self.platform.db_list() {
            let Some(id) = name.strip_prefix("p-").and_then(|n| n.strip_suffix(".db")) else { continue };
            let Ok(id) = id.parse::<ProfileId>() else { continue };
            let Ok(conn) = open(&self.platform.db_path(&name), File::Profile, self.platform.has_wal()) else {
                continue;
            };
            // One that cannot be read is left where it is: the others are more urgent.
            let Ok((profile, joined)) = self.found(id, &conn) else { continue };
            if joined {
                device::set(&self.device, &joined_key(id), "1")?;
            }
            device::put(&self.device, &profile, self.now())?;
        }
        Ok(())
    }

    /// What a profile's file says of it, and whether it has a session.
    fn found(&self, id: ProfileId, conn: &Connection) -> StoreResult<(Profile, bool)> {
        let p = &*self.platform;
        let device = fact(conn, "device")?.and_then(|d| d.parse().ok());
        let profile = Profile {
            id,
            name: fact(conn, "name")?.unwrap_or_default(),
            mentor: fact(conn, "role")?.as_deref() == Some("mentor"),
            account: fact(conn, "account")?.and_then(|a| a.parse().ok()),
            device: device.unwrap_or_else(|| DeviceId(ids::fresh(p, p))),
            token: None,
            pin: None,
            pin_failures: 0,
            pin_until: Millis(0),
        };
        Ok((profile, fact(conn, "joined")?.is_some()))
    }
}

/// What a session is known by: nobody can guess it, and it is made here, so that a call may be repeated.
pub fn fresh_token(entropy: &impl qadam_domain::Entropy) -> String {
    let mut bytes = [0u8; 32];
    entropy.fill(&mut bytes);
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The setting that says that a profile has a session.
pub fn joined_key(id: ProfileId) -> String {
    format!("joined:{id}")
}

fn open_device<P: Platform>(platform: &P) -> Try<(Connection, Option<String>)> {
    let path = platform.db_path(DEVICE_FILE);
    match open(&path, File::Device, platform.has_wal()) {
        Ok(conn) => Ok((conn, None)),
        Err(StoreError::Damaged(cause)) => {
            tracing::error!(%cause, "the phone's own file is damaged, moving it aside");
            let kept_as = platform.db_set_aside(DEVICE_FILE).map_err(Trouble::from)?;
            Ok((open(&path, File::Device, platform.has_wal())?, Some(kept_as)))
        }
        Err(e) => Err(e.into()),
    }
}
