# plan: семь направлений недели
plan-title = Мой план
plan-text = Хватит примерного плана. Изменить его можно в любой день.
plan-none = Пока без плана
plan-add = Добавить
plan-daily = Каждый день
plan-no-days = День не выбран
plan-week = { $time } в неделю
plan-planned = Запланировано направлений: { $n } из { $all }
plan-suggest = Предложить план
plan-suggested = План по всем направлениям готов. Измени, что не подходит.
plan-what = Что
plan-goal = Своими словами
plan-goal-hint = Книга, кружок, место: как ты это называешь.
plan-days = Дни недели
plan-amount = Сколько в такой день
plan-less-days = По одному дню похода
plan-time = Время
plan-time-hint = Не обязательно. На экране «Сегодня» всё встанет по порядку.
plan-time-bad = Выбери время от 00:00 до 23:59 или оставь пустым.
plan-done = Готово
plan-remove = Убрать из плана
plan-saved = План сохранён на телефоне
plan-removed = Убрано из плана: { $track }
plan-unit-minutes = мин
plan-unit-pages = { $n ->
    [one] страница
    [few] страницы
   *[many] страниц
}
plan-edit = Изменить
plan-weekly = Каждую неделю
plan-finish = С этим планом можно закончить { $date }
plan-advice-none = Для уровня нужно это направление, а в плане ничего нет.
plan-advice-below = { $days ->
    [7] За неделю выходит { $planned }, нужно не меньше { $need }: неделя, где меньше, не засчитывается.
   *[other] За { $days } дней выходит { $planned }, нужно не меньше { $need }: иначе они не засчитываются.
}
plan-advice-over = { $days ->
    [7] За неделю выходит { $planned }, засчитывается только { $cap }. Больше тоже не вредно.
   *[other] За { $days } дней выходит { $planned }, засчитывается только { $cap }. Больше тоже не вредно.
}
plan-advice-daily = За один день засчитывается только { $cap }.
plan-advice-done = В таком темпе будет готово { $date }
plan-advice-late = В таком темпе будет готово только { $date }, а уровень можно закончить уже { $end } – чтобы успеть раньше, добавь день или объём.
plan-advice-never = С этим планом нужное не наберётся. Добавь день или объём.
plan-advice-charge = В записи назови ответственного: только тогда она засчитается.
plan-advice-journey = Нужен поход на столько дней подряд: { $days }. Добавь его даты ниже, в «Делах с датой».
plan-advice-long-week = На один день выходит { $time }. Оставь время и на отдых.
plan-advice-long-day = { $date }: на один день выходит { $time }. Оставь время и на отдых.
plan-dates = Дела с датой
plan-dates-none = Поход, субботник, соревнование: добавь сюда то, у чего есть свой день.
plan-dates-add = Добавить дело с датой
plan-dates-past = Прошедшие: { $n }
plan-dated = Дело с датой
plan-track = Направление
plan-dated-title = Название
plan-dated-title-hint = Например: поход в Чарынский каньон
plan-dated-title-missing = Назови поход: под этим названием соберутся записи.
plan-dated-on = День
plan-dated-bad = Выбери день полностью
plan-dated-until = Последний день
plan-dated-until-hint = Только если дней несколько
plan-dated-until-bad = Последний день не может быть раньше первого
plan-dated-amount = Сколько в день
plan-along = План с собой
plan-calendar = Получить файл календаря
plan-calendar-text = Файл откроет календарь телефона. Изменился план – возьми файл ещё раз: события обновятся, а не удвоятся.
plan-past = Прежние планы
plan-past-text = Хранятся на этом телефоне.
plan-past-until = До { $date }
plan-past-since = Составлен { $date }
plan-approved = Одобрен { $date }
plan-approved-by = Одобрен: { $name }, { $date }
plan-returned = Возвращён подумать { $date }
plan-returned-by = Возвращён подумать: { $name }, { $date }
plan-waits = План ждёт слова наставника
plan-waits-text = Записывай, не дожидаясь: подсчёт от этого не зависит.
plan-changed-since = Одобрен план от { $date }, но с тех пор он изменился и ждёт нового взгляда
plan-of = План участника
plan-of-now = План сейчас
plan-of-hints = Обратите внимание
plan-answer = Ваше слово
plan-answer-again = Изменить своё слово
plan-answer-text = Участник записывает, не дожидаясь: это только ориентир. Без сети уйдёт, когда она появится.
plan-word = Несколько слов для { $name }
plan-word-hint = При одобрении не обязательно.
plan-word-missing = Напишите, что стоит изменить
plan-send-back = Вернуть
plan-approve = Одобрить
plan-said-approved = План одобрен
plan-said-returned = План возвращён с вашими словами
plan-pauses = Перерывы
plan-pauses-used = { $n } из { $all } дней
plan-pauses-text = Экзамены, болезнь, уборка урожая: недели, которых коснулся перерыв, не спрашиваются, засчитанное не теряется, сдвигается только конец. На этом уровне всего дней: до { $n }.
plan-pause = Перерыв
plan-pause-add = Добавить перерыв
plan-pause-kind = Из-за чего
plan-pause-exams = Экзамены
plan-pause-illness = Болезнь
plan-pause-harvest = Урожай, дела семьи
plan-pause-other = Другое
plan-pause-from = Первый день
plan-pause-effect = { $n ->
    [one] { $n } день. Уровень можно закончить не раньше { $end }
    [few] { $n } дня. Уровень можно закончить не раньше { $end }
   *[many] { $n } дней. Уровень можно закончить не раньше { $end }
}
plan-pauses-left = Дней перерыва: { $used } из { $all }. Больше этого ничего не сдвигает.
plan-pause-saved = Перерыв сохранён
plan-pause-remove = Убрать перерыв
plan-pause-removed = Перерыв убран
plan-remind-title = Qadam
plan-remind-of = По плану: { $what }
plan-remind-off = Напоминать
plan-remind-on = Напоминания включены
plan-remind-text = Напомню во время из плана; о сделанном – нет. При включении браузер спросит разрешения. Работает, пока приложение открыто; закрыто – напомнит файл календаря.
plan-remind-denied = В этом браузере уведомления запрещены, разрешить их можно в его настройках. Если включить, напомнит и файл календаря.
plan-remind-calendar = Если включить, файл календаря ниже напомнит за 10 минут до каждого дела. Само приложение здесь пока напоминать не умеет.
plan-remind-quiet = С 21:00 до 07:00 не беспокоит никогда.
