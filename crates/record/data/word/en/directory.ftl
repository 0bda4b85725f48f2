# What a later head of the directory changes, for those who sign it and for nodes that take it.

directory-nothing = Nothing changes but the day: the directory is confirmed for another week.
directory-admitted = { $member } becomes a member. Every node may then share with it, and hears what it shares.
directory-readmitted = { $member } works again. What waited for it goes, and it is heard.
directory-suspended = { $member } is suspended. No node shares with it or hears it; what waits for it waits. What it holds stays under its owners’ conditions.
directory-left = { $member } leaves for good and cannot come back under this code. Nothing is shared with it any more; what waits for it is not sent. Its log stays proof of what it said.
directory-unreachable = { $member } counts as unreachable. It is tried on, and owners see that what they recall may not have reached it.
directory-succeeded = { $by } carries on for { $member }, which is a member no more. Its records stay under its own name; nothing is shared with it any more.
directory-over = { $member } is a member no more.
directory-address = { $member } is reached at { $address } from now on.
directory-no-address = { $member } is not reached by others from now on: it opens connections itself.
directory-pins = { $member } shows other TLS keys. Connections with the old ones are refused.
directory-units = The units of { $member } change.
directory-description = The names, the region or the role of { $member } change.
directory-months = { $member } is sealed to with new keys for { $months }.
directory-log = The log of { $member } goes on under another key.
directory-log-revoked = The log key of { $member } for epoch { $epoch } counts as another's from { $at }. Of that epoch only what was cosigned before stands.
directory-root = The root key of { $member } changes.
directory-next-root = Another root key of { $member } is listed, without the word of the one in force. It counts from { $from } on at the earliest, by a later head that one steward more signs. Ask { $member } now whether that is right.
directory-no-next-root = The root key that was listed for { $member } will not count.
directory-stewards = Other stewards sign heads from now on. In: { $added }; out: { $removed }. Signatures needed: { $threshold }.
directory-witness = { $member } cosigns under other keys: new { $added }, revoked { $revoked }.
directory-policy = The common rules change from version { $from } to version { $to }.
directory-signed = { $count ->
    [0] Enough stewards have signed: the head stands.
    [one] { $count } steward more must sign before the head stands.
   *[other] { $count } stewards more must sign before the head stands.
}
directory-would = Nothing was written.
directory-taken = The node works by this head from its next start.
