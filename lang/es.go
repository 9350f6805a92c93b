package lang

// spanish is what is known of Spanish: its rules are those of the Academies' Ortografía, with what people write beside
// them.
var spanish = &Language{
	Code:   "es",
	Name:   "Spanish",
	Plural: "n != 1",
	Sentences: &Sentences{
		Inside: `
			sr sra srta sres sras srtas dña dr dra drs dres prof profa lic licda ing arq gral cnel Cap tte sgto cmdte
			mons fr sto sta stos excmo excma ilmo ilma rvdo rvda pbro hno hna mr mrs ms st gob pdte pdta mtro mtra abg
			p.ej v.gr vgr i.e e.g cf cfr vid aprox ca esp avda av avd c pza plza ctra urb dpto depto admón dir coord
			coords trad fdo vs ntra ntro sra.d adj
		`,
		Either: `
			EE.UU JJ.OO CC.OO FF.AA RR.HH SS.MM DD.HH AA.PP EE UU s.a s.l s.a.u s.l.u s.l.l s.a.s s.c c.v s.m s.s a.c
			d.c a.e.c a.m p.m ud uds vd vds cía hnos inc ltd co jr ss sig sigs hab izq dcha dch máx mín seg min ext int
			tel telf tfno q.e.p.d d.e.p p.d n.t op.cit loc.cit ib ibíd ibid íd nac fall ene feb abr jun jul ago sep sept
			oct nov dic u.s e.u n.y b.a
		`,
		Counted:  "núm núms n art arts cap caps pág págs pg pp p vol vols t fig figs ed s apdo párr secc lib",
		Ordinary: "etc km cm mm kg kb mb gb tb hz khz mhz ghz tv dvd cd kw kwh km/h m/s",
		Starters: `
			El La Los Las Lo Un Una Unos Unas Este Esta Estos Estas Esto Ese Esa Esos Esas Eso Aquel Aquella Aquellos
			Aquellas Aquello Mi Mis Tu Tus Su Sus Nuestro Nuestra Nuestros Nuestras Vuestro Vuestra Yo Tú Él Ella Ello
			Nosotros Nosotras Vosotros Ellos Ellas Usted Ustedes Se Me Te Le Les Nos Os Que Qué Quien Quién Quienes
			Quiénes Cuál Cuáles Cuando Cuándo Donde Dónde Adónde Como Cómo Cuanto Cuánto Cuánta Cuántos Cuántas Por
			Porque Para Pero Y E O U Ni Si Sí No Sin Sino Aunque Mientras Entonces Luego Así Además También Tampoco
			Incluso Según Sobre Tras Desde Hasta Hacia Durante Mediante Entre Con Contra De Del En A Al Ante Bajo
			Excepto Salvo Ahora Ayer Hoy Mañana Anoche Después Antes Aquí Ahí Allí Allá Ya Aún Aun Todavía Siempre
			Nunca Jamás Nadie Nada Algo Alguien Algún Alguno Alguna Algunos Algunas Ningún Ninguno Ninguna Cada
			Cualquier Cualquiera Todo Toda Todos Todas Otro Otra Otros Otras Mucho Mucha Muchos Muchas Poco Pocos Pocas
			Varios Varias Ambos Ambas Demasiado Bastante Tan Tanto Tal Tales Más Menos Muy Casi Apenas Solo Sólo
			Solamente Quizá Quizás Acaso Ojalá Es Son Era Eran Fue Fueron Ha Han Había Habían Hay Hubo Será Serán Sería
			Está Están Estaba Estaban Estuvo Puede Pueden Podría Debe Deben Hace Hacía Tiene Tienen Tenía Dijo Dice Va
			Van
			Primero Finalmente Posteriormente Actualmente Asimismo Igualmente Mientras Normalmente Generalmente
			Afortunadamente Desgraciadamente Lamentablemente Obviamente Naturalmente Efectivamente Gracias
		`,
	},
	Values: &Values{
		Decimal:     ',',
		Thousands:   '.',
		DayFirst:    true,
		HourFirst:   true,
		TensAnd:     true,
		SmallMonths: true,
		Words: []ValueWords{
			{SoftNumber, 0, "cero ningún ninguno ninguna"},
			{SoftNumber, 1, "un uno una primer primero primera primeros primeras"},
			{Cardinal, 2, "dos"},
			{Cardinal, 3, "tres"},
			{Cardinal, 4, "cuatro"},
			{Cardinal, 5, "cinco"},
			{Cardinal, 6, "seis"},
			{Cardinal, 7, "siete"},
			{Cardinal, 8, "ocho"},
			{Cardinal, 9, "nueve"},
			{Cardinal, 10, "diez"},
			{Cardinal, 11, "once"},
			{Cardinal, 12, "doce"},
			{Cardinal, 13, "trece"},
			{Cardinal, 14, "catorce"},
			{Cardinal, 15, "quince"},
			{Cardinal, 16, "dieciséis dieciseis"},
			{Cardinal, 17, "diecisiete"},
			{Cardinal, 18, "dieciocho"},
			{Cardinal, 19, "diecinueve"},
			{Cardinal, 20, "veinte"},
			{Cardinal, 21, "veintiún veintiuno veintiuna veintiun"},
			{Cardinal, 22, "veintidós veintidos"},
			{Cardinal, 23, "veintitrés veintitres"},
			{Cardinal, 24, "veinticuatro"},
			{Cardinal, 25, "veinticinco"},
			{Cardinal, 26, "veintiséis veintiseis"},
			{Cardinal, 27, "veintisiete"},
			{Cardinal, 28, "veintiocho"},
			{Cardinal, 29, "veintinueve"},
			{Cardinal, 30, "treinta"},
			{Cardinal, 40, "cuarenta"},
			{Cardinal, 50, "cincuenta"},
			{Cardinal, 60, "sesenta"},
			{Cardinal, 70, "setenta"},
			{Cardinal, 80, "ochenta"},
			{Cardinal, 90, "noventa"},
			{Cardinal, 100, "cien ciento"},
			{Cardinal, 200, "doscientos doscientas"},
			{Cardinal, 300, "trescientos trescientas"},
			{Cardinal, 400, "cuatrocientos cuatrocientas"},
			{Cardinal, 500, "quinientos quinientas"},
			{Cardinal, 600, "seiscientos seiscientas"},
			{Cardinal, 700, "setecientos setecientas"},
			{Cardinal, 800, "ochocientos ochocientas"},
			{Cardinal, 900, "novecientos novecientas"},
			{SoftNumber, 2, "segundo segunda par pareja parejas"},
			{LooseNumber, 2, "ambos ambas doble dobles dúo gemelos gemelas mellizos mellizas"},
			{LooseNumber, 3, "tercio tercios triple trío"},
			{LooseNumber, 4, "cuádruple"},
			{Ordinal, 3, "tercer tercero tercera"},
			{Ordinal, 4, "cuarta"},
			{Ordinal, 5, "quinto quinta"},
			{Ordinal, 6, "sexto sexta"},
			{Ordinal, 7, "séptimo séptima"},
			{Ordinal, 8, "octavo octava"},
			{Ordinal, 9, "noveno novena"},
			{Ordinal, 10, "décimo décima"},
			{Ordinal, 11, "undécimo undécima"},
			{Ordinal, 12, "duodécimo duodécima"},
			{Ordinal, 20, "vigésimo vigésima"},
			{SoftNumber, 16, "octavos"},
			{SoftNumber, 10, "decena década"},
			{SoftNumber, 14, "quincena"},
			{SoftNumber, 100, "siglo siglos"},
			{Scaler, 12, "docena docenas"},
			{BigNumber, 10, "decenas"},
			{Scaler, 100, "centenar"},
			{BigNumber, 100, "cientos centenares"},
			{Scaler, 1e3, "mil"},
			{BigNumber, 1e3, "miles millar millares"},
			{Scaler, 1e6, "millón millones mill"},
			{Scaler, 1e9, "millardo millardos"},
			{Scaler, 1e12, "billón billones"},
			{Scaler, 1e18, "trillón trillones"},
			{HalfWord, 50, "medio media medios medias mitad"},
			{QuarterWord, 4, "cuarto cuartos"},
			{And, 0, "y e"},
			{Through, 0, "o u hasta"},
			{Of, 0, "de"},
			{Per, 0, "por"},
			{OrdinalEnd, 0, "º ª er ro ra do da to ta mo ma vo va"},
			{Midpoint, 720, "mediodía"},
			{Midpoint, 0, "medianoche"},
			{Lowering, 0, `bajo negativo negativa negativos negativas pérdida pérdidas descenso caída déficit reducción
				disminución cayó cayeron bajó bajaron descendió perdió perdieron disminuyó`},
			{Lowering, 1, "menos"},
			{MonthName, 1, "enero"},
			{MonthName, 2, "febrero"},
			{MonthName, 3, "marzo"},
			{MonthName, 4, "abril"},
			{MonthName, 5, "mayo"},
			{MonthName, 6, "junio"},
			{MonthName, 7, "julio"},
			{MonthName, 8, "agosto"},
			{MonthName, 9, "septiembre setiembre"},
			{MonthName, 10, "octubre"},
			{MonthName, 11, "noviembre"},
			{MonthName, 12, "diciembre"},
			{MonthShort, 1, "ene"},
			{MonthShort, 2, "feb"},
			{MonthShort, 3, "mar"},
			{MonthShort, 4, "abr"},
			{MonthShort, 6, "jun"},
			{MonthShort, 7, "jul"},
			{MonthShort, 8, "ago"},
			{MonthShort, 9, "sep sept"},
			{MonthShort, 10, "oct"},
			{MonthShort, 11, "nov"},
			{MonthShort, 12, "dic"},
		},
		Units: []UnitWords{
			{Euro, "euro euros"},
			{Dollar, "dólar dólares"},
			{Pound, "libra libras"},
			{Franc, "franco francos"},
			{Yen, "yen yenes"},
			{Kilometre, "kilómetro kilómetros"},
			{Metre, "metro metros m"},
			{Centimetre, "centímetro centímetros"},
			{Mile, "milla millas"},
			{Foot, "pie pies"},
			{Kilogram, "kilo kilos kilogramo kilogramos"},
			{Gram, "gramo gramos"},
			{Tonne, "tonelada toneladas"},
			{Litre, "litro litros"},
			{Hour, "hora horas"},
			{Minute, "minuto minutos"},
			{Second, "segundos"},
			{Day, "día días"},
			{Week, "semana semanas"},
			{Month, "mes meses"},
			{Year, "año años"},
			{Degree, "grado grados"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, Refusal, "no ningún ninguno ninguna ningunos ningunas"},
			{Denies, 0, "nunca jamás nadie nada"},
			{Denies, Neither, "tampoco"},
			{Hints, Neither, "ni"},
			{Hints, Without, "sin"},
			{Hints, Only, "solo sólo solamente únicamente único única"},
			{Hints, Instead, "sino"},
			{Relates, Instead, "vez lugar"},
			{Hints, Hardly, "apenas"},
			{Hints, Lack, "falta faltan faltaba faltaban carece carecen carecía ausente ausencia vacío vacía"},
			{Hints, Refuse, `rechaza rechazan rechazó rechazaron rechazado rechazada rechazar niega niegan negó negaron
				negado negar`},
			{Hints, Fail, "falló fallaron fracasó fracasaron fracasado fracaso fallido fallida"},
			{Hints, Prevent, "evitar evita evitan evitó impide impiden impidió impedir"},
			{Relates, Prevent, "deja dejan dejó dejaron dejar cesó cesar"},
			{Hints, Forbid, "prohíbe prohíben prohibió prohibido prohibida prohibir"},
			{Hints, Few, "raramente rara poco poca pocos pocas menos"},
			{Hints, Except, "excepto salvo excluido excluida"},
			{Relates, Except, "excepción excepciones fuera"},
			{Relates, Poor, "mal malo mala malos malas peor"},
			{Relates, Contrary, "contra contrario decepción"},
		},
		Prefixes: []DenialWords{
			{Hints, Unlike, `imposib improb inadecu inadmis incapa incompat incompl incorrec increíb inconsc indefin
				independ indiferen inesper inevit inexist infeli inhuman injust inmóv insatisf insegur insufic insoport
				intoler inútil inváli invisib involunt irreal irregul irrespons desacuerd desconoc desconf desigual
				deslea desobed desventaj`},
			{Hints, Unlike | Forbid, "ileg"},
		},
		Phrases: []string{
			"no* solo", "no* sólo", "no* solamente", "no* únicamente", "no* obstante", "no* más que", "no* menos",
			"por qué no*", "o no*", "* ?", "nada* más", "nada* menos", "a no* ser", "hasta que no*", "cómo no*",
		},
		WithoutWord: "sin",
		WithWord:    "con",
		Concord:     true,
	},
	Titles: &Titles{
		Nouns: `
			serie temporada episodio película filme comedia drama documental saga trilogía libro novela poema canción
			sencillo álbum disco balada himno ópera musical obra ballet sinfonía cuadro pintura escultura exposición
			programa podcast revista periódico diario blog web aplicación juego videojuego lema eslogan marca partido
			movimiento campaña organización fundación grupo banda proyecto restaurante hotel bar club festival gira
			principio término palabra expresión frase
		`,
		Before: "en de del con por para al el la los las un una y o como a",
	},
	ShortWords: `
		que del los las una uno por con sin fue muy son era hay han sus mis tus nos les vez dos dio ser ver ese esa eso
		mes el la lo de en es se su un ya no si me te mi tu al ha he ni yo le va
	`,
}
