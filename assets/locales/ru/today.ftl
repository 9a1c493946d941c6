# Today.
today-morning = Доброе утро, { $name }!
today-day = Добрый день, { $name }!
today-evening = Добрый вечер, { $name }!
today-night = Привет, { $name }!
today-month = { $month }-й месяц из { $months }
today-finish = Раньше всего закончишь
today-on-course = По графику
today-attention = Нужно внимание
today-first = Первый шаг
today-first-text = Запиши, что сделано сегодня: пробежка, книга, помощь кому-то? Хватит десяти секунд.
today-first-go = Первая запись
today-plan = План на сегодня
today-plan-open = План
today-plan-none = На сегодня ничего не запланировано. Можно отдохнуть, можно записать что захочется.
today-plan-done = Сделано { $done } из { $all }
today-tick = { $what }: отметить сделанным
today-ticked = { $what }: сделано
today-unticked = Запись убрана
today-quick = Быстрая запись
today-quick-hint = одним касанием
today-logged = Записано сегодня
today-steps = Последние 14 дней
today-steps-n = { $n ->
    [one] { $n } шаг
    [few] { $n } шага
   *[many] { $n } шагов
}
today-steps-kind = Пропустить день не страшно, путь продолжается.
today-returned = { $n ->
    [one] Нужна { $n } правка, остальное засчитано
    [few] Нужны { $n } правки, остальное засчитано
   *[many] Нужно { $n } правок, остальное засчитано
}
today-returned-go = Открыть отчёт
today-clock = Дата на телефоне верна?
today-beside = Одна запись есть в двух версиях
today-beside-text = Её изменили на двух телефонах одновременно. Сохранены обе, выбери верную.
today-beside-go = Сравнить
today-refused = { $n ->
    [one] { $n } запись не принята
    [few] { $n } записи не приняты
   *[many] { $n } записей не принято
}
today-look = Посмотреть
today-recovery = Запиши код восстановления
today-recovery-text = Если телефон потеряется, этот код всё вернёт. Он показывается только один раз.
today-until = до { $date }
today-refused-all = Что можно сделать
today-correct = Исправить
today-book = Все записи
