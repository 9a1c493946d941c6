#!/usr/bin/env bash
# Real servers killed in a loop, a link that cuts, phones that write all the time (docs/torture.md).
#   ./dev torture [--minutes N] [--postgres] [--seed S]
# --postgres: two servers on one PostgreSQL, which is stopped and started as well. The optimised server.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need_cargo
need_cc
minutes=2 which=a_server_that_is_killed_all_the_time seed=$RANDOM$RANDOM
while [ $# -gt 0 ]; do
    case "$1" in
        --minutes) minutes=$2; shift ;;
        --seed) seed=$2; shift ;;
        --postgres) which=two_servers_and_a_database_that_crash; need_postgres ;;
        *) die "torture: $1 is not known" ;;
    esac
    shift
done
seconds=$(awk -v m="$minutes" 'BEGIN { printf "%d", m * 60 }')
heading "torture: $minutes minutes, seed $seed"
QADAM_TORTURE_SECONDS=$seconds QADAM_TORTURE_SEED=$seed \
    exec cargo test --release -q -p qadam-server --test torture -- --nocapture "$which" </dev/null
