# Words of the pages on which one asks: questions, hits, decisions, standing questions, lists.

page-ask-parts = أقسام الاستعلام
page-ask-part-once = استعلام
page-ask-part-many = استعلامات كثيرة معاً
page-ask-part-hits = النتائج الإيجابية
page-ask-part-standing = الاستعلامات الدائمة
page-ask-part-past = استعلاماتي
page-ask-part-lists = القوائم
page-ask-part-copies = نسخ دون اتصال
page-ask-text = اسم أو رقم أو سطور جواز سفر
page-ask-text-help = بأي كتابة. تُقرأ السطور الملصقة كما هي.
page-ask-as = يُقرأ بوصفه
page-ask-as-help = يُتعرَّف عليه تلقائياً، ويُصحَّح هنا.
page-ask-as-any = تعرُّف تلقائي
page-ask-births = تاريخ الميلاد
page-ask-births-help = 1961-05-27 أو 1961
page-ask-countries = البلد
page-ask-countries-help = اسم أو رمز
page-ask-do = استعلم
page-ask-start = نتيجة إيجابية أو لا نتيجة، مع الأسباب. يُدوَّن كل استعلام في سجل التدقيق مع غرضه. النتيجة الإيجابية مرشَّحة فحسب، ولا تصير تطابقاً مؤكَّداً إلا بقرار شخص.
page-ask-answer = الجواب
page-ask-read-as = قُرئ بوصفه
page-ask-others = أو اقرأه بوصفه:
page-ask-more = النتائج الإيجابية أكثر مما يظهر: أضف ما يعرَف عمّن أو عمّا تبحث عنه.
page-ask-list-of = { $entries } مُدرَجاً، بتاريخ { $day }
page-ask-on-list = في القائمة
page-ask-of-record = قيد
page-ask-evidence = ما يؤيده وما يعارضه
page-ask-said = ما هو معروف
page-ask-to-do = ما يجب عمله
page-ask-score = احتمال أن يكونا واحداً: { $percent } %.
page-ask-scorer = حُسب بواسطة
page-ask-compare = مقارنة جنباً إلى جنب
page-ask-compare-asked = المُستعلَم عنه
page-ask-compare-listed = المُدرَج
page-ask-compare-names = الأسماء
page-ask-compare-births = الميلاد
page-ask-compare-countries = البلد
page-ask-compare-numbers = الأرقام
page-ask-open-record = فتح القيد
page-ask-decide = القرار بشأن هذه النتيجة الإيجابية
page-ask-decision-match = تطابق مؤكّد
page-ask-decision-no-match = لا تطابق
page-ask-decision-need-more = يلزم المزيد
page-ask-reason = السبب
page-ask-decide-signed = يوقّع مفتاح مرورك القرار، ويُسجَّل باسمك.
page-ask-decide-do = توقيع القرار
page-ask-when = متى
page-ask-what = المُستعلَم عنه
page-ask-purpose = الغرض
page-ask-found = النتيجة
page-ask-past-none = لم تستعلم عن شيء بعد
page-ask-past-none-do = تظهر استعلاماتك هنا مع نتائجها.
page-ask-hits-open = بانتظار القرار
page-ask-hits-all = الكل
page-ask-hits-none = لا نتيجة إيجابية تنتظر قراراً
page-ask-hits-none-do = تظهر النتائج الإيجابية لوحدتك هنا حتى يقرر فيها شخص.
page-ask-many-text = استعلام في كل سطر
page-ask-many-help = أو جدول يقول سطره الأول: text, kind, birth, country, document.
page-ask-many-file = أخذها من ملف
page-ask-many-done = سُئل عن { $done } من { $all }
page-ask-many-stop = إيقاف
page-ask-many-go-on = متابعة
page-ask-many-all = إظهار الكل
page-ask-many-hits = إظهار النتائج الإيجابية فقط
page-ask-standing-new = استعلام دائم جديد
page-ask-standing-why = يُجاب عنه حين تصل قائمة أو قيد، للغرض الذي تعمل له الآن.
page-ask-standing-note = سبب دوامه
page-ask-standing-set = ضبطه
page-ask-standing-end = إنهاؤه
page-ask-standing-overdue = تأخرت مراجعته: لا يُجاب عنه.
page-ask-standing-none = ليس لديك استعلام دائم
page-ask-standing-none-do = اضبط واحداً بجانبه: تأتي أجوبته تلقائياً.
page-ask-review = المراجعة
page-ask-review-help = لا يُجاب عنه بعد هذا اليوم حتى يُضبط من جديد.
page-ask-ends = ينتهي
page-ask-lists-why = ما يُبحث فيه عن الاستعلامات، إلى جانب قيودنا وما تلقيناه منها.
page-ask-lists-none = لا توجد قائمة محمَّلة
page-ask-lists-none-do = يُبحث في القيود وحدها. يضيف مدير النظام القوائم.
page-ask-list = القائمة
page-ask-list-entries = المُدرَجون
page-ask-list-date = بتاريخ
page-ask-list-owner = الجهة المالكة
page-ask-list-owner-help = من يضمن ما تقوله.
page-ask-list-licence = الترخيص
page-ask-list-licence-help = الشروط التي تُستعمل بها.
page-ask-list-contact = بمن يُتَّصل
page-ask-list-contact-help = بشأن نتيجة إيجابية، في أي ساعة.
page-ask-list-purposes = يُستعلم فيها لغرض
page-ask-list-review-help = من اليوم التالي لا يُجاب أحد منها.
page-ask-list-overdue = متأخرة: لا يُجاب أحد منها.
page-ask-list-deeds = تغيير
page-ask-list-update = ملف أحدث
page-ask-list-remove = إزالة
page-ask-list-remove-sure = إزالة نهائية
page-ask-list-done = أُضيف { $added }، تغيّر { $changed }، أُزيل { $removed }.
page-ask-list-add = إضافة قائمة
page-ask-list-add-do = إضافتها
page-ask-list-name = الاسم
page-ask-list-name-help = حروف لاتينية صغيرة وأرقام وشرطات.
page-ask-list-format = الصيغة
page-ask-list-format-help = كما تُنشر؛ ومن جدول خاص بك تقول ما هي أعمدته.
page-ask-list-file = الملف كما نُشر، أو أرشيف ZIP منه
page-ask-format-ofac-sdn = OFAC، قائمة SDN (CSV)
page-ask-format-un-xml = مجلس الأمن للأمم المتحدة (XML)
page-ask-format-eu-xml = الاتحاد الأوروبي (XML)
page-ask-format-ftm = FollowTheMoney
page-ask-format-csv = جدولك الخاص (CSV)
page-ask-map = ما يقوله كل عمود
page-ask-map-why = اختر عمودًا مرجعًا يميّز المدخل عن غيره، واسمًا أو وثيقة أو معرِّفًا. وما لا يُقرأ يبقى خارجًا.
page-ask-map-all = كل صفّ هو
page-ask-map-all-help = حيث لا يقوله عمود.
page-ask-map-between = بين عدة قيم في خانة واحدة
page-ask-map-between-help = علامة واحدة، مثل |
page-ask-map-none = لا يُقرأ
page-ask-map-reference = المرجع
page-ask-map-name = الاسم
page-ask-map-name-part = جزء من الاسم
page-ask-map-birth = تاريخ الميلاد
page-ask-map-sex = الجنس
page-ask-map-country = البلد
page-ask-map-document = رقم وثيقة
page-ask-map-issuer = جهة إصدار الوثيقة
page-ask-map-programme = البرنامج أو الجريمة
page-ask-map-action = المطلوب (رمز)
page-ask-map-kind = النوع
page-ask-sort-person = شخص
page-ask-sort-organisation = منظمة
page-ask-sort-vessel = سفينة
page-ask-sort-aircraft = طائرة
page-ask-sort-vehicle = مركبة
page-ask-sort-container = حاوية
page-ask-sort-document = وثيقة
page-ask-kind-person = شخص
page-ask-kind-organisation = منظمة
page-ask-kind-vessel = سفينة
page-ask-kind-number = رقم وثيقة
page-ask-kind-mrz = سطور مقروءة آلياً
page-ask-lists-asked = { $count ->
    [0] لم يُسأل في أي قائمة
    [one] سُئل في قائمة واحدة
    [two] سُئل في قائمتين
    [few] سُئل في { $count } قوائم
   *[other] سُئل في { $count } قائمة
}
page-ask-hit-count = { $count ->
    [0] لا نتيجة
    [one] نتيجة إيجابية واحدة
    [two] نتيجتان إيجابيتان
    [few] { $count } نتائج إيجابية
   *[other] { $count } نتيجة إيجابية
}
page-ask-many-do = { $count ->
    [0] استعلم
    [one] استعلام واحد
    [two] استعلامان
    [few] { $count } استعلامات
   *[other] { $count } استعلاماً
}
page-ask-further = يُعرف المزيد: النوع والميلاد والبلد
