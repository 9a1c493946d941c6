//! The operator's commands. Their texts are English: they are for whoever runs the server.

/// Prints a line for the operator. Unlike `println!` it goes on when nobody reads any more: a server must
/// not end because the terminal that started it was closed.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        if let Err(cause) = writeln!(std::io::stdout().lock(), $($text)*) {
            tracing::debug!(%cause, "standard output");
        }
    }};
}

mod admin;
mod pack;
mod people;
mod restore;
mod serve;

pub use pack::judged;

use clap::{Args, Parser, Subcommand};
use qadam_domain::Millis;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

use crate::clock::{SystemClock, SystemEntropy};
use crate::photos::{Address, PICTURES_MAX, PhotoError, Photos};
use crate::rules::Packs;
use crate::store::postgres::{Options, PostgresStore};
use crate::store::sqlite::{FILE, KEYS, SqliteStore, archive};
use crate::store::{Store, StoreError};

/// Qadam's server: phones and mentors sync with it, browsers get the web app from it.
#[derive(Debug, Parser)]
#[command(name = "qadam-server", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "A first start, end to end:\n  \
    qadam-server mentor add --name 'Aigul S.'      prints her one-time sign-in code\n  \
    qadam-server serve --web path/to/web-app       then open http://127.0.0.1:8080\n\n\
    Put TLS in front (Caddy, nginx) before anybody uses it over a network, and add --secure-cookies.\n\
    Logs go to standard error; QADAM_LOG=debug shows more. They hold no names, texts or secrets.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// How lines of the log are written
    #[arg(long, global = true, value_enum, env = "QADAM_LOG_FORMAT", default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum LogFormat {
    /// For people
    Text,
    /// An object a line, for programs
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the web app until Ctrl-C or SIGTERM
    Serve(Serve),
    /// Fill an empty data folder with a demo cohort and print ways to sign in
    Demo(Data),
    /// Write a checked copy of the database to a new file, while the server runs or not
    Backup {
        /// The file to make; must not exist
        file: PathBuf,
        #[command(flatten)]
        data: Data,
    },
    /// Make a data folder from a backup or an archive, at a moment; never over an existing one
    #[command(after_help = "Stop the server first, and keep the old folder. An example:\n  \
        qadam-server restore --from /archive --data /srv/qadam-new --at 2026-11-20T10:15:00+05:00\n\n\
        docs/server.md, \"Backup and restore\", goes through it step by step.")]
    Restore {
        /// An archive (the folder of `serve --archive`) or a backup (a file)
        #[arg(long, value_name = "DIR_OR_FILE")]
        from: PathBuf,
        /// The data folder to make
        #[arg(long = "data", value_name = "NEWDIR")]
        to: PathBuf,
        /// An archive: the state of this moment instead of the last, such as 2026-11-20T10:15:00+05:00
        #[arg(long, value_name = "MOMENT", value_parser = restore::moment)]
        at: Option<Millis>,
        /// The newest copy of keys.sqlite, where it is not the one beside
        #[arg(long, value_name = "FILE")]
        keys: Option<PathBuf>,
        /// Go on without people whose keys are missing: what is kept of them is lost
        #[arg(long)]
        without_keys: bool,
    },
    /// After a restore by PostgreSQL's own means: a new epoch, and erasures done again
    Epoch {
        /// The list that `erase --erased` wrote
        #[arg(long, value_name = "FILE", env = "QADAM_ERASED")]
        erased: Option<PathBuf>,
        #[command(flatten)]
        data: Data,
    },
    /// Write everything that is kept of a participant to a JSON file, with the pictures beside it
    Export {
        /// The participant's name or id
        #[arg(long, value_name = "NAME_OR_ID")]
        participant: String,
        /// The file to make; must not exist
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        photos: PhotoOptions,
    },
    /// Erase a participant for good, in backups too; asks before it does
    Erase {
        /// The participant's name or id
        #[arg(long, value_name = "NAME_OR_ID")]
        participant: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// The archive, whose copy of the keys is replaced at once
        #[arg(long, value_name = "DIR", env = "QADAM_ARCHIVE")]
        archive: Option<PathBuf>,
        /// A list of who was erased, to append to: `epoch` reads it
        #[arg(long, value_name = "FILE", env = "QADAM_ERASED")]
        erased: Option<PathBuf>,
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        photos: PhotoOptions,
    },
    /// Print what mentors still sent for participants whom somebody else has now: an object a line
    Held(Data),
    /// List who was erased: ids and times, nothing else
    Erased(Data),
    /// Manage mentors
    Mentor {
        #[command(subcommand)]
        what: Mentor,
    },
    /// Make a joining code for a mentor's participants (mentors can do so in the app, too)
    Invite {
        /// The mentor's name, or the id that `mentor list` prints
        #[arg(long)]
        mentor: String,
        #[command(flatten)]
        data: Data,
    },
    /// Work with rule packs: what a programme asks, as a file
    Pack {
        #[command(subcommand)]
        what: PackCommand,
    },
}

