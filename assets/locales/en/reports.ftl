# Reports: list, one, new.
reports-title = Reports
reports-new = New report
reports-alone = No mentor yet
reports-alone-text = You can make a report now: it is kept on this phone and goes out when you join a mentor.
reports-reportable = { $n ->
    [one] { $n } entry is ready for a report
   *[other] { $n } entries are ready for a report
}
reports-reportable-text = What the mentor has looked at and approved is counted.
reports-make = Make a report
reports-none = No reports yet
reports-none-text = Log a step first, then send it to the mentor.
reports-none-go = Log a step
reports-none-left = Nothing to report yet
reports-sent = Reports sent
reports-name = Report, { $days }
reports-entries = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
reports-tracks = { $n ->
    [one] { $n } track
   *[other] { $n } tracks
}
reports-to-fix = { $n ->
    [one] { $n } fix needed
   *[other] { $n } fixes needed
}
reports-queued = On this phone
reports-delivered = Delivered
reports-seen = Seen
reports-decided = Decision
reports-approved = Approved
reports-in-part = Approved in part
reports-returned = Returned to be fixed
reports-not-accepted = Not counted
reports-choose = Which entries shall go? Untick what should stay.
reports-pick = Put in the report: { $what }, { $date }
reports-word = A word to the mentor
reports-word-hint = Not required. You can say what you learned.
reports-actions = What can be done
reports-send = { $n ->
    [one] Send { $n } entry
   *[other] Send { $n } entries
}
reports-safe = Saved at once, sent when online
reports-saved = The report is saved on this phone
reports-kept = { $n ->
    [one] { $n } entry is counted already and stays so.
   *[other] { $n } entries are counted already and stay so.
}
reports-my-word = Your word to the mentor
reports-entries-title = Entries
reports-where = Where the report is
reports-ask = Ask
reports-again = Send again
reports-left = { $n ->
    [one] { $n } fix left, then the button wakes
   *[other] { $n } fixes left, then the button wakes
}
reports-mentor = Mentor
reports-no-words = No comment.
reports-fix = Fix
reports-fix-label = Fix: { $what }
reports-fixed = Done
reports-beside = Choose a report
reports-beside-text = Tap a report in the list and it opens here.
reports-more = Show more ({ $n })
reports-continue = Continue the report
reports-kept-here = What you choose and write is kept on this phone
reports-version = version { $n }
reports-period = Which days
reports-p-last = Since the last report
reports-p-week = This week
reports-p-two = Two weeks
reports-p-month = This month
reports-p-days = My own days
reports-from = First day
reports-to = Last day
reports-which-tracks = Which tracks
reports-empty-days = Nothing to report in these days. Choose others.
reports-would = If the mentor approves it all
reports-would-none = Nothing is added yet
reports-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}
reports-books = { $n ->
    [one] { $n } book
   *[other] { $n } books
}
reports-projects = { $n ->
    [one] { $n } project
   *[other] { $n } projects
}
reports-nights = { $n ->
    [one] { $n } night
   *[other] { $n } nights
}
reports-nothing-yet = { $n ->
    [one] { $n } entry adds nothing yet; the reason stands beside it. You can send it all the same.
   *[other] { $n } entries add nothing yet; the reasons stand beside them. You can send them all the same.
}
reports-adds-none = Adds nothing yet
reports-with-others = counts once the rest of its week, book or journey is approved too
reports-left-out = Not going from these days: { $n }
reports-left-in-report = In a report with the mentor: { $n }
reports-left-to-fix = To be fixed first: { $n }
reports-left-decided = Already decided by the mentor: { $n }
reports-left-removed = Deleted by you: { $n }
reports-left-refused = Not accepted by the server: { $n }
reports-left-look = See what was not accepted
reports-outside = { $n ->
    [one] { $n } more entry is ready on other days.
   *[other] { $n } more entries are ready on other days.
}
reports-many = { $n ->
    [one] Too much for one report: { $n } entry
   *[other] Too much for one report: { $n } entries
}
reports-many-text = { $max ->
    [one] A report holds { $max } entry at most. Choose a shorter period; the rest goes into the next one.
   *[other] A report holds { $max } entries at most. Choose a shorter period; the rest goes into the next one.
}
reports-many-go = { $n ->
    [one] { $days }: { $n } entry
   *[other] { $days }: { $n } entries
}
reports-draft = Draft
reports-wait-today = Reached the mentor today
reports-wait = { $n ->
    [one] With the mentor for { $n } day
   *[other] With the mentor for { $n } days
}
reports-wait-clock = After { $remind } days the mentor is reminded, after { $escalate } the coordinator sees it.
reports-to-fix-title = Fix this
reports-rest = { $n ->
    [one] { $n } entry does not count; the reason stands beside it. Fix it and it can go into a new report.
   *[other] { $n } entries do not count; the reasons stand beside them. Fix them and they can go into a new report.
}
reports-answer = Your answer to the mentor
reports-changed = Changed: { $what }
reports-ch-what = what you did
reports-ch-note = the words
reports-ch-attested = who confirms it
reports-ch-photos = photos
reports-take-out = Leave out
reports-take-out-label = Leave out this time: { $what }
reports-put-back = Put back
reports-put-back-label = Put back into the report: { $what }
reports-out = Not sent this time. The mentor's words stay with the entry.
reports-again-none = Nothing is left to send. Put something back, or leave it at that.
reports-not-in = Not in this version
reports-not-in-text = They were in an earlier version. The mentor's words are kept.
reports-before = Earlier versions
reports-refused = The server did not accept this report
reports-journeys = { $n ->
    [one] { $n } journey
   *[other] { $n } journeys
}
reports-practice = { $n ->
    [one] { $n } practice journey
   *[other] { $n } practice journeys
}
