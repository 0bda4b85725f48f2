# What a later head of the directory changes, for those who sign it and for nodes that take it.

directory-nothing = Rien ne change que la date : l'annuaire est confirmé pour une semaine de plus.
directory-admitted = { $member } devient membre. Chaque nœud peut alors lui communiquer des fiches et reçoit ce qu'il communique.
directory-readmitted = { $member } travaille de nouveau. Ce qui l'attendait part, et il est entendu.
directory-suspended = { $member } est suspendu. Aucun nœud ne lui communique rien ni ne l'entend ; ce qui l'attend attend. Ce qu'il détient reste soumis aux conditions des propriétaires.
directory-left = { $member } part définitivement et ne peut revenir sous ce code. Rien ne lui est plus communiqué ; ce qui l'attend ne part pas. Son journal reste la preuve de ce qu'il a dit.
directory-unreachable = { $member } est tenu pour injoignable. Les essais continuent, et les propriétaires voient que leurs retraits ne l'ont peut-être pas atteint.
directory-succeeded = { $by } prend la suite de { $member }, qui n'est plus membre. Ses fiches gardent son nom ; rien ne lui est plus communiqué.
directory-over = { $member } n'est plus membre.
directory-address = { $member } est joint désormais à { $address }.
directory-no-address = { $member } n'est plus joint par les autres : il ouvre lui-même ses connexions.
directory-pins = { $member } présente d'autres clés TLS. Les connexions avec les anciennes sont refusées.
directory-units = Les unités de { $member } changent.
directory-description = Les noms, la région ou le rôle de { $member } changent.
directory-months = Les plis pour { $member } sont scellés avec de nouvelles clés pour { $months }.
directory-log = Le journal de { $member } continue sous une autre clé.
directory-log-revoked = La clé du journal de { $member } pour l'époque { $epoch } compte comme celle d'un autre à partir de { $at }. De cette époque, seul ce qui était cosigné avant demeure.
directory-root = La clé racine de { $member } change.
directory-next-root = Une autre clé racine de { $member } est inscrite, sans la parole de celle en vigueur. Elle comptera au plus tôt à partir du { $from }, par un annuaire ultérieur que signe un garant de plus. Demandez dès maintenant à { $member } si cela est voulu.
directory-no-next-root = La clé racine qui était inscrite pour { $member } ne comptera pas.
directory-stewards = D'autres garants signent désormais l'annuaire. Entrent : { $added } ; sortent : { $removed }. Signatures nécessaires : { $threshold }.
directory-witness = { $member } cosigne sous d'autres clés : nouvelles { $added }, révoquées { $revoked }.
directory-policy = Les règles communes passent de la version { $from } à la version { $to }.
directory-signed = { $count ->
    [0] Assez de garants ont signé : l'annuaire est valable.
    [one] Il manque encore { $count } signature de garant.
   *[other] Il manque encore { $count } signatures de garants.
}
directory-would = Rien n'a été écrit.
directory-taken = Le nœud travaillera d'après cet annuaire dès son prochain démarrage.
