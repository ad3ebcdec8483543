#include <signal.h>
#include <sys/prctl.h>

// The fastest arithmetic that the processor has: multiply-adds in its widest vectors, each independent of the others.
// Swift is compiled for the oldest x86-64, so what the processor has is asked when the program runs.

// The sums stay in registers, and are as many as are under way at once: 4 cycles of latency on 2 units are 8.
#define XPL_MULTIPLY_ADDS(name, isa, bytes, sums)                                                                \
  static __attribute__((target(isa), noinline)) void name(long turns) {                                         \
    typedef float vector __attribute__((vector_size(bytes)));                                                    \
    vector sum[sums];                                                                                            \
    const vector factor = (vector){} + 0.999f, summand = (vector){} + 0.001f;                                    \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) sum[i] = (vector){} + (2.0f + i);         \
    for (long turn = 0; turn < turns; turn++) {                                                                  \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < sums; i++) sum[i] = sum[i] * factor + summand;      \
    }                                                                                                            \
    for (int i = 0; i < sums; i++) __asm__ volatile("" : : "v"(sum[i])); /* Or else nothing would be calculated. */ \
  }
XPL_MULTIPLY_ADDS(xpl_multiply_adds_512, "avx512f", 64, 24)
XPL_MULTIPLY_ADDS(xpl_multiply_adds_256, "avx2,fma", 32, 12)
XPL_MULTIPLY_ADDS(xpl_multiply_adds_128, "sse2", 16, 12)

// Bits of the widest vectors that multiply and add in one instruction; 128 stands for those that need two.
static inline int xpl_vector_bits(void) {
  if (__builtin_cpu_supports("avx512f")) return 512;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 256 : 128;
}

// Floating-point operations in so many turns of the loop.
static inline long xpl_operations(long turns) {
  const int bits = xpl_vector_bits();
  return turns * (bits / 32) * (bits == 512 ? 24 : 12) * 2;
}

// Calculates on the core that calls it.
static inline void xpl_multiply_adds(long turns) {
  switch (xpl_vector_bits()) {
  case 512: xpl_multiply_adds_512(turns); break;
  case 256: xpl_multiply_adds_256(turns); break;
  default: xpl_multiply_adds_128(turns);
  }
}

// prctl is variadic, which Swift can't call. A measurement that nobody waits for any more would disturb the next one.
static inline void xpl_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }
