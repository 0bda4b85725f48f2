# ما يُكتب: المسودات، وما ينتظر عودة الاتصال، والنماذج، وصفحة ما قبل الإرسال.

page-standing-blank = يُحفظ ما تكتبه تلقائياً.
page-standing-saving = جارٍ الحفظ …
page-standing-here = محفوظة على هذا الجهاز، وفي طريقها إلى عقدتك …
page-standing-rests = في انتظار الإرسال. إذا عدّلتها عادت مسودة.
page-standing-node = محفوظة في عقدتك: يمكنك المتابعة من مكتب آخر.
page-standing-device = محفوظة على هذا الجهاز وحده، إلى أن تجيب العقدة.
page-standing-nowhere = لم تُحفظ: هذا الجهاز لا يحفظ شيئاً والعقدة لا تجيب. اترك هذه الصفحة مفتوحة.
page-standing-elsewhere = لم تُحفظ: عُدّلت من مكتب آخر.
page-standing-sent = أُرسلت من قبل.
page-compose-case = القضية:
page-compose-case-none = لم تُكتب لأي قضية.
page-compose-case-take = اكتبها للقضية { $case }

page-draft-sent = أُرسلت هذه المسودة
page-draft-sent-open = فتح القيد
page-draft-sent-elsewhere = أُرسلت هذه المسودة من قبل. وما عدّلته بعد ذلك ليس في القيد: أضفه بنسخة منقّحة.
page-draft-two-places = عُدّلت هذه المسودة من مكتب آخر. لا يضيع شيء حتى تختار.
page-draft-take-theirs = اعتماد ما كُتب هناك
page-draft-keep-ours = اعتماد ما هو هنا
page-draft-untitled = بلا عنوان
page-draft-only-here = على هذا الجهاز وحده
page-draft-discard-sure = نعم، تجاهلها
page-drafts = المسودات
page-drafts-none = لا مسودة في انتظارك. يُحفظ ما تبدؤه هنا تلقائياً مدة 30 يوماً.
page-drafts-away = العقدة لا تجيب: لا تظهر المسودات المحفوظة فيها.
page-begin-blank = البدء باستمارة فارغة

page-outbox = في انتظار الإرسال
page-outbox-since = جاهز منذ { $at }
page-outbox-waits = يُرسل تلقائياً مرة واحدة عند عودة الاتصال. وإذا فتحته وعدّلته عاد مسودة.
page-outbox-files = { $count ->
    [zero] لا ملفات.
    [one] ملفه في الطريق: أُرسل { $percent } ٪.
    [two] ملفاه في الطريق: أُرسل { $percent } ٪.
    [few] ملفاته الـ{ $count } في الطريق: أُرسل { $percent } ٪.
    [many] ملفاته الـ{ $count } في الطريق: أُرسل { $percent } ٪.
   *[other] ملفاته الـ{ $count } في الطريق: أُرسل { $percent } ٪.
  }
page-outbox-refused = لم تقبله العقدة، فعاد مسودة.
page-outbox-count = { $count ->
    [zero] لا قيد ينتظر الاتصال.
    [one] قيد واحد ينتظر الاتصال ويُرسل تلقائياً.
    [two] قيدان ينتظران الاتصال ويُرسلان تلقائياً.
    [few] { $count } قيود تنتظر الاتصال وتُرسل تلقائياً.
    [many] { $count } قيداً تنتظر الاتصال وتُرسل تلقائياً.
   *[other] { $count } قيد تنتظر الاتصال وتُرسل تلقائياً.
  }
page-outbox-count-refused = { $count ->
    [zero] لم يُرفض أي قيد.
    [one] قيد واحد لم يُقبل.
    [two] قيدان لم يُقبلا.
    [few] { $count } قيود لم تُقبل.
    [many] { $count } قيداً لم تُقبل.
   *[other] { $count } قيد لم تُقبل.
  }
page-outbox-look = عرض

page-templates = البدء بنموذج
page-template-save = الحفظ نموذجاً
page-template-means = يبدأ القيد التالي بما في الاستمارة الآن. لا تترك فيها أسماء أشخاص ولا أرقامهم: يُحفظ النموذج سنة.
page-template-title = اسم النموذج
page-template-shared = يجوز لوحدتي كلها استعماله
page-template-of-unit = نموذج الوحدة
page-template-forget = حذف
page-template-forget-one = حذف النموذج { $title }
page-template-request-checks = طلب تحقّق
page-template-spontaneous = معلومات مقدّمة تلقائياً
page-template-seizure-mail = ضبطية في البريد

