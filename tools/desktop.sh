#!/usr/bin/env bash
# The same app in a window of this computer. QADAM_DATA=FOLDER keeps its data elsewhere.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
need_desktop
heading "desktop: the app (the first time takes some minutes)"
cargo build --release -p qadam --features desktop </dev/null >&2
[ "${1:-}" = --build-only ] && exit 0
export QADAM_SERVER="${QADAM_SERVER:-http://127.0.0.1:8080}"
say "It syncs with $QADAM_SERVER (QADAM_SERVER=… chooses another)"
exec target/release/qadam "$@"
