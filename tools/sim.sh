#!/usr/bin/env bash
# Simulated worlds: phones, a server and all that goes wrong between them, by seeds.
#   ./dev sim --seeds N [--from F]   many, on all cores
#   ./dev sim --seed S               one again; QADAM_SIM_KEEP=1 keeps its files where something did not hold
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
native cargo build ${QADAM_GRAPH:--p qadam-testkit} --bin sim </dev/null >&2
[ $# -gt 0 ] || set -- --seeds 1000
exec target/debug/sim "$@"
