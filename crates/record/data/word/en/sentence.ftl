# Sentences in which a record is told.

record-head = { $kind } of { $owner }, { $unit }, revision { $revision }, { $date }.
withheld = What this record says is withheld from you in part and cannot be told in sentences.
detail = { $label }: { $value }.
text = “{ $text }”
text-foreign = In { $language }: “{ $text }”
titled = { $what }: “{ $title }”.
titled-plain = { $what }: { $title }.
attachment = A picture belongs to it ({ $type }, { $size } bytes, digest { $digest }).
deadline = An answer is due by { $deadline }.
document = Document: { $type } { $number }.
minor = Under 18 years of age when the record was made.
warning = Warning: { $warning }, seen on { $seen }, valid until { $expires }.
travel-document = { $type } { $number }: { $status }.
seizure = Seized on { $date } at this place: { $place }.
seizure-total = Total of seizures from { $from } to { $until }, place: { $place }.
seizure-events = { $n ->
    [0] It counts no seizure.
    [one] It counts one seizure.
    *[other] It counts { $n } seizures.
    }
item = Seized: { $substance } – { $facts }.
item-bare = Seized: { $substance }.
arrests = { $n ->
    [0] Nobody was arrested.
    [one] One person was arrested.
    *[other] { $n } persons were arrested.
    }
source-row = { $n ->
    [0] Read from the table { $source }, row { $row }.
    [one] Read from the table { $source }, row { $row }, which stands there a second time.
    *[other] Read from the table { $source }, row { $row }, which stands there { $n } times before.
    }
recall = The owner takes record { $record } back from everyone, and for good. Reason: { $reason }.
withdraw = The owner takes record { $record }, up to revision { $revision }, back from this recipient: { $recipient }.
block = { $action }. Record: { $record }; reference: { $reference }.
hold = Record { $record } is kept until { $until } on the order of { $authority }, reference { $reference }.
forward = Record { $record } is passed on. Reason: “{ $reason }”
passed-on-by = It was passed on to us by { $by }.
decision = On record { $record } it was decided: { $outcome }. Decided by: { $role }.
link-confirmed = Linked, confirmed: { $role } { $record }.
link-unconfirmed = Linked, not confirmed: { $role } { $record }.
evaluation = Evaluation { $grade }: source { $source }; information { $information }; { $nature }.
level = Level: { $level }.
handling = Handling code { $code }: { $label }.
conditions = Conditions of the owner: “{ $text }”
onward-members = A recipient may pass it on to: { $members }.
onward-region = A recipient may pass it on to members of this region: { $region }.
onward-network = A recipient may pass it on to every member of the network.
marking = Marking: { $label }.
purposes = It may be used for: { $purposes }.
retention = It is reviewed by { $review } and expires on { $expiry }.
question = Question { $number }: { $what }.
directly-accessible = The asked member can look it up itself, without asking anyone.
pause = The clock of the request stands: { $reason }.
named = { $what }.
container = Container { $number }.
postal-item = Postal item { $number }.
episode = History: { $what } ({ $facts }).
indicator = A sign to look for ({ $kind }): { $text }.
case = Case { $reference }: { $title }.
same-as = { $state } ({ $what }): { $both }.
consent = Permitted until { $until } for record { $record }: { $use }. Permitted to: { $to }.
list-version = List “{ $title }” of { $source }, version { $version } of { $date }.
list-entries = { $n ->
    [one] It has one entry ({ $kinds }).
    *[other] It has { $n } entries ({ $kinds }).
    }
standing-question = Please tell us when this is met: “{ $title }”. The question stands until { $until }.
