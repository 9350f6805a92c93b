"""Compares the speed of translation engines on one model and the same sentences, in rounds: every engine has its turn in each round, so that what else the
machine does falls on all of them. Prints a line for each engine: the median over the rounds of its words per second (of wall time and of CPU time), and of how
many times as many satzpaar made in the same round.

usage: python3 engines.py MODEL_FOLDER SENTENCES [--engines satzpaar,bergamot,slimt,fxtranslate,ctranslate2,pymarian] [--rounds 5]
       [--threads 1] [--avx2] [--beam 1] [--stream]

MODEL_FOLDER holds model.NAME.intgemm.alphas.bin, lex.50.50.NAME.s2t.bin and vocab.NAME.spm: a Firefox model, or one of the same shape by make.py.
SENTENCES: a file, one a line. Engines are Python packages of that name; bergamot 0.4.5 needs Python 3.10. satzpaar needs Go. --threads also sets to how many
processors the engines are bound. --avx2 keeps the engines that can be told so from using AVX-512. --stream runs
stream.go beside them, on the same processors. Loading and the first 20 sentences are not timed.

CTranslate2 has no SSRU cell: it gets a transformer of the same sizes (with self attention in the decoder, random weights and no shortlist of words), which has to
make as many tokens as the sentence has. That is another model, so its figure is an indication only. pymarian is Marian itself, which cannot read int8 models with
activation multipliers: it gets the float32 model that make.py writes beside them.
"""
import argparse, atexit, glob, json, os, resource, statistics, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))


def one(folder, pattern):
    found = glob.glob(os.path.join(folder, pattern))
    if len(found) != 1:
        sys.exit('%s: %d files %s' % (folder, len(found), pattern))
    return found[0]


def files(folder):
    return one(folder, 'model.*.intgemm.alphas.bin'), one(folder, 'lex.*.bin'), one(folder, 'vocab.*.spm')


def shape(folder):
    """The sizes in the configuration that the model file holds."""
    text = open(files(folder)[0], 'rb').read()[-8192:].decode('utf-8', 'replace')
    number = lambda key: int(text[text.rindex('\n%s: ' % key):].split()[1])
    return {k: number(k) for k in ('dim-emb', 'transformer-dim-ffn', 'transformer-heads', 'enc-depth', 'dec-depth')}


# ---- one engine in a process of its own: a function from lists of sentences to lists of translations ----------------------------------------------------------

def inner(package):
    """The compiled module of a package that asks a server for its list of models when it is imported."""
    import importlib.util, site
    where = [p for d in site.getsitepackages() for f in (package, '') for p in glob.glob(os.path.join(d, f, '_%s*.so' % package))][0]
    spec = importlib.util.spec_from_file_location('_' + package, where)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bergamot(a):
    b = inner('bergamot')
    model, lex, vocab = files(a.folder)
    options = {'models': '[%s]' % model, 'vocabs': '[%s, %s]' % (vocab, vocab), 'shortlist': '[%s, false]' % lex, 'beam-size': a.beam, 'normalize': 1.0, 'word-penalty': 0,
               'max-length-break': 128, 'mini-batch-words': 1024, 'workspace': 128, 'max-length-factor': 2.0, 'skip-cost': str(a.beam == 1).lower(), 'cpu-threads': 0,
               'quiet': 'true', 'quiet-translation': 'true', 'gemm-precision': 'int8shiftAlphaAll', 'alignment': 'soft', 'ssplit-mode': 'sentence'}
    service = b.Service(b.ServiceConfig(numWorkers=a.threads, cacheSize=0))
    loaded = service.modelFromConfig(''.join('%s: %s\n' % o for o in options.items()))
    response = b.ResponseOptions(qualityScores=False, alignment=False, HTML=False, sentenceMappings=False)
    return lambda lines: [r.target.text for r in service.translate(loaded, b.VectorString(lines), response)]


def slimt(a):
    package = inner('slimt')
    model, lex, vocab = files(a.folder)
    s = shape(a.folder)
    c = package.Config()
    c.encoder_layers, c.decoder_layers, c.num_heads, c.feed_forward_depth = s['enc-depth'], s['dec-depth'], s['transformer-heads'], 2
    loaded = package.Model(c, package.Package(model=model, vocabulary=vocab, shortlist=lex))
    service = package.Service(workers=a.threads, cache_size=0)
    return lambda lines: [r.target.text for r in service.translate(loaded, lines)]


