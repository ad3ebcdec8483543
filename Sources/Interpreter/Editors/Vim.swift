extension Words {
  /// A syntax file of Vim (:help syntax).
  var vim: String {
    func alternatives(_ words: [String]) -> String { words.joined(separator: "\\|") }
    // A name goes on with "-", "." and "/", and "$" or "." before it make it another thing.
    let (start, end) = (#"[A-Za-z0-9_.$/-]\@1<!"#, #"[A-Za-z0-9_.=:/-]\@!"#)
    func word(_ words: [String]) -> String {
      #"\%("# + start + #"\%("# + alternatives(words) + #"\)"# + end + #"\)"#
    }
    let lines = [
      ("xplOperator", #"/\.\.\|[=!<>]=\|[<>+*/|=@-]/"#),
      ("xplNumber", #"/[A-Za-z0-9_$]\@1<!\d\+\%(\.\d\+\)\?\%([eE][+-]\?\d\{1,2}\)\?[A-Za-z0-9_]\@!/"#),
      ("xplField", #"/\%([0-9]\)\@1<!\.[A-Za-z_]\w*/"#),
      ("xplWord", #"/[A-Za-z0-9_.$/-]\@1<![A-Za-z_][A-Za-z0-9_-]*\%([./][A-Za-z0-9_./-]\+\)\?/"#),
      ("xplUnit", #"/[A-Za-z0-9_.$/-]\@1<![A-Za-z0-9_./-]\+:\%(\d\+\|[A-Za-z_][A-Za-z0-9_-]*\)/"#),
      ("xplParameter", #"/[A-Za-z0-9_.$/-]\@1<![A-Za-z_]\w*==\@!/"#),
      ("xplKey", #"/[A-Za-z0-9_.$/-]\@1<!\%("# + alternatives(keys) + #"\)==\@!/"#),
      ("xplStatement", "/" + word(statements) + "/"),
      ("xplConstant", "/" + word(constants) + "/"),
      ("xplWordOperator", "/" + word(operators) + "/"),
      (
        "xplVerb",
        #"/\%(^\|[|;({]\|[^=!<>]=\s\|\<return\>\)\@20<=\s*\%("# + alternatives(verbs) + #"\)"# + end + "/"
      ),
      ("xplVariable", #"/\$[A-Za-z_]\w*/"#),
      ("xplHelp", #"/?\%(\s*[A-Za-z_][A-Za-z0-9_-]*\)*/"#),
      ("xplDirective", #"/^\s*:\%("# + alternatives(directives) + #"\)\>.*$/"#),
    ].map { "syntax match \($0) \($1.replacingSlashes)" }
    let links = [
      ("Cell", "SpecialComment"), ("Comment", "Comment"), ("Constant", "Boolean"), ("Directive", "PreProc"),
      ("Escape", "SpecialChar"), ("Field", "Identifier"), ("Help", "Special"), ("Key", "Type"),
      ("Number", "Number"),
      ("Operator", "Operator"), ("Parameter", "Type"), ("Statement", "Statement"), ("String", "String"),
      ("Unit", "Constant"), ("Variable", "Identifier"), ("Verb", "Function"), ("WordOperator", "Operator"),
    ].map { "highlight default link xpl\($0) \($1)" }
    return
      ([
        "\" The syntax of xpl, written by: xpl --grammar=vim", "if exists(\"b:current_syntax\")", "  finish",
        "endif", "",
      ] + lines + [
        #"syntax match xplEscape /\\./ contained"#,
        #"syntax region xplString start=/"/ skip=/\\./ end=/"/ contains=xplEscape"#,
        "syntax match xplComment /#.*$/",
        #"syntax match xplCell /^#\s\?%%.*$/"#, "",
      ] + links + ["", "setlocal commentstring=#\\ %s", "let b:current_syntax = \"xpl\"", ""]).joined(
        separator: "\n")
  }
}

extension String {
  /// The pattern with slashes inside of it escaped: the first and the last one enclose it.
  fileprivate var replacingSlashes: String {
    "/" + dropFirst().dropLast().map { $0 == "/" ? "\\/" : String($0) }.joined() + "/"
  }
}
