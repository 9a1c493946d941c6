# For mentors: queue, review, people. To mentors: «сіз», «вы».
mentor-queue = Очередь
mentor-people = Участники
mentor-report = Отчёт
mentor-handed = Участник перешёл к другому наставнику
mentor-handed-text = Всё, что вы успели для него написать, передано координатору и не пропало. Всего: { $n }.
mentor-handed-seen = Понятно
mentor-alone = Пока никто не присоединился
mentor-alone-text = Сделайте код и раздайте его участникам. Их заявки появятся здесь.
mentor-alone-go = Сделать код
mentor-nothing = Всё просмотрено
mentor-nothing-text = Новые отчёты загрузятся сами, когда будет сеть.
mentor-joiners = Хотят присоединиться
mentor-joiner-label = { $name } хочет присоединиться
mentor-minor = младше 18 лет
mentor-adult = старше 18 лет
mentor-minor-text = После приёма нужно бумажное согласие законного представителя. До этого записи не покидают телефон.
mentor-accept = Принять
mentor-decline = Отклонить
mentor-accepted = Участник принят
mentor-declined = Заявка отклонена
mentor-consents = Ждут согласия
mentor-consent-missing = Согласия законного представителя ещё нет
mentor-consent-go = Подтвердить согласие
mentor-consent-title = Бумажное согласие
mentor-consent-text = Подтверждайте, только если подписанная бумага у вас на руках: { $name }.
mentor-guardian = Имя законного представителя
mentor-dated = Дата на бумаге
mentor-date-wrong = Укажите дату полностью
mentor-consent-save = Подтвердить
mentor-consent-saved = Согласие подтверждено
mentor-old = Ждут дольше 3 дней
mentor-new = Новые отчёты
mentor-decided = Последние решённые
mentor-hints = { $n ->
    [one] { $n } подсказка
    [few] { $n } подсказки
   *[many] { $n } подсказок
}
mentor-hints-text = Подсказка не обвинение: решаете вы. Если не уверены, сначала спросите участника.
mentor-today = сегодня
mentor-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
mentor-came-today = Пришёл сегодня
mentor-waits = { $n ->
    [one] Ждёт { $n } день
    [few] Ждёт { $n } дня
   *[many] Ждёт { $n } дней
}
mentor-name-age = { $name }, { $age ->
    [one] { $age } год
    [few] { $age } года
   *[many] { $age } лет
}
mentor-their-word = Слова участника
mentor-my-word = Ваш ответ
mentor-entries = Записи
mentor-attested = Подтверждает: { $name }, { $role }
mentor-hint-late = { $n ->
    [one] Записано через { $n } день. Бывает, что не было времени.
    [few] Записано через { $n } дня. Бывает, что не было времени.
   *[many] Записано через { $n } дней. Бывает, что не было времени.
}
mentor-hint-many = { $n ->
    [one] { $n } запись за 10 минут. Так бывает, если записывать вечером за всю неделю.
    [few] { $n } записи за 10 минут. Так бывает, если записывать вечером за всю неделю.
   *[many] { $n } записей за 10 минут. Так бывает, если записывать вечером за всю неделю.
}
mentor-hint-long = За этот день вместе: { $time }. Возможно, описка в числах.
mentor-hint-photo = Это фото есть и в записи за { $date }. Возможно, его добавили дважды по ошибке.
mentor-hint-attested = Ответственный не указан.
mentor-word-label = Решение: { $what }
mentor-counted = Зачёт
mentor-to-fix = Вернуть
mentor-not-counted = Незачёт
mentor-templates = Готовые причины
mentor-why-describe = Опиши подробнее, что было сделано
mentor-why-amount = Проверь время или количество
mentor-why-date = Проверь дату
mentor-why-attest = Укажи, кто может это подтвердить
mentor-why-photo-unclear = На фото не видно
mentor-why-photo-own = Нужно своё фото
mentor-why-photo-none = Добавь фото
mentor-why-programme = Это не входит в программу
mentor-why-twice = Это записано дважды
mentor-why-track = Это относится к другому направлению
mentor-reason = Причина
mentor-reason-missing = Напишите причину, чтобы участник понял
mentor-reasons-missing = У некоторых записей нет причины
mentor-line = Несколько слов участнику: { $name }
mentor-decision = Решение
mentor-approve = { $n ->
    [one] Принять { $n } запись
    [few] Принять { $n } записи
   *[many] Принять { $n } записей
}
mentor-return = { $n ->
    [one] Вернуть: { $n } правка
    [few] Вернуть: { $n } правки
   *[many] Вернуть: { $n } правок
}
mentor-decide = Сохранить решение
mentor-decision-saved = Решение сохранено
mentor-offline = Сохраняется сразу, уходит, когда есть сеть
mentor-write = Написать: { $name }
mentor-no-level = Уровень неизвестен
mentor-last = Последняя запись: { $date }
mentor-no-entries = Записей пока нет
mentor-asked = Ждёт ответа
mentor-consent-tag = Нет согласия
mentor-declined-tag = Отклонён
mentor-plans = Планы
mentor-plan-new = Составлен план
mentor-plan-changed = Изменён одобренный план
mentor-plan-of = План: { $name }
