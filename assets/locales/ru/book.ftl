# The log book, and one entry.
book-title = Записи
book-beside = Выбери запись
book-beside-text = Нажми на запись в списке, и она откроется здесь.
book-entry = Запись
book-all = { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
book-hits = { $n ->
    [one] Найдена { $n } запись из { $all }
    [few] Найдены { $n } записи из { $all }
   *[many] Найдено { $n } записей из { $all }
}
book-entries = { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
book-none = Записей пока нет
book-none-text = После первой записи здесь будет всё, день за днём.
book-none-go = Первая запись
book-nothing = Ничего не нашлось
book-nothing-text = Поищи другими словами или убери фильтр.
book-clear = Показать всё
book-search = Искать в записях
book-search-clear = Очистить поиск
book-filters = Фильтр
book-filter-off = { $what }: убрать фильтр
book-track = Направление
book-status = Состояние
book-status-waits = Ещё не в отчёте
book-status-report = В отчёте
book-status-counted = Засчитано
book-status-fix = Нужно исправить
book-status-not = Не засчитано
book-status-yet = Пока не в зачёте
book-days = Когда
book-days-all = За всё время
book-days-custom = Выбрать даты
book-from = С
book-to = По
book-since = с { $date }
book-until = по { $date }
book-note = Заметка
book-facts = О записи
book-fact-activity = Что именно
book-fact-book = Книга
book-fact-project = Проект
book-fact-journey = Поход
book-fact-stay = Проект с проживанием
book-finished = закончено
book-fact-night = Ночёвка
book-fact-hours = В пути в этот день
book-fact-by = Кто подтвердит
book-fact-on = Когда это было
book-fact-written = Записано
book-fact-edited = Изменено
book-fact-report = Отчёт
book-fact-report-at = отправлен { $at }
book-late = { $n ->
    [one] Записано через { $n } день
    [few] Записано через { $n } дня
   *[many] Записано через { $n } дней
}
book-late-text = Эту пометку видит и наставник. Это только пометка: из-за неё запись не отклоняют.
book-adds = Засчитано { $n }.
book-adds-part = Засчитано { $part } из { $all }.
book-adds-waits = Прибавится { $n }, когда подтвердит наставник.
book-adds-waits-part = Прибавится { $part } из { $all }, когда подтвердит наставник.
book-adds-both = Засчитано { $n }, ещё { $waits } ждёт наставника.
book-word = Слово наставника
book-word-counted = Засчитано
book-word-fix = Нужно исправить
book-word-not = Не засчитано
book-word-by = { $who }, { $date }
book-word-earlier = Это о прежней версии записи. Новая ждёт своего решения.
book-past = Прежние версии
book-past-removed = Удалено
book-past-back = Вернуть эту версию
book-past-back-done = Прежняя версия возвращена
book-two = На двух телефонах записано по‑разному
book-two-text = Пока не было интернета, эту запись изменили на двух телефонах. Сверху то, что пришло первым, ниже — второе. Выбери, что верно. Второе тоже останется в «Прежних версиях».
book-two-removed = Эту запись удалили на одном телефоне, а на другом в это же время изменили. Выбери, что верно.
book-two-take = Взять это
book-two-taken = Выбранная версия взята
book-two-keep = Оставить нынешнее
book-two-leave = Пусть останется удалённой
book-two-kept = Запись осталась как есть
book-was-track = Направление: { $was }
book-was-amount = Было { $was }
book-was-day = День: { $was }
book-was-activity = Что именно: { $was }
book-was-thing = Название: { $was }
book-was-night = { $was }
book-was-by = Кто подтвердит: { $was }
book-was-note = Заметка: { $was }
book-was-photos = Фото: { $was }
book-was-none = не было
book-was-same = Не отличается от следующей версии
book-edit = Изменить
book-again = Записать и сегодня
book-removed = Эта запись удалена.
book-restore = Вернуть
book-restored = Запись возвращена
book-keeps-counted = Засчитанную запись удалить нельзя.
book-keeps-report = Запись стоит в отчёте у наставника, поэтому пока её не удалить.
