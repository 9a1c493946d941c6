# programme: программа, награды, правила и их версия
programme-choice = Программа
programme-award = У меня есть награда: { $level }
programme-award-months = Тогда этот уровень длится не меньше { $n ->
    [one] { $n } месяца
   *[other] { $n } месяцев
}
programme-rules = Правила
programme-version = Версия правил: { $version }
programme-stays = По версии, с которой начинаешь, можно дойти до конца. На новую перейдёшь, только если захочешь.
programme-newer = Новая версия
programme-sources = Откуда взяты правила
programme-sources-text = У каждого правила есть источник или пометка, что это решение самого Qadam.
programme-move = { $from } → { $to }
programme-move-text = При переходе всё засчитанное останется в зачёте. Вот что изменится:
programme-what = Что
programme-before = Сейчас
programme-after = После
programme-move-go = Перейти на версию { $to }
programme-moved = Теперь действуют новые правила. Всё засчитанное на месте.
programme-all = Всего
programme-end = Самое раннее завершение
programme-not-asked = не требуется
programme-about = Правила и их источники
programme-levels = Что нужно на каждом уровне
programme-level-of = от { $months } мес., с { $age } лет
programme-pauses = На перерывы есть до: { $days }.
programme-rule-regular = { $weeks }: не меньше { $min } за { $days } дн.
programme-rule-total = всего { $total }
programme-rule-attested = { $amount }, подтверждает ответственный
programme-rule-more = ещё { $weeks } в одном из направлений
programme-rule-nothing = не обязательно
programme-about-programme = Программа
programme-about-ages = Возраст
programme-about-levels = Уровни
programme-about-requirements = Требования уровней
programme-about-pauses = Перерывы
programme-about-tracks = Направления
programme-about-attested = Подтверждение ответственного
programme-about-review = Проверка
programme-about-outcomes = Награда
