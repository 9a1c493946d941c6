"""Onboarding, one entry, a kill, and the entry again: in the real window, on its real files.

Usage: day.py BINARY DATA_FOLDER SHOTS_FOLDER
"""
import glob
import json
import os
import pathlib
import re
import sqlite3
import sys
import time

from window import PATIENCE, Window

binary, data, shots = sys.argv[1:4]
ROOT = pathlib.Path(__file__).resolve().parents[2]
NOTE = "Volunteered at the library"
# the child of no one: 16 years old in any year this runs, so that every level is open
YEAR = time.localtime().tm_year - 16
checks = 0


def texts():
    """The English texts that stand alone, by their key."""
    found = {}
    for file in sorted((ROOT / "assets/locales/en").glob("*.ftl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            match = re.match(r"([a-z][a-z0-9-]*) = (.+)$", line)
            if match and "{" not in match[2]:
                found[match[1]] = match[2].strip()
    return found


SAY = texts()


def check(what, right, detail=""):
    global checks
    if not right:
        raise AssertionError(f"{what}: {detail}")
    checks += 1
    print(f"  ok  {what}")


def entries():
    """What stands in the profile's file, read while the app has it open (and after it is gone)."""
    rows = []
    for file in glob.glob(os.path.join(data, "p-*.db")):
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as db:
            rows += [json.loads(body) for (body,) in db.execute("select body from entry where removed = 0")]
    return rows


def wait_for_entries():
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        rows = entries()
        if rows:
            return rows
        time.sleep(0.1)
    return []


def first_run(app):
    frame = app.focus()
    title, size = app.title_and_size(frame)
    check("the window is called Qadam", title == "Qadam", title)
    check("it is as large as a phone", size == (430, 900), size)

    app.press("English")
    app.see(SAY["onboarding-welcome-title"])
    app.shot("1-welcome")
    app.press(SAY["onboarding-start"])

    app.type(SAY["onboarding-name"], "Aru")
    app.date(SAY["onboarding-birth"], YEAR, 1, 15)
    app.shot("2-you")
    app.press(SAY["onboarding-next"])

    app.see(SAY["onboarding-level-title"])
    app.shot("3-level")
    app.press("Bronze", part=True)
    app.press("Choose ", part=True)
    app.see(SAY["onboarding-plan-title"])
    app.shot("4-plan")
    app.press(SAY["onboarding-plan-go"])
    app.see(SAY["onboarding-join-title"])
    app.press(SAY["onboarding-later"])

    app.see(SAY["common-nav-today"])
    app.shot("5-today")
    check("a profile has its own file", len(glob.glob(os.path.join(data, "p-*.db"))) == 1, os.listdir(data))

    app.press(SAY["common-nav-log"])
    app.see(SAY["log-title"])
    app.press("60")
    app.press(SAY["log-note-add"])
    app.type(SAY["log-note"], NOTE)
    app.shot("6-log")
    app.press(SAY["common-save"])
    rows = wait_for_entries()
    check("the entry is in SQLite", len(rows) == 1 and NOTE in json.dumps(rows[0]), rows)
    app.shot("7-logged")


def main():
    log = os.path.join(shots, "window.log")
    print("a first start")
    app = Window(binary, data, shots, log)
    try:
        first_run(app)
    except BaseException:
        app.shot("failed")
        raise
    finally:
        app.kill()

    print("killed, and started again")
    check("the entry outlives the kill", len(entries()) == 1, entries())
    app = Window(binary, data, shots, log)
    try:
        app.focus()
        app.see(NOTE)
        check("the entry is on the screen", True)
        app.shot("8-again")
    except BaseException:
        app.shot("failed")
        raise
    finally:
        app.kill()
    print(f"{checks} checks passed; pictures in {shots}")


main()