#[derive(Debug, Subcommand)]
enum PackCommand {
    /// Check a rule pack and name each mistake with its line and place
    #[command(after_help = "Needs no server and no data folder, and changes nothing. A place reads like\n\
        levels[1].requirements.sport[0].min: in the second level, of the track sport, the\n\
        first requirement, its field min. docs/packs.md says what each field means.\n\n\
        Exit code: 0 no mistakes, 1 mistakes, 2 the file cannot be read.")]
    Check {
        /// The pack: a JSON file
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum Mentor {
    /// Make an account for a mentor and print a sign-in code that works once, for 7 days
    Add {
        /// What participants see
        #[arg(long)]
        name: String,
        #[command(flatten)]
        data: Data,
    },
    /// List mentors
    List(Data),
    /// Give a participant another mentor: everything goes on under the new one, and the old one's phone loses it
    Move {
        /// The participant's name or id
        #[arg(long, value_name = "NAME_OR_ID")]
        participant: String,
        /// The new mentor's name, or the id that `mentor list` prints
        #[arg(long, value_name = "NAME_OR_ID")]
        to: String,
        #[command(flatten)]
        data: Data,
    },
    /// Print a new sign-in code for a mentor who has lost theirs
    Code {
        /// The mentor's name, or the id that `mentor list` prints
        #[arg(long)]
        mentor: String,
        #[command(flatten)]
        data: Data,
    },
}

#[derive(Clone, Debug, Args)]
struct Data {
    /// Folder of the database; made when it is missing
    #[arg(long = "data", value_name = "DIR", env = "QADAM_DATA", default_value = ".data")]
    folder: PathBuf,
    /// A PostgreSQL instead of the folder, for several servers on one database: postgres://… or
    /// 'host=… dbname=…'. With a password in it, rather through the variable: others see command lines
    #[arg(long, value_name = "ADDRESS", env = "QADAM_DATABASE", hide_env_values = true)]
    database: Option<DatabaseAddress>,
    /// PostgreSQL: connections of this server for requests (one more is for /healthz)
    #[arg(long, value_name = "COUNT", env = "QADAM_DATABASE_CONNECTIONS", default_value_t = 16)]
    #[arg(hide_short_help = true)]
    database_connections: u16,
    /// PostgreSQL: seconds that reaching one address of it may take
    #[arg(long, value_name = "SECONDS", env = "QADAM_DATABASE_CONNECT", default_value_t = 5)]
    #[arg(hide_short_help = true)]
    database_connect: u16,
    /// PostgreSQL: seconds that a statement may take
    #[arg(long, value_name = "SECONDS", env = "QADAM_DATABASE_STATEMENT", default_value_t = 10)]
    #[arg(hide_short_help = true)]
    database_statement: u16,
    /// PostgreSQL: certificates (PEM) to check its own by, instead of those that everybody trusts
    #[arg(long, value_name = "FILE", env = "QADAM_DATABASE_CA", hide_short_help = true)]
    database_ca: Option<PathBuf>,
}

/// Where a PostgreSQL is. It may hold a password, so it is never printed.
#[derive(Clone)]
struct DatabaseAddress(String);

impl std::fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseAddress(…)")
    }
}

