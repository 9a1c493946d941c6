# programme: programme, awards, rules and their version
programme-choice = Programme
programme-award = I hold the award: { $level }
programme-award-months = Then this level takes at least { $n } { $n ->
    [one] month
   *[other] months
}
programme-rules = Rules
programme-version = Version of the rules: { $version }
programme-stays = You can go all the way by the version you start with. You move to a newer one only if you want to.
programme-newer = A newer version
programme-sources = Where the rules come from
programme-sources-text = Each rule names its source, or says that it is Qadam’s own.
programme-move = { $from } → { $to }
programme-move-text = If you move, everything that counts goes on counting. This is what changes:
programme-what = What
programme-before = Now
programme-after = Then
programme-move-go = Move to version { $to }
programme-moved = The new rules apply now. Everything that counted still does.
programme-all = In all
programme-end = Earliest end
programme-not-asked = not asked
programme-about = Rules and their sources
programme-levels = What each level asks
programme-level-of = at least { $months } months, from age { $age }
programme-pauses = Pauses may take up to { $days }.
programme-rule-regular = { $weeks } with at least { $min } in { $days } days
programme-rule-total = { $total } in all
programme-rule-attested = { $amount }, confirmed by whoever is in charge
programme-rule-more = { $weeks } more in one of the tracks
programme-rule-nothing = not required
programme-about-programme = The programme
programme-about-ages = Ages
programme-about-levels = Levels
programme-about-requirements = What levels ask
programme-about-pauses = Pauses
programme-about-tracks = Tracks
programme-about-attested = Confirmed by somebody in charge
programme-about-review = Review
programme-about-outcomes = Outcome
