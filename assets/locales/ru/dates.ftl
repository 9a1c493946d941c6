# Dates and amounts. Months and weekdays are chosen by number: 1 is January, 1 is Monday.
month-of = { $m ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
month-name = { $m ->
    [1] Январь
    [2] Февраль
    [3] Март
    [4] Апрель
    [5] Май
    [6] Июнь
    [7] Июль
    [8] Август
    [9] Сентябрь
    [10] Октябрь
    [11] Ноябрь
   *[12] Декабрь
}
month-short = { $m ->
    [1] янв
    [2] фев
    [3] мар
    [4] апр
    [5] май
    [6] июн
    [7] июл
    [8] авг
    [9] сен
    [10] окт
    [11] ноя
   *[12] дек
}
weekday-long = { $d ->
    [1] Понедельник
    [2] Вторник
    [3] Среда
    [4] Четверг
    [5] Пятница
    [6] Суббота
   *[7] Воскресенье
}
weekday-short = { $d ->
    [1] Пн
    [2] Вт
    [3] Ср
    [4] Чт
    [5] Пт
    [6] Сб
   *[7] Вс
}
date-day-month = { $day } { $month }
date-day-month-year = { $day } { $month } { $year } г.
date-weekday = { $weekday }, { $date }
date-month-year = { $month } { $year }
date-range-month = { $from }–{ $to } { $month }
date-range-month-year = { $from }–{ $to } { $month } { $year } г.
date-today = Сегодня
date-yesterday = Вчера
dur-m = { $m } мин
dur-h = { $h } ч
dur-hm = { $h } ч { $m } мин
amount-hours = { $n } ч
amount-pages = { $n ->
    [one] { $n } страница
    [few] { $n } страницы
   *[many] { $n } страниц
}
amount-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
