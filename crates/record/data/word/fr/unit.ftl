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
    [one] { $amount } comprimé
    *[other] { $amount } comprimés
    }
unit-piece = { $n ->
    [one] { $amount } pièce
    *[other] { $amount } pièces
    }
unit-capsule = { $n ->
    [one] { $amount } gélule
    *[other] { $amount } gélules
    }
unit-plant = { $n ->
    [one] { $amount } plant
    *[other] { $amount } plants
    }
