//! What `tools/web-build.sh` does to the wasm that rustc wrote.
//!
//! `qadam-wasm bindgen WASM FOLDER NAME` writes the JavaScript side and the wasm that fits it.
//! `qadam-wasm split WASM BOUND FOLDER` cuts what comes later off: `main.wasm`, and a file for each line
//! where the app is cut, named after its function.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["bindgen", wasm, folder, name] => bindgen(wasm, folder, name),
        ["split", wasm, bound, folder] => split(wasm, bound, folder),
        _ => bail!("bindgen WASM FOLDER NAME, or split WASM BOUND FOLDER"),
    }
}

fn bindgen(wasm: &str, folder: &str, name: &str) -> Result<()> {
    let mut b = wasm_bindgen_cli_support::Bindgen::new();
    b.input_path(wasm).out_name(name).web(true)?;
    // Names and relocations stay for the splitter.
    b.typescript(false).demangle(false).keep_debug(true).remove_producers_section(true);
    b.generate(folder).with_context(|| format!("{wasm} cannot be bound"))
}

fn split(wasm: &str, bound: &str, folder: &str) -> Result<()> {
    let (original, bound) = (read(wasm)?, read(bound)?);
    let parts = wasm_split_cli::Splitter::new(&original, &bound)?.emit()?;
    let folder = Path::new(folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("main.wasm"), &parts.main.bytes)?;
    for (n, chunk) in parts.chunks.iter().enumerate() {
        fs::write(folder.join(format!("chunk_{n}.wasm")), &chunk.bytes)?;
    }
    for part in &parts.modules {
        let name = part.component_name.as_deref().context("a part without a name")?;
        fs::write(folder.join(format!("{name}.wasm")), &part.bytes)?;
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{path} cannot be read"))
}
