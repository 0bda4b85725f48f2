# Words of threads: who has them, what is unread, hand-overs, the duty roster, keys.

page-sort-unread = Unread
page-sort-mine = Mine
page-sort-unit = My unit's
page-sort-unassigned = Unassigned
page-sort-unseen = Flash, not opened
page-sort-all = Threads
page-threads = Threads
page-threads-words = Words in threads
page-threads-none-unread = Nothing is unread
page-threads-none-mine = You have no open thread
page-threads-none-unit = Your unit has no open thread
page-threads-none-unassigned = Nothing waits to be taken
page-threads-none-for-us = Nobody waits for an answer from us
page-threads-none-for-them = We wait for nobody's answer
page-threads-none-unseen = Every flash message was opened
page-threads-none-all = No thread has begun yet
page-threads-none-do = Threads appear here by themselves.
page-threads-none-say = No thread says these words
page-threads-none-say-do = That is no clearance. Check the spelling, or use fewer words.
page-unseen-for = not opened for { $span }

page-thread-clocks = Who waits for whom
page-thread-asks = asks
page-thread-answered = answered
page-thread-refused = refused
page-thread-received = Received
page-thread-due = Due
page-thread-settled = Settled
page-thread-questions-open = Questions still open
page-thread-record = Record
page-thread-older = Older messages
page-thread-more = This thread is long: its clocks are counted by its newest messages.
page-thread-nothing-left = Nothing is left to do.
page-thread-unread = Mark unread
page-thread-done = Done
page-thread-open-again = Open again

page-assign = Assign …
page-assign-to = To
page-assign-officers = Officers
page-assign-units = Units
page-assign-nobody = nobody yet
page-assign-has = Who has it:
page-assign-means = Whoever gets it reads of it what his role allows. The note stays at this node.
page-assign-take = Take it
page-assign-note = Note
page-assign-note-help = For the one who goes on. Names and facts belong in the record.
page-assign-do = Assign
page-assign-history = Who had it
page-said-assigned = assigned it to
page-said-released = let it go
page-said-done = was done with it
page-said-opened-again = opened it again
page-said-undone = took the hand-over back

page-reply-concerns = Questions that this settles
page-reply-concerns-help = None means all of them.
page-reply-pause = Does the clock stand?
page-reply-pause-none = No, it runs on
page-reply-expected = Runs again by

page-hand-over = Hand over …
page-hand-over-means = { $count ->
    [one] Your open thread goes over in one step. You can undo it until the receiver opens it.
   *[other] Your { $written } open threads go over in one step. You can undo it until the receiver opens one.
  }
page-hand-over-do = Hand over
page-hand-overs = Hand-overs
page-hand-over-count = { $count ->
    [one] One thread handed over
   *[other] { $written } threads handed over
  }

page-duty = Duty roster
page-duty-now = on duty
page-duty-nobody = nobody
page-duty-flash = A flash message that nobody opens is taken further after { $minutes } min: to who is next, then to the head of the unit.
page-duty-empty = No turn is planned in the next two weeks.
page-duty-remove = Remove
page-duty-gap = Nobody:
page-duty-overlap = Several:
page-duty-span = { $from } to { $until }
page-duty-officer = Officer
page-duty-from = From
page-duty-until = Until
page-duty-add = Put on duty

page-steps = Taken further
page-steps-why = Flash messages that nobody opened in time, the newest first. Nothing of the messages is told here.
page-steps-none = Nothing had to be taken further.
page-step-unit = the unit
page-step-administrators = the administrators
page-step-open = still not opened
page-step-opened = opened
page-steps-open = { $count } still not opened

page-keys = Keys
page-key-next = Next in the list
page-key-previous = Previous in the list
page-key-open = Open
page-key-answer = Answer
page-key-partial = Partial answer
page-key-clarification = Ask back
page-key-refusal = Refuse
page-key-find = Look something up
page-key-purpose = Change the purpose

page-deed-assigned = assigned
page-deed-escalated = taken further
