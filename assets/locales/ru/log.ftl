# The log sheet.
log-title = Что сделано?
log-edit = Изменить запись
log-track = Направление
log-repeat = Повторить
log-activity = Что именно
log-other = Другое
log-min = мин
log-pages = стр.
log-amount = Сколько
log-presets = Готовые значения
log-night = Ночёвка
log-night-no = Без ночёвки
log-night-yes = С ночёвкой
log-effect-kept = Сохранится на телефоне.
log-effect-window = Эта неделя: { $before } + { $added } = { $sum }. Неделя пойдёт в зачёт!
log-effect-window-short = Эта неделя: { $before } + { $added } = { $sum }. До зачёта нужно ещё { $missing }.
log-effect-then = Та неделя: { $before } + { $added } = { $sum }. Неделя пойдёт в зачёт!
log-effect-then-short = Та неделя: { $before } + { $added } = { $sum }. До зачёта нужно ещё { $missing }.
log-effect-adds = Прибавится { $added }. Засчитано: { $with }
log-effect-thing = Засчитается, когда будет закончено. Пока: { $with }
log-day = День
log-day-other = Другой день
log-note = Заметка
log-note-add = Добавить заметку
log-note-hint = Что было, что понравилось, чему научился — своими словами.
log-book = Какая книга?
log-book-hint = Название книги
log-book-finished = Книга прочитана
log-project = Какой проект?
log-project-hint = Если проекта нет, оставь пустым
log-project-finished = Проект завершён
log-journey = Какой поход?
log-journey-hint = Например: поход в Тургень
log-journey-finished = Поход окончен
log-stay = Какой проект с проживанием?
log-stay-hint = Например: летний лагерь волонтёров
log-stay-finished = Проект окончен
log-thing-new = Новое
log-by-name = Кто подтвердит?
log-by-hint = Имя того, кто там отвечает
log-by-role = Кто это?
log-safe = Сохранится сразу на телефоне. Интернет не нужен.
log-saved = Сохранено на телефоне
log-removed = Запись удалена
log-remove = Удалить запись
log-suggest = Что запишешь сейчас
log-suggest-at = план на { $at }
log-suggest-plan = по плану
log-hours = В пути в этот день, часов
log-hours-unit = ч
log-late = { $n ->
    [one] Будет пометка: записано через { $n } день.
    [few] Будет пометка: записано через { $n } дня.
   *[many] Будет пометка: записано через { $n } дней.
}
log-review = Отзыв о книге
log-words = { $have ->
    [one] { $have } слово, нужно { $need }
    [few] { $have } слова, нужно { $need }
   *[many] { $have } слов, нужно { $need }
}
log-words-ok = { $have ->
    [one] { $have } слово: достаточно
    [few] { $have } слова: достаточно
   *[many] { $have } слов: достаточно
}
log-people = Кто подтверждал раньше
