//! What a pull gives, decided without I/O: which scopes have something new for a phone, from where on each
//! is told, where the page is full, and what the phone is told beside the rows.

use qadam_domain::{AccountId, OpId};
use qadam_protocol::check::Check;
use qadam_protocol::record::Record;
use qadam_protocol::sync::ScopePage;
use std::collections::{HashMap, VecDeque};

use crate::store::{Have, Page, Pulled};

/// A scope with something new: its rows above `from` are to be read, in the order of their versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// The scope.
    pub scope: AccountId,
    /// What the phone has.
    pub from: u64,
    /// What there is.
    pub newest: u64,
}

/// A pull while it is put together. A backend asks what [`Feed::todo`] names, in its order, and gives the rows
/// to [`Feed::take`], until nothing is left to do.
#[derive(Debug)]
pub struct Feed {
    news: VecDeque<News>,
    checks: Vec<Check>,
    left: Page,
    pulled: Pulled,
}

impl Feed {
    /// `visible`: the scopes that the account may see with their newest versions, in the order of their ids, all
    /// read in one snapshot with the rows: a scope's counter and its rows must belong together.
    pub fn new(visible: &[(AccountId, u64)], have: Have, page: Page, epoch: String) -> Self {
        let pulled = Pulled { epoch, ..Pulled::default() };
        let mut feed = Self { news: VecDeque::new(), checks: Vec::new(), left: page, pulled };
        let scopes: Vec<AccountId> = visible.iter().map(|(scope, _)| *scope).collect();
        let Some(cursors) = have.resolve(&scopes) else {
            feed.pulled.say_all = true;
            return feed;
        };
        let newest: HashMap<AccountId, u64> = visible.iter().copied().collect();
        let lost = &mut feed.pulled.lost;
        lost.extend(cursors.iter().map(|c| c.scope).filter(|scope| !newest.contains_key(scope)));
        lost.sort();
        lost.dedup();
        // Where the phone has not come so far nothing can be said.
        feed.checks = have.checks;
        feed.checks.retain(|c| newest.get(&c.scope) == Some(&c.version));
        let have: HashMap<AccountId, u64> = cursors.iter().map(|c| (c.scope, c.version)).collect();
        let news = visible.iter().map(|(scope, newest)| {
            // A phone that is ahead of us: this database is an older copy. From the start again.
            let from = have.get(scope).copied().filter(|from| from <= newest).unwrap_or(0);
            News { scope: *scope, from, newest: *newest }
        });
        feed.news.extend(news.filter(|n| n.from != n.newest));
        feed
    }

    /// No further row has room.
    pub fn is_full(&self) -> bool {
        self.left.records == 0 || self.left.bytes == 0
    }

    /// Most rows that are of use of any scope that is to be read now.
    pub fn limit(&self) -> usize {
        self.left.records
    }

    /// Whether what [`Feed::todo`] names is all that is left.
    pub fn is_last(&self, todo: &[News]) -> bool {
        todo.len() == self.news.len()
    }

    /// The scopes to read now: at least one while there is something to do, and no more than surely have room.
    /// A scope has at most as many rows as versions.
    pub fn todo(&self) -> Vec<News> {
        if self.is_full() {
            return Vec::new();
        }
        let mut room = self.left.records as u64;
        let fits = self.news.iter().take_while(|n| {
            let rows = n.newest.saturating_sub(n.from);
            let fits = rows <= room;
            room = room.saturating_sub(rows);
            fits
        });
        let count = fits.count().max(1);
        self.news.iter().take(count).copied().collect()
    }

    /// Rows of the next scope, with how many bytes each has. Read no further than the page goes.
    pub fn take<E>(&mut self, rows: impl IntoIterator<Item = Result<(Record, usize), E>>) -> Result<(), E> {
        if self.is_full() {
            return Ok(());
        }
        let Some(News { scope, newest, .. }) = self.news.pop_front() else { return Ok(()) };
        let records = self.fill(rows)?;
        let version = records.last().map_or(newest, |r| r.version);
        self.pulled.more |= version < newest;
        self.pulled.scopes.push(ScopePage { scope, records, version });
        Ok(())
    }

    /// Comparisons to make once there is nothing to do any more.
    pub fn checks(&self) -> Vec<Check> {
        self.checks.clone()
    }

    /// Compares with the rows that there are, by version and revision. Gives the ranges of versions (first and
    /// last) whose rows are to be read, in their order, and given to [`Feed::again`].
    pub fn compare(&mut self, check: &Check, rows: impl IntoIterator<Item = (u64, OpId)>) -> Vec<(u64, u64)> {
        let differing = check.differing(rows);
        if differing.is_empty() {
            return differing;
        }
        self.pulled.differs.push(check.scope);
        if check.sums.len() < 2 {
            return Vec::new(); // first where, then what
        }
        self.pulled.scopes.push(ScopePage {
            scope: check.scope,
            records: Vec::new(),
            version: check.version,
        });
        differing
    }

    /// Rows of the scope that was compared last, once more. Those without room come when the phone has looked again.
    pub fn again<E>(&mut self, rows: impl IntoIterator<Item = Result<(Record, usize), E>>) -> Result<(), E> {
        let records = self.fill(rows)?;
        if let Some(page) = self.pulled.scopes.last_mut() {
            page.records.extend(records);
        }
        Ok(())
    }

    /// As many rows as have room.
    fn fill<E>(
        &mut self,
        rows: impl IntoIterator<Item = Result<(Record, usize), E>>,
    ) -> Result<Vec<Record>, E> {
        let mut records = Vec::new();
        for row in rows {
            if self.is_full() {
                break;
            }
            let (record, size) = row?;
            records.push(record);
            self.left.records = self.left.records.saturating_sub(1);
            self.left.bytes = self.left.bytes.saturating_sub(size);
        }
        Ok(records)
    }

    /// The answer.
    pub fn finish(mut self) -> Pulled {
        self.pulled.more |= !self.news.is_empty();
        self.pulled
    }
}
