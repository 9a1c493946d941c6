# What the commands of ./dev share: words, and getting what is missing. Sourced, never run.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
TOOLS="$ROOT/target/tools"
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-auto}
# bash would otherwise find nothing in a shell that did not read the profile
[ -d "${HOME:-/}/.cargo/bin" ] && PATH="$HOME/.cargo/bin:$PATH"
PATH="$TOOLS/bin:$PATH"
export PATH

heading() { printf '\n== %s\n' "$*" >&2; }
say() { printf '%s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# patient COMMAND…  The command, such that Ctrl-C and SIGTERM end it too, and not only this script.
patient() {
    local child code=0
    "$@" </dev/null >&2 &
    child=$!
    trap 'kill "$child" 2>/dev/null; wait "$child"; exit 143' TERM INT
    wait "$child" || code=$?
    trap - TERM INT
    return $code
}

# native COMMAND…  In tests (QADAM_GRAPH) with clippy as the compiler of our own crates, see tools/test.sh.
native() {
    if [ "${QADAM_GRAPH-}" ] && has clippy-driver; then
        env RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-D__CLIPPY_HACKERY__warnings "$@"
    else
        "$@"
    fi
}

# seconds since this command began, for headings
elapsed() { printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60)); }

has() { command -v "$1" >/dev/null 2>&1; }
has_deb() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# need_apt PACKAGE…  Installs what is missing; with everything there, asks nobody anything.
need_apt() {
    local missing=() package
    if ! has dpkg-query; then
        say "This is no Debian system: the commands below need what Debian calls: $*"
        return 0
    fi
    for package in "$@"; do has_deb "$package" || missing+=("$package"); done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        has sudo || die "these packages are missing, and installing them needs root: ${missing[*]}"
        as_root=(sudo)
    fi
    has apt-get || die "these packages are missing, and there is no apt-get here: ${missing[*]}"
    heading "apt: ${missing[*]}"
    local log="$ROOT/target/apt.log" turn
    mkdir -p "$ROOT/target"
    # Two steps of a test may want packages at a time: one after the other.
    if has flock; then exec {turn}>"$ROOT/target/.apt.lock"; flock "$turn"; fi
    if ! { "${as_root[@]}" apt-get update && DEBIAN_FRONTEND=noninteractive \
        "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } </dev/null >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        die "apt could not install: ${missing[*]} (the whole story: target/apt.log)"
    fi
    [ -z "${turn-}" ] || exec {turn}>&-
}

# apt_offers PACKAGE  A fresh image has no lists of packages yet, or old ones: they are fetched to know.
# Not piped into `grep -q`: it goes at the first hit, and with pipefail the asker's broken pipe says "no".
apt_offers() {
    has apt-cache || return 1
    [[ $(apt-cache policy "$1" 2>/dev/null) != *'Candidate: '[0-9]* ]] || return 0
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update </dev/null >/dev/null 2>&1 || return 1
    [[ $(apt-cache policy "$1" 2>/dev/null) == *'Candidate: '[0-9]* ]]
}

# The native compiler: rustup's where it is, else Debian's (1.96, in Debian 12's security updates).
need_cargo() {
    has cargo && return 0
    if has apt-get && has dpkg-query; then
        need_apt cargo-web rustc-web gcc libc6-dev
        has cargo && return 0
    fi
    die "cargo is missing. Install Rust 1.95 or newer (https://rustup.rs), then run this again."
}

# need_component RUSTUP-NAME DEBIAN-NAME SUBCOMMAND
need_component() {
    cargo "$3" --version >/dev/null 2>&1 && return 0
    if has rustup; then rustup component add "$1" </dev/null >&2; else need_apt "$2"; fi
}

# The tests start servers of their own with its programs (src/server/cluster.rs); no server of the system is used.
need_postgres() {
    local program
    for program in "$(command -v initdb)" /usr/lib/postgresql/*/bin/initdb; do
        [ -x "$program" ] && return 0
    done
    if has brew; then brew install postgresql >&2; else need_apt postgresql; fi
}

need_cc() { has cc || need_apt gcc libc6-dev; }

need_node() {
    has node || need_apt nodejs
    has npm || need_apt npm
    has node && has npm || die "node and npm are missing (Node.js 20 or newer; 18 is enough for ./dev run)"
}

# need_npm FOLDER  Installs what its lock file says, once.
need_npm() {
    need_node
    local folder=$1 stamp="$1/node_modules/.qadam-lock"
    cmp -s "$folder/package-lock.json" "$stamp" && return 0
    heading "npm: $folder"
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2 \
        || die "npm could not install what $folder/package-lock.json names"
    cp "$folder/package-lock.json" "$stamp"
}

CARGO_DENY=0.20.2 # tools/test.sh

# version_of CRATE  As Cargo.lock has it.
version_of() { awk -v want="name = \"$1\"" '$0 == want { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock; }

# need_tool CRATE VERSION [FLAGS…]  A program of crates.io, in target/tools.
need_tool() {
    local crate=$1 version=$2
    shift 2
    grep -qF "\"$crate $version (" "$TOOLS/.crates.toml" 2>/dev/null && return 0
    need_cargo
    need_cc
    heading "cargo install $crate $version (once; some minutes)"
    # Half as long to build, and used for seconds.
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        cargo install "$crate" --version "=$version" --root "$TOOLS" "$@" </dev/null >&2
}

# Ours, of the libraries of wasm-bindgen and wasm-split, which must fit the app's own.
need_wasm_tool() {
    local of want
    for of in "wasm-bindgen wasm-bindgen-cli-support" "dioxus wasm-split-cli"; do
        want=$(version_of "${of% *}")
        grep -qF "${of#* } = \"=$want\"" tools/wasm/Cargo.toml || die "tools/wasm/Cargo.toml: ${of#* } must be =$want, as Cargo.lock has ${of% *}"
    done
    need_cargo
    need_cc
    heading "tools/wasm: what cuts and binds the wasm (the first time takes some minutes)"
    cargo build -q --release --locked --manifest-path tools/wasm/Cargo.toml --target-dir target/tools/wasm </dev/null >&2
    mkdir -p "$TOOLS/bin"
    ln -sf ../wasm/release/qadam-wasm "$TOOLS/bin/qadam-wasm"
}

# ---- compiling for other targets --------------------------------------------------------------------
# Three ways, in this order: rustup has the target; Debian's rustc-web, which builds the standard library
# from Debian's own sources; rustup fetches the target. Sets CROSS (the command) and exports the rest.
CROSS=()
need_cross() {
    local target=$1 std=$2
    if has rustup && [[ $'\n'$(rustup target list --installed 2>/dev/null </dev/null)$'\n' == *$'\n'"$target"$'\n'* ]]; then
        need_cargo
        CROSS=(cargo)
    elif has dpkg-query && { has_deb rustc-web || apt_offers rustc-web; }; then
        need_apt rustc-web cargo-web rust-web-src gcc libc6-dev
        # std is compiled with -Zbuild-std, which Debian's stable compiler allows only when told so
        CROSS=(env RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc /usr/bin/cargo)
        CROSS_STD=("-Zbuild-std=std,$std")
    elif has rustup && rustup target add "$target" </dev/null >&2; then
        need_cargo
        CROSS=(cargo)
    else
        die "no compiler for $target: neither rustup nor Debian's rustc-web has it"
    fi
}
CROSS_STD=()

# clang, llvm-ar and wasm-ld for SQLite's C in the browser
need_wasm_c() {
    local v
    for v in 19 20 21 22 ""; do
        local dash=${v:+-$v}
        if has "clang$dash" && has "llvm-ar$dash" && has "wasm-ld$dash"; then
            WASM_C_VERSION=$dash
            break
        fi
    done
    if [ -z "${WASM_C_VERSION+set}" ]; then
        if has brew; then
            has "$(brew --prefix)/opt/llvm/bin/clang" || brew install llvm lld >&2
            PATH="$(brew --prefix)/opt/llvm/bin:$(brew --prefix)/opt/lld/bin:$PATH"
            WASM_C_VERSION=""
        else
            need_apt clang-19 lld-19 llvm-19
            WASM_C_VERSION=-19
        fi
    fi
    export QADAM_WASM_CLANG="clang$WASM_C_VERSION" CC_wasm32_unknown_unknown="$ROOT/tools/wasm-cc"
    export AR_wasm32_unknown_unknown="llvm-ar$WASM_C_VERSION"
    # Means nothing to C: a change of tools/wasm-cc makes cargo compile SQLite again.
    CFLAGS_wasm32_unknown_unknown="-DQADAM_CC=$(cksum <"$ROOT/tools/wasm-cc" | cut -d' ' -f1)"
    export CFLAGS_wasm32_unknown_unknown
    # Debian's compiler brings no rust-lld; rustup's does
    if [ "${CROSS[0]}" = env ]; then
        export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="wasm-ld$WASM_C_VERSION"
    fi
}

# ---- windows and browsers -----------------------------------------------------------------------------
need_desktop() {
    [ "$(uname -s)" = Linux ] || return 0
    need_apt pkg-config libwebkit2gtk-4.1-dev libxdo-dev libayatana-appindicator3-dev libssl-dev
}

# A browser that is here, else Debian's; QADAM_CHROMIUM names another.
need_browser() {
    local name
    if [ -z "${QADAM_CHROMIUM:-}" ]; then
        for name in chromium chromium-browser google-chrome-stable google-chrome; do
            if has "$name"; then QADAM_CHROMIUM=$(command -v "$name"); break; fi
        done
    fi
    if [ -z "${QADAM_CHROMIUM:-}" ]; then
        need_apt chromium
        QADAM_CHROMIUM=$(command -v chromium) || die "no Chromium here; QADAM_CHROMIUM=/path/to/chrome names one"
    fi
    export QADAM_CHROMIUM
}
