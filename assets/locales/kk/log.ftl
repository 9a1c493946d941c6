# The log sheet.
log-title = Не істедің?
log-edit = Жазбаны өзгерту
log-track = Бағыт
log-repeat = Қайталау
log-activity = Не нәрсе
log-other = Басқа
log-min = мин
log-pages = бет
log-amount = Қанша
log-presets = Дайын мөлшерлер
log-night = Түнеу
log-night-no = Түнеусіз
log-night-yes = Түнеумен
log-effect-kept = Телефонда сақталады.
log-effect-window = Осы апта: { $before } + { $added } = { $sum }. Бұл апта есептеледі!
log-effect-window-short = Осы апта: { $before } + { $added } = { $sum }. Есептелуі үшін тағы { $missing } керек.
log-effect-then = Сол апта: { $before } + { $added } = { $sum }. Ол апта есептеледі!
log-effect-then-short = Сол апта: { $before } + { $added } = { $sum }. Есептелуі үшін тағы { $missing } керек.
log-effect-adds = { $added } қосылады. Есептелгені: { $with }.
log-effect-thing = Біткенде есептеледі. Әзірге: { $with }
log-day = Күні
log-day-other = Басқа күн
log-note = Ескертпе
log-note-add = Ескертпе қосу
log-note-hint = Не болды, не ұнады, не үйрендің — өз сөзіңмен.
log-book = Қай кітап?
log-book-hint = Кітаптың аты
log-book-finished = Кітапты бітірдім
log-project = Қай жоба?
log-project-hint = Жоба болмаса, бос қалдыр
log-project-finished = Жобаны аяқтадым
log-journey = Қай жорық?
log-journey-hint = Мысалы: Түргенге жорық
log-journey-finished = Жорық аяқталды
log-stay = Қай жоба?
log-stay-hint = Мысалы: жазғы еріктілер лагері
log-stay-finished = Жоба аяқталды
log-thing-new = Жаңасы
log-by-name = Кім растайды?
log-by-hint = Сол жердегі жауапты адамның аты-жөні
log-by-role = Ол кім?
log-safe = Бірден телефонға сақталады. Интернет керек емес.
log-saved = Телефонда сақталды
log-removed = Жазба өшірілді
log-remove = Жазбаны өшіру
log-suggest = Қазір не жазасың
log-suggest-at = жоспар: { $at }
log-suggest-plan = жоспарда
log-hours = Сол күні жолда, сағат
log-hours-unit = сағ
log-late = { $n } күн өткен соң жазылды деген белгі қойылады.
log-review = Кітап туралы пікір
log-words = { $have } сөз, { $need } керек
log-words-ok = { $have } сөз: жеткілікті
log-people = Бұрын растағандар
