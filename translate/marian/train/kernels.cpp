// Fused kernels of the trainer for packed batches: all sentences of a batch lie behind one another in one [tokens, D] matrix, `cu` holds where
// each begins (one entry more than there are sentences). Nothing is padded, so no batch needs sentences of equal length.
// Activations are bfloat16, all arithmetic inside a kernel is float32. Matrix products of whole batches stay with oneDNN (bfloat16); what is
// here is the rest, which would otherwise take longer than the products.
#include <torch/extension.h>
#include <omp.h>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

typedef uint16_t bf;
typedef float v16 __attribute__((vector_size(64), aligned(4)));
using torch::Tensor;

static inline float up(bf x) { return __builtin_bit_cast(float, (uint32_t)x << 16); }
static inline bf down(float f) {                                  // round to nearest, ties to even
    uint32_t u = __builtin_bit_cast(uint32_t, f);
    return (bf)((u + 0x7fff + ((u >> 16) & 1)) >> 16);
}
// e^x for loops the compiler vectorises: 2^n from the exponent bits, the rest by a polynomial (Cephes' expf), relative error 2e-7.
static inline float fexp(float x) {
    x = std::min(std::max(x, -87.f), 88.f);
    float n = std::nearbyintf(x * 1.44269504f);
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float p = ((((1.9875691500e-4f * r + 1.3981999507e-3f) * r + 8.3334519073e-3f) * r + 4.1665795894e-2f) * r + 1.6666665459e-1f) * r + 5.0000001201e-1f;
    return (p * r * r + r + 1) * __builtin_bit_cast(float, ((int32_t)n + 127) << 23);
}
static bf *B(const Tensor &t) { return (bf *)t.data_ptr(); }
static float *F(const Tensor &t) { return (float *)t.data_ptr(); }
static int32_t *I(const Tensor &t) { return (int32_t *)t.data_ptr(); }
static Tensor new_bf(int64_t n, int64_t m) { return torch::empty({n, m}, torch::kBFloat16); }

// Keep-or-drop decision for element i: the murmur3 finaliser over a counter, so the backward pass can repeat it.
static inline float kept(uint32_t i, uint32_t seed, uint32_t limit, float up_by) {
    uint32_t h = i * 0x9E3779B1u + seed;
    h ^= h >> 16; h *= 0x85ebca6bu; h ^= h >> 13; h *= 0xc2b2ae35u; h ^= h >> 16;
    return (h >> 8) >= limit ? up_by : 0.f;
}

// ---- y = LN(x + dropout(s)), the "dan" step of Marian's transformer (post-norm; Vaswani et al. 2017, Ba et al. 2016), eps 1e-6 ----
static std::vector<Tensor> add_ln(Tensor x, Tensor s, Tensor scale, Tensor bias, double p, int64_t seed) {
    int64_t n = x.size(0), D = x.size(1);
    Tensor y = new_bf(n, D), hat = new_bf(n, D), rs = torch::empty({n});
    const bf *xp = B(x), *sp = B(s); bf *yp = B(y), *hp = B(hat); const float *g = F(scale), *b = F(bias); float *rp = F(rs);
    uint32_t limit = (uint32_t)(p * (1 << 24)); float up_by = (float)(1 / (1 - p));
    #pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < n; i++) {
        float z[1024]; float m = 0, v = 0;
        const bf *xr = xp + i * D, *sr = sp + i * D;
        if (limit) {
            #pragma omp simd reduction(+:m)
            for (int64_t j = 0; j < D; j++) { z[j] = up(xr[j]) + up(sr[j]) * kept(i * D + j, seed, limit, up_by); m += z[j]; }
        } else {
            #pragma omp simd reduction(+:m)
            for (int64_t j = 0; j < D; j++) { z[j] = up(xr[j]) + up(sr[j]); m += z[j]; }
        }
        m /= D;
        #pragma omp simd reduction(+:v)
        for (int64_t j = 0; j < D; j++) { z[j] -= m; v += z[j] * z[j]; }
        float r = 1 / std::sqrt(v / D + 1e-6f); rp[i] = r;
        bf *yr = yp + i * D, *hr = hp + i * D;
        #pragma omp simd
        for (int64_t j = 0; j < D; j++) { float h = z[j] * r; hr[j] = down(h); yr[j] = down(h * g[j] + b[j]); }
    }
    return {y, hat, rs};
}

