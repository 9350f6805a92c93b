package document

import (
	"path"
	"slices"
	"strings"
)

// Known reports whether the name of a file determines its format, be it one of single documents or of records.
func Known(name string) bool {
	return ContainerFor(name) != nil || formatOf(name) != nil
}

// Placed reports whether a file is read in folders although its extension does not determine its format: it stands
// where the programs that it is for look for it.
func Placed(name string) bool {
	folder, file := path.Split(path.Clean(name))
	end := path.Join(path.Base(folder), file)
	for _, f := range Formats() {
		for _, pattern := range f.Places {
			if ok, err := path.Match(pattern, end); ok && err == nil {
				return true
			}
		}
	}
	return false
}

// ContainerNamed returns the format of records of that name, or nil.
func ContainerNamed(name string) *Container {
	for _, c := range Containers() {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// instead holds what to do about files that hold text in formats that are not read, by their extensions.
var instead = []struct{ exts, advice string }{
	{".rtf .fb2 .tex .rst .org .textile .typ .ipynb",
		"convert it with pandoc, such as 'pandoc FILE -t markdown -o FILE.md'"},
	{".adoc .asciidoc", "make a page of it with 'asciidoctor FILE'"},
	{".doc .dot .ppt .pps .xls .xlsb .pages .key .numbers .wpd",
		"save it as HTML or text, such as with 'libreoffice --headless --convert-to html FILE'"},
	{".pdf", "take its text out with 'pdftotext -layout FILE FILE.txt'"},
	{".djvu .ps", "take its text out first, such as with djvutxt or ps2ascii"},
	{".eml .msg .mbox", "save the text of the message as .txt or .html"},
	{".ts .ftl .php .lang",
		"this localisation format is not read: its keys and placeholders would be lost; " +
			"convert it to PO or XLIFF, such as with ts2po or lconvert"},
	{".mo .qm", "it is compiled: give the file that it was made of, or 'msgunfmt FILE -o FILE.po'"},
	{".toml .ini", "convert it to JSON or YAML, or take the texts out as .csv or .jsonl"},
	{".arrow .feather .avro .sqlite .db", "export it as .jsonl or .csv"},
	{".tmx", "a translation memory goes into the cache: satzpaar cache import FILE"},
	{".sub .sbv", "convert the subtitles to .srt or .vtt"},
	{".png .jpg .jpeg .gif .tif .tiff .bmp .webp .heic",
		"it is a picture: recognise its text first, such as with tesseract"},
	{".mp3 .wav .ogg .m4a .mp4 .mkv .avi .mov .webm", "it is a recording: transcribe it first"},
	{".zip .tar .7z .rar .tgz .xz .bz2", "unpack it and give the folder"},
}

// Unread returns the error for a file whose name does not stand for a format that is read, with what to do instead.
func Unread(name string) *Error {
	ext := strings.ToLower(path.Ext(name))
	names := formatNames()
	for _, c := range Containers() {
		names = append(names, c.Name)
	}
	e := &Error{
		Name: name,
		What: "no document format has the extension " + ext,
		Hint: "if it is plain text, say --format txt; formats are " + strings.Join(names, ", "),
	}
	if ext == "" {
		e.What = "the name does not tell the format"
	}
	for _, k := range instead {
		if slices.Contains(strings.Fields(k.exts), ext) {
			e.Hint = k.advice
		}
	}
	return e
}
