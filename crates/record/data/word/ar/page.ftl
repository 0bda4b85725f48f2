# كلمات الصفحات، ببرامج نصية ودونها.

page-amana = أمانة
page-exercise = تمرين
page-close = إغلاق
page-more = عرض المزيد
page-waiting = لحظة من فضلك …
page-settings = الإعدادات

page-shell-skip = انتقل إلى محتوى الصفحة
page-shell-places = الأقسام
page-shell-connected = متّصل
page-shell-not-connected = غير متّصل
page-shell-lost-line = انقطع الاتصال بالعقدة. قد يكون ما تراه قديماً؛ ويُعاد الاتصال تلقائياً.
page-newer = لم يصل هذا الجزء من الصفحات
page-newer-do = انقطع الخط، أو لدى عقدتك إصدار أحدث من صفحاتها. ما كتبته محفوظ.
page-newer-read = قراءة الصفحة من جديد
page-no-page = لا توجد صفحة لك بهذا العنوان
page-no-page-do = قد يكون العنوان خاطئاً أو لا يتيح دورك فتحه. اختر قسماً من القائمة.
page-place-work = العمل
page-place-oversight = الرقابة

page-purpose-for = تعمل لغرض
page-purpose-until = حتى { $time }
page-purpose-change = تغيير
page-purpose-ask = لأي غرض تعمل الآن؟
page-purpose-why = يُسجَّل كل استعلام وكل اطلاع مع غرضه. اختر الغرض مرة واحدة لهذا العمل، ويمكنك تغييره في أي وقت.
page-purpose-not-chosen = لم يُختر غرض بعد

page-setting-language = اللغة
page-setting-digits = الأرقام
page-setting-theme = المظهر
page-setting-theme-auto = حسب هذا الجهاز
page-setting-theme-light = فاتح
page-setting-theme-dark = داكن
page-setting-time-zone = المنطقة الزمنية
page-setting-first-day = أول أيام الأسبوع
page-setting-first-day-1 = الاثنين
page-setting-first-day-6 = السبت
page-setting-first-day-7 = الأحد

page-sign-in = تسجيل الدخول
page-sign-in-title = تسجيل الدخول إلى أمانة
page-sign-in-as = تدخل إلى عقدة { $node } بصفة { $role }، { $code }.
page-sign-in-replaces = { $code } مسجَّل دخوله الآن في هذا المتصفّح، وتنتهي جلسته حين تسجّل دخولك.
page-sign-in-once = يعمل هذا الرابط مرة واحدة. لا تستعمله إلا على جهاز مخصّص لعملك.
page-sign-in-spent = لم يعد هذا الرابط صالحاً
page-sign-in-spent-do = استُعمل الرابط أو انتهت مدته. اطلب رابطاً جديداً من مدير النظام.
page-sign-in-needed = لم يسجّل أحد الدخول هنا
page-sign-in-how = افتح الرابط الذي سلّمك إياه مدير النظام والصالح لمرة واحدة. إن لم يكن لديك رابط فاطلبه منه.
page-sign-out = تسجيل الخروج
page-sign-out-failed = ما زلت مسجّل الدخول: لم تجب العقدة. أعد المحاولة قبل أن تترك هذا الجهاز.

page-inbox = الوارد
page-inbox-empty = لم يصل شيء بعد
page-inbox-empty-do = تظهر هنا تلقائياً القيود التي تشاركك إياها العقد الأخرى وقيود عقدتك.
page-inbox-none-fit = لا قيد يطابق هذا الاختيار
page-inbox-none-fit-do = اختر نوعاً آخر أو جهة مالكة أخرى.
page-inbox-none-open = لم يُفتح أي قيد
page-inbox-none-open-do = تنقّل بالمفتاحين J وK وافتح بالمفتاح Enter. يُسجَّل الفتح مع غرضك.
page-owner = الجهة المالكة
page-owner-all = كل الجهات المالكة
page-kind = النوع
page-kind-all = الكل
page-span-today = اليوم
page-span-yesterday = أمس
page-span-week = هذا الأسبوع
page-span-earlier = سابقاً

