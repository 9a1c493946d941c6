//! One connection for the time of a request: statements that travel together, transactions that end.

use deadpool_postgres::Object;
use futures_util::future::{BoxFuture, MaybeDone, maybe_done, poll_fn, try_join_all};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

use super::map::{Fault, Result};
use crate::store::StoreError;

/// A value that a statement is given.
pub(super) type Value = Box<dyn ToSql + Send + Sync>;

/// Boxes values for a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$(Box::new($value) as $crate::store::postgres::link::Value),*] };
}
pub(super) use values;

/// A connection out of the pool.
///
/// A request may end at any await, by a panic or because it took too long. Its connection may then be within
/// a transaction, which it would carry with its locks to the next request, or owe answers to which the next
/// one would wait: so only a connection whose request came to an end is given back, any other is thrown away.
pub(super) struct Link {
    conn: Option<Object>,
    /// Within a transaction.
    open: AtomicBool,
    /// The request came to its end.
    ended: AtomicBool,
}

impl Drop for Link {
    fn drop(&mut self) {
        if !self.ended.load(Ordering::Relaxed)
            && let Some(conn) = self.conn.take()
        {
            drop(Object::take(conn));
        }
    }
}

impl Link {
    pub(super) fn new(conn: Object) -> Self {
        Self { conn: Some(conn), open: AtomicBool::new(false), ended: AtomicBool::new(false) }
    }

    fn conn(&self) -> Result<&Object> {
        self.conn.as_ref().ok_or_else(|| StoreError::Closed.into())
    }

    /// Statements as the server has prepared them; once for each connection.
    pub(super) async fn ready<const N: usize>(&self, sql: [&str; N]) -> Result<[Statement; N]> {
        let conn = self.conn()?;
        let all = try_join_all(sql.map(|sql| conn.prepare_cached(sql))).await?;
        all.try_into().map_err(|_| StoreError::Other("fewer statements than were asked for".into()).into())
    }

    /// Statements that travel together, outside a transaction or within the one that is open.
    pub(super) fn line(&self) -> Result<Line<'_>> {
        Ok(Line { link: self, conn: self.conn()?, sent: Vec::new(), begins: false })
    }

    /// The same, with the beginning of a transaction in front.
    pub(super) fn begin(&self, how: &'static str) -> Result<Line<'_>> {
        self.open.store(true, Ordering::Relaxed);
        let mut line = self.line()?;
        line.word(how);
        line.begins = true;
        Ok(line)
    }

    /// One statement alone.
    pub(super) async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
        let [statement] = self.ready([sql]).await?;
        let mut line = self.line()?;
        line.query(&statement, values);
        line.run().await?.only()
    }

    /// Statements in plain text, without values.
    pub(super) async fn batch(&self, sql: &str) -> Result<()> {
        Ok(self.conn()?.batch_execute(sql).await?)
    }

    /// Ends the request, and its transaction if one is open. Nothing is asked afterwards.
    pub(super) async fn end(&self, how: &'static str) -> Result<()> {
        if self.open.load(Ordering::Relaxed) {
            self.batch(how).await?;
            self.open.store(false, Ordering::Relaxed);
        }
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }
}

type Sent<'a> = BoxFuture<'a, std::result::Result<Vec<Row>, tokio_postgres::Error>>;

/// Statements that travel together: one round trip, answered in their order.
pub(super) struct Line<'a> {
    link: &'a Link,
    conn: &'a Object,
    sent: Vec<Sent<'a>>,
    /// The first of it is the beginning of a transaction, whose answer says nothing.
    begins: bool,
}

impl<'a> Line<'a> {
    fn word(&mut self, word: &'static str) {
        let conn = self.conn;
        self.sent.push(Box::pin(async move { conn.batch_execute(word).await.map(|()| Vec::new()) }));
    }

