# For mentors: queue, review, people. To mentors: «сіз», «вы».
mentor-queue = Queue
mentor-people = People
mentor-report = Report
mentor-handed = A participant has another mentor now
mentor-handed-text = What you had written for them was handed to the coordinator: nothing is lost. In all: { $n }.
mentor-handed-seen = Understood
mentor-alone = Nobody has joined yet
mentor-alone-text = Make a joining code and hand it out. Requests will come here.
mentor-alone-go = Make a code
mentor-nothing = All is read
mentor-nothing-text = New reports come by themselves when there is network.
mentor-joiners = Asking to join
mentor-joiner-label = { $name } asks to join
mentor-minor = under 18
mentor-adult = 18 or older
mentor-minor-text = Once taken in, a guardian’s paper consent is needed. Until then entries do not leave the phone.
mentor-accept = Take in
mentor-decline = Decline
mentor-accepted = Taken in
mentor-declined = Declined
mentor-consents = Consent is missing
mentor-consent-missing = No guardian’s consent yet
mentor-consent-go = Confirm the consent
mentor-consent-title = Paper consent
mentor-consent-text = Confirm only with the signed paper in your hands: { $name }.
mentor-guardian = Name of the guardian
mentor-dated = Date on the paper
mentor-date-wrong = Give the whole date
mentor-consent-save = Confirm
mentor-consent-saved = Consent confirmed
mentor-old = Waiting for over 3 days
mentor-new = New reports
mentor-decided = Recently decided
mentor-hints = { $n ->
    [one] { $n } hint
   *[other] { $n } hints
}
mentor-hints-text = A hint is no accusation: you decide. If unsure, ask the participant first.
mentor-today = today
mentor-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
mentor-came-today = Came today
mentor-waits = { $n ->
    [one] Waiting for { $n } day
   *[other] Waiting for { $n } days
}
mentor-name-age = { $name }, aged { $age }
mentor-their-word = The participant’s word
mentor-my-word = Your answer
mentor-entries = Entries
mentor-attested = Confirmed by { $name }, { $role }
mentor-hint-late = { $n ->
    [one] Written { $n } day later. It may just have been a busy time.
   *[other] Written { $n } days later. It may just have been a busy time.
}
mentor-hint-many = { $n ->
    [one] { $n } entry within 10 minutes. It happens when a week is logged in one evening.
   *[other] { $n } entries within 10 minutes. It happens when a week is logged in one evening.
}
mentor-hint-long = This day adds up to { $time }. Perhaps a slip in the numbers.
mentor-hint-photo = The entry of { $date } has this photo too. Perhaps it was added twice by mistake.
mentor-hint-attested = Nobody in charge is named.
mentor-word-label = Decision: { $what }
mentor-counted = Count
mentor-to-fix = To fix
mentor-not-counted = Do not count
mentor-templates = Ready reasons
mentor-why-describe = Please describe what you did
mentor-why-amount = Please check the amount
mentor-why-date = Please check the date
mentor-why-attest = Please say who can confirm it
mentor-why-photo-unclear = The photo does not show it
mentor-why-photo-own = Add a photo of your own
mentor-why-photo-none = Add a photo
mentor-why-programme = This is not part of the programme
mentor-why-twice = This was logged twice
mentor-why-track = This belongs to another track
mentor-reason = Reason
mentor-reason-missing = Give a reason, so that it can be understood
mentor-reasons-missing = Some entries lack a reason
mentor-line = A line to { $name }
mentor-decision = Decision
mentor-approve = { $n ->
    [one] Approve { $n } entry
   *[other] Approve { $n } entries
}
mentor-return = { $n ->
    [one] Return with { $n } fix
   *[other] Return with { $n } fixes
}
mentor-decide = Save the decision
mentor-decision-saved = Decision saved
mentor-offline = Saved at once, sent when there is network
mentor-write = Write to { $name }
mentor-no-level = Level unknown
mentor-last = Last entry: { $date }
mentor-no-entries = No entries yet
mentor-asked = Waits for your answer
mentor-consent-tag = No consent
mentor-declined-tag = Declined
mentor-plans = Plans
mentor-plan-new = Made a plan
mentor-plan-changed = Changed an approved plan
mentor-plan-of = Plan of { $name }