// Writes the gradients of scale and bias into gs and gb; returns dx and ds (the same tensor without dropout).
static std::vector<Tensor> add_ln_back(Tensor dy, Tensor hat, Tensor rs, Tensor scale, Tensor gs, Tensor gb, double p, int64_t seed) {
    int64_t n = dy.size(0), D = dy.size(1);
    uint32_t limit = (uint32_t)(p * (1 << 24)); float up_by = (float)(1 / (1 - p));
    Tensor dx = new_bf(n, D), ds = limit ? new_bf(n, D) : dx;
    const bf *dp = B(dy), *hp = B(hat); bf *xp = B(dx), *sp = B(ds); const float *g = F(scale), *rp = F(rs); float *G = F(gs), *Bb = F(gb);
    std::memset(G, 0, D * 4); std::memset(Bb, 0, D * 4);
    #pragma omp parallel
    {
        std::vector<float> a(D, 0.f), c(D, 0.f); float *A = a.data(), *C = c.data();
        #pragma omp for schedule(static)
        for (int64_t i = 0; i < n; i++) {
            float d[1024], h[1024]; float m = 0, q = 0, r = rp[i];
            const bf *dr = dp + i * D, *hr = hp + i * D;
            #pragma omp simd reduction(+:m,q)
            for (int64_t j = 0; j < D; j++) {
                float t = up(dr[j]); h[j] = up(hr[j]); A[j] += t * h[j]; C[j] += t; d[j] = t * g[j]; m += d[j]; q += d[j] * h[j];
            }
            m /= D; q /= D;
            bf *xr = xp + i * D, *sr = sp + i * D;
            if (limit) {
                #pragma omp simd
                for (int64_t j = 0; j < D; j++) { float t = r * (d[j] - m - h[j] * q); xr[j] = down(t); sr[j] = down(t * kept(i * D + j, seed, limit, up_by)); }
            } else {
                #pragma omp simd
                for (int64_t j = 0; j < D; j++) xr[j] = down(r * (d[j] - m - h[j] * q));
            }
        }
        #pragma omp critical
        for (int64_t j = 0; j < D; j++) { G[j] += A[j]; Bb[j] += C[j]; }
    }
    return {dx, ds};
}

// ---- attention (Vaswani et al. 2017, 3.2) over packed sentences ----
// C[M,N] = A B with A[i,k] at A[i*ra + k*ca] (so transposes are free), B and C row-major with N a multiple of 16.
template <int R> static inline void rows(const float *A, int ra, int ca, const float *Bm, int ldb, float *C, int ldc, int K, int N) {
    int j = 0;
    for (; j + 32 <= N; j += 32) {
        v16 acc[R][2] = {};
        for (int k = 0; k < K; k++) {
            v16 b0 = *(const v16 *)(Bm + k * ldb + j), b1 = *(const v16 *)(Bm + k * ldb + j + 16);
            for (int r = 0; r < R; r++) { float a = A[r * ra + k * ca]; acc[r][0] += a * b0; acc[r][1] += a * b1; }
        }
        for (int r = 0; r < R; r++) { *(v16 *)(C + r * ldc + j) = acc[r][0]; *(v16 *)(C + r * ldc + j + 16) = acc[r][1]; }
    }
    for (; j < N; j += 16) {
        v16 acc[R] = {};
        for (int k = 0; k < K; k++) { v16 b0 = *(const v16 *)(Bm + k * ldb + j); for (int r = 0; r < R; r++) acc[r] += A[r * ra + k * ca] * b0; }
        for (int r = 0; r < R; r++) *(v16 *)(C + r * ldc + j) = acc[r];
    }
}
static void mm(const float *A, int ra, int ca, const float *Bm, int ldb, float *C, int ldc, int M, int K, int N) {
    int i = 0;
    for (; i + 6 <= M; i += 6) rows<6>(A + i * ra, ra, ca, Bm, ldb, C + i * ldc, ldc, K, N);
    for (; i + 2 <= M; i += 2) rows<2>(A + i * ra, ra, ca, Bm, ldb, C + i * ldc, ldc, K, N);
    for (; i < M; i++) rows<1>(A + i * ra, ra, ca, Bm, ldb, C + i * ldc, ldc, K, N);
}
static void get(const bf *p, int64_t stride, int L, int dh, float by, float *out) {               // [L,dh] as float32
    for (int i = 0; i < L; i++) {
        #pragma omp simd
        for (int d = 0; d < dh; d++) out[i * dh + d] = up(p[i * stride + d]) * by;
    }
}
static void get_t(const bf *p, int64_t stride, int L, int Lp, int dh, float *out) {                // [dh,Lp], zero padded
    for (int i = 0; i < Lp; i++) for (int d = 0; d < dh; d++) out[d * Lp + i] = i < L ? up(p[i * stride + d]) : 0.f;
}
static void put(const float *in, int L, int dh, bf *p, int64_t stride) {
    for (int i = 0; i < L; i++) {
        #pragma omp simd
        for (int d = 0; d < dh; d++) p[i * stride + d] = down(in[i * dh + d]);
    }
}
static int longest(const int32_t *cu, int64_t n) { int m = 0; for (int64_t b = 0; b < n; b++) m = std::max(m, cu[b + 1] - cu[b]); return m; }

