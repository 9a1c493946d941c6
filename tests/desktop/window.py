"""The app's window as a screen reader sees it: roles and names over AT-SPI, keys through the X server.

Whatever a test presses here has a name that a blind person hears, too; what has none is not found.
"""
import os
import signal
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60.0  # seconds; only a hang is this long, no speed is asserted


class Missing(Exception):
    pass


class Window:
    """One run of the binary."""

    def __init__(self, binary, data, shots, log):
        self.shots = shots
        self.log = open(log, "ab")
        environment = dict(os.environ, QADAM_DATA=data, QADAM_SERVER="http://127.0.0.1:9", QADAM_LOG="info")
        self.process = subprocess.Popen([binary], env=environment, stdout=self.log, stderr=self.log)

    # --- ending it

    def kill(self):
        """As the system kills: no goodbye. WebKit's helpers see their parent gone and end themselves."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    # --- looking

    def root(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def walk(self, node=None, depth=0):
        """Every thing on the screen, in the order in which it is read."""
        node = node or self.root()
        if node is None or depth > 60:
            return
        yield node, depth
        try:
            count = node.get_child_count()
        except GLib.Error:  # drawn anew while we looked
            return
        for i in range(count):
            try:
                child = node.get_child_at_index(i)
            except GLib.Error:
                continue
            if child is not None:
                yield from self.walk(child, depth + 1)

    def tree(self):
        lines = []
        for node, depth in self.walk():
            try:
                lines.append("  " * depth + f"{node.get_role_name()} {(label(node) or text(node))!r}")
            except GLib.Error:
                continue
        return "\n".join(lines)

    def find(self, name, roles=None, nth=0, part=False):
        """Waits for the nth thing of this name (and role) that is shown and can be used."""
        deadline = time.monotonic() + PATIENCE
        while True:
            if self.process.poll() is not None:
                raise Missing(f"the window has ended with {self.process.returncode}")
            found = []
            for node, _ in self.walk():
                try:
                    if roles and node.get_role_name() not in roles:
                        continue
                    said = label(node)
                    if (said == name or part and name in (said or text(node))) and showing(node):
                        found.append(node)
                except GLib.Error:
                    continue
            if len(found) > nth:
                return found[nth]
            if time.monotonic() > deadline:
                raise Missing(f"no {roles or 'thing'} named {name!r}. There is:\n{self.tree()}")
            time.sleep(0.2)

    def see(self, words):
        """Waits until these words stand on the screen."""
        return self.find(words, part=True)

    # --- doing

    BUTTONS = ("push button", "button", "link", "toggle button", "radio button", "check box", "menu item", "list item")
    FIELDS = ("entry", "text", "spin button", "date editor", "password text")

    def press(self, name, nth=0, part=False):
        node = self.find(name, self.BUTTONS, nth, part)
        if not Atspi.Action.do_action(node, 0):
            raise Missing(f"{name!r} cannot be pressed")
        time.sleep(0.3)

    def type(self, name, words, part=False):
        """Focuses a field by its name and types, as fingers do."""
        self.find(name, self.FIELDS, part=part).grab_focus()
        time.sleep(0.3)
        self.keys(words)

    def date(self, name, year, month, day):
        """The parts of a date each take figures; the order is that of the machine's language."""
        self.find(name, self.FIELDS)
        for part, figures in (("month", f"{month:02d}"), ("day", f"{day:02d}"), ("year", f"{year:04d}")):
            self.find(part, ("spin button",)).grab_focus()
            time.sleep(0.3)
            self.keys(figures)

    def keys(self, words):
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "40", words], check=True)
        time.sleep(0.3)

    def focus(self):
        """There is no window manager on this display to give the window the keyboard."""
        out = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(self.process.pid)],
            check=True, capture_output=True, text=True, timeout=PATIENCE)
        window = out.stdout.split()[-1]
        subprocess.run(["xdotool", "windowfocus", "--sync", window], check=True, timeout=PATIENCE)
        return window

    def title_and_size(self, window):
        name = subprocess.run(["xdotool", "getwindowname", window], check=True, capture_output=True, text=True)
        shape = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window], check=True, capture_output=True, text=True)
        pairs = dict(line.split("=") for line in shape.stdout.split())
        return name.stdout.strip(), (int(pairs["WIDTH"]), int(pairs["HEIGHT"]))

    def shot(self, name):
        subprocess.run(["import", "-window", "root", os.path.join(self.shots, name + ".png")], check=True)


def label(node):
    """The name, without the directional marks that Fluent puts around what it fills in."""
    return "".join(c for c in (node.get_name() or "") if c not in "\u2068\u2069").strip()


def text(node):
    try:
        face = node.get_text_iface()
        if face is None:
            return ""
        said = Atspi.Text.get_text(face, 0, Atspi.Text.get_character_count(face))
    except GLib.Error:
        return ""
    return "".join(c for c in (said or "") if c not in "\u2068\u2069\ufffc").strip()


def showing(node):
    states = node.get_state_set()
    return states.contains(Atspi.StateType.SHOWING) and states.contains(Atspi.StateType.VISIBLE)
