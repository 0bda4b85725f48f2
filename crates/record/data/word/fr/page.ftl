# Les mots des pages, avec et sans scripts.

page-amana = Amana
page-exercise = Exercice
page-close = Fermer
page-more = Afficher la suite
page-waiting = Un instant …
page-settings = Réglages

page-shell-skip = Aller à la page
page-shell-places = Rubriques
page-shell-connected = Connecté
page-shell-not-connected = Non connecté
page-shell-lost-line = La liaison avec le nœud est coupée. Ce que vous voyez peut être ancien ; elle se rétablit d'elle-même.
page-no-page = Cette page n'existe pas pour vous
page-no-page-do = L'adresse est peut-être erronée, ou votre fonction n'y donne pas accès. Choisissez une rubrique.
page-place-work = Travail
page-place-oversight = Contrôle

page-purpose-for = Vous travaillez pour
page-purpose-until = jusqu'à { $time }
page-purpose-change = Changer
page-purpose-ask = Pour quelle finalité travaillez-vous maintenant ?
page-purpose-why = Chaque question et chaque lecture est enregistrée avec sa finalité. Choisissez-la une fois pour ce travail ; vous pouvez la changer à tout moment.
page-purpose-not-chosen = Aucune finalité choisie

page-setting-language = Langue
page-setting-digits = Chiffres
page-setting-theme = Apparence
page-setting-theme-auto = Comme cet appareil
page-setting-theme-light = Claire
page-setting-theme-dark = Sombre
page-setting-time-zone = Fuseau horaire
page-setting-first-day = Premier jour de la semaine
page-setting-first-day-1 = Lundi
page-setting-first-day-6 = Samedi
page-setting-first-day-7 = Dimanche

page-sign-in = Se connecter
page-sign-in-title = Se connecter à Amana
page-sign-in-as = Vous vous connectez au nœud { $node } en tant que { $role }.
page-sign-in-once = Ce lien ne sert qu'une fois. Ne l'utilisez que sur un appareil réservé à votre travail.
page-sign-in-spent = Ce lien ne fonctionne plus
page-sign-in-spent-do = Il a servi, ou son délai est passé. Demandez-en un autre à votre administrateur.
page-sign-in-needed = Personne n'est connecté ici
page-sign-in-how = Ouvrez le lien à usage unique que votre administrateur vous a remis. Si vous n'en avez pas, demandez-le-lui.
page-sign-out = Se déconnecter

page-inbox = Réception
page-inbox-empty = Rien n'est encore arrivé
page-inbox-empty-do = Les fiches que d'autres nœuds partagent avec vous, et les vôtres, apparaissent ici d'elles-mêmes.
page-inbox-none-fit = Aucune fiche ne correspond à ce choix
page-inbox-none-fit-do = Choisissez un autre type ou un autre propriétaire.
page-inbox-none-open = Aucune fiche n'est ouverte
page-inbox-none-open-do = Parcourez avec J et K, ouvrez avec Entrée. L'ouverture est enregistrée avec votre finalité.
page-owner = Propriétaire
page-owner-all = Tous les propriétaires
page-kind = Type
page-kind-all = Tout
page-span-today = Aujourd'hui
page-span-yesterday = Hier
page-span-week = Cette semaine
page-span-earlier = Plus tôt

page-record = Fiche
page-revision = révision
page-content = Ce qu'elle dit
page-handling = Traitement
page-evaluation = Évaluation
page-evaluation-none = Ce type n'affirme rien, il n'est donc pas évalué.
page-until = Jusqu'au
page-until-then = puis détruite chez chaque détenteur, avec preuve.
page-links = Liens
page-link-confirmed = confirmé
page-link-unconfirmed = non confirmé
page-link-derived = source de cette fiche
page-written-in = Langue du texte : { $language }
page-deliveries = Remises
page-deliveries-none = Elle n'a été envoyée à personne.
page-deliveries-count = { $received } sur { $all } avec accusé
page-delivery-queued = en attente
page-delivery-sent = envoyée
page-delivery-acknowledged = reçue
page-delivery-receipted = accusée
page-delivery-hidden = retirée
page-delivery-erased = détruite
page-delivery-held = conservée pour la justice
page-delivery-rejected = rejetée
page-delivery-void = non envoyée
page-delivery-silent = sans réponse
page-delivery-waits = attend
page-evidence = Preuve
page-evidence-proven = Le journal signé du propriétaire contient cette fiche. Le nœud l'a vérifié à l'arrivée.
page-evidence-content-id = Identifiant du contenu
page-arrived = Arrivée
page-review = Réexamen
page-earlier-not-held = Il existe des révisions antérieures que ce nœud ne détient pas.
page-read-again = Relire

