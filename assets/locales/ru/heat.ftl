# Картины дней.
heat-entries = { $n ->
    [one] { $n } запись
    [few] { $n } записи
   *[many] { $n } записей
}
heat-over = { $amount } и больше
heat-label = { $what }, { $from } – { $to }: { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[many] { $days } дней
} с записями. Больше всего { $best }: { $amount }.
heat-keys = Календарь дней. Выбирай день стрелками: вверх и вниз на день, влево и вправо на неделю.
heat-pick = Посмотреть день
heat-before = День раньше
heat-after = День позже
heat-none = В этот день записей нет.
heat-table = Показать таблицей
heat-table-close = Закрыть таблицу
heat-week = Неделя
heat-days = Дни
heat-sum = Итог
