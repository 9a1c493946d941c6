//! For tests: a PostgreSQL of their own. Made in a folder in the temporary place, reached through a Unix
//! socket in it alone, and ended with the process that started it, however that ends: a shell beside it waits
//! for the end of its input, which nobody but this process holds open.
#![cfg(unix)]
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_debug_implementations)]

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

const MISSING: &str = "PostgreSQL is missing on this machine: these tests start one of their own and need its \
    programs initdb, pg_ctl, createdb and psql, on the PATH or in /usr/lib/postgresql/*/bin (Debian, Ubuntu: \
    apt-get install postgresql; macOS: brew install postgresql)";

/// `$1` the programs, `$2` the folder, `$3` the settings. Answers one line when the server accepts connections.
const WATCH: &str = r#"
"$1/initdb" -D "$2/data" -U qadam -A trust -E UTF8 --locale=C --no-sync >"$2/log" 2>&1 &&
"$1/pg_ctl" -D "$2/data" -w -t 60 -l "$2/log" -o "$3" start >/dev/null 2>&1 &&
echo ready || cat "$2/log"
cat >/dev/null
"$1/pg_ctl" -D "$2/data" -m immediate stop >/dev/null 2>&1
rm -rf "$2"
"#;

pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    watch: Child,
    input: Option<ChildStdin>,
    databases: AtomicU32,
}

impl Cluster {
    pub fn start() -> Self {
        let programs = programs().unwrap_or_else(|| panic!("{MISSING}"));
        let folder = tempfile::Builder::new().prefix("qadam-pg").tempdir().unwrap().keep();
        let mut watch = ordinary(Path::new("sh"), &folder)
            .args(["-c", WATCH, "sh"])
            .args([&programs, &folder])
            .arg(settings(&folder))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It outlives this process by a moment: nothing of it may still hold our output then.
            .stderr(Stdio::null())
            .current_dir("/")
            // Whoever ends this process with its group must not end the one that tidies up.
            .process_group(0)
            .spawn()
            .unwrap();
        let input = watch.stdin.take();
        let mut said = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(watch.stdout.take().unwrap()), &mut said)
            .unwrap();
        let it = Self { programs, folder, watch, input, databases: AtomicU32::new(0) };
        assert_eq!(said, "ready\n", "PostgreSQL does not start; its log: {}/log", it.folder.display());
        it
    }

    /// The address of a database.
    pub fn address(&self, name: &str) -> String {
        format!("host={} user=qadam dbname={name}", self.folder.display())
    }

    /// Makes a fresh database and gives its address.
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.make(&name, &[])
    }

    /// The same, with more words for `createdb`.
    pub fn make(&self, name: &str, more: &[&str]) -> String {
        let mut create = Command::new(self.programs.join("createdb"));
        create.arg("-h").arg(&self.folder).args(["-U", "qadam"]).args(more).arg(name);
        let out = create.output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        self.address(name)
    }

    /// Says something to a database, as its owner.
    pub fn sql(&self, address: &str, sql: &str) {
        let out =
            Command::new(self.programs.join("psql")).args(["-q", "-d", address, "-c", sql]).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }

    /// What `pg_ctl start` needs after `-o`; a restart remembers it.
    pub fn settings(&self) -> String {
        settings(&self.folder)
    }

    /// `pg_ctl … restart -m immediate`, `stop`, `start`: as a crash and a repair would have it.
    pub fn control(&self, words: &[&str]) {
        let log = self.folder.join("log");
        let mut ctl = ordinary(&self.programs.join("pg_ctl"), &self.folder);
        ctl.arg("-D").arg(self.folder.join("data")).arg("-w").arg("-l").arg(log).args(words).current_dir("/");
        // The server would keep a pipe of ours open for ever.
        let status = ctl.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        assert!(status.success(), "pg_ctl {words:?}");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.input.take());
        self.watch.wait().unwrap();
    }
}

fn settings(folder: &Path) -> String {
    format!("-c listen_addresses='' -k '{}' -c max_connections=200", folder.display())
}

fn programs() -> Option<PathBuf> {
    let has = |folder: &PathBuf| {
        ["initdb", "pg_ctl", "createdb", "psql"].iter().all(|program| folder.join(program).is_file())
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|all| all.flatten().map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    // A link to initdb alone does not lead pg_ctl to postgres: where it points to is where all are.
    let on_path = std::env::split_paths(&path)
        .filter_map(|folder| Some(folder.join("initdb").canonicalize().ok()?.parent()?.to_path_buf()));
    on_path.chain(versions.into_iter().rev()).find(has)
}

/// PostgreSQL does not run as root: then somebody who is nobody runs it, and owns the folder.
fn ordinary(program: &Path, folder: &Path) -> Command {
    let id = |what: &str, who: &[&str]| {
        let out = Command::new("id").arg(what).args(who).output().unwrap();
        String::from_utf8(out.stdout).unwrap().trim().parse::<u32>().unwrap()
    };
    if id("-u", &[]) != 0 {
        return Command::new(program);
    }
    std::os::unix::fs::chown(folder, Some(id("-u", &["nobody"])), Some(id("-g", &["nobody"]))).unwrap();
    let mut command = Command::new("runuser");
    command.args(["-u", "nobody", "--"]).arg(program);
    command
}