page-record = قيد
page-revision = النسخة المنقّحة
page-content = المضمون
page-handling = قيود الاستخدام
page-evaluation = التقييم
page-evaluation-none = هذا النوع لا يتضمّن معلومة تُقيَّم.
page-until = حتى
page-until-then = ثم يُتلف لدى كل حائز مع الإثبات.
page-links = الروابط
page-link-confirmed = مؤكّد
page-link-unconfirmed = غير مؤكّد
page-link-derived = مصدر مشتقّ منه
page-written-in = كُتب بلغة أخرى: { $language }
page-deliveries = التسليم
page-deliveries-none = لم يُرسل إلى أحد.
page-deliveries-count = { $received } من { $all } بإشعار تسلّم
page-delivery-queued = في الانتظار
page-delivery-sent = أُرسل
page-delivery-acknowledged = أُقرّ باستلامه
page-delivery-receipted = إشعار بالتسلّم
page-delivery-hidden = مسحوب
page-delivery-erased = أُتلف
page-delivery-held = متحفَّظ عليه للقضاء
page-delivery-rejected = مرفوض
page-delivery-void = لم يُرسل
page-delivery-deferred = عقدته لا تعرف هذا النوع بعد
page-delivery-frozen = ينتظر: عمر الدليل أكثر من سبعة أيام
page-delivery-passed-on = أُحيل
page-delivery-passed-on-by = أحالته { $node }.
page-delivery-silent = لا جواب
page-delivery-waits = بالانتظار
page-deliveries-look = تحقّق من جديد
page-evidence = الإثبات
page-evidence-signed-means = يثبته سجل الجهة المالكة، ولم يؤكد نصاب الشهود هذا الجزء من السجل بعد.
page-evidence-witnessed-means = يثبته سجل الجهة المالكة، وقد رأى نصاب من الشهود من منطقتين هذا السجل دون غيره.
page-evidence-conflicting-means = يثبته سجل الجهة المالكة، لكنه أظهر رأسين متناقضين، فلا يُقبل منه بعد الآن إلا ما يسحب ما سبق: اسأل الجهة المالكة.
page-evidence-content-id = معرّف المضمون
page-arrived = الوصول
page-review = المراجعة
page-earlier-not-held = توجد نسخ سابقة لا تحتفظ بها هذه العقدة.
page-read-again = قراءة من جديد

page-item-substance = المادة
page-item-form = الشكل
page-item-quantity = الكمية
page-item-packages = العبوات

page-ask = استعلام
page-find = البحث
page-find-do = بحث
page-find-results = النتائج

page-problem-line = العقدة لا تجيب
page-problem-line-do = انقطع الاتصال أو أُوقفت العقدة. لم يضع شيء مما كتبته، وتُعاد المحاولة تلقائياً.
page-problem-node = تعذّر ذلك على العقدة
page-problem-node-do = لم يُحفظ شيء. أعد المحاولة، ثم أبلغ مدير النظام.
page-problem-record = القيد غير صالح
page-problem-record-do = صحّح الحقل المشار إليه وأعد المحاولة.
page-problem-refused = رُفض بموجب قاعدة
page-problem-refused-do = لا يسمح بذلك دورك أو غرضك أو شروط الجهة المالكة.
page-problem-not-found = غير موجود
page-problem-not-found-do = ليس هنا: خطأ في الكتابة، أو لم يصل قط، أو أُتلف.
page-problem-usage = الطلب غير مناسب
page-problem-usage-do = تحقّق مما أدخلته وأعد المحاولة.
page-problem-limit = تجاوز الحدّ المسموح
page-problem-limit-do = اطلب أقل في المرة الواحدة، أو أبلغ مدير النظام.
page-problem-unauthenticated = انتهى تسجيل دخولك
page-problem-unauthenticated-do = انتهت جلستك. سجّل الدخول من جديد.
page-problem-not-allowed = هذا ليس من مهام دورك
page-problem-not-allowed-do = اطلبه ممّن هو من مهامه، أو من مدير النظام.
page-problem-other-site = طلبت هذا صفحة من موقع آخر
page-problem-other-site-do = لم يُنفَّذ شيء. افتح أمانة من عنوانها واطلب من هناك.
page-problem-copy = رُفض الجهاز أو نسخته
page-problem-copy-do = اقرأ السبب على الجهاز، واعمل بما يقوله.
page-problem-unreachable = عقدة أخرى لا تجيب
page-problem-unreachable-do = تُعاد المحاولة تلقائياً، ويمكنك متابعة عملك.

