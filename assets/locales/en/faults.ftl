# What went wrong: what happened, what is safe, what to do.
faults-code-length = The code is not complete. A joining code has 12 signs, a sign-in code 20.
faults-code-sign = Codes have no such sign. Check the Latin letters and digits.
faults-code-refused = This code does not work: mistyped, out of date or already used. Ask your mentor for a new one.
faults-code-other-kind = This is the other kind of code. A mentor’s joining code has 12 signs, a sign-in code 20.
faults-name = Write a name, at most { $max } characters.
faults-text-empty = Write something first.
faults-text-long = The text is too long: { $given } characters, at most { $max }. Shorten it and it will be saved; what you wrote is still here.
faults-pin-form = A PIN has 4 to 8 digits.
faults-pin-wrong = That PIN is not right. Tries left: { $left }.
faults-pin-wait = Too many wrong tries. Try again in { $seconds } s.
faults-date = { $date } cannot be. Check the date.
faults-no-profile = Open a profile first.
faults-role = This profile cannot do that.
faults-not-found = There is no such page, or it was removed. Your entries are safe.
faults-already-joined = You have joined already, or an answer is on its way.
faults-counted = An entry that was counted cannot be removed.
faults-in-report = This entry is in a report that is with your mentor. Wait for the answer first.
faults-clock = This phone says that today is { $date }, but the server’s clock says otherwise. If the date is wrong, set it right in the phone’s settings: entries take their day from it.
faults-clock-wrong = This phone says that today is { $date }, which cannot be. Set date and time right in the phone’s settings and try again. What you wrote is still here.
faults-clock-right = Yes, today is { $date }
faults-offline = No network. Everything is saved on this phone and goes out by itself when the network returns.
faults-server = The server does not answer. Everything is saved on this phone; we try again by ourselves.
faults-signed-out = This phone was signed out. Everything is saved here. To sign in again, enter a sign-in code.
faults-update = The server needs a newer app. Everything is saved here and goes out after the update.
faults-disk-full = The phone is full, and this entry was not saved. Earlier ones are safe. Free some space and save again.
faults-read-only = The phone does not allow writing to this folder. Earlier entries are safe. Open the app again.
faults-storage = The storage could not be read. Nothing was deleted. Open the app again.
faults-pack = The programme’s rules could not be read ({ $path }). Update the app; your entries are safe.
faults-elsewhere = Qadam is open in another tab.
faults-gone = The app has stopped. What was saved is safe. Open the page again.
faults-entry-track = The programme has no such track. Choose another one.
faults-entry-empty = Say how much you did: of zero there is nothing to save.
faults-entry-too-much = { $given } is too much: one entry holds at most { $max }. Spread it over several days.
faults-entry-future = That day has not come yet. Choose today or a day before.
faults-entry-too-long-ago = That day is more than a year ago. Choose a nearer one.
faults-entry-other-thing = That belongs to another track. Choose one of this track, or write a new name.
faults-entry-title-missing = Write the title: which book, project or journey is it?
faults-entry-photos = An entry has at most { $max } photos. Remove what is too much.
faults-picture-unreadable = No photo came of this file: it is broken, or no picture. Choose another photo. What you wrote is still here.
faults-picture-large = This file is too large. Choose another photo, or make it smaller. What you wrote is still here.
faults-entry-title-long = The title is too long, at most 200 characters.
faults-birth-future = A birthday cannot be in the future.
faults-birth-long-ago = Check the year of birth.
faults-too-young = This level starts at { $age }. It opens for you on { $date }.
faults-too-old = The programme can be joined up to the age of { $age }.
faults-start-future = A level cannot start in the future.
faults-bad-award = Only the award of an earlier level can shorten this one. Check your choice.
faults-plan-too-much = Too much for one day: at most { $max }.
faults-plan-time = Check the time or the days.
faults-plan-pause = A pause must end on or after its first day, and within a year. The plan is unchanged: correct the dates and save again.
faults-report-empty = Put at least one entry into the report.
faults-report-large = The report is too large. Send it in two parts.
faults-report-twice = One entry stands in the report twice.
faults-report-changed = This report has changed meanwhile. Open it again.
faults-report-mismatch = Each entry needs one decision.
faults-report-reason = Say why, in one sentence.
# Why something does not count.
faults-why-window-open = { $have } in these { $days } days do not count yet: { $need } needed. { $missing } more by { $until }.
faults-why-window-closed = { $have } in those { $days } days, { $need } were needed, so it does not count.
faults-why-window-cap = This week counts at most { $cap }.
faults-why-daily-cap = A day counts at most { $cap }.
faults-why-before = The level began on { $date }; this was before.
faults-why-after = The programme counts what was done up to { $date }; this came later.
faults-why-day-short = This day had { $have } on the way; a day of the journey needs { $need } to count.
faults-why-practice = This is a practice journey: it counts as practice, the one that qualifies comes after it.
faults-why-not-attested = The name of the person in charge is needed.
faults-why-returned = Your mentor asks for a correction: { $reason }
faults-why-not-accepted = Your mentor did not count it: { $reason }
faults-why-note = The note is short: { $have ->
    [one] { $have } word
   *[other] { $have } words
}, { $need } needed.
faults-why-not-finished = It counts when the book or project is finished.
faults-why-journey = { $have ->
    [one] { $have } day in a row
   *[other] { $have } days in a row
}, { $need } needed.
faults-why-already = This was counted once already.
faults-file-not-saved = The file was not saved: the folder cannot be written to, or there is no room. Everything in the app is safe. Make room and try again.
faults-plan-dates = The dates cannot be right: the last day before the first, longer than 60 days, or too many of them.
faults-plan-day = { $date } has passed or is too far away. Choose another day.
faults-plan-full = One day comes to { $time }, and { $max } is the most: sleep needs time, too.
faults-plan-word = When sending a plan back, say what should change, in at most 2000 characters.
faults-birth-fixed = Your mentor has decided by this date of birth, so it stays. If it is wrong, tell your mentor.
