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
reports-safe = Сохраняется сразу, уходит, когда есть сеть
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
reports-more = Показать ещё ({ $n })
reports-continue = Продолжить отчёт
reports-kept-here = Выбор и слова сохраняются на этом телефоне
reports-version = версия { $n }
reports-period = За какие дни
reports-p-last = С последнего отчёта
reports-p-week = Эта неделя
reports-p-two = Две недели
reports-p-month = Этот месяц
reports-p-days = Свои даты
reports-from = Первый день
reports-to = Последний день
reports-which-tracks = Какие направления
reports-empty-days = В эти дни нет записей для отчёта. Выбери другие.
reports-would = Если наставник примет всё
reports-would-none = Пока ничего не прибавится
reports-weeks = { $n ->
    [one] { $n } неделя
    [few] { $n } недели
   *[many] { $n } недель
}
reports-books = { $n ->
    [one] { $n } книга
    [few] { $n } книги
   *[many] { $n } книг
}
reports-projects = { $n ->
    [one] { $n } проект
    [few] { $n } проекта
   *[many] { $n } проектов
}
reports-nights = { $n ->
    [one] { $n } ночь
    [few] { $n } ночи
   *[many] { $n } ночей
}
reports-nothing-yet = { $n ->
    [one] { $n } запись пока ничего не прибавит, причина рядом с ней. Отправить её всё равно можно.
    [few] { $n } записи пока ничего не прибавят, причины рядом с ними. Отправить их всё равно можно.
   *[many] { $n } записей пока ничего не прибавят, причины рядом с ними. Отправить их всё равно можно.
}
reports-adds-none = Пока ничего не прибавит
reports-with-others = засчитается, когда примут и остальное из этой недели, книги или поездки
reports-left-out = Из этих дней не войдёт: { $n }
reports-left-in-report = Уже в отчёте у наставника: { $n }
reports-left-to-fix = Сначала нужно исправить: { $n }
reports-left-decided = Наставник уже решил: { $n }
reports-left-removed = Удалены тобой: { $n }
reports-left-refused = Не приняты сервером: { $n }
reports-left-look = Посмотреть непринятые
reports-outside = { $n ->
    [one] Ещё { $n } запись готова за другие дни.
    [few] Ещё { $n } записи готовы за другие дни.
   *[many] Ещё { $n } записей готовы за другие дни.
}
reports-many = { $n ->
    [one] Слишком много для одного отчёта: { $n } запись
    [few] Слишком много для одного отчёта: { $n } записи
   *[many] Слишком много для одного отчёта: { $n } записей
}
reports-many-text = { $max ->
    [one] В отчёт помещается до { $max } записи. Выбери срок покороче, остальное войдёт в следующий.
   *[other] В отчёт помещается до { $max } записей. Выбери срок покороче, остальное войдёт в следующий.
}
reports-many-go = { $n ->
    [one] { $days }: { $n } запись
    [few] { $days }: { $n } записи
   *[many] { $days }: { $n } записей
}
reports-draft = Черновик
reports-wait-today = Пришёл к наставнику сегодня
reports-wait = { $n ->
    [one] У наставника { $n } день
    [few] У наставника { $n } дня
   *[many] У наставника { $n } дней
}
reports-wait-clock = Через { $remind } дн. напомним наставнику, через { $escalate } дн. отчёт увидит координатор.
reports-to-fix-title = Исправь это
reports-rest = { $n ->
    [one] { $n } запись не засчитана, причина рядом с ней. Исправь её, и она войдёт в новый отчёт.
    [few] { $n } записи не засчитаны, причины рядом с ними. Исправь их, и они войдут в новый отчёт.
   *[many] { $n } записей не засчитаны, причины рядом с ними. Исправь их, и они войдут в новый отчёт.
}
reports-answer = Твой ответ наставнику
reports-changed = Изменилось: { $what }
reports-ch-what = что сделано
reports-ch-note = текст
reports-ch-attested = кто подтверждает
reports-ch-photos = фото
reports-take-out = Не отправлять
reports-take-out-label = Не отправлять в этот раз: { $what }
reports-put-back = Вернуть в отчёт
reports-put-back-label = Вернуть в отчёт: { $what }
reports-out = В этот раз не отправится. Слова наставника остаются у записи.
reports-again-none = Отправлять больше нечего. Верни запись в отчёт или оставь как есть.
reports-not-in = Не вошли в эту версию
reports-not-in-text = Они были в прежней версии. Слова наставника сохранены.
reports-before = Прежние версии
reports-refused = Сервер не принял этот отчёт
reports-journeys = { $n ->
    [one] { $n } поездка
    [few] { $n } поездки
   *[many] { $n } поездок
}
reports-practice = { $n ->
    [one] { $n } тренировочный поход
    [few] { $n } тренировочных похода
   *[many] { $n } тренировочных походов
}
