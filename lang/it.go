package lang

// Italian is what is known of Italian. Its abbreviations are those that grammars and newspapers list (Serianni,
// Prontuario di punteggiatura e abbreviazioni).
var Italian = &Language{
	Code: "it",
	Name: "Italian",
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
	ShortWords: `
		il lo la le gli un uno una di del da dal in nel su sul con per tra fra al che chi se ma non già mai più né ed
		io tu lui lei noi voi mi ti si ci vi ne ha ho hai era fa va sta sa so può due tre sei me te sé sì no ora ieri
		qui qua là lì poi oro mio tuo suo via re bar gas età
	`,
}
