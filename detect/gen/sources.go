package main

// A source specifies where the texts of a language lie below the folder of unpacked Debian packages, and which of
// lingua-go's models belongs to it.
type source struct {
	lang     string
	locales  []string // folder names of translations
	man      string   // ending of the manpages packages
	fortunes string   // ending of the fortunes package
	only     string   // the one file to take from it
	skip     string   // the one file not to take from it
	legacy   string   // encoding of files that are not UTF-8
	lists    []string // word lists and stems
	train    int      // column of the training data, 1 or 2; 0 for none
}

const dict = "/usr/share/dict/"

var latin = []source{
	{lang: "de", locales: []string{"de"}, man: "de", fortunes: "de",
		lists: []string{"wngerman" + dict + "ngerman"}, train: 1},
	{lang: "en", locales: []string{"en-US", "C", "en"}, man: "dev",
		lists: []string{"wamerican" + dict + "american-english"}, train: 2},
	{lang: "es", locales: []string{"es"}, man: "es", fortunes: "es", lists: []string{"wspanish" + dict + "spanish"}},
	{lang: "fr", locales: []string{"fr"}, man: "fr", lists: []string{"wfrench" + dict + "french"}},
	{lang: "it", locales: []string{"it"}, man: "it", fortunes: "it", lists: []string{"witalian" + dict + "italian"}},
	{lang: "pt", locales: []string{"pt", "pt_BR", "pt-BR"}, man: "pt-br", fortunes: "br",
		lists: []string{"wportuguese" + dict + "portuguese", "wbrazilian" + dict + "brazilian"}},
	{lang: "nl", locales: []string{"nl"}, man: "nl", lists: []string{"wdutch" + dict + "dutch"}},
	{lang: "pl", locales: []string{"pl"}, man: "pl", fortunes: "pl", legacy: "2",
		lists: []string{"wpolish" + dict + "polish"}},
	{lang: "cs", locales: []string{"cs"}, man: "cs", fortunes: "cs", skip: "klasik-sk", legacy: "2",
		lists: []string{"hunspell-cs/usr/share/hunspell/cs_CZ.dic"}},
	{lang: "tr", locales: []string{"tr"}, man: "tr", lists: []string{"hunspell-tr/usr/share/hunspell/tr_TR.dic"}},
	{lang: "sv", locales: []string{"sv"}, man: "sv", lists: []string{"wswedish" + dict + "swedish"}},
	{lang: "da", locales: []string{"da"}, man: "da", lists: []string{"wdanish" + dict + "danish"}},
	{lang: "ro", locales: []string{"ro"}, man: "ro", legacy: "2",
		lists: []string{"hunspell-ro/usr/share/hunspell/ro_RO.dic"}},
	{lang: "hu", locales: []string{"hu"}, man: "hu", legacy: "2",
		lists: []string{"hunspell-hu/usr/share/hunspell/hu_HU.dic"}},
	{lang: "fi", locales: []string{"fi"}, man: "fi"},
	{lang: "hr", locales: []string{"hr", "sr@latin"}, man: "hr", legacy: "2",
		lists: []string{"hunspell-hr/usr/share/hunspell/hr_HR.dic"}},
	{lang: "nb", locales: []string{"nb"}, man: "nb", lists: []string{"wnorwegian" + dict + "bokmaal"}},
	{lang: "sk", fortunes: "cs", only: "klasik-sk", legacy: "2",
		lists: []string{"hunspell-sk/usr/share/hunspell/sk_SK.dic"}},
	{lang: "ca", locales: []string{"ca"}, lists: []string{"wcatalan" + dict + "catalan"}},
	{lang: "sl", locales: []string{"sl"}, lists: []string{"hunspell-sl/usr/share/hunspell/sl_SI.dic"}},
	{lang: "et", locales: []string{"et"}},
	{lang: "lv", locales: []string{"lv"}, lists: []string{"hunspell-lv/usr/share/hunspell/lv_LV.dic"}},
	{lang: "lt", locales: []string{"lt"}, lists: []string{"hunspell-lt/usr/share/hunspell/lt_LT.dic"}},
	{lang: "vi", locales: []string{"vi"}, man: "vi"},
}

var cyrillic = []source{
	{lang: "ru", locales: []string{"ru"}, man: "ru", fortunes: "ru", legacy: "koi8-u",
		lists: []string{"hunspell-ru/usr/share/hunspell/ru_RU.dic"}},
	{lang: "uk", locales: []string{"uk"}, man: "uk", legacy: "koi8-u",
		lists: []string{"wukrainian" + dict + "ukrainian"}},
	{lang: "bg", fortunes: "bg"},
	{lang: "sr", locales: []string{"sr"}, man: "sr"},
	{lang: "mk"},
	{lang: "be"},
}
