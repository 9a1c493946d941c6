# profiles: who uses this phone, PIN, signing in, tabs, notices
profiles-title = Who is it?
profiles-text = Everybody has a diary of their own on this phone.
profiles-participant = Participant
profiles-mentor = Mentor
profiles-nameless = No name yet
profiles-with-pin = opens with a PIN
profiles-add = Add a person
profiles-code = I have a sign-in code
profiles-pin-title = PIN of { $name }
profiles-pin-text = 4 to 8 digits
profiles-pin-pad = Digits
profiles-pin-typed = { $n ->
    [one] { $n } digit typed
   *[other] { $n } digits typed
}
profiles-pin-delete = Delete the last digit
profiles-pin-open = Open
profiles-pin-back = Somebody else
profiles-signing-title = Signing in
profiles-signing-waiting = The code is on its way. This takes a few seconds.
profiles-signing-offline = There is no network now. Your code is kept, and the sign-in goes on by itself as soon as there is network.
profiles-signing-server = The server does not answer at the moment. Your code is kept, and the sign-in is tried again by itself.
profiles-signing-refused-title = This code does not work
profiles-signing-refused = It is wrong, was used before or is out of date. Ask for a new one and try again. Nothing on this phone was changed.
profiles-signing-update-title = Qadam needs an update
profiles-signing-update = The server wants a newer version of the app. Close Qadam, open it again with network, and the sign-in goes on.
profiles-signing-retry = Try now
profiles-signing-again = Enter another code
profiles-signing-cancel = Cancel signing in
profiles-tab-title = Qadam is open in another tab
profiles-tab-text = So that no step is written twice, one tab works at a time. Everything you saved is here as well.
profiles-tab-here = Continue here
profiles-moved-title = Qadam moved to another tab
profiles-moved-text = Everything is saved. To continue in this tab, reload it.
profiles-reload = Reload
profiles-failed-title = Qadam has to start again
profiles-failed-text = Something went wrong inside the app. What you saved before is safe on this phone.
profiles-window-title = Qadam is open in another window
profiles-window-text = Go on in that window; this one can be closed. Everything you saved is there.
profiles-notice-damaged-title = A file on this phone was damaged
profiles-notice-damaged = Found on { $date }. It was not deleted: it is kept as { $name }, and a fresh one was started. If you have joined, what was sent comes back from the server. Keep the phone as it is and tell your mentor.
profiles-notice-fleeting-title = The browser may clear saved data
profiles-notice-fleeting = It does so when the phone is short of space. Add Qadam to the home screen or join with a mentor's code, and your steps are safe.
profiles-notice-copied-title = This is a copy of another phone
profiles-notice-copied = What is here was copied from another phone, which is in use as well. They are two devices now, and nothing is lost. If you did not make the copy, open Me, then Devices, and sign the other one out.
profiles-notice-ok = Understood
