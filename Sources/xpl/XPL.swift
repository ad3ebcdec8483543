@main
struct XPL {
  static func main() {
    print("xpl")
  }
}
