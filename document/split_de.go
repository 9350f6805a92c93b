package document

import (
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// German splits German text into sentences. The conventions are those of the Universal Dependencies treebanks:
// sentences inside a longer quotation are cut, a quotation stays with the words that frame it, a label or a list
// number stays with the sentence after it.
func German(text string) []offset.Span { return german.split(text) }

var german = &rules{
	abbreviations: abbreviations(germanInside, germanEither, germanCounted, germanOrdinary),
	starters:      wordSet(germanStarters),
	suffixes:      []string{"str", "nr"},
	number:        germanNumber,
}

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// Titles, shortened adjectives and connecting words: something always follows.
const germanInside = `
	dr prof em stud wiss bez ges Hr Hrn Fr Frl dipl ing rer nat jur habil hc h.c mult med vet theol oec univ doz hptm
	Lt ltn oblt kapt adm st ste skt hl mr mrs ms messrs mme sgt capt col sen gov rep hon mt ft feat Inh
	z.b z.bsp zb p.s d.h d.i d.s dh m.a.w m.e m.w u.u z.t z.z z.zt i.d.r i.e.s i.w.s i.s.d i.s.v i.v.m i.h.v i.ü i.bez
	o.g s.o.g v.a b.z.w u.zw a.a.o
	bzw vgl sog sogen ggf ggfs evtl eventl insb insbes bes bspw exkl inkl einschl ausschl zzgl abzgl lt gem betr bezgl
	bzgl
	dt engl frz franz ital span lat griech russ türk poln amerik brit österr europ intern internat kath ev evang prot
	orth jüd islam staatl städt kgl königl kaiserl
	ehem ehm urspr eigtl allg allgem offiz öffentl gesetzl wissensch techn histor jurist kulturl relig
	südl nördl östl westl nordöstl nordwestl südöstl südwestl örtl
	verh gesch geb verw gest led gegr begr erw verf hrsg hg herausg bearb überarb ersch übers ill verm
	gez ung ungef ca cca zw u o od vs versch div mind durchschn jährl monatl mtl tägl wöchentl eidg ahd mhd nhd
	jmd jmdn jmdm jmds jd jdn jdm jds etw fa fam gebr geschw
`

// The sentence may end with these.
const germanEither = `
	mio mrd mill tsd std stdn min max sek jh jhd jhdt jahrh chr v.chr n.chr v.u.z u.z n.u.z v.h v.t n.v d.j d.m d.js
	d.mts d.l.j d.ä a.d e.v e.h ehrenh i.r i.v i.a i.e i.g d.r
	u.a u.ä u.ae o.ä o.ae o.dgl dgl dergl a.m p.m p.a n.n o.b o.v o.j o.o s.o s.u a.s m.a b.a b.sc m.sc ph.d p.c
	str pl al co inc ltd corp bros jr sr dtz stk pkt ztr pfd mwst Gen Dir Mag Präs Vizepräs Abt chem phys biol math phil
	jan feb febr mrz apr jun jul aug sep sept okt nov dez Mo Di Mi Do Sa
	tel fax anm forts lfg nachf ff f hbf bhf jg jgg ausg aufl einw temp wg prov
	us u.s u.s.a u.k d.c b.c l.a n.y e.u zus
`

// Words and letters that are abbreviations only before a number.
const germanCounted = `
	nr nrn no num abs art artt kap abb tab taf bd bde bl blz rn rz rdnr randnr s sp z zl ziff abschn anh pos par lfd
	fn fußn az gz tz kl abt bsp vol ed op ver
	mk lk joh röm kor gal eph kol thess tim hebr jak petr offb mos jes jer hes dan
`

// What looks like an abbreviation but is not, and abbreviations at the end of an enumeration: the sentence ends if a
// capital letter follows.
const germanOrdinary = `
	km cm mm kg kw qm kb mb gb tb hz khz mhz ghz pkw lkw kfz tv km/h usw usf etc o.k u.s.w u.s.f u.v.m u.v.a.m u.a.m
	u.dgl
`

// germanStarters are the words that, capitalised inside running text, start a sentence. Nouns cannot be told from
// names and other nouns, so only words that are small elsewhere are listed; "Sie", "Ihr" and "Ihnen" may be polite
// forms and are listed because they hardly ever follow an abbreviation as such.
const germanStarters = `
	Der Die Das Den Dem Des Dessen Deren Denen Derer Ein Eine Einen Einem Einer Eines Kein Keine Keinen Keinem Keiner
	Keines
	Ich Du Er Sie Es Wir Ihr Man Mich Mir Dich Dir Ihn Ihm Ihnen Uns Euch Mein Meine Meinen Meinem Meiner Dein Deine
	Deinen Deinem Sein Seine Seinen Seinem Seiner Ihre Ihren Ihrem Ihrer Unser Unsere Unseren Unserem Unserer Euer
	Eure
	Dieser Diese Dieses Diesen Diesem Dies Jener Jene Jenes Jenen Jenem Jeder Jede Jedes Jeden Jedem Alle Alles Allen
	Aller Allein Beide Beides Beiden Einige Einiges Einigen Manche Mancher Manches Mehrere Viele Vieles Vielen Wenige
	Etliche Sämtliche Andere Anderer Anderes Anderen Niemand Jemand Nichts Etwas Derselbe Dieselbe Dasselbe Solche
	Solcher Solches Welche Welcher Welches
	Wer Was Wen Wem Wessen Wo Wohin Woher Wann Wie Warum Weshalb Wieso Weswegen Womit Wofür Wozu Wodurch Woran Worin
	Worauf Worüber Wovon Wobei
	Und Oder Aber Doch Denn Sondern Jedoch Sowohl Weder Entweder Nicht Nur Auch Noch Schon Sogar Selbst Sowie
	Beziehungsweise
	Als Wenn Weil Da Dass Daß Ob Obwohl Obgleich Während Nachdem Bevor Ehe Bis Seit Seitdem Sobald Solange Falls
	Sofern Soweit Indem Damit Sodass Wenngleich Wobei
	In Im Ins An Am Ans Auf Aufs Aus Bei Beim Mit Nach Von Vom Vor Zu Zum Zur Über Unter Unterm Hinter Neben Zwischen
	Durch Für Gegen Ohne Um Wegen Trotz Statt Anstatt Außer Außerhalb Innerhalb Oberhalb Unterhalb Laut Gemäß Entlang
	Gegenüber Ab Angesichts Aufgrund Anhand Hinsichtlich Mithilfe Mittels Binnen Zufolge Dank Per Pro
	Hier Dort Da Dann Danach Davor Dabei Dafür Dagegen Daher Dahin Dahinter Damals Daneben Daran Darauf Daraufhin
	Daraus Darin Darüber Darum Darunter Davon Dazu Dadurch Deshalb Deswegen Demnach Demzufolge Dennoch Trotzdem
	Gleichwohl Allerdings Außerdem Zudem Überdies Ferner Weiterhin Ebenso Ebenfalls Gleichzeitig Zugleich Zunächst
	Zuerst Zuletzt Schließlich Endlich Später Früher Bisher Bislang Inzwischen Mittlerweile Heute Gestern Morgen Jetzt
	Nun Bald Oft Häufig Manchmal Immer Nie Niemals Meist Meistens Vielleicht Wahrscheinlich Möglicherweise Vermutlich
	Offenbar Offensichtlich Natürlich Selbstverständlich Tatsächlich Leider Hoffentlich Glücklicherweise Insgesamt
	Insbesondere Besonders Vor Allem Etwa Rund Knapp Fast Mehr Weniger Mindestens Höchstens Erst Einst Einmal Zweimal
	So Somit Also Ja Nein Bitte Danke Hierbei Hierfür Hierzu Hiermit Hierdurch Dementsprechend Entsprechend
	Stattdessen Vielmehr Andererseits Einerseits Zwar Dafür Ebendort Dortselbst Anschließend Unterdessen Währenddessen
	Nebenbei Kurz Lange Seither Nachher Vorher Zuvor Weiter Genau Ganz Sehr Hinzu Herr Frau
	Ist Sind War Waren Hat Haben Hatte Hatten Wird Werden Wurde Wurden Kann Können Konnte Muss Müssen Musste Soll Sollen Sollte Will Wollen Wollte Darf Dürfen Mag Möchte Gibt Gab Es's
	The This That These Those It He She We They You
`

// germanMonth reports whether word is the name of a month, or its usual abbreviation.
func germanMonth(word string) bool {
	switch word {
	case "Januar", "Jänner", "Februar", "Feber", "März", "April", "Mai", "Juni", "Juli", "August", "September",
		"Oktober", "November", "Dezember",
		"Jan", "Feb", "Febr", "Mrz", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Nov", "Dez":
		return true
	}
	return false
}

// germanNumber decides whether a sentence ends at a number and a full stop: "auf Platz 3. Das" does, "am 3. Oktober",
// "der 1. FC" and "im 19. Jahrhundert" do not.
func germanNumber(n numeral) bool {
	switch {
	case germanMonth(n.after):
		return false
	case n.digits < 3 && strings.HasSuffix(n.before, ":"):
		return false // the first item of a list: "Drei Gründe: 1. Das …"
	case n.starter:
		return true
	case n.after == "" && n.digits < 4:
		return germanCardinal[n.before] // a number or a sign follows
	case germanCardinal[n.before]:
		return true
	case germanArticle[n.before], n.digits < 3 && germanPreposition[n.before]:
		return false
	}
	return n.digits >= 3
}

// germanArticle holds the words that an ordinal follows, germanPreposition those that a year may follow as well.
var germanArticle = wordSet(`der die das den dem des Der Die Das Den Dem Des ein eine einen einem einer eines am Am im
	Im zum Zum zur Zur vom Vom beim Beim ins ans jeder jede jedes jeden jedem
	dieser diese dieses diesen diesem sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere mein
	meine`)

var germanPreposition = wordSet(`und oder bis ab seit Seit Bis Ab nach vor`)

// germanCardinal holds the words that a plain number follows.
var germanCardinal = wordSet(`Seite Seiten Platz Rang Kapitel Nummer Nr Artikel Absatz Punkt Jahr Jahre Jahren
	Position Band Teil Stufe Klasse Gleis Zimmer Raum Linie Tabelle Abbildung Version Ausgabe Heft Folge Staffel
	Gruppe
	ist war sind waren wird wurde wurden werden bleibt blieb mit auf bei um rund etwa knapp über unter nur noch fast
	gegen insgesamt maximal mindestens höchstens circa ca zwischen von`)
