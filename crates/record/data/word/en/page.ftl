# Words of the pages: with scripts and without.

page-amana = Amana
page-exercise = Exercise
page-close = Close
page-more = Show more
page-waiting = One moment …
page-settings = Settings

page-shell-skip = Skip to the page
page-shell-places = Places
page-shell-connected = Connected
page-shell-not-connected = Not connected
page-shell-lost-line = The line to the node is lost. What you see may be old; it connects again by itself.
page-no-page = There is no such page for you
page-no-page-do = The address may be mistyped, or your role does not open it. Choose a place from the navigation.
page-place-work = Work
page-place-oversight = Oversight

page-purpose-for = You work for
page-purpose-until = until { $time }
page-purpose-change = Change
page-purpose-ask = What do you work for now?
page-purpose-why = Every question and every reading is recorded with its purpose. Choose it once for this piece of work; you can change it at any time.
page-purpose-not-chosen = No purpose chosen yet

page-setting-language = Language
page-setting-digits = Digits
page-setting-theme = Appearance
page-setting-theme-auto = As this device
page-setting-theme-light = Light
page-setting-theme-dark = Dark
page-setting-time-zone = Time zone
page-setting-first-day = First day of the week
page-setting-first-day-1 = Monday
page-setting-first-day-6 = Saturday
page-setting-first-day-7 = Sunday

page-sign-in = Sign in
page-sign-in-title = Sign in to Amana
page-sign-in-as = You sign in at the node { $node } as { $role }.
page-sign-in-once = This link works once. Use it only on a device that is yours to work on.
page-sign-in-spent = This link does not work any more
page-sign-in-spent-do = It was used, or its time is over. Ask your administrator for a new one.
page-sign-in-needed = Nobody is signed in here
page-sign-in-how = Open the one-time link that your administrator gave you. Without one, ask your administrator.
page-sign-out = Sign out

page-inbox = Inbox
page-inbox-empty = Nothing has arrived yet
page-inbox-empty-do = Records that other nodes share with you, and your own, appear here by themselves.
page-inbox-none-fit = No record fits this choice
page-inbox-none-fit-do = Choose another kind or another owner.
page-inbox-none-open = No record is open
page-inbox-none-open-do = Walk with J and K, open with Enter. Opening is recorded with your purpose.
page-owner = Owner
page-owner-all = All owners
page-kind = Kind
page-kind-all = All
page-span-today = Today
page-span-yesterday = Yesterday
page-span-week = This week
page-span-earlier = Earlier

page-record = Record
page-revision = revision
page-content = What it says
page-handling = Handling
page-evaluation = Evaluation
page-evaluation-none = This kind asserts nothing, so it is not evaluated.
page-until = Until
page-until-then = then destroyed at every holder, with proof.
page-links = Links
page-link-confirmed = confirmed
page-link-unconfirmed = unconfirmed
page-link-derived = made from it
page-written-in = Written in { $language }
page-deliveries = Deliveries
page-deliveries-none = It was sent to nobody.
page-deliveries-count = { $received } of { $all } with receipt
page-delivery-queued = queued
page-delivery-sent = sent
page-delivery-acknowledged = acknowledged
page-delivery-receipted = receipted
page-delivery-hidden = taken back
page-delivery-erased = destroyed
page-delivery-held = held for a court
page-delivery-rejected = rejected
page-delivery-void = not sent
page-delivery-silent = silent
page-delivery-waits = waits
page-evidence = Evidence
page-evidence-proven = The owner's signed log says this record. It was checked when it arrived.
page-evidence-content-id = Content id
page-arrived = Arrived
page-review = Review
page-earlier-not-held = Earlier revisions exist that this node does not hold.
page-read-again = Read again

page-item-substance = Substance
page-item-form = Form
page-item-quantity = Quantity
page-item-packages = Packages

page-find = Find
page-find-do = Find
page-find-results = Results

page-problem-line = The node does not answer
page-problem-line-do = The line is lost, or the node is stopped. Nothing you wrote is lost; it is tried again.
page-problem-node = The node could not do it
page-problem-node-do = Nothing was stored. Try again, then tell the administrator.
page-problem-record = The record is not valid
page-problem-record-do = Correct the marked field and try again.
page-problem-refused = Refused by a rule
page-problem-refused-do = Your role, your purpose or the owner's conditions do not allow it.
page-problem-not-found = Not found
page-problem-not-found-do = It is not here: mistyped, never received, or destroyed.
page-problem-usage = The request does not fit
page-problem-usage-do = Check what you entered and try again.
page-problem-limit = Over a limit
page-problem-limit-do = Ask for less at once, or tell the administrator.
page-problem-unauthenticated = You are not signed in any more
page-problem-unauthenticated-do = Your session has ended. Open a new one-time link.
page-problem-not-allowed = Your role does not do this
page-problem-not-allowed-do = Ask someone whose role it is, or the administrator.
page-problem-unreachable = Another node is silent
page-problem-unreachable-do = It is tried again by itself; you can go on.

