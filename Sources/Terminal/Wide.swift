import CEdit
import Glibc

// Text as libedit has it: wide characters, one for each scalar, ended by 0.

extension String {
  var wide: [wchar_t] {
    unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]
  }

  func withWide<Result>(_ body: (UnsafePointer<wchar_t>) -> Result) -> Result {
    body(wide)
  }

  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}

extension Unicode.Scalar {
  init(wide character: wchar_t) {
    self = Unicode.Scalar(UInt32(bitPattern: character)) ?? "\u{FFFD}"
  }

  /// Columns that it takes in the locale of the editor; -1 for controls.
  static func width(_ character: Unicode.Scalar) -> Int {
    Int(xpl_width(wchar_t(bitPattern: character.value)))
  }
}

extension String {
  /// Columns that it takes.
  var width: Int { unicodeScalars.reduce(0) { $0 + max(0, Unicode.Scalar.width($1)) } }
}
