#include <oneapi/dnnl/dnnl.h>

// oneDNN runs its kernels on the threads of GCC's OpenMP runtime, whose workers spin for a while after each of them.
// Our own passes over memory run on the same threads, or else they would compete with the spinning ones. Swift has no
// OpenMP, so this is the entry that a compiler with OpenMP calls for `#pragma omp parallel num_threads(threads)`.
extern void GOMP_parallel(void (*body)(void *), void *context, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_get_num_procs(void);
extern void omp_set_num_threads(int threads);
