#!/usr/bin/env bash
# Type-checks the app for phones without their SDKs. Types only: nothing is linked or run, and the C in
# it (SQLite, ring) is not compiled: its compiler is a stand-in that leaves an empty file.
# Usage: check-mobile.sh [TARGET…]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
stub="$ROOT/target/phones/stub"
mkdir -p "$stub/sdk"
printf '#!/bin/sh\nwhile [ $# -gt 0 ]; do if [ "$1" = "-o" ]; then : > "$2"; fi; shift; done\n' >"$stub/cc"
printf '#!/bin/sh\nfor a in "$@"; do case "$a" in *.a) : > "$a";; esac; done\n' >"$stub/ar"
chmod +x "$stub/cc" "$stub/ar"

[ $# -gt 0 ] || set -- aarch64-linux-android aarch64-apple-ios
for target in "$@"; do
    need_cross "$target" panic_abort # what the profile of the web wants
    t=${target//-/_}
    heading "phones: types for $target"
    # Folder and profile of the web build: what both run on this machine (macros, build scripts) is built once.
    env SDKROOT="$stub/sdk" "CC_$t=$stub/cc" "CXX_$t=$stub/cc" "AR_$t=$stub/ar" \
        "${CROSS[@]}" check "${CROSS_STD[@]}" --target "$target" --target-dir target/web --profile web \
        -p qadam --no-default-features --features mobile </dev/null >&2
done
say "The app's types fit: $*. Types only: nothing was linked or run; a real build needs the SDKs (android/, ios/)."
