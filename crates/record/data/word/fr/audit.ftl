# Mots des pages de l'audit.

page-audit-tab-lines = Ce qui a été fait
page-audit-tab-hints = À examiner
page-audit-narrow = { $count ->
    [0] Filtrer
   *[other] Filtres : { $count }
  }
page-audit-narrow-further = Autres filtres
page-audit-narrow-do = Afficher
page-audit-any = tous
page-audit-none = Rien ne correspond à tous ces filtres
page-audit-by-officer = Agent
page-audit-by-deed = Quoi
page-audit-by-outcome = Issue
page-audit-by-purpose = Finalité
page-audit-by-from = Du
page-audit-by-until = Au
page-audit-by-unit = Unité
page-audit-by-role = Fonction
page-audit-by-record = Fiche
page-audit-by-kind = Type de fiche
page-audit-by-case = Affaire telle qu'écrite, et ce qui lui est lié
page-audit-by-node = Nœud
page-audit-by-rule = Règle qui a refusé
page-audit-outcome-granted = accordé
page-audit-outcome-refused = refusé
page-audit-open-record = Ouvrir la fiche
page-audit-of-record = Qui l'a vue ici
page-audit-verify = Vérifier
page-audit-verify-line = Vérifier la ligne { $line }
page-audit-choose = Choisir la ligne { $line } pour un fichier
page-audit-line = Une ligne, vérifiée
page-audit-line-open = Sa minute n'est pas encore dans le journal. Redemandez dans une minute.
page-audit-line-again = Redemander
page-audit-standing-signed = Elle figure dans le journal signé
page-audit-standing-witnessed = Elle figure dans le journal signé, et des témoins l'ont vu
page-audit-standing-conflicting = Le journal se contredit
page-audit-standing-signed-means = On ne peut ni la changer ni la retirer sans rompre ce que ce nœud a signé. Aucun autre nœud n'a encore témoigné de ce point de contrôle.
page-audit-standing-witnessed-means = On ne peut ni la changer ni la retirer sans rompre ce que ce nœud a signé et que d'autres ont cosigné.
page-audit-standing-conflicting-means = On connaît deux points de contrôle du journal de ce nœud qui ne s'accordent pas. La ligne figure sous l'un d'eux. Ne vous y fiez pas et prévenez l'inspecteur.
page-audit-proof-place = C'est l'entrée { $place } sur { $all } dans l'arbre de sa minute.
page-audit-proof-leaf = La racine de cette minute est la feuille { $leaf } du journal de ce nœud.
page-audit-proof-head = Le point de contrôle du journal, sur { $size } feuilles, a été signé le { $moment }.
page-audit-proof-root = Racine de la minute
page-audit-file = { $count ->
    [one] Fichier de cette ligne, à vérifier ailleurs
   *[other] Fichier de { $written } lignes, à vérifier ailleurs
  }
page-audit-file-check = Chacun le vérifie sans ce nœud :

page-hints-why = Ce qu'une personne devrait examiner. Cela n'accuse personne, et rien n'en découle de soi-même.
page-hints-all = Aussi ce qui a déjà été examiné
page-hints-none = Il n'y a rien à examiner
page-hints-none-do = Figurent ici une heure avec bien plus de consultations que d'habitude, et des fiches que rien ne relie au travail d'un agent.
page-hint-burst-title = Bien plus de consultations que d'habitude
page-hint-outside-title = Fiches étrangères au travail de l'agent
page-hint-burst = Il y a eu { $count } consultations dans cette heure. Elle figure ici parce que c'est plus que { $above }.
page-hint-usual-own = Cet agent en fait d'habitude { $median } par heure, avec un écart de { $spread } (médiane de { $hours } heures de travail).
page-hint-usual-own-unknown = On ne connaît pas encore l'habitude de cet agent : il y a trop peu d'heures de travail.
page-hint-usual-others = Les autres agents de l'unité en font d'habitude { $median }, avec un écart de { $spread } ({ $hours } heures).
page-hint-usual-others-unknown = On ne connaît pas encore l'habitude de l'unité.
page-hint-outside = { $count ->
    [one] Une fiche a été ouverte que rien ne relie à l'agent ni à son unité : aucun des deux n'en est l'auteur, ni de son fil de messages, ni de ce qui lui est lié.
   *[other] { $written } fiches ont été ouvertes que rien ne relie à l'agent ni à son unité : aucun des deux n'en est l'auteur, ni de leurs fils de messages, ni de ce qui leur est lié.
  }
page-hint-outside-more = et { $count } autres
page-hint-lines = Montrer ce que l'agent a fait ce jour-là
page-hint-note = Ce que vous avez vu
page-hint-look = J'ai examiné cela
page-hint-seen = Examiné par
