# What several places say.
common-skip = Skip to content
common-nav = Main menu
common-nav-today = Today
common-nav-journey = Journey
common-nav-log = Log
common-nav-chat = Chat
common-nav-me = Me
common-nav-queue = Queue
common-nav-people = People
common-unread = new messages
common-back = Back
common-close = Close
common-cancel = Cancel
common-save = Save
common-undo = Undo
common-undone = Undone
common-loading = Loading
common-minus = Less
common-plus = More
common-quoted = “{ $text }”
common-level = { $level } level
common-percent = { $n }%
common-ring = The whole journey: { $percent } percent. Seven arcs, seven tracks.
common-ring-track = { $track }: { $percent } percent counted
common-steps = Steps on { $n ->
    [one] { $n } of the last 14 days
   *[other] { $n } of the last 14 days
}
common-sync-here = Saved on this phone
common-sync-all = All sent
common-sync-waiting = { $n } waiting to send
common-sync-sending = Sending
common-sync-attention = { $n ->
    [one] { $n } needs attention
   *[other] { $n } need attention
}
common-of-hours = / { $need } h
common-of-pages = / { $need ->
    [one] { $need } page
   *[other] { $need } pages
}
common-of-days = / { $need ->
    [one] { $need } day
   *[other] { $need } days
}
common-of-weeks = / { $need ->
    [one] { $need } week
   *[other] { $need } weeks
}
common-of-books = / { $need ->
    [one] { $need } book
   *[other] { $need } books
}
common-of-projects = / { $need ->
    [one] { $need } project
   *[other] { $need } projects
}
common-of-journeys = / { $need ->
    [one] { $need } journey
   *[other] { $need } journeys
}
common-of-nights = / { $need ->
    [one] { $need } night
   *[other] { $need } nights
}
common-of-practice = / { $need } practice
common-place-here = On this phone
common-place-sent = On the server
common-place-report = In a report
common-place-seen = Seen by the mentor
common-place-counted = Counted
common-place-approved = Approved
common-place-fix = To fix
common-place-not = Not counted
common-place-refused = Not accepted
common-sorry = Something went wrong
common-not-found = Not found
common-home = Home
common-file-download = The file was downloaded: { $name }
common-file-at = The file was saved here: { $path }
common-again = Try again
common-part-missing = This part of the app is not on this phone yet. Connect to the network once, and from then on it opens without it.
common-language-missing = The texts of this language are not on this phone yet. Connect to the network and choose it again.
common-remind-title = Qadam
common-remind-of = Planned: { $what }
