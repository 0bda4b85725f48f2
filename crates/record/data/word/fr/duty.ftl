# Mots des fils : qui les a, ce qui n'est pas lu, passations, tableau de permanence, touches.

page-sort-unread = Non lus
page-sort-mine = Les miens
page-sort-unit = Ceux de mon unité
page-sort-unassigned = Non attribués
page-sort-unseen = Flash, pas ouverts
page-sort-all = Fils de messages
page-threads = Fils de messages
page-threads-words = Mots dans les fils
page-threads-none-unread = Tout est lu
page-threads-none-mine = Vous n'avez aucun fil ouvert
page-threads-none-unit = Votre unité n'a aucun fil ouvert
page-threads-none-unassigned = Rien n'attend d'être pris
page-threads-none-for-us = Personne n'attend de réponse de nous
page-threads-none-for-them = Nous n'attendons la réponse de personne
page-threads-none-unseen = Tous les messages flash ont été ouverts
page-threads-none-all = Aucun fil n'a encore commencé
page-threads-none-do = Les fils apparaissent ici d'eux-mêmes.
page-threads-none-say = Aucun fil ne contient ces mots
page-threads-none-say-do = Cela ne met personne hors de cause. Vérifiez l'orthographe ou employez moins de mots.
page-unseen-for = pas ouvert depuis { $span }

page-thread-clocks = Qui attend qui
page-thread-asks = demande à
page-thread-answered = répondu
page-thread-refused = refusé
page-thread-received = Reçu
page-thread-due = Échéance
page-thread-settled = Réglé
page-thread-questions-open = Questions encore ouvertes
page-thread-record = Fiche
page-thread-older = Messages plus anciens
page-thread-more = Ce fil est long : ses délais sont comptés d'après ses messages les plus récents.
page-thread-nothing-left = Il ne reste rien à faire.
page-thread-unread = Marquer non lu
page-thread-done = Terminé
page-thread-open-again = Rouvrir

page-assign = Attribuer …
page-assign-to = À
page-assign-officers = Agents
page-assign-units = Unités
page-assign-nobody = personne encore
page-assign-has = Qui s'en charge :
page-assign-means = Qui le reçoit en lit ce que son rôle permet. La note reste dans ce nœud.
page-assign-take = Le prendre
page-assign-note = Note
page-assign-note-help = Pour qui prend la suite. Noms et faits ont leur place dans la fiche.
page-assign-do = Attribuer
page-assign-history = Qui s'en est chargé
page-said-assigned = l'a attribué à
page-said-released = l'a laissé
page-said-done = l'a terminé
page-said-opened-again = l'a rouvert
page-said-undone = a repris la passation

page-reply-concerns = Questions que cela règle
page-reply-concerns-help = Aucune veut dire toutes.
page-reply-pause = Le délai est-il suspendu ?
page-reply-pause-none = Non, il court
page-reply-expected = Reprend au plus tard le

page-hand-over = Passer la main …
page-hand-over-means = { $count ->
    [one] Votre fil ouvert passe en une fois. Vous pouvez annuler tant que le destinataire ne l'a pas ouvert.
   *[other] Vos { $written } fils ouverts passent en une fois. Vous pouvez annuler tant que le destinataire n'en a ouvert aucun.
  }
page-hand-over-do = Passer la main
page-hand-overs = Passations
page-hand-over-count = { $count ->
    [one] Un fil transmis
   *[other] { $written } fils transmis
  }

page-duty = Permanence
page-duty-now = de permanence
page-duty-nobody = personne
page-duty-flash = Un message flash que personne n'ouvre est transmis plus loin après { $minutes } min : à la personne suivante, puis au chef de l'unité.
page-duty-empty = Aucun tour n'est prévu pour les deux semaines à venir.
page-duty-remove = Retirer
page-duty-gap = Personne :
page-duty-overlap = Plusieurs :
page-duty-span = du { $from } au { $until }
page-duty-officer = Agent
page-duty-from = De
page-duty-until = À
page-duty-add = Mettre de permanence

page-steps = Transmis plus loin
page-steps-why = Messages flash que personne n'a ouverts à temps, les plus récents d'abord. Rien des messages n'est dit ici.
page-steps-none = Rien n'a dû être transmis plus loin.
page-step-unit = l'unité
page-step-administrators = les administrateurs
page-step-open = toujours pas ouvert
page-step-opened = ouvert
page-steps-open = { $count } toujours pas ouverts

page-keys = Touches
page-key-next = Suivant dans la liste
page-key-previous = Précédent dans la liste
page-key-open = Ouvrir
page-key-answer = Répondre
page-key-partial = Réponse partielle
page-key-clarification = Demander des précisions
page-key-refusal = Refuser
page-key-find = Rechercher
page-key-purpose = Changer la finalité

page-deed-assigned = attribué
page-deed-escalated = transmis plus loin
