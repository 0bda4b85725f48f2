# Words of the audit's pages.

page-audit-tab-lines = What was done
page-audit-tab-hints = To look at
page-audit-narrow = { $count ->
    [0] Narrow
   *[other] Narrowed by { $count }
  }
page-audit-narrow-further = Further ways
page-audit-narrow-do = Show
page-audit-any = any
page-audit-none = Nothing fits all of these
page-audit-by-officer = Officer
page-audit-by-deed = What
page-audit-by-outcome = Outcome
page-audit-by-purpose = Purpose
page-audit-by-from = From
page-audit-by-until = Until
page-audit-by-unit = Unit
page-audit-by-role = Role
page-audit-by-record = Record
page-audit-by-kind = Kind of record
page-audit-by-case = Case as it was typed, and what is linked with it
page-audit-by-node = Node
page-audit-by-rule = Rule that refused
page-audit-outcome-granted = granted
page-audit-outcome-refused = refused
page-audit-open-record = Open the record
page-audit-of-record = Who saw it here
page-audit-verify = Verify
page-audit-verify-line = Verify line { $line }
page-audit-choose = Choose line { $line } for a file
page-audit-line = One line, verified
page-audit-line-open = Its minute is not in the log yet. Ask again in a minute.
page-audit-line-again = Ask again
page-audit-standing-signed = It stands in the signed log
page-audit-standing-witnessed = It stands in the signed log, and witnesses have seen it
page-audit-standing-conflicting = The log contradicts itself
page-audit-standing-signed-means = It cannot be changed or taken out without breaking what this node has signed. No other node has witnessed this head yet.
page-audit-standing-witnessed-means = It cannot be changed or taken out without breaking what this node has signed and others have cosigned.
page-audit-standing-conflicting-means = Two heads of this node's log are known that do not fit each other. The line is under one of them. Do not rely on it, and tell the inspector.
page-audit-proof-place = It is entry { $place } of { $all } in the tree of its minute.
page-audit-proof-leaf = The root of that minute is leaf { $leaf } of this node's log.
page-audit-proof-head = The log's head over { $size } leaves was signed on { $moment }.
page-audit-proof-root = Root of the minute
page-audit-file = { $count ->
    [one] File of this line, to check elsewhere
   *[other] File of { $written } lines, to check elsewhere
  }
page-audit-file-check = Anybody checks it without this node:

page-hints-why = What a person should look at. It accuses nobody, and nothing follows from it by itself.
page-hints-all = Also what somebody has looked at
page-hints-none = There is nothing to look at
page-hints-none-do = An hour with far more look-ups than usual, and records that nothing connects with an officer's work, are listed here.
page-hint-burst-title = Far more look-ups than usual
page-hint-outside-title = Records outside one's work
page-hint-burst = There were { $count } look-ups in this hour. It is listed because that is more than { $above }.
page-hint-usual-own = Usual for this officer are { $median } an hour, with a spread of { $spread } (the middle of { $hours } hours of work).
page-hint-usual-own-unknown = What is usual for this officer is not known yet: there are too few hours of work.
page-hint-usual-others = Usual for others in the unit are { $median }, with a spread of { $spread } ({ $hours } hours).
page-hint-usual-others-unknown = What is usual in the unit is not known yet.
page-hint-outside = { $count ->
    [one] One record was opened that nothing connects with the officer or the unit: neither has written it, its thread, or anything linked with it.
   *[other] { $written } records were opened that nothing connects with the officer or the unit: neither has written them, their threads, or anything linked with them.
  }
page-hint-outside-more = and { $count } more
page-hint-lines = Show what the officer did on that day
page-hint-note = What you saw
page-hint-look = I have looked at it
page-hint-seen = Looked at by
