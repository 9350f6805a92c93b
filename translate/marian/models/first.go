package models

import (
	"golang.org/x/text/language"
)

// firstModels returns the models of the Bergamot project that Firefox began with. They are smaller than those of
// today, and all of their files have known hashes.
func firstModels() []Info {
	tiny := func(from string, model, shortlist, vocab Content) Info {
		pair := from + "en"
		file := func(name string, c Content) File {
			return File{
				Name:    name,
				URL:     "https://storage.googleapis.com/bergamot-models-sandbox/0.3.3/" + pair + "/" + name,
				Content: c,
			}
		}
		return Info{
			Name:    from + "-en-tiny",
			From:    language.MustParse(from),
			To:      language.English,
			Arch:    "tiny",
			Version: "1.0",
			Licence: licence,
			Files: []File{
				file("model."+pair+".intgemm.alphas.bin", model),
				file("lex.50.50."+pair+".s2t.bin", shortlist),
				file("vocab."+pair+".spm", vocab),
			},
		}
	}
	german := tiny("de",
		Content{17140837, "1980225d00dc5645491777accff5b3c9d20b92eff67a25135f1cf8fe2ed8fb8f"},
		Content{5047568, "2f7c0f7bbce97ae5b52454074a892ba7b7610fb98e3c5d341e4ca79f0850c4de"},
		Content{784269, "417668f2ed297970febafb5b079a9d5ebc4ed0b3550ac8386d67a90473a09bd7"},
	)
	german.BLEU = 39.6
	return []Info{
		german,
		tiny("es",
			Content{17140755, "4b6b7f451094aaa447d012658af158ffc708fc8842dde2f871a58404f5457fe0"},
			Content{3860888, "f11a2c23ef85ab1fee1c412b908d69bc20d66fd59faa8f7da5a5f0347eddf969"},
			Content{825463, "909b1eea1face0d7f90a474fe29a8c0fef8d104b6e41e65616f864c964ba8845"},
		),
		tiny("fr",
			Content{17140961, "185f76d24c2d400fe4ea0cb2487df77722641b97a3ef10633872e8a7fdf40e09"},
			Content{8818768, "3148abf21ea98a4d69d0e4504e0d68a6c060204a9b9a39b76855aee1d5b2c8ea"},
			Content{831382, "4c84b95b62c930f0791466d73eb996841eef474c96d0c2f0e6c6d80640f2005a"},
		),
		tiny("it",
			Content{17140899, "7dfdf189146d9353fdea264b9e4c8ac36441c770dc4353a8380b64e589dc035b"},
			Content{4977500, "e30ec549bd0da9ac42cccdcd3806d3be84d485f7fd329f90f6e40ee027e841d9"},
			Content{812781, "603f3349657c3deb9736a0c567452d102a5a03c377dfdf1d32c428608f2cff1b"},
		),
	}
}

// germanRelease are the files of the release of de-en, all with their hashes and with addresses of their own.
func germanRelease() Info {
	const folder = "https://firefox-settings-attachments.cdn.mozilla.net/main-workspace/translations-models/"
	return Info{
		Version: "2.0",
		Files: []File{
			{
				Name: "model.deen.intgemm.alphas.bin",
				URL:  folder + "f44b1b1b-9df6-4ece-971e-0e5ce96fae54.bin",
				Content: Content{31561787,
					"3e6f7c2c2425d10824797270b382bee718ff34af2cab9308841c82ca46dc6f20"},
			},
			{
				Name: "lex.50.50.deen.s2t.bin",
				URL:  folder + "d0e4efcb-6145-43db-a69e-568904cc2925.bin",
				Content: Content{4945796,
					"113b98460468360cca68c042e1cddf49c4e1931cbb975ed04349c9a3bd607010"},
			},
			{
				Name: "vocab.deen.spm",
				URL:  folder + "8ad4d93e-21e6-4862-81d5-c1c3a7d0767b.spm",
				Content: Content{810073,
					"69f730becafa48e3bb2c244eab66456877c08959a02f2bd5519b5a3088b62f9c"},
			},
		},
	}
}
