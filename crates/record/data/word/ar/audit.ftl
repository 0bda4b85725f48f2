# كلمات صفحات التدقيق.

page-audit-tab-lines = ما جرى
page-audit-tab-hints = يستدعي النظر
page-audit-narrow = { $count ->
    [0] تصفية
   *[other] عوامل التصفية: { $count }
  }
page-audit-narrow-further = عوامل أخرى
page-audit-narrow-do = عرض
page-audit-any = الكل
page-audit-none = لا شيء يستوفي كل هذه الشروط
page-audit-by-officer = الضابط
page-audit-by-deed = الإجراء
page-audit-by-outcome = النتيجة
page-audit-by-purpose = الغرض
page-audit-by-from = من
page-audit-by-until = إلى
page-audit-by-unit = الوحدة
page-audit-by-role = الوظيفة
page-audit-by-record = القيد
page-audit-by-kind = نوع القيد
page-audit-by-case = القضية كما كُتبت، وما يرتبط بها
page-audit-by-node = العقدة
page-audit-by-rule = قاعدة الرفض
page-audit-outcome-granted = سُمح به
page-audit-outcome-refused = رُفض
page-audit-open-record = فتح القيد
page-audit-of-record = من اطّلع عليه هنا
page-audit-verify = تحقّق
page-audit-verify-line = التحقّق من السطر { $line }
page-audit-choose = اختيار السطر { $line } لملف
page-audit-line = سطر واحد بعد التحقّق منه
page-audit-line-open = لم تدخل دقيقته سجل التوثيق بعد. أعد السؤال بعد دقيقة.
page-audit-line-again = إعادة السؤال
page-audit-standing-signed = وارد في سجل التوثيق الموقَّع
page-audit-standing-witnessed = وارد في سجل التوثيق الموقَّع، وقد رآه شهود
page-audit-standing-conflicting = سجل التوثيق يناقض نفسه
page-audit-standing-signed-means = لا يمكن تغييره ولا حذفه من دون نقض ما وقّعته هذه العقدة. ولم تشهد عقدة أخرى على نقطة التحقّق هذه بعد.
page-audit-standing-witnessed-means = لا يمكن تغييره ولا حذفه من دون نقض ما وقّعته هذه العقدة وشاركت عقد أخرى في توقيعه.
page-audit-standing-conflicting-means = تُعرف نقطتا تحقّق من سجل توثيق هذه العقدة لا تتفقان. والسطر وارد تحت إحداهما. فلا تعتمد عليه، وأخبر المفتّش.
page-audit-proof-place = هو المدخل { $place } من { $all } في شجرة دقيقته.
page-audit-proof-leaf = جذر تلك الدقيقة هو الورقة { $leaf } من سجل توثيق هذه العقدة.
page-audit-proof-head = وُقّعت نقطة التحقّق من السجل على { $size } من الأوراق في { $moment }.
page-audit-proof-root = جذر الدقيقة
page-audit-file = { $count ->
    [one] ملف بهذا السطر للتحقّق منه في مكان آخر
    [two] ملف بسطرين للتحقّق منهما في مكان آخر
    [few] ملف بـ { $written } أسطر للتحقّق منها في مكان آخر
    [many] ملف بـ { $written } سطراً للتحقّق منها في مكان آخر
   *[other] ملف بـ { $written } سطر للتحقّق منها في مكان آخر
  }
page-audit-file-check = يتحقّق منه أي شخص من دون هذه العقدة:

page-hints-why = ما ينبغي أن ينظر فيه شخص. وهو لا يتّهم أحداً، ولا يترتّب عليه شيء من تلقاء نفسه.
page-hints-all = مع ما سبق النظر فيه
page-hints-none = لا شيء يستدعي النظر
page-hints-none-do = تُدرج هنا كل ساعة زادت فيها الاستعلامات كثيراً على المعتاد، والقيود التي لا يربطها شيء بعمل الضابط.
page-hint-burst-title = استعلامات تزيد كثيراً على المعتاد
page-hint-outside-title = قيود خارج نطاق العمل
page-hint-burst = بلغ عدد الاستعلامات في هذه الساعة { $count }. وقد أُدرجت لأن العدد يتجاوز { $above }.
page-hint-usual-own = المعتاد لهذا الضابط { $median } في الساعة بتشتّت قدره { $spread } (وسيط ساعات العمل وعددها { $hours }).
page-hint-usual-own-unknown = لا يُعرف بعد المعتاد لهذا الضابط: فساعات عمله المسجّلة قليلة.
page-hint-usual-others = المعتاد لغيره في الوحدة { $median } بتشتّت قدره { $spread } (عدد الساعات { $hours }).
page-hint-usual-others-unknown = لا يُعرف بعد المعتاد في الوحدة.
page-hint-outside = { $count ->
    [one] فُتح قيد واحد لا يربطه شيء بالضابط ولا بوحدته: لم يكتبه أيّ منهما، ولا سلسلة مراسلاته، ولا ما يرتبط به.
    [two] فُتح قيدان لا يربطهما شيء بالضابط ولا بوحدته: لم يكتبهما أيّ منهما، ولا سلسلة مراسلاتهما، ولا ما يرتبط بهما.
    [few] فُتحت { $written } قيود لا يربطها شيء بالضابط ولا بوحدته: لم يكتبها أيّ منهما، ولا سلاسل مراسلاتها، ولا ما يرتبط بها.
    [many] فُتح { $written } قيداً لا يربطها شيء بالضابط ولا بوحدته: لم يكتبها أيّ منهما، ولا سلاسل مراسلاتها، ولا ما يرتبط بها.
   *[other] فُتح { $written } قيد لا يربطها شيء بالضابط ولا بوحدته: لم يكتبها أيّ منهما، ولا سلاسل مراسلاتها، ولا ما يرتبط بها.
  }
page-hint-outside-more = وغيرها، وعددها { $count }
page-hint-lines = عرض ما فعله الضابط في ذلك اليوم
page-hint-note = ما رأيته
page-hint-look = نظرت في الأمر
page-hint-seen = نظر فيه