def fxtranslate(a):
    import fxtranslate as package
    from concurrent.futures import ThreadPoolExecutor
    model, lex, vocab = [open(f, 'rb').read() for f in files(a.folder)]
    local = threading.local()  # a translator belongs to the thread that made it

    def translate(line):
        if not hasattr(local, 'translator'):
            local.translator = package.Translator(model, vocab, vocab, lex)
            print('fxtranslate: kernels', local.translator.backend(), file=sys.stderr)
        return local.translator.translate(line)
    pool = ThreadPoolExecutor(a.threads)
    return lambda lines: list(pool.map(translate, lines))


def ctranslate2(a):
    import numpy as np
    import ctranslate2 as package
    import sentencepiece
    s = shape(a.folder)
    d, f = s['dim-emb'], s['transformer-dim-ffn']
    pieces = sentencepiece.SentencePieceProcessor(model_file=files(a.folder)[2])
    r = np.random.default_rng(1)
    spec = package.specs.TransformerSpec.from_config((s['enc-depth'], s['dec-depth']), s['transformer-heads'], pre_norm=False, activation=package.specs.Activation.RELU)
    sizes = {}

    def fill(layer, rows, cols):
        layer.weight = (r.normal(size=(rows, cols)) / cols ** 0.5).astype(np.float32)
        layer.bias = np.zeros(rows, np.float32)

    def norm(n):
        n.gamma, n.beta = np.ones(d, np.float32), np.zeros(d, np.float32)

    def attention(x, own):
        for i, layer in enumerate(x.linear):
            fill(layer, {(True, 0): 3 * d, (False, 1): 2 * d}.get((own, i), d), d)
        norm(x.layer_norm)

    for side in (spec.encoder, spec.decoder):
        table = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        table.weight = r.normal(size=(pieces.get_piece_size(), d)).astype(np.float32) / d ** 0.5
        side.scale_embeddings = True
        for l in side.layer:
            attention(l.self_attention, True)
            if hasattr(l, 'attention'):
                attention(l.attention, False)
            fill(l.ffn.linear_0, f, d)
            fill(l.ffn.linear_1, d, f)
            norm(l.ffn.layer_norm)
    fill(spec.decoder.projection, pieces.get_piece_size(), d)
    words = [pieces.id_to_piece(i) for i in range(pieces.get_piece_size())]
    spec.register_source_vocabulary(words)
    spec.register_target_vocabulary(words)
    spec.config.bos_token = spec.config.eos_token = words[0]
    spec.config.decoder_start_token = words[0]
    spec.config.add_source_eos = True
    spec.validate()
    spec.optimize('int8')
    folder = tempfile.mkdtemp()
    spec.save(folder)
    t = package.Translator(folder, device='cpu', compute_type='int8', inter_threads=a.threads, intra_threads=1)

    def translate(lines):
        tokens = sorted((pieces.encode(l, out_type=str) for l in lines), key=len)
        out = []
        for at in range(0, len(tokens), 32):
            part = tokens[at:at + 32]
            n = max(1, sum(map(len, part)) // len(part))
            out.append(t.translate_batch(part, asynchronous=True, beam_size=a.beam, min_decoding_length=n, max_decoding_length=n))
        return [pieces.decode(x.result().hypotheses[0]) for part in out for x in part]
    return translate


def pymarian(a):
    package = inner('pymarian')
    _, lex, vocab = files(a.folder)
    model = [f for f in glob.glob(os.path.join(a.folder, 'model.*.bin')) if '.intgemm.' not in f][0]
    t = package.Translator('--models %s --vocabs %s %s --shortlist %s false --beam-size %d --normalize 1 --mini-batch 16 --maxi-batch 100 --maxi-batch-sort src '
                           '--max-length-factor 2 --cpu-threads %d --quiet --quiet-translation %s' % (model, vocab, vocab, lex, a.beam, a.threads, '--skip-cost' * (a.beam == 1)))
    return lambda lines: t.translate(lines)


def measure(a):
    lines = open(a.sentences, encoding='utf-8').read().split('\n')[:-1]
    words = sum(len(l.split()) for l in lines)
    run = globals()[a.one](a)
    run(lines[:20])
    cpu = lambda: sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    start, before = time.perf_counter(), cpu()
    out = run(lines)
    seconds, spent = time.perf_counter() - start, cpu() - before
    print(json.dumps({'wall': words / seconds, 'cpu': words / spent, 'ratio': sum(len(o.split()) for o in out) / words}), flush=True)
    os._exit(0)  # threads of the engines may not end by themselves


# ---- the rounds -----------------------------------------------------------------------------------------------------------------------------------------------

def satzpaar(a, binary, env):
    out = subprocess.run([binary, '-test.run', '^$', '-test.bench', 'Words/workers=%d$' % a.threads, '-test.benchtime', '2x', '-test.cpu', str(a.threads)],
                         env=env, capture_output=True, text=True, check=True, cwd=os.path.join(HERE, '..', '..', 'translate', 'marian')).stdout.split()
    return {'wall': float(out[out.index('words/s') - 1]), 'cpu': float(out[out.index('words/cpu-s') - 1])}


def main():
    p = argparse.ArgumentParser()
    p.add_argument('folder')
    p.add_argument('sentences')
    p.add_argument('--engines', default='satzpaar,bergamot,slimt,fxtranslate,ctranslate2,pymarian')
    p.add_argument('--rounds', type=int, default=5)
    p.add_argument('--threads', type=int, default=1)
    p.add_argument('--beam', type=int, default=1)
    p.add_argument('--avx2', action='store_true')
    p.add_argument('--stream', action='store_true')
    p.add_argument('--one', help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.one:
        return measure(a)
    a.folder, a.sentences = os.path.abspath(a.folder), os.path.abspath(a.sentences)
    env = dict(os.environ, OMP_NUM_THREADS=str(a.threads), SATZPAAR_BENCH_MODEL=a.folder, SATZPAAR_BENCH_TEXT=a.sentences, SATZPAAR_BENCH_BEAM=str(a.beam))
    if a.avx2:
        env.update(SATZPAAR_BENCH_KERNEL='avx2', INTGEMM_CPUID='AVX2', CT2_FORCE_CPU_ISA='AVX2', ONEDNN_MAX_CPU_ISA='AVX2', DNNL_MAX_CPU_ISA='AVX2',
                   MKL_ENABLE_INSTRUCTIONS='AVX2')
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:a.threads])
    binary = os.path.join(tempfile.mkdtemp(), 'satzpaar.test')
    subprocess.run(['go', 'test', '-c', '-o', binary, './translate/marian'], check=True, cwd=os.path.join(HERE, '..', '..'))
    if a.stream:
        stream = os.path.join(os.path.dirname(binary), 'stream')
        subprocess.run(['go', 'build', '-o', stream, os.path.join(HERE, 'stream.go')], check=True)
        neighbour = subprocess.Popen([stream, '-for', '24h'], stdout=subprocess.DEVNULL)
        atexit.register(neighbour.kill)
    rounds = {e: [] for e in a.engines.split(',')}
    for _ in range(a.rounds):
        for e, results in rounds.items():
            try:
                if e == 'satzpaar':
                    results.append(satzpaar(a, binary, env))
                    continue
                run = subprocess.run([sys.executable, __file__, a.folder, a.sentences, '--one', e, '--threads', str(a.threads), '--beam', str(a.beam)], env=env,
                                     capture_output=True, text=True, timeout=600)
                results.append(json.loads(run.stdout.strip().split('\n')[-1]))
            except (subprocess.SubprocessError, ValueError) as problem:
                results.append(None)
                print('%s: %s' % (e, run.stderr[-400:] if isinstance(problem, ValueError) else problem), file=sys.stderr)
    own = rounds.get('satzpaar')
    print('| engine | words/s | words/CPU s | satzpaar, times as many a CPU s (wall) | rounds |\n|---|---|---|---|---|')
    for e, results in rounds.items():
        good = [r for r in results if r]
        if not good:
            print('| %s | does not run | | | 0 |' % e)
            continue
        median = lambda of: statistics.median(of)
        pairs = [(o, r) for o, r in zip(own or [], results) if o and r]
        times = '%.2f (%.2f)' % tuple(median([o[k] / r[k] for o, r in pairs]) for k in ('cpu', 'wall')) if pairs else ''
        print('| %s | %.0f | %.0f | %s | %d |' % (e, median([r['wall'] for r in good]), median([r['cpu'] for r in good]), times, len(good)))


main()