impl std::str::FromStr for DatabaseAddress {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.trim().to_owned()))
    }
}

#[derive(Debug, Args)]
struct Serve {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS", env = "QADAM_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    photos: PhotoOptions,
    /// Keep a continuous archive in this folder, on another disk: any moment of it can be restored. SQLite alone
    #[arg(long, value_name = "DIR", env = "QADAM_ARCHIVE")]
    archive: Option<PathBuf>,
    /// Days that the archive goes back
    #[arg(long, value_name = "DAYS", env = "QADAM_ARCHIVE_KEEP", default_value_t = 30)]
    archive_keep: u32,
    /// Folder of the built web app (with .br and .gz files beside the originals)
    #[arg(long, value_name = "DIR", env = "QADAM_WEB")]
    web: Option<PathBuf>,
    /// Fill an empty database with a demo cohort, and print fresh ways to sign in
    #[arg(long)]
    demo: bool,
    /// Serve counts for Prometheus at /metrics of this address. Not an address that the world can reach
    #[arg(long, value_name = "ADDRESS", env = "QADAM_METRICS")]
    metrics: Option<SocketAddr>,
    /// Phones that may pull from the beginning at once; the others wait for their turn
    #[arg(long, value_name = "COUNT", env = "QADAM_FIRST_SYNCS", default_value_t = 2)]
    #[arg(hide_short_help = true)]
    first_syncs: u16,
    /// Send cookies over TLS only; set it whenever TLS is in front
    #[arg(long, env = "QADAM_SECURE_COOKIES", value_parser = clap::builder::BoolishValueParser::new())]
    secure_cookies: bool,
}

#[derive(Clone, Debug, Args)]
struct PhotoOptions {
    /// Where pictures are kept: a folder, or s3://BUCKET/PREFIX with the settings of the variables AWS_… (see
    /// docs/server.md). Without it the folder `photos` of the data folder; with a PostgreSQL no pictures are taken
    #[arg(long, value_name = "PLACE", env = "QADAM_PHOTOS")]
    photos: Option<String>,
    /// S3: certificates (PEM) to check its own by, instead of those that everybody trusts
    #[arg(long, value_name = "FILE", env = "QADAM_PHOTOS_CA", hide_short_help = true)]
    photos_ca: Option<PathBuf>,
    /// Most pictures of a participant
    #[arg(long, value_name = "COUNT", env = "QADAM_PHOTOS_MAX", default_value_t = PICTURES_MAX)]
    #[arg(hide_short_help = true)]
    photos_max: usize,
}

