# Groups of fields in a form.

group-action = What is wanted
group-concealment = Concealment and detection
group-contact = Ways to reach
group-description = Description
group-document = Document
group-documents = Documents
group-event = When and where
group-identity = Identity
group-items = What was seized
group-matter = The matter
group-persons = Persons
group-request = What is asked
group-route = Route and conveyance
group-status = Status
group-thread = Thread
group-warning = Warnings for staff