page-item-substance = Substance
page-item-form = Forme
page-item-quantity = Quantité
page-item-packages = Colis

page-find = Recherche
page-find-do = Chercher
page-find-results = Résultats

page-problem-line = Le nœud ne répond pas
page-problem-line-do = La liaison est coupée ou le nœud est arrêté. Rien de ce que vous avez écrit n'est perdu ; un nouvel essai suit.
page-problem-node = Le nœud n'a pas pu le faire
page-problem-node-do = Rien n'a été enregistré. Réessayez, puis prévenez l'administrateur.
page-problem-record = La fiche n'est pas valable
page-problem-record-do = Corrigez le champ signalé et réessayez.
page-problem-refused = Refusé par une règle
page-problem-refused-do = Votre fonction, votre finalité ou les conditions du propriétaire ne le permettent pas.
page-problem-not-found = Introuvable
page-problem-not-found-do = Elle n'est pas ici : mal saisie, jamais reçue ou détruite.
page-problem-usage = La demande ne convient pas
page-problem-usage-do = Vérifiez votre saisie et réessayez.
page-problem-limit = Au-delà d'une limite
page-problem-limit-do = Demandez moins à la fois, ou prévenez l'administrateur.
page-problem-unauthenticated = Vous n'êtes plus connecté
page-problem-unauthenticated-do = Votre session est terminée. Ouvrez un nouveau lien à usage unique.
page-problem-not-allowed = Votre fonction ne le permet pas
page-problem-not-allowed-do = Adressez-vous à qui en a la charge, ou à l'administrateur.
page-problem-unreachable = Un autre nœud ne répond pas
page-problem-unreachable-do = Un nouvel essai suit de lui-même ; vous pouvez continuer.

page-rule-HND-01 = Son propriétaire a retiré la fiche.
page-rule-HND-02 = Son propriétaire a retiré la fiche de ce nœud.
page-rule-HND-03 = La fiche est bloquée tant qu'une demande ou une décision est en cours.
page-rule-HND-04 = La fiche a expiré.
page-rule-HND-05 = Son propriétaire a dit deux choses différentes sous le nom de cette fiche.
page-rule-HND-06 = Seuls le propriétaire et ses destinataires lisent une fiche.
page-rule-HND-07 = Votre fonction ne fait pas cela avec les fiches.
page-rule-HND-08 = Votre fonction n'ouvre pas les fiches de ce niveau.
page-rule-HND-09 = Pas d'usage en procédure judiciaire sans l'autorisation du propriétaire.
page-rule-HND-10 = Pas de transmission sans l'autorisation du propriétaire.
page-rule-HND-11 = Les conditions du propriétaire exigent son autorisation pour cela.
page-rule-PUR-01 = Le propriétaire ne partage pas la fiche pour cette finalité. Choisissez à nouveau la finalité de votre travail.
page-rule-PUR-02 = Votre fonction ne travaille pas pour cette finalité.
page-rule-PUR-03 = La fiche d'une victime, d'un témoin ou d'un mineur n'est pas lue pour cette finalité.
page-rule-PUR-04 = Aucune question permanente ne vise une victime, un témoin ou un mineur.
page-rule-REL-01 = Le destinataire n'est pas un membre actif du réseau.
page-rule-REL-02 = Rien ne circule entre ces deux membres.
page-rule-REL-03 = Seul le pays émetteur déclare un document perdu ou volé.
page-rule-REL-04 = L'infraction ne figure pas sur la liste des infractions liées aux drogues.
page-rule-REL-05 = Une affaire politique, militaire, religieuse ou raciale exige une seconde personne.
page-rule-REL-06 = La peine encourue chez le destinataire exige une assurance enregistrée et une signature supérieure.

page-plain-only = Les pages complètes ne sont pas dans cette version ; la commande qui les construit
page-plain-full = Pages complètes
page-plain-next = Fiches plus anciennes

