"""Drives a server with the clients that people use, and prints what they got as JSON, a line each.

Usage: clients.py CLIENT URL KEY
"""

import json
import os
import sys
import tempfile


def show(name, value):
    print(json.dumps({"name": name, "value": value}, ensure_ascii=False))


def failure(call):
    try:
        call()
    except Exception as e:  # whatever the client makes of it
        return type(e).__name__
    return "nothing was raised"


def libretranslate(url, key):
    from libretranslatepy import LibreTranslateAPI

    api = LibreTranslateAPI(url + "/", api_key=key)
    show("translate", api.translate("Guten Morgen", "de", "en"))
    show("detect", api.detect("Das ist ein deutscher Satz")[0]["language"])
    show("languages", [l["code"] for l in api.languages()])
    show("wrong key", failure(lambda: LibreTranslateAPI(url + "/", api_key="x").translate("a", "de", "en")))


def deepl(url, key):
    import deepl

    t = deepl.Translator(key, server_url=url)
    show("translate", t.translate_text("Guten Morgen", target_lang="EN-US").text)
    many = t.translate_text(["Guten Morgen", "Hallo Welt"], source_lang="DE", target_lang="EN-GB")
    show("translate many", [r.text for r in many])
    show("detected", many[0].detected_source_lang)
    show("tags", t.translate_text("<b>Guten Morgen</b>", source_lang="DE", target_lang="EN-US", tag_handling="xml", ignore_tags=["x"]).text)
    show("split", t.translate_text("Guten Morgen", source_lang="DE", target_lang="EN-US", split_sentences="nonewlines").text)
    show("formality", failure(lambda: t.translate_text("a", target_lang="EN-US", formality="more")))
    show("usage", t.get_usage().character.limit)
    show("sources", [l.code for l in t.get_source_languages()])
    show("targets", [l.code for l in t.get_target_languages()])
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "a.txt"), os.path.join(folder, "b.txt")
        with open(source, "w", encoding="utf-8") as f:
            f.write("Guten Morgen\n")
        status = t.translate_document_from_filepath(source, target, source_lang="DE", target_lang="EN-US")
        with open(target, encoding="utf-8") as f:
            show("document", f.read())
        show("document status", status.status.value)
    show("wrong key", failure(lambda: deepl.Translator("x" * 20, server_url=url).get_usage()))


def openai(url, key):
    from openai import OpenAI

    c = OpenAI(base_url=url + "/v1", api_key=key, max_retries=0)
    ask = dict(model="words", messages=[{"role": "system", "content": "Translate."}, {"role": "user", "content": "Guten Morgen"}])
    show("chat", c.chat.completions.create(**ask).choices[0].message.content)
    chunks = list(c.chat.completions.create(stream=True, stream_options={"include_usage": True}, **ask))
    show("stream", "".join(x.choices[0].delta.content or "" for x in chunks if x.choices))
    show("stream usage", chunks[-1].usage.total_tokens > 0)
    show("models", [m.id for m in c.models.list()][:2])
    show("model", c.models.retrieve("words:de-en").id)
    show("no model", failure(lambda: c.chat.completions.create(**{**ask, "model": "gpt"})))
    show("wrong key", failure(lambda: OpenAI(base_url=url + "/v1", api_key="x", max_retries=0).models.list()))


{"libretranslatepy": libretranslate, "deepl": deepl, "openai": openai}[sys.argv[1]](sys.argv[2], sys.argv[3])