// q [Nq, >=D], k and v [Nk, >=D] may be column slices of wider matrices. Returns the heads' outputs side by side and log-sum-exp per row and head.
static std::vector<Tensor> attend(Tensor q, Tensor k, Tensor v, Tensor cuq, Tensor cuk, int64_t H) {
    int64_t n = cuq.size(0) - 1, D = q.size(1); int dh = D / H; float sc = 1 / std::sqrt((float)dh);
    Tensor o = new_bf(q.size(0), D), lse = torch::empty({q.size(0), H});
    const int32_t *cq = I(cuq), *ck = I(cuk); int mq = longest(cq, n), mk = (longest(ck, n) + 15) / 16 * 16;
    const bf *qp = B(q), *kp = B(k), *vp = B(v); bf *op = B(o); float *lp = F(lse); int64_t sq = q.stride(0), sk = k.stride(0), sv = v.stride(0);
    #pragma omp parallel
    {
        std::vector<float> buf((size_t)(2 * mq * dh + 2 * mk * dh + mq * mk + 64));
        float *Q = buf.data(), *O = Q + mq * dh, *KT = O + mq * dh, *V = KT + mk * dh, *S = V + mk * dh;
        #pragma omp for schedule(dynamic, 4)
        for (int64_t b = 0; b < n; b++) {
            int Lq = cq[b + 1] - cq[b], Lk = ck[b + 1] - ck[b], Lp = (Lk + 15) / 16 * 16;
            for (int h = 0; h < H; h++) {
                get(qp + cq[b] * sq + h * dh, sq, Lq, dh, sc, Q); get_t(kp + ck[b] * sk + h * dh, sk, Lk, Lp, dh, KT); get(vp + ck[b] * sv + h * dh, sv, Lk, dh, 1, V);
                mm(Q, dh, 1, KT, Lp, S, Lp, Lq, dh, Lp);
                for (int i = 0; i < Lq; i++) {
                    float *s = S + i * Lp, m = -1e30f, z = 0;
                    #pragma omp simd reduction(max:m)
                    for (int j = 0; j < Lk; j++) m = std::max(m, s[j]);
                    #pragma omp simd reduction(+:z)
                    for (int j = 0; j < Lk; j++) { s[j] = fexp(s[j] - m); z += s[j]; }
                    lp[(cq[b] + i) * H + h] = m + std::log(z); z = 1 / z;
                    #pragma omp simd
                    for (int j = 0; j < Lk; j++) s[j] *= z;
                }
                mm(S, Lp, 1, V, dh, O, dh, Lq, Lk, dh);
                put(O, Lq, dh, op + cq[b] * D + h * dh, D);
            }
        }
    }
    return {o, lse};
}

