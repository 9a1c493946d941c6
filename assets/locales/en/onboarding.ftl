# onboarding: language, name, level, plan, joining
onboarding-skip = Skip to the content
onboarding-step = Step { $n } of { $all }
onboarding-later = Later
onboarding-next = Next
onboarding-welcome-title = Every day, one step
onboarding-welcome-text = Qadam is your path in seven tracks. Write down what you did, and your mentor counts it. It works without network too.
onboarding-language = Language
onboarding-start = Start
onboarding-have-code = I have a sign-in code
onboarding-code-title = Sign in with a code
onboarding-code-text = For mentors, and for you if your phone was lost: ask the one who looks after you for a code, or take the recovery code you wrote down.
onboarding-code-label = Sign-in code
onboarding-code-hint = 20 letters and digits. Hyphens and capitals do not matter.
onboarding-code-go = Sign in
onboarding-you-title = Let us get acquainted
onboarding-you-text = Two answers are enough. You can start without network and without an account.
onboarding-name = Your name
onboarding-name-hint = As your mentor knows you.
onboarding-name-missing = Write your name, so that your mentor knows who it is.
onboarding-birth = Date of birth
onboarding-birth-hint = Levels open by age. The date stays on this phone until you join a mentor; under 18, until a guardian has agreed.
onboarding-birth-missing = Choose the date of birth: levels open by age.
onboarding-level-title = Choose your level
onboarding-level-text = You compete with nobody here. Go your own way, at your own pace.
onboarding-levels = Level
onboarding-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
onboarding-from-age = from age { $n }
onboarding-asks-week = about { $time } a week
onboarding-asks-books = { $n ->
    [one] { $n } book
   *[other] { $n } books
}
onboarding-asks-journey = { $n ->
    [one] an expedition of { $n } day
   *[other] an expedition of { $n } days
}
onboarding-too-young = Opens on { $date }, the day you turn { $age }.
onboarding-too-old = Open up to age { $age }.
onboarding-none-open = No level is open for this date of birth yet. If the date is wrong, go back and correct it.
onboarding-level-hint = The months are the shortest time. It may take longer, nothing is lost, and you can change the level later.
onboarding-pick = Choose { $level }
onboarding-pick-none = Choose a level
onboarding-plan-title = Plan seven tracks
onboarding-plan-text = A rough plan is enough. You can change it any day.
onboarding-plan-go = Continue
onboarding-join-title = Do you have a mentor's code?
onboarding-join-text = With a mentor, your steps are counted. Without one everything works too: you can enter the code any time in Me, and all you wrote comes along.
onboarding-join-minor = Under 18, a guardian signs a paper first. Until your mentor has it, nothing but the joining leaves this phone.
onboarding-join-label = Mentor's code
onboarding-join-hint = 12 letters and digits. Hyphens and capitals do not matter.
onboarding-join-go = Join
onboarding-join-sent = Saved. The joining goes out as soon as there is network.
