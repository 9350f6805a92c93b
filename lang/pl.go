package lang

// polish is what is known of Polish. Its abbreviations are those of the rules of the Wielki słownik ortograficzny PWN
// (sections 217 and 218), by which those that end with the last letter of their word have no full stop.
var polish = &Language{
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
	Values: &Values{
		Decimal:   ',',
		Thousands: '.',
		DayFirst:  true,
		OneAfter: `jeden jedna jedno jednego jednej jednemu jednym jedną pierwszy pierwsza pierwszego pierwszej
			pierwszym`,
		SmallMonths: true,
		Words: []ValueWords{
			{SoftNumber, 0, "zero zera zeru zerem żaden żadna żadne żadnego żadnej"},
			{SoftNumber, 1, `jeden jedna jedno jednego jednej jednemu jednym jedną pierwszy pierwsza pierwsze pierwszego
				pierwszej pierwszym pierwszą`},
			{Cardinal, 2, "dwa dwie dwaj dwóch dwu dwom dwóm dwoma dwiema dwoje"},
			{Cardinal, 3, "trzy trzej trzech trzem trzema troje"},
			{Cardinal, 4, "cztery czterej czterech czterem czterema czworo"},
			{Cardinal, 5, "pięć pięciu pięcioma pięcioro"},
			{Cardinal, 6, "sześć sześciu sześcioma"},
			{Cardinal, 7, "siedem siedmiu siedmioma"},
			{Cardinal, 8, "osiem ośmiu ośmioma"},
			{Cardinal, 9, "dziewięć dziewięciu dziewięcioma"},
			{Cardinal, 10, "dziesięć dziesięciu dziesięcioma"},
			{Cardinal, 11, "jedenaście jedenastu"},
			{Cardinal, 12, "dwanaście dwunastu"},
			{Cardinal, 13, "trzynaście trzynastu"},
			{Cardinal, 14, "czternaście czternastu"},
			{Cardinal, 15, "piętnaście piętnastu"},
			{Cardinal, 16, "szesnaście szesnastu"},
			{Cardinal, 17, "siedemnaście siedemnastu"},
			{Cardinal, 18, "osiemnaście osiemnastu"},
			{Cardinal, 19, "dziewiętnaście dziewiętnastu"},
			{Cardinal, 20, "dwadzieścia dwudziestu dwudziesty dwudziesta dwudziestego dwudziestej dwudziestym"},
			{Cardinal, 30, "trzydzieści trzydziestu"},
			{Cardinal, 40, "czterdzieści czterdziestu"},
			{Cardinal, 50, "pięćdziesiąt pięćdziesięciu"},
			{Cardinal, 60, "sześćdziesiąt sześćdziesięciu"},
			{Cardinal, 70, "siedemdziesiąt siedemdziesięciu"},
			{Cardinal, 80, "osiemdziesiąt osiemdziesięciu"},
			{Cardinal, 90, "dziewięćdziesiąt dziewięćdziesięciu"},
			{Cardinal, 100, "sto stu"},
			{Cardinal, 200, "dwieście dwustu"},
			{Cardinal, 300, "trzysta trzystu"},
			{Cardinal, 400, "czterysta czterystu"},
			{Cardinal, 500, "pięćset pięciuset"},
			{Cardinal, 600, "sześćset sześciuset"},
			{Cardinal, 700, "siedemset siedmiuset"},
			{Cardinal, 800, "osiemset ośmiuset"},
			{Cardinal, 900, "dziewięćset dziewięciuset"},
			{Cardinal, 1.5, "półtora półtorej"},
			{SoftNumber, 2, "drugi druga drugie drugiego drugiej drugim drugą para pary parę"},
			{LooseNumber, 2, "oba obie obaj obu oboje podwójny podwójna podwójne bliźnięta bliźniaki"},
			{Ordinal, 3, "trzeci trzecia trzecie trzeciego trzeciej trzecim trzecią"},
			{Ordinal, 4, "czwarty czwarte czwartego czwartej czwartym"},
			{Ordinal, 5, "piąty piąta piąte piątego piątej piątym"},
			{Ordinal, 6, "szósty szósta szóste szóstego szóstej"},
			{Ordinal, 7, "siódmy siódma siódmego siódmej"},
			{Ordinal, 8, "ósmy ósma ósmego ósmej"},
			{Ordinal, 9, "dziewiąty dziewiąta dziewiątego dziewiątej"},
			{Ordinal, 10, "dziesiąty dziesiąta dziesiątego dziesiątej"},
			{DecadeName, 20, "dwudzieste dwudziestych"},
			{DecadeName, 30, "trzydzieste trzydziestych"},
			{DecadeName, 40, "czterdzieste czterdziestych"},
			{DecadeName, 50, "pięćdziesiąte pięćdziesiątych"},
			{DecadeName, 60, "sześćdziesiąte sześćdziesiątych"},
			{DecadeName, 70, "siedemdziesiąte siedemdziesiątych"},
			{DecadeName, 80, "osiemdziesiąte osiemdziesiątych"},
			{DecadeName, 90, "dziewięćdziesiąte dziewięćdziesiątych"},
			{SoftNumber, 10, "dekada dekady dekadę"},
			{SoftNumber, 100, "wiek wieku wieki wieków setka"},
			{Scaler, 12, "tuzin tuziny"},
			{BigNumber, 10, "dziesiątki dziesiątek"},
			{BigNumber, 100, "setki setek"},
			{Scaler, 1e3, "tysiąc tysiące tysięcy tysiąca tysiącom tys"},
			{BigNumber, 1e3, "tysiącach tysiącami"},
			{Scaler, 1e6, "milion miliony milionów miliona mln"},
			{Scaler, 1e9, "miliard miliardy miliardów miliarda mld"},
			{Scaler, 1e12, "bilion biliony bilionów biliona bln"},
			{HalfWord, 50, "pół połowa połowy połowę połowie"},
			{SoftNumber, 4, "ćwierć kwadrans czwarta"},
			{And, 0, "i"},
			{Through, 0, "lub albo do"},
			{Midpoint, 720, "południe południu"},
			{Midpoint, 0, "północy"},
			{Lowering, 0, `minus poniżej ujemny ujemna ujemne strata straty stratę spadek spadku deficyt spadł spadła
				spadło stracił straciła straciło zmniejszył`},
			{MonthName, 1, "styczeń stycznia styczniu"},
			{MonthName, 2, "luty lutego lutym"},
			{MonthName, 3, "marzec marca marcu"},
			{MonthName, 4, "kwiecień kwietnia kwietniu"},
			{MonthName, 5, "maj maja maju"},
			{MonthName, 6, "czerwiec czerwca czerwcu"},
			{MonthName, 7, "lipiec lipca lipcu"},
			{MonthName, 8, "sierpień sierpnia sierpniu"},
			{MonthName, 9, "wrzesień września wrześniu"},
			{MonthName, 10, "październik października październiku"},
			{MonthName, 11, "listopad listopada listopadzie"},
			{MonthName, 12, "grudzień grudnia grudniu"},
		},
		Units: []UnitWords{
			{Percent, "procent procenta proc"},
			{Euro, "euro"},
			{Dollar, "dolar dolary dolarów dolara"},
			{Pound, "funt funty funtów funta"},
			{Franc, "frank franki franków franka"},
			{Yen, "jen jeny jenów jena"},
			{Kilometre, "kilometr kilometry kilometrów kilometra"},
			{Metre, "metr metry metrów metra m"},
			{Centimetre, "centymetr centymetry centymetrów centymetra"},
			{Mile, "mila mile mil mili"},
			{Foot, "stopa stopy stóp"},
			{Kilogram, "kilo kilogram kilogramy kilogramów kilograma"},
			{Gram, "gram gramy gramów grama"},
			{Tonne, "tona tony ton"},
			{Litre, "litr litry litrów litra"},
			{Hour, "godzina godziny godzin godzinę"},
			{Minute, "minuta minuty minut minutę"},
			{Second, "sekunda sekundy sekund sekundę"},
			{Day, "dzień dni dnia doba doby"},
			{Week, "tydzień tygodnie tygodni tygodnia"},
			{Month, "miesiąc miesiące miesięcy miesiąca"},
			{Year, "rok lata lat"},
			{Degree, "stopień stopnie stopni stopnia"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, 0, "nie nigdy nikt nikogo nikomu nikim nic niczego niczemu niczym nigdzie bynajmniej"},
			{Denies, Refusal, "żaden żadna żadne żadnego żadnej żadnemu żadnym żadną żadnych żadnymi"},
			{Hints, Neither, "ani"},
			{Hints, Without, "bez"},
			{Hints, Only, "tylko jedynie jedyny jedyna jedyne dopiero"},
			{Relates, Only, "wyłącznie sam sama"},
			{Hints, Instead, "zamiast raczej"},
			{Relates, Instead, "lecz ale"},
			{Hints, Hardly, "ledwo ledwie"},
			{Hints, Lack | Without, `brak braku brakuje brakowało brakujący brakująca brakujące brakujących pusty pusta
				puste pustego pustej pustych`},
			{Relates, Lack, "błędny błędna błędne błędnego zły zła złe"},
			{Hints, Refuse, `odmawia odmówił odmówiła odmówiono odmowa odrzuca odrzucił odrzucono odrzucony odrzucona
				odrzucone zaprzecza zaprzeczył`},
			{Hints, Forgo, "pominięcie pomijanie pomija pomiń pominięto wykluczają"},
			{Relates, Forgo, "rezygnuje zrezygnował porzucił porzucono"},
			{Hints, Fail, "niepowodzenie zawiódł zawiodło zawiodła"},
			{Hints, Prevent, `unika unikać uniknąć zapobiega zapobiec uniemożliwia uniemożliwił przestał przestała
				przestać`},
			{Hints, Forbid, "zabroniony zabroniona zabronione zabrania zakazany zakazana zakazane zakaz zakazuje"},
			{Hints, Few, "rzadko mało mniej niewielu"},
			{Hints, Except, "oprócz prócz poza wyjątkiem chyba inaczej"},
			{Relates, Except, "wyjątek wyjątki aż dopóki"},
			{Relates, Poor, "źle gorszy gorsza gorsze gorzej"},
			{Relates, Contrary, "przeciw przeciwko wbrew"},
			{Hints, 0, "zero zera zerowy zerowa"},
		},
		Prefixes: []DenialWords{
			{Hints, Unlike, "nie"},
			{Hints, 0, "niemożliw"}, // for "cannot", not only for "impossible"
			{Affirms, 0, `niebo nieba niebem niebie niech nieco niedawn niedziel niedługo niedźw niejak niejed
				niekiedy niektó niemal niemc niemi niemn niesie niesion niestet nieść nieśli niezbęd`},
			{Hints, Unlike | Forbid, "nielegal niedozw"},
			{Hints, Unlike | Without, "bez"},
			{Affirms, 0, "bezpiecz bezpośred"},
		},
		Phrases: []string{
			"nie* tylko", "nie* jedynie", "nie* mniej", "nie* więcej niż", "* ?", "dlaczego nie*", "czy nie*",
			"lub nie*", "albo nie*", "o ile nie*", "dopóki nie*", "póki nie*", "jeszcze nigdy*", "chyba że nie*",
			"bez żadnych*", "bez żadnego*", "bez żadnej*", "bez niczego*",
		},
		WithoutWord: "bez",
		WithWord:    "z",
		Concord:     true,
	},
	ShortWords: `
		i a o u w z na do od za po ze we że to ta te ten tę tą nie tak co kto jak czy on ona my wy ty ja mu go jej ich
		im nim są był ma mam dom dni dnia rok lat pan los las nas was raz coś ktoś już aż by bo bez dla pod nad tu tam
		nic syn bok dwa trzy sam sto
	`,
}
