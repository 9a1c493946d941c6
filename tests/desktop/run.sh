#!/usr/bin/env bash
# The desktop window, driven as a screen reader would: builds the app, opens it on a display of its own
# and runs a day in it (day.py). Pictures go to target/desktop-shots.
# Usage: run.sh [BINARY]      KEEP=1 keeps the data folder
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
app=${1:-}
if [ -z "$app" ]; then
    cargo build -q -p qadam --features desktop
    app=target/debug/qadam
fi
# Debian's Python has the accessibility bindings; one from pyenv or conda has not
python=/usr/bin/python3
"$python" -c 'import gi; gi.require_version("Atspi", "2.0")' || {
    echo "wanted: apt-get install python3-gi gir1.2-atspi-2.0 at-spi2-core xdotool xvfb dbus imagemagick" >&2
    exit 1
}
shots=target/desktop-shots
rm -rf "$shots" && mkdir -p "$shots"
home=$(mktemp -d)
trap '[ -n "${KEEP-}" ] || rm -rf "$home"' EXIT

# a home of its own: no settings, caches or buses of whoever runs it
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache XDG_DATA_HOME=$home/share
export XDG_RUNTIME_DIR=$home/run GSETTINGS_BACKEND=memory NO_AT_BRIDGE=0 GDK_BACKEND=x11 LANG=C.UTF-8
# software drawing: Xvfb has no GPU
export WEBKIT_DISABLE_DMABUF_RENDERER=1 WEBKIT_DISABLE_COMPOSITING_MODE=1 LIBGL_ALWAYS_SOFTWARE=1
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY AT_SPI_BUS_ADDRESS

timeout --kill-after=10 300 xvfb-run -a -s "-screen 0 800x1000x24" \
    dbus-run-session -- "$python" tests/desktop/day.py "$(realpath "$app")" "$home/data" "$shots"
