#!/usr/bin/env bash
# Builds the web app and the server and serves both, with a demo cohort in an empty database.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
listen=${QADAM_LISTEN:-127.0.0.1:8080}
# said now, and not after minutes of building
host=${listen%:*}
if (exec 3<>"/dev/tcp/${host/#0.0.0.0/127.0.0.1}/${listen##*:}") 2>/dev/null; then
    die "$listen is in use: stop what runs there, or choose another: QADAM_LISTEN=127.0.0.1:8090 ./dev run"
fi
need_cargo
need_cc
patient tools/web-build.sh
heading "server: qadam-server, optimised (the first time takes some minutes)"
patient cargo build --release -p qadam-server
heading "Qadam"
# exec: Ctrl-C and SIGTERM reach the server itself, which finishes what it has begun and says so
exec target/release/qadam-server serve --listen "$listen" \
    --data "${QADAM_DATA:-.data}" --web target/web-dist --demo "$@"
