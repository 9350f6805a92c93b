// Drives a server with the official client of DeepL for Node, and prints what it got as JSON, a line each.
//
// Usage: NODE_PATH=FOLDER/node_modules node deepl.cjs URL KEY
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const deepl = require('deepl-node');

const [url, key] = process.argv.slice(2);
const show = (name, value) => console.log(JSON.stringify({ name, value }));
const failure = (call) => call().then(() => 'nothing was thrown', (e) => e.constructor.name);

(async () => {
  const t = new deepl.Translator(key, { serverUrl: url });
  show('translate', (await t.translateText('Guten Morgen', null, 'en-US')).text);
  const many = await t.translateText(['Guten Morgen', 'Hallo Welt'], 'de', 'en-GB');
  show('translate many', many.map((r) => r.text));
  show('detected', many[0].detectedSourceLang);
  const tags = { tagHandling: 'xml', ignoreTags: ['x'] };
  show('tags', (await t.translateText('<b>Guten Morgen</b>', 'de', 'en-US', tags)).text);
  show('split', (await t.translateText('Guten Morgen', 'de', 'en-US', { splitSentences: 'nonewlines' })).text);
  show('formality', await failure(() => t.translateText('a', null, 'en-US', { formality: 'more' })));
  show('usage', (await t.getUsage()).character.limit);
  show('sources', (await t.getSourceLanguages()).map((l) => l.code));
  show('targets', (await t.getTargetLanguages()).map((l) => l.code));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deepl'));
  try {
    const [source, target] = ['a.txt', 'b.txt'].map((name) => path.join(folder, name));
    fs.writeFileSync(source, 'Guten Morgen\n');
    const status = await t.translateDocument(source, target, 'de', 'en-US');
    show('document', fs.readFileSync(target, 'utf8'));
    show('document status', status.status);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  show('wrong key', await failure(() => new deepl.Translator('x'.repeat(20), { serverUrl: url }).getUsage()));
})();
