# plan: seven tracks of a week
plan-title = My plan
plan-text = A rough plan is enough. You can change it any day.
plan-none = No plan yet
plan-add = Add
plan-daily = Every day
plan-no-days = No day chosen
plan-week = { $time } a week
plan-planned = { $n } of { $all } tracks planned
plan-suggest = Suggest a plan
plan-suggested = A plan for all tracks is in place. Change what does not fit.
plan-what = What
plan-goal = In your own words
plan-goal-hint = A book, a club, a place: whatever you call it.
plan-days = Days of the week
plan-amount = How much on such a day
plan-less-days = One journey day at a time
plan-time = Time
plan-time-hint = Optional. Today then shows it in this order.
plan-time-bad = Choose a time between 00:00 and 23:59, or leave it empty.
plan-done = Done
plan-remove = Take out of the plan
plan-saved = Plan saved on this phone
plan-removed = { $track } taken out of the plan
plan-unit-minutes = min
plan-unit-pages = { $n ->
    [one] page
   *[other] pages
}
plan-edit = Change
plan-weekly = Every week
plan-finish = With this plan you can finish on { $date }
plan-advice-none = The level needs this track, and nothing is planned in it.
plan-advice-below = { $days ->
    [7] A week comes to { $planned }, at least { $need } is needed: a week with less does not count.
   *[other] { $days } days come to { $planned }, at least { $need } is needed: with less they do not count.
}
plan-advice-over = { $days ->
    [7] A week comes to { $planned }, only { $cap } of it counts. More does no harm.
   *[other] { $days } days come to { $planned }, only { $cap } of it counts. More does no harm.
}
plan-advice-daily = Only { $cap } of one day counts.
plan-advice-done = At this pace it is done on { $date }
plan-advice-late = At this pace it is done only on { $date }, and the level can end on { $end }. To be quicker, add a day or an amount.
plan-advice-never = This plan does not add up to what is needed. Add a day or an amount.
plan-advice-charge = Name somebody in charge when you log it: only then it counts.
plan-advice-journey = A journey of { $days } days in a row is needed. You give it dates on the Plan page, under “With a date”.
plan-advice-long-week = One day comes to { $time }. Leave time to rest, too.
plan-advice-long-day = { $date }: this day comes to { $time }. Leave time to rest, too.
plan-dates = With a date
plan-dates-none = A journey, a clean-up, a contest: add here what has a day of its own.
plan-dates-add = Add something with a date
plan-dates-past = Past: { $n }
plan-dated = Something with a date
plan-track = Track
plan-dated-title = Name
plan-dated-title-hint = For example: journey to Charyn canyon
plan-dated-title-missing = Name the journey: its entries gather under this name.
plan-dated-on = Day
plan-dated-bad = Give the whole date
plan-dated-until = Last day
plan-dated-until-hint = Only if there are several days
plan-dated-until-bad = The last day cannot be before the first
plan-dated-amount = How much a day
plan-along = Take the plan along
plan-calendar = Get a calendar file
plan-calendar-text = Your phone’s calendar opens the file. When the plan changes, get the file again: events are renewed, not doubled.
plan-past = Earlier plans
plan-past-text = Kept on this phone.
plan-past-until = Until { $date }
plan-past-since = Made on { $date }
plan-approved = Approved on { $date }
plan-approved-by = Approved on { $date } by { $name }
plan-returned = Sent back on { $date } to think over
plan-returned-by = Sent back on { $date } by { $name } to think over
plan-waits = Your plan waits for the mentor’s word
plan-waits-text = Log without waiting: nothing you do depends on it.
plan-changed-since = Approved: the plan of { $date }. It has changed since and waits for another look.
plan-of = Participant’s plan
plan-of-now = The plan now
plan-of-hints = Please look at
plan-answer = Your word
plan-answer-again = Change your word
plan-answer-text = The participant logs without waiting: this only gives direction. Without network it goes out later.
plan-word = A word to { $name }
plan-word-hint = Not needed to approve.
plan-word-missing = Say what should change
plan-send-back = Send back
plan-approve = Approve
plan-said-approved = Plan approved
plan-said-returned = Plan sent back with your word
plan-pauses = Pauses
plan-pauses-used = { $n } of { $all } days
plan-pauses-text = Exams, illness, harvest: weeks that a pause touches are excused, nothing counted is lost, only the finish moves. This level allows up to { $n } days in all.
plan-pause = Pause
plan-pause-add = Add a pause
plan-pause-kind = What for
plan-pause-exams = Exams
plan-pause-illness = Illness
plan-pause-harvest = Harvest, family work
plan-pause-other = Something else
plan-pause-from = First day
plan-pause-effect = { $n ->
    [one] { $n } day. The level can end on { $end } at the earliest
   *[other] { $n } days. The level can end on { $end } at the earliest
}
plan-pauses-left = Days of pauses: { $used } of { $all }. More than that moves nothing.
plan-pause-saved = Pause saved
plan-pause-remove = Take the pause out
plan-pause-removed = Pause taken out
plan-remind-off = Remind me
plan-remind-on = Reminders are on
plan-remind-text = You are reminded at the time in the plan, not of what is done. The browser asks for permission. It works while the app is open; when it is closed, the calendar file reminds.
plan-remind-denied = This browser bars notifications; its settings can allow them. With reminders on, the calendar file reminds, too.
plan-remind-phone = I remind you at the planned time, and not of what is done. It comes even while the app is closed. The phone asks for permission when you switch it on.
plan-remind-phone-denied = This phone does not allow notifications; its settings can. If you switch it on here, the calendar file reminds you too.
plan-remind-calendar = With reminders on, the calendar file below reminds 10 minutes before each item. The app itself cannot remind here yet.
plan-remind-quiet = Never between 21:00 and 07:00.
