# Palabras de los hilos: quién los tiene, lo no leído, relevos, turnos de guardia, teclas.

page-sort-unread = No leídos
page-sort-mine = Míos
page-sort-unit = De mi unidad
page-sort-unassigned = Sin asignar
page-sort-unseen = Inmediatos sin abrir
page-sort-all = Hilos
page-threads = Hilos
page-threads-words = Palabras en los hilos
page-threads-none-unread = Todo está leído
page-threads-none-mine = No tiene ningún hilo abierto
page-threads-none-unit = Su unidad no tiene ningún hilo abierto
page-threads-none-unassigned = Nada espera a que alguien lo tome
page-threads-none-for-us = Nadie espera una respuesta nuestra
page-threads-none-for-them = No esperamos la respuesta de nadie
page-threads-none-unseen = Todos los mensajes inmediatos se han abierto
page-threads-none-all = Todavía no ha empezado ningún hilo
page-threads-none-do = Los hilos aparecen aquí por sí solos.
page-threads-none-say = Ningún hilo dice estas palabras
page-threads-none-say-do = Eso no descarta a nadie. Revise la ortografía o use menos palabras.
page-unseen-for = sin abrir desde hace { $span }

page-thread-clocks = Quién espera a quién
page-thread-asks = pregunta a
page-thread-answered = respondida
page-thread-refused = denegada
page-thread-received = Recibida
page-thread-due = Vence
page-thread-settled = Resuelta
page-thread-questions-open = Preguntas aún abiertas
page-thread-record = Ficha
page-thread-older = Mensajes anteriores
page-thread-more = Este hilo es largo: sus plazos se cuentan por sus mensajes más recientes.
page-thread-nothing-left = No queda nada por hacer.
page-thread-unread = Marcar no leído
page-thread-done = Terminado
page-thread-open-again = Reabrir

page-assign = Asignar …
page-assign-to = A
page-assign-officers = Agentes
page-assign-units = Unidades
page-assign-nobody = nadie todavía
page-assign-has = Quién lo tiene:
page-assign-means = Quien lo recibe lee de él lo que su función permite. La nota se queda en este nodo.
page-assign-take = Tomarlo
page-assign-note = Nota
page-assign-note-help = Para quien continúa. Nombres y hechos van en la ficha.
page-assign-do = Asignar
page-assign-history = Quién lo tuvo
page-said-assigned = lo asignó a
page-said-released = lo dejó
page-said-done = lo dio por terminado
page-said-opened-again = lo reabrió
page-said-undone = deshizo el relevo

page-reply-concerns = Preguntas que resuelve
page-reply-concerns-help = Ninguna quiere decir todas.
page-reply-pause = ¿Se detiene el plazo?
page-reply-pause-none = No, sigue corriendo
page-reply-expected = Vuelve a correr antes del

page-hand-over = Relevo …
page-hand-over-means = { $count ->
    [one] Su hilo abierto pasa de una vez. Puede deshacerlo mientras el destinatario no lo abra.
   *[other] Sus { $written } hilos abiertos pasan de una vez. Puede deshacerlo mientras el destinatario no abra ninguno.
  }
page-hand-over-do = Entregar
page-hand-overs = Relevos
page-hand-over-count = { $count ->
    [one] Un hilo entregado
   *[other] { $written } hilos entregados
  }

page-duty = Guardias
page-duty-now = de guardia
page-duty-nobody = nadie
page-duty-flash = Un mensaje inmediato que nadie abre se eleva a los { $minutes } min: al siguiente turno y después a la jefatura de la unidad.
page-duty-empty = No hay ningún turno previsto en las próximas dos semanas.
page-duty-remove = Quitar
page-duty-gap = Nadie:
page-duty-overlap = Varios:
page-duty-span = de { $from } a { $until }
page-duty-officer = Agente
page-duty-from = Desde
page-duty-until = Hasta
page-duty-add = Poner de guardia

page-steps = Lo elevado
page-steps-why = Mensajes inmediatos que nadie abrió a tiempo, primero los más recientes. Aquí no se dice nada de su contenido.
page-steps-none = No hubo que elevar nada.
page-step-unit = la unidad
page-step-administrators = la administración
page-step-open = sigue sin abrirse
page-step-opened = abierto
page-steps-open = { $count } siguen sin abrirse

page-keys = Teclas
page-key-next = Siguiente de la lista
page-key-previous = Anterior de la lista
page-key-open = Abrir
page-key-answer = Responder
page-key-partial = Respuesta parcial
page-key-clarification = Pedir aclaración
page-key-refusal = Denegar
page-key-find = Buscar
page-key-purpose = Cambiar la finalidad

page-deed-assigned = asignó
page-deed-escalated = elevado
