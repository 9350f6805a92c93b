package lang

// french is what is known of French. Its abbreviations are those of the Imprimerie nationale's Lexique des règles
// typographiques, with what newspapers write beside them.
var french = &Language{
	Code:   "fr",
	Name:   "French",
	Plural: "n > 1",
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
	Values: &Values{
		Decimal:     ',',
		Thousands:   '.',
		DayFirst:    true,
		HourFirst:   true,
		TensAnd:     true,
		Twenties:    true,
		OneAfter:    "un une",
		SmallMonths: true,
		Words: []ValueWords{
			{SoftNumber, 0, "zéro nul nulle aucun aucune"},
			{SoftNumber, 1, "un une premier première premiers premières"},
			{Cardinal, 2, "deux"},
			{Cardinal, 3, "trois"},
			{Cardinal, 4, "quatre"},
			{Cardinal, 5, "cinq"},
			{Cardinal, 6, "six"},
			{Cardinal, 7, "sept"},
			{Cardinal, 8, "huit"},
			{LooseNumber, 9, "neuf"}, // new
			{Cardinal, 10, "dix"},
			{Cardinal, 11, "onze"},
			{Cardinal, 12, "douze"},
			{Cardinal, 13, "treize"},
			{Cardinal, 14, "quatorze"},
			{Cardinal, 15, "quinze"},
			{Cardinal, 16, "seize"},
			{Cardinal, 20, "vingt vingts"},
			{Cardinal, 30, "trente"},
			{Cardinal, 40, "quarante"},
			{Cardinal, 50, "cinquante"},
			{Cardinal, 60, "soixante"},
			{Cardinal, 70, "septante"},
			{Cardinal, 80, "huitante octante"},
			{Cardinal, 90, "nonante"},
			{SoftNumber, 2, "second seconde deuxième paire couple"},
			{LooseNumber, 2, "double doubles jumeaux jumelles duo"},
			{LooseNumber, 3, "tiers triple trio"},
			{LooseNumber, 4, "quadruple"},
			{Ordinal, 1, "unième"},
			{Ordinal, 3, "troisième troisièmes"},
			{Ordinal, 4, "quatrième"},
			{Ordinal, 5, "cinquième"},
			{Ordinal, 6, "sixième"},
			{Ordinal, 7, "septième"},
			{Ordinal, 8, "huitième"},
			{Ordinal, 9, "neuvième"},
			{Ordinal, 10, "dixième"},
			{Ordinal, 11, "onzième"},
			{Ordinal, 12, "douzième"},
			{Ordinal, 15, "quinzième"},
			{Ordinal, 20, "vingtième"},
			{SoftNumber, 16, "huitièmes"},
			{SoftNumber, 10, "décennie décennies"},
			{SoftNumber, 14, "quinzaine"},
			{SoftNumber, 100, "siècle siècles"},
			{LooseNumber, 8, "huitaine"},
			{LooseNumber, 10, "dizaine"},
			{LooseNumber, 20, "vingtaine"},
			{LooseNumber, 30, "trentaine"},
			{LooseNumber, 40, "quarantaine"},
			{LooseNumber, 50, "cinquantaine"},
			{LooseNumber, 60, "soixantaine"},
			{Scaler, 12, "douzaine douzaines"},
			{BigNumber, 10, "dizaines"},
			{Scaler, 100, "cent cents"},
			{LooseNumber, 100, "centaine"},
			{BigNumber, 100, "centaines"},
			{Scaler, 1e3, "mille"},
			{BigNumber, 1e3, "millier milliers"},
			{Scaler, 1e6, "million millions"},
			{Scaler, 1e9, "milliard milliards md mds"},
			{Scaler, 1e12, "billion billions"},
			{HalfWord, 50, "demi demie demis demies moitié"},
			{QuarterWord, 4, "quart quarts"},
			{HourWord, 0, "heure heures h"},
			{And, 0, "et"},
			{Through, 0, "ou à"},
			{Of, 0, "de d"},
			{Per, 0, "pour"},
			{OrdinalEnd, 0, "er re e ème nd nde"},
			{Midpoint, 720, "midi"},
			{Midpoint, 0, "minuit"},
			{Lowering, 0, `dessous négatif négative négatifs négatives perte pertes baisse chute déficit réduction recul
				diminution baissé chuté reculé perdu perdent diminué`},
			{Lowering, 1, "moins"},
			{MonthName, 1, "janvier"},
			{MonthName, 2, "février"},
			{MonthName, 3, "mars"},
			{MonthName, 4, "avril"},
			{MonthName, 5, "mai"},
			{MonthName, 6, "juin"},
			{MonthName, 7, "juillet"},
			{MonthName, 8, "août"},
			{MonthName, 9, "septembre"},
			{MonthName, 10, "octobre"},
			{MonthName, 11, "novembre"},
			{MonthName, 12, "décembre"},
			{MonthShort, 1, "janv"},
			{MonthShort, 2, "févr"},
			{MonthShort, 4, "avr"},
			{MonthShort, 7, "juil"},
			{MonthShort, 10, "oct"},
			{MonthShort, 11, "nov"},
			{MonthShort, 12, "déc"},
		},
		Units: []UnitWords{
			{Euro, "euro euros"},
			{Dollar, "dollar dollars"},
			{Pound, "livre livres"},
			{Franc, "franc francs"},
			{Yen, "yen yens"},
			{Kilometre, "kilomètre kilomètres"},
			{Metre, "mètre mètres m"},
			{Centimetre, "centimètre centimètres"},
			{Foot, "pied pieds"},
			{Kilogram, "kilo kilos kilogramme kilogrammes"},
			{Gram, "gramme grammes"},
			{Tonne, "tonne tonnes"},
			{Litre, "litre litres"},
			{Hour, "heure heures"},
			{Minute, "minute minutes"},
			{Second, "secondes"},
			{Day, "jour jours"},
			{Week, "semaine semaines"},
			{Month, "mois"},
			{Year, "an ans année années"},
			{Degree, "degré degrés"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, 0, "pas jamais rien nullement"},
			{Denies, Refusal, "non aucun aucune d'aucun d'aucune qu'aucun qu'aucune"},
			{Hints, Refusal, "nul nulle nuls nulles"},
			{Hints, 0, `ne n n'a n'ai n'as n'y n'en n'eu n'ont n'est n'es n'eut n'ait zéro personne guère indifférent`},
			{Hints, Neither, "ni"},
			{Hints, Without, "sans"},
			{Hints, Only, "seul seule seuls seules seulement uniquement"},
			{Relates, Only, "simplement exclusivement juste dès"},
			{Hints, Instead, "plutôt"},
			{Relates, Instead, "lieu place mais"},
			{Hints, Hardly, "peine"},
			{Hints, Lack | Without, `manque manquent manquait manquaient manqué manquant manquante manquants manquantes
				absent absente absents absentes absence vide vides dépourvu dépourvue`},
			{Relates, Lack, "perdu perdue perdus perdues faux fausse mauvais mauvaise mauvaises"},
			{Hints, Refuse, `refuse refusent refusé refusée refusés refusées refuser refus refusait rejette rejettent
				rejeté rejetée rejetés rejeter nie nient niait nié nier`},
			{Relates, Forgo, "renonce renoncent renoncé renoncer abandonne abandonné abandonner"},
			{Hints, Fail, "échoue échouent échoué échouer échec échecs"},
			{Hints, Prevent, `évite évitent évité éviter évitait empêche empêchent empêché empêcher cesse cessent cessé
				cesser arrête arrêté arrêter`},
			{Hints, Forbid, "interdit interdite interdits interdites interdire défendu défense"},
			{Hints, Few, "rarement rare rares peu moins"},
			{Hints, Except, "sauf excepté hormis exclu exclue exclus sinon"},
			{Relates, Except, "exception exceptions dehors jusqu'à avant"},
			{Relates, Poor, "mal pire pires"},
			{Relates, Contrary, "contre contraire déçu déçue déception"},
		},
		Prefixes: []DenialWords{
			{Hints, 0, "n'"},
			{Hints, Fail, "imposs"}, // for "cannot", not only for "impossible"
			{Hints, Unlike, `improb imparf inaccep inaccess inachev inactif inadéqu inadmiss inappropr inattend
				incap incert incompat incompét incomplet inconn inconsc inconst incorrect incroy indéfini indépend
				indésir indiffér indispon indissoc inédit ineffic inégal inévit inexact inexist inexpl infini inhabit
				inhumain inintéress injust innombr inoffens insatisf insens insoutenab insuff insupport intolér introuv
				inutil invalid invisib involont irréal irréel irréguli irrespons irrévers mécont malheureu malhonn
				désaccord désactiv désavantag désobé déloyal illimit illisib immobil impuiss non-`},
			{Hints, Unlike | Forbid, "illég illic"},
		},
		Phrases: []string{
			"un pas*", "d'un pas*", "du pas*", "ce pas*", "le pas*", "les pas*", "des pas*", "ses pas*",
			"premier pas*", "premiers pas*",
			"grand pas*", "quelques pas*", "deux pas*", "pas* à pas", "à pas*", "au pas*", "pourquoi pas*",
			"pas* mal", "pas* moins", "pas* seulement", "pas* uniquement", "ou pas*", "est ce pas*",
			"n'est ce pas*", "si jamais*", "à jamais*", "que jamais*", "jamais* été aussi", "rien* que", "* ?",
			"non* seulement", "non* plus", "non* loin", "ou non*", "sans rien*", "sans jamais*",
			"qu'il ne* peut", "qu'elle ne* peut", "qu'on ne* peut", "on ne* peut plus",
			"sans aucun*", "sans aucune*",
		},
		Deny: []string{
			"impossible* de", "impossible* d'…", "impossible* d", "incapable* de", "incapable* d'…", "incapable* d",
			"incapables* de", "incapables* d'…", "incapables* d", "ne* peut", "ne* peuvent", "ne* pouvait",
			"ne* pouvaient", "ne* pourra", "ne* pourrait", "n'a* pu", "n'ont* pu", "n'avait* pu", "ne* sait",
			"ne* saurait", "ne* doit", "ne* doivent", "ne* devrait", "ne* devraient",
		},
		WithoutWord: "sans",
		WithWord:    "avec",
		Concord:     true,
	},
	ShortWords: `
		et le la les un une de du des au aux en à ce il ne pas par sur est son sa ses se si ou où on que qui ont été
		fut eu eux lui moi toi soi tu je me te va vu dit fin an ans fois jour vie mer eau oui non bon pur sûr sud
		nord nez pis peu tôt roi loi feu jeu lieu
	`,
}
