# Journey, tracks.
journey-title = Journey
journey-on-course = You are on course
journey-behind = There is something to look at
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
journey-next-journey = Go on a journey: { $days } days in a row, { $nights ->
    [one] { $nights } night
   *[other] { $nights } nights
}.
journey-next-practise = First go on a practice journey: { $days } days in a row.
journey-next-rest = A pause until { $until }: nothing is expected now.
journey-next-await = All is logged and waits for your mentor’s approval.
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
journey-tell = , how it comes about
journey-begin = Your way begins
journey-first = The first entry colours the ring
journey-first-text = Log something you did today, however short. From then on this page counts for you.
journey-choose = Choose a track
journey-choose-text = Tap a track beside this and its days open here.
journey-year = Year in review
journey-year-text = Your year in pictures
journey-days = Every day of the level
journey-days-empty = No entries yet: the first one colours the first day.
journey-months = Month by month
journey-months-all = All months
journey-months-few = Fewer months
journey-active = Days with an entry
journey-best-week = Fullest week, from { $date }
journey-best-day = Fullest day, { $date }
journey-logged-all = Everything that you logged, whether it is counted yet or not.
journey-n-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}
journey-n-books = { $n ->
    [one] { $n } book
   *[other] { $n } books
}
journey-n-projects = { $n ->
    [one] { $n } project
   *[other] { $n } projects
}
journey-n-journeys = { $n ->
    [one] { $n } journey
   *[other] { $n } journeys
}
journey-n-nights = { $n ->
    [one] { $n } night
   *[other] { $n } nights
}
journey-medals = Medals
journey-medals-end = A complete level leads to a medal or a certificate; a commission decides which.
journey-medal-complete = Complete: everything it needs is counted.
journey-medal-now = Under way: { $percent }% counted
journey-medal-passed = You began with a later level.
journey-medal-after = After the { $level } level: one level at a time.
journey-medal-months = { $n ->
    [one] At least { $n } month
   *[other] At least { $n } months
}
journey-medal-age = From the age of { $age }: { $date }.
journey-why-level-title = { $percent }% of the level
journey-why-level = { $n ->
    [one] The level needs { $n } track. This is how much of it your mentor has approved, rounded down.
   *[other] The level needs { $n } tracks. This is the mean of their percentages, rounded down. Only what your mentor has approved is in it.
}
journey-why-waits = With what waits for your mentor: at least { $percent }%.
journey-why-beside = Not needed for the level and not in this number: { $tracks }.
journey-why-time-title = Day { $day } of { $days }
journey-why-time = The level lasts at least { $months } months: from { $start } to { $end }.
journey-why-time-paused = The pauses of your plan moved the last day by { $days }.
journey-why-time-early = Even when every track is done, the level can be claimed on that day at the earliest.
journey-why-time-over = These months are over: now the tracks alone decide.
journey-why-finish-title = { $date } at the earliest
journey-why-finish-none = No day yet
journey-why-last = { $track } finishes last: { $date }.
journey-why-months = The tracks could be ready before. The level’s own months decide: they run until { $date }.
journey-why-no-day = For one track or more no day can be worked out: see below. Plan it, or plan more for a week.
journey-why-plan = We reckon that you keep your plan from today on and that your mentor approves everything that waits.
journey-why-never = the plan is not enough
journey-why-unplanned = no plan yet
journey-why-never-line = The plan as it stands never gets there: plan more for a week.
journey-why-unplanned-line = Without a plan for this track no finish can be worked out.
journey-why-done-on = If you keep the plan, this track is done on { $date } at the earliest.
journey-why-left = Still to log: { $amount }.
journey-why-weekly = Your plan has { $amount } a week.
journey-why-one-window = Only one can be added in every { $days } days.
journey-why-claim = Before the level can be claimed
journey-why-claim-tracks = These tracks are not fully counted yet:
journey-why-claim-free = Nothing stands before the claim: everything is counted and the months are over.
journey-why-track = { $n ->
    [one] This is how much of what the track needs is counted, rounded down.
   *[other] The track needs { $n } things. This is the mean of their percentages, rounded down.
}
journey-why-counted = Counted: { $amount }. Your mentor has approved it and it keeps the rule.
journey-why-counted-none = Nothing is counted yet: your mentor’s approval is what counts it.
journey-why-provisional = Waiting: { $amount }. It keeps the rule and counts once your mentor approves it.
journey-why-needed = Needed in all ({ $level }): { $amount }.
journey-why-window = The rule: { $days } days together count from { $min } on; below that they add nothing. They are reckoned from the level’s first day.
journey-why-attested = Only entries that name the person in charge count.
journey-why-once = Each title counts once, when it is finished.
journey-why-note = The entry that finishes it needs a note of at least { $words } words.
journey-why-journey = The days must follow each other and belong to one journey.
journey-why-daily = One day adds { $cap } at most.
journey-why-week = You have logged { $have } this week; entries that were returned or not accepted are left out. From { $need } on the week counts, once your mentor has approved it.
journey-why-best-day = The most on one day: { $amount }, { $days }.
journey-why-best-days = The most in days that count together: { $amount }, { $days }.
journey-why-best = Approved or waiting; the limit of days that count together does not apply here. You compete only with yourself.
journey-why-cap = They add { $cap } at most.
journey-why-longer = Or { $days } days together with { $min }.
journey-why-day = A day counts with at least { $amount } on the way.
journey-why-practice = Practice journeys come before the one that qualifies.
journey-why-reports = { $n ->
    [one] { $n } report is on its way or with your mentor; the claim waits for the answer.
   *[other] { $n } reports are on their way or with your mentor; the claim waits for the answers.
}
journey-why-too-late = The programme had to be finished by { $date }. Talk to your mentor about it.
journey-why-choice = One of these tracks must have more weeks ({ $tracks }): { $have } of { $amount } are counted.
journey-medal-held = You hold this award.
journey-steady = Steadiness: { $percent }%
journey-why-steady-all = Every week of the level in which you logged something adds to it, in whichever track.
journey-why-steady-track = Each week adds to it as far as it reaches what the rule asks of this track.
journey-why-steady = The latest weeks weigh most. A week without costs a little and coming back mends it; a pause in your plan holds it. It decides nothing: it is for you.
journey-lost = What does not count
journey-lost-text = Each entry says its own reason.
journey-lost-window = Weeks below the minimum
journey-lost-window-cap = Above what a week counts
journey-lost-daily-cap = Above what a day counts
journey-lost-before = Before the level began
journey-lost-after = After the last day
journey-lost-attested = Nobody in charge is named
journey-lost-returned = Sent back to be put right
journey-lost-not-accepted = Not accepted by the mentor
journey-lost-note = Notes that are too short
journey-lost-not-finished = Not finished yet
journey-lost-journey = Journeys that were too short
journey-lost-day = Journey days that were too short
journey-lost-practice = Practice journeys
journey-lost-already = Counted before
