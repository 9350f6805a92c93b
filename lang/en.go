package lang

// English is what is known of English.
var English = &Language{
	Code:   "en",
	Name:   "English",
	Plural: "n != 1",
	Sentences: &Sentences{
		Inside: `
			mr mrs ms mx dr prof rev Hon Pres Gov Sen Sens Rep Reps Gen Col Maj capt cpt cmdr Lt sgt cpl pvt adm brig supt insp
			Det messrs mmes mlle mme st Ste Mt Ft p.s ps n.b e.g i.e cf viz vs eg ie approx ca resp esp incl excl aka
			Dept est
		`,
		Either: `
			inc ltd co corp bros llc plc gmbh jr sr esq phd ph.d m.d b.a m.a b.sc m.sc d.d.s r.n al et.al a.m p.m a.d
			b.c b.c.e c.e u.s u.s.a u.k u.n e.u d.c l.a n.y n.j u.s.s.r p.o q.v jan feb Mar apr jun jul aug sep sept
			oct nov dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun ave blvd rd sq pl ln hwy pkwy bldg apt univ assn
			assoc natl intl eds max min hr hrs lb lbs oz yr yrs Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky
			Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo
		`,
		Counted: "no nos p pp vol ch sec art fig figs eq eqs para pt op ver ex pg ext",
		// Also "etc.", which ends most sentences that it stands before a capital letter in.
		Ordinary: "etc bn tn km kg cm mm mph kph tv cd dvd",
		Starters: `
			The This That These Those A An It Its He His She Her They Their We Our You Your I My There Here Who What
			When Where Why How Which Whose And But Or Nor So Yet For Because Although Though While If Unless Until
			Since As After Before Once Whether However Therefore Moreover Furthermore Meanwhile Also Then Thus Still
			Now Even Just Only Not No Yes In On At By With From To Of About Over Under Into During Through Between
			Among Against Without Within According Despite Some Many Most Few Several All Both Each Every Another
			Other Others Such One Two Three Any Everyone Someone Nobody Is Are Was Were Has Have Had Do Does Did Can
			Could Will Would Should May Might Must Let Today Yesterday Tomorrow Later Earlier Perhaps Maybe Please
			Thanks Instead Otherwise Next Last First Second Finally Mr Mrs Ms Dr
		`,
		// Each stands inside a sentence less than six times in a thousand: English news, textbooks and dialogue.
		Openers: `
			The It This You We They What That As If She He But When There How These Can And Why Are Some While My
			Although Please Many No So His According Even Yes Yeah During Where Because Maybe Not Since Another
			Those Could Well Despite Our Their Then Following Which Perhaps Thanks Would Nobody Okay Yet Thank
			Unlike Here Hey Though Apparently Hi Everyone Also Given Without Should Were Hello Someone Everybody
			Until Never Whereas Sorry Hopefully Thus However Besides Whenever Regardless Nor Actually Don't Didn't
			I'm I've I'd
		`,
		Speech: `
			said says say asked asks ask replied replies answered answers cried cries shouted shouts yelled yells called
			whispered whispers added adds told tells thought thinks muttered mutters exclaimed demanded insisted
			continued repeated screamed snapped sighed laughed
		`,
		Small: "i",
	},
	Values: &Values{
		Decimal:   '.',
		Thousands: ',',
		Words: []ValueWords{
			{SoftNumber, 0, "zero nil no goalless"},
			{SoftNumber, 1, "a an one once single first firstly"},
			{Cardinal, 2, "two"},
			{Cardinal, 3, "three"},
			{Cardinal, 4, "four"},
			{Cardinal, 5, "five"},
			{Cardinal, 6, "six"},
			{Cardinal, 7, "seven"},
			{Cardinal, 8, "eight"},
			{Cardinal, 9, "nine"},
			{Cardinal, 10, "ten"},
			{Cardinal, 11, "eleven"},
			{Cardinal, 12, "twelve"},
			{Cardinal, 13, "thirteen"},
			{Cardinal, 14, "fourteen"},
			{Cardinal, 15, "fifteen"},
			{Cardinal, 16, "sixteen"},
			{Cardinal, 17, "seventeen"},
			{Cardinal, 18, "eighteen"},
			{Cardinal, 19, "nineteen"},
			{Cardinal, 20, "twenty"},
			{Cardinal, 30, "thirty"},
			{Cardinal, 40, "forty"},
			{Cardinal, 50, "fifty"},
			{Cardinal, 60, "sixty"},
			{Cardinal, 70, "seventy"},
			{Cardinal, 80, "eighty"},
			{Cardinal, 90, "ninety"},
			{SoftNumber, 2, "second secondly"},
			{LooseNumber, 2, "both couple pair twice double doubled twins dual duo"},
			{LooseNumber, 3, "triple tripled trio threefold thrice thirds"},
			{LooseNumber, 4, "quadruple"},
			{Ordinal, 3, "third"},
			{Ordinal, 4, "fourth"},
			{Ordinal, 5, "fifth"},
			{LooseNumber, 5, "fifths"},
			{Ordinal, 6, "sixth"},
			{Ordinal, 7, "seventh"},
			{Ordinal, 8, "eighth"},
			{Ordinal, 9, "ninth"},
			{Ordinal, 10, "tenth"},
			{Ordinal, 11, "eleventh"},
			{Ordinal, 12, "twelfth"},
			{Ordinal, 13, "thirteenth"},
			{Ordinal, 14, "fourteenth"},
			{Ordinal, 15, "fifteenth"},
			{Ordinal, 16, "sixteenth"},
			{Ordinal, 17, "seventeenth"},
			{Ordinal, 18, "eighteenth"},
			{Ordinal, 19, "nineteenth"},
			{Ordinal, 20, "twentieth"},
			{Ordinal, 30, "thirtieth"},
			{Ordinal, 40, "fortieth"},
			{Ordinal, 50, "fiftieth"},
			{Ordinal, 60, "sixtieth"},
			{Ordinal, 70, "seventieth"},
			{Ordinal, 80, "eightieth"},
			{Ordinal, 90, "ninetieth"},
			{Ordinal, 100, "hundredth"},
			{DecadeName, 20, "twenties"},
			{DecadeName, 30, "thirties"},
			{DecadeName, 40, "forties"},
			{DecadeName, 50, "fifties"},
			{DecadeName, 60, "sixties"},
			{DecadeName, 70, "seventies"},
			{DecadeName, 80, "eighties"},
			{DecadeName, 90, "nineties"},
			{Scaler, 100, "hundred"},
			{BigNumber, 10, "tens"},
			{BigNumber, 100, "hundreds"},
			{Scaler, 1e3, "thousand"},
			{BigNumber, 1e3, "thousands"},
			{Scaler, 1e6, "million mn mln mio"},
			{BigNumber, 1e6, "millions"},
			{Scaler, 1e9, "milliard milliards billion bn bln"},
			{BigNumber, 1e9, "billions"},
			{Scaler, 1e12, "trillion tn trn"},
			{BigNumber, 1e12, "trillions"},
			{Scaler, 1e15, "quadrillion"},
			{Scaler, 12, "dozen"},
			{SoftNumber, 12, "dozens"},
			{SoftNumber, 10, "decade"},
			{SoftNumber, 100, "century"},
			{SoftNumber, 14, "fortnight"},
			{HalfWord, 50, "half"},
			{QuarterWord, 4, "quarter quarters"},
			{Past, 0, "past after"},
			{Before, 0, "to"},
			{And, 0, "and"},
			{Through, 0, "or"},
			{HourWord, 0, "o'clock o’clock"},
			{Meridiem, 0, "am"},
			{Meridiem, 12, "pm"},
			{DecadeEnd, 0, "s"},
			{OrdinalEnd, 0, "st nd rd th"},
			{Lowering, 0, "minus below negative under beneath down loss losses lost deficit decline drop decrease"},
			{Midpoint, 720, "noon midday"},
			{Midpoint, 0, "midnight"},
			{MonthName, 1, "january"},
			{MonthName, 2, "february"},
			{MonthWord, 3, "march"},
			{MonthName, 4, "april"},
			{MonthWord, 5, "may"},
			{MonthName, 6, "june"},
			{MonthName, 7, "july"},
			{MonthName, 8, "august"},
			{MonthName, 9, "september"},
			{MonthName, 10, "october"},
			{MonthName, 11, "november"},
			{MonthName, 12, "december"},
			{MonthShort, 1, "jan"},
			{MonthShort, 2, "feb"},
			{MonthShort, 3, "mar"},
			{MonthShort, 4, "apr"},
			{MonthShort, 6, "jun"},
			{MonthShort, 7, "jul"},
			{MonthShort, 8, "aug"},
			{MonthShort, 9, "sep sept"},
			{MonthShort, 10, "oct"},
			{MonthShort, 11, "nov"},
			{MonthShort, 12, "dec"},
			{Step, 0, "by"},
			{Of, 0, "of"},
		},
		// No "m": it may be a million.
		Units: []UnitWords{
			{Percent, "percent pct"},
			{Euro, "euro euros"},
			{Dollar, "dollar dollars"},
			{Franc, "francs"},
			{Yen, "yen"},
			{Kilometre, "kilometer kilometers kilometre kilometres"},
			{Metre, "meter meters metre metres"},
			{Centimetre, "centimeter centimeters centimetres"},
			{Mile, "mile miles"},
			{Foot, "foot feet"},
			{Kilogram, "kilogram kilograms kilo kilos"},
			{Gram, "gram grams"},
			{Tonne, "tonne tonnes ton tons"},
			{Litre, "liter liters litre litres"},
			{Hour, "hour hours"},
			{Minute, "minute minutes"},
			{Second, "seconds"},
			{Day, "day days"},
			{Week, "week weeks"},
			{Month, "month months"},
			{Year, "year years"},
			{Degree, "degree degrees"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, 0, "not never nobody nothing nowhere cannot none dont cant wont doesnt didnt isnt"},
			{Hints, Refusal, "no nay nope"},
			{Hints, Without, "without"},
			{Hints, Only, "only nonetheless"},
			{Relates, Except, "until"},
			{Relates, Only, "just merely sole solely single exclusively alone"},
			{Hints, Instead, "rather instead"},
			{Relates, Instead, "but"},
			{Hints, Hardly, "hardly barely scarcely"},
			{Hints, Neither, "nor neither"},
			{Hints, Lack | Without, "lack lacks lacked lacking missing absent absence empty"},
			{Relates, Lack, "wrong short scarce lost void"},
			{Hints, Refuse, "refuse refuses refused refusing deny denies denied reject rejected rejects"},
			{Relates, Forgo, `waive waives waived renounce renounced abstain abstained give gave given giving
				abandon abandoned relinquish dispense drop dropped skip`},
			{Hints, Fail, "fail fails failed failing failure"},
			{Relates, Fail, "error errors exhausted"},
			{Hints, Prevent, `avoid avoids avoided prevent prevents prevented stop stops stopped stopping cease
				ceased quit quits`},
			{Hints, Forbid, "ban banned bans"},
			{Hints, Few, "few rarely seldom"},
			{Relates, Few, "less fewer little lower smaller"},
			{Hints, Except, "except unless excluded ruled otherwise"},
			{Relates, Except, "besides apart exception exceptions outside"},
			{Hints, Unlike, "unlike impossible non"},
			{Hints, Poor, "poor poorly bad badly worse"},
			{Hints, 0, "zero ain anymore nil"},
		},
		Prefixes: []DenialWords{
			{Hints, Unlike, "un"},
			{Affirms, 0, "under uni until"},
			{Hints, Unlike, `imposs improb improp immat immobil imperf incap inab inadeq insuff invis inval incorr
				incompl incompat incons indep ineff inexp inevit infreq indiff inacc inapp insign insep intoler
				insecur inexact mismatch involunt illog irreg irrel irresp irrev disag disob disreg disqual
				discontin disabl disbel disinc non misun mistr reluct`},
			{Hints, Unlike | Forbid, "illeg disallow"},
			{Hints, Contrary, "disapp dislik dissat disrup dissen disagree"},
			{Hints, Contrary | Refuse, "oppos"},
			{Hints, Forgo, "dispens withdr neglect omit omiss suppress"},
			{Hints, Lack, "absen missed"},
			{Hints, Except, "exclud"},
			{Hints, Forbid, "prohib forbid forbad"},
			{Hints, Prevent, "prevent"},
			{Hints, Refuse, "reject declin"},
		},
		Suffixes: []DenialWords{
			{Hints, Unlike | Without, "less free"},
			{Affirms, 0, "theless regardless"},
		},
		Phrases: []string{
			"not* only", "not* least", "not* just", "why *", "whether not*", "or not*", "if not*", "not* to mention",
		},
		Hints: []string{"far* from", "out of the question*", "anything* but", "mutually exclusive*",
			"ran out* of", "run out* of", "runs out* of"},
		WithoutWord:  "without",
		WithWord:     "with",
		Contractions: true,
		Tags:         true,
	},
	Titles: &Titles{
		Nouns: `
			series season episode film movie blockbuster thriller drama comedy documentary saga trilogy book novel
			bestseller poem song hit single album ballad anthem opera musical play ballet symphony painting sculpture
			exhibition show podcast magazine newspaper blog website app game slogan motto brand party movement
			campaign organization foundation group band project restaurant hotel bar club festival tour principle term
			word phrase
		`,
		Before: "in on from for at with of about to a an the and or as like",
	},
	ShortWords: `
		has had was the and for are but not you all can her one our out day get him his how man new now old see
		two way who its did of to in is it on as at be by he if my or so up us we a an do
	`,
	Phrases: []string{
		"at least", "at most", "at the most", "at the latest", "at the earliest", "at last", "at once", "at first",
		"at present", "at times", "at any time", "by far", "by chance", "by hand", "by mistake", "by phone", "for free",
		"free of charge", "for example", "for instance", "for now", "in advance", "in detail", "in general",
		"in particular", "in person", "in private", "in public", "in time", "in vain", "in writing", "of course",
		"on average", "on foot", "on purpose", "on request", "on time", "without exception",
	},
}
