# Partes de frases: fechas, cantidades, listas.

and = { $sound ->
    [i] { $first } e { $rest }
    *[other] { $first } y { $rest }
    }
list = { ", " }
labelled = { $label }: { $value }
of-kind = { $what } ({ $kind })
suspected = { $what } (presunto)
as-written = { $label } (escrito «{ $raw }»)
romanised = { $name }, { $as }
date = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
moment = { $date }, { $time } UTC
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
language-ar = árabe
language-en = inglés
language-fr = francés
language-es = español
within = { $amount } (± { $within })
gross = { $amount } brutos
percent = pureza { $amount } %
packages = { $n ->
    [one] { $n } bulto
    *[other] { $n } bultos
    }
quoted = «{ $text }»
metres = { $amount } m
