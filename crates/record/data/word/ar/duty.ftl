# كلمات سلاسل المراسلات: من يتولاها، وغير المقروء منها، وتسليم المناوبة، وجدول المناوبة، والمفاتيح.

page-sort-unread = غير مقروءة
page-sort-mine = لديّ
page-sort-unit = لدى وحدتي
page-sort-unassigned = غير مسندة
page-sort-unseen = فورية لم تُفتح
page-sort-all = سلاسل المراسلات
page-threads = سلاسل المراسلات
page-threads-words = كلمات في سلاسل المراسلات
page-threads-none-unread = كل شيء مقروء
page-threads-none-mine = ليست لديك سلسلة مراسلات مفتوحة
page-threads-none-unit = ليست لدى وحدتك سلسلة مراسلات مفتوحة
page-threads-none-unassigned = لا شيء ينتظر من يتولاه
page-threads-none-for-us = لا أحد ينتظر ردّاً منّا
page-threads-none-for-them = لا ننتظر ردّاً من أحد
page-threads-none-unseen = فُتحت كل الرسائل الفورية
page-threads-none-all = لم تبدأ أي سلسلة مراسلات بعد
page-threads-none-do = تظهر سلاسل المراسلات هنا من تلقاء نفسها.
page-threads-none-say = لا سلسلة مراسلات فيها هذه الكلمات
page-threads-none-say-do = ليس ذلك تبرئة لأحد. راجع الإملاء أو استخدم كلمات أقل.
page-unseen-for = لم تُفتح منذ { $span }

page-thread-clocks = من ينتظر من
page-thread-asks = يسأل
page-thread-answered = تم الردّ
page-thread-refused = رُفض
page-thread-received = التسلّم
page-thread-due = الاستحقاق
page-thread-settled = الإنجاز
page-thread-questions-open = أسئلة ما زالت مفتوحة
page-thread-record = القيد
page-thread-older = رسائل أقدم
page-thread-more = هذه السلسلة طويلة: تُحسب مهلها من أحدث رسائلها.
page-thread-nothing-left = لم يبقَ ما يُعمل.
page-thread-unread = وضع علامة غير مقروء
page-thread-done = منجزة
page-thread-open-again = إعادة فتح

page-assign = إسناد …
page-assign-to = إلى
page-assign-officers = الضباط
page-assign-units = الوحدات
page-assign-nobody = لا أحد بعد
page-assign-has = من يتولاها:
page-assign-means = من تُسند إليه يقرأ منها ما يسمح به دوره. تبقى الملاحظة في هذه العقدة.
page-assign-take = أتولاها
page-assign-note = ملاحظة
page-assign-note-help = لمن يواصل العمل. الأسماء والوقائع مكانها القيد.
page-assign-do = إسناد
page-assign-history = من تولاها
page-said-assigned = أسندها إلى
page-said-released = تركها
page-said-done = أنجزها
page-said-opened-again = أعاد فتحها
page-said-undone = تراجع عن التسليم

page-reply-concerns = الأسئلة التي يجيب عنها
page-reply-concerns-help = عدم الاختيار يعني جميعها.
page-reply-pause = هل تتوقف المهلة؟
page-reply-pause-none = لا، تستمر
page-reply-expected = تستأنف في موعد أقصاه

page-hand-over = تسليم المناوبة …
page-hand-over-means = { $count ->
    [one] تُسلَّم سلسلة مراسلاتك المفتوحة دفعة واحدة. يمكنك التراجع ما لم يفتحها المتسلّم.
   *[other] تُسلَّم سلاسل مراسلاتك المفتوحة ({ $written }) دفعة واحدة. يمكنك التراجع ما لم يفتح المتسلّم أياً منها.
  }
page-hand-over-do = تسليم
page-hand-overs = عمليات التسليم
page-hand-over-count = { $count ->
    [one] سُلّمت سلسلة مراسلات واحدة
   *[other] سلاسل مراسلات مسلَّمة: { $written }
  }

page-duty = جدول المناوبة
page-duty-now = في المناوبة
page-duty-nobody = لا أحد
page-duty-flash = الرسالة الفورية التي لا يفتحها أحد تُرفع بعد { $minutes } د: إلى المناوب التالي ثم إلى رئيس الوحدة.
page-duty-empty = لا مناوبة مقرّرة في الأسبوعين القادمين.
page-duty-remove = حذف
page-duty-gap = لا أحد:
page-duty-overlap = أكثر من واحد:
page-duty-span = من { $from } إلى { $until }
page-duty-officer = الضابط
page-duty-from = من
page-duty-until = إلى
page-duty-add = إضافة إلى المناوبة

page-steps = ما رُفع
page-steps-why = رسائل فورية لم يفتحها أحد في الوقت المحدد، الأحدث أولًا. لا يُذكر هنا شيء من محتواها.
page-steps-none = لم يلزم رفع شيء.
page-step-unit = الوحدة
page-step-administrators = المسؤولون عن الإدارة
page-step-open = لم تُفتح بعد
page-step-opened = فُتحت
page-steps-open = لم تُفتح بعد: { $count }

page-keys = المفاتيح
page-key-next = التالي في القائمة
page-key-previous = السابق في القائمة
page-key-open = فتح
page-key-answer = ردّ
page-key-partial = ردّ جزئي
page-key-clarification = طلب استيضاح
page-key-refusal = رفض
page-key-find = بحث
page-key-purpose = تغيير الغرض

page-deed-assigned = إسناد
page-deed-escalated = رفع إلى جهة أعلى
