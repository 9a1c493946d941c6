# Today.
today-morning = Good morning, { $name }!
today-day = Hello, { $name }!
today-evening = Good evening, { $name }!
today-night = Hello, { $name }!
today-month = Month { $month } of { $months }
today-finish = Earliest finish
today-on-course = On course
today-attention = Needs attention
today-first = The first step
today-first-text = Log what you did today: a run, a book, a hand for somebody? Ten seconds will do.
today-first-go = First entry
today-plan = Today’s plan
today-plan-open = Plan
today-plan-none = Nothing is planned for today. Rest, or log whatever you like.
today-plan-done = { $done } of { $all } done
today-tick = { $what }: mark as done
today-ticked = { $what }: done
today-unticked = Entry taken back
today-quick = Quick log
today-quick-hint = one tap is enough
today-logged = Logged today
today-steps = Last 14 days
today-steps-n = { $n ->
    [one] { $n } step
   *[other] { $n } steps
}
today-steps-kind = Miss a day and the path still goes on.
today-returned = { $n ->
    [one] { $n } fix needed, the rest is counted
   *[other] { $n } fixes needed, the rest is counted
}
today-returned-go = Open the report
today-clock = Is this phone’s date right?
today-beside = One entry has two versions
today-beside-text = It was changed on two phones at the same time. Both are kept; choose the right one.
today-beside-go = Compare them
today-refused = { $n ->
    [one] { $n } entry was not accepted
   *[other] { $n } entries were not accepted
}
today-look = Have a look
today-recovery = Write your recovery code down
today-recovery-text = If this phone gets lost, the code brings everything back. It is shown only once.
today-until = until { $date }
today-refused-all = What can be done
today-correct = Correct it
today-book = All entries
