# Күндер суреті.
heat-entries = { $n } жазба
heat-over = { $amount } және одан көп
heat-label = { $what }, { $from } – { $to }: жазбасы бар күн — { $days }. Ең көбі { $best }: { $amount }.
heat-keys = Күндер күнтізбесі. Күнді көрсеткі пернелермен таңда: жоғары, төмен — бір күнге, солға, оңға — бір аптаға.
heat-pick = Бір күнді қарау
heat-before = Алдыңғы күн
heat-after = Келесі күн
heat-none = Бұл күні жазба жоқ.
heat-table = Кесте түрінде
heat-table-close = Кестені жабу
heat-week = Апта
heat-days = Күн
heat-sum = Барлығы
