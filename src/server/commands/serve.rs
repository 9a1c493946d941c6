//! `serve`: until somebody says stop.

use qadam_domain::Clock as _;
use std::future::IntoFuture as _;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Failure, Serve, admin, people};
use crate::admission::{Admission, Bounds};
use crate::app::{Config, app};
use crate::clock::{SystemClock, SystemEntropy};
use crate::demo;
use crate::metrics;
use crate::photos::{EVERY, Photos};
use crate::store::Store;
use crate::store::sqlite::archive;

/// How long running requests may still take after the word to stop. docs/server.md promises 10 seconds in all:
/// a store that is a network away takes the rest for closing.
const GRACE: Duration = Duration::from_secs(8);

pub(super) async fn serve(options: Serve) -> Result<(), Failure> {
    if let Some(web) = options.web.as_deref()
        && !web.join("index.html").is_file()
    {
        return Err(Failure::Plain(format!("there is no index.html in {}", web.display())));
    }
    let mut stop = Stop::listen()?;
    // First the port: where it is taken, the data folder stays untouched.
    let listener = TcpListener::bind(options.listen).await.map_err(|e| {
        let at = options.listen;
        Failure::Plain(match e.kind() {
            ErrorKind::AddrInUse => {
                format!("{at} is in use: another server runs there; stop it or choose --listen")
            }
            ErrorKind::PermissionDenied => format!("{at} needs more rights; choose a port above 1023"),
            ErrorKind::AddrNotAvailable => format!("{at} is no address of this machine"),
            _ => format!("{at}: {e}"),
        })
    })?;
    let archive = options.archive.clone().filter(|folder| !folder.as_os_str().is_empty());
    let archive = archive.map(|folder| archive::Options { folder, keep_days: options.archive_keep });
    // Opening may wait for another server that brings the schema up, and that may take its time.
    let store = tokio::select! {
        biased;
        store = options.data.open_archived(archive.clone()) => store?,
        asked = stop.asked() => {
            asked?;
            say!("Stopped before the database was open.");
            return Ok(());
        }
    };
    let photos = options.photos.open(&options.data)?;
    let at = listener.local_addr().map_err(|e| Failure::Plain(e.to_string()))?;
    if options.demo {
        demo::fill(store.as_ref(), &SystemClock, &SystemEntropy).await?;
    }
    say!("Qadam runs at http://{at}  (data in {})", options.data.place());
    match &photos {
        Some((_, place)) => say!("Pictures are kept in {place}"),
        None => say!("Pictures are not taken: several servers need one place for them, see --photos"),
    }
    if let Some(archive) = &archive {
        say!("Archived in {}", archive.folder.display());
    }
    if options.demo {
        admin::print_demo(store.as_ref()).await?;
    }
    let photos = photos.map(|(photos, _)| photos);
    let tidying = photos.clone().map(|photos| tokio::spawn(tidy(photos, Arc::clone(&store))));
    let bounds = Bounds { running: options.first_syncs.into(), ..Bounds::default() };
    let config = Config {
        admission: Admission::new(bounds),
        web: options.web,
        secure_cookies: options.secure_cookies,
        photos,
        photos_max: options.photos.photos_max,
        ..Config::default()
    };
    let live = config.live.clone();
    let counting = match options.metrics {
        Some(at) => Some(count(at, &store, &config).await?),
        None => None,
    };
    say!("Ctrl-C stops it.");
    let (tell, mut told) = watch::channel(false);
    let serving = axum::serve(listener, app(Arc::clone(&store), config))
        .with_graceful_shutdown(async move {
            // The sender lives as long as this function; an error would mean the same as the word.
            if told.wait_for(|stop| *stop).await.is_err() {
                tracing::debug!("stopping: nobody left to say so");
            }
        })
        .into_future();
    tokio::pin!(serving);
    tokio::select! {
        ended = &mut serving => ended.map_err(|e| Failure::Plain(e.to_string()))?,
        asked = stop.asked() => {
            asked?;
            tracing::info!("stopping");
            // They would be waited for.
            live.close();
            if tell.send(true).is_err() {
                tracing::debug!("the server has ended by itself");
            }
            match tokio::time::timeout(GRACE, serving).await {
                Ok(ended) => ended.map_err(|e| Failure::Plain(e.to_string()))?,
                Err(_) => tracing::warn!("some requests were cut off; phones will repeat them"),
            }
        }
    }
    for task in tidying.into_iter().chain(counting) {
        task.abort();
    }
    store.close().await?;
    say!("Stopped; everything is saved.");
    Ok(())
}

/// Serves what is counted, on an address of its own.
async fn count(at: SocketAddr, store: &Arc<dyn Store>, config: &Config) -> Result<JoinHandle<()>, Failure> {
    let listener = TcpListener::bind(at).await.map_err(|e| Failure::Plain(format!("--metrics {at}: {e}")))?;
    let at = listener.local_addr().map_err(|e| Failure::Plain(e.to_string()))?;
    let (metrics, live, gate) = (config.metrics.clone(), config.live.clone(), config.admission.clone());
    let app = metrics::app(Arc::clone(store), metrics, live, gate);
    say!("Counts for Prometheus are at http://{at}/metrics");
    Ok(tokio::spawn(async move {
        if let Err(cause) = axum::serve(listener, app).await {
            tracing::error!(%cause, "counts are not served any more");
        }
    }))
}

/// Looks at the store of pictures once, and from time to time forgets uploads that nobody goes on with. What goes
/// wrong is for the operator: rows travel all the same.
async fn tidy(photos: Photos, store: Arc<dyn Store>) {
    if let Err(cause) = photos.check(&SystemEntropy).await {
        tracing::error!(%cause, "pictures cannot be kept");
    }
    if let Err(cause) = people::erase_pictures(store.as_ref(), &photos).await {
        tracing::warn!(%cause, "pictures of people who were erased could not be looked for");
    }
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        match photos.tidy(SystemClock.now()).await {
            Ok(0) => {}
            Ok(uploads) => tracing::info!(uploads, "uploads that nobody went on with were forgotten"),
            Err(cause) => tracing::warn!(%cause, "uploads could not be looked through"),
        }
    }
}

/// Ctrl-C or, where there is such a thing, SIGTERM. Listened for from the start: a word to stop while the
/// database is being opened must end it in order, too.
struct Stop {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Stop {
    fn listen() -> Result<Self, Failure> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let on =
                |kind| signal(kind).map_err(|e| Failure::Plain(format!("cannot listen for signals: {e}")));
            Ok(Self { signals: [on(SignalKind::interrupt())?, on(SignalKind::terminate())?] })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    #[cfg(unix)]
    async fn asked(&mut self) -> Result<(), Failure> {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    }

    #[cfg(not(unix))]
    async fn asked(&mut self) -> Result<(), Failure> {
        let heard = tokio::signal::ctrl_c().await;
        heard.map_err(|e| Failure::Plain(format!("cannot listen for signals: {e}")))
    }
}
