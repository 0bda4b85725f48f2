# Kinds of records and of identifiers: name, and what it is for.

kind-block = Block
    .help = Nobody may use a record while a request or a decision is open.
kind-decision = Decision
    .help = What a person decided about a record, and why.
kind-hold = Hold
    .help = A copy is kept for a court under a recorded authority, out of search and view.
kind-message = Message
    .help = What one bureau says to another: a request, an answer, a refusal, an alert.
kind-notice = Notice
    .help = A call to all bureaux about a person, an object or a method, by colour.
kind-person = Person
    .help = Who is meant and why: identity, documents, description, action wanted.
kind-recall = Recall
    .help = The owner takes a record back from everyone. It is final.
kind-seizure = Seizure
    .help = Drugs taken: when, where, what, how they were hidden and found, and on which route.
kind-travel-document = Travel document
    .help = A document that its issuer registers as lost, stolen or revoked, or that was found cloned or counterfeit.
kind-withdraw = Withdrawal
    .help = The owner takes a record back from one recipient.
