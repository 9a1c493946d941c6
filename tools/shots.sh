#!/usr/bin/env bash
# Pictures of every screen, in three languages and both themes, into shots/ (git ignores it).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
[ -f tests/e2e/shots.mjs ] || die "tests/e2e/shots.mjs is not here yet: no pictures"
tools/web-build.sh
heading "server"
native cargo build ${QADAM_GRAPH:--p qadam-server -p qadam-testkit} --bin qadam-server --bin frames --bin life </dev/null >&2
need_browser
need_npm tests/e2e
heading "pictures into shots/"
mkdir -p shots
exec node tests/e2e/shots.mjs "$@"
