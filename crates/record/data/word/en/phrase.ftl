# Parts of sentences: dates, amounts, lists.

and = { $first } and { $rest }
list = { ", " }
labelled = { $label }: { $value }
of-kind = { $what } ({ $kind })
suspected = { $what } (suspected)
as-written = { $label } (written “{ $raw }”)
romanised = { $name }, { $as }
date = { $day } { $month } { $year }
date-month = { $month } { $year }
moment = { $date }, { $time } UTC
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
language-ar = Arabic
language-en = English
language-fr = French
language-es = Spanish
within = { $amount } (± { $within })
gross = { $amount } gross
percent = purity { $amount }%
packages = { $n ->
    [one] one package
    *[other] { $n } packages
    }
quoted = “{ $text }”
metres = { $amount } m
