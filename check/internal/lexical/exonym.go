package lexical

import (
	"strings"
	"sync"
)

// exonyms are places that German and English call by names that do not look alike, as far as the table of partners does
// not know them: German, then English, several separated by "|", umlauts and accents as [FoldName] has them. The list
// was written for this package.
const exonyms = `aegaeis aegean, agram zagreb, antwerpen antwerp, ardennen ardennes, basel basle|basel,
bessarabien bessarabia, bozen bolzano, breslau wroclaw, brixen bressanone, bromberg bydgoszcz,
bruegge bruges, bruenn brno, czernowitz chernivtsi, danzig gdansk, dnepr dnieper, dnister dniester,
dnjepr dnieper, dorpat tartu, duenkirchen dunkirk, eger cheb, elsass alsace, eriwan yerevan,
fiume rijeka, fuenfkirchen pecs, galizien galicia, gdingen gdynia, gent ghent, glatz klodzko,
gleiwitz gliwice, goerz gorizia, hermannstadt sibiu, iglau jihlava, kalabrien calabria, kaschau kosice,
kattowitz katowice, kiew kyiv|kiev, klausenburg cluj, koenigsberg kaliningrad|konigsberg,
kolberg kolobrzeg, krakau krakow|cracow, kronstadt brasov, laibach ljubljana, lemberg lviv|lvov,
liegnitz legnica, loewen leuven|louvain, lombardei lombardy, lothringen lorraine, luettich liege,
maehren moravia, mecheln mechelen|mechlin, memel klaipeda, meran merano, moldau moldova|vltava,
muelhausen mulhouse, odessa odesa|odessa, olmuetz olomouc, oppeln opole, patagonien patagonia,
pilsen plzen|pilsen, pommern pomerania, posen poznan, pressburg bratislava, reval tallinn,
schlesien silesia, siebenbuergen transylvania, spalato split, steinamanger szombathely,
stettin szczecin, stuhlweissenburg szekesfehervar, teneriffa tenerife, teschen cieszyn,
thessaloniki salonica|thessaloniki, tiflis tbilisi, toskana tuscany, transsilvanien transylvania,
trient trento, troppau opava, waadt vaud, wallis valais, wolhynien volhynia, zaragossa zaragoza`

var exonymTable = sync.OnceValue(func() map[string][]string {
	table := map[string][]string{}
	for entry := range strings.SplitSeq(exonyms, ",") {
		if f := strings.Fields(entry); len(f) == 2 {
			table[f[0]] = strings.Split(f[1], "|")
		}
	}
	return table
})

// Exonyms returns what English calls a place with a German name, folded, where that is known and looks different.
func Exonyms(german string) []string { return exonymTable()[FoldName(german)] }
