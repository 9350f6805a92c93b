package lang

// French is what is known of French. Its abbreviations are those of the Imprimerie nationale's Lexique des règles
// typographiques, with what newspapers write beside them.
var French = &Language{
	Code: "fr",
	Name: "French",
	Sentences: &Sentences{
		Inside: `
			M MM Mgr mme mlle mr mrs ms dr pr prof me mgr st ste cf p.ex ex hab av bd rte ch dir réd éd coll
			trad ill resp vs lt cdt gal gén col adj sgt préf min sén dép capt amb lat long alt orig anc litt
			étym syn ant fém masc pseud i.e e.g c.f
		`,
		Either: `
			etc s.a s.a.s s.n.c inc ltd co corp jr sr cie Cie sté éts bros ph.d m.d b.a m.a
			u.s.a u.s o.n.u u.e r.f n.d.l.r s.v.p r.s.v.p p.s q.g h.l.m t.v.a p.i.b s.n.c.f janv févr avr juil
			sept oct nov déc suiv sq sqq ibid id op.cit loc.cit et.al max tél h
		`,
		Counted:  "n no nos art chap p pp vol t fig figs ed sect al tab pl pt par liv cah fasc suppl env f fol s",
		Ordinary: "km cm mm kg m g kw tv cd dvd mlles mmes drs",
		Starters: `
			Le La Les Un Une Des Ce Cet Cette Ces Mon Ma Mes Ton Ta Tes Son Sa Ses Notre Nos Votre Vos Leur Leurs Je
			Tu Il Elle On Nous Vous Ils Elles Ça Cela Ceci Qui Que Quoi Quel Quelle Quels Quelles Quand Où Comment
			Pourquoi Combien Lequel Laquelle Et Mais Ou Or Ni Car Donc Parce Puisque Lorsque Quoique Bien Si Comme
			Tandis Alors Pendant Depuis Avant Après Dès Jusque Enfin Puis Ensuite Ainsi Aussi Cependant Pourtant
			Toutefois Néanmoins Malgré Selon Sans Avec Dans En Au Aux À Du De Par Pour Sur Sous Chez Entre Vers
			Contre Parmi Outre Hors Tout Toute Tous Toutes Chaque Plusieurs Certains Certaines Quelques Aucun Aucune
			Personne Rien
			Nul Autre Autres Même Plus Moins Très Trop Peu Beaucoup Encore Déjà Toujours Jamais Souvent Parfois Hier
			Aujourd'hui Demain Ici Là Voici Voilà Oui Non Peut-être Finalement Actuellement Désormais Bref Mme Mlle
			Est C'est Deux Trois
		`,
	},
	ShortWords: `
		et le la les un une de du des au aux en à ce il ne pas par sur est son sa ses se si ou où on que qui ont été
		fut eu eux lui moi toi soi tu je me te va vu dit fin an ans fois jour vie mer eau oui non bon pur sûr sud
		nord nez pis peu tôt roi loi feu jeu lieu
	`,
}
