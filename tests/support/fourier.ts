/** Turns complex numbers, in place, into their spectrum. The length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const length = real.length;
  for (let i = 1, j = 0; i < length; i++) {
    let bit = length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] as number, real[i] as number];
      [imaginary[i], imaginary[j]] = [imaginary[j] as number, imaginary[i] as number];
    }
  }
  const { cosine, sine } = circle(length);
  for (let half = 1; half < length; half *= 2) {
    const step = length / (2 * half);
    for (let from = 0; from < length; from += 2 * half) {
      for (let k = 0; k < half; k++) {
        const [c, s] = [cosine[k * step] as number, sine[k * step] as number];
        const [a, b] = [from + k, from + k + half];
        const [re, im] = [real[b] as number, imaginary[b] as number];
        const [turnedRe, turnedIm] = [re * c + im * s, im * c - re * s];
        real[b] = (real[a] as number) - turnedRe;
        imaginary[b] = (imaginary[a] as number) - turnedIm;
        real[a] = (real[a] as number) + turnedRe;
        imaginary[a] = (imaginary[a] as number) + turnedIm;
      }
    }
  }
}

const circles = new Map<number, { cosine: Float64Array; sine: Float64Array }>();

function circle(length: number): { cosine: Float64Array; sine: Float64Array } {
  const known = circles.get(length);
  if (known) return known;
  const made = {
    cosine: Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length)),
    sine: Float64Array.from({ length: length / 2 }, (_, k) => Math.sin((2 * Math.PI * k) / length)),
  };
  circles.set(length, made);
  return made;
}

/** The sum of products of `piece` with `long` from each place of `long` on at which all of it fits. */
export function slidingProducts(long: Float32Array, piece: Float32Array): Float64Array {
  const places = long.length - piece.length + 1;
  if (places <= 0) return new Float64Array(0);
  let length = 1;
  while (length < long.length) length *= 2;
  /* Both are real: one transform carries `long` as its real and `piece` as its imaginary part. */
  const real = new Float64Array(length);
  const imaginary = new Float64Array(length);
  real.set(long);
  imaginary.set(piece);
  transform(real, imaginary);
  const productRe = new Float64Array(length);
  const productIm = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    const m = (length - k) % length;
    const [kr, ki, mr, mi] = [real[k] as number, imaginary[k] as number, real[m] as number, imaginary[m] as number];
    const [ar, ai, br, bi] = [(kr + mr) / 2, (ki - mi) / 2, (ki + mi) / 2, (mr - kr) / 2];
    /* Conjugated, so that the forward transform undoes it. */
    productRe[k] = (ar * br + ai * bi) / length;
    productIm[k] = -(ai * br - ar * bi) / length;
  }
  transform(productRe, productIm);
  return productRe.subarray(0, places);
}
