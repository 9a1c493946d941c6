# Dates and amounts. Months and weekdays are chosen by number: 1 is January, 1 is Monday.
month-of = { $m ->
    [1] қаңтар
    [2] ақпан
    [3] наурыз
    [4] сәуір
    [5] мамыр
    [6] маусым
    [7] шілде
    [8] тамыз
    [9] қыркүйек
    [10] қазан
    [11] қараша
   *[12] желтоқсан
}
month-name = { $m ->
    [1] Қаңтар
    [2] Ақпан
    [3] Наурыз
    [4] Сәуір
    [5] Мамыр
    [6] Маусым
    [7] Шілде
    [8] Тамыз
    [9] Қыркүйек
    [10] Қазан
    [11] Қараша
   *[12] Желтоқсан
}
month-short = { $m ->
    [1] қаң
    [2] ақп
    [3] нау
    [4] сәу
    [5] мам
    [6] мау
    [7] шіл
    [8] там
    [9] қыр
    [10] қаз
    [11] қар
   *[12] жел
}
weekday-long = { $d ->
    [1] Дүйсенбі
    [2] Сейсенбі
    [3] Сәрсенбі
    [4] Бейсенбі
    [5] Жұма
    [6] Сенбі
   *[7] Жексенбі
}
weekday-short = { $d ->
    [1] Дс
    [2] Сс
    [3] Ср
    [4] Бс
    [5] Жм
    [6] Сб
   *[7] Жс
}
date-day-month = { $day } { $month }
date-day-month-year = { $year } ж. { $day } { $month }
date-weekday = { $weekday }, { $date }
date-month-year = { $month } { $year }
date-range-month = { $from }–{ $to } { $month }
date-range-month-year = { $year } ж. { $from }–{ $to } { $month }
date-today = Бүгін
date-yesterday = Кеше
dur-m = { $m } мин
dur-h = { $h } сағ
dur-hm = { $h } сағ { $m } мин
amount-hours = { $n } сағ
amount-pages = { $n } бет
amount-days = { $n } күн
