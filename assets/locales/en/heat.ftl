# Heatmaps and the days in them.
heat-entries = { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}
heat-over = { $amount } and more
heat-label = { $what }, { $from } to { $to }: { $days ->
    [one] { $days } day
   *[other] { $days } days
} with an entry. The most on { $best }: { $amount }.
heat-keys = Calendar of days. Arrow keys pick a day: up and down by a day, left and right by a week.
heat-pick = Look at a day
heat-before = The day before
heat-after = The day after
heat-none = Nothing logged on this day.
heat-table = Show as a table
heat-table-close = Close the table
heat-week = Week
heat-days = Days
heat-sum = Total
