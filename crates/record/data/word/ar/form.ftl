# مجموعات الحقول في الاستمارة.

group-action = الإجراء المطلوب
group-concealment = الإخفاء والكشف
group-contact = وسائل الاتصال
group-description = الأوصاف
group-document = الوثيقة
group-documents = الوثائق
group-event = الزمان والمكان
group-identity = الهوية
group-items = المضبوطات
group-matter = الموضوع
group-persons = الأشخاص
group-request = المطلوب
group-route = المسلك ووسيلة النقل
group-status = الحالة
group-thread = سلسلة المراسلات
group-warning = تحذيرات للعاملين
