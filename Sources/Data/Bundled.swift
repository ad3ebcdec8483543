import Glibc
import Tensors

/// The files that come with the program, in the folder `xpl_DataResources.resources` beside it.
///
/// They are found through `/proc/self/exe`, so that the program can be moved together with that folder.
public enum Bundled {
  /// The path of a bundled file, such as `fashion-mnist/model.onnx`.
  public static func path(_ name: String) throws(DataError) -> String {
    let path = "\(programFolder)/xpl_DataResources.resources/\(name)"
    guard exists(path) else { throw .notBundled(path: path) }
    return path
  }

  private static var programFolder: String {
    guard let program = realpath("/proc/self/exe", nil) else { return "." }
    defer { free(program) }
    return folder(of: String(cString: program))
  }
}
