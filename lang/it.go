package lang

// italian is what is known of Italian. Its abbreviations are those that grammars and newspapers list (Serianni,
// Prontuario di punteggiatura e abbreviazioni).
var italian = &Language{
	Code:   "it",
	Name:   "Italian",
	Plural: "n != 1",
	Sentences: &Sentences{
		Inside: `
			sig sigg sig.ra sig.na sig.re dott dott.ssa dr prof prof.ssa proff avv ing arch geom rag on sen min pres
			gen col magg ten mar serg brig mons don p.es ad.es es cfr v vd s.s card fra st mr mrs ms spett egr gent
			ill chiar rev ing.re arch.tto comm cav uff gr dir resp red trad cit pseud lat ted ingl fr sp abbr ca c.a
			aggiorn loc prov reg c.so v.le p.za p.zza l.go vs c.d cd i.e e.g
		`,
		Either: `
			ecc etc s.p.a s.r.l s.n.c s.a.s s.c.a.r.l coop soc inc ltd corp jr sr a.c d.c a.m p.m u.s.a u.s u.e onu
			d.o.c n.d.r n.d.a n.b p.s op.cit ivi ibid id segg sgg ss seg tel fax max feb apr mag giu lug ago sett set
			ott nov dic s.m p.v d.lgs d.l d.p.r d.m c.c c.p c.p.c c.p.p cod int ph.d al et.al
		`,
		Counted: `
			n nn nr num art artt p pp pag pagg cap capp vol voll fig figg tav tavv co l par sez sec lett t f ff rep tab
		`,
		Ordinary: "km cm mm kg m tv dvd hz mhz gb mb",
		Starters: `
			Il Lo La I Gli Le Un Uno Una Questo Questa Questi Queste Quello Quella Quelli Quelle Quei Ciò Mio Mia
			Miei Mie Tuo Tua Suo Sua Suoi Sue Nostro Nostra Nostri Vostro Loro Io Tu Egli Ella Lui Lei Esso Essa Noi
			Voi Essi Chi Che Cosa Quale Quali Quando Dove Come Perché Quanto Quanta Quanti E Ed Ma O Oppure Né Se
			Anche Però Quindi Dunque Allora Perciò Infatti Inoltre Invece Tuttavia Eppure Mentre Poiché Siccome
			Sebbene Benché Affinché Finché Prima Dopo Poi Ora Adesso Oggi Ieri Domani Già Ancora Sempre Mai Spesso
			Qui Qua Lì Là Ecco Sì No Non Forse Magari In Nel Nello Nella Nei Negli Nelle A Al Allo Alla Ai Agli Alle
			Da Dal Dalla Dai Di Del Dello Della Dei Degli Delle Con Per Su Sul Sulla Tra Fra Senza Secondo Contro
			Durante Verso Presso Oltre Tutto Tutta Tutti Tutte Ogni Ognuno Alcuni Alcune Qualche Nessuno Nessuna
			Molti Molte Pochi Altri Altre Più Meno Molto Troppo Così È Sono Era Erano Ha Hanno Fu Furono Sarà Saranno
			C'è Due Tre Infine Insomma Grazie
		`,
	},
	Values: &Values{
		Decimal:     ',',
		Thousands:   '.',
		DayFirst:    true,
		HourFirst:   true,
		SmallMonths: true,
		OrdinalEnds: "esimo esima esimi esime",
		Centuries:   true,
		Parts: []ValueWords{
			{Cardinal, 1, "un uno una"},
			{Cardinal, 3, "tré"},
			{Cardinal, 6, "sei"},
			{Cardinal, 20, "vent"},
			{Cardinal, 30, "trent"},
			{Cardinal, 40, "quarant"},
			{Cardinal, 50, "cinquant"},
			{Cardinal, 60, "sessant"},
			{Cardinal, 70, "settant"},
			{Cardinal, 80, "ottant"},
			{Cardinal, 90, "novant"},
			{Scaler, 100, "cent"},
		},
		Words: []ValueWords{
			{SoftNumber, 0, "zero nessun nessuno nessuna"},
			{SoftNumber, 1, "un uno una primo prima primi prime"},
			{Cardinal, 2, "due"},
			{Cardinal, 3, "tre"},
			{Cardinal, 4, "quattro"},
			{Cardinal, 5, "cinque"},
			{LooseNumber, 6, "sei"}, // you are
			{Cardinal, 7, "sette"},
			{Cardinal, 8, "otto"},
			{Cardinal, 9, "nove"},
			{Cardinal, 10, "dieci"},
			{Cardinal, 11, "undici"},
			{Cardinal, 12, "dodici"},
			{Cardinal, 13, "tredici"},
			{Cardinal, 14, "quattordici"},
			{Cardinal, 15, "quindici"},
			{Cardinal, 16, "sedici"},
			{Cardinal, 17, "diciassette"},
			{Cardinal, 18, "diciotto"},
			{Cardinal, 19, "diciannove"},
			{Cardinal, 20, "venti"},
			{Cardinal, 30, "trenta"},
			{Cardinal, 40, "quaranta"},
			{Cardinal, 50, "cinquanta"},
			{Cardinal, 60, "sessanta"},
			{Cardinal, 70, "settanta"},
			{Cardinal, 80, "ottanta"},
			{Cardinal, 90, "novanta"},
			{SoftNumber, 2, "secondo seconda paio coppia"},
			{LooseNumber, 2, "entrambi entrambe ambedue doppio doppia doppi doppie gemelli gemelle duo"},
			{LooseNumber, 3, "triplo tripla trio"},
			{LooseNumber, 4, "quadruplo"},
			{Ordinal, 3, "terzo terza terzi"},
			{Ordinal, 5, "quinto quinta"},
			{Ordinal, 6, "sesto sesta"},
			{Ordinal, 7, "settimo settima"},
			{Ordinal, 8, "ottavo ottava"},
			{Ordinal, 9, "nono nona"},
			{Ordinal, 10, "decimo decima"},
			{Ordinal, 20, "ventesimo ventesima"},
			{SoftNumber, 16, "ottavi"},
			{SoftNumber, 10, "decennio decina"},
			{SoftNumber, 15, "quindicina"},
			{SoftNumber, 100, "secolo secoli"},
			{LooseNumber, 20, "ventina"},
			{LooseNumber, 30, "trentina"},
			{LooseNumber, 50, "cinquantina"},
			{Scaler, 12, "dozzina dozzine"},
			{BigNumber, 10, "decine"},
			{Scaler, 100, "cento"},
			{LooseNumber, 100, "centinaio"},
			{BigNumber, 100, "centinaia"},
			{Scaler, 1e3, "mille mila"},
			{BigNumber, 1e3, "migliaio migliaia"},
			{Scaler, 1e6, "milione milioni mln"},
			{Scaler, 1e9, "miliardo miliardi mld"},
			{HalfWord, 50, "mezzo mezza mezzi mezze metà"},
			{QuarterWord, 4, "quarto quarta quarti"},
			{HourWord, 0, "ore"},
			{And, 0, "e ed"},
			{Through, 0, "o a fino"},
			{Of, 0, "di"},
			{Per, 0, "per"},
			{OrdinalEnd, 0, "º ª"},
			{Midpoint, 720, "mezzogiorno"},
			{Midpoint, 0, "mezzanotte"},
			{Lowering, 0, `sotto negativo negativa negativi negative perdita perdite calo caduta deficit riduzione
				diminuzione calato calata sceso scesa perso persi diminuito`},
			{Lowering, 1, "meno"},
			{MonthName, 1, "gennaio"},
			{MonthName, 2, "febbraio"},
			{MonthName, 3, "marzo"},
			{MonthName, 4, "aprile"},
			{MonthName, 5, "maggio"},
			{MonthName, 6, "giugno"},
			{MonthName, 7, "luglio"},
			{MonthName, 8, "agosto"},
			{MonthName, 9, "settembre"},
			{MonthName, 10, "ottobre"},
			{MonthName, 11, "novembre"},
			{MonthName, 12, "dicembre"},
			{MonthShort, 1, "gen"},
			{MonthShort, 2, "feb"},
			{MonthShort, 3, "mar"},
			{MonthShort, 4, "apr"},
			{MonthShort, 5, "mag"},
			{MonthShort, 6, "giu"},
			{MonthShort, 7, "lug"},
			{MonthShort, 8, "ago"},
			{MonthShort, 9, "set sett"},
			{MonthShort, 10, "ott"},
			{MonthShort, 11, "nov"},
			{MonthShort, 12, "dic"},
		},
		Units: []UnitWords{
			{Percent, "percento"},
			{Euro, "euro"},
			{Dollar, "dollaro dollari"},
			{Pound, "sterlina sterline"},
			{Franc, "franco franchi"},
			{Yen, "yen"},
			{Kilometre, "chilometro chilometri"},
			{Metre, "metro metri m"},
			{Centimetre, "centimetro centimetri"},
			{Mile, "miglio miglia"},
			{Foot, "piede piedi"},
			{Kilogram, "chilo chili chilogrammo chilogrammi"},
			{Gram, "grammo grammi"},
			{Tonne, "tonnellata tonnellate"},
			{Litre, "litro litri"},
			{Hour, "ora ore"},
			{Minute, "minuto minuti"},
			{Second, "secondi"},
			{Day, "giorno giorni"},
			{Week, "settimana settimane"},
			{Month, "mese mesi"},
			{Year, "anno anni"},
			{Degree, "grado gradi"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, 0, "non mai niente nulla nient'altro null'altro"},
			{Denies, Refusal, "nessun nessuno nessuna nessun'altra nessun'altro"},
			{Denies, Neither, "neanche nemmeno neppure"},
			{Hints, Refusal, "no nullo nulli nulle"},
			{Hints, Neither, "né"},
			{Hints, Without, "senza privo priva privi prive"},
			{Hints, Only, "solo sola soli sole soltanto solamente unicamente unico unica"},
			{Relates, Only, "esclusivamente appena"},
			{Hints, Instead, "bensì anziché piuttosto"},
			{Relates, Instead, "invece posto ma"},
			{Hints, Hardly, "stento"},
			{Hints, Lack | Without, `manca mancano mancava mancavano mancante mancanti mancanza assente assenti assenza
				vuoto vuota vuoti vuote carente`},
			{Relates, Lack, "perso persa perduto errato errata sbagliato sbagliata"},
			{Hints, Refuse, `rifiuta rifiutano rifiutò rifiutato rifiutata rifiutare rifiuto respinge respinto respinta
				respingere nega negano negò negato negare`},
			{Relates, Forgo, "rinuncia rinunciano rinunciato rinunciare abbandonato abbandonare"},
			{Hints, Fail, "fallito fallita falliti fallite fallisce fallire fallimento"},
			{Hints, Prevent, `evita evitano evitato evitare impedisce impediscono impedito impedire cessa cessato
				cessare smesso smettere`},
			{Hints, Forbid, "vietato vietata vietati vietate vieta vietare proibito proibita proibire"},
			{Hints, Few, "raramente raro rara poco poca pochi poche meno"},
			{Hints, Except, "tranne eccetto salvo escluso esclusa esclusi altrimenti"},
			{Relates, Except, "eccezione eccezioni fuori finché"},
			{Relates, Poor, "male peggio peggiore cattivo cattiva"},
			{Relates, Contrary, "contro contrario deluso delusa delusione"},
			{Hints, 0, "zero"},
		},
		Prefixes: []DenialWords{
			{Hints, Fail, "imposs"}, // for "cannot", not only for "impossible"
			{Hints, Unlike, `improb imperf inaccett inaccess inadegu inammiss inappropr inaspett incapac incert
				incompat incomplet inconsap incorrett incredib indefin indesider indipend indiffer indispon inediti
				ineffic inesist inesatt inevit infelic infinit ingiust ininfluent innumer inoffens insoddisf insolit
				insostenib insuffic insopport intoller introvab inusual inutil invalid invisib involont
				irreal irregol irrespons irrevers illeggib illimit sconosci scontent scorrett sfortun sgradit sfavor
				disabil disaccor disonest disobbed svantagg`},
			{Hints, Unlike | Forbid, "illegal illecit"},
		},
		Phrases: []string{
			"non* solo", "non* soltanto", "non* solamente", "non* meno", "non* appena", "non* a caso", "perché non*",
			"se non*", "o non*", "* ?", "finché non*", "a meno che non*", "più che mai*", "niente* male",
			"non* più di", "come mai*", "senza nulla*", "senza niente*", "senza mai*",
			"senza nessun*", "senza nessuna*",
		},
		Deny: []string{
			"impossibile* …are", "impossibile* …ere", "impossibile* …ire", "impossibile* …rre", "impossibile* …rsi",
			"impossibile* …rlo", "impossibile* …rla", "impossibile* …rli", "impossibile* …rle", "incapace* di",
			"incapaci* di",
		},
		WithoutWord: "senza",
		WithWord:    "con",
		Concord:     true,
	},
	ShortWords: `
		il lo la le gli un uno una di del da dal in nel su sul con per tra fra al che chi se ma non già mai più né ed
		io tu lui lei noi voi mi ti si ci vi ne ha ho hai era fa va sta sa so può due tre sei me te sé sì no ora ieri
		qui qua là lì poi oro mio tuo suo via re bar gas età
	`,
}
