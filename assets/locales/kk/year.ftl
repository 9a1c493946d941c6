# Жыл қорытындысы.
year-title = Жыл қорытындысы
year-years = Жылдар
year-empty = Жыл әлі таза бет
year-empty-text = Алғашқы жазба — осы суреттің алғашқы шаршысы.
year-empty-past = Бұл жылы жазба жоқ
year-empty-past-text = Суретің басқа жылдан басталады.
year-hours = сағат өз еңбегің
year-pages = { $n ->
   *[other] бет оқылды
}
year-entries = { $n ->
   *[other] жазба
}
year-active = { $n ->
   *[other] жазбасы бар күн
}
year-yours = Бәрін өзің жасадың.
year-small = Жақсы бастама
year-small-text = Ең қиыны — алғашқы қадамдар, сен оларды жасадың. Әр жазбамен бұл сурет толыға түседі.
year-days = Жылыңның әр күні
year-days-label = { $year }: { $days } күнде { $entries } жазба.
year-months = Айлар бойынша жазбалар
year-busiest = Ең мол ай — { $month }: { $n } жазба.
year-weekdays = Апта күндері бойынша белсенді күндер
year-weekday = Сенің күнің — { $day }: { $n } рет белсенді болдың.
year-steady = Қатарынан { $n } апта жазба болды
year-comebacks = Үзілістен кейін { $n } рет қайта оралдың.
year-comebacks-text = Үзіліс — { $n } күн не одан көп жазбасыз уақыт. Алға апаратыны — қайта оралу.
year-books = Соңына дейін { $n } кітап оқылды
year-projects = { $n } жоба аяқталды
year-journeys = { $n } жорық
year-tracks = Бағыттар бойынша
year-best-day = Ең мол күн: { $amount }, { $date }
year-best-week = Ең мол апта: { $amount }, басы { $date }
year-first = Жылдың алғашқы сөзің
year-last = Жылдың соңғы сөзің
year-logged-all = Есептелгені де, әлі есептелмегені де: жазғаныңның бәрі. Сені ешкіммен салыстырмаймыз.