page-rule-HND-01 = سحبت الجهة المالكة هذا القيد.
page-rule-HND-02 = سحبت الجهة المالكة هذا القيد من هذه العقدة.
page-rule-HND-03 = القيد مجمَّد ما دام طلب أو قرار قيد البتّ.
page-rule-HND-04 = انتهت صلاحية القيد.
page-rule-HND-05 = قدّمت الجهة المالكة روايتين متناقضتين تحت اسم هذا القيد.
page-rule-HND-06 = لا يطّلع على القيد سوى الجهة المالكة والجهات المتلقية.
page-rule-HND-07 = لا يقوم دورك بهذا الإجراء على القيود.
page-rule-HND-08 = لا يفتح دورك قيوداً من هذا المستوى.
page-rule-HND-09 = لا يُستعمل في الإجراءات القضائية دون إذن الجهة المالكة.
page-rule-HND-10 = لا يُحال إلى جهة أخرى دون إذن الجهة المالكة.
page-rule-HND-11 = تتطلّب شروط الجهة المالكة المبيّنة إذنها لذلك.
page-rule-HND-12 = لا تسمح الجهة المالكة بإحالته إلى تلك الجهة. خاطب الجهة المالكة.
page-rule-HND-13 = الضحايا والشهود والقاصرون وما يؤثر في القيود لا تُحيلها إلا الجهة المالكة.
page-rule-PUR-01 = لا تشارك الجهة المالكة هذا القيد لهذا الغرض. أعد اختيار غرض عملك.
page-rule-PUR-02 = لا يعمل دورك لهذا الغرض.
page-rule-PUR-03 = لا يُقرأ لهذا الغرض قيد ضحية أو شاهد أو قاصر.
page-rule-PUR-04 = لا يُراقِب أي سؤال دائم ضحيةً أو شاهداً أو قاصراً.
page-rule-REL-01 = الوجهة ليست عضواً نشطاً في الشبكة.
page-rule-REL-02 = لا يُرسل شيء بين هذين العضوين.
page-rule-REL-03 = لا يسجّل الوثيقة مفقودة أو مسروقة إلا بلد إصدارها.
page-rule-REL-04 = الجريمة ليست في قائمة جرائم المخدرات.
page-rule-REL-05 = المسائل السياسية أو العسكرية أو الدينية أو العرقية تتطلّب شخصاً ثانياً.
page-rule-REL-06 = تتطلّب العقوبة لدى الوجهة ضمانة مسجّلة وتوقيعاً رفيعاً.

page-plain-only = لم تُبنَ الصفحات الكاملة في هذه النسخة؛ الأمر الذي يبنيها
page-plain-full = الصفحات الكاملة
page-plain-next = قيود أقدم

page-take-recall = سحب
page-take-recall-means = يُخفي كل حائز هذا القيد فوراً ويتلفه مع الإثبات. السحب نهائي.
page-take-recall-do = سحب من الجميع
page-take-withdraw = سحب من متلقٍّ
page-take-withdraw-means = يفقد هذا المتلقي القيد ويبقى لدى غيره. ويمكن لنسخة لاحقة أن تشاركه من جديد.
page-take-withdraw-do = سحب
page-take-block = تجميد
page-take-block-means = لا يطّلع أحد على هذا القيد هنا أو لدى غيرنا إلى أن يُبتّ في الطلب المتعلق به.
page-take-block-do = تجميد في كل مكان
page-block-lift = رفع التجميد
page-block-decide = البتّ ضد القيد وإتلافه
page-reason = السبب
page-recipient = الجهة المتلقية
page-reference = المرجع
page-reference-help = الملف الذي يتضمّن الطلب أو القرار.
page-uses = من استخدمه ولماذا
page-uses-why = يخبر كل حائز الجهة المالكة بما فعله بالقيد مع الإثبات.
page-uses-ask = سؤال الحائزين
page-uses-again = سؤال من جديد
page-uses-none = لا استخدام بعد
page-uses-silent = لا جواب: أعد السؤال لاحقاً
page-use-proven = مثبت
page-use-open = لم يثبت بعد
page-purpose-none = دون غرض معلن
page-peer = عقدة أخرى
page-nobody = غير معروف

