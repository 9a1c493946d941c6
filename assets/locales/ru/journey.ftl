# Journey, tracks.
journey-title = Путь
journey-on-course = Ты идёшь по графику
journey-behind = Нескольким направлениям нужно внимание
journey-left = { $n ->
    [one] До конца не меньше { $n } дня
   *[other] До конца не меньше { $n } дней
}
journey-months-done = Месяцы уровня прошли
journey-today = сегодня
journey-road = Пройдено { $percent } процентов пути и { $passed } процентов времени
journey-finish = Если держаться плана, раньше всего закончишь { $date }
journey-no-finish = Запланируй все направления, и мы посчитаем день окончания.
journey-reports = Отчёты
journey-reportable = { $n ->
    [one] { $n } запись готова для отчёта
    [few] { $n } записи готовы для отчёта
   *[many] { $n } записей готовы для отчёта
}
journey-reports-open = Ждут ответа: { $n }
journey-all-reports = Все отчёты
journey-plan = План
journey-tracks = Семь направлений
journey-tracks-attention = { $n ->
    [one] { $n } направлению нужно внимание
   *[other] { $n } направлениям нужно внимание
}
journey-claim = Чтобы сдать уровень, ещё нужны: { $tracks }.
journey-claim-months = Месяцы уровня идут до { $date }.
journey-of-hours = / { $need } ч
journey-of-pages = / { $need } стр.
journey-of-days = / { $need } дн.
journey-of-weeks = / { $need } нед.
journey-of-books = / { $need } кн.
journey-of-projects = / { $need } проекта
journey-of-journeys = / { $need } похода
journey-of-nights = / { $need } ноч.
journey-of-practice = / { $need } тренир. похода
journey-provisional = Ждёт наставника: { $amount }
journey-next-nothing = Всё сделано. Молодец!
journey-next-fix = Нужно исправить: { $reason }
journey-next-window-empty = Набери { $need } до { $until }, и эта неделя пойдёт в зачёт.
journey-next-window = { $have } этой недели пока не в зачёте: нужно { $need }. До { $until } ещё { $missing }.
journey-next-window-done = { $have } этой недели идут в зачёт.
journey-next-more = Нужно ещё { $amount }.
journey-next-book = Дочитай «{ $title }» и напиши отзыв, не меньше { $words } слов.
journey-next-books = Осталось книг: { $n }.
journey-next-project = Заверши проект «{ $title }».
journey-next-projects = Осталось проектов: { $n }.
journey-next-journey = Сходи в поход: дней подряд { $days }, ночей { $nights }.
journey-next-practise = Сначала сходи в тренировочный поход: дней подряд { $days }.
journey-next-rest = Перерыв до { $until }: сейчас ничего не ждут.
journey-next-await = Всё записано, осталось слово наставника.
journey-status-new = Не начато
journey-status-on-course = По графику
journey-status-attention = Нужно внимание
journey-status-done = Готово
journey-act-log = Записать
journey-act-fix = Исправить
journey-best = Твой лучший результат: { $amount }, { $date }
journey-weeks = Последние пять недель
journey-entries = Записи
journey-entries-n = всего { $n }
journey-none = Записей пока нет
journey-none-text = С первой записи это направление начнётся.
journey-weeks-total = Итог
journey-weeks-counts = неделя в зачёте
journey-window-now = Эта неделя
