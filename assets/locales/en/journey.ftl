# Journey, tracks.
journey-title = Journey
journey-on-course = You are on course
journey-behind = Some tracks need attention
journey-left = { $n ->
    [one] At least { $n } day to go
   *[other] At least { $n } days to go
}
journey-months-done = The level’s months are over
journey-today = today
journey-road = { $percent } percent of the way, { $passed } percent of the time
journey-finish = If you keep the plan, the earliest finish is { $date }
journey-no-finish = Plan every track and we work out when you can finish.
journey-reports = Reports
journey-reportable = { $n ->
    [one] { $n } entry is ready for a report
   *[other] { $n } entries are ready for a report
}
journey-reports-open = Waiting for an answer: { $n }
journey-all-reports = All reports
journey-plan = Plan
journey-tracks = Seven tracks
journey-tracks-attention = { $n ->
    [one] { $n } needs attention
   *[other] { $n } need attention
}
journey-claim = Before the level can be claimed: { $tracks }.
journey-claim-months = The level’s months run until { $date }.
journey-of-hours = / { $need } h
journey-of-pages = / { $need } pages
journey-of-days = / { $need } days
journey-of-weeks = / { $need } weeks
journey-of-books = / { $need } books
journey-of-projects = / { $need } projects
journey-of-journeys = / { $need } journeys
journey-of-nights = / { $need } nights
journey-of-practice = / { $need } practice
journey-provisional = Waiting for your mentor: { $amount }
journey-next-nothing = All done. Well done!
journey-next-fix = To fix: { $reason }
journey-next-window-empty = Reach { $need } by { $until } and this week counts.
journey-next-window = { $have } of this week do not count yet: { $need } needed. { $missing } more by { $until }.
journey-next-window-done = { $have } of this week count.
journey-next-more = { $amount } more.
journey-next-book = Finish “{ $title }” and write a note of at least { $words } words.
journey-next-books = Books still to read: { $n }.
journey-next-project = Finish the project “{ $title }”.
journey-next-projects = Projects still to do: { $n }.
journey-next-journey = Go on a journey: { $days } days in a row, { $nights } nights.
journey-next-practise = First go on a practice journey: { $days } days in a row.
journey-next-rest = A pause until { $until }: nothing is expected now.
journey-next-await = All is logged; your mentor’s word is missing.
journey-status-new = Not started
journey-status-on-course = On course
journey-status-attention = Needs attention
journey-status-done = Done
journey-act-log = Log
journey-act-fix = Fix
journey-best = Your best so far: { $amount }, { $date }
journey-weeks = The last five weeks
journey-entries = Entries
journey-entries-n = { $n } in all
journey-none = No entries yet
journey-none-text = The first entry starts this track.
journey-weeks-total = Total
journey-weeks-counts = the week counts
journey-window-now = This week
