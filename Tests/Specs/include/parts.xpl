include "parts/sum.xpl"
expect $total == 6
double 3
expect $_ == 6
