# Photos: in the log sheet, in entries, under review.
photos-add = Add a photo
photos-making = Preparing the photo…
photos-bare = Where and when it was taken was removed from the photo.
photos-count = { $n ->
    [one] { $n } photo
   *[other] { $n } photos
}
photos-one = Photo
photos-alt = Photo { $n } of { $all }
photos-remove = Remove photo { $n }
photos-before = Previous
photos-after = Next
photos-coming = The photo is being loaded…
photos-offline = The photo is with the server. It opens when there is a network.
photos-missing = The photo has not reached the server yet. It appears here once the phone that took it is online.
photos-broken = The photo cannot be opened.
