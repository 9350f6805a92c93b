package marian

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// A text of a single function word, or of the verb on a button, gives a model too little to go by. Where it has one
// translation that holds nearly everywhere, a table gives that. A single word of which the model makes nothing is
// handed on as it is: a cell of a table must not be a fault for ever.

// lone holds function words, and verbs that stand on buttons, in German and their English.
var lone = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for pair := range strings.FieldsSeq(`und=and oder=or aber=but denn=because weil=because dass=that ob=whether
 sondern=but sowie=and falls=if ja=yes nein=no nicht=not nie=never niemals=never immer=always oft=often selten=rarely
 manchmal=sometimes jetzt=now heute=today gestern=yesterday morgen=tomorrow hier=here dort=there wer=who was=what
 wo=where wann=when warum=why wieso=why weshalb=why wie=how welche=which welcher=which welches=which mit=with
 ohne=without für=for gegen=against von=from zu=to bei=at nach=after vor=before aus=from auf=on in=in unter=under
 über=over neben=beside zwischen=between durch=through seit=since während=during wegen=because_of trotz=despite
 bis=until ich=I du=you er=he wir=we uns=us mich=me dich=you mir=me dir=you mein=my dein=your unser=our auch=also
 nur=only noch=still schon=already sehr=very mehr=more weniger=less alle=all alles=everything nichts=nothing
 niemand=nobody jemand=somebody etwas=something kein=no keine=no ein=a eine=a der=the die=the das=the
 abbrechen=cancel abmelden=sign_out abonnieren=subscribe abspielen=play aktivieren=enable aktualisieren=update
 anhängen=attach anmelden=sign_in anwenden=apply aufnehmen=record ausblenden=hide ausführen=run ausschneiden=cut
 auswählen=select bearbeiten=edit beenden=quit bestätigen=confirm blockieren=block deaktivieren=disable
 deinstallieren=uninstall drucken=print durchsuchen=browse einblenden=show einfügen=insert entfernen=remove
 entsperren=unlock ersetzen=replace erstellen=create exportieren=export fortfahren=continue fortsetzen=continue
 herunterladen=download hinzufügen=add hochladen=upload ignorieren=ignore importieren=import installieren=install
 kopieren=copy löschen=delete öffnen=open pausieren=pause registrieren=register rückgängig=undo scannen=scan
 schließen=close senden=send sortieren=sort speichern=save stummschalten=mute teilen=share übernehmen=apply
 überprüfen=check überspringen=skip umbenennen=rename veröffentlichen=publish verschieben=move verwerfen=discard
 vergrößern=zoom_in verkleinern=zoom_out weiterleiten=forward wiederherstellen=restore wiederholen=repeat
 zurücksetzen=reset`) {
		german, english, _ := strings.Cut(pair, "=")
		m[german] = strings.ReplaceAll(english, "_", " ")
	}
	return m
})

// loneWord divides a text that is a single word into the word and the signs behind it; ok is false for any other text.
func loneWord(text string) (word, after string, ok bool) {
	end := len(leadingWord(text))
	return text[:end], text[end:], end > 0 && strings.Trim(text[end:], ".,;:!?…") == ""
}

// tableWord translates a text of a single word of the table, or of one that is said again and again; "" if it is none.
// Capitals are as in the source.
func tableWord(text string) string {
	first := leadingWord(text)
	if first == "" || lone()[strings.ToLower(first)] == "" {
		return ""
	}
	var b strings.Builder
	for field := range strings.FieldsSeq(text) {
		word := leadingWord(field)
		to := ""
		if strings.EqualFold(word, first) {
			to = oneTableWord(field)
		} else if strings.Trim(field, ".…") == "" {
			to = field
		}
		if to == "" {
			return ""
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(to)
	}
	return b.String()
}

// oneTableWord translates one word of the table with the signs behind it.
func oneTableWord(text string) string {
	word, after, ok := loneWord(text)
	if !ok {
		return ""
	}
	lower := strings.ToLower(word)
	to := lone()[lower]
	switch {
	case to == "":
		return ""
	case word == lower:
	case shouted(word):
		to = strings.ToUpper(to)
	case word == title(lower) && lower != "morgen": // Morgen is a noun
		to = title(to)
	default:
		return ""
	}
	return to + after
}

// oneWord reports whether a text has letters in one place only: no blanks between them.
func oneWord(text string) bool {
	fields := 0
	for f := range strings.FieldsSeq(text) {
		if hasLetter(f) {
			fields++
		}
	}
	return fields == 1 && utf8.ValidString(text)
}
