# الجمل التي يُعرض بها القيد.

record-head = { $kind } من { $owner }، { $unit }، النسخة المنقّحة { $revision }، { $date }.
withheld = حُجب عنك جزء مما يتضمنه هذا القيد ولا يمكن عرضه في جمل.
detail = { $label }: { $value }.
text = «{ $text }»
text-foreign = النص باللغة { $language }: «{ $text }»
titled = { $what }: «{ $title }».
titled-plain = { $what }: { $title }.
attachment = ترافقه صورة ({ $type }، { $size } بايت، البصمة { $digest }).
deadline = يُرجى الردّ في موعد أقصاه { $deadline }.
document = الوثيقة: { $type } { $number }.
minor = دون الثامنة عشرة عند تحرير القيد.
warning = تحذير: { $warning }، لوحظ في { $seen }، سارٍ حتى { $expires }.
travel-document = { $type } { $number }: { $status }.
seizure = ضُبطت في { $date } في المكان التالي: { $place }.
seizure-total = مجموع الضبطيات من { $from } إلى { $until }، المكان: { $place }.
seizure-events = { $n ->
    [zero] لا يشمل أي ضبطية.
    [one] يشمل ضبطية واحدة.
    [two] يشمل ضبطيتين.
    [few] يشمل { $n } ضبطيات.
    *[other] يشمل { $n } ضبطية.
    }
item = المضبوط: { $substance } – { $facts }.
item-bare = المضبوط: { $substance }.
arrests = { $n ->
    [zero] لم يُوقف أحد.
    [one] أُوقف شخص واحد.
    [two] أُوقف شخصان.
    [few] أُوقف { $n } أشخاص.
    [many] أُوقف { $n } شخصاً.
    *[other] أُوقف { $n } شخص.
    }
source-row = { $n ->
    [zero] مقروء من الجدول { $source }، السطر { $row }.
    [one] مقروء من الجدول { $source }، السطر { $row }، وقد ورد فيه مرة قبل ذلك.
    [two] مقروء من الجدول { $source }، السطر { $row }، وقد ورد فيه مرتين قبل ذلك.
    [few] مقروء من الجدول { $source }، السطر { $row }، وقد ورد فيه { $n } مرات قبل ذلك.
    *[other] مقروء من الجدول { $source }، السطر { $row }، وقد ورد فيه { $n } مرة قبل ذلك.
    }
recall = تسحب الجهة المالكة القيد { $record } من الجميع سحباً نهائياً. السبب: { $reason }.
withdraw = تسحب الجهة المالكة القيد { $record } حتى النسخة المنقّحة { $revision } من الجهة المتلقية: { $recipient }.
block = { $action }. القيد: { $record }؛ المرجع: { $reference }.
hold = يُحفظ القيد { $record } حتى { $until } بأمر من { $authority }، المرجع { $reference }.
forward = أُحيل القيد { $record }. السبب: «{ $reason }»
passed-on-by = أُحيل إلينا من { $by }.
decision = تقرّر بشأن القيد { $record }: { $outcome }. صاحب القرار: { $role }.
link-confirmed = رابط مؤكّد: { $role } { $record }.
link-unconfirmed = رابط غير مؤكّد: { $role } { $record }.
evaluation = التقييم { $grade }: المصدر { $source }؛ المعلومات { $information }؛ { $nature }.
level = مستوى السرّية: { $level }.
handling = رمز قيود الاستخدام { $code }: { $label }.
conditions = شروط الجهة المالكة: «{ $text }»
onward-members = يجوز للجهة المتلقية إحالته إلى: { $members }.
onward-region = يجوز للجهة المتلقية إحالته إلى أعضاء هذه المنطقة: { $region }.
onward-network = يجوز للجهة المتلقية إحالته إلى أي عضو في الشبكة.
marking = الوسم: { $label }.
purposes = يجوز استعماله للأغراض التالية: { $purposes }.
retention = يُراجع قبل { $review } وتنتهي صلاحيته في { $expiry }.
question = السؤال { $number }: { $what }.
directly-accessible = يستطيع العضو المسؤول الاطلاع عليها مباشرة دون الرجوع إلى أحد.
pause = المهلة متوقفة: { $reason }.
named = { $what }.
container = الحاوية { $number }.
postal-item = البعيثة البريدية { $number }.
episode = من سجله: { $what } ({ $facts }).
indicator = علامة يُنتبه إليها ({ $kind }): { $text }.
case = القضية { $reference }: { $title }.
same-as = { $state } ({ $what }): { $both }.
consent = مأذون به حتى { $until } بشأن القيد { $record }: { $use }. المأذون لهم: { $to }.
list-version = القائمة «{ $title }» الصادرة عن { $source }، الإصدار { $version } بتاريخ { $date }.
list-entries = { $n ->
    [zero] لا مداخل فيها ({ $kinds }).
    [one] فيها مدخل واحد ({ $kinds }).
    [two] فيها مدخلان ({ $kinds }).
    [few] فيها { $n } مداخل ({ $kinds }).
    [many] فيها { $n } مدخلاً ({ $kinds }).
    *[other] فيها { $n } مدخل ({ $kinds }).
    }
standing-question = يُرجى إبلاغنا عند مصادفة ما يلي: «{ $title }». يبقى السؤال قائماً حتى { $until }.
