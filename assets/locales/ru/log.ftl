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
log-effect-adds = Прибавится { $added }. Засчитано: { $with }.
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