page-rule-HND-01 = Its owner has recalled the record.
page-rule-HND-02 = Its owner has withdrawn the record from this node.
page-rule-HND-03 = The record is blocked while a request or decision is open.
page-rule-HND-04 = The record has expired.
page-rule-HND-05 = Its owner has told two stories under this record's name.
page-rule-HND-06 = Only the owner and its recipients read a record.
page-rule-HND-07 = Your role does not do this with records.
page-rule-HND-08 = Your role does not open records of this level.
page-rule-HND-09 = Not in judicial proceedings without the owner's permission.
page-rule-HND-10 = Not to be passed on without the owner's permission.
page-rule-HND-11 = The owner's stated conditions need its permission for this.
page-rule-PUR-01 = The owner does not share the record for this purpose. Choose the purpose of your work again.
page-rule-PUR-02 = Your role does not work for this purpose.
page-rule-PUR-03 = A victim's, witness's or minor's record is not read for this purpose.
page-rule-PUR-04 = No standing question watches a victim, a witness or a minor.
page-rule-REL-01 = The destination is not an active member of the network.
page-rule-REL-02 = Nothing goes between these two members.
page-rule-REL-03 = Only the issuing country registers a document as lost or stolen.
page-rule-REL-04 = The offence is not on the drug-crime list.
page-rule-REL-05 = A political, military, religious or racial matter needs a second person.
page-rule-REL-06 = The destination's penalty needs a recorded assurance and a senior signature.

page-plain-only = The full pages are not in this build; the command that builds them
page-plain-full = Full pages
page-plain-next = Older records

page-take-recall = Recall
page-take-recall-means = Every holder hides this record at once and destroys it, with proof. A recall is final.
page-take-recall-do = Recall from everyone
page-take-withdraw = Withdraw from one
page-take-withdraw-means = This recipient loses the record; the others keep it. A later revision can share it again.
page-take-withdraw-do = Withdraw
page-take-block = Block
page-take-block-means = Nobody may read this record, here or elsewhere, until the request about it is decided.
page-take-block-do = Block everywhere
page-block-lift = Lift the block
page-block-decide = Decide against the record
page-reason = Reason
page-recipient = Recipient
page-reference = Reference
page-reference-help = The file that the request or decision is in.
page-uses = Who used it, and why
page-uses-why = Every holder tells its owner what it did with the record, with proof.
page-uses-ask = Ask the holders
page-uses-again = Ask again
page-uses-none = No use yet
page-uses-silent = Silent: asked again later by you
page-use-proven = proven
page-use-open = not proven yet
page-purpose-none = no purpose stated
page-peer = another node

page-audit = Audit
page-audit-why = Who did what here, and why. Reading this list is written down as well.
page-audit-empty = Nothing was done here yet
page-audit-when = When
page-audit-who = Who
page-audit-deed = What
page-audit-purpose = Purpose
page-audit-about = About
page-audit-count = records: { $count }
page-deed-read = read
page-deed-listed = listed
page-deed-queried = looked up
page-deed-exported = exported
page-deed-published = published
page-deed-imported = imported
page-deed-decided = decided
page-deed-refused = refused
page-deed-rejected = rejected
page-deed-uses-asked = asked for uses
page-deed-uses-told = told uses
page-deed-audit-read = read the audit
page-deed-administered = administered
page-deed-signed-in = signed in
page-deed-signed-out = signed out

page-administration = Administration
page-node-state = This node
page-node-records = Records
page-node-log = Log entries
page-node-receipts = Receipts
page-node-sent = Bytes sent
page-node-received = Bytes received
page-members = Members of the network
page-member-active = active
page-member-ended = not active
page-officers = Officers
page-officer-code = Pseudonym
page-officer-code-help = 2 to 32 of a–z, 0–9 and -
page-officer-name = Name
page-officer-role = Role
page-officer-unit = Unit
page-officer-deeds = Access
page-officer-ended = service ended
page-officer-link = Sign-in link
page-officer-link-means = This link signs { $code } in once. It is shown only now: hand it over in person.
page-officer-sign-out = Sign out everywhere
page-officer-end = End service
page-officer-end-means = { $code } can no longer sign in; every session, link and token ends now.
page-officer-end-do = End the service
page-officer-enrol = Enrol an officer
page-officer-enrol-do = Enrol
page-copy = Copy

