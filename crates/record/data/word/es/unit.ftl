# Amounts with their unit, in sentences and on pages.

amount = { $amount } ({ $unit })
unit-milligram = { $amount } mg
unit-gram = { $amount } g
unit-kilogram = { $amount } kg
unit-millilitre = { $amount } ml
unit-litre = { $n ->
    [one] { $amount } litro
    *[other] { $amount } litros
    }
unit-tablet = { $n ->
    [one] { $amount } comprimido
    *[other] { $amount } comprimidos
    }
unit-piece = { $n ->
    [one] { $amount } pieza
    *[other] { $amount } piezas
    }
unit-capsule = { $n ->
    [one] { $amount } cápsula
    *[other] { $amount } cápsulas
    }
unit-plant = { $n ->
    [one] { $amount } planta
    *[other] { $amount } plantas
    }
