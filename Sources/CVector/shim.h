// Arithmetic on rows of numbers, in the widest vectors that the processor has. Swift is compiled for the oldest x86-64 and
// can't compile a function for another one, so its loops have vectors of four numbers.
//
// Every processor gives the same bits: products and sums are never contracted to one rounding. A result may lie where an
// operand lies, entry on entry; other overlaps are not allowed.

#define XPL_EACH(...)                                                                                            \
  {                                                                                                              \
    _Pragma("clang fp contract(off)")                                                                            \
    _Pragma("clang loop vectorize(assume_safety)") for (long i = 0; i < count; i++) __VA_ARGS__;                 \
  }

// `name` runs the version for the processor; `parameters` and `arguments` are those of one version.
#define XPL_VERSIONS(name, parameters, arguments, ...)                                                           \
  static __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"), noinline)) void name##_512 parameters      \
    XPL_EACH(__VA_ARGS__)                                                                                        \
  static __attribute__((target("avx2"), noinline)) void name##_256 parameters XPL_EACH(__VA_ARGS__)              \
  static __attribute__((noinline)) void name##_128 parameters XPL_EACH(__VA_ARGS__)                              \
  static inline void name parameters {                                                                           \
    if (__builtin_cpu_supports("avx512vl")) return name##_512 arguments;                                         \
    if (__builtin_cpu_supports("avx2")) return name##_256 arguments;                                             \
    name##_128 arguments;                                                                                        \
  }

#define XPL_UNARY(name, value)                                                                                   \
  XPL_VERSIONS(name, (const float *_Nonnull a, float *_Nonnull to, long count), (a, to, count),                  \
               { const float x = a[i]; to[i] = value; })

#define XPL_BINARY(name, value)                                                                                  \
  XPL_VERSIONS(name, (const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull to, long count),         \
               (a, b, to, count), { const float x = a[i], y = b[i]; to[i] = value; })

#define XPL_INSIDE static inline __attribute__((always_inline)) float

// e to the power x, by the reduction and polynomial of the Cephes library (Moshier 1989).
XPL_INSIDE xpl_exp_of(float x) {
#pragma clang fp contract(off)
  const float low = x < -87.3f ? -87.3f : x;
  const float inside = low > 88.72283f ? 88.72283f : low;
  // Adding 1.5 · 2^23 rounds to a whole number, which then stands in the lowest bits.
  const float shifted = inside * 1.44269504f + 12582912.0f;
  const float whole = shifted - 12582912.0f;
  const float rest = (inside - whole * 0.693359375f) + whole * 2.1219444e-4f;
  float polynomial = 1.9875692e-4f;
  polynomial = polynomial * rest + 1.3981999e-3f;
  polynomial = polynomial * rest + 8.333452e-3f;
  polynomial = polynomial * rest + 4.1665796e-2f;
  polynomial = polynomial * rest + 1.6666665e-1f;
  polynomial = polynomial * rest + 0.5f;
  polynomial = polynomial * rest * rest + rest + 1;
  // One factor of 2 apart, because 2^128 is out of range where the result is not.
  const unsigned bits = (__builtin_bit_cast(unsigned, shifted) + 126u) << 23;
  const float result = polynomial * __builtin_bit_cast(float, bits) * 2;
  return x > 88.72283f ? __builtin_inff() : x < -87.3f ? 0 : result;
}

// Cephes again: a polynomial near 0, the exponential elsewhere.
XPL_INSIDE xpl_tanh_of(float x) {
#pragma clang fp contract(off)
  const float square = x * x, size = __builtin_fabsf(x);
  float polynomial = -5.7049887e-3f;
  polynomial = polynomial * square + 2.0639089e-2f;
  polynomial = polynomial * square - 5.3739716e-2f;
  polynomial = polynomial * square + 1.3331442e-1f;
  polynomial = polynomial * square - 3.3333282e-1f;
  const float near = polynomial * square * x + x;
  const float far = 1 - 2 / (xpl_exp_of(2 * size) + 1);
  return size < 0.625f ? near : x < 0 ? -far : far;
}

// A polynomial near 0; elsewhere 1 - exp(-p), with a polynomial p for the logarithm of what is missing to 1.
//
// Fitted for the least largest error in what it is of Float32: 4e-10 and 2e-9 before rounding.
XPL_INSIDE xpl_erf_of(float x) {
#pragma clang fp contract(off)
  const float square = x * x, magnitude = __builtin_fabsf(x);
  float near = 8.3823907e-5f;
  near = near * square - 8.1455975e-4f;
  near = near * square + 5.2012862e-3f;
  near = near * square - 2.68594995e-2f;
  near = near * square + 1.12836972e-1f;
  near = near * square - 3.76126349e-1f;
  near = near * square + 1.28379226e-1f;
  // 2/√π is more than 1 by the last coefficient.
  near = near * x + x;
  // From 4 on nothing is missing.
  const float size = magnitude > 4 ? 4 : magnitude;
  float missing = -1.95937406e-4f;
  missing = missing * size + 3.04321898e-3f;
  missing = missing * size - 2.22269278e-2f;
  missing = missing * size + 1.03931613e-1f;
  missing = missing * size + 6.37182236e-1f;
  missing = missing * size + 1.12767555f;
  missing = missing * size + 1.95673477e-4f;
  const float far = 1 - xpl_exp_of(-missing);
  return magnitude < 0.92f ? near : x < 0 ? -far : far;
}

XPL_UNARY(xpl_negate, -x)
XPL_UNARY(xpl_absolute, __builtin_fabsf(x))
XPL_UNARY(xpl_sign, x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f)
XPL_UNARY(xpl_exp, xpl_exp_of(x))
XPL_UNARY(xpl_sqrt, __builtin_elementwise_sqrt(x))
XPL_UNARY(xpl_tanh, xpl_tanh_of(x))
XPL_UNARY(xpl_sigmoid, 1 / (1 + xpl_exp_of(-x)))
XPL_UNARY(xpl_erf, xpl_erf_of(x))
// Written so that NaN stays NaN.
XPL_UNARY(xpl_positive, x < 0 ? 0.0f : x)
XPL_UNARY(xpl_negative, x > 0 ? 0.0f : x)
XPL_UNARY(xpl_step, x > 0 ? 1.0f : 0.0f)

XPL_BINARY(xpl_add, x + y)
XPL_BINARY(xpl_subtract, x - y)
XPL_BINARY(xpl_multiply, x * y)
XPL_BINARY(xpl_divide, x / y)
XPL_BINARY(xpl_maximum, y >= x ? y : x)
XPL_BINARY(xpl_minimum, y < x ? y : x)
XPL_BINARY(xpl_stabilize, x + (x < 0 ? -y : y))
XPL_BINARY(xpl_greater, x > y ? 1.0f : 0.0f)
XPL_BINARY(xpl_equal, x == y ? 1.0f : 0.0f)

XPL_VERSIONS(xpl_select,
             (const float *_Nonnull condition, const float *_Nonnull a, const float *_Nonnull b, float *_Nonnull to,
              long count),
             (condition, a, b, to, count),
             {
               // Both are loaded, so that there is no branch in the way of vector instructions.
               const float yes = a[i], no = b[i];
               to[i] = condition[i] != 0 ? yes : no;
             })
