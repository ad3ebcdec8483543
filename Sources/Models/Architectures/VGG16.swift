/// Thirteen convolutions in five blocks, then three dense layers. Simonyan and Zisserman 2015.
enum VGG16 {
  static func vgg16(_ drawing: inout Drawing) -> Drawing.Signal {
    var x = drawing.start
    // Modules are numbered through, pools and ReLUs with them.
    var number = 0
    func name() -> String {
      defer { number += 1 }
      return "features.\(number)"
    }
    for (channels, depth) in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)] {
      for _ in 0..<depth {
        x = drawing.convolution(x, name(), channels: channels, kernel: 3, bias: true)
        x = drawing.relu(x, name())
      }
      x = drawing.maxPool(x, name(), kernel: 2, stride: 2)
    }
    // For pictures of another size this would bring them to 7 x 7; here every window is one entry.
    x = drawing.averagePool(x, "avgpool", kernel: 1)
    x = drawing.flatten(x)
    // Dropout lies between these.
    for (name, relu) in [("classifier.0", "classifier.1"), ("classifier.3", "classifier.4")] {
      x = drawing.linear(x, name, features: 4096, variance: 1e-4)
      x = drawing.relu(x, relu)
    }
    return drawing.linear(x, "classifier.6", features: 1000, variance: 1e-4)
  }
}