page-audit = التدقيق
page-audit-why = من فعل ماذا هنا ولماذا. ويُسجَّل الاطلاع على هذه القائمة أيضاً.
page-audit-empty = لم يُنجز شيء هنا بعد
page-audit-when = متى
page-audit-who = من
page-audit-deed = ماذا
page-audit-purpose = الغرض
page-audit-about = بشأن
page-audit-count = عدد القيود: { $count }
page-deed-read = اطّلع
page-deed-listed = عرض قائمة
page-deed-queried = استعلم
page-deed-exported = صدّر
page-deed-published = نشر
page-deed-imported = استورد
page-deed-decided = بتّ
page-deed-refused = رُفض
page-deed-rejected = رُفض القيد
page-deed-uses-asked = سأل عن الاستخدامات
page-deed-uses-told = أُخبر بالاستخدامات
page-deed-audit-read = اطّلع على التدقيق
page-deed-administered = أدار
page-deed-signed-in = سجّل الدخول
page-deed-signed-out = سجّل الخروج

page-administration = الإدارة
page-node-state = هذه العقدة
page-node-records = القيود
page-node-log = مدخلات سجل التوثيق
page-node-receipts = إشعارات التسلّم
page-node-sent = البايتات المرسلة
page-node-received = البايتات المستلمة
page-members = أعضاء الشبكة
page-member-active = نشط
page-member-ended = غير نشط
page-officers = الضباط
page-officer-code = الاسم المستعار
page-officer-code-help = من 2 إلى 32 من a–z و0–9 و-
page-officer-name = الاسم
page-officer-role = الدور
page-officer-unit = الوحدة
page-officer-deeds = الدخول
page-officer-active = في الخدمة
page-officer-ended = انتهت الخدمة
page-officer-link = رابط دخول
page-officer-link-means = بهذا الرابط يُنشئ { $code } مفتاح مرور مرة واحدة. لا يظهر إلا الآن: سلّمه باليد.
page-officer-sign-out = إخراج من كل الأجهزة
page-officer-end = إنهاء الخدمة
page-officer-end-means = لن يتمكن { $code } من الدخول؛ وتنتهي الآن كل جلساته وروابطه ورموزه.
page-officer-end-do = إنهاء الخدمة
page-officer-enrol = تسجيل ضابط
page-officer-enrol-do = تسجيل
page-copy = نسخ

page-find-box = كلمات أو معرّف
page-find-from = من
page-find-until = إلى
page-find-start = عمّ تبحث؟
page-find-start-do = أسماء أماكن وأشياء أو وثيقة أو هاتف أو لوحة أو حاوية، بأي ترتيب وبأي لغة. تجد ما يتيحه دورك وغرضك.
page-find-none = لا قيد متاحاً لك يطابق
page-find-none-do = لا يعني ذلك خلوّ صاحبه من الشبهة. تحقّق من الكتابة أو قلّل الكلمات؛ وقد يتيح غرض آخر أكثر.
page-find-without = دون { $word }
page-find-waiting = لم يُبحث بعد في { $count } أحدث منها.
page-find-at-least = لا يقل عدد القيود عن { $written }
page-facet-kind = النوع
page-facet-owner = الجهة المالكة
page-facet-year = السنة
page-facet-country = البلد
page-facet-origin = بلد المصدر
page-facet-destination = بلد الوجهة
page-facet-substance = المادة
page-facet-transport = النقل
page-facet-conveyance = وسيلة النقل
page-facet-hiding-place = مكان الإخفاء
page-facet-place-type = نوع المكان
page-facet-detection = وسيلة الكشف
page-facet-trigger = الدافع
page-facet-offence = الجريمة
page-facet-subject-category = صفة الشخص
page-facet-action-wanted = الإجراء المطلوب
page-facet-colour = لون النشرة
page-facet-message-type = نوع الرسالة
page-facet-document-status = حالة الوثيقة
page-find-count = { $count ->
    [zero] لا قيود
    [one] قيد واحد
    [two] قيدان
    [few] { $written } قيود
    [many] { $written } قيداً
   *[other] { $written } قيد
  }

