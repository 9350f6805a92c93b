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
	Values: &Values{
		Decimal:     ',',
		Thousands:   '.',
		DayFirst:    true,
		HalfBefore:  true,
		OneAfter:    true,
		SmallMonths: true,
		Parts: []ValueWords{
			{Cardinal, 1, "een één"},
			{And, 0, "en ën"},
		},
		Words: []ValueWords{
			{SoftNumber, 0, "nul geen"},
			{SoftNumber, 1, "een één eerste"},
			{Cardinal, 2, "twee"},
			{Cardinal, 3, "drie"},
			{Cardinal, 4, "vier"},
			{Cardinal, 5, "vijf"},
			{Cardinal, 6, "zes"},
			{Cardinal, 7, "zeven"},
			{Cardinal, 8, "acht"},
			{Cardinal, 9, "negen"},
			{Cardinal, 10, "tien"},
			{Cardinal, 11, "elf"},
			{Cardinal, 12, "twaalf"},
			{Cardinal, 13, "dertien"},
			{Cardinal, 14, "veertien"},
			{Cardinal, 15, "vijftien"},
			{Cardinal, 16, "zestien"},
			{Cardinal, 17, "zeventien"},
			{Cardinal, 18, "achttien"},
			{Cardinal, 19, "negentien"},
			{Cardinal, 20, "twintig"},
			{Cardinal, 30, "dertig"},
			{Cardinal, 40, "veertig"},
			{Cardinal, 50, "vijftig"},
			{Cardinal, 60, "zestig"},
			{Cardinal, 70, "zeventig"},
			{Cardinal, 80, "tachtig"},
			{Cardinal, 90, "negentig"},
			{Cardinal, 1.5, "anderhalf anderhalve"},
			{SoftNumber, 2, "tweede paar"},
			{LooseNumber, 2, "beide beiden dubbel dubbele tweeling duo"},
			{LooseNumber, 3, "drievoudig trio"},
			{Ordinal, 3, "derde"},
			{Ordinal, 4, "vierde"},
			{Ordinal, 5, "vijfde"},
			{Ordinal, 6, "zesde"},
			{Ordinal, 7, "zevende"},
			{Ordinal, 8, "achtste"},
			{Ordinal, 9, "negende"},
			{Ordinal, 10, "tiende"},
			{Ordinal, 11, "elfde"},
			{Ordinal, 12, "twaalfde"},
			{Ordinal, 20, "twintigste"},
			{SoftNumber, 10, "decennium decennia"},
			{SoftNumber, 100, "eeuw eeuwen"},
			{Scaler, 12, "dozijn"},
			{LooseNumber, 10, "tiental"},
			{BigNumber, 10, "tientallen"},
			{Scaler, 100, "honderd"},
			{LooseNumber, 100, "honderdtal"},
			{BigNumber, 100, "honderden"},
			{Scaler, 1e3, "duizend"},
			{BigNumber, 1e3, "duizenden"},
			{Scaler, 1e6, "miljoen mln"},
			{BigNumber, 1e6, "miljoenen"},
			{Scaler, 1e9, "miljard mld"},
			{BigNumber, 1e9, "miljarden"},
			{Scaler, 1e12, "biljoen"},
			{HalfWord, 50, "half halve helft"},
			{QuarterWord, 4, "kwart kwartier"},
			{HourWord, 0, "uur"},
			{Past, 0, "over"},
			{Before, 0, "voor"},
			{And, 0, "en"},
			{Through, 0, "of tot"},
			{OrdinalEnd, 0, "e de ste"},
			{Midpoint, 0, "middernacht"},
			{Lowering, 0, `min onder negatief negatieve verlies verliezen daling tekort vermindering afname gedaald
				daalde daalden verloor verloren`},
			{Step, 0, "met"},
			{DayPart, Morning, "ochtends"},
			{DayPart, Evening, "middags avonds"},
			{DayPart, Night, "nachts"},
			{MonthName, 1, "januari"},
			{MonthName, 2, "februari"},
			{MonthName, 3, "maart"},
			{MonthName, 4, "april"},
			{MonthName, 5, "mei"},
			{MonthName, 6, "juni"},
			{MonthName, 7, "juli"},
			{MonthName, 8, "augustus"},
			{MonthName, 9, "september"},
			{MonthName, 10, "oktober"},
			{MonthName, 11, "november"},
			{MonthName, 12, "december"},
			{MonthShort, 1, "jan"},
			{MonthShort, 2, "feb febr"},
			{MonthShort, 3, "mrt"},
			{MonthShort, 4, "apr"},
			{MonthShort, 6, "jun"},
			{MonthShort, 7, "jul"},
			{MonthShort, 8, "aug"},
			{MonthShort, 9, "sep sept"},
			{MonthShort, 10, "okt"},
			{MonthShort, 11, "nov"},
			{MonthShort, 12, "dec"},
		},
		Units: []UnitWords{
			{Percent, "procent"},
			{PercentagePoint, "procentpunt procentpunten"},
			{Euro, "euro"},
			{Dollar, "dollar"},
			{Pound, "pond"},
			{Franc, "frank franken"},
			{Yen, "yen"},
			{Kilometre, "kilometer"},
			{Metre, "meter m"},
			{Centimetre, "centimeter"},
			{Mile, "mijl"},
			{Foot, "voet"},
			{Kilogram, "kilo kilogram"},
			{Gram, "gram"},
			{Tonne, "ton"},
			{Litre, "liter"},
			{Hour, "uren"},
			{Minute, "minuut minuten"},
			{Second, "seconde seconden"},
			{Day, "dag dagen"},
			{Week, "week weken"},
			{Month, "maand maanden"},
			{Year, "jaar jaren"},
			{Degree, "graad graden"},
		},
	},
	ShortWords: `
		de het een en of in op te is er ik je hij zij ze we wij u ons dit dat die van aan bij met om uit als dan nu nog
		al ook wel zo na tot was had kan mag wil zal zou gaat ja nee wat wie hoe dag uur jaar man weg zee kop top rol
		nut zin doel deel af
	`,
}
