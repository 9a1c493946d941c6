# onboarding: язык, имя, уровень, план, присоединение
onboarding-skip = К содержанию
onboarding-step = Шаг { $n } из { $all }
onboarding-later = Позже
onboarding-next = Дальше
onboarding-welcome-title = Каждый день – один шаг
onboarding-welcome-text = Qadam – это твой путь по семи направлениям. Записывай, что сделано, а наставник засчитает. Работает и без сети.
onboarding-language = Язык
onboarding-start = Начать
onboarding-have-code = У меня есть код для входа
onboarding-code-title = Вход по коду
onboarding-code-text = Для наставников и для тех, у кого потерялся телефон: код даёт координатор или наставник. Подойдёт и записанный код восстановления.
onboarding-code-label = Код для входа
onboarding-code-hint = 20 букв и цифр. Дефисы и размер букв не важны.
onboarding-code-go = Войти
onboarding-you-title = Давай знакомиться
onboarding-you-text = Хватит двух ответов. Начать можно без сети и без учётной записи.
onboarding-name = Твоё имя
onboarding-name-hint = Так, как тебя знает наставник.
onboarding-name-missing = Напиши имя, чтобы наставник понял, кто это.
onboarding-birth = Дата рождения
onboarding-birth-hint = Уровни открываются по возрасту. Дата остаётся на этом телефоне, пока ты не присоединишься к наставнику, а до 18 лет – пока не согласится родитель или опекун.
onboarding-birth-missing = Выбери дату рождения: уровни открываются по возрасту.
onboarding-level-title = Выбери свой уровень
onboarding-level-text = Здесь ты ни с кем не соревнуешься. Идёшь своим путём, в своём темпе.
onboarding-levels = Уровень
onboarding-months = { $n ->
    [one] { $n } месяц
    [few] { $n } месяца
   *[many] { $n } месяцев
}
onboarding-from-age = с { $n } лет
onboarding-asks-week = около { $time } в неделю
onboarding-asks-books = { $n ->
    [one] { $n } книга
    [few] { $n } книги
   *[many] { $n } книг
}
onboarding-asks-journey = { $n ->
    [one] поход на { $n } день
    [few] поход на { $n } дня
   *[many] поход на { $n } дней
}
onboarding-too-young = Откроется { $date }, когда тебе исполнится { $age }.
onboarding-too-old = Открыто до { $age } лет.
onboarding-none-open = Для этой даты рождения пока нет открытого уровня. Если дата неверна, вернись и исправь её.
onboarding-level-hint = Месяцы – это самый короткий срок. Можно идти дольше, ничего не пропадёт, и уровень можно сменить позже.
onboarding-pick = Выбрать: { $level }
onboarding-pick-none = Выбери уровень
onboarding-plan-title = Спланируй семь направлений
onboarding-plan-text = Хватит примерного плана. Изменить его можно в любой день.
onboarding-plan-go = Продолжить
onboarding-join-title = Есть код наставника?
onboarding-join-text = С наставником твои шаги засчитываются. Без него тоже всё работает: код можно ввести когда угодно в разделе «Я», и все записи останутся с тобой.
onboarding-join-minor = До 18 лет сначала родитель или опекун подписывает бумагу. Пока она не у наставника, с телефона уходит только просьба о присоединении.
onboarding-join-label = Код наставника
onboarding-join-hint = 12 букв и цифр. Дефисы и размер букв не важны.
onboarding-join-go = Присоединиться
onboarding-join-sent = Сохранено. Просьба уйдёт, как только появится сеть.
