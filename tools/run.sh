#!/usr/bin/env bash
# Builds the web app and the server and serves both, with a demo cohort in an empty database.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
tools/web-build.sh
heading "server: qadam-server, optimised (the first time takes some minutes)"
cargo build --release -p qadam-server </dev/null >&2
heading "Qadam"
# exec: Ctrl-C and SIGTERM reach the server itself, which finishes what it has begun and says so
exec target/release/qadam-server serve --listen "${QADAM_LISTEN:-127.0.0.1:8080}" \
    --data "${QADAM_DATA:-.data}" --web target/web-dist --demo "$@"
