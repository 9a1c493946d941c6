# plan: аптаның жеті бағыты
plan-title = Жоспарым
plan-text = Шамамен жазсаң жетеді, кез келген күні өзгерте аласың.
plan-none = Әлі жоспар жоқ
plan-add = Қосу
plan-daily = Күн сайын
plan-no-days = Күн таңдалмаған
plan-week = Аптасына { $time }
plan-planned = Жоспарланған бағыт: { $n } / { $all }
plan-suggest = Жоспар ұсыну
plan-suggested = Барлық бағытқа жоспар дайын. Сай келмегенін өзгерт.
plan-what = Не істейсің
plan-goal = Өз сөзіңмен
plan-goal-hint = Кітап, үйірме, орын: өзің қалай атайсың, солай жаз.
plan-days = Апта күндері
plan-amount = Ондай күні қанша
plan-less-days = Бір жолы бір жорық күні
plan-time = Уақыты
plan-time-hint = Міндетті емес. «Бүгін» бетінде осы ретпен тұрады.
plan-time-bad = 00:00 мен 23:59 арасындағы уақытты таңда не бос қалдыр.
plan-done = Дайын
plan-remove = Жоспардан алып тастау
plan-saved = Жоспар телефонда сақталды
plan-removed = Жоспардан алынды: { $track }
plan-unit-minutes = мин
plan-unit-pages = { $n ->
   *[other] бет
}
plan-edit = Өзгерту
plan-weekly = Апта сайын
plan-finish = Осы жоспармен аяқталатын күн: { $date }
plan-advice-none = Деңгейге бұл бағыт керек, ал жоспарда ештеңе жоқ.
plan-advice-below = { $days ->
    [7] Аптасына { $planned } шығады, кемінде { $need } керек: одан аз апта есептелмейді.
   *[other] { $days } күнге { $planned } шығады, кемінде { $need } керек: одан аз болса, есептелмейді.
}
plan-advice-over = { $days ->
    [7] Аптасына { $planned } шығады, оның { $cap } ғана есептеледі. Артығының зияны жоқ.
   *[other] { $days } күнге { $planned } шығады, оның { $cap } ғана есептеледі. Артығының зияны жоқ.
}
plan-advice-daily = Бір күнде { $cap } ғана есептеледі.
plan-advice-done = Осы қарқынмен дайын болатын күн: { $date }
plan-advice-late = Осы қарқынмен дайын болатын күн: { $date }, ал деңгейді ең ерте аяқтайтын күн: { $end }. Тезірек керек болса, күн не мөлшер қос.
plan-advice-never = Бұл жоспармен керегі жиналмайды. Күн не мөлшер қос.
plan-advice-charge = Жазғанда жауапты адамның атын көрсет: сонда ғана есептеледі.
plan-advice-journey = Қатарынан { $days } күндік жорық керек. Күнін төмендегі «Күні белгілі істер» тізіміне қос.
plan-advice-long-week = Бір күнге { $time } жиналып тұр. Демалуға да уақыт қалдыр.
plan-advice-long-day = { $date }: бір күнге { $time } жиналып тұр. Демалуға да уақыт қалдыр.
plan-dates = Күні белгілі істер
plan-dates-none = Жорық, сенбілік, жарыс: күні белгілі істі осында қос.
plan-dates-add = Күнін белгілеп қосу
plan-dates-past = Өткендері: { $n }
plan-dated = Күні белгілі іс
plan-track = Бағыт
plan-dated-title = Аты
plan-dated-title-hint = Мысалы: Шарын шатқалына жорық
plan-dated-title-missing = Жорыққа ат қой: жазбаларың осы атпен жиналады.
plan-dated-on = Күні
plan-dated-bad = Күнді толық таңда
plan-dated-until = Соңғы күні
plan-dated-until-hint = Бірнеше күнге созылса ғана
plan-dated-until-bad = Соңғы күн бірінші күннен ерте болмасын
plan-dated-amount = Бір күнде қанша
plan-along = Жоспар қолыңда жүрсін
plan-calendar = Күнтізбе файлын алу
plan-calendar-text = Файлды телефонның күнтізбесі ашады. Жоспар өзгерсе, файлды қайта ал: іс-шаралар қосарланбай, жаңарады.
plan-past = Бұрынғы жоспарлар
plan-past-text = Осы телефонда сақталады.
plan-past-until = Ауысқан күні: { $date }
plan-past-since = Жасалған күні: { $date }
plan-approved = Мақұлданды: { $date }
plan-approved-by = { $name } мақұлдады: { $date }
plan-returned = Ойлануға қайтарылды: { $date }
plan-returned-by = { $name } ойлануға қайтарды: { $date }
plan-waits = Жоспарың тәлімгердің сөзін күтіп тұр
plan-waits-text = Күтпей-ақ жаза бер: есеп оған байланбайды.
plan-changed-since = Мақұлданған жоспар: { $date }. Содан бері өзгерді, қайта қарауды күтеді.
plan-of = Қатысушының жоспары
plan-of-now = Қазіргі жоспар
plan-of-hints = Назар аударыңыз
plan-answer = Сіздің сөзіңіз
plan-answer-again = Сөзіңізді өзгерту
plan-answer-text = Қатысушы жазуды күтпейді: бұл тек бағыт беру. Желі болмаса, желі шыққанда кетеді.
plan-word = { $name } үшін бір сөз
plan-word-hint = Мақұлдағанда міндетті емес.
plan-word-missing = Не өзгерту керегін жазыңыз
plan-send-back = Қайтару
plan-approve = Мақұлдау
plan-said-approved = Жоспар мақұлданды
plan-said-returned = Жоспар сөзіңізбен қайтарылды
