# Words of the pages on which one asks: questions, hits, decisions, standing questions, lists.

page-ask-parts = Parties de la consultation
page-ask-part-once = Consulter
page-ask-part-many = Plusieurs à la fois
page-ask-part-hits = Réponses positives
page-ask-part-standing = Questions permanentes
page-ask-part-past = Mes questions
page-ask-part-lists = Listes
page-ask-part-copies = Copies hors ligne
page-ask-text = Nom, numéro ou lignes d’un passeport
page-ask-text-help = Dans toute écriture. Les lignes collées sont lues telles quelles.
page-ask-as = Lu comme
page-ask-as-help = Reconnu automatiquement ; corrigez ici.
page-ask-as-any = Reconnaître
page-ask-births = Date de naissance
page-ask-births-help = 1961-05-27 ou 1961
page-ask-countries = Pays
page-ask-countries-help = Nom ou code
page-ask-do = Consulter
page-ask-start = Réponse positive ou négative, avec les raisons. Chaque question figure au journal d’audit avec sa finalité. Une réponse positive n’est qu’une candidate : seule une personne en fait une concordance confirmée.
page-ask-answer = Réponse
page-ask-read-as = Lu comme
page-ask-others = Ou le lire comme :
page-ask-more = Il y a plus de réponses que celles affichées : précisez qui ou quoi vous cherchez.
page-ask-list-of = { $entries } entrées, du { $day }
page-ask-on-list = Sur la liste
page-ask-of-record = Une fiche
page-ask-evidence = Ce qui plaide pour, et contre
page-ask-said = Ce qui est connu
page-ask-to-do = Que faire
page-ask-score = Probabilité que ce soit le même : { $percent } %.
page-ask-scorer = calculé par
page-ask-compare = Comparer côte à côte
page-ask-compare-asked = Demandé
page-ask-compare-listed = Inscrit
page-ask-compare-names = Noms
page-ask-compare-births = Naissance
page-ask-compare-countries = Pays
page-ask-compare-numbers = Numéros
page-ask-open-record = Ouvrir la fiche
page-ask-decide = Décider de cette réponse
page-ask-decision-match = Concordance confirmée
page-ask-decision-no-match = Pas de concordance
page-ask-decision-need-more = Il faut plus d’éléments
page-ask-reason = Pourquoi
page-ask-decide-signed = Votre clé d’accès signe la décision. Elle porte votre nom.
page-ask-decide-do = Signer la décision
page-ask-when = Quand
page-ask-what = Demandé
page-ask-purpose = Finalité
page-ask-found = Trouvé
page-ask-past-none = Vous n’avez encore rien demandé
page-ask-past-none-do = Vos questions apparaissent ici, avec ce qu’elles ont trouvé.
page-ask-hits-open = À décider
page-ask-hits-all = Toutes
page-ask-hits-none = Aucune réponse positive n’attend de décision
page-ask-hits-none-do = Les réponses positives de votre unité apparaissent ici jusqu’à décision d’une personne.
page-ask-many-text = Une question par ligne
page-ask-many-help = Ou un tableau dont la première ligne dit : text, kind, birth, country, document.
page-ask-many-file = Les prendre d’un fichier
page-ask-many-done = { $done } sur { $all } demandées
page-ask-many-stop = Arrêter
page-ask-many-go-on = Continuer
page-ask-many-all = Tout afficher
page-ask-many-hits = N’afficher que les positives
page-ask-standing-new = Nouvelle question permanente
page-ask-standing-why = Elle reçoit réponse quand une liste ou une fiche arrive, pour la finalité de votre travail actuel.
page-ask-standing-note = Pourquoi elle demeure
page-ask-standing-set = L’établir
page-ask-standing-end = Y mettre fin
page-ask-standing-overdue = Sa révision est en retard : sans réponse.
page-ask-standing-none = Vous n’avez aucune question permanente
page-ask-standing-none-do = Établissez-en une à côté : ses réponses arrivent d’elles-mêmes.
page-ask-review = Révision
page-ask-review-help = Sans réponse après ce jour tant qu’elle n’est pas rétablie.
page-ask-ends = Prend fin
page-ask-lists-why = Ce en quoi les questions sont recherchées, outre nos fiches et celles reçues.
page-ask-lists-none = Aucune liste n’est chargée
page-ask-lists-none-do = Les questions ne sont recherchées que dans les fiches. Un administrateur ajoute les listes.
page-ask-list = Liste
page-ask-list-entries = Entrées
page-ask-list-date = Du
page-ask-list-owner = Propriétaire
page-ask-list-owner-help = Qui répond de ce qu’elle dit.
page-ask-list-licence = Licence
page-ask-list-licence-help = À quelles conditions elle peut être utilisée.
page-ask-list-contact = Qui appeler
page-ask-list-contact-help = À propos d’une réponse positive, à toute heure.
page-ask-list-purposes = Finalités admises
page-ask-list-review-help = Dès le lendemain, personne ne reçoit de réponse d’elle.
page-ask-list-overdue = En retard : personne ne reçoit de réponse d’elle.
page-ask-list-deeds = Modifier
page-ask-list-update = Fichier plus récent
page-ask-list-remove = Retirer
page-ask-list-remove-sure = Retirer définitivement
page-ask-list-done = { $added } ajoutées, { $changed } modifiées, { $removed } retirées.
page-ask-list-add = Ajouter une liste
page-ask-list-add-do = L’ajouter
page-ask-list-name = Nom
page-ask-list-name-help = Minuscules, chiffres et traits d’union.
page-ask-list-format = Format
page-ask-list-format-help = Un tableau à vous s’ajoute en ligne de commande, avec la carte de ses colonnes.
page-ask-list-file = Le fichier tel que publié, ou une archive ZIP
page-ask-format-ofac-sdn = OFAC, SDN (CSV)
page-ask-format-un-xml = Conseil de sécurité de l’ONU (XML)
page-ask-format-eu-xml = Union européenne (XML)
page-ask-format-ftm = FollowTheMoney
page-ask-kind-person = Personne
page-ask-kind-organisation = Organisation
page-ask-kind-vessel = Navire
page-ask-kind-number = Numéro de document
page-ask-kind-mrz = Lignes lisibles par machine
page-ask-lists-asked = { $count ->
    [0] Aucune liste n’a été consultée
    [one] { $count } liste consultée
   *[other] { $count } listes consultées
}
page-ask-hit-count = { $count ->
    [0] réponse négative
    [one] { $count } réponse positive
   *[other] { $count } réponses positives
}
page-ask-many-do = { $count ->
    [0] Consulter
    [one] Poser { $count } question
   *[other] Poser { $count } questions
}
page-ask-further = On en sait plus : genre, naissance, pays
