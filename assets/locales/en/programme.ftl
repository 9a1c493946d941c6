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
programme-sources-text = Each rule has its source, or the word that it is Qadam’s own.
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
