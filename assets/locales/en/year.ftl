# A year in review.
year-title = Year in review
year-years = Years
year-empty = The year is still blank
year-empty-text = The first entry is the first square of this picture.
year-empty-past = No entries in this year
year-empty-past-text = Your picture begins in another year.
year-hours = hours of your own work
year-pages = { $n ->
    [one] page read
   *[other] pages read
}
year-entries = { $n ->
    [one] entry
   *[other] entries
}
year-active = { $n ->
    [one] day with an entry
   *[other] days with an entry
}
year-yours = All of it is yours.
year-small = A good beginning
year-small-text = The first steps are the hardest, and you have taken them. This picture grows with every entry.
year-days = Your year, day by day
year-days-label = { $year }: { $entries ->
    [one] { $entries } entry
   *[other] { $entries } entries
} on { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
year-months = Entries by month
year-busiest = { $month } was the fullest month: { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}.
year-weekdays = Active days by weekday
year-weekday = { $day } is your day: { $n ->
    [one] active { $n } time
   *[other] active { $n } times
}.
year-steady = { $n ->
    [one] { $n } week with an entry
   *[other] { $n } weeks in a row with an entry
}
year-comebacks = { $n ->
    [one] You came back after a pause { $n } time.
   *[other] You came back after a pause { $n } times.
}
year-comebacks-text = A pause is { $n } days or more without an entry. Coming back is what carries you on.
year-books = { $n ->
    [one] { $n } book read to the end
   *[other] { $n } books read to the end
}
year-projects = { $n ->
    [one] { $n } project finished
   *[other] { $n } projects finished
}
year-journeys = { $n ->
    [one] { $n } journey
   *[other] { $n } journeys
}
year-tracks = Track by track
year-best-day = Fullest day: { $amount }, { $date }
year-best-week = Fullest week: { $amount }, from { $date }
year-first = Your first words this year
year-last = Your latest words this year
year-logged-all = Everything that you logged, whether it is counted yet or not. Nobody is compared with you.
