//! One connection for the time of a request: statements that travel together, transactions that end.

use deadpool_postgres::Object;
use futures_util::future::{BoxFuture, MaybeDone, maybe_done, poll_fn, try_join_all};
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
        Ok(Line { link: self, conn: self.conn()?, sent: Vec::new() })
    }

    /// The same, with the beginning of a transaction in front.
    pub(super) fn begin(&self, how: &'static str) -> Result<Line<'_>> {
        self.open.store(true, Ordering::Relaxed);
        let mut line = self.line()?;
        line.word(how);
        Ok(line)
    }

    /// One statement alone.
    pub(super) async fn query(&self, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
        let [statement] = self.ready([sql]).await?;
        let mut line = self.line()?;
        line.query(&statement, values);
        Ok(line.run().await?.pop().unwrap_or_default())
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
    pub(super) async fn commit(mut self) -> Result<Vec<Vec<Row>>> {
        let link = self.link;
        self.word("COMMIT");
        let answers = self.run().await?;
        link.open.store(false, Ordering::Relaxed);
        Ok(answers)
    }

    /// Sends all and waits for all. The first poll of each sends it, so the order of the list is the order
    /// in which the database runs them: a row is locked before what it guards is read.
    pub(super) async fn run(self) -> Result<Vec<Vec<Row>>> {
        let mut sent: Vec<MaybeDone<Sent<'a>>> = self.sent.into_iter().map(maybe_done).collect();
        poll_fn(|cx| {
            for one in &mut sent {
                // Not done yet is what is expected here: each is waited for below.
                if Pin::new(one).poll(cx).is_ready() {
                    continue;
                }
            }
            Poll::Ready(())
        })
        .await;
        let mut answers = Vec::with_capacity(sent.len());
        for mut one in sent {
            Pin::new(&mut one).await;
            let answer = Pin::new(&mut one).take_output();
            let lost = || Fault::from(StoreError::Other("a statement without an answer".into()));
            answers.push(answer.ok_or_else(lost)??);
        }
        Ok(answers)
    }
}