// Gradients into dq, dk, dv (same slicing as the inputs). Guided alignment (Chen et al. 2016): where link[i] >= 0, head 0 also minimises
// -guide * log P[i, link[i]]; its gradient on the logits is guide * (P - onehot). Returns (sum of -log P, number of links).
static std::vector<double> attend_back(Tensor go, Tensor q, Tensor k, Tensor v, Tensor lse, Tensor cuq, Tensor cuk, int64_t H, Tensor dq, Tensor dk, Tensor dv, Tensor link, double guide) {
    int64_t n = cuq.size(0) - 1, D = q.size(1); int dh = D / H; float sc = 1 / std::sqrt((float)dh);
    const int32_t *cq = I(cuq), *ck = I(cuk), *ln = link.numel() ? I(link) : nullptr; int mq = longest(cq, n), mk = (longest(ck, n) + 15) / 16 * 16;
    const bf *gp = B(go), *qp = B(q), *kp = B(k), *vp = B(v); bf *dqp = B(dq), *dkp = B(dk), *dvp = B(dv); const float *lp = F(lse);
    int64_t sq = q.stride(0), sk = k.stride(0), sv = v.stride(0), tq = dq.stride(0), tk = dk.stride(0), tv = dv.stride(0);
    double nll = 0, count = 0;
    #pragma omp parallel reduction(+:nll, count)
    {
        std::vector<float> buf((size_t)(3 * mq * dh + 4 * mk * dh + 2 * mq * mk + 64));
        float *Q = buf.data(), *G = Q + mq * dh, *X = G + mq * dh, *K = X + mq * dh, *KT = K + mk * dh, *VT = KT + mk * dh, *Y = VT + mk * dh, *P = Y + mk * dh, *Z = P + mq * mk;
        #pragma omp for schedule(dynamic, 4)
        for (int64_t b = 0; b < n; b++) {
            int Lq = cq[b + 1] - cq[b], Lk = ck[b + 1] - ck[b], Lp = (Lk + 15) / 16 * 16;
            for (int h = 0; h < H; h++) {
                get(qp + cq[b] * sq + h * dh, sq, Lq, dh, sc, Q); get(gp + cq[b] * D + h * dh, D, Lq, dh, 1, G); get(kp + ck[b] * sk + h * dh, sk, Lk, dh, 1, K);
                get_t(kp + ck[b] * sk + h * dh, sk, Lk, Lp, dh, KT); get_t(vp + ck[b] * sv + h * dh, sv, Lk, Lp, dh, VT);
                mm(Q, dh, 1, KT, Lp, P, Lp, Lq, dh, Lp);
                mm(G, dh, 1, VT, Lp, Z, Lp, Lq, dh, Lp);
                for (int i = 0; i < Lq; i++) {
                    float *p = P + i * Lp, *z = Z + i * Lp, l = lp[(cq[b] + i) * H + h], d = 0;
                    #pragma omp simd reduction(+:d)
                    for (int j = 0; j < Lk; j++) { p[j] = fexp(p[j] - l); d += p[j] * z[j]; }
                    #pragma omp simd
                    for (int j = 0; j < Lk; j++) z[j] = p[j] * (z[j] - d);
                    if (h == 0 && ln && ln[cq[b] + i] >= 0) {
                        int a = ln[cq[b] + i]; float w = (float)guide;
                        nll -= std::log(p[a] + 1e-20f); count += 1;
                        #pragma omp simd
                        for (int j = 0; j < Lk; j++) z[j] += w * p[j];
                        z[a] -= w;
                    }
                }
                mm(P, 1, Lp, G, dh, Y, dh, Lk, Lq, dh); put(Y, Lk, dh, dvp + ck[b] * tv + h * dh, tv);
                mm(Z, 1, Lp, Q, dh, Y, dh, Lk, Lq, dh); put(Y, Lk, dh, dkp + ck[b] * tk + h * dh, tk);
                mm(Z, Lp, 1, K, dh, X, dh, Lq, Lk, dh);
                for (int i = 0; i < Lq * dh; i++) X[i] *= sc;
                put(X, Lq, dh, dqp + cq[b] * tq + h * dh, tq);
            }
        }
    }
    return {nll, count};
}

