# What several places say.
common-skip = К основному содержанию
common-nav = Главное меню
common-nav-today = Сегодня
common-nav-journey = Путь
common-nav-log = Запись
common-nav-chat = Чат
common-nav-me = Я
common-nav-queue = Очередь
common-nav-people = Люди
common-unread = есть новые сообщения
common-back = Назад
common-close = Закрыть
common-cancel = Отмена
common-save = Сохранить
common-undo = Отменить
common-undone = Отменено
common-loading = Загружается
common-minus = Меньше
common-plus = Больше
common-quoted = «{ $text }»
common-level = Уровень «{ $level }»
common-ring = Весь путь: { $percent } процентов. Семь дуг — семь направлений.
common-ring-track = { $track }: засчитано { $percent } процентов
common-steps = За последние 14 дней шаги были в { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
common-sync-here = Сохранено на телефоне
common-sync-all = Всё отправлено
common-sync-waiting = Ждут отправки: { $n }
common-sync-sending = Отправляется
common-sync-attention = { $n ->
    [one] { $n } запись требует внимания
    [few] { $n } записи требуют внимания
   *[many] { $n } записей требуют внимания
}
common-of-hours = / { $need } ч
common-of-pages = / { $need } стр.
common-of-days = / { $need } дн.
common-of-weeks = / { $need } нед.
common-of-books = / { $need } кн.
common-of-projects = / { $need } проекта
common-of-journeys = / { $need } похода
common-of-nights = / { $need } ноч.
common-of-practice = / { $need } тренир. похода
common-place-here = На этом телефоне
common-place-sent = На сервере
common-place-report = В отчёте
common-place-seen = Наставник увидел
common-place-counted = Засчитано
common-place-approved = Принято наставником
common-place-fix = Нужно исправить
common-place-not = Не засчитано
common-place-refused = Не принято
common-sorry = Что-то не получилось
common-not-found = Не найдено
common-home = На главную
common-file-download = Файл скачан: { $name }
common-file-at = Файл сохранён здесь: { $path }
common-again = Попробовать ещё раз
common-part-missing = Эта часть приложения ещё не загружена на телефон. Подключись к сети один раз, и потом она откроется и без неё.
common-language-missing = Тексты этого языка ещё не загружены на телефон. Подключись к сети и выбери его снова.
common-remind-title = Qadam
common-remind-of = По плану: { $what }
