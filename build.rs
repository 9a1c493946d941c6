//! Two jobs. For every renderer: the style sheets go into one, which those carry inside that have no
//! files beside them (the web's go the same way in `tools/web-pack.mjs`: tokens, components, then the
//! rest by name). For phones: what `dx` 0.7.10 has no settings for. It writes the Android project, then
//! runs cargo (us), then Gradle: in between, our resources and the version code go in.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// wry's variable: the folder of the Kotlin files, `app/src/main/kotlin/dev/dioxus/main`. Only dx sets it.
const KOTLIN: &str = "WRY_ANDROID_KOTLIN_FILES_OUT_DIR";
/// The number of a build, where two of one version go to the store.
const BUILD: &str = "QADAM_BUILD";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed={KOTLIN}");
    println!("cargo:rerun-if-env-changed={BUILD}");
    styles()?;
    match env::var("CARGO_CFG_TARGET_OS")?.as_str() {
        "android" => android(),
        "ios" => ios(),
        _ => Ok(()),
    }
}

fn styles() -> io::Result<()> {
    println!("cargo:rerun-if-changed=assets/css");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo gave no OUT_DIR"))?;
    let mut sheets: Vec<PathBuf> = match fs::read_dir("assets/css") {
        Ok(dir) => dir.map(|f| f.map(|f| f.path())).collect::<io::Result<_>>()?,
        Err(_) => Vec::new(),
    };
    sheets.retain(|p| p.extension().is_some_and(|e| e == "css"));
    sheets.sort_by_key(|p| (rank(p), p.clone()));
    let text = sheets.iter().map(fs::read_to_string).collect::<io::Result<String>>()?;
    fs::write(Path::new(&out).join("app.css"), text)
}

fn rank(sheet: &Path) -> usize {
    let name = sheet.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    ["tokens", "components"].iter().position(|n| *n == name).unwrap_or(2)
}

fn android() -> Result<(), Box<dyn Error>> {
    // phones with 16 KB pages do not load a library that is aligned to 4 KB, and Play refuses it
    println!("cargo:rustc-link-arg=-Wl,-z,max-page-size=16384");
    let Ok(kotlin) = env::var(KOTLIN) else { return Ok(()) };
    // dx writes the project anew at each build and cargo cannot see that: run each time
    println!("cargo:rerun-if-changed=android/.run-always");
    let main = Path::new(&kotlin).ancestors().nth(4).ok_or(format!("{KOTLIN} is too short: {kotlin}"))?;
    copy(Path::new("android/res"), &main.join("res"))?;
    let gradle = main.join("../../build.gradle.kts");
    let text = fs::read_to_string(&gradle).map_err(|e| format!("{}: {e}", gradle.display()))?;
    let from = "versionCode = 1\n";
    if !text.contains(from) {
        return Err(
            format!("{} has no \"versionCode = 1\": dx's template has changed", gradle.display()).into()
        );
    }
    fs::write(&gradle, text.replace(from, &format!("versionCode = {}\n", version_code()?)))?;
    Ok(())
}

/// 1.2.3 with build 4 is 1_002_003_04: it grows with the version and Play takes it (below 2_100_000_000).
fn version_code() -> Result<u32, Box<dyn Error>> {
    let part = |name: &str| -> Result<u32, Box<dyn Error>> { Ok(env::var(name)?.parse()?) };
    let build = if env::var(BUILD).is_ok() { part(BUILD)? } else { 0 };
    let (major, minor, patch) = (
        part("CARGO_PKG_VERSION_MAJOR")?,
        part("CARGO_PKG_VERSION_MINOR")?,
        part("CARGO_PKG_VERSION_PATCH")?,
    );
    if major > 20 || minor > 999 || patch > 999 || build > 99 {
        return Err(format!("no version code for {major}.{minor}.{patch}, build {build}").into());
    }
    Ok(((major * 1000 + minor) * 1000 + patch) * 100 + build)
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).map_err(|e| format!("{}: {e}", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Our Info.plist replaces dx's, which would have had the version filled in.
fn ios() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=ios/Info.plist");
    let version = env::var("CARGO_PKG_VERSION")?;
    let plist = fs::read_to_string("ios/Info.plist")?;
    if plist.matches(&format!("<string>{version}</string>")).count() != 2 {
        return Err(format!("ios/Info.plist does not say version {version} twice, as Cargo.toml does").into());
    }
    Ok(())
}
