// A target of Swift code that has resources gets generated code that imports Foundation, and with it four libraries
// that every start would load and relocate: a fifth of the time to the first prompt. A target of C code gets none.
typedef int nothing;
