package lang

// German is what is known of German. The conventions of its sentences are those of the Universal Dependencies
// treebanks.
var German = &Language{
	Code:   "de",
	Name:   "German",
	Plural: "n != 1",
	Particles: `
		ab an auf aus auseinander bei bereit bevor da dar durch ein empor entgegen entlang entzwei fehl fern fertig
		fest fort frei gegenüber gleich heim her herab heran herauf heraus herbei herein herum herunter hervor hin
		hinab hinauf hinaus hinein hinunter hinweg hinzu hoch kennen los mit nach nieder statt teil tot um unter vor
		voran voraus vorbei vorüber weg weiter wieder zu zurecht zurück zusammen zuvor über überein
	`,
	Sentences: &Sentences{
		// Titles, shortened adjectives and connecting words: something always follows.
		Inside: `
			dr prof em stud wiss bez ges Hr Hrn Sra Maj Fr Frl dipl ing rer nat jur habil hc h.c mult med vet theol oec univ
			doz hptm Lt ltn oblt kapt adm st ste skt hl mr mrs ms messrs mme sgt capt col sen gov rep hon mt ft feat
			Inh z.b z.bsp zb p.s d.h d.i d.s dh m.a.w m.e m.w u.u z.t z.z z.zt i.d.r i.e.s i.w.s i.s.d i.s.v i.v.m
			i.h.v i.ü i.bez o.g s.o.g v.a b.z.w u.zw a.a.o bzw vgl sog sogen ggf ggfs evtl eventl insb insbes bes bspw
			exkl inkl einschl ausschl zzgl abzgl lt gem betr bezgl bzgl dt engl frz franz ital span lat griech russ
			türk poln amerik brit österr europ intern internat kath ev evang prot orth jüd islam staatl städt kgl
			königl kaiserl ehem ehm urspr eigtl allg allgem offiz öffentl gesetzl wissensch techn histor jurist
			kulturl relig südl nördl östl westl nordöstl nordwestl südöstl südwestl örtl verh gesch geb verw gest led
			gegr begr erw verf hrsg hg herausg bearb überarb ersch übers ill verm gez ung ungef ca cca zw u o od vs
			versch div mind durchschn jährl monatl mtl tägl wöchentl eidg ahd mhd nhd jmd jmdn jmdm jmds jd jdn jdm
			jds etw fa fam gebr geschw
		`,
		Either: `
			mio mrd mill tsd std stdn min sek jh jhd jhdt jahrh chr v.chr n.chr v.u.z u.z n.u.z v.h v.t n.v d.j d.m
			d.js d.mts d.l.j d.ä a.d e.v e.h ehrenh i.r i.v i.a i.e i.g d.r u.a u.ä u.ae o.ä o.ae o.dgl dgl dergl
			a.m p.m p.a n.n k.o o.b o.v o.j o.o s.o s.u a.s m.a b.a b.sc m.sc ph.d p.c str pl co inc ltd corp bros jr
			sr dtz stk pkt ztr pfd mwst Präs Vizepräs chem phys biol math feb febr mrz apr jun jul aug sep sept okt
			nov dez tel fax anm forts lfg nachf ff f hbf bhf jg jgg ausg aufl einw temp wg prov us u.s u.s.a u.k
			d.c b.c l.a n.y e.u zus max jan al phil gen dir
		`,
		Counted: `
			nr nrn no num abs art artt kap abb tab taf bd bde bl blz rn rz rdnr randnr s sp z zl ziff abschn anh
			pos par lfd fn fußn az gz tz kl bsp vol ed op ver mk lk joh röm kor gal eph kol thess tim hebr jak petr
			offb mos jes jer hes dan
		`,
		// Also abbreviations at the end of an enumeration: the sentence ends if a capital letter follows.
		Ordinary: `
			km cm mm kg kw qm kb mb gb tb hz khz mhz ghz pkw lkw kfz pkws lkws kfzs tv km/h usw usf etc o.k
			u.s.w u.s.f u.v.m u.v.a.m u.a.m u.dgl Islam Jurist
		`,
		// In small letters "max." and "jan." are never words.
		Homographs: "Dir Abt Gen Mag Max Mind Al Phil Jan Mo Di Mi Do Sa So",
		Leads: `
			im Im Anfang Ende Mitte seit Seit bis Bis vom Vom der die Der Die zur Zur Herr Herrn Frau stv Univ et
			Mo Di Mi Do Fr Sa So
		`,
		Endings: "str nr",
		// 999 in 1,000 words of German news, encyclopaedia and speeches end so.
		Finals: `
			yn ey ca ia ka la ma na ra sa ta wa ab eb lb ob rb ed id ld nd rd ae be ce de fe ge he ie ke le me ne re se
			te ue ve xe ze ße af ef ff if lf nf rf uf ag eg ig ng og ug ah ch eh oh üh ei ii ri si ck nk rk al el
			hl il ll ol am em hm im mm om rm um ym an en hn in ln nn on rn un ön ün io no so to wo pp ar er hr ir
			or ur är ür as ds es fs gs hs is ks ls ns os rs ss ts us ös at bt dt et ft gt ht it kt lt mt nt ot pt
			rt st tt ut vt zt ßt ät au eu zu iv ay lz nz rz tz aß eß iß oß äß uß üß öß li ni ti öl ül äl ör lm lk
			rl äh öh üs md ex ox ub üb äg rg ul bu ph ik öd mp of pf ud xy op än sk rr ix da ro lo co ba ea
			ga ty ry
		`,
		// Nouns look like names and other nouns, so only words that are small elsewhere are listed; "Sie", "Ihr" and
		// "Ihnen" may be polite forms and are listed because they hardly ever follow an abbreviation as such.
		Starters: `
			Der Die Das Den Dem Des Dessen Deren Denen Derer Ein Eine Einen Einem Einer Eines Kein Keine Keinen Keinem
			Keiner Keines Ich Du Er Sie Es Wir Ihr Man Mich Mir Dich Dir Ihn Ihm Ihnen Uns Euch Mein Meine Meinen
			Meinem Meiner Dein Deine Deinen Deinem Sein Seine Seinen Seinem Seiner Ihre Ihren Ihrem Ihrer Unser Unsere
			Unseren Unserem Unserer Euer Eure Dieser Diese Dieses Diesen Diesem Dies Jener Jene Jenes Jenen Jenem
			Jeder Jede Jedes Jeden Jedem Alle Alles Allen Aller Allein Beide Beides Beiden Einige Einiges Einigen
			Manche Mancher Manches Mehrere Viele Vieles Vielen Wenige Etliche Sämtliche Andere Anderer Anderes Anderen
			Niemand Jemand Nichts Etwas Derselbe Dieselbe Dasselbe Solche Solcher Solches Welche Welcher Welches Wer
			Was Wen Wem Wessen Wo Wohin Woher Wann Wie Warum Weshalb Wieso Weswegen Womit Wofür Wozu Wodurch Woran
			Worin Worauf Worüber Wovon Wobei Und Oder Aber Doch Denn Sondern Jedoch Sowohl Weder Entweder Nicht Nur
			Auch Noch Schon Sogar Selbst Sowie Beziehungsweise Als Wenn Weil Da Dass Daß Ob Obwohl Obgleich Während
			Nachdem Bevor Ehe Bis Seit Seitdem Sobald Solange Falls Sofern Soweit Indem Damit Sodass Wenngleich Wobei
			In Im Ins An Am Ans Auf Aufs Aus Bei Beim Mit Nach Von Vom Vor Zu Zum Zur Über Unter Unterm Hinter Neben
			Zwischen Durch Für Gegen Ohne Um Wegen Trotz Statt Anstatt Außer Außerhalb Innerhalb Oberhalb Unterhalb
			Laut Gemäß Entlang Gegenüber Ab Angesichts Aufgrund Anhand Hinsichtlich Mithilfe Mittels Binnen Zufolge
			Dank Per Pro Hier Dort Da Dann Danach Davor Dabei Dafür Dagegen Daher Dahin Dahinter Damals Daneben Daran
			Darauf Daraufhin Daraus Darin Darüber Darum Darunter Davon Dazu Dadurch Deshalb Deswegen Demnach
			Demzufolge Dennoch Trotzdem Gleichwohl Allerdings Außerdem Zudem Überdies Ferner Weiterhin Ebenso
			Ebenfalls Gleichzeitig Zugleich Zunächst Zuerst Zuletzt Schließlich Endlich Später Früher Bisher Bislang
			Inzwischen Mittlerweile Heute Gestern Morgen Jetzt Nun Bald Oft Häufig Manchmal Immer Nie Niemals Meist
			Meistens Vielleicht Wahrscheinlich Möglicherweise Vermutlich Offenbar Offensichtlich Natürlich
			Selbstverständlich Tatsächlich Leider Hoffentlich Glücklicherweise Insgesamt Insbesondere Besonders Vor
			Allem Etwa Rund Knapp Fast Mehr Weniger Mindestens Höchstens Erst Einst Einmal Zweimal So Somit Also Ja
			Nein Bitte Danke Hierbei Hierfür Hierzu Hiermit Hierdurch Dementsprechend Entsprechend Stattdessen
			Vielmehr Andererseits Einerseits Zwar Dafür Ebendort Dortselbst Anschließend Unterdessen Währenddessen
			Nebenbei Kurz Lange Seither Nachher Vorher Zuvor Weiter Genau Ganz Sehr Hinzu Herr Frau Ist Sind War Waren
			Hat Haben Hatte Hatten Wird Werden Wurde Wurden Kann Können Konnte Muss Müssen Musste Soll Sollen Sollte
			Will Wollen Wollte Darf Dürfen Mag Möchte Gibt Gab Es's Hast Habt Bist
			Seid Kannst Könnt Willst Wollt Magst Darfst Musst Sollst Wirst Weißt Kennst Hattest Warst Glaubst Denkst
			Meinst Kommst Komm Gehst Machst The This That These Those It He She We They You
		`,
		// Each stands inside a sentence less than six times in a thousand, counted in German news and encyclopaedia.
		Openers: `
			Die Das Der Ich In Es Im Er Wir Ein Nach Auch Eine Diese Aber Bei Mit Am Als Und So Wenn Für Wie Was
			Auf Seit Man Da Dies Von Während Zu Wer Dieser Um Dabei Durch Viele Damit Vor An Außerdem Dieses Bis
			Hier Deshalb Unter Neben Heute Einige Warum Zum Dazu Doch Ist Dort Meine Nur Dann Alle Allerdings
			Erst Zur Darüber Nachdem Denn Ab Obwohl Zudem Deswegen Beim Jetzt Schon Aufgrund Bereits Nicht Daher
			Hast Manche Noch Besonders Dadurch Dennoch Dass Daß Daneben Dafür Insgesamt Trotz Etwa Beide Haben
			Zwischen Niemand Vielleicht Danach Jeder Je Wann Insbesondere Trotzdem Manchmal Sind Kann Bist
			Natürlich Vom Ebenfalls Damals Schließlich Tatsächlich Ohne Ebenso Gegen Stattdessen Zunächst Sehr
			Unsere Solche Kannst Zwar Seitdem Also Darf Jedoch Mehrere Angesichts Wird Innerhalb Habt Welche
			Weiterhin Immer Davon Sowohl Gib Daraus Andererseits Inzwischen Darin Willst Zahlreiche Derzeit Jede
			Lasst Jedes Ferner Bevor Bisher Dagegen Hierbei Insofern Kein Keine Statt Darauf Somit Daraufhin Zuvor
			Daran Mittlerweile Demnach Leider Beispielsweise Vielmehr Anschließend Gibt Eigentlich Sobald Zuerst
			Darunter Hierzu Wieso Keiner Zugleich Ansonsten Lediglich Möglicherweise Meistens Jemand Normalerweise
			Sogar Weißt Woher Heutzutage Soll Seither Erstmals Hinter Offensichtlich Sonst Anstatt Möchtest
			Umgekehrt Bislang Spätestens Entweder Zumindest Einerseits Vermutlich Unterdessen Muss Jedenfalls Weder
			Vorher Hingegen Kaum Herzlichen Vielen Diesmal Immerhin Hinsichtlich Wofür Letztlich Übrigens Könnte
			Erstens Wäre Indem Hierfür Überall Plötzlich Zweitens Offenbar Kürzlich Endlich Letztendlich Sicherlich
			Wurde Würden Wozu Worauf Irgendwie Gerne Hoffentlich Wirklich Einfach Absolut Habe Hatte Hatten Wurden
			Konnte Nie Selten
		`,
		Ordinals: &Ordinals{
			Months: `
				Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember Jan Feb
				Febr Mrz Apr Jun Jul Aug Sep Sept Okt Nov Dez
			`,
			Articles: `
				der die das den dem des Der Die Das Den Dem Des ein eine einen einem einer eines am Am im Im zum Zum zur
				Zur vom Vom beim Beim ins ans jeder jede jedes jeden jedem dieser diese dieses diesen diesem sein seine
				seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere mein meine Ein Eine Einen Einem Einer Eines
				Jeder Jede Jedes Jeden Jedem Dieser Diese Dieses Diesen Diesem Sein Seine Seinen Seinem Seiner Ihr Ihre
				Ihren Ihrem Ihrer Unser Unsere Mein Meine
			`,
			Prepositions: "und oder bis ab seit Seit Bis Ab nach vor",
			Cardinals: `
				Seite Seiten Platz Rang Kapitel Nummer Nr Artikel Absatz Punkt Jahr Jahre Jahren Position Band Teil
				Stufe Klasse Gleis Zimmer Raum Linie Tabelle Abbildung Version Ausgabe Heft Folge Staffel Gruppe Frage
				Einzelplan Paragraph Hartz SGB ist war
				sind waren wird wurde wurden werden bleibt blieb mit auf bei um rund etwa knapp über unter nur noch fast
				gegen insgesamt maximal mindestens höchstens circa ca zwischen von
			`,
		},
	},
	Values: &Values{
		Decimal:    ',',
		Thousands:  '.',
		DayFirst:   true,
		Compounds:  true,
		HalfBefore: true,
		Words: []ValueWords{
			{SoftNumber, 0, "null kein keine keinen torlos"},
			{SoftNumber, 1, "ein eine einen einem einer eines eins erste ersten erster erstes erstem erstmals einmal"},
			{Cardinal, 2, "zwei zwo zweien zweier"},
			{Cardinal, 3, "drei dreien dreier"},
			{Cardinal, 4, "vier vieren"},
			{Cardinal, 5, "fünf"},
			{Cardinal, 6, "sechs"},
			{Cardinal, 7, "sieben"},
			{LooseNumber, 8, "acht achte achten achter"},
			{Cardinal, 9, "neun"},
			{Cardinal, 10, "zehn"},
			{Cardinal, 11, "elf"},
			{Cardinal, 12, "zwölf"},
			{LooseNumber, 2, `beide beiden beider beides doppelt doppelte doppelten zweite zweiten zweiter zweites
			zweitem`},
			{SoftNumber, 2, "paar zweitens"},
			{HalfWord, 50, "hälfte halb halbe halben halber halbes"},
			{LooseNumber, 3, "drittel"},
			{Scaler, 12, "dutzend"},
			{LooseNumber, 12, "dutzende dutzenden"},
			{SoftNumber, 16, "achtelfinale"},
			{SoftNumber, 32, "sechzehntelfinale"},
			{SoftNumber, 8, "viertelfinale"},
			{SoftNumber, 4, "halbfinale"},
			{SoftNumber, 10, "jahrzehnt"},
			{SoftNumber, 100, "jahrhundert"},
			{Ordinal, 3, "dritte dritten dritter drittes drittens"},
			{Ordinal, 7, "siebte siebten siebter"},
			{Cardinal, 1.5, "anderthalb eineinhalb"},
			{Scaler, 100, "hundert"},
			{BigNumber, 100, "hunderte hunderten"},
			{Scaler, 1e3, "tausend tsd"},
			{BigNumber, 1e3, "tausende tausenden"},
			{Scaler, 1e6, "million millionen mio mill"},
			{Scaler, 1e9, "milliarde milliarden mrd md mia"},
			{Scaler, 1e12, "billion billionen bio"},
			{Scaler, 1e15, "billiarde billiarden"},
			{Scaler, 1e18, "trillion trillionen"},
			{HourWord, 0, "uhr"},
			{QuarterWord, 4, "viertel"},
			{SoftNumber, 0.75, "dreiviertel"},
			{Past, 0, "nach"},
			{Before, 0, "vor"},
			{And, 0, "und"},
			{Through, 0, "bis oder"},
			{DecadeEnd, 0, "er ern"},
			{Midpoint, 720, "mittag"},
			{Midpoint, 0, "mitternacht"},
			{Lowering, 0, `minus unter negativ negative negativen negativer verlust verluste rückgang defizit
			abzüglich unterhalb`},
			{DayPart, Morning, "morgens früh vormittags"},
			{DayPart, Midday, "mittags"},
			{DayPart, Evening, "nachmittags abends"},
			{DayPart, Night, "nachts"},
			{MonthName, 1, "januar jänner"},
			{MonthName, 2, "februar"},
			{MonthName, 3, "märz"},
			{MonthName, 4, "april"},
			{MonthName, 5, "mai"},
			{MonthName, 6, "juni"},
			{MonthName, 7, "juli"},
			{MonthName, 8, "august"},
			{MonthName, 9, "september"},
			{MonthName, 10, "oktober"},
			{MonthName, 11, "november"},
			{MonthName, 12, "dezember"},
			{MonthShort, 1, "jan"},
			{MonthShort, 2, "feb"},
			{MonthShort, 3, "mär"},
			{MonthShort, 4, "apr"},
			{MonthShort, 6, "jun"},
			{MonthShort, 7, "jul"},
			{MonthShort, 8, "aug"},
			{MonthShort, 9, "sep sept"},
			{MonthShort, 10, "okt"},
			{MonthShort, 11, "nov"},
			{MonthShort, 12, "dez"},
			{Step, 0, "um"},
		},
		Units: []UnitWords{
			{PercentagePoint, "prozentpunkt prozentpunkte prozentpunkten"},
			{Percent, "prozent"},
			{Euro, "euro euros"},
			{Dollar, "dollar dollars"},
			{Pound, "pfund"},
			{Franc, "franken"},
			{Yen, "yen"},
			{Kilometre, "kilometer kilometern"},
			{Metre, "meter metern m"},
			{Centimetre, "zentimeter zentimetern"},
			{Mile, "meile meilen"},
			{Foot, "fuß"},
			{Kilogram, "kilogramm kilo kilos"},
			{Gram, "gramm"},
			{Tonne, "tonne tonnen"},
			{Litre, "liter litern"},
			{Hour, "stunde stunden"},
			{Minute, "minute minuten"},
			{Second, "sekunde sekunden"},
			{Day, "tag tage tagen"},
			{Week, "woche wochen"},
			{Month, "monat monate monaten"},
			{Year, "jahr jahre jahren"},
			{Degree, "grad"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, Refusal, "kein keine keinen keinem keiner keines keinerlei keins"},
			{Denies, 0, `nicht nie niemals niemand niemanden niemandem nichts nirgends nirgendwo keineswegs
				keinesfalls`},
			{Hints, Refusal, "nein nee"},
			{Hints, Without, "ohne mangels"},
			{Hints, Only, "nur erst einzige einzigen einziger"},
			{Relates, Only, "lediglich bloß einziges einzigem ausschließlich allein alleinige"},
			{Hints, Instead, "statt anstatt sondern"},
			{Relates, Instead, "anstelle stattdessen vielmehr"},
			{Hints, Hardly, "kaum"},
			{Hints, Neither, "weder"},
			{Relates, Neither, "noch"},
			{Hints, Lack, "fehlt fehlen fehlte fehlten mangel mangelnde mangelnder leer"},
			{Relates, Lack, `falsch fehlende fehlenden fehlender verloren leere leeren leeres vermisst vermissen
				abwesend abwesenheit knapp`},
			{Hints, Refuse, "verweigert verweigerte lehnt lehnte abgelehnt ablehnen"},
			{Relates, Refuse, "wies weist zurückgewiesen zurück leugnet leugnete leugnen dementiert dementierte"},
			{Hints, Forgo, "verzichtet verzichten verzichtete"},
			{Hints, Fail, "scheiterte scheitert gescheitert"},
			{Relates, Fail, "versagt versagte versagen versäumt versäumte durchgefallen misserfolg"},
			{Hints, Prevent, "vermeiden verhindern verhindert hindert hindern"},
			{Relates, Prevent, `stoppen stoppt stoppte gestoppt hören hört aufhören aufgehört stopp halten hielt
				verhinderte vorbeugen umgehen`},
			{Hints, Forbid, "verboten verbietet untersagt"},
			{Hints, Few, "selten weniger"},
			{Relates, Few, "wenig wenige wenigen weniges geringer geringere kleiner"},
			{Hints, Except, "außer ausgeschlossen"},
			{Relates, Except, "ausnahme ausnahmen ausgenommen abgesehen außerhalb ausschließen schließt bis"},
			{Hints, 0, "egal gleichgültig"},
			{Relates, Poor, `schlecht schlechte schlechten schlechter schlechtes schlimm schlimmer schlimme arm
				arme armen übel böse`},
			{Relates, Unlike, "entgegen anders gegensatz unterschied illegal illegale illegalen legal"},
			{Relates, Contrary, `enttäuscht enttäuschte enttäuschung enttäuschend enttäuschenden uneinig dagegen
				gegen widerspruch`},
		},
		Prefixes: []DenialWords{
			{Hints, Unlike, "un ungeh ungew"},
			{Affirms, 0, "unter unser univer unge"},
			{Hints, Unlike, "nicht inakzept inkomp missacht missfall misstrau"},
			{Hints, Unlike | Fail, "misslang"},
			{Hints, Refuse, "verweiger weiger ablehn bestreit bestritt"},
			{Hints, Prevent, "vermeid verhinder"},
			{Hints, Forbid, "verbot verbiet"},
			{Hints, Fail, "verpass"},
		},
		Suffixes: []DenialWords{
			{Hints, Unlike | Without, "los lose losen loser loses losem frei freie freien"},
		},
		Phrases: []string{
			"* nur", "* zuletzt", "* allein", "* bloß", "* selten", "* umsonst", "* weniger", "* wenige", "* wenigen",
			"* wenig", "* anders", "* weit", ", * wahr ?", "* mehr als", "* ?", "ob *", "oder *", "warum *", "gar *",
		},
		WithoutWord: "ohne",
		WithWord:    "mit",
	},
	Titles: &Titles{
		Nouns: `
			serie staffel folge film blockbuster streifen thriller drama komödie doku dokumentation saga klassiker
			remake sequel buch roman novelle bestseller krimi gedicht band essay comic manga heft song lied hit single
			album ep ballade hymne oper operette musical stück theaterstück ballett sinfonie gemälde skulptur
			installation ausstellung show sendung talkshow quizshow podcast magazin zeitschrift zeitung tageszeitung
			blatt blog portal plattform website app spiel videospiel computerspiel game slogan claim motto wahlspruch
			werbespruch leitspruch label marke partei bewegung initiative kampagne verein klub konzern firma
			unternehmen startup kette bank telenovela sitcom soap chanson evergreen schlager soundtrack spot clip
			video bildband sachbuch kinderbuch memoiren autobiografie biografie organisation stiftung gruppe projekt
			programm restaurant hotel bar club café kneipe festival tour tournee prinzip regel hashtag schriftzug
			begriff ausdruck wort fachbegriff redewendung sprichwort werk trilogie reihe fraktion fraktionen lieder
			bücher büchern filme filmen bezeichnung abhandlung suite aufsatz gedichte romane
		`,
		Before: `
			in im aus für bei beim mit von vom über zu zum zur an am auf bis ab unter der die das den dem des ein eine
			einen einem einer eines kein keine und oder sowie wie als
		`,
	},
	Abbreviations: []Abbreviations{
		{Anywhere, "z. B.", "z.B zB z.b. zb. z.Bsp. zBsp."},
		{Anywhere, "d. h.", "d.h dh dh."},
		{BeforeMark, "und andere", "u.a. u.a"},
		{Anywhere, "unter anderem", "u.a. u.a"},
		{Anywhere, "und andere mehr", "u.a.m."},
		{Anywhere, "vor allem", "v.a."},
		{Anywhere, "usw.", "usw usf. usf u.s.w. u.s.f. u.dgl. u.dgl.m. u.ä. u.Ä."},
		{Anywhere, "und vieles mehr", "u.v.m. uvm. uvm"},
		{Anywhere, "oder Ähnliches", "o.ä. o.Ä."},
		{Anywhere, "beziehungsweise", "bzw. bzw"},
		{Anywhere, "beispielsweise", "bspw. bspw"},
		{Anywhere, "insbesondere", "insb. insbes. insb"},
		{Anywhere, "gegebenenfalls", "ggf. ggf ggfs. ggfs"},
		{Anywhere, "eventuell", "evtl. evtl eventl."},
		{Anywhere, "etwa", "ca. ca"},
		{Anywhere, "siehe", "vgl. vgl"},
		{Anywhere, "siehe oben", "s.o."},
		{Anywhere, "siehe unten", "s.u."},
		{Anywhere, "in der Regel", "i.d.R."},
		{Anywhere, "im Allgemeinen", "i.Allg."},
		{Anywhere, "im Sinne von", "i.S.v."},
		{Anywhere, "im Sinne des", "i.S.d."},
		{Anywhere, "in Höhe von", "i.H.v."},
		{Anywhere, "in Verbindung mit", "i.V.m."},
		{Anywhere, "zum Teil", "z.T."},
		{Anywhere, "zurzeit", "z.Z. z.Zt."},
		{Anywhere, "unter Umständen", "u.U."},
		{Anywhere, "meines Erachtens", "m.E."},
		{Anywhere, "meines Wissens", "m.W."},
		{BeforeName, "im Auftrag", "i.A."},
		{BeforeName, "in Vertretung", "i.V."},
		{Anywhere, "keine Angabe", "k.A."},
		{Anywhere, "v. Chr.", "v.Chr."},
		{Anywhere, "n. Chr.", "n.Chr."},
		{Anywhere, "sogenannt-", "sog."},
		{Anywhere, "oben genannt-", "o.g."},
		{Anywhere, "ehemalig-", "ehem."},
		{Anywhere, "verschieden-", "versch."},
		{Anywhere, "laufend-", "lfd."},
		{Anywhere, "deutsch-", "dt."},
		{Anywhere, "englisch-", "engl."},
		{Anywhere, "französisch-", "frz. franz."},
		{Anywhere, "lateinisch-", "lat."},
		{Anywhere, "griechisch-", "griech."},
		{Anywhere, "österreichisch-", "österr."},
		{Anywhere, "amerikanisch-", "amerik."},
		{Anywhere, "katholisch-", "kath."},
		{Anywhere, "insgesamt", "insg."},
		{Anywhere, "ursprünglich", "urspr."},
		{Anywhere, "voraussichtlich", "vorauss."},
		{Anywhere, "inklusive", "inkl. inkl"},
		{Anywhere, "exklusive", "exkl. exkl"},
		{Anywhere, "einschließlich", "einschl."},
		{Anywhere, "plus", "zzgl. zzgl"},
		{Anywhere, "minus", "abzgl. abzgl"},
		{Anywhere, "mindestens", "mind."},
		{Anywhere, "bezüglich", "bzgl. bzgl"},
		{Anywhere, "gemäß", "gem."},
		{Anywhere, "laut", "lt."},
		{Anywhere, "täglich", "tägl. tgl."},
		{Anywhere, "monatlich", "mtl. monatl."},
		{Anywhere, "jährlich", "jährl."},
		{Anywhere, "und", "u."},
		{Anywhere, "oder", "od."},
		{Anywhere, "herausgegeben", "hrsg."},
		{Anywhere, "gegründet", "gegr."},
		{Anywhere, "verheiratet", "verh."},
		{Anywhere, "gestorben", "gest."},
		{BeforeName, "geborene", "geb."},
		{Anywhere, "geboren", "geb."},
		{BeforeName, "Herr", "Hr."},
		{BeforeName, "Herrn", "Hrn."},
		{BeforeNumber, "Abbildung", "Abb."},
		{BeforeNumber, "Tabelle", "Tab."},
		{BeforeNumber, "Kapitel", "Kap."},
		{BeforeNumber, "Randnummer", "Rn. Rdnr. Rz."},
		{Anywhere, "Auflage", "Aufl."},
		{Anywhere, "Herausgeber", "Hrsg."},
		{Anywhere, "Abkürzung", "Abk."},
		{Anywhere, "Mehrwertsteuer", "MwSt. MwSt"},
		{Anywhere, "Umsatzsteuer", "USt. USt"},
		{Anywhere, "Hauptbahnhof", "Hbf. Hbf"},
		{Anywhere, "Bahnhof", "Bhf. Bhf"},
		{Anywhere, "Jahrhundert", "Jh. Jhd. Jhdt."},
		{Anywhere, "Tausend", "Tsd."},
		{Anywhere, "Millionen", "Mio. Mio"},
		{Anywhere, "Milliarden", "Mrd. Mrd"},
		{AfterNumber, "Stück", "Stk. Stck."},
		{AfterSeveral, "Stunden", "Std."},
		{Anywhere, "Stunde", "Std."},
		{AfterSeveral, "Minuten", "Min."},
		{AfterNumber, "Minute", "Min."},
		{AfterSeveral, "Sekunden", "Sek."},
		{AfterNumber, "Sekunde", "Sek."},
	},
	Loans: `
		pro je per se via versus ad hoc de facto jure a priori posteriori à la vis carte status quo in situ vitro vivo
		spe forma vice versa ante post mortem bona fide sui generis et al inter alia eo ipso ex nihilo cum laude
		da du na ja ne he hu ha still plem
	`,
	Labels: `
		der die das den dem ein eine erster erste erstes zweiter zweite zweites dritter dritte alle beide herr frau
		fräulein mann junge mädchen bub bursche kind kinder mutter vater eltern sohn tochter bruder schwester onkel
		tante cousin cousine großmutter großvater oma opa mama papa enkel freund freundin nachbar fremder unbekannter
		sprecher moderator moderation reporter reportage interviewer redakteur redaktion journalist frage antwort off
		publikum zuschauer zuhörer hörer leser zuruf zwischenruf gäste gast anrufer erzähler stimme stimmen chor solo
		präsident vorsitzender vorsitzende vorsitz minister ministerin kanzler kanzlerin meister rat rätin
		abgeordneter abgeordnete senator gouverneur botschafter diplomat richter gericht anwalt verteidiger
		verteidigung staatsanwaltschaft zeuge zeugin angeklagter angeklagte kläger klage beklagter beklagte gutachter
		sachverständiger polizist polizei kommissar inspektor beamter beamtin offizier soldat hauptmann leutnant
		oberst general matrose steuermann kapitän könig königin kaiser kaiserin prinz prinzessin graf gräfin ritter
		diener dienerin magd knecht bote hofnarr narr hexe zauberer fee engel teufel gott tod geist arzt ärztin
		doktor patient pfleger pflegerin lehrer schüler schülerin student professor dozent rektor direktor leiter
		kunde kundin verkäufer händler wirt kellner koch bäcker pfarrer priester pastor papst bischof mönch nonne
		teilnehmer teilnehmende person gesprächspartner befragter befragte proband klient klientin therapeut berater
		experte expertin trainer spieler schiedsrichter fahrer pilot schaffner assistent assistentin system
		benutzer nutzer anwender bot mensch
		achtung hinweis hinweise warnung vorsicht gefahr wichtig tipp tipps info infos information merke beispiel
		beispiele anmerkung anmerkungen bemerkung notiz fazit ergebnis zusammenfassung inhalt einleitung schluss
		ort datum zeit uhrzeit termin wann wo was wer wie warum beginn einlass ende dauer preis preise eintritt kosten
		thema titel betreff name vorname nachname adresse anschrift straße telefon tel fax mail kontakt anmeldung
		veranstalter quelle quellen foto fotos bild bilder grafik karte autor text ziel ziele zweck aufgabe aufgaben
		lösung übung schritt teil kapitel abschnitt zutaten zubereitung menge regie musik kamera schnitt besetzung
		darsteller drehbuch produktion update nachtrag korrektur eilmeldung exklusiv live video audio ps pps nb abb
		tab stand status version größe farbe material artikel nummer nr art typ marke modell ja nein oder und
	`,
	NounCapitals: true,
}
