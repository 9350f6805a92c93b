package lang

// portuguese is what is known of Portuguese, of Portugal and of Brazil. Its abbreviations are those of the Vocabulário
// Ortográfico da Língua Portuguesa of the Academia Brasileira de Letras, with what newspapers write beside them.
var portuguese = &Language{
	Code:   "pt",
	Name:   "Portuguese",
	Plural: "n != 1",
	Sentences: &Sentences{
		Inside: `
			sr sra srs sras srta dr dra drs dras prof profa prof.ª eng eng.º arq gen cel maj ten sgt adm alm brig des
			dep sen pres gov pref d fr pe st sto sta mons exmo exma ilmo ilma v.exa v.ex s.exa rev p.ex
			cf cfr v vs av r al trav pça pç lgo estr rod jd pq apto ap obs ref resp coord dir red trad org orgs adapt
			aprox ca i.e e.g mr mrs ms lat gr ingl esp bras port
		`,
		Either: `
			etc s.a s.a.r.l ltda lda cia c.ia inc ltd co corp jr a.c d.c a.m p.m e.u.a eua u.s u.s.a u.e n.t n.e n.b
			p.s op.cit ibid id ss segs tel fax máx mín jan fev abr mai jun jul ago set out nov seg
			sáb h ph.d et.al m.ª j.c s.o.s hab min
		`,
		Counted:  "n nº núm nn art arts p pp pág págs cap caps vol vols fig figs tab séc sécs t ed alín liv fls fl",
		Ordinary: "km cm mm kg m tv cd dvd kw mhz",
		Starters: `
			O A Os As Um Uma Uns Umas Este Esta Estes Estas Isto Esse Essa Esses Essas Isso Aquele Aquela Aqueles
			Aquelas Aquilo Meu Minha Meus Minhas Teu Tua Seu Sua Seus Suas Nosso Nossa Nossos Nossas Eu Tu Ele Ela
			Nós Vós Eles Elas Você Vocês Quem Que Qual Quais Quando Onde Como Porque Porquê Quanto Quanta Quantos E
			Mas Ou Nem Se Porém Contudo Todavia Entretanto Portanto Logo Pois Assim Então Também Além Ainda Já Embora
			Enquanto Apesar Depois Antes Desde Até Durante Hoje Ontem Amanhã Agora Aqui Ali Lá Aí Sempre Nunca Jamais
			Talvez Sim Não Em No Na Nos Nas Num Numa De Do Da Dos Das Ao Aos À Às Com Sem Por Pelo Pela Pelos Pelas
			Para Sobre Sob Entre Contra Segundo Conforme Tudo Todo Toda Todos Todas Cada Qualquer Algum Alguma Alguns
			Algumas Nenhum Nenhuma Ninguém Alguém Muito Muita Muitos Muitas Pouco Poucos Vários Várias Outro Outra
			Outros Outras Mais Menos Tão É São Era Eram Foi Foram Há Havia Está Estão Será Tem Têm Tinha Pode Deve
			Dois Duas Três Finalmente Obrigado
		`,
	},
	Values: &Values{
		Decimal:     ',',
		Thousands:   '.',
		DayFirst:    true,
		HourFirst:   true,
		TensAnd:     true,
		HundredsAnd: true,
		SmallMonths: true,
		Words: []ValueWords{
			{SoftNumber, 0, "zero nenhum nenhuma"},
			{SoftNumber, 1, "um uma primeiro primeira primeiros primeiras"},
			{Cardinal, 2, "dois duas"},
			{Cardinal, 3, "três"},
			{Cardinal, 4, "quatro"},
			{Cardinal, 5, "cinco"},
			{Cardinal, 6, "seis"},
			{Cardinal, 7, "sete"},
			{Cardinal, 8, "oito"},
			{Cardinal, 9, "nove"},
			{Cardinal, 10, "dez"},
			{Cardinal, 11, "onze"},
			{Cardinal, 12, "doze"},
			{Cardinal, 13, "treze"},
			{Cardinal, 14, "catorze quatorze"},
			{Cardinal, 15, "quinze"},
			{Cardinal, 16, "dezasseis dezesseis"},
			{Cardinal, 17, "dezassete dezessete"},
			{Cardinal, 18, "dezoito"},
			{Cardinal, 19, "dezanove dezenove"},
			{Cardinal, 20, "vinte"},
			{Cardinal, 30, "trinta"},
			{Cardinal, 40, "quarenta"},
			{Cardinal, 50, "cinquenta"},
			{Cardinal, 60, "sessenta"},
			{Cardinal, 70, "setenta"},
			{Cardinal, 80, "oitenta"},
			{Cardinal, 90, "noventa"},
			{Cardinal, 100, "cem cento"},
			{Cardinal, 200, "duzentos duzentas"},
			{Cardinal, 300, "trezentos trezentas"},
			{Cardinal, 400, "quatrocentos quatrocentas"},
			{Cardinal, 500, "quinhentos quinhentas"},
			{Cardinal, 600, "seiscentos seiscentas"},
			{Cardinal, 700, "setecentos setecentas"},
			{Cardinal, 800, "oitocentos oitocentas"},
			{Cardinal, 900, "novecentos novecentas"},
			{SoftNumber, 2, "segundo segunda par casal"},
			{LooseNumber, 2, "ambos ambas dobro duplo dupla gémeos gêmeos"},
			{LooseNumber, 3, "triplo tripla trio"},
			{Ordinal, 3, "terceiro terceira"},
			{Ordinal, 5, "quinto"},
			{Ordinal, 6, "sexto"},
			{Ordinal, 7, "sétimo sétima"},
			{Ordinal, 8, "oitavo oitava"},
			{Ordinal, 9, "nono nona"},
			{Ordinal, 10, "décimo décima"},
			{SoftNumber, 10, "década"},
			{SoftNumber, 100, "século séculos"},
			{Scaler, 12, "dúzia dúzias"},
			{BigNumber, 10, "dezenas"},
			{Scaler, 100, "centena"},
			{BigNumber, 100, "centenas"},
			{Scaler, 1e3, "mil"},
			{BigNumber, 1e3, "milhares milhar"},
			{Scaler, 1e6, "milhão milhões"},
			{SoftNumber, 4, "quarto quarta quartos"},
			{HalfWord, 50, "meio meia meios meias metade"},
			{And, 0, "e"},
			{Through, 0, "ou a até"},
			{Of, 0, "de"},
			{Per, 0, "por"},
			{OrdinalEnd, 0, "º ª"},
			{Midpoint, 720, "meio-dia"},
			{Midpoint, 0, "meia-noite"},
			{Lowering, 0, `abaixo negativo negativa perda perdas queda défice déficit redução diminuição caiu caíram
				desceu desceram perdeu perderam diminuiu`},
			{Lowering, 1, "menos"},
			{MonthName, 1, "janeiro"},
			{MonthName, 2, "fevereiro"},
			{MonthName, 3, "março"},
			{MonthName, 4, "abril"},
			{MonthName, 5, "maio"},
			{MonthName, 6, "junho"},
			{MonthName, 7, "julho"},
			{MonthName, 8, "agosto"},
			{MonthName, 9, "setembro"},
			{MonthName, 10, "outubro"},
			{MonthName, 11, "novembro"},
			{MonthName, 12, "dezembro"},
		},
		Units: []UnitWords{
			{Euro, "euro euros"},
			{Dollar, "dólar dólares"},
			{Pound, "libra libras"},
			{Franc, "franco francos"},
			{Kilometre, "quilómetro quilómetros quilômetro quilômetros"},
			{Metre, "metro metros m"},
			{Centimetre, "centímetro centímetros"},
			{Mile, "milha milhas"},
			{Foot, "pé pés"},
			{Kilogram, "quilo quilos quilograma quilogramas"},
			{Gram, "grama gramas"},
			{Tonne, "tonelada toneladas"},
			{Litre, "litro litros"},
			{Hour, "hora horas"},
			{Minute, "minuto minutos"},
			{Second, "segundos"},
			{Day, "dia dias"},
			{Week, "semana semanas"},
			{Month, "mês meses"},
			{Year, "ano anos"},
			{Degree, "grau graus"},
		},
	},
	Denials: &Denials{
		Words: []DenialWords{
			{Denies, 0, "não nunca jamais ninguém nada"},
			{Denies, Refusal, "nenhum nenhuma nenhuns nenhumas"},
			{Denies, Neither, "tampouco"},
			{Hints, Neither, "nem"},
			{Hints, Refusal, "nulo nula nulos nulas"},
			{Hints, Without, "sem"},
			{Hints, Only, "só somente apenas unicamente único única"},
			{Relates, Only, "sozinho sozinha exclusivamente"},
			{Hints, Instead, "senão"},
			{Relates, Instead, "vez lugar mas"},
			{Hints, Hardly, "mal dificilmente"},
			{Hints, Lack | Without, `falta faltam faltava faltavam faltando faltante carece carecem ausente ausentes
				ausência vazio vazia vazios vazias`},
			{Relates, Lack, "errado errada perdido perdida"},
			{Hints, Refuse, `recusa recusam recusou recusaram recusado recusada recusar rejeita rejeitou rejeitado
				rejeitada rejeitar nega negam negou negaram negado negada negar`},
			{Relates, Forgo, "desistiu desistir desiste renuncia renunciou renunciar abandonou abandonar abandonado"},
			{Hints, Fail, "falha falhas falham falhou falharam falhar fracassou fracasso fracassar"},
			{Hints, Prevent, "evita evitam evitou evitar evitado impede impedem impediu impedir parou parar cessou"},
			{Relates, Prevent, "deixa deixam deixou deixaram deixar"},
			{Hints, Forbid, "proíbe proíbem proibiu proibido proibida proibidos proibidas proibir vedado"},
			{Hints, Few, "raramente raro rara pouco pouca poucos poucas menos"},
			{Hints, Except, "exceto excepto salvo excluído excluída"},
			{Relates, Except, "exceção excepção fora até"},
			{Relates, Poor, "mau má maus más pior piores"},
			{Relates, Contrary, "contra contrário decepção"},
			{Hints, 0, "zero"},
		},
		Prefixes: []DenialWords{
			{Hints, Fail, "imposs incapa"}, // for "cannot", not only for "impossible"
			{Hints, Unlike, `improv imperf inaceit inacess inadequ inadmiss inalter inapropr inativ insust
				incert incompat incomplet inconsc incorre incomum incrív indefin indesej independ indifer indispon
				inefic inesper inexist inexat inevit infeli infinit ininterr injust inofens insatisf insegur insufic
				insuport intoler inusit inútil inutiliz invál invalid invisí involunt irreal irregular irrespons
				irrevers ilegív ilimit desacordo desabil desativ desconhec desconect desconf desnecess desigual
				desobed desvantag desonest descontent`},
			{Hints, Unlike | Forbid, "ilegal ilícit"},
		},
		Phrases: []string{
			"não* só", "não* apenas", "não* somente", "não* obstante", "não* mais que", "não* mais do que",
			"não* menos", "por que não*", "porque não*", "ou não*", "se não*", "* ?", "a não* ser", "como nunca*",
			"do que nunca*", "até que não*", "sem nada*", "sem nunca*", "sem nenhum*", "sem nenhuma*",
		},
		Deny: []string{
			"impossível* …ar", "impossível* …er", "impossível* …ir", "incapaz* de", "incapazes* de",
		},
		WithoutWord: "sem",
		WithWord:    "com",
		Concord:     true,
	},
	ShortWords: `
		o a os as um uma de do da em no na por com sem que quem se mas ou e é são foi ser ter tem há já não sim eu tu
		ele ela nós vós me te lhe nos vos seu sua meu ao aos à às pelo dia mês ano lei rei mar luz paz voz fim bem mal
		aí lá cá até só pé vez dos das nas
	`,
}
