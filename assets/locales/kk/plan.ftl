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
