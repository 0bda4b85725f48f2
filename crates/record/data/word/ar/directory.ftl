# What a later head of the directory changes, for those who sign it and for nodes that take it.

directory-nothing = لا يتغيّر شيء سوى التاريخ: اعتُمد الدليل أسبوعاً آخر.
directory-admitted = تصبح { $member } عضواً، فيجوز لكل عقدة أن تشاركها وأن تتلقّى ما تشاركه.
directory-readmitted = تعود { $member } إلى العمل: يُرسَل ما كان ينتظرها ويُقبل ما ترسله.
directory-suspended = تُعلَّق عضوية { $member }: لا تشاركها أي عقدة ولا تقبل منها شيئاً، وما ينتظرها يبقى منتظراً. ويبقى ما لديها خاضعاً لشروط الجهات المالكة.
directory-left = تغادر { $member } نهائياً ولا تعود بهذا الرمز. لا يُشارَك معها شيء بعد الآن، وما ينتظرها لا يُرسَل. ويبقى سجلّها إثباتاً لما قالته.
directory-unreachable = تُعدّ { $member } متعذّرة الاتصال. تستمر المحاولات، وترى الجهات المالكة أن ما سحبته ربما لم يصل إليها.
directory-succeeded = تخلف { $by } العضو { $member } الذي لم يعد عضواً. تبقى قيوده باسمه، ولا يُشارَك معه شيء بعد الآن.
directory-over = لم تعد { $member } عضواً.
directory-address = يُتّصل بـ { $member } من الآن على { $address }.
directory-no-address = لا يتّصل الآخرون بـ { $member } من الآن: هي التي تفتح الاتصال بنفسها.
directory-pins = تستعمل { $member } مفاتيح TLS أخرى، وتُرفض الاتصالات بالمفاتيح القديمة.
directory-units = تتغيّر وحدات { $member }.
directory-description = تتغيّر أسماء { $member } أو منطقتها أو دورها.
directory-months = تُختم الحقائب إلى { $member } بمفاتيح جديدة للأشهر { $months }.
directory-log = يستمر سجلّ { $member } بمفتاح آخر.
directory-log-revoked = يُعدّ مفتاح سجلّ { $member } للحقبة { $epoch } في يد غيرها منذ { $at }. ولا يثبت من تلك الحقبة إلا ما صُودق عليه قبل ذلك.
directory-root = يتغيّر المفتاح الجذر لـ { $member }.
directory-next-root = أُدرج مفتاح جذر آخر لـ { $member } من دون شهادة المفتاح الساري. لا يُعتدّ به قبل { $from }، وبدليل لاحق يوقّعه أمين إضافي. اسأل { $member } الآن هل هذا صحيح.
directory-no-next-root = مفتاح الجذر الذي أُدرج لـ { $member } لن يُعتدّ به.
directory-stewards = يوقّع الدليل من الآن أمناء آخرون. دخل: { $added }؛ خرج: { $removed }. التواقيع اللازمة: { $threshold }.
directory-witness = تشهد { $member } بمفاتيح أخرى: جديدة { $added }، ملغاة { $revoked }.
directory-policy = تنتقل القواعد المشتركة من الإصدار { $from } إلى الإصدار { $to }.
directory-signed = { $count ->
    [0] وقّع عدد كافٍ من الأمناء: الدليل نافذ.
    [one] ينقص توقيع أمين واحد.
    [two] ينقص توقيعا أمينين.
    [few] تنقص تواقيع { $count } أمناء.
   *[other] ينقص توقيع { $count } أميناً.
}
directory-would = لم يُكتب شيء.
directory-taken = تعمل العقدة وفق هذا الدليل منذ تشغيلها التالي.