// ---- SSRU (Kim et al. 2019): g = sigmoid(f + b), c_t = g c_{t-1} + (1-g) u, output relu(c) ----
// uf [N, 2D] holds u and f side by side.
static void run(const bf *uf, const float *b, int L, int64_t D, float *g, float *c) {
    for (int t = 0; t < L; t++) {
        const bf *u = uf + t * 2 * D, *f = u + D; float *gt = g + t * D, *ct = c + (t + 1) * D; const float *cp = c + t * D;
        #pragma omp simd
        for (int64_t j = 0; j < D; j++) { float s = 1 / (1 + fexp(-(up(f[j]) + b[j]))); gt[j] = s; ct[j] = s * cp[j] + (1 - s) * up(u[j]); }
    }
}
static Tensor ssru(Tensor uf, Tensor bias, Tensor cu) {
    int64_t n = cu.size(0) - 1, D = uf.size(1) / 2; Tensor out = new_bf(uf.size(0), D);
    const int32_t *c0 = I(cu); int m = longest(c0, n); const bf *up_ = B(uf); bf *op = B(out); const float *b = F(bias);
    #pragma omp parallel
    {
        std::vector<float> g(m * D), c((m + 1) * D, 0.f);
        #pragma omp for schedule(dynamic, 4)
        for (int64_t s = 0; s < n; s++) {
            int L = c0[s + 1] - c0[s]; run(up_ + c0[s] * 2 * D, b, L, D, g.data(), c.data());
            const float *cs = c.data() + D; bf *o = op + c0[s] * D;
            #pragma omp simd
            for (int64_t j = 0; j < L * D; j++) o[j] = down(std::max(cs[j], 0.f));
        }
    }
    return out;
}
static Tensor ssru_back(Tensor go, Tensor uf, Tensor bias, Tensor cu, Tensor gb) {
    int64_t n = cu.size(0) - 1, D = uf.size(1) / 2; Tensor out = new_bf(uf.size(0), 2 * D);
    const int32_t *c0 = I(cu); int m = longest(c0, n); const bf *up_ = B(uf), *gp = B(go); bf *op = B(out); const float *b = F(bias); float *G = F(gb);
    std::memset(G, 0, D * 4);
    #pragma omp parallel
    {
        std::vector<float> gv(m * D), cv((m + 1) * D, 0.f), dv(D), av(D, 0.f); float *d = dv.data(), *A = av.data();
        #pragma omp for schedule(dynamic, 4)
        for (int64_t s = 0; s < n; s++) {
            int L = c0[s + 1] - c0[s]; run(up_ + c0[s] * 2 * D, b, L, D, gv.data(), cv.data());
            std::memset(d, 0, D * 4);
            for (int t = L - 1; t >= 0; t--) {
                const float *g = gv.data() + t * D, *cp = cv.data() + t * D, *c = cp + D; int64_t r = c0[s] + t; const bf *u = up_ + r * 2 * D, *o = gp + r * D; bf *du = op + r * 2 * D, *df = du + D;
                #pragma omp simd
                for (int64_t j = 0; j < D; j++) {
                    float x = d[j] + (c[j] > 0 ? up(o[j]) : 0.f), y = x * (cp[j] - up(u[j])) * g[j] * (1 - g[j]);
                    du[j] = down(x * (1 - g[j])); df[j] = down(y); A[j] += y; d[j] = x * g[j];
                }
            }
        }
        #pragma omp critical
        for (int64_t j = 0; j < D; j++) G[j] += A[j];
    }
    return out;
}

// ---- sums over the rows: gradients of biases; with `y`, the gradient is first masked by relu in place ----
static void colsum(Tensor d, Tensor out, c10::optional<Tensor> y) {
    int64_t n = d.size(0), K = d.size(1), st = d.stride(0); bf *dp = B(d); const bf *yp = y ? B(*y) : nullptr; float *o = F(out); std::memset(o, 0, K * 4);
    #pragma omp parallel
    {
        std::vector<float> a(K, 0.f); float *A = a.data();
        #pragma omp for schedule(static)
        for (int64_t i = 0; i < n; i++) {
            bf *r = dp + i * st;
            if (yp) {
                const bf *q = yp + i * K;
                #pragma omp simd
                for (int64_t j = 0; j < K; j++) { bf t = q[j] ? r[j] : 0; r[j] = t; A[j] += up(t); }
            } else {
                #pragma omp simd
                for (int64_t j = 0; j < K; j++) A[j] += up(r[j]);
            }
        }
        #pragma omp critical
        for (int64_t j = 0; j < K; j++) o[j] += A[j];
    }
}

