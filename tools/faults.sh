#!/usr/bin/env bash
# Deliberate faults in sync and server code: each must be noticed by the test that is named for it.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
exec node tools/faults.mjs "$@"
