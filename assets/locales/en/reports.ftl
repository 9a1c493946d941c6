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
reports-safe = Saved on this phone at once, sent when there is network
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
