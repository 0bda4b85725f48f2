# Éléments de phrases : dates, quantités, listes.

and = { $first } et { $rest }
list = { ", " }
labelled = { $label } : { $value }
of-kind = { $what } ({ $kind })
suspected = { $what } (présumé)
as-written = { $label } (écrit « { $raw } »)
romanised = { $name }, { $as }
date = { $day ->
    [1] 1er { $month } { $year }
    *[other] { $day } { $month } { $year }
    }
date-month = { $month } { $year }
moment = { $date } à { $time } UTC
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
language-ar = arabe
language-en = anglais
language-fr = français
language-es = espagnol
within = { $amount } (± { $within })
gross = { $amount } brut
percent = pureté { $amount } %
packages = { $n ->
    [one] { $n } colis
    *[other] { $n } colis
    }
quoted = « { $text } »
metres = { $amount } m
