# What is being written: drafts, what waits for the line, templates, the page before sending.

page-standing-blank = What you write is kept by itself.
page-standing-saving = Being kept …
page-standing-here = Kept on this device, on its way to your node …
page-standing-rests = Waits to be sent. Change it, and it is a draft again.
page-standing-node = Kept in your node: you can go on at another desk.
page-standing-device = Kept on this device only, until the node answers.
page-standing-nowhere = Not kept: this device keeps nothing and the node does not answer. Leave this page open.
page-standing-elsewhere = Not kept: it was changed at another desk.
page-standing-sent = It was sent already.
page-compose-case = Case:
page-compose-case-none = Written for no case.
page-compose-case-take = Write it for { $case }

page-draft-sent = This draft was sent
page-draft-sent-open = Open the record
page-draft-sent-elsewhere = This draft was sent already. What you changed since is not in the record: revise the record to add it.
page-draft-two-places = This draft was changed at another desk since. Nothing is lost until you choose.
page-draft-take-theirs = Take what was written there
page-draft-keep-ours = Keep what stands here
page-draft-untitled = Without a title
page-draft-only-here = on this device only
page-draft-discard-sure = Yes, throw it away
page-drafts = Drafts
page-drafts-none = No draft waits for you. What you begin is kept here by itself for 30 days.
page-drafts-away = The node does not answer: drafts that it keeps are not shown.
page-begin-blank = Begin with a blank form

page-outbox = Waits to be sent
page-outbox-since = ready since { $at }
page-outbox-waits = It is sent by itself, once, when the line is back. Opening and changing it makes it a draft again.
page-outbox-files = { $count ->
    [one] Its file is on its way: { $percent } % sent.
   *[other] Its { $count } files are on their way: { $percent } % sent.
  }
page-outbox-refused = The node did not take it; it is a draft again.
page-outbox-count = { $count ->
    [one] One record waits for the line and is sent by itself.
   *[other] { $count } records wait for the line and are sent by themselves.
  }
page-outbox-count-refused = { $count ->
    [one] One record was not taken.
   *[other] { $count } records were not taken.
  }
page-outbox-look = Show

page-templates = Begin with a template
page-template-save = Keep as template
page-template-means = The next record begins with what stands in the form now. Leave out names and numbers of people: a template is kept for a year.
page-template-title = Name of the template
page-template-shared = My whole unit may use it
page-template-of-unit = the unit's
page-template-forget = Forget
page-template-forget-one = Forget the template { $title }
page-template-request-checks = Request for checks
page-template-spontaneous = Spontaneous information
page-template-seizure-mail = Seizure in the post

page-before-longest = the last day that the law allows
page-before-files = { $count ->
    [one] One file goes with it
   *[other] { $count } files go with it
  }
page-before-away = The line is lost. Your node checks its rules when this is sent: what a rule forbids is not sent, stays here, and you are told why.
page-before-send-later = Send when the line is back
page-before-preview-away = Told by your node when the line is back.
page-before-ends = When it ends
page-before-ends-what = After { $day } every holder destroys content and keys and proves it. The digest stays in the log.
page-before-back = How you take it back
page-before-back-what = Recall hides it everywhere at once and destroys it; withdraw takes it from one recipient; block stops every reading while a request is open. All three stand on its page.
page-before-roles = Who may read it
page-before-roles-home = In your node
page-before-roles-there = At each recipient
page-before-roles-not = Who may not, and by which rule
page-before-no-role = nobody

page-sign-out-unsent = { $count ->
    [one] One draft is on this device only and was not sent. Signing out destroys it.
   *[other] { $count } drafts are on this device only and were not sent. Signing out destroys them.
  }
page-sign-out-destroy = Destroy and sign out

page-problem-conflict = It was changed elsewhere
page-problem-conflict-do = Look at what is there now, then decide again. Nothing was overwritten.

page-date-order = dd/mm/yyyy
page-date-wrong = This is no day. Write day, month and year, as { $example }.
page-date-choose = Choose a day: { $label }
page-date-time = Time
page-date-today = Today
page-date-none = No day
page-date-month-before = Month before
page-date-month-after = Month after
page-date-year-before = Year before
page-date-year-after = Year after
page-setting-calendar = Calendar
page-setting-calendar-gregory = Gregorian
page-setting-calendar-islamic-umalqura = Hijri (Umm al-Qura)

page-find-news = { $count ->
    [one] Something new was stored since: look again
   *[other] { $count } new records were stored since: look again
  }

page-compose-more = More: { $what }
page-place-exactness = How exactly
page-place-40-m = To about 40 m
page-place-1-km = To about 1 km
page-place-20-km = To about 20 km
page-place-here = Where I am
page-place-means = Your device is asked once, now. What it says stands in the form, to be changed or removed.
page-place-taken = Taken from your device. Look at it below, and change or remove it.
page-place-denied = Your device does not allow it. Write the place by hand.
page-place-nowhere = Your device does not know where it is. Write the place by hand.

page-work-going = { $size } kB so far; it goes on while you work.
page-work-goes-on = It goes on while you work.
page-work-stop = Stop
page-work-dismiss = Close
