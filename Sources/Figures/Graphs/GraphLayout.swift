import CGraphviz
import Synchronization

/// Where boxes and the arrows between them stand, in layers: what Graphviz's `dot` says.
///
/// Source: Gansner, Koutsofios, North, Vo 1993, "A technique for drawing directed graphs".
struct GraphLayout {
  struct Box {
    var width: Double
    var height: Double
  }

  struct Arrow {
    var from: Int
    var to: Int
    /// The room for its label; none where it is nil.
    var label: Box?
    /// Whether its ends may be in one layer, or the wrong way round.
    var isLoose = false
  }

  enum Direction: String {
    case down = "TB"
    case right = "LR"
  }

  /// The places of the boxes.
  private(set) var boxes: [Rectangle] = []
  /// The way of each arrow as a chain of points; empty where there is none. The last one is its tip.
  private(set) var ways: [[Point]] = []
  private(set) var labels: [Rectangle?] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// - Parameters:
  ///   - gap: the least distance of boxes in a layer.
  ///   - layerGap: the least distance of layers.
  init(
    _ boxes: [Box], _ arrows: [Arrow], _ direction: Direction, gap: Double = 24, layerGap: Double = 40
  ) throws(FigureError) {
    guard !boxes.isEmpty else { return }
    // Graphviz keeps its state in global variables.
    let result = Self.lock.withLock { _ -> Result<GraphLayout, FigureError> in
      Self.laidOut(boxes, arrows, direction, gap: gap, layerGap: layerGap)
    }
    self = try result.get()
  }

  private init() {}

  private static let lock = Mutex(())

  private static func laidOut(
    _ boxes: [Box], _ arrows: [Arrow], _ direction: Direction, gap: Double, layerGap: Double
  ) -> Result<GraphLayout, FigureError> {
    xpl_be_silent()
    guard let context = gvContext() else { return .failure(.layout("it does not start")) }
    defer { gvFreeContext(context) }
    guard let graph = xpl_graph() else { return .failure(.layout("out of memory")) }
    defer { agclose(graph) }
    xpl_set_default(graph, AGNODE, "shape", "box")
    xpl_set_default(graph, AGNODE, "fixedsize", "true")
    xpl_set_default(graph, AGNODE, "label", "")
    xpl_set(graph, "rankdir", direction.rawValue)
    xpl_set(graph, "nodesep", inches(gap))
    xpl_set(graph, "ranksep", inches(layerGap))
    var nodes: [UnsafeMutablePointer<Agnode_t>] = []
    for (index, box) in boxes.enumerated() {
      guard let node = agnode(graph, UnsafeMutablePointer(mutating: nil), 1) else {
        return .failure(.layout("it refuses box \(index)"))
      }
      xpl_set(node, "width", inches(box.width))
      xpl_set(node, "height", inches(box.height))
      nodes.append(node)
    }
    var edges: [UnsafeMutablePointer<Agedge_t>] = []
    for (index, arrow) in arrows.enumerated() {
      guard
        let edge = agedge(graph, nodes[arrow.from], nodes[arrow.to], UnsafeMutablePointer(mutating: nil), 1)
      else { return .failure(.layout("it refuses arrow \(index)")) }
      if let label = arrow.label {
        // An empty table: room of this size without a word that Graphviz would measure in a font of its own.
        let (width, height) = (Int(label.width.rounded(.up)), Int(label.height.rounded(.up)))
        xpl_set_markup(
          graph, edge, "label",
          "<table border=\"0\" cellborder=\"0\" cellpadding=\"0\" cellspacing=\"0\" fixedsize=\"true\" width=\"\(width)\" height=\"\(height)\"><tr><td></td></tr></table>"
        )
      }
      if arrow.isLoose { xpl_set(edge, "constraint", "false") }
      edges.append(edge)
    }
    guard gvLayout(context, graph, "dot") == 0 else { return .failure(.layout("it finds no layout")) }
    defer { gvFreeLayout(context, graph) }

    var layout = GraphLayout()
    let size = xpl_graph_size(graph)
    (layout.width, layout.height) = (size.x, size.y)
    // Its y points upwards.
    func point(_ place: pointf) -> Point { Point(place.x, size.y - place.y) }
    layout.boxes = zip(nodes, boxes).map { node, box in
      let middle = point(xpl_node_place(node))
      return Rectangle(
        x: middle.x - box.width / 2, y: middle.y - box.height / 2, width: box.width, height: box.height)
    }
    for (edge, arrow) in zip(edges, arrows) {
      layout.ways.append(way(edge).map(point))
      layout.labels.append(
        arrow.label.flatMap { box in
          guard let label = xpl_edge_label(edge) else { return nil }
          let middle = point(label.pointee.pos)
          return Rectangle(
            x: middle.x - box.width / 2, y: middle.y - box.height / 2, width: box.width, height: box.height)
        })
    }
    return .success(layout)
  }

  /// Its Bézier curve as a chain of short lines, from the box where it begins to its tip.
  private static func way(_ edge: UnsafeMutablePointer<Agedge_t>) -> [pointf] {
    guard let curves = xpl_edge_curves(edge), curves.pointee.size > 0, let curve = curves.pointee.list,
      let points = curve.pointee.list, curve.pointee.size > 3
    else { return [] }
    var result = [points[0]]
    for first in stride(from: 0, to: Int(curve.pointee.size) - 3, by: 3) {
      for step in 1...12 {
        let t = Double(step) / 12
        let weights = [
          (1 - t) * (1 - t) * (1 - t), 3 * t * (1 - t) * (1 - t), 3 * t * t * (1 - t), t * t * t,
        ]
        var point = pointf(x: 0, y: 0)
        for (offset, weight) in weights.enumerated() {
          point.x += weight * points[first + offset].x
          point.y += weight * points[first + offset].y
        }
        result.append(point)
      }
    }
    if curve.pointee.eflag != 0 { result.append(curve.pointee.ep) }
    // Edges within or against the layers are laid the other way round.
    if curve.pointee.sflag != 0 && curve.pointee.eflag == 0 {
      result = [curve.pointee.sp] + result
      result.reverse()
    }
    return result
  }

  private static func inches(_ points: Double) -> String { (points / 72).text(decimals: 4) }
}
