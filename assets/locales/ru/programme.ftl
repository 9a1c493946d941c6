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
