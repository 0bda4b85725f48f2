# أجزاء الجمل: التواريخ والكميات والقوائم.

and = { $first } و{ $rest }
list = { "، " }
labelled = { $label }: { $value }
of-kind = { $what } ({ $kind })
suspected = { $what } (مشتبه فيه)
as-written = { $label } (كما ورد: «{ $raw }»)
romanised = { $name }، { $as }
date = { $day } { $month } { $year }
date-month = { $month } { $year }
moment = { $date }، الساعة { $time } بالتوقيت العالمي
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
language-ar = العربية
language-en = الإنجليزية
language-fr = الفرنسية
language-es = الإسبانية
within = { $amount } (± { $within })
gross = { $amount } وزناً إجمالياً
percent = النقاوة { $amount }%
packages = { $n ->
    [zero] بلا عبوات
    [one] عبوة واحدة
    [two] عبوتان
    [few] { $n } عبوات
    *[other] { $n } عبوة
    }
quoted = «{ $text }»
metres = { $amount } م
