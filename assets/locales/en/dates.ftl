# Dates and amounts. Months and weekdays are chosen by number: 1 is January, 1 is Monday.
month-of = { $m ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-name = { $m ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-short = { $m ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
weekday-long = { $d ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
weekday-short = { $d ->
    [1] Mo
    [2] Tu
    [3] We
    [4] Th
    [5] Fr
    [6] Sa
   *[7] Su
}
date-day-month = { $day } { $month }
date-day-month-year = { $day } { $month } { $year }
date-weekday = { $weekday }, { $date }
date-month-year = { $month } { $year }
date-range-month = { $from }–{ $to } { $month }
date-range-month-year = { $from }–{ $to } { $month } { $year }
date-today = Today
date-yesterday = Yesterday
dur-m = { $m } min
dur-h = { $h } h
dur-hm = { $h } h { $m } min
amount-hours = { $n } h
amount-pages = { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
amount-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
