#!/usr/bin/env bash
# Measures, prints figures beside their budgets, writes target/bench.json. Usage: bench.sh [NAME]
# Natively: src/testkit's `bench`. In Chromium as a phone: tests/e2e/bench.mjs. Both print JSON objects,
# one a line: {"name": {"value": 1.2, "unit": "ms", "budget": 10, "better": "lower"}}
#   bench.sh peers [--scale 0.05] [--runs N]            beside other servers (tools/peers/README.md)
#   bench.sh scale [--people 15000,1500000] [--rounds N]  in a small and in a large database (docs/scale.md)
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
need_node
mkdir -p target/bench
case "${1-}" in
    peers)
        shift
        has python3 || need_apt python3
        python3 -c 'import venv, ensurepip' 2>/dev/null || need_apt python3-venv
        tools/peers/install.sh target/peers
        heading "bench peers: qadam-server, optimised"
        cargo build --release -q -p qadam-server -p qadam-testkit --bin qadam-server --bin peer </dev/null >&2
        # Databases lie on the disk that builds lie on, not in memory.
        mkdir -p target/bench/data
        exec node tools/peers/run.mjs --tools target/peers --programs target/release --data target/bench/data "$@" \
            >target/bench/peers.jsonl
        ;;
    scale)
        shift
        heading "bench scale: qadam-server, optimised"
        cargo build --release -q -p qadam-server -p qadam-testkit --bin qadam-server --bin scale </dev/null >&2
        folder=target/bench/scale
        rm -rf "$folder"
        trap 'rm -rf "$folder"' EXIT
        # a thousand phones are a thousand open files, here and there
        ulimit -n 8192 2>/dev/null || ulimit -n "$(ulimit -Hn)"
        target/release/scale target/release/qadam-server "$folder" "$@" </dev/null >target/bench/scale.lines
        node tools/bench-table.mjs target/bench/scale.json target/bench/scale.lines
        exit
        ;;
esac
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
