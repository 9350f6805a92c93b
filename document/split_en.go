package document

import "github.com/satzpaar/satzpaar/offset"

// English splits English text into sentences, by the conventions of [German].
func English(text string) []offset.Span { return english.split(text) }

var english = &rules{
	abbreviations: abbreviations(englishInside, englishEither, englishCounted, englishOrdinary),
	starters:      wordSet(englishStarters),
}

const englishInside = `
	mr mrs ms mx dr prof rev Hon Pres Gov Sen Rep Gen Col Maj capt cpt cmdr Lt sgt cpl pvt adm brig supt insp Det
	messrs mmes mlle mme st Ste Mt Ft
	p.s ps n.b e.g i.e cf viz vs eg ie approx ca resp esp incl excl aka Dept est
`

const englishEither = `
	inc ltd co corp bros llc plc gmbh jr sr esq phd ph.d m.d b.a m.a b.sc m.sc d.d.s r.n al et.al a.m p.m a.d b.c
	b.c.e c.e
	u.s u.s.a u.k u.n e.u d.c l.a n.y n.j u.s.s.r p.o q.v
	jan feb Mar apr jun jul aug sep sept oct nov dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
	ave blvd rd sq pl ln hwy pkwy bldg apt univ assn assoc natl intl eds max min hr hrs lb lbs oz yr yrs
	Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn
	Tenn Tex Va Vt Wash Wis Wyo
`

const englishCounted = `no nos p pp vol ch sec art fig figs eq eqs para pt op ver ex pg ext`

// What looks like an abbreviation but is not, and "etc.", which ends most sentences that it stands before a capital
// letter in.
const englishOrdinary = `etc bn tn km kg cm mm mph kph tv cd dvd`

const englishStarters = `
	The This That These Those A An It Its He His She Her They Their We Our You Your I My There Here Who What When
	Where Why How Which Whose
	And But Or Nor So Yet For Because Although Though While If Unless Until Since As After Before Once Whether However
	Therefore Moreover Furthermore Meanwhile Also Then Thus Still Now Even Just Only Not No Yes
	In On At By With From To Of About Over Under Into During Through Between Among Against Without Within According
	Despite
	Some Many Most Few Several All Both Each Every Another Other Others Such One Two Three Any Everyone Someone Nobody
	Is Are Was Were Has Have Had Do Does Did Can Could Will Would Should May Might Must Let
	Today Yesterday Tomorrow Later Earlier Perhaps Maybe Please Thanks Instead Otherwise Next Last First Second
	Finally Mr Mrs Ms Dr
`