    pub(super) fn query(&mut self, statement: &Statement, values: Vec<Value>) {
        let (conn, statement) = (self.conn, statement.clone());
        self.sent.push(Box::pin(async move {
            let values: Vec<&(dyn ToSql + Sync)> =
                values.iter().map(|v| v.as_ref() as &(dyn ToSql + Sync)).collect();
            conn.query(&statement, &values).await
        }));
    }

    /// Sends all, with a commit behind them. Where one fails, the database makes it a rollback.
    ///
    /// One that fails before it is sent (a value that does not fit) is unknown to the database, which would
    /// commit the others: then no commit is sent, and whoever ends the request rolls back.
    pub(super) async fn commit(self) -> Result<Answers> {
        let Line { link, conn, sent, begins } = self;
        let mut all: Vec<_> = sent.into_iter().map(maybe_done).collect();
        send(&mut all).await;
        let unsent = all.iter().position(|one| matches!(one, MaybeDone::Done(Err(_))));
        if let Some(unsent) = unsent {
            return collect(all.split_off(unsent), false).await;
        }
        let commit: Sent<'a> =
            Box::pin(async move { conn.batch_execute("COMMIT").await.map(|()| Vec::new()) });
        all.push(maybe_done(commit));
        send(&mut all).await;
        let mut answers = collect(all, begins).await?;
        answers.0.pop_back();
        link.open.store(false, Ordering::Relaxed);
        Ok(answers)
    }

    /// Sends all and waits for all.
    pub(super) async fn run(self) -> Result<Answers> {
        let mut all: Vec<_> = self.sent.into_iter().map(maybe_done).collect();
        send(&mut all).await;
        collect(all, self.begins).await
    }
}

/// The first poll of each sends it, so the order of the list is the order in which the database runs them: a
/// row is locked before what it guards is read.
async fn send(all: &mut [MaybeDone<Sent<'_>>]) {
    poll_fn(|cx| {
        for one in &mut *all {
            // Not done yet is what is expected here: each is waited for later.
            if Pin::new(one).poll(cx).is_ready() {
                continue;
            }
        }
        Poll::Ready(())
    })
    .await;
}

/// Waits for each answer. That to the beginning of a transaction says nothing and is left out.
async fn collect(all: Vec<MaybeDone<Sent<'_>>>, begins: bool) -> Result<Answers> {
    let mut answers = VecDeque::new();
    for mut one in all {
        Pin::new(&mut one).await;
        let answer = Pin::new(&mut one).take_output().ok_or_else(missing)?;
        answers.push_back(answer?);
    }
    let mut answers = Answers(answers);
    if begins {
        answers.next()?;
    }
    Ok(answers)
}

fn missing() -> Fault {
    StoreError::Other("a statement without an answer".into()).into()
}

/// The answers to a line, in the order of its statements. Each is to be taken: one that is missing would be
/// taken for a fact ("there is no such row"), and one too many would shift those behind it.
#[derive(Debug)]
pub(super) struct Answers(VecDeque<Vec<Row>>);

impl Answers {
    pub(super) fn next(&mut self) -> Result<Vec<Row>> {
        self.0.pop_front().ok_or_else(missing)
    }

    /// There were no more.
    pub(super) fn end(self) -> Result<()> {
        match self.0.len() {
            0 => Ok(()),
            n => Err(StoreError::Other(format!("{n} answers that nobody took")).into()),
        }
    }

    /// There was one.
    pub(super) fn only(mut self) -> Result<Vec<Row>> {
        let one = self.next()?;
        self.end().map(|()| one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_as_many_as_were_asked_for() {
        let of = |n| Answers(std::iter::repeat_with(Vec::new).take(n).collect());
        assert!(of(1).only().is_ok() && of(0).end().is_ok());
        for wrong in [of(0).only().err(), of(2).only().err(), of(1).end().err(), of(0).next().err()] {
            assert!(matches!(wrong, Some(Fault { cause: StoreError::Other(_), again: false })), "{wrong:?}");
        }
    }
}
