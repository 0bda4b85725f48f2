# Amounts with their unit, in sentences and on pages.

amount = { $amount } ({ $unit })
unit-milligram = { $amount } mg
unit-gram = { $amount } g
unit-kilogram = { $amount } kg
unit-millilitre = { $amount } ml
unit-litre = { $n ->
    [one] { $amount } litre
    *[other] { $amount } litres
    }
unit-tablet = { $n ->
    [one] { $amount } tablet
    *[other] { $amount } tablets
    }
unit-piece = { $n ->
    [one] { $amount } piece
    *[other] { $amount } pieces
    }
unit-capsule = { $n ->
    [one] { $amount } capsule
    *[other] { $amount } capsules
    }
unit-plant = { $n ->
    [one] { $amount } plant
    *[other] { $amount } plants
    }
