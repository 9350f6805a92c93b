// Translates sentences with the upstream engine: the WebAssembly build of Bergamot under Node, one sentence a call.
//
//   npm install --prefix DIR @browsermt/bergamot-translator@0.4.9
//   node upstream.cjs DIR MODEL SHORTLIST VOCABULARY[,TARGET VOCABULARY] [int8|float32 [BEAM]] < sentences > translations
//
// Each line of the output is a JSON string. The last line of standard error is a JSON object with the words of the run, per second and per
// second of CPU time; loading and the first sentence are not in it.
'use strict';
const fs = require('fs');
const path = require('path');

const [dir, modelFile, shortlistFile, vocabFiles, precision, beam = '1'] = process.argv.slice(2);
const worker = path.join(dir, 'node_modules/@browsermt/bergamot-translator/worker');

// The integer products are imports of the module; it also exports portable versions of them.
const portable = {
  int8_prepare_a: 'int8PrepareAFallback',
  int8_prepare_b: 'int8PrepareBFallback',
  int8_prepare_b_from_transposed: 'int8PrepareBFromTransposedFallback',
  int8_prepare_b_from_quantized_transposed: 'int8PrepareBFromQuantizedTransposedFallback',
  int8_prepare_bias: 'int8PrepareBiasFallback',
  int8_multiply_and_add_bias: 'int8MultiplyAndAddBiasFallback',
  int8_select_columns_of_b: 'int8SelectColumnsOfBFallback',
};

function load() {
  return new Promise((resolve, reject) => {
    globalThis.self = globalThis;
    globalThis.importScripts = () => {};
    globalThis.location = { href: 'file://' + worker + '/worker.js' };
    const Module = (globalThis.Module = {
      print: (line) => console.error(line),
      printErr: (line) => console.error(line),
      onRuntimeInitialized: () => resolve(Module),
      instantiateWasm(imports, done) {
        const gemm = {};
        for (const [name, target] of Object.entries(portable)) gemm[name] = (...a) => Module.asm[target](...a);
        WebAssembly.instantiate(fs.readFileSync(path.join(worker, 'bergamot-translator-worker.wasm')), { ...imports, wasm_gemm: gemm })
          .then(({ instance }) => done(instance), reject);
        return {};
      },
    });
    // Indirect eval: the script expects to be the program.
    const script = fs.readFileSync(path.join(worker, 'bergamot-translator-worker.js'), 'utf8');
    (0, eval)(script.replace(/process\["on"\]\("uncaughtException"[\s\S]*?\}\);/, ''));
  });
}

function memory(Module, file, alignment) {
  const bytes = fs.readFileSync(file);
  const m = new Module.AlignedMemory(bytes.length, alignment);
  m.getByteArrayView().set(bytes);
  return m;
}

(async () => {
  const Module = await load();
  const config = {
    'beam-size': Number(beam), normalize: 1.0, 'word-penalty': 0, 'max-length-break': 128, 'max-length-factor': 2.0, 'mini-batch-words': 1024, workspace: 128,
    'skip-cost': beam === '1', 'cpu-threads': 0, quiet: true, 'quiet-translation': true, alignment: 'soft',
    'gemm-precision': precision === 'float32' ? 'float32' : 'int8shiftAlphaAll',
  };
  const text = Object.entries(config).map(([k, v]) => `${k}: ${v}\n`).join('');
  const vocabs = new Module.AlignedMemoryList();
  for (const file of vocabFiles.split(',')) vocabs.push_back(memory(Module, file, 64));
  const model = new Module.TranslationModel(text, memory(Module, modelFile, 256), memory(Module, shortlistFile, 64), vocabs, null);
  const service = new Module.BlockingService({ cacheSize: 0 });

  function translate(line) {
    const input = new Module.VectorString();
    const options = new Module.VectorResponseOptions();
    input.push_back(line);
    options.push_back({ qualityScores: false, alignment: false, html: false });
    const responses = service.translate(model, input, options);
    const response = responses.get(0);
    if (response.size() > 1) throw new Error('more than one sentence: ' + line);
    const out = response.getTranslatedText();
    responses.delete();
    input.delete();
    options.delete();
    return out;
  }

  const lines = fs.readFileSync(0, 'utf8').split('\n');
  if (lines[lines.length - 1] === '') lines.pop();
  translate(lines[0]);
  const start = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const out = lines.map(translate);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  process.stdout.write(out.map((text) => JSON.stringify(text) + '\n').join(''));
  const words = lines.reduce((n, line) => n + line.split(/\s+/).filter(Boolean).length, 0);
  console.error(JSON.stringify({ sentences: lines.length, words, seconds, 'words/s': words / seconds, 'words/cpu-s': (words * 1e6) / (user + system) }));
})().catch((e) => {
  console.error(e);
  process.exit(1);
});