/// Why a command did not work, as a sentence with what to do.
#[derive(Debug, Error)]
enum Failure {
    #[error("{0}")]
    Plain(String),
    #[error("{}", sentence(.0))]
    Store(#[from] StoreError),
    #[error(transparent)]
    Photos(#[from] PhotoError),
}

fn sentence(cause: &StoreError) -> String {
    match cause {
        StoreError::Busy => {
            "the database is held by another program, or does not answer; try again in a moment".into()
        }
        StoreError::NotWritable(what) => {
            format!("the database cannot be written ({what}); check its owner, its rights and the free space")
        }
        StoreError::Damaged(what) => format!(
            "the database is damaged or no database ({what}); move it aside ({FILE} in the data folder; do not \
             delete it) and put a backup in its place"
        ),
        StoreError::Keys => format!(
            "{KEYS} beside the database is missing, or is another database's: without it nothing can be read. Put its \
             copy beside the database (docs/server.md, \"Backup and restore\"); do not start without it"
        ),
        StoreError::Newer => {
            "the database was written by a newer qadam-server; start that one, or restore an older backup"
                .into()
        }
        other => other.to_string(),
    }
}

impl PhotoOptions {
    /// The store of pictures with its place, for people. None where nobody has said one and there is no folder
    /// that all servers share.
    fn open(&self, data: &Data) -> Result<Option<(Photos, String)>, Failure> {
        let chosen = self.photos.as_deref().filter(|place| !place.is_empty());
        let address = match (chosen, data.postgres()) {
            (Some(place), _) => place.parse().unwrap_or_else(|e: Infallible| match e {}),
            (None, None) => Address::Folder(data.folder.join("photos")),
            (None, Some(_)) => return Ok(None),
        };
        let photos = Photos::open(&address, self.photos_ca.as_deref())?;
        Ok(Some((photos, address.to_string())))
    }
}

impl Data {
    /// The address of the PostgreSQL, where one was chosen. An empty variable chooses none.
    fn postgres(&self) -> Option<&str> {
        self.database.as_ref().map(|a| a.0.as_str()).filter(|a| !a.is_empty())
    }

    async fn open(&self) -> Result<Arc<dyn Store>, Failure> {
        self.open_archived(None).await
    }

    /// The same with an archive that is kept until the store is closed.
    async fn open_archived(&self, archive: Option<archive::Options>) -> Result<Arc<dyn Store>, Failure> {
        let packs = Packs::shipped();
        let Some(address) = self.postgres() else {
            let store = SqliteStore::open(&self.folder, packs, &SystemEntropy)?;
            if let Some(archive) = archive {
                store.archive(archive, Arc::new(SystemClock))?;
            }
            return Ok(Arc::new(store));
        };
        if archive.is_some() {
            return Err(Failure::Plain(
                "--archive is for the database in the data folder; PostgreSQL archives by its own means \
                 (docs/postgres.md)"
                    .into(),
            ));
        }
        let seconds = |n: u16| Duration::from_secs(n.max(1).into());
        let options = Options {
            connections: self.database_connections.into(),
            connect: seconds(self.database_connect),
            statement: seconds(self.database_statement),
            ca: self.database_ca.clone(),
        };
        Ok(Arc::new(PostgresStore::open(address, &options, packs, Arc::new(SystemEntropy)).await?))
    }

    /// Where the data are, for people.
    fn place(&self) -> String {
        match self.postgres() {
            Some(_) => "PostgreSQL".to_owned(),
            None => self.folder.display().to_string(),
        }
    }
}

/// Runs the command line; 0 when it worked, 1 with a sentence when not, 2 for a wrong command line (and for
/// a file that `pack check` cannot read).
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            let code = u8::try_from(e.exit_code()).unwrap_or(2);
            return match e.print() {
                Ok(()) => ExitCode::from(code),
                Err(_) => ExitCode::from(2),
            };
        }
    };
    let filter = tracing_subscriber::EnvFilter::try_from_env("QADAM_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match cli.log_format {
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(e) => {
            eprintln!("qadam-server: {e}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("qadam-server: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Pack { what: PackCommand::Check { file } } => return Ok(pack::check(&file)),
        Command::Serve(serve) => serve::serve(serve).await?,
        Command::Demo(data) => admin::demo(&data).await?,
        Command::Restore { from, to, at, keys, without_keys } => {
            restore::restore(&from, &to, at, keys.as_deref(), without_keys).await?
        }
        Command::Epoch { erased, data } => restore::epoch(erased.as_deref(), &data).await?,
        Command::Export { participant, to, data, photos } => {
            people::export(&participant, &to, &data, &photos).await?
        }
        Command::Erase { participant, yes, archive, erased, data, photos } => {
            people::erase(&participant, yes, archive.as_deref(), erased.as_deref(), &data, &photos).await?
        }
        Command::Erased(data) => restore::erased(&data).await?,
        Command::Backup { file, data } => admin::backup(&file, &data)?,
        Command::Mentor { what: Mentor::Add { name, data } } => admin::add_mentor(&name, &data).await?,
        Command::Mentor { what: Mentor::List(data) } => admin::list_mentors(&data).await?,
        Command::Mentor { what: Mentor::Move { participant, to, data } } => {
            people::move_member(&participant, &to, &data).await?
        }
        Command::Held(data) => people::held(&data).await?,
        Command::Mentor { what: Mentor::Code { mentor, data } } => admin::mentor_code(&mentor, &data).await?,
        Command::Invite { mentor, data } => admin::invite(&mentor, &data).await?,
    }
    Ok(ExitCode::SUCCESS)
}
