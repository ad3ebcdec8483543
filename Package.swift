// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let package = Package(
  name: "xpl",
  products: [
    .executable(name: "xpl", targets: ["xpl"]),
    .library(
      name: "Explain",
      targets: [
        "Tensors", "Programs", "Execution", "ONNX", "Models", "Data", "Attributions", "Concepts", "Figures",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // One C library each; only one room imports each.
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev"])]),
    .systemLibrary(name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .systemLibrary(name: "CGraphviz", pkgConfig: "libgvc", providers: [.apt(["libgraphviz-dev"])]),
    .systemLibrary(name: "CMachine"),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CUTF8Proc", providers: [.apt(["libutf8proc-dev"])]),
    .systemLibrary(name: "CVector"),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The engine.
    room("Tensors", ["CXXHash", "CZlib"]),
    room("Programs", ["Tensors"]),
    room("Execution", ["Programs", "Tensors", "COneDNN", "COpenBLAS", "CVector"]),
    room("ONNX", ["Tensors"]),
    room("Models", ["Execution", "Programs", "Tensors", "ONNX"]),
    // The networks and data that come with the program. Not with Data: resources.c says why.
    .target(
      name: "DataResources", path: "Sources/Data/Resources", sources: ["resources.c"],
      resources: [.copy("fashion-mnist"), .copy("tabular"), .copy("xor")], publicHeadersPath: "."),
    .target(
      name: "Data", dependencies: ["Tensors", "DataResources", "CPCRE2", "CPNG", "CTurboJPEG", "CUTF8Proc"],
      exclude: ["Resources"],
      swiftSettings: settings),
    room("Attributions", ["Models", "Execution", "Programs", "Tensors"]),
    room("Concepts", ["Attributions", "Models", "Execution", "Programs", "Tensors"]),
    room("Figures", ["Tensors", "CCairo", "CChafa", "CGraphviz"]),

    // Results between runs.
    room("Store", ["Tensors", .product(name: "GRDB", package: "GRDB.swift")]),

    // The language and its prompt.
    room("Language"),
    room(
      "Interpreter",
      [
        "Language", "Concepts", "Attributions", "Models", "Execution", "Programs", "Data", "Figures", "Store", "Tensors",
      ]),
    room("Terminal", ["CEdit"]),
    .executableTarget(
      name: "xpl",
      dependencies: [
        "Interpreter", "Language", "Figures", "Store", "Tensors", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Measures the engine; Scripts/bench runs it.
    .executableTarget(
      name: "bench",
      dependencies: [
        "Concepts", "Attributions", "Models", "Execution", "Data", "ONNX", "Tensors", "CMachine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Tests. One target for each folder Tests/<Room>Tests.
    .target(
      name: "TestSupport", dependencies: ["Programs", "Tensors"], path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("AttributionsTests", ["TestSupport", "Attributions", "Models", "Execution", "Programs", "Tensors"]),
    tests("BenchTests", ["bench", "Tensors"]),
    tests("ConceptsTests", ["Concepts", "Attributions", "Models", "Execution", "Tensors"]),
    tests("DataTests", ["Data", "Tensors"]),
    tests("ExecutionTests", ["TestSupport", "Execution", "Programs", "Tensors"]),
    tests("FiguresTests", ["Figures", "Tensors", "CCairo"]),
    tests("InterpreterTests", ["xpl", "Concepts", "Data", "Figures", "Interpreter", "Language", "Models", "Tensors"]),
    tests("LanguageTests", ["Language"]),
    tests("ModelsTests", ["TestSupport", "Models", "Execution", "ONNX", "Programs", "Tensors"]),
    tests("ONNXTests", ["ONNX"]),
    tests("PackageTests", []),
    tests("ProgramsTests", ["TestSupport", "Programs", "Tensors"]),
    tests("ReadmeTests", ["xpl", "Attributions", "Data", "Execution", "Figures", "Models", "Tensors"]),
    tests("StoreTests", ["Store", "Tensors"]),
    tests("TensorsTests", ["Tensors"]),
    tests("TerminalTests", ["TestSupport", "xpl", "Terminal", "Tensors"]),
  ]
)
