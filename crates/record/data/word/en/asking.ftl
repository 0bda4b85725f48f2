# Words of the pages on which one asks: questions, hits, decisions, standing questions, lists.

page-ask-parts = Parts of asking
page-ask-part-once = Ask
page-ask-part-many = Many at once
page-ask-part-hits = Hits
page-ask-part-standing = Standing questions
page-ask-part-past = My questions
page-ask-part-lists = Lists
page-ask-part-copies = Offline copies
page-ask-text = Name, number or lines of a passport
page-ask-text-help = In any script. Pasted lines are read as they stand.
page-ask-as = Read as
page-ask-as-help = Recognised by itself; correct it here.
page-ask-as-any = Recognise
page-ask-births = Birth date
page-ask-births-help = 1961-05-27 or 1961
page-ask-countries = Country
page-ask-countries-help = Name or code
page-ask-do = Ask
page-ask-start = Hit or no hit, with the reasons. Each question stands in the audit with its purpose. A hit is a candidate: only a person makes it a match.
page-ask-answer = Answer
page-ask-read-as = Read as
page-ask-others = Or read it as:
page-ask-more = There are more hits than are shown: say more of whom or what you look for.
page-ask-list-of = { $entries } entries, of { $day }
page-ask-on-list = On the list
page-ask-of-record = A record
page-ask-evidence = What speaks for it, and against
page-ask-said = What is known
page-ask-to-do = What to do
page-ask-score = Both are one with a probability of { $percent } %.
page-ask-scorer = worked out by
page-ask-compare = Compare side by side
page-ask-compare-asked = Asked
page-ask-compare-listed = Listed
page-ask-compare-names = Names
page-ask-compare-births = Birth
page-ask-compare-countries = Country
page-ask-compare-numbers = Numbers
page-ask-open-record = Open the record
page-ask-decide = Decide on this hit
page-ask-decision-match = Match
page-ask-decision-no-match = No match
page-ask-decision-need-more = More is needed
page-ask-reason = Why
page-ask-decide-signed = Your passkey signs the decision. It stands with your name.
page-ask-decide-do = Sign the decision
page-ask-when = When
page-ask-what = Asked
page-ask-purpose = Purpose
page-ask-found = Found
page-ask-past-none = You have asked nothing yet
page-ask-past-none-do = Your questions appear here, with what they found.
page-ask-hits-open = To decide
page-ask-hits-all = All
page-ask-hits-none = No hit waits for a decision
page-ask-hits-none-do = Hits of your unit appear here until a person has decided.
page-ask-many-text = One question a line
page-ask-many-help = Or a table whose first line says: text, kind, birth, country, document.
page-ask-many-file = Take them from a file
page-ask-many-done = { $done } of { $all } asked
page-ask-many-stop = Stop
page-ask-many-go-on = Go on
page-ask-many-all = Show all
page-ask-many-hits = Show hits only
page-ask-standing-new = A new standing question
page-ask-standing-why = It is answered when a list or a record arrives, for the purpose you work for now.
page-ask-standing-note = Why it stands
page-ask-standing-set = Set it
page-ask-standing-end = End it
page-ask-standing-overdue = Its review is overdue: it is not answered.
page-ask-standing-none = You have no standing question
page-ask-standing-none-do = Set one beside: its answers come by themselves.
page-ask-review = Review
page-ask-review-help = Not answered after this day until it is set anew.
page-ask-ends = Ends
page-ask-lists-why = What questions are looked up in, besides our own records and those we received.
page-ask-lists-none = No list is loaded
page-ask-lists-none-do = Questions are looked up in records alone. An administrator adds lists.
page-ask-list = List
page-ask-list-entries = Entries
page-ask-list-date = Of
page-ask-list-owner = Owner
page-ask-list-owner-help = Who answers for what it says.
page-ask-list-licence = Licence
page-ask-list-licence-help = Under which terms it may be used.
page-ask-list-contact = Whom to call
page-ask-list-contact-help = About a hit, at any hour.
page-ask-list-purposes = May be asked for
page-ask-list-review-help = From the day after, nobody is answered from it.
page-ask-list-overdue = Overdue: nobody is answered from it.
page-ask-list-deeds = Change
page-ask-list-update = Newer file
page-ask-list-remove = Remove
page-ask-list-remove-sure = Remove for good
page-ask-list-done = { $added } added, { $changed } changed, { $removed } removed.
page-ask-list-add = Add a list
page-ask-list-add-do = Add it
page-ask-list-name = Name
page-ask-list-name-help = Small letters, digits and hyphens.
page-ask-list-format = Format
page-ask-list-format-help = A table of your own is added on the command line, with a map of its columns.
page-ask-list-file = The file as published, or a ZIP archive of it
page-ask-format-ofac-sdn = OFAC, SDN (CSV)
page-ask-format-un-xml = UN Security Council (XML)
page-ask-format-eu-xml = European Union (XML)
page-ask-format-ftm = FollowTheMoney
page-ask-kind-person = Person
page-ask-kind-organisation = Organisation
page-ask-kind-vessel = Vessel
page-ask-kind-number = Number of a document
page-ask-kind-mrz = Machine-readable lines
page-ask-lists-asked = { $count ->
    [0] No list was asked
    [one] { $count } list was asked
   *[other] { $count } lists were asked
}
page-ask-hit-count = { $count ->
    [0] no hit
    [one] { $count } hit
   *[other] { $count } hits
}
page-ask-many-do = { $count ->
    [0] Ask
    [one] Ask { $count } question
   *[other] Ask { $count } questions
}
page-ask-further = More is known: kind, birth, country
