# Photos: in the log sheet, in entries, under review.
photos-add = Добавить фото
photos-making = Фото готовится…
photos-bare = Место и время съёмки из фото убраны.
photos-count = { $n } фото
photos-one = Фото
photos-alt = Фото { $n } из { $all }
photos-remove = Убрать фото { $n }
photos-before = Предыдущее
photos-after = Следующее
photos-coming = Фото загружается…
photos-offline = Фото хранится на сервере. Откроется, когда появится интернет.
photos-missing = Фото ещё не дошло до сервера. Появится здесь, когда телефон, на который его сняли, выйдет в сеть.
photos-broken = Фото не открывается.
