# What an answer to a question says: evidence, what to do, whom to call.

ask-no-hit = { $lists ->
    [0] No hit. No list could be asked; our own records and those we received were.
    [one] No hit on { $lists } list, nor in our own records and those we received.
   *[other] No hit on { $lists } lists, nor in our own records and those we received.
}
ask-hits = { $hits ->
    [one] { $hits } hit: compare it before you act.
   *[other] { $hits } hits: compare them before you act.
}
ask-number = Number
ask-identifier-same = { $kind } { $value }: listed, sign for sign.
ask-identifier-alike = { $kind } { $value }: what is listed looks alike.
ask-finding-check = { $kind } { $value }: the check digit does not fit. Look again; what it may be was asked for.
ask-finding-zone = The lines may be misread: { $value }.
ask-status = Reported: { $status }.
ask-programme = Listed for: { $programme }.
ask-do-action = Wanted: { $action }.
ask-do-compare = Compare the evidence with whom or what is before you, then decide on the hit.
ask-call-contact = Call { $contact }.
ask-call-keeper = Call { $owner }, who keeps the list { $list }.
ask-call-owner = Call the desk of { $owner }, whose record it is.
