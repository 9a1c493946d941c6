//! Puts the style sheets into one, for the renderers that carry them inside. The web's go the same way
//! in `tools/web-dist.mjs`: tokens, components, then the rest by name.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=assets/css");
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