page-compose = قيد جديد
page-compose-short = الاستمارة المختصرة
page-compose-full = الاستمارة الكاملة
page-compose-add = إضافة: { $what }
page-compose-take-away = حذف: { $what }
page-compose-discard = تجاهل المسودة
page-compose-check = قبل الإرسال
page-compose-back = العودة إلى الكتابة
page-compose-recipients = الجهات المتلقية
page-compose-recipients-help = لا يعلم غيرها بوجوده. وإن لم تُختر أي جهة بقي القيد لدى عقدتك.
page-compose-level = مستوى السرية
page-compose-lane = درجة الاستعجال
page-compose-expiry-help = إذا تُرك فارغاً فأطول مدة يجيزها القانون.
page-compose-source = موثوقية المصدر
page-compose-information = مصداقية المعلومات
page-compose-nature = واقعة أو تقدير
page-purposes = الأغراض المسموح باستعماله لها
page-choose = اختر …
page-choose-none = غير معروف
page-before-nobody = لا عقدة أخرى
page-before-home = تتلقاه. تستعمله عقدتك لغرض
page-before-until = حتى
page-before-receive = تتلقاه
page-before-not = لا تتلقاه، والسبب
page-before-may = يجوز لها
page-before-may-what = الاطلاع عليه ومقارنته بقيودها والردّ عليك.
page-before-may-not = لا يجوز لها
page-before-may-not-what = استعماله لغرض آخر أو الاحتفاظ به مدة أطول.
page-before-may-not-coded = استعماله لغرض آخر أو الاحتفاظ به مدة أطول أو مخالفة رموز قيود استخدامه دون إذنك.
page-before-see = ستطّلع على
page-before-see-what = كل تسليم، وكل اطلاع مع سببه، وإثبات الإتلاف.
page-before-preview = ما سيقرؤه المتلقّون
page-before-take-back = يمكنك سحبه في أي وقت، ويبقى ما قُرئ في سجل التوثيق.
page-before-blocked = تمنعه قاعدة بصيغته الحالية: عُد وعدّل المتلقّين أو الأغراض أو قيود الاستخدام.
page-before-keep = حفظ لدينا
page-before-nodes = { $count ->
    [zero] لا عقد
    [one] عقدة واحدة
    [two] عقدتان
    [few] { $count } عقد
    [many] { $count } عقدة
   *[other] { $count } عقدة
  }
page-before-send = { $count ->
    [zero] حفظ لدينا
    [one] إرسال إلى عقدة واحدة
    [two] إرسال إلى عقدتين
    [few] إرسال إلى { $count } عقد
    [many] إرسال إلى { $count } عقدة
   *[other] إرسال إلى { $count } عقدة
  }
page-before-reads = { $count ->
    [zero] لا تتلقاه
    [one] تتلقاه ويجوز لضباطها الاطلاع عليه لغرض
    [two] تتلقيانه ويجوز لضباطهما الاطلاع عليه لغرض
    [few] تتلقاه ويجوز لضباطها الاطلاع عليه لغرض
    [many] تتلقاه ويجوز لضباطها الاطلاع عليه لغرض
   *[other] تتلقاه ويجوز لضباطها الاطلاع عليه لغرض
  }

page-new = جديد

page-place-knowledge = المعرفة
page-seizures = الضبطيات
page-seizures-report = تسجيل ضبطية
page-take-hold = تحفّظ للقضاء
page-take-hold-means = تبقى هنا نسخة للقضاء، مختومة لا تُقرأ في العمل اليومي، حتى بعد السحب. وتُخطر الجهة المالكة.
page-take-hold-do = تحفّظ
page-hold-authority = السلطة الآمرة

page-waiting-for-us = بانتظارنا
page-waiting-for-them = بانتظارهم
page-waiting-none-for-us = لا أحد ينتظر ردّاً منّا
page-waiting-none-for-them = لا ننتظر ردّ أحد
page-waiting-none-do = تظهر هنا الطلبات مع مهلها فور وصولها أو إرسالها.
page-term-late = متأخّر
page-term-hours = خلال 8 ساعات
page-term-days = خلال 3 أيام
page-term-week = خلال 7 أيام
page-term-later = لاحقاً
page-term-none = دون مهلة
page-clock-days = { $days } ي { $hours } س
page-clock-hours = { $hours } س { $minutes } د
page-clock-late = متأخّر { $span }
page-clock-paused = متوقفة
page-clock-not-received = لم يُستلم بعد
page-clock-none = دون مهلة

