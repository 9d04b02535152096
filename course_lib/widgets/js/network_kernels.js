// The three products of a layer on flat Float64Arrays, written for speed.
//
// P holds the parameters: W row by row from w0 on (nOut rows of nIn weights), b from b0
// on. A (inputs), Z (outputs), D (∂J/∂z) hold one row of `stride` numbers per unit, one
// number per sample. The first `count` samples count; the loops take them two by two,
// so stride is even, and the place after an odd count may be overwritten. Blocks of
// units share what is read: a multiplication costs less than fetching its factors.

/** Z = W A + b. */
export function multiplyForward(P, w0, b0, nIn, nOut, A, Z, stride, count) {
  let i = 0, w = w0;
  for (; i + 3 < nOut; i += 4, w += 4 * nIn) {
    const z1 = i * stride, z2 = z1 + stride, z3 = z2 + stride, z4 = z3 + stride;
    const v2 = nIn, v3 = 2 * nIn, v4 = 3 * nIn;
    for (let s = 0; s < count; s += 2) {
      let a1 = P[b0 + i], a2 = P[b0 + i + 1], a3 = P[b0 + i + 2], a4 = P[b0 + i + 3];
      let c1 = a1, c2 = a2, c3 = a3, c4 = a4;
      for (let k = w, end = w + nIn, p = s; k < end; k++, p += stride) {
        const a = A[p], c = A[p + 1];
        const p1 = P[k], p2 = P[k + v2], p3 = P[k + v3], p4 = P[k + v4];
        a1 += p1 * a; c1 += p1 * c;
        a2 += p2 * a; c2 += p2 * c;
        a3 += p3 * a; c3 += p3 * c;
        a4 += p4 * a; c4 += p4 * c;
      }
      Z[z1 + s] = a1; Z[z1 + s + 1] = c1;
      Z[z2 + s] = a2; Z[z2 + s + 1] = c2;
      Z[z3 + s] = a3; Z[z3 + s + 1] = c3;
      Z[z4 + s] = a4; Z[z4 + s + 1] = c4;
    }
  }
  for (; i < nOut; i++, w += nIn)
    for (let s = 0; s < count; s += 2) {
      let a1 = P[b0 + i], c1 = a1;
      for (let k = w, end = w + nIn, p = s; k < end; k++, p += stride) {
        a1 += P[k] * A[p];
        c1 += P[k] * A[p + 1];
      }
      Z[i * stride + s] = a1;
      Z[i * stride + s + 1] = c1;
    }
}

/** E = (Wᵀ D) S, S the slopes of the units that made the inputs. */
export function multiplyBackward(P, w0, nIn, nOut, D, S, E, stride, count) {
  let j = 0;
  for (; j + 3 < nIn; j += 4) {
    const e1 = j * stride, e2 = e1 + stride, e3 = e2 + stride, e4 = e3 + stride;
    for (let s = 0; s < count; s += 2) {
      let a1 = 0, a2 = 0, a3 = 0, a4 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0;
      for (let i = 0, k = w0 + j, p = s; i < nOut; i++, k += nIn, p += stride) {
        const a = D[p], c = D[p + 1];
        const p1 = P[k], p2 = P[k + 1], p3 = P[k + 2], p4 = P[k + 3];
        a1 += p1 * a; c1 += p1 * c;
        a2 += p2 * a; c2 += p2 * c;
        a3 += p3 * a; c3 += p3 * c;
        a4 += p4 * a; c4 += p4 * c;
      }
      let p = e1 + s;
      E[p] = a1 * S[p]; E[p + 1] = c1 * S[p + 1];
      p = e2 + s;
      E[p] = a2 * S[p]; E[p + 1] = c2 * S[p + 1];
      p = e3 + s;
      E[p] = a3 * S[p]; E[p + 1] = c3 * S[p + 1];
      p = e4 + s;
      E[p] = a4 * S[p]; E[p + 1] = c4 * S[p + 1];
    }
  }
  for (; j < nIn; j++)
    for (let s = 0; s < count; s += 2) {
      let a1 = 0, c1 = 0;
      for (let i = 0, k = w0 + j, p = s; i < nOut; i++, k += nIn, p += stride) {
        a1 += P[k] * D[p];
        c1 += P[k] * D[p + 1];
      }
      const p = j * stride + s;
      E[p] = a1 * S[p];
      E[p + 1] = c1 * S[p + 1];
    }
}

/** dW += D Aᵀ and db += the row sums of D; G is laid out like P. */
export function addOuter(G, w0, b0, nIn, nOut, D, A, stride, count) {
  for (let i = 0, k = w0; i < nOut; i++, k += nIn) {
    const d0 = i * stride, end = d0 + count;
    let sum = G[b0 + i], j = 0;
    for (let p = d0; p < end; p++) sum += D[p];
    G[b0 + i] = sum;
    for (; j + 3 < nIn; j += 4) {
      let g1 = G[k + j], g2 = G[k + j + 1], g3 = G[k + j + 2], g4 = G[k + j + 3];
      const r2 = stride, r3 = 2 * stride, r4 = 3 * stride;
      for (let p = d0, q = j * stride; p < end; p++, q++) {
        const d = D[p];
        g1 += d * A[q];
        g2 += d * A[q + r2];
        g3 += d * A[q + r3];
        g4 += d * A[q + r4];
      }
      G[k + j] = g1; G[k + j + 1] = g2; G[k + j + 2] = g3; G[k + j + 3] = g4;
    }
    for (; j < nIn; j++) {
      let g = G[k + j];
      for (let p = d0, q = j * stride; p < end; p++, q++) g += D[p] * A[q];
      G[k + j] = g;
    }
  }
}
