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