page-reply-means = يُرسل إلى العقدة السائلة بقيود الطلب وأغراضه.
page-reply-text = النص
page-reply-send = إرسال

page-undo = تراجع
page-links-look = البحث عن كل الصلات
page-links-again = البحث من جديد
page-links-why = يُسجَّل اطّلاعاً على هذا القيد وعلى كل قيد يذكره.
page-links-to = يقول هذا القيد
page-links-from = تقول عنه قيود أخرى
page-links-mentions = قيود أخرى بالمعرّفات نفسها
page-links-common = تذكر هذه المعرّفات قيود كثيرة فلا تدل على صلة:
page-links-none = لا يرتبط به شيء، ولا يذكر المعرّفات نفسها قيد آخر متاح لك.
page-links-more = هناك أكثر مما يظهر هنا.
page-links-absent = ليس هنا، أو ليس متاحاً لك
page-same = الشيء نفسه
page-same-none = لا إفادة تجمعه بقيد آخر.
page-same-group = هو وهذا القيد واحد
page-same-proposed = مقترح: ينتظر من ينظر فيه
page-same-decided = تقرّر
page-same-parted = رُفض أو أُلغي
page-same-disputed = موضع خلاف: يقرّر أحدهم ما يرفضه آخر
page-same-to-decided = هما واحد
page-same-to-rejected = هما اثنان
page-same-to-undone = إلغاء القرار
page-same-to-decided-means = يبقى القيدان كما هما، ومن ينظر في أحدهما يُرشَد إلى الآخر. ويمكن إلغاؤه في أي وقت.
page-same-to-rejected-means = يبقيان منفصلين ولا يُقترح جمعهما ثانية. ويمكن اتخاذ قرار آخر في أي وقت.
page-same-to-undone-means = ينفصل القيدان فوراً لدى كل عقدة لديها هذه الإفادة، ويحفظ السجل القرارين.
page-same-propose = مطابق لقيد آخر …
page-same-means = لا يُدمج شيء: يبقى القيدان كما هما. وترسل الإفادة بقيود الاستخدام والأغراض نفسها التي لهذا القيد.
page-same-near = قيد بالمعرّفات نفسها
page-same-other = عنوان القيد الآخر
page-same-other-help = انسخه من صفحة القيد الآخر.
page-same-other-wrong = هذا ليس عنوان قيد آخر.
page-same-what = ما هما
page-same-reasons = ما يدل عليه
page-same-words = بكلماتك
page-same-goes-to = تُرسل إلى: { $nodes }
page-same-stays = تبقى في هذه العقدة.
page-same-do-propose = اقتراح
page-same-do-decide = تقرير أنهما واحد
page-views = عمليات البحث المحفوظة
page-view-for = لغرض { $purpose }
page-view-forget = حذف
page-view-forget-which = حذف: { $name }
page-view-gone = حُذف: { $name }.
page-view-save = حفظ هذا البحث
page-view-save-means = لا يراه غيرك، وتجده في صفحة البحث. يُطلب في كل مرة لغرض { $purpose }، وتُسجَّل كل مرة.
page-view-name = الاسم
page-view-save-do = حفظ
page-export = تصدير
page-export-means = كل ما يجده هذا البحث بقدر ما تسمح الجهات المالكة بإخراجه. ويُسجَّل كل قيد مصدَّراً.
page-export-use = الغاية
page-export-use-own = عملنا نحن
page-export-use-court = محكمة
page-export-use-pass-on = إحالة إلى جهة أخرى
page-export-format = الصيغة
page-export-format-csv = جدول (CSV)
page-export-format-jsonl = للبرامج (JSON lines)
page-export-do = تصدير
page-export-comes = { $size } كيلوبايت حتى الآن. يمكنك إغلاق هذه النافذة: يستمر العمل ويظهر ذلك في كل صفحة.
page-export-kept = حُفظ في التنزيلات:
page-seizure-day = التاريخ
page-seizure-place = المكان
page-seizure-more = و{ $count } أخرى
page-revise = نسخة منقّحة جديدة
page-revise-means = يصل هذا إلى كل من لديه القيد. لا يُستبدل شيء: تبقى النسخة { $revision } في السجل.
page-history = ما الذي تغيّر
page-history-look = مقارنة بالنسخة { $revision }
page-history-same = لم يتغيّر شيء مما يقوله.