// ---- embedding: sqrt(D) E[id] + position; id -1 is the zero vector that starts the decoder ----
static Tensor embed(Tensor E, Tensor id, Tensor at, Tensor pos) {
    int64_t n = id.size(0), D = E.size(1); Tensor out = new_bf(n, D); float by = std::sqrt((float)D);
    const bf *e = B(E); bf *o = B(out); const int32_t *ip = I(id), *ap = I(at); const float *p = F(pos);
    #pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < n; i++) {
        const float *q = p + (int64_t)ap[i] * D; bf *r = o + i * D; float w = ip[i] < 0 ? 0.f : by; const bf *x = e + (int64_t)std::max(ip[i], 0) * D;
        #pragma omp simd
        for (int64_t j = 0; j < D; j++) r[j] = down(up(x[j]) * w + q[j]);
    }
    return out;
}
// gE[id] += by * d; every thread owns a range of columns, so nothing collides.
static void scatter(Tensor d, Tensor id, Tensor gE, double by) {
    int64_t n = id.size(0), D = gE.size(1); const bf *dp = B(d); const int32_t *ip = I(id); float *g = F(gE), w = (float)by;
    #pragma omp parallel
    {
        int T = omp_get_num_threads(), me = omp_get_thread_num(); int64_t a = D * me / T, z = D * (me + 1) / T;
        for (int64_t i = 0; i < n; i++) if (ip[i] >= 0) {
            const bf *s = dp + i * D; float *t = g + (int64_t)ip[i] * D;
            #pragma omp simd
            for (int64_t j = a; j < z; j++) t[j] += w * up(s[j]);
        }
    }
}

// ---- softmax and label-smoothed cross-entropy over C candidates; x is replaced by its gradient times `by`, gb += column sums ----
// off: bias of a candidate plus the logarithm of how many words it stands for. Returns (sum -log p[target], sum of the smoothed loss).
static std::vector<double> xent(Tensor x, Tensor off, Tensor target, double eps, double by, Tensor gb) {
    int64_t n = x.size(0), C = x.size(1); bf *xp = B(x); const float *o = F(off); const int32_t *tp = I(target); float *G = F(gb);
    double nll = 0, smooth = 0; float e = (float)eps, w = (float)by;
    #pragma omp parallel reduction(+:nll, smooth)
    {
        std::vector<float> zv(C), av(C, 0.f); float *z = zv.data(), *A = av.data();
        #pragma omp for schedule(static)
        for (int64_t i = 0; i < n; i++) {
            bf *r = xp + i * C; float m = -1e30f, s = 0, all = 0; int t = tp[i];
            #pragma omp simd reduction(max:m) reduction(+:all)
            for (int64_t j = 0; j < C; j++) { z[j] = up(r[j]) + o[j]; m = std::max(m, z[j]); all += z[j]; }
            float zt = z[t];
            #pragma omp simd reduction(+:s)
            for (int64_t j = 0; j < C; j++) { z[j] = fexp(z[j] - m); s += z[j]; }
            float l = m + std::log(s), k = w / s, u = w * e / C;
            nll += l - zt; smooth += l - (1 - e) * zt - e * all / C;
            z[t] -= (1 - e) * s;
            #pragma omp simd
            for (int64_t j = 0; j < C; j++) { float d = z[j] * k - u; A[j] += d; r[j] = down(d); }
        }
        #pragma omp critical
        for (int64_t j = 0; j < C; j++) G[j] += A[j];
    }
    return {nll, smooth};
}

// ---- Adam (Kingma and Ba 2015) with decoupled decay; also writes the bfloat16 working copy ----
static void adam(Tensor p, Tensor g, Tensor m, Tensor v, Tensor work, double lr, double b1, double b2, double eps, double decay, int64_t step) {
    int64_t n = p.numel(); float *P = F(p), *M = F(m), *V = F(v); const float *G = F(g); bf *W = B(work);
    float c1 = 1 / (1 - std::pow(b1, (double)step)), c2 = 1 / (1 - std::pow(b2, (double)step)), a = b1, b = b2, e = eps, l = lr, k = 1 - lr * decay;
    #pragma omp parallel for simd schedule(static)
    for (int64_t i = 0; i < n; i++) {
        float x = G[i]; M[i] = a * M[i] + (1 - a) * x; V[i] = b * V[i] + (1 - b) * x * x;
        P[i] = P[i] * k - l * M[i] * c1 / (std::sqrt(V[i] * c2) + e); W[i] = down(P[i]);
    }
}

PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
    m.def("add_ln", &add_ln); m.def("add_ln_back", &add_ln_back); m.def("attend", &attend); m.def("attend_back", &attend_back); m.def("ssru", &ssru); m.def("ssru_back", &ssru_back);
    m.def("colsum", &colsum); m.def("embed", &embed); m.def("scatter", &scatter); m.def("xent", &xent); m.def("adam", &adam);
}
