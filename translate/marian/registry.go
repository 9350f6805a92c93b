package marian

import (
	"slices"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
)

// ModelInfo describes a model that [Puller.Pull] can fetch: a student model of the Firefox Translations project.
type ModelInfo struct {
	Name     string // what --model takes, such as "de-en"
	From, To language.Tag
	Arch     string // "tiny" or "base-memory"
	Version  string // the project's own number of the model
	Licence  string // SPDX identifier of the weights' licence
	// BLEU is what its makers report on the development set of FLORES; 0 where they report nothing.
	BLEU  float64
	Files []ModelFile
}

// ModelFile is one file of a model. Its content is known beforehand, so it does not matter where the bytes come from.
type ModelFile struct {
	Name   string // in the model's folder
	URL    string
	Size   int64  // bytes
	SHA256 string // hexadecimal, lower case
}

// Size returns the number of bytes of all files.
func (m ModelInfo) Size() int64 {
	var total int64
	for _, f := range m.Files {
		total += f.Size
	}
	return total
}

// Registry returns the models that can be fetched, in the order in which to show them.
func Registry() []ModelInfo {
	const (
		mozilla  = "https://firefox-settings-attachments.cdn.mozilla.net/main-workspace/translations-models/"
		bergamot = "https://storage.googleapis.com/bergamot-models-sandbox/0.3.3/"
	)
	type content struct {
		size int64
		sum  string
	}
	tiny := func(name, from string, model, shortlist, vocab content) ModelInfo {
		pair := from + "en"
		file := func(name string, c content) ModelFile {
			return ModelFile{Name: name, URL: bergamot + pair + "/" + name, Size: c.size, SHA256: c.sum}
		}
		return ModelInfo{
			Name:    name,
			From:    language.MustParse(from),
			To:      language.English,
			Arch:    "tiny",
			Version: "1.0",
			Licence: "MPL-2.0",
			Files: []ModelFile{
				file("model."+pair+".intgemm.alphas.bin", model),
				file("lex.50.50."+pair+".s2t.bin", shortlist),
				file("vocab."+pair+".spm", vocab),
			},
		}
	}
	germanTiny := tiny("de-en-tiny", "de",
		content{17140837, "1980225d00dc5645491777accff5b3c9d20b92eff67a25135f1cf8fe2ed8fb8f"},
		content{5047568, "2f7c0f7bbce97ae5b52454074a892ba7b7610fb98e3c5d341e4ca79f0850c4de"},
		content{784269, "417668f2ed297970febafb5b079a9d5ebc4ed0b3550ac8386d67a90473a09bd7"},
	)
	germanTiny.BLEU = 39.6
	return []ModelInfo{
		{
			Name:    "de-en",
			From:    language.German,
			To:      language.English,
			Arch:    "base-memory",
			Version: "2.0",
			Licence: "MPL-2.0",
			BLEU:    41.4,
			Files: []ModelFile{
				{
					"model.deen.intgemm.alphas.bin",
					mozilla + "f44b1b1b-9df6-4ece-971e-0e5ce96fae54.bin",
					31561787,
					"3e6f7c2c2425d10824797270b382bee718ff34af2cab9308841c82ca46dc6f20",
				},
				{
					"lex.50.50.deen.s2t.bin",
					mozilla + "d0e4efcb-6145-43db-a69e-568904cc2925.bin",
					4945796,
					"113b98460468360cca68c042e1cddf49c4e1931cbb975ed04349c9a3bd607010",
				},
				{
					"vocab.deen.spm",
					mozilla + "8ad4d93e-21e6-4862-81d5-c1c3a7d0767b.spm",
					810073,
					"69f730becafa48e3bb2c244eab66456877c08959a02f2bd5519b5a3088b62f9c",
				},
			},
		},
		germanTiny,
		tiny("es-en", "es",
			content{17140755, "4b6b7f451094aaa447d012658af158ffc708fc8842dde2f871a58404f5457fe0"},
			content{3860888, "f11a2c23ef85ab1fee1c412b908d69bc20d66fd59faa8f7da5a5f0347eddf969"},
			content{825463, "909b1eea1face0d7f90a474fe29a8c0fef8d104b6e41e65616f864c964ba8845"},
		),
		tiny("fr-en", "fr",
			content{17140961, "185f76d24c2d400fe4ea0cb2487df77722641b97a3ef10633872e8a7fdf40e09"},
			content{8818768, "3148abf21ea98a4d69d0e4504e0d68a6c060204a9b9a39b76855aee1d5b2c8ea"},
			content{831382, "4c84b95b62c930f0791466d73eb996841eef474c96d0c2f0e6c6d80640f2005a"},
		),
		tiny("it-en", "it",
			content{17140899, "7dfdf189146d9353fdea264b9e4c8ac36441c770dc4353a8380b64e589dc035b"},
			content{4977500, "e30ec549bd0da9ac42cccdcd3806d3be84d485f7fd329f90f6e40ee027e841d9"},
			content{812781, "603f3349657c3deb9736a0c567452d102a5a03c377dfdf1d32c428608f2cff1b"},
		),
	}
}

// Lookup returns the model of the registry that has the name.
func Lookup(name string) (ModelInfo, bool) {
	models := Registry()
	i := slices.IndexFunc(models, func(m ModelInfo) bool { return m.Name == name })
	if i < 0 {
		return ModelInfo{}, false
	}
	return models[i], true
}

// ModelsFor returns the models of the registry for a language pair.
func ModelsFor(pair lang.Pair) []ModelInfo {
	return slices.DeleteFunc(Registry(), func(m ModelInfo) bool { return !pair.Same(lang.Pair{From: m.From, To: m.To}) })
}

// BuiltinBLEU is what the built-in model reaches on the development set of FLORES, by scripts/figures mt.
const BuiltinBLEU = 33.6
