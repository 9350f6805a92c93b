package lang

// Dutch is what is known of Dutch. Its abbreviations are those of the Nederlandse Taalunie's list (Leidraad, chapter
// 16), with what newspapers write beside them.
var Dutch = &Language{
	Code: "nl",
	Name: "Dutch",
	Sentences: &Sentences{
		Inside: `
			dhr mevr mw mej dr drs mr ir ing prof ds st jhr jkvr min gen lt sgt zr br o.l.v o.b.v
			n.a.v t.a.v t.g.v t.o.v t.b.v m.b.t m.b.v i.v.m i.p.v i.t.t o.a m.n d.w.z nl d.m.v bv bijv b.v bijv.w cf
			vgl zgn z.g z.g.n ca c.a i.c resp incl excl evt max gem ong plm v.d v.h a.d t.w w.o m.i a.h.w t.a.p t.h.v
			m.u.v t.z.t i.h.b i.h.a alg int kath prot hfst red vert uitg verz vs i.e e.g mrs ms mgr
		`,
		Either: `
			enz etc e.a e.d e.v e.v.a n.v b.v.b.a c.v inc ltd co corp jr sr v.chr n.chr a.u.b s.v.p p.s n.b jl ll a.s
			d.d p.m p.j p.w u.s.a u.s v.s jan feb febr mrt apr jun jul aug sept okt nov dec tel
			ibid id et.al e.o m.v r.k k.o b.g.g m.m t.m ph.d
		`,
		Counted:  "nr nrs no art afd blz p pp hfdst deel dl afb fig tab par vol jrg ed lid bd blad r",
		Ordinary: "cm mm kg tv cd dvd mln mld",
		Starters: `
			De Het Een Dit Dat Deze Die Mijn Jouw Uw Zijn Haar Ons Onze Jullie Hun Ik Je Jij U Hij Zij Ze We Wij Er
			Wie Wat Waar Wanneer Waarom Hoe Welke Welk En Maar Of Want Dus Omdat Doordat Hoewel Terwijl Toen Als
			Indien Nadat Voordat Zodra Sinds Zolang Daarom Daardoor Daarna Daarbij Daarmee Daarnaast Daar Hier Ook
			Toch Echter Bovendien Verder Vervolgens Ten Ter In Op Aan Bij Met Van Voor Naar Over Onder Uit Door Tegen
			Tussen Tijdens Na Om Zonder Volgens Ondanks Wegens Tot Vanaf Binnen Buiten Alle Alles Iedereen Elk Elke
			Ieder Iedere Geen Niemand Niets Iets Iemand Veel Vele Weinig Sommige Andere Enkele Meer Minder Zo Zelfs
			Nog Nu Al Altijd Nooit Soms Vaak Gisteren Vandaag Morgen Misschien Ja Nee Niet Is Was Waren Heeft Hebben
			Had Wordt Werd Kan Zal Zou Eén Twee Drie Volgend Vorig Uiteindelijk Bedankt
		`,
	},
	ShortWords: `
		de het een en of in op te is er ik je hij zij ze we wij u ons dit dat die van aan bij met om uit als dan nu nog
		al ook wel zo na tot was had kan mag wil zal zou gaat ja nee wat wie hoe dag uur jaar man weg zee kop top rol
		nut zin doel deel af
	`,
}
