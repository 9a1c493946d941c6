# profiles: кто пользуется телефоном, PIN, вход, вкладки, сообщения
profiles-title = Кто это?
profiles-text = У каждого на этом телефоне свой дневник.
profiles-participant = Участник
profiles-mentor = Наставник
profiles-nameless = Пока без имени
profiles-with-pin = открывается по PIN
profiles-add = Добавить человека
profiles-code = У меня есть код для входа
profiles-pin-title = PIN: { $name }
profiles-pin-text = От 4 до 8 цифр
profiles-pin-pad = Цифры
profiles-pin-typed = { $n ->
    [one] Введена { $n } цифра
    [few] Введены { $n } цифры
   *[many] Введено { $n } цифр
}
profiles-pin-delete = Стереть последнюю цифру
profiles-pin-open = Открыть
profiles-pin-back = Кто-то другой
profiles-signing-title = Выполняется вход
profiles-signing-waiting = Код отправлен. Это займёт несколько секунд.
profiles-signing-offline = Сейчас нет сети. Код сохранён, и вход продолжится сам, как только сеть появится.
profiles-signing-server = Сервер сейчас не отвечает. Код сохранён, попытка повторится сама.
profiles-signing-refused-title = Этот код не подходит
profiles-signing-refused = Он неверен, уже использован или устарел. Попросите новый и попробуйте ещё раз. На телефоне ничего не изменилось.
profiles-signing-update-title = Нужно обновить Qadam
profiles-signing-update = Сервер ждёт более новую версию приложения. Закройте Qadam, откройте снова при наличии сети, и вход продолжится.
profiles-signing-retry = Попробовать сейчас
profiles-signing-again = Ввести другой код
profiles-signing-cancel = Отменить вход
profiles-tab-title = Qadam открыт в другой вкладке
profiles-tab-text = Чтобы ни один шаг не записался дважды, одновременно работает одна вкладка. Всё сохранённое есть и здесь.
profiles-tab-here = Продолжить здесь
profiles-moved-title = Qadam перешёл в другую вкладку
profiles-moved-text = Всё сохранено. Чтобы продолжить в этой вкладке, перезагрузи её.
profiles-reload = Перезагрузить
profiles-failed-title = Qadam нужно запустить заново
profiles-failed-text = Внутри приложения что-то пошло не так. Всё, что было сохранено, в безопасности на этом телефоне.
profiles-window-title = Qadam открыт в другом окне
profiles-window-text = Всё продолжается в том окне, а это можно закрыть. Всё сохранённое там.
profiles-notice-damaged-title = Файл на этом телефоне был повреждён
profiles-notice-damaged = Замечено { $date }. Он не удалён: хранится как { $name }, а вместо него начат новый. После присоединения всё отправленное вернётся с сервера. Не удаляй приложение и скажи наставнику.
profiles-notice-fleeting-title = Браузер может стереть сохранённое
profiles-notice-fleeting = Так бывает, когда на телефоне мало места. Добавь Qadam на главный экран или присоединись по коду наставника, и шаги не пропадут.
profiles-notice-copied-title = Это копия с другого телефона
profiles-notice-copied = Данные здесь скопированы с другого телефона, и он тоже работает. Теперь это два отдельных устройства, ничего не пропало. Если копию делал не ты, открой «Я» → «Устройства» и отключи чужое.
profiles-notice-ok = Понятно
