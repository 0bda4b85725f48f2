# Offline copies: what a device says of its copy, and the pages on which devices and copies are kept.

copy-minutes = { $count ->
    [0] less than a minute
    [one] { $count } minute
   *[other] { $count } minutes
}
copy-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
copy-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
copy-age = Answered from a copy that is { $age } old: it says what { $node } knew at { $at }. It lasts another { $left }.
copy-stale = This copy is stale, { $age } old: what was added, changed or taken back since then is not in it. Bring it up to date, or ask by telephone, before you rely on it.
copy-kept = { $count ->
    [0] No question is kept on this device.
    [one] { $count } question is kept on this device, sealed, until its next contact with the node.
   *[other] { $count } questions are kept on this device, sealed, until its next contact with the node.
}
copy-kept-why = Each question is kept on this device, sealed, and enters the node's audit at the next contact. A hit is a candidate: only a person makes it a match.
copy-stopped-form = This is no offline copy. Choose the file that was made for this device.
copy-stopped-other-device = This copy is sealed for another device, or for a key that this device has no more.
copy-stopped-length = The copy was cut short, or something was added to it. Fetch it anew.
copy-stopped-changed = The copy was changed, or it is not of the node that this device was enrolled at. Fetch it anew.
copy-stopped-no-device = The folder holds no device.
copy-stopped-no-credential = The device has not taken its credential yet.
copy-stopped-state = What the device remembers is missing or was changed. It has to be enrolled anew, under another name.
copy-stopped-busy = Another program works with the device at this moment. Try again.
copy-stopped-clock = The clock says { $now }, and it was { $at } already. Set the clock right, or bring the copy up to date.
copy-stopped-expired = The copy expired at { $at } and answers no more. Bring it up to date.
copy-stopped-full = The device keeps as many questions as it may. Bring the copy up to date: that hands them over.
copy-stopped-purpose = The copy is not for this purpose. Choose another one.
copy-stopped-ended = The node has ended this copy.
copy-stopped-revoked = The node has revoked this device.
copy-stopped-other-contact = The answer is to another contact. Send the newest one.

page-copy-why = A device carries an extract of lists for where there is no line: sealed for it alone, dated, ended after its hours, and brought up to date or ended at its next contact.
page-copy-none = No device is enrolled.
page-copy-none-do = Make a key on the device with "amana device init", then enrol it here by its public key.
page-copy-device = Device
page-copy-state = Copy
page-copy-lists = Lists
page-copy-contact = Last contact
page-copy-questions = Questions handed over
page-copy-deeds = What to do
page-copy-never = never
page-copy-no-copy = none
page-copy-fresh = up to date
page-copy-stale = stale
page-copy-expired = expired
page-copy-until = until { $day }
page-copy-of = of { $day }
page-copy-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
page-copy-records = with records
page-copy-revoked = revoked { $day }
page-copy-unaware = It does not know yet: until its next contact it may answer for as long as its copy lasts.
page-copy-broken = Its questions did not fit together at { $day }: one was changed or left out. It is given nothing any more.
page-copy-key = Key
page-copy-enrol = Enrol a device
page-copy-enrol-do = Enrol
page-copy-name = Name
page-copy-name-help = 2 to 32 of a–z, 0–9 and -. It is never given twice.
page-copy-unit = Unit
page-copy-role = Role
page-copy-role-help = By which policy decides what the device carries.
page-copy-public = Public key
page-copy-public-help = As "amana device init" shows it.
page-copy-enrolled = { $device } is enrolled. Compare the key's fingerprint with the device, then hand the credential over: it is taken once, with "amana device accept".
page-copy-save-credential = Save the credential
page-copy-make = Make a copy
page-copy-make-again = Make another copy
page-copy-make-do = Make it
page-copy-making = The copy is made: { $percent } % fetched
page-copy-made = The copy of { $device } is made, { $size }. It opens on this device alone.
page-copy-save = Save the copy
page-copy-choose-lists = Lists that go along
page-copy-with-records = Also records that are looked for, as far as policy lets them go
page-copy-purposes = What it may be asked for
page-copy-hours = It lasts
page-copy-hours-12 = 12 hours
page-copy-hours-24 = 1 day
page-copy-hours-72 = 3 days
page-copy-hours-168 = 7 days
page-copy-hours-help = From each contact on. After part of it, it says that it is stale.
page-copy-end = End the copy
page-copy-end-sure = End it: it is deleted at the next contact
page-copy-revoke = Revoke
page-copy-revoke-sure = Revoke it for good: it destroys its keys at the next contact
