# Amounts with their unit, in sentences and on pages.

amount = { $amount } ({ $unit })
unit-milligram = { $amount } ملغ
unit-gram = { $amount } غ
unit-kilogram = { $amount } كغ
unit-millilitre = { $amount } مل
unit-litre = { $n ->
    [one] لتر واحد
    [two] لتران
    [few] { $amount } لترات
    [many] { $amount } لتراً
    *[other] { $amount } لتر
    }
unit-tablet = { $n ->
    [one] قرص واحد
    [two] قرصان
    [few] { $amount } أقراص
    [many] { $amount } قرصاً
    *[other] { $amount } قرص
    }
unit-piece = { $n ->
    [one] قطعة واحدة
    [two] قطعتان
    [few] { $amount } قطع
    *[other] { $amount } قطعة
    }
unit-capsule = { $n ->
    [one] كبسولة واحدة
    [two] كبسولتان
    [few] { $amount } كبسولات
    *[other] { $amount } كبسولة
    }
unit-plant = { $n ->
    [one] نبتة واحدة
    [two] نبتتان
    [few] { $amount } نبتات
    *[other] { $amount } نبتة
    }
