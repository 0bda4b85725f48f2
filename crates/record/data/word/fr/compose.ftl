# Ce qui s'écrit : brouillons, envois en attente de la liaison, modèles, page avant l'envoi.

page-standing-blank = Ce que vous écrivez est gardé tout seul.
page-standing-saving = Enregistrement …
page-standing-here = Gardé sur cet appareil, en route vers votre nœud …
page-standing-rests = En attente d'envoi. Si vous le modifiez, c'est de nouveau un brouillon.
page-standing-node = Gardé dans votre nœud : vous pouvez continuer à un autre poste.
page-standing-device = Gardé sur cet appareil seulement, jusqu'à ce que le nœud réponde.
page-standing-nowhere = Non gardé : cet appareil ne garde rien et le nœud ne répond pas. Laissez cette page ouverte.
page-standing-elsewhere = Non gardé : modifié à un autre poste.
page-standing-sent = Déjà envoyé.
page-compose-case = Affaire :
page-compose-case-none = Écrit pour aucune affaire.
page-compose-case-take = L'écrire pour { $case }

page-draft-sent = Ce brouillon a été envoyé
page-draft-sent-open = Ouvrir la fiche
page-draft-sent-elsewhere = Ce brouillon a déjà été envoyé. Vos changements depuis n'y sont pas : révisez la fiche pour les ajouter.
page-draft-two-places = Ce brouillon a été modifié à un autre poste. Rien n'est perdu tant que vous n'avez pas choisi.
page-draft-take-theirs = Prendre ce qui y est écrit
page-draft-keep-ours = Garder ce qui est ici
page-draft-untitled = Sans titre
page-draft-only-here = sur cet appareil seulement
page-draft-discard-sure = Oui, abandonner
page-drafts = Brouillons
page-drafts-none = Aucun brouillon ne vous attend. Ce que vous commencez est gardé ici tout seul pendant 30 jours.
page-drafts-away = Le nœud ne répond pas : les brouillons qu'il garde ne sont pas affichés.
page-begin-blank = Commencer par un formulaire vide

page-outbox = En attente d'envoi
page-outbox-since = prêt depuis le { $at }
page-outbox-waits = L'envoi se fait tout seul, une seule fois, dès que la liaison revient. L'ouvrir et le modifier en refait un brouillon.
page-outbox-files = { $count ->
    [one] Son fichier est en route : { $percent } % envoyés.
   *[other] Ses { $count } fichiers sont en route : { $percent } % envoyés.
  }
page-outbox-refused = Le nœud ne l'a pas pris ; c'est de nouveau un brouillon.
page-outbox-count = { $count ->
    [one] Une fiche attend la liaison et partira toute seule.
   *[other] { $count } fiches attendent la liaison et partiront toutes seules.
  }
page-outbox-count-refused = { $count ->
    [one] Une fiche n'a pas été prise.
   *[other] { $count } fiches n'ont pas été prises.
  }
page-outbox-look = Voir

page-templates = Commencer par un modèle
page-template-save = Garder comme modèle
page-template-means = La prochaine fiche commencera par ce que contient le formulaire. N'y laissez ni noms ni numéros de personnes : un modèle est gardé un an.
page-template-title = Nom du modèle
page-template-shared = Toute mon unité peut s'en servir
page-template-of-unit = de l'unité
page-template-forget = Oublier
page-template-forget-one = Oublier le modèle { $title }
page-template-request-checks = Demande de vérifications
page-template-spontaneous = Information spontanée
page-template-seizure-mail = Saisie dans le courrier

page-before-longest = dernier jour permis par la loi
page-before-files = { $count ->
    [one] Un fichier l'accompagne
   *[other] { $count } fichiers l'accompagnent
  }
page-before-away = La liaison est perdue. Votre nœud applique ses règles à l'envoi : ce qu'une règle interdit n'est pas envoyé, reste ici, et le motif vous est dit.
page-before-send-later = Envoyer au retour de la liaison
page-before-preview-away = Votre nœud le dira au retour de la liaison.
page-before-ends = À l'échéance
page-before-ends-what = Après le { $day }, chaque détenteur détruit contenu et clés et le prouve. L'empreinte reste au journal.
page-before-back = Comment la retirer
page-before-back-what = Le retrait général la masque partout aussitôt et la détruit ; le retrait à un destinataire la lui enlève ; le blocage arrête toute lecture tant qu'une demande est ouverte. Les trois sont sur sa page.
page-before-roles = Qui peut la lire
page-before-roles-home = Dans votre nœud
page-before-roles-there = Chez chaque destinataire
page-before-roles-not = Qui ne le peut pas, et selon quelle règle
page-before-no-role = personne

page-sign-out-unsent = { $count ->
    [one] Un brouillon n'est que sur cet appareil et n'a pas été envoyé. Se déconnecter le détruit.
   *[other] { $count } brouillons ne sont que sur cet appareil et n'ont pas été envoyés. Se déconnecter les détruit.
  }
page-sign-out-destroy = Détruire et se déconnecter

page-problem-conflict = Modifié ailleurs entre-temps
page-problem-conflict-do = Regardez ce qui s'y trouve maintenant, puis décidez à nouveau. Rien n'a été écrasé.

page-date-order = jj/mm/aaaa
page-date-wrong = Ce n'est pas un jour. Écrivez jour, mois et année, comme { $example }.
page-date-choose = Choisir un jour : { $label }
page-date-time = Heure
page-date-today = Aujourd'hui
page-date-none = Aucun jour
page-date-month-before = Mois précédent
page-date-month-after = Mois suivant
page-date-year-before = Année précédente
page-date-year-after = Année suivante
page-setting-calendar = Calendrier
page-setting-calendar-gregory = grégorien
page-setting-calendar-islamic-umalqura = hégirien (Umm al-Qura)

page-find-news = { $count ->
    [one] Une nouvelle fiche est arrivée depuis : regarder à nouveau
   *[other] { $count } nouvelles fiches sont arrivées depuis : regarder à nouveau
  }

page-compose-more = Plus : { $what }
page-place-exactness = Précision
page-place-40-m = À 40 m environ
page-place-1-km = À 1 km environ
page-place-20-km = À 20 km environ
page-place-here = Là où je suis
page-place-means = Votre appareil est interrogé une fois, maintenant. Sa réponse figure dans le formulaire : vous pouvez la modifier ou l'effacer.
page-place-taken = Repris de votre appareil. Vérifiez ci-dessous, modifiez ou effacez.
page-place-denied = Votre appareil ne l'autorise pas. Écrivez le lieu vous-même.
page-place-nowhere = Votre appareil ne sait pas où il est. Écrivez le lieu vous-même.

page-work-going = { $size } ko reçus ; cela continue pendant que vous travaillez.
page-work-goes-on = Cela continue pendant que vous travaillez.
page-work-stop = Arrêter
page-work-dismiss = Fermer
