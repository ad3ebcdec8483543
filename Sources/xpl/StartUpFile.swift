import Interpreter
import Language
import Tensors

/// The reader's settings for the prompt; scripts never see them.
enum StartUpFile {
  /// `$XDG_CONFIG_HOME/xpl/init.xpl`, or below `~/.config`.
  static func read(into interpreter: inout Interpreter, _ console: Console) {
    let folder = Child.variable("XDG_CONFIG_HOME") ?? Child.variable("HOME").map { "\($0)/.config" }
    guard let path = folder.map({ "\($0)/xpl/init.xpl" }) else { return }
    do {
      interpreter.configure(by: Source(name: path, text: try readText(path)))
    } catch FileError.missing {
      return
    } catch {
      console.complain("\(error)")
    }
  }
}
