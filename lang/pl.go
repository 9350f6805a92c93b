package lang

// Polish is what is known of Polish. Its abbreviations are those of the rules of the Wielki słownik ortograficzny PWN
// (sections 217 and 218), by which those that end with the last letter of their word have no full stop.
var Polish = &Language{
	Code: "pl",
	Name: "Polish",
	Sentences: &Sentences{
		Inside: `
			prof doc hab inż mec płk ppłk mjr kpt ppor por gen adm sierż kpr ks bp abp kard św bł śp o br al ul pl
			os np tj tzn tzw m.in m.inn zob ob ok ew ewent dot ds wg w.w ww tow red przyp tłum oprac wyd przekł ang
			niem fr łac gr ros wł hiszp lek med dyr min prez zast pt ps vs cd cdn sekr pułk woj pow gm godz jw k czyt
			i.e e.g p paraf nadkom podkom proj asp
		`,
		Either: `
			itd itp etc in n.e p.n.e r rr w proc tys s.a sp.z.o.o z.o.o o.o co inc ltd corp jr sr tel wew
			sek max maks bm ub nast n.p.m p.p.m u.s.a r.ż pok m wsch zach płn płd ibid op.cit dz st ż im
		`,
		Counted:  "nr art ust pkt par poz s ss str t tt rozdz rys tab fig zał lit cz zesz vol rkps",
		Ordinary: "km kg mm cm dag tv dvd zł mln mld",
		Starters: `
			Ten Ta To Te Ci Tamten Tamta Mój Moja Moje Twój Jego Jej Ich Nasz Nasza Nasze Wasz Swój Ja Ty On Ona Ono
			My Wy Oni One Pan Pani Państwo Kto Co Który Która Które Którzy Kiedy Gdzie Jak Dlaczego Ile Czy Jaki Jaka
			Jakie I A Ale Lecz Jednak Albo Lub Więc Zatem Dlatego Bo Ponieważ Gdy Gdyby Jeśli Jeżeli Choć Chociaż Aby
			Żeby Podczas Potem Następnie Wtedy Teraz Dziś Dzisiaj Wczoraj Jutro Już Jeszcze Zawsze Nigdy Często
			Czasem Tu Tutaj Tam Oto Tak Nie Może Być W We Na Do Od Ode Z Ze Za Po Pod Nad Przed Przy Przez Dla Bez O
			U Ku Według Mimo Oprócz Poza Wśród Między Wszystko Wszyscy Wszystkie Każdy Każda Każde Niektórzy Niektóre
			Żaden Żadna Nikt Nic Ktoś Coś Wiele Wielu Kilka Kilku Inni Inne Więcej Mniej Bardzo Tylko Nawet Także
			Również Ponadto Jest Są Był Była Było Byli Były Będzie Ma Mają Miał Miała Można Trzeba Dwa Dwaj Trzy
			Wreszcie Dziękuję
		`,
	},
	ShortWords: `
		i a o u w z na do od za po ze we że to ta te ten tę tą nie tak co kto jak czy on ona my wy ty ja mu go jej ich
		im nim są był ma mam dom dni dnia rok lat pan los las nas was raz coś ktoś już aż by bo bez dla pod nad tu tam
		nic syn bok dwa trzy sam sto
	`,
}
