" The syntax of xpl, written by: xpl --grammar=vim
if exists("b:current_syntax")
  finish
endif

syntax match xplOperator /\.\.\|[=!<>]=\|[<>+*\/|=@-]/
syntax match xplNumber /[A-Za-z0-9_$]\@1<!\d\+\%(\.\d\+\)\?\%([eE][+-]\?\d\{1,2}\)\?[A-Za-z0-9_]\@!/
syntax match xplField /\%([0-9]\)\@1<!\.[A-Za-z_]\w*/
syntax match xplWord /[A-Za-z0-9_.$\/-]\@1<![A-Za-z_][A-Za-z0-9_-]*\%([.\/][A-Za-z0-9_.\/-]\+\)\?/
syntax match xplUnit /[A-Za-z0-9_.$\/-]\@1<![A-Za-z0-9_.\/-]\+:\%(\d\+\|[A-Za-z_][A-Za-z0-9_-]*\)/
syntax match xplParameter /[A-Za-z0-9_.$\/-]\@1<![A-Za-z_]\w*==\@!/
syntax match xplKey /[A-Za-z0-9_.$\/-]\@1<!\%(ablation\|activation\|active\|alpha\|architecture\|at\|baseline\|batch\|budget\|by\|categories\|centre\|certainty\|chance\|channel\|channels\|checkpoint\|classes\|colors\|columns\|composite\|concept\|concepts\|crop\|decay\|depth\|diagonal\|dropout\|end\|epochs\|epsilon\|examples\|explanation\|feature\|features\|folds\|from\|gamma\|groups\|header\|hidden\|hide\|high\|hint\|ignore\|initial\|items\|jitter\|k\|kind\|layer\|layers\|limit\|loss\|low\|lr\|magnitudes\|mean\|mend\|merge\|method\|methods\|missing\|momentum\|n\|name\|nesterov\|noise\|normalize\|of\|on\|optimizer\|order\|output\|pair\|pairs\|parallel\|path\|patience\|penalty\|perplexity\|persist\|perturbation\|points\|preset\|quadrature\|questions\|radius\|record\|references\|relu\|resize\|retrains\|rule\|runs\|sample\|scale\|scores\|seed\|seeds\|shares\|side\|signed\|smooth\|sparsity\|split\|stabilizer\|standardize\|states\|std\|steps\|stride\|subset\|target\|task\|text\|to\|tokens\|tolerance\|top\|transition\|unlabelled\|until\|valid\|value\|weight\|weights\|what\|which\|window\|wiring\|within\|word\|y\|zero_bias\)==\@!/
syntax match xplStatement /\%([A-Za-z0-9_.$\/-]\@1<!\%(def\|else\|expect\|for\|if\|include\|let\|return\)[A-Za-z0-9_.=:\/-]\@!\)/
syntax match xplConstant /\%([A-Za-z0-9_.$\/-]\@1<!\%(false\|none\|true\)[A-Za-z0-9_.=:\/-]\@!\)/
syntax match xplWordOperator /\%([A-Za-z0-9_.$\/-]\@1<!\%(and\|by\|in\|not\|or\)[A-Za-z0-9_.=:\/-]\@!\)/
syntax match xplVerb /\%(^\|[|;({]\|[^=!<>]=\s\|\<return\>\)\@20<=\s*\%(attribute\|compare\|condition\|extract\|interact\|intervene\|load\|map\|plot\|predict\|rank\|sample\|save\|score\|show\|tcav\|trace\|train\)[A-Za-z0-9_.=:\/-]\@!/
syntax match xplVariable /\$[A-Za-z_]\w*/
syntax match xplHelp /?\%(\s*[A-Za-z_][A-Za-z0-9_-]*\)*/
syntax match xplDirective /^\s*:\%(branch\|cache\|cells\|edit\|memory\|mode\|redo\|refresh\|rerun\|seed\|set\|slice\|time\|undo\)\>.*$/
syntax match xplEscape /\\./ contained
syntax region xplString start=/"/ skip=/\\./ end=/"/ contains=xplEscape
syntax match xplComment /#.*$/
syntax match xplCell /^#\s\?%%.*$/

highlight default link xplCell SpecialComment
highlight default link xplComment Comment
highlight default link xplConstant Boolean
highlight default link xplDirective PreProc
highlight default link xplEscape SpecialChar
highlight default link xplField Identifier
highlight default link xplHelp Special
highlight default link xplKey Type
highlight default link xplNumber Number
highlight default link xplOperator Operator
highlight default link xplParameter Type
highlight default link xplStatement Statement
highlight default link xplString String
highlight default link xplUnit Constant
highlight default link xplVariable Identifier
highlight default link xplVerb Function
highlight default link xplWordOperator Operator

setlocal commentstring=#\ %s
let b:current_syntax = "xpl"
