#!/usr/bin/env bash
# Measures, prints figures beside their budgets, writes target/bench.json. Usage: bench.sh [NAME]
# Natively: src/testkit's `bench`. In Chromium as a phone: tests/e2e/bench.mjs. Both print JSON objects,
# one a line: {"name": {"value": 1.2, "unit": "ms", "budget": 10, "better": "lower"}}
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
need_node
mkdir -p target/bench
rm -f target/bench/*.jsonl
failed=0
if [ -f src/testkit/bench.rs ] || [ -f src/testkit/bin/bench.rs ]; then
    heading "bench: natively"
    cargo run --release -q -p qadam-testkit --bin bench -- "$@" </dev/null >target/bench/native.jsonl || failed=1
else
    say "No native benchmark is here yet (src/testkit/bin/bench.rs)"
fi
if [ -f tests/e2e/bench.mjs ]; then
    tools/web-build.sh
    cargo build --release -p qadam-server -p qadam-testkit --bin qadam-server --bin frames </dev/null >&2
    need_browser
    need_npm tests/e2e
    heading "bench: in the browser"
    QADAM_BIN=target/release node tests/e2e/bench.mjs "$@" </dev/null >target/bench/browser.jsonl || failed=1
else
    say "No benchmark of the browser is here yet (tests/e2e/bench.mjs)"
fi
node tools/bench-table.mjs target/bench.json target/bench/*.jsonl || failed=1
exit $failed
