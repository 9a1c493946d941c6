# The log book, and one entry.
book-title = Log book
book-beside = Choose an entry
book-beside-text = Tap an entry in the list and it opens here.
book-entry = Entry
book-all = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
book-hits = { $n ->
    [one] { $n } entry found of { $all }
   *[other] { $n } entries found of { $all }
}
book-entries = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
book-none = No entries yet
book-none-text = After your first entry everything stands here, day by day.
book-none-go = First entry
book-nothing = Nothing found
book-nothing-text = Try other words, or take a filter off.
book-clear = Show everything
book-search = Search the entries
book-search-clear = Clear the search
book-filters = Filters
book-filter-off = { $what }: take the filter off
book-track = Track
book-status = Where it stands
book-status-waits = In no report yet
book-status-report = In a report
book-status-counted = Counted
book-status-fix = To fix
book-status-not = Not counted
book-status-yet = Does not count yet
book-days = When
book-days-all = All the time
book-days-custom = Choose the days
book-from = From
book-to = To
book-since = since { $date }
book-until = until { $date }
book-note = Note
book-facts = About the entry
book-fact-activity = What it was
book-fact-book = Book
book-fact-project = Project
book-fact-journey = Journey
book-fact-stay = Residential project
book-finished = finished
book-fact-night = Night
book-fact-hours = On the way that day
book-fact-by = Who can confirm it
book-fact-on = Happened on
book-fact-written = Written
book-fact-edited = Edited
book-fact-report = Report
book-fact-report-at = sent { $at }
book-late = { $n ->
    [one] Entered { $n } day later
   *[other] Entered { $n } days later
}
book-late-text = Your mentor sees this mark too. It is only a mark: no entry is refused because of it.
book-adds = { $n } counted.
book-adds-part = { $part } of { $all } counted.
book-adds-waits = Adds { $n } once your mentor agrees.
book-adds-waits-part = Adds { $part } of { $all } once your mentor agrees.
book-adds-both = { $n } counted, { $waits } more wait for your mentor.
book-word = Your mentor’s word
book-word-counted = Counted
book-word-fix = To fix
book-word-not = Not counted
book-word-by = { $who }, { $date }
book-word-earlier = It speaks of an earlier version of the entry. The present one waits for its own decision.
book-past = Earlier versions
book-past-removed = Removed
book-past-back = Bring this version back
book-past-back-done = The earlier version is back
book-two = Two phones say different things
book-two-text = This entry was changed on two phones while they were offline. Above is what arrived first, below is the other. Choose the right one. The other stays among the earlier versions.
book-two-removed = This entry was removed on one phone and changed on another meanwhile. Choose what is right.
book-two-take = Take this one
book-two-taken = The version you chose is in place
book-two-keep = Keep what is there
book-two-leave = Leave it removed
book-two-kept = The entry stays as it is
book-was-track = Track: { $was }
book-was-amount = Was { $was }
book-was-day = Day: { $was }
book-was-activity = What it was: { $was }
book-was-thing = Title: { $was }
book-was-night = { $was }
book-was-by = Who can confirm it: { $was }
book-was-note = Note: { $was }
book-was-photos = Photos: { $was }
book-was-none = none
book-was-same = No different from the next version
book-edit = Edit
book-again = Log again today
book-removed = This entry was removed.
book-restore = Bring it back
book-restored = The entry is back
book-keeps-counted = A counted entry cannot be removed.
book-keeps-report = It stands in a report with your mentor, so it cannot be removed now.
