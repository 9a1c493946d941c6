# The log sheet.
log-title = What did you do?
log-edit = Change the entry
log-track = Track
log-repeat = Repeat
log-activity = Activity
log-other = Other
log-min = min
log-pages = pages
log-amount = How much
log-presets = Presets
log-night = Night out
log-night-no = No night out
log-night-yes = With a night out
log-effect-kept = It is saved on this phone.
log-effect-window = This week: { $before } + { $added } = { $sum }. The week counts!
log-effect-window-short = This week: { $before } + { $added } = { $sum }. { $missing } more and it counts.
log-effect-then = That week: { $before } + { $added } = { $sum }. The week counts!
log-effect-then-short = That week: { $before } + { $added } = { $sum }. { $missing } more and it counts.
log-effect-adds = Adds { $added }. Counted so far: { $with }.
log-effect-thing = Counts when it is finished. So far: { $with }
log-day = Day
log-day-other = Another day
log-note = Note
log-note-add = Add a note
log-note-hint = What happened, what you liked, what you learned — in your own words.
log-book = Which book?
log-book-hint = The book’s title
log-book-finished = I finished the book
log-project = Which project?
log-project-hint = Leave empty if there is none
log-project-finished = I finished the project
log-journey = Which journey?
log-journey-hint = For example: hike to Turgen
log-journey-finished = The journey is over
log-stay = Which residential project?
log-stay-hint = For example: summer volunteer camp
log-stay-finished = The project is over
log-thing-new = New
log-by-name = Who can confirm it?
log-by-hint = The name of the person in charge there
log-by-role = Who are they?
log-safe = Saved on this phone at once. No internet needed.
log-saved = Saved on this phone
log-removed = Entry removed
log-remove = Remove the entry
log-suggest = What to log now
log-suggest-at = planned for { $at }
log-suggest-plan = planned
log-hours = On the way that day, hours
log-hours-unit = h
log-late = { $n ->
    [one] It will be marked: entered { $n } day later.
   *[other] It will be marked: entered { $n } days later.
}
log-review = What you think of the book
log-words = { $have ->
    [one] { $have } word, { $need } needed
   *[other] { $have } words, { $need } needed
}
log-words-ok = { $have ->
    [one] { $have } word: enough
   *[other] { $have } words: enough
}
log-people = Who confirmed before
