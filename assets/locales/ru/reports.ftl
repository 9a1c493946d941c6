# Reports: list, one, new.
reports-title = Отчёты
reports-new = Новый отчёт
reports-alone = Наставника пока нет
reports-alone-text = Отчёт можно сделать уже сейчас: он сохранится на этом телефоне и уйдёт, когда ты присоединишься к наставнику.
reports-reportable = { $n ->
    [one] { $n } запись готова к отчёту
    [few] { $n } записи готовы к отчёту
   *[many] { $n } записей готовы к отчёту
}
reports-reportable-text = Засчитываются записи, которые посмотрел и принял наставник.
reports-make = Сделать отчёт
reports-none = Отчётов пока нет
reports-none-text = Сначала запиши шаг, потом отправишь его наставнику.
reports-none-go = Записать шаг
reports-none-left = Записей для отчёта нет
reports-sent = Отправленные отчёты
reports-name = Отчёт: { $days }
reports-entries = { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
reports-tracks = { $n ->
    [one] { $n } направление
    [few] { $n } направления
   *[many] { $n } направлений
}
reports-to-fix = { $n ->
    [one] Нужна { $n } правка
    [few] Нужны { $n } правки
   *[many] Нужно { $n } правок
}
reports-queued = На этом телефоне
reports-delivered = Доставлен
reports-seen = Просмотрен
reports-decided = Решение
reports-approved = Принят
reports-in-part = Принят частично
reports-returned = Возвращён на доработку
reports-not-accepted = Не засчитан
reports-choose = Какие записи отправить? Сними отметку с лишних.
reports-pick = Добавить в отчёт: { $what }, { $date }
reports-word = Пара слов наставнику
reports-word-hint = Необязательно. Можно написать, чему удалось научиться.
reports-actions = Действия с отчётом
reports-send = { $n ->
    [one] Отправить { $n } запись
    [few] Отправить { $n } записи
   *[many] Отправить { $n } записей
}
reports-safe = Сразу сохраняется на телефоне и уходит, когда есть сеть
reports-saved = Отчёт сохранён на телефоне
reports-kept = { $n ->
    [one] { $n } запись уже засчитана и не пропадёт.
    [few] { $n } записи уже засчитаны и не пропадут.
   *[many] { $n } записей уже засчитаны и не пропадут.
}
reports-my-word = Твои слова наставнику
reports-entries-title = Записи
reports-where = Где отчёт сейчас
reports-ask = Спросить
reports-again = Отправить снова
reports-left = { $n ->
    [one] Осталась { $n } правка, и кнопка включится
    [few] Осталось { $n } правки, и кнопка включится
   *[many] Осталось { $n } правок, и кнопка включится
}
reports-mentor = Наставник
reports-no-words = Без комментария.
reports-fix = Исправить
reports-fix-label = Исправить: { $what }
reports-fixed = Готово
reports-beside = Выбери отчёт
reports-beside-text = Нажми на отчёт в списке, и он откроется здесь.