page-find-box = Words or an identifier
page-find-from = From
page-find-until = To
page-find-start = What do you look for?
page-find-start-do = Names of places and things, a document, a phone, a plate, a container, in any order and language. You find what your role and purpose allow.
page-find-none = No record that you may see fits
page-find-none-do = That is no clearance. Check the spelling, or use fewer words; another purpose may see more.
page-find-without = Without { $word }
page-find-waiting = { $count } newer ones are not looked through yet.
page-find-at-least = At least { $written } records
page-facet-kind = Kind
page-facet-owner = Owner
page-facet-year = Year
page-facet-country = Country
page-facet-origin = Origin
page-facet-destination = Destination
page-facet-substance = Substance
page-facet-transport = Transport
page-facet-conveyance = Conveyance
page-facet-hiding-place = Hiding place
page-facet-place-type = Type of place
page-facet-detection = Found by
page-facet-trigger = Trigger
page-facet-offence = Offence
page-facet-subject-category = Category of the person
page-facet-action-wanted = Action wanted
page-facet-colour = Colour of the notice
page-facet-message-type = Type of message
page-facet-document-status = Status of the document
page-find-count = { $count ->
    [one] One record
   *[other] { $written } records
  }

page-compose = New record
page-compose-short = Short form
page-compose-full = Full form
page-compose-add = Add: { $what }
page-compose-take-away = Take away: { $what }
page-compose-kept = The draft is kept in this tab while you write.
page-compose-discard = Throw away
page-compose-check = Before sending
page-compose-back = Back to writing
page-compose-recipients = Recipients
page-compose-recipients-help = Nobody else learns that it exists. With none chosen it stays at home.
page-compose-level = Level
page-compose-lane = Urgency
page-compose-expiry-help = Empty means the longest that the law allows.
page-compose-source = Source reliability
page-compose-information = Information credibility
page-compose-nature = Fact or assessment
page-purposes = Purposes it may be used for
page-choose = Choose …
page-choose-none = Not known
page-before-nobody = No other node
page-before-home = receives it. Your own node may use it for
page-before-until = until
page-before-receive = Receive it
page-before-not = Do not receive it, and why
page-before-may = They may
page-before-may-what = Read it, compare it with their records, answer you.
page-before-may-not = They may not
page-before-may-not-what = Use it for another purpose, or keep it longer.
page-before-may-not-coded = Use it for another purpose, keep it longer, or go against its handling codes without your permission.
page-before-see = You will see
page-before-see-what = Each delivery, each reading with its reason, and the proof of deletion.
page-before-preview = What its readers will be told
page-before-take-back = You can take it back at any time; what was read stays in the log.
page-before-blocked = A rule forbids it as it stands: go back and change recipients, purposes or handling.
page-before-keep = Keep at home
page-before-nodes = { $count ->
    [one] One node
   *[other] { $count } nodes
  }
page-before-send = { $count ->
    [one] Send to one node
   *[other] Send to { $count } nodes
  }
page-before-reads = { $count ->
    [one] receives it; its officers may read it, for
   *[other] receive it; their officers may read it, for
  }

page-new = New

page-audit-reason-words = by words
page-audit-reason-delivery = deliveries
page-audit-reason-evidence = evidence
page-audit-reason-holds = holds
page-audit-reason-publish = publishing

page-place-knowledge = Knowledge
page-seizures = Seizures
page-seizures-report = Report a seizure
page-take-hold = Hold for a court
page-take-hold-means = A copy stays here for the court, sealed and unreadable in daily work, even after a recall. The owner is told.
page-take-hold-do = Hold
page-hold-authority = Authority that ordered it

page-waiting-for-us = Waiting for us
page-waiting-for-them = Waiting for them
page-waiting-none-for-us = Nobody waits for an answer from us
page-waiting-none-for-them = We wait for nobody's answer
page-waiting-none-do = Requests appear here with their deadline as soon as they arrive or leave.
page-term-late = Late
page-term-hours = Next 8 hours
page-term-days = Next 3 days
page-term-week = Next 7 days
page-term-later = Later
page-term-none = No deadline
page-clock-days = { $days } d { $hours } h
page-clock-hours = { $hours } h { $minutes } min
page-clock-late = { $span } late
page-clock-paused = paused
page-clock-not-received = not received yet
page-clock-none = no deadline

page-reply-means = It goes to the node that asked, under the handling and purposes of the request.
page-reply-text = Text
page-reply-send = Send
