# Photos: in the log sheet, in entries, under review.
photos-add = Фото қосу
photos-making = Фото дайындалып жатыр…
photos-bare = Түсірілген жері мен уақыты фотодан алынды.
photos-count = { $n } фото
photos-one = Фото
photos-alt = { $n }-фото, барлығы { $all }
photos-remove = { $n }-фотоны алып тастау
photos-before = Алдыңғы
photos-after = Келесі
photos-coming = Фото жүктеліп жатыр…
photos-offline = Фото серверде сақтаулы. Интернет болғанда ашылады.
photos-missing = Фото серверге әлі жетпеді. Түсірген телефон интернетке шыққанда осында көрінеді.
photos-broken = Фотоны ашу мүмкін болмады.
