package verify_test

import (
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/growthtest"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// check judges a translation from German into English by the rules that know no words but a few.
func check(source, text string) error {
	rules := verify.Rules{Changes: func(_, _ language.Tag, word string) bool {
		switch word {
		case "Der", "Hund", "schläft", "Vielen", "Dank", "Guten", "Morgen", "Die", "Zeit", "kommt":
			return true
		}
		return false
	}}
	it := &translate.Item{Text: source}
	return rules.Check(language.German, language.English, it, verify.Repair(it, text))
}

// TestForeign: what models and servers put into answers is refused where the source does not have it, and only there.
func TestForeign(t *testing.T) {
	for _, tt := range []struct {
		source, text string
		refused      bool
	}{
		// control tokens
		{"Der Hund schläft.", "The dog is asleep.<end_of_turn>", true},
		{"Der Hund schläft.", "The dog is asleep. <pad><pad>", true},
		{"Der Hund schläft.", "The <unk> is asleep.", true},
		{"Der Hund schläft.", "The dog is asleep.<|eot_id|>", true},
		{"Der Hund schläft.", "<s>The dog is asleep.</s>", true},
		{"Der Hund schläft.", "[INST] The dog is asleep.", true},
		{"Der Hund schläft.", "▁The▁dog is asleep.", true},
		{"Das Zeichen <pad> füllt auf.", "The token <pad> fills up.", false},
		{"Das Wort <s>alt</s> ist gestrichen.", "The word <s>old</s> is struck out.", false},
		{"5 < 6 und 7 > 2", "5 < 6 and 7 > 2", false},
		// decoration
		{"Der Hund schläft.", "**The dog is asleep.**", true},
		{"Der Hund schläft.", "*The dog is asleep.*", true},
		{"Der Hund schläft.", "`The dog is asleep.`", true},
		{"Der Hund schläft.", "\"The dog is asleep.\"", true},
		{"Der Hund schläft.", "“The dog is asleep.”", true},
		{"Der Hund schläft.", "# The dog is asleep.", true},
		{"Der Hund schläft.", "English: The dog is asleep.", true},
		{"Der Hund schläft.", "**English:** The dog is asleep.", true},
		{"**Achtung**", "**Attention**", false},
		{"„Der Hund schläft“", "“The dog is asleep”", false},
		{"'Der Hund schläft'", "\"The dog is asleep\"", false},
		{"# Einleitung", "# Introduction", false},
		{"Englisch: Hallo", "English: Hello", false},
		{"Und weiter: „Das ist ein Glück.“", "English: And further: \"That is luck.\"", true},
		{"Diesmal dabei: ein Schauspieler.", "English: This time, an actor.", true},
		{"Er sagte: „Das ist ein Glück und ging.", "\"He said that it was luck and left.\"", true},
		{"Er kennt „Glück“ und „Zeit“ nun.", "\"He knows \"luck and time\".\"", true},
		{"Nach „Zeit“ kam „Glück“ hinzu.", "\"Luck\" was added after \"Time\"", false},
		{"Das ist ein Glück, und er ging.“", "\"That is luck, and he left.\"", false},
		{"Ein PS-starkes Motorrad.", "A fast motorcycle. (Translator's note: the source is ambiguous.)", true},
		{"Unsinn.“ Er nannte sie „Invasoren“.", "\"He called them \"invaders\".\"", true},
		{"4. Fest\".", "\"4. Festival\".\"", true},
		{"Wir sind bereit“, sagte er.", "\"We are ready,\" he said.\"", true},
		{"„Wir reden“, sagte Eberl bei Sky.", "\"\"We talk,\" said Eberl on Sky.\"", true},
		{"In „Decrypto“ geht es um Worte.", "\"In \"Decrypto\" it is about words.\"", true},
		{"Er sagte gestern, dass das „nichtig“ sei.", "\"He said yesterday that this was void.\"", true},
		{"Die Schilder „Halt“„Links“ und „Ende“ sind da.", "\"The signs halt, left and end are there.\"", true},
		{"Gesucht wird in \"Decrypto\" das Wort.", "\"In \"Decrypto\", it is the word in \"Decrypto\".\"", true},
		{"Er rief „„Nein““ und ging dann nach Hause.", "\"He called no and then went home.\"", true},
		{"Sie sagt „so gut „wie nie“ zuvor war das“ dazu.", "\"She says it was better than ever.\"", false},
		{"„Wer sagt, „das ist wichtig“, hilft“, sagte er.", "\"\"Who says 'that matters' helps,\" he said.\"", true},
		{"„„Ja“, sagte er“", "““Yes,” he said”", false},
		{"Die „Neue Zürcher Zeitung“", "\"Neue Zürcher Zeitung\"", false},
		{"Man dürfe nicht sagen, „ohne uns verhungern alle hier“.", "\"We must not say that all starve without us.\"", false},
		{"Wie ist es möglich, dass du mich fandest?\"", "“How is it possible that you found me?”", false},
		{"„Ja“ und „Nein“", "\"Yes\" and \"No\"", false},
		{"‚Ja‘", "\"Yes\"", false},
		{"Wir sind bereit“", "\"We are ready\"", false},
		{"„Er sagte: ‚Ja‘“", "\"He said: 'Yes'\"", false},
		// data and both languages
		{"Der Hund schläft.", `{"translations": []}`, true},
		{"Der Hund schläft.", `["The dog is asleep."]`, true},
		{"[1]", "[1]", false},
		{"Guten Morgen.", "Guten Morgen. Good morning.", true},
		{"Die Flut kommt heute sehr früh.", "Die Flut kommt heute sehr früh. – The tide comes very early today.", true},
		{"2. Fenster.", "2. Fenster. 2. Window.", true},
		{"3. Würfel.", "3. Würfel. 3rd dice.", true},
		{"\"Alter Hase\" 2018 werden!", "\"Alter Hase\" 2018 werden! \"Though Hare\" 2018!", true},
		{"Merkel", "Merkel Merkel", true},
		{"Angela Merkel", "Angela Merkel", false},
		{"Windows 11", "The Windows 11", false},
		{"New York Times", "The New York Times", false},
		// copies
		{"Der Hund schläft.", "Der Hund schläft.", true},
		{"Vielen Dank!", "Vielen Dank!", true},
		{"Hans schläft", "Hans schläft", false},
		{"Apple iPhone Pro", "Apple iPhone Pro", false},
		// characters that nobody sees
		{"Der Hund schläft.", "The dog\x00 is asleep.", true},
		{"Der Hund schläft.", "\x1b[31mThe dog is asleep.", true},
		{"Der Hund schläft.", "The dog \u202eis asleep.", true},
		{"Der Hund schläft.", "The dog\u0085 is asleep.", true},
		{"Der\u202e Hund schläft.", "The\u202e dog is asleep.", false},
		{"Der Hund\tschläft.", "The dog\tis asleep.", false},
	} {
		if err := check(tt.source, tt.text); (err != nil) != tt.refused {
			t.Errorf("%q for %q: %v, want refused %v", tt.text, tt.source, err, tt.refused)
		}
	}
}

func TestRepair(t *testing.T) {
	for _, tt := range []struct{ source, text, want string }{
		{"Peters Hund & Katze", "Peter&#39;s dog &amp; cat", "Peter's dog & cat"},
		{"Er sagte „ja“.", "He said &quot;yes&quot;.", `He said "yes".`},
		{"&amp; steht für &", "&amp; stands for &", "&amp; stands for &"},
		{"Müller & Co", "Müller & Co", "Müller & Co"},
		{"AT&T;", "AT&T;", "AT&T;"},
		{"Ja.\nNein.", "Yes.\r\nNo.\r", "Yes.\nNo.\n"},
		{"Ja.\r\nNein.", "Yes.\r\nNo.", "Yes.\r\nNo."},
	} {
		if got := verify.Repair(&translate.Item{Text: tt.source}, tt.text); got != tt.want {
			t.Errorf("%q for %q: %q, want %q", tt.text, tt.source, got, tt.want)
		}
	}
}

// TestRefusalOrTranslation: a refusal is told from the translation of a text that regrets something itself.
func TestRefusalOrTranslation(t *testing.T) {
	for _, tt := range []struct {
		source, text string
		refused      bool
	}{
		{"Leider taugt der neue Plan nicht für den Winter.", "I'm sorry, but I can't translate this text.", true},
		{"Es ist bedauerlich, dass der Fahrstuhl stillsteht.", "I'm sorry, but I can't assist with that request.", true},
		{"Die als Hafenlähmung bekannte Flaute führt zum Stillstand.", "I'm sorry, but I can't translate this text.",
			true},
		{"Er sagte nichts.", "As an AI language model, I cannot translate that.", true},
		{"Er sagte nichts.", "I cannot help with that.", true},
		{"Tut mir leid, dass ihr heute Abend nicht kommen könnt.", "I'm sorry that you can't come this evening.", false},
		{"„Dass sie so lange warten musste, bedauere ich sehr“, sagte Quandt.",
			"“I am very sorry that she had to wait so long,” said Quandt.", false},
		{"Ich kann dabei nicht helfen.", "I cannot help with that.", false},
		{"Es tut mir leid, aber das kann ich nicht übersetzen.", "I'm sorry, but I can't translate that.", false},
		{"Das ist bedauerlich.", "That is unfortunate.", false},
	} {
		if got := verify.IsRefusal(tt.source, tt.text); got != tt.refused {
			t.Errorf("%q for %q: refusal %v, want %v", tt.text, tt.source, got, tt.refused)
		}
	}
}

// TestNoteOrTranslation: a translator's note is told from a note of the text's own.
func TestNoteOrTranslation(t *testing.T) {
	for _, tt := range []struct {
		source, text string
		note         bool
	}{
		{"Dort stehen demontierte Hinweisschilder.", "There are signs. (Translator's note: the source is ambiguous.)",
			true},
		{"Er gab Hinweise.", "He gave hints.\nNote: this is free.", true},
		{"Er kam (Anm. d. Red.: gestern).", "He came (Note: yesterday).", false},
		{"Hinweis: Das Bad ist zu.", "Note: the pool is closed.", false},
	} {
		if err := check(tt.source, tt.text); (err != nil) != tt.note {
			t.Errorf("%q for %q: %v, want a note %v", tt.text, tt.source, err, tt.note)
		}
	}
}

// TestEveryPhrase: each of the phrases by which foreign text is known makes an answer refused, and those that tell that
// a source says the like itself let it pass.
func TestEveryPhrase(t *testing.T) {
	const source = "Der Hund schläft am Abend auf dem Sofa."
	var refusals []string
	for _, can := range []string{"can not", "cannot", "can't", "can’t", "am unable to", "'m unable to", "won't", "will not",
		"must decline to"} {
		for _, do := range []string{"assist", "help", "translate", "comply", "provide", "continue", "fulfil", "process",
			"create", "engage", "support"} {
			refusals = append(refusals, "I "+can+" "+do+".")
		}
	}
	refusals = append(refusals, "I'm sorry, but I can't do it.", "Im very sorry but as an AI I won't.",
		"I’m really sorry, this is inappropriate.", "I am so sorry, that violates our rules.", "Sorry, but I cannot.",
		"Sorry I am not allowed to.", "Sorry, I won’t.", "As an AI, no.", "I am an AI and decline.", "I’m an AI and refuse.",
		"I apologize, but I am not able to.", "I apologise but I will not.", "Unfortunately, I can not.",
		"Unfortunately I am not permitted to.", "Sorry, I am unable to.", "I'm sorry, this is against my rules.",
		"I'm sorry, this is against our rules.", "I'm sorry, this is against the rules.")
	for _, text := range refusals {
		if !verify.IsRefusal(source, text) {
			t.Errorf("%q is not a refusal", text)
		}
	}
	for _, can := range []string{"kann", "kannst", "könnte", "konnten", "darf", "darfst", "dürfen", "durften", "werde", "will",
		"wollen", "weigere", "geht", "ging", "möglich", "unmöglich", "außerstande", "imstande", "Lage", "can", "cannot",
		"unable", "won't", "puedo", "podemos", "peux", "pouvons", "posso", "possiamo"} {
		if verify.IsRefusal("Es "+can+" nicht.", "I cannot help.") {
			t.Errorf("%q does not tell that the source denies it itself", can)
		}
	}
	for _, regret := range []string{"sorry", "Apologies", "unfortunate", "tut mir leid", "Tut uns leid", "Entschuldigung",
		"verzeihen Sie", "leider", "bedauerlich", "lo siento", "perdón", "perdon", "désolé", "desole", "mi dispiace"} {
		if verify.IsRefusal(regret+", es geht nicht.", "Sorry, I cannot.") {
			t.Errorf("%q does not tell that the source regrets it itself", regret)
		}
	}
	for _, text := range []string{"als KI bin ich", "As an AI", "Sprachmodelle"} {
		if verify.IsRefusal(text+" und so.", "As an AI, no.") {
			t.Errorf("%q does not tell that the source is about a model", text)
		}
	}
	for _, text := range []string{
		"Here's the translation: ", "Here is a good English translation of it: ", "Here are two translations: ",
		"The translation is: ", "The English translation of the text: ", "English translation: ", "Translation into English: ",
		"Translation in English is: ", "Translation to English: ", "Translated text: ", "Translated sentence: ",
		"Translated version in English: ", "Sure! ", "Certainly: ", "Of course, here you are: ", "Absolutely! ",
		"Error: 404 ", "Error code 500 ", "HTTP 429 too many requests ", "400 bad request ", "500 internal error ",
		"503 service gone ", "404 not found ", "401 unauthorized ", "Rate limit reached ", "Rate limit exceeded ",
		"Internal server error ", "Service unavailable ", "Bad gateway ", "Too many requests ", "Upstream error ",
		"Upstream connect error ", "<!DOCTYPE html>", "<html>", "English: ", "Answer: ",
		"</s>", "<pad>", "<unk>", "<bos>", "<eos>", "<mask>", "<sep>", "<cls>", "<start_of_turn>", "<end_of_turn>",
		"<endoftext>", "<extra_id_12>", "<text>", "</source>", "<think>", "</thinking>", "<|im_start|>", "<|user> ", "[INST]",
		"[/INST]", "<<SYS>>", "<</SYS>>", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[BOS]", "[EOS]", "<0x0A>", "▁",
	} {
		if check(source, text+"The dog sleeps on the sofa in the evening.") == nil {
			t.Errorf("%q in front passes", text)
		}
	}
	for _, text := range []string{"(Translator's note: sofa.)", "[Translators note: sofa]", "*translation note* sofa",
		"(note from the translator: sofa)", "(Note: sofa.)", "(N.B.: sofa)", "(nb: sofa)", "[t/n: sofa]", "(TN: sofa)"} {
		if check(source, "The dog sleeps on the sofa in the evening. "+text) == nil {
			t.Errorf("%q at the end passes", text)
		}
	}
	for _, text := range []string{"Note:", "Nota:", "Anm.:", "Anmerkung der Redaktion:", "Anm. d. Red.:", "Anmerkung d. Übers.:",
		"Hinweis des Übersetzers)", "N. B.", "P. S.", "PS:", "T/N:", "tn:", "Achtung:", "Beachte:", "Hinweis –"} {
		if err := check(text+" Der Hund schläft.", "(Note: the dog is asleep.)"); err != nil {
			t.Errorf("a note for %q: %v", text, err)
		}
	}
	for _, word := range []string{"Übersetzung", "Ubersetzung", "Translation", "traduction"} {
		if err := check("Die "+word+" steht unten.", "The translation: see below."); err != nil {
			t.Errorf("an introduction for %q: %v", word, err)
		}
	}
}

// TestControls: those of the source may stay, and a text that is full of them does not cost the square of its length.
func TestControls(t *testing.T) {
	if err := verify.Controls("Ton \a und \b", "tone \b and \a, \a"); err != nil {
		t.Error(err)
	}
	if err := verify.Controls("Ton \a", "tone \a \u202e"); err == nil || !strings.Contains(err.Error(), "U+202E") {
		t.Error(err)
	}
	growthtest.Linear(t, "controls", 30_000, func(n int) func() {
		source, text := strings.Repeat("ä", n)+"\a", strings.Repeat("\a", n)
		return func() {
			if err := verify.Controls(source, text); err != nil {
				t.Error(err)
			}
		}
	})
}