page-before-longest = آخر يوم يجيزه القانون
page-before-files = { $count ->
    [zero] لا ملف معه
    [one] ملف واحد معه
    [two] ملفان معه
    [few] { $count } ملفات معه
    [many] { $count } ملفاً معه
   *[other] { $count } ملف معه
  }
page-before-away = انقطع الاتصال. تطبّق عقدتك قواعدها عند الإرسال: ما تمنعه قاعدة لا يُرسل ويبقى هنا ويُبيَّن لك السبب.
page-before-send-later = الإرسال عند عودة الاتصال
page-before-preview-away = تبيّنه عقدتك عند عودة الاتصال.
page-before-ends = عند انتهاء الصلاحية
page-before-ends-what = بعد { $day } يُتلف كل حائز المحتوى والمفاتيح ويُثبت ذلك. وتبقى البصمة في سجل التوثيق.
page-before-back = كيف تسحبه
page-before-back-what = السحب يخفيه في كل مكان فوراً ويُتلفه، والسحب من جهة واحدة ينزعه منها، والتجميد يوقف كل اطلاع ما دام الطلب مفتوحاً. وكلها في صفحة القيد.
page-before-roles = من يجوز له الاطلاع
page-before-roles-home = في عقدتك
page-before-roles-there = لدى كل جهة متلقية
page-before-roles-not = من لا يجوز له، وبأي قاعدة
page-before-no-role = لا أحد

page-sign-out-unsent = { $count ->
    [zero] لا مسودة على هذا الجهاز.
    [one] مسودة واحدة على هذا الجهاز وحده ولم تُرسل. تسجيل الخروج يُتلفها.
    [two] مسودتان على هذا الجهاز وحده ولم تُرسلا. تسجيل الخروج يُتلفهما.
    [few] { $count } مسودات على هذا الجهاز وحده ولم تُرسل. تسجيل الخروج يُتلفها.
    [many] { $count } مسودة على هذا الجهاز وحده ولم تُرسل. تسجيل الخروج يُتلفها.
   *[other] { $count } مسودة على هذا الجهاز وحده ولم تُرسل. تسجيل الخروج يُتلفها.
  }
page-sign-out-destroy = الإتلاف وتسجيل الخروج

page-problem-conflict = عُدّل في مكان آخر
page-problem-conflict-do = انظر إلى ما هو موجود الآن ثم قرّر من جديد. لم يُستبدل شيء.

page-date-order = يوم/شهر/سنة
page-date-wrong = ليس هذا يوماً. اكتب اليوم ثم الشهر ثم السنة، مثل { $example }.
page-date-choose = اختيار يوم: { $label }
page-date-time = الساعة
page-date-today = اليوم
page-date-none = بلا يوم
page-date-month-before = الشهر السابق
page-date-month-after = الشهر التالي
page-date-year-before = السنة السابقة
page-date-year-after = السنة التالية
page-setting-calendar = التقويم
page-setting-calendar-gregory = الميلادي
page-setting-calendar-islamic-umalqura = الهجري (أم القرى)

page-find-news = { $count ->
    [zero] لا جديد
    [one] وصل قيد جديد منذ ذلك: انظر من جديد
    [two] وصل قيدان جديدان منذ ذلك: انظر من جديد
    [few] وصلت { $count } قيود جديدة منذ ذلك: انظر من جديد
    [many] وصل { $count } قيداً جديداً منذ ذلك: انظر من جديد
   *[other] وصل { $count } قيد جديد منذ ذلك: انظر من جديد
  }

page-compose-more = المزيد: { $what }
page-place-exactness = مدى الدقة
page-place-40-m = في حدود 40 متراً
page-place-1-km = في حدود كيلومتر واحد
page-place-20-km = في حدود 20 كيلومتراً
page-place-here = مكاني الحالي
page-place-means = يُسأل جهازك مرة واحدة الآن. ويظهر ما يقوله في الاستمارة لتعدّله أو تحذفه.
page-place-taken = مأخوذ من جهازك. راجعه أدناه وعدّله أو احذفه.
page-place-denied = جهازك لا يسمح بذلك. اكتب المكان بنفسك.
page-place-nowhere = جهازك لا يعرف مكانه. اكتب المكان بنفسك.

page-work-going = { $size } كيلوبايت حتى الآن؛ يستمر أثناء عملك.
page-work-goes-on = يتابَع وأنت تعمل.
page-work-stop = إيقاف
page-work-dismiss = إغلاق