page-take-recall = Retirer
page-take-recall-means = Chaque détenteur masque aussitôt cette fiche et la détruit, avec preuve. Le retrait est définitif.
page-take-recall-do = Retirer à tous
page-take-withdraw = Retirer à un destinataire
page-take-withdraw-means = Ce destinataire perd la fiche ; les autres la gardent. Une révision ultérieure peut la partager à nouveau.
page-take-withdraw-do = Retirer
page-take-block = Bloquer
page-take-block-means = Personne ne lit cette fiche, ici ou ailleurs, tant que la demande à son sujet n'est pas tranchée.
page-take-block-do = Bloquer partout
page-block-lift = Lever le blocage
page-block-decide = Trancher contre la fiche
page-reason = Motif
page-recipient = Destinataire
page-reference = Référence
page-reference-help = Le dossier qui contient la demande ou la décision.
page-uses = Qui l'a utilisée, et pourquoi
page-uses-why = Chaque détenteur dit au propriétaire ce qu'il a fait de la fiche, avec preuve.
page-uses-ask = Interroger les détenteurs
page-uses-again = Interroger à nouveau
page-uses-none = Aucune utilisation
page-uses-silent = Sans réponse : interrogez plus tard
page-use-proven = prouvée
page-use-open = pas encore prouvée
page-purpose-none = sans finalité déclarée
page-peer = un autre nœud

page-audit = Audit
page-audit-why = Qui a fait quoi ici, et pourquoi. La lecture de cette liste est elle aussi consignée.
page-audit-empty = Rien n'a encore été fait ici
page-audit-when = Quand
page-audit-who = Qui
page-audit-deed = Quoi
page-audit-purpose = Finalité
page-audit-about = Objet
page-audit-count = fiches : { $count }
page-deed-read = lecture
page-deed-listed = liste
page-deed-queried = recherche
page-deed-exported = exportation
page-deed-published = publication
page-deed-imported = importation
page-deed-decided = décision
page-deed-refused = refus
page-deed-rejected = rejet
page-deed-uses-asked = utilisations demandées
page-deed-uses-told = utilisations communiquées
page-deed-audit-read = lecture de l'audit
page-deed-administered = administration
page-deed-signed-in = connexion
page-deed-signed-out = déconnexion

page-administration = Administration
page-node-state = Ce nœud
page-node-records = Fiches
page-node-log = Entrées du journal
page-node-receipts = Accusés de réception
page-node-sent = Octets envoyés
page-node-received = Octets reçus
page-members = Membres du réseau
page-member-active = actif
page-member-ended = inactif
page-officers = Agents
page-officer-code = Pseudonyme
page-officer-code-help = 2 à 32 parmi a–z, 0–9 et -
page-officer-name = Nom
page-officer-role = Fonction
page-officer-unit = Unité
page-officer-deeds = Accès
page-officer-ended = service terminé
page-officer-link = Lien de connexion
page-officer-link-means = Ce lien connecte { $code } une seule fois. Il n'est montré que maintenant : remettez-le en main propre.
page-officer-sign-out = Déconnecter partout
page-officer-end = Mettre fin au service
page-officer-end-means = { $code } ne peut plus se connecter ; sessions, liens et jetons prennent fin maintenant.
page-officer-end-do = Mettre fin au service
page-officer-enrol = Enregistrer un agent
page-officer-enrol-do = Enregistrer
page-copy = Copier

page-find-box = Mots ou identifiant
page-find-from = Du
page-find-until = Au
page-find-start = Que cherchez-vous ?
page-find-start-do = Des lieux, des choses, un document, un téléphone, une plaque, un conteneur, dans n'importe quel ordre et quelle langue. Vous trouvez ce que votre fonction et votre finalité permettent.
page-find-none = Aucune fiche que vous pouvez voir ne correspond
page-find-none-do = Ce n'est pas une mise hors de cause. Vérifiez l'orthographe ou employez moins de mots ; une autre finalité peut montrer davantage.
page-find-without = Sans { $word }
page-find-waiting = { $count } plus récentes ne sont pas encore parcourues.
page-find-at-least = Au moins { $written } fiches
page-facet-kind = Type
page-facet-owner = Propriétaire
page-facet-year = Année
page-facet-country = Pays
page-facet-origin = Provenance
page-facet-destination = Destination
page-facet-substance = Substance
page-facet-transport = Transport
page-facet-conveyance = Moyen de transport
page-facet-hiding-place = Cachette
page-facet-place-type = Type de lieu
page-facet-detection = Découverte par
page-facet-trigger = Motif du contrôle
page-facet-offence = Infraction
page-facet-subject-category = Catégorie de la personne
page-facet-action-wanted = Mesure demandée
page-facet-colour = Couleur de la notice
page-facet-message-type = Type de message
page-facet-document-status = Statut du document
page-find-count = { $count ->
    [one] Une fiche
   *[other] { $written } fiches
  }

