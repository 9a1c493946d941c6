# Итоги года.
year-title = Итоги года
year-years = Годы
year-empty = Год пока чистый лист
year-empty-text = Первая запись станет первым квадратом этой картины.
year-empty-past = В этом году записей нет
year-empty-past-text = Твоя картина начинается в другом году.
year-hours = ч твоего труда
year-pages = { $n ->
    [one] страница прочитана
    [few] страницы прочитано
   *[many] страниц прочитано
}
year-entries = { $n ->
    [one] запись
    [few] записи
   *[many] записей
}
year-active = { $n ->
    [one] день с записями
    [few] дня с записями
   *[many] дней с записями
}
year-yours = Всё это сделано тобой.
year-small = Хорошее начало
year-small-text = Первые шаги самые трудные, и они уже сделаны. Картина растёт с каждой записью.
year-days = Твой год по дням
year-days-label = { $year }: { $entries ->
    [one] { $entries } запись
    [few] { $entries } записи
   *[many] { $entries } записей
}, { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
}.
year-months = Записи по месяцам
year-busiest = Самый полный месяц — { $month }: { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}.
year-weekdays = Активные дни по дням недели
year-weekday = Твой день — { $day }: с записями { $n ->
    [one] { $n } раз
    [few] { $n } раза
   *[many] { $n } раз
}.
year-steady = { $n ->
    [one] { $n } неделя подряд с записями
    [few] { $n } недели подряд с записями
   *[many] { $n } недель подряд с записями
}
year-comebacks = { $n ->
    [one] Возвращений после перерыва: { $n }.
   *[other] Возвращений после перерыва: { $n }.
}
year-comebacks-text = Перерыв — это { $n } дней или больше без записей. Вперёд ведёт именно возвращение.
year-books = { $n ->
    [one] { $n } книга прочитана до конца
    [few] { $n } книги прочитаны до конца
   *[many] { $n } книг прочитано до конца
}
year-projects = { $n ->
    [one] { $n } проект завершён
    [few] { $n } проекта завершены
   *[many] { $n } проектов завершено
}
year-journeys = { $n ->
    [one] { $n } поход
    [few] { $n } похода
   *[many] { $n } походов
}
year-tracks = По направлениям
year-best-day = Самый полный день: { $amount }, { $date }
year-best-week = Самая полная неделя: { $amount }, с { $date }
year-first = Твои первые слова в этом году
year-last = Твои последние слова в этом году
year-logged-all = Всё, что ты записываешь: и то, что уже в зачёте, и то, что ещё нет. Тебя ни с кем не сравнивают.
