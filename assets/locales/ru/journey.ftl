# Journey, tracks.
journey-title = Путь
journey-on-course = Ты идёшь по графику
journey-behind = Есть чему уделить внимание
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
journey-next-journey = Поход: { $days } дн. подряд, { $nights } ноч.
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
journey-tell = , откуда это число
journey-begin = Твой путь начинается
journey-first = Первая запись раскрасит кольцо
journey-first-text = Запиши, что сделано сегодня, пусть даже немного. С этого дня страница считает за тебя.
journey-choose = Выбери направление
journey-choose-text = Нажми на направление рядом, и здесь откроются его дни.
journey-year = Итоги года
journey-year-text = Твой год в картинках
journey-days = Каждый день уровня
journey-days-empty = Записей пока нет: первая раскрасит первый день.
journey-months = По месяцам
journey-months-all = Все месяцы
journey-months-few = Меньше месяцев
journey-active = Дней с записями
journey-best-week = Самая полная неделя, с { $date }
journey-best-day = Самый полный день, { $date }
journey-logged-all = Всё, что ты записываешь: и то, что уже в зачёте, и то, что ещё нет.
journey-n-weeks = { $n ->
    [one] { $n } неделя
    [few] { $n } недели
   *[many] { $n } недель
}
journey-n-books = { $n ->
    [one] { $n } книга
    [few] { $n } книги
   *[many] { $n } книг
}
journey-n-projects = { $n ->
    [one] { $n } проект
    [few] { $n } проекта
   *[many] { $n } проектов
}
journey-n-journeys = { $n ->
    [one] { $n } поход
    [few] { $n } похода
   *[many] { $n } походов
}
journey-n-nights = { $n ->
    [one] { $n } ночь
    [few] { $n } ночи
   *[many] { $n } ночей
}
journey-medals = Медали
journey-medals-end = За полный уровень дают медаль или сертификат; что именно, решает комиссия.
journey-medal-complete = Полностью: всё нужное засчитано.
journey-medal-now = В пути: засчитано { $percent } %
journey-medal-passed = Твой путь начался с более позднего уровня.
journey-medal-after = После уровня «{ $level }»: уровни идут по одному.
journey-medal-months = { $n ->
    [one] Не меньше { $n } месяца
   *[other] Не меньше { $n } месяцев
}
journey-medal-age = С { $age } лет: { $date }.
journey-why-level-title = { $percent } % уровня
journey-why-level = { $n ->
    [one] Для уровня нужно { $n } направление. Это средний процент, округлённый вниз. В нём только то, что принял наставник.
    [few] Для уровня нужны { $n } направления. Это среднее их процентов, округлённое вниз. В нём только то, что принял наставник.
   *[many] Для уровня нужно { $n } направлений. Это среднее их процентов, округлённое вниз. В нём только то, что принял наставник.
}
journey-why-waits = Вместе с тем, что ждёт наставника: не меньше { $percent } %.
journey-why-beside = Для уровня не нужны и в это число не входят: { $tracks }.
journey-why-time-title = День { $day } из { $days }
journey-why-time = Уровень длится не меньше { $months } мес.: с { $start } до { $end }.
journey-why-time-paused = Перерывы из плана сдвинули последний день: + { $days }.
journey-why-time-early = Даже если все направления готовы, сдать уровень раньше этого дня нельзя.
journey-why-time-over = Эти месяцы прошли: теперь всё решают направления.
journey-why-finish-title = Самое раннее { $date }
journey-why-finish-none = Дня пока нет
journey-why-last = Последним закончится направление «{ $track }»: { $date }.
journey-why-months = Направления могут быть готовы раньше. Решают месяцы самого уровня: они идут до { $date }.
journey-why-no-day = Хотя бы для одного направления день посчитать нельзя: смотри ниже. Запланируй его или запланируй больше на неделю.
journey-why-plan = Мы считаем, что с сегодняшнего дня план выполняется, а наставник примет всё, что ждёт.
journey-why-never = плана не хватает
journey-why-unplanned = плана нет
journey-why-never-line = С нынешним планом этого не достичь: запланируй больше на неделю.
journey-why-unplanned-line = Без плана для этого направления день окончания не посчитать.
journey-why-done-on = Если держаться плана, это направление закончится не раньше { $date }.
journey-why-left = Осталось записать: { $amount }.
journey-why-weekly = В плане на неделю: { $amount }.
journey-why-one-window = За каждые { $days } дн. добавляется не больше одной.
journey-why-claim = Что нужно до сдачи уровня
journey-why-claim-tracks = Эти направления засчитаны ещё не полностью:
journey-why-claim-free = Сдаче уровня ничто не мешает: всё засчитано, месяцы прошли.
journey-why-track = { $n ->
    [one] Это доля засчитанного от нужного, округлённая вниз.
   *[other] Сколько всего нужно направлению: { $n }. Это среднее этих процентов, округлённое вниз.
}
journey-why-counted = Засчитано: { $amount }. Наставник принял, и правило соблюдено.
journey-why-counted-none = Пока ничего не засчитано: засчитывается то, что принял наставник.
journey-why-provisional = Ждёт: { $amount }. Правило соблюдено, засчитается, когда наставник примет.
journey-why-needed = Нужно всего ({ $level }): { $amount }.
journey-why-window = Правило: { $days } дн. вместе идут в зачёт, если набралось { $min }; если меньше, не дают ничего. Они считаются с первого дня уровня.
journey-why-attested = В зачёт идут только записи, где назван ответственный.
journey-why-once = Каждое название считается один раз, когда закончено.
journey-why-note = В записи, которая его завершает, нужен отзыв не меньше { $words } слов.
journey-why-journey = Дни должны идти подряд и быть из одного похода.
journey-why-daily = Один день даёт не больше { $cap }.
journey-why-week = На этой неделе записано { $have }; возвращённые и непринятые записи не входят. Если наберётся { $need }, неделя пойдёт в зачёт, когда наставник её примет.
journey-why-best-day = Больше всего за день: { $amount }, { $days }.
journey-why-best-days = Больше всего за дни, которые считаются вместе: { $amount }, { $days }.
journey-why-best = Принятое и то, что ждёт; предел дней, которые считаются вместе, здесь не действует. Ты соревнуешься только с собой.
journey-why-cap = Они дают не больше { $cap }.
journey-why-longer = Или { $days } дн. вместе, если набралось { $min }.
journey-why-day = День идёт в зачёт, если в пути не меньше { $amount }.
journey-why-practice = Сначала тренировочные походы, потом зачётный.
journey-why-reports = { $n ->
    [one] { $n } отчёт в пути или у наставника: сдача уровня ждёт ответа.
    [few] { $n } отчёта в пути или у наставника: сдача уровня ждёт ответов.
   *[many] { $n } отчётов в пути или у наставника: сдача уровня ждёт ответов.
}
journey-why-too-late = Программу нужно было закончить до { $date }. Поговори об этом с наставником.
journey-why-choice = В одном из направлений нужно больше недель ({ $tracks }): засчитано { $have }, нужно { $amount }.
journey-medal-held = Эта награда у тебя есть.
journey-steady = Постоянство: { $percent } %
journey-why-steady-all = Его повышает каждая неделя уровня с записями в любом направлении.
journey-why-steady-track = Каждая неделя прибавляет столько, сколько набрано от того, что правило требует от этого направления.
journey-why-steady = Последние недели весят больше. Пустая неделя снижает его немного, возвращение поправляет; пауза в плане его не меняет. Оно ничего не решает: оно для тебя.
journey-lost = Не засчитано
journey-lost-text = У каждой записи указана своя причина.
journey-lost-window = Недели, где не набран минимум
journey-lost-window-cap = Сверх недельного предела
journey-lost-daily-cap = Сверх дневного предела
journey-lost-before = До начала уровня
journey-lost-after = После последнего дня
journey-lost-attested = Не указано, кто подтвердит
journey-lost-returned = Возвращено на исправление
journey-lost-not-accepted = Не принято наставником
journey-lost-note = Слишком короткий отзыв
journey-lost-not-finished = Ещё не закончено
journey-lost-journey = Слишком короткие походы
journey-lost-day = Неполные дни похода
journey-lost-practice = Пробные походы
journey-lost-already = Уже засчитано раньше