page-compose = Nouvelle fiche
page-compose-short = Formulaire abrégé
page-compose-full = Formulaire complet
page-compose-add = Ajouter : { $what }
page-compose-take-away = Supprimer : { $what }
page-compose-kept = Le brouillon est gardé dans cet onglet pendant que vous écrivez.
page-compose-discard = Abandonner
page-compose-check = Avant l'envoi
page-compose-back = Retour à la rédaction
page-compose-recipients = Destinataires
page-compose-recipients-help = Personne d'autre n'apprend son existence. Sans destinataire, elle reste chez vous.
page-compose-level = Niveau
page-compose-lane = Urgence
page-compose-expiry-help = Vide : la durée la plus longue permise par la loi.
page-compose-source = Fiabilité de la source
page-compose-information = Crédibilité de l'information
page-compose-nature = Fait ou appréciation
page-purposes = Finalités autorisées
page-choose = Choisir …
page-choose-none = Non connu
page-before-nobody = Aucun autre nœud
page-before-home = ne la reçoit. Votre nœud peut l'utiliser pour
page-before-until = jusqu'au
page-before-receive = La reçoivent
page-before-not = Ne la reçoivent pas, et pourquoi
page-before-may = Ils peuvent
page-before-may-what = La lire, la comparer à leurs fiches, vous répondre.
page-before-may-not = Ils ne peuvent pas
page-before-may-not-what = L'utiliser à une autre fin, ni la garder plus longtemps.
page-before-may-not-coded = L'utiliser à une autre fin, la garder plus longtemps, ni passer outre ses codes de traitement sans votre autorisation.
page-before-see = Vous verrez
page-before-see-what = Chaque remise, chaque lecture avec son motif, et la preuve de destruction.
page-before-preview = Ce que liront ses lecteurs
page-before-take-back = Vous pouvez la retirer à tout moment ; ce qui a été lu reste au journal.
page-before-blocked = Une règle l'interdit en l'état : revenez changer destinataires, finalités ou traitement.
page-before-keep = Garder chez nous
page-before-nodes = { $count ->
    [one] Un nœud
   *[other] { $count } nœuds
  }
page-before-send = { $count ->
    [one] Envoyer à un nœud
   *[other] Envoyer à { $count } nœuds
  }
page-before-reads = { $count ->
    [one] la reçoit ; ses agents peuvent la lire, pour
   *[other] la reçoivent ; leurs agents peuvent la lire, pour
  }

page-new = Nouveau

page-audit-reason-words = par mots
page-audit-reason-delivery = remises
page-audit-reason-evidence = preuve
page-audit-reason-holds = conservations
page-audit-reason-publish = publication

page-place-knowledge = Connaissance
page-seizures = Saisies
page-seizures-report = Signaler une saisie
page-take-hold = Conserver pour la justice
page-take-hold-means = Une copie reste ici pour la justice, scellée et illisible au quotidien, même après un retrait. Le propriétaire en est informé.
page-take-hold-do = Conserver
page-hold-authority = Autorité qui l'ordonne

page-waiting-for-us = En attente de nous
page-waiting-for-them = En attente d'eux
page-waiting-none-for-us = Personne n'attend de réponse de nous
page-waiting-none-for-them = Nous n'attendons la réponse de personne
page-waiting-none-do = Les demandes apparaissent ici avec leur délai dès qu'elles arrivent ou partent.
page-term-late = En retard
page-term-hours = Dans les 8 heures
page-term-days = Dans les 3 jours
page-term-week = Dans les 7 jours
page-term-later = Plus tard
page-term-none = Sans délai
page-clock-days = { $days } j { $hours } h
page-clock-hours = { $hours } h { $minutes } min
page-clock-late = { $span } de retard
page-clock-paused = suspendu
page-clock-not-received = pas encore reçu
page-clock-none = sans délai

page-reply-means = Il va au nœud demandeur, avec le traitement et les finalités de la demande.
page-reply-text = Texte
page-reply-send = Envoyer
