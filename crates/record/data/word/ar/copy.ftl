# النسخ دون اتصال: ما يقوله الجهاز عن نسخته، والصفحات التي تُدار فيها الأجهزة والنسخ.

copy-minutes = { $count ->
    [0] أقل من دقيقة
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقةً
   *[other] { $count } دقيقة
}
copy-hours = { $count ->
    [zero] أقل من ساعة
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
    [many] { $count } ساعةً
   *[other] { $count } ساعة
}
copy-days = { $count ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
copy-age = الإجابة من نسخة عمرها { $age }: فيها ما كانت { $node } تعرفه في { $at }. المدة المتبقية لها: { $left }.
copy-stale = هذه النسخة قديمة، عمرها { $age }: ليس فيها ما أُضيف أو غُيّر أو سُحب منذ ذلك الحين. حدِّثها، أو اسأل بالهاتف، قبل أن تعتمد عليها.
copy-kept = { $count ->
    [zero] لا أسئلة محفوظة على هذا الجهاز.
    [one] سؤال واحد محفوظ على هذا الجهاز، مختومًا، حتى اتصاله التالي بالعقدة.
    [two] سؤالان محفوظان على هذا الجهاز، مختومين، حتى اتصاله التالي بالعقدة.
    [few] { $count } أسئلة محفوظة على هذا الجهاز، مختومةً، حتى اتصاله التالي بالعقدة.
    [many] { $count } سؤالًا محفوظًا على هذا الجهاز، مختومًا، حتى اتصاله التالي بالعقدة.
   *[other] { $count } سؤال محفوظ على هذا الجهاز، مختومًا، حتى اتصاله التالي بالعقدة.
}
copy-kept-why = يُحفظ كل سؤال على هذا الجهاز مختومًا، ويدخل تدقيق العقدة عند الاتصال التالي. النتيجة الإيجابية مرشَّحة فقط: لا يجعلها تطابقًا مؤكّدًا إلا إنسان.
copy-stopped-form = ليس هذا نسخةً دون اتصال. اختر الملف الذي أُعدّ لهذا الجهاز.
copy-stopped-other-device = هذه النسخة مختومة لجهاز آخر، أو لمفتاح لم يعد لدى هذا الجهاز.
copy-stopped-length = النسخة مقطوعة، أو أُضيف إليها شيء. اجلبها من جديد.
copy-stopped-changed = غُيّرت النسخة، أو ليست من العقدة التي سُجّل فيها هذا الجهاز. اجلبها من جديد.
copy-stopped-no-device = لا جهاز في هذا المجلد.
copy-stopped-no-credential = لم يأخذ الجهاز اعتماده بعد.
copy-stopped-state = ما يتذكره الجهاز مفقود أو غُيّر. يجب تسجيله من جديد باسم آخر.
copy-stopped-busy = برنامج آخر يعمل بالجهاز في هذه اللحظة. حاول ثانيةً.
copy-stopped-clock = الساعة تقول { $now }، وقد كانت { $at } من قبل. اضبط الساعة، أو حدِّث النسخة.
copy-stopped-expired = انتهت صلاحية النسخة في { $at } ولم تعد تجيب. حدِّثها.
copy-stopped-full = يحفظ الجهاز أكبر عدد مسموح من الأسئلة. حدِّث النسخة: بذلك تُسلَّم الأسئلة.
copy-stopped-purpose = ليست النسخة لهذا الغرض. اختر غرضًا آخر.
copy-stopped-ended = أنهت العقدة هذه النسخة.
copy-stopped-revoked = ألغت العقدة هذا الجهاز.
copy-stopped-other-contact = الردّ على اتصال آخر. أرسل أحدث اتصال.

page-copy-why = يحمل الجهاز مقتطفًا من القوائم إلى حيث لا اتصال: مختومًا له وحده، مؤرَّخًا، ينتهي بعد ساعاته، ويُحدَّث أو يُنهى عند اتصاله التالي.
page-copy-none = لا جهاز مسجَّل.
page-copy-none-do = اصنع مفتاحًا على الجهاز بالأمر "amana device init"، ثم سجّله هنا بمفتاحه العام.
page-copy-device = الجهاز
page-copy-state = النسخة
page-copy-lists = القوائم
page-copy-contact = آخر اتصال
page-copy-questions = الأسئلة المسلَّمة
page-copy-deeds = ما العمل
page-copy-never = لم يتصل قط
page-copy-no-copy = لا نسخة
page-copy-fresh = محدَّثة
page-copy-stale = قديمة
page-copy-expired = منتهية
page-copy-until = حتى { $day }
page-copy-of = بتاريخ { $day }
page-copy-entries = { $count ->
    [zero] لا مدخلات
    [one] مدخل واحد
    [two] مدخلان
    [few] { $count } مدخلات
    [many] { $count } مدخلًا
   *[other] { $count } مدخل
}
page-copy-records = مع القيود
page-copy-revoked = أُلغي في { $day }
page-copy-unaware = لا يعلم بذلك بعد: قد يجيب حتى اتصاله التالي ما دامت نسخته سارية.
page-copy-broken = لم تتسق أسئلته في { $day }: غُيّر أحدها أو حُذف. لم يعد يُعطى شيئًا.
page-copy-key = المفتاح
page-copy-enrol = تسجيل جهاز
page-copy-enrol-do = تسجيل
page-copy-name = الاسم
page-copy-name-help = من 2 إلى 32 من a–z و0–9 و-. ولا يُعطى مرتين أبدًا.
page-copy-unit = الوحدة
page-copy-role = الدور
page-copy-role-help = الدور الذي يُقرَّر بحسبه ما يحمله الجهاز.
page-copy-public = المفتاح العام
page-copy-public-help = كما يعرضه الأمر "amana device init".
page-copy-enrolled = سُجّل { $device }. قارن بصمة المفتاح بالجهاز، ثم سلّم الاعتماد: يُؤخذ مرة واحدة بالأمر "amana device accept".
page-copy-save-credential = حفظ الاعتماد
page-copy-make = إعداد نسخة
page-copy-make-again = إعداد نسخة أخرى
page-copy-make-do = إعدادها
page-copy-making = تُعَدّ النسخة: وصل { $percent } ٪
page-copy-made = أُعدّت نسخة { $device }، وحجمها { $size }. لا تُفتح إلا على هذا الجهاز.
page-copy-save = حفظ النسخة
page-copy-choose-lists = القوائم المرافقة
page-copy-with-records = والقيود المطلوبة أيضًا، بقدر ما يُسمح به
page-copy-purposes = ما يجوز سؤالها لأجله
page-copy-hours = مدتها
page-copy-hours-12 = 12 ساعة
page-copy-hours-24 = يوم واحد
page-copy-hours-72 = 3 أيام
page-copy-hours-168 = 7 أيام
page-copy-hours-help = من كل اتصال. وبعد جزء منها تقول النسخة إنها قديمة.
page-copy-end = إنهاء النسخة
page-copy-end-sure = إنهاؤها: تُحذف عند الاتصال التالي
page-copy-revoke = إلغاء
page-copy-revoke-sure = إلغاؤه نهائيًا: يتلف مفاتيحه عند الاتصال التالي
