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
