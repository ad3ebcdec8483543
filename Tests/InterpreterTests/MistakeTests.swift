import Interpreter
import Language
import Synchronization
import Testing

/// What readers are told about their mistakes beyond the form of a script, word for word: the culprit, its place, the
/// way out.
struct MistakeTests {
  @Test(arguments: mistakes) func mistakesReadWell(_ text: String, _ expected: String) {
    let log = Log()
    var interpreter = Interpreter(
      output: Output(complain: { diagnostic in log.complaints.withLock { $0.append(diagnostic.rendered()) } })
    )
    _ = interpreter.run(Source(name: "a.xpl", text: text))
    #expect(log.complaints.withLock { $0.joined(separator: "\n") } == expected)
  }

  private final class Log: Sendable {
    let complaints = Mutex<[String]>([])
  }

  @Test func noMistakeIsShownTwice() {
    #expect(Set(mistakes.map(\.0)).count == mistakes.count)
    #expect(mistakes.count >= 60)
  }
}

private let mistakes: [(String, String)] = [
  (
    #"lode"#,
    #"""
    a.xpl:1:1: error: there is no verb "lode"
      lode
      ^^^^
    all verbs are listed by: ?
    """#
  ),
  (
    #"predict"#,
    #"""
    a.xpl:1:1: error: there is no model yet
      predict
      ^^^^^^^
    bring one in first: load, or: load model "FILE.onnx"
    a.xpl:1:1: error: there is no data yet
      predict
      ^^^^^^^
    bring some in first: load, or: load data "FILE"
    """#
  ),
  (
    #"load; predict sampel=3"#,
    #"""
    a.xpl:1:15: error: predict has no key "sampel"
      load; predict sampel=3
                    ^^^^^^
    did you mean "sample"?
    its keys are sample and y
    """#
  ),
  (
    #"show $x"#,
    #"""
    a.xpl:1:6: error: nothing is called $x
      show $x
           ^^
    make it first: let name = ...
    """#
  ),
  (
    #"let length = 3; show $lenght"#,
    #"""
    a.xpl:1:22: error: nothing is called $lenght
      let length = 3; show $lenght
                           ^^^^^^^
    did you mean "$length"?
    there are $length
    """#
  ),
  (
    #"show .logits"#,
    #"""
    a.xpl:1:6: error: there is no last result yet
      show .logits
           ^^^^^^^
    run a verb first
    """#
  ),
  (
    #"show $_7"#,
    #"""
    a.xpl:1:6: error: there is no result of cell 7
      show $_7
           ^^^
    this is the first cell
    """#
  ),
  (
    #"load; predict; show .probability"#,
    #"""
    a.xpl:1:22: error: prediction has no field "probability"
      load; predict; show .probability
                           ^^^^^^^^^^^
    its fields are .logits, .probs, .prob, .class, .accuracy and .error
    """#
  ),
  (
    #":sed 3"#,
    #"""
    a.xpl:1:1: error: there is nothing called ":sed"
      :sed 3
      ^^^^^^
    did you mean ":seed"?
    there are :branch, :cache, :cells, :edit, :memory, :mode, :redo, :refresh, :rerun, :seed, :slice, :time and :undo
    """#
  ),
  (
    #"?trian"#,
    #"""
    a.xpl:1:1: error: there is no help on "trian"
      ?trian
      ^^^^^^
    did you mean "train"?
    all that can be explained is listed by: ?
    """#
  ),
  (
    #"def load() { }"#,
    #"""
    a.xpl:1:5: error: "load" is a verb already
      def load() { }
          ^^^^
    choose another name
    """#
  ),
  (
    #"load; condition layer=4 layer=3 y=1"#,
    #"""
    a.xpl:1:25: error: layer is given twice
      load; condition layer=4 layer=3 y=1
                              ^^^^^
    leave one out
    """#
  ),
  (
    #"load; condition layer=conv9 y=1"#,
    #"""
    a.xpl:1:23: error: fashion-cnn has no layer "conv9"
      load; condition layer=conv9 y=1
                            ^^^^^
    did you mean "conv1"?
    it has 13 layers, listed by: show layers
    """#
  ),
  (
    #"load; condition layer=4 channel=99 y=1"#,
    #"""
    a.xpl:1:33: error: layer relu2 has no channel 99
      load; condition layer=4 channel=99 y=1
                                      ^^
    layer relu2 has 64 channels: 0 to 63
    """#
  ),
  (
    #"load; condition channel=5 y=1"#,
    #"""
    a.xpl:1:25: error: a channel belongs to a layer
      load; condition channel=5 y=1
                              ^
    say which: layer=...
    """#
  ),
  (
    #"load; condition layer=4 channel=50 y=12"#,
    #"""
    a.xpl:1:38: error: fashion-cnn has no class 12
      load; condition layer=4 channel=50 y=12
                                           ^^
    fashion-cnn has 10 classes: 0 to 9
    """#
  ),
  (
    #"load; condition layer=4 channel=50 y=trousers"#,
    #"""
    a.xpl:1:38: error: there is no class "trousers"
      load; condition layer=4 channel=50 y=trousers
                                           ^^^^^^^^
    did you mean "trouser"?
    there are t-shirt/top, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag and ankle boot
    """#
  ),
  (
    #"load; condition at=4:50@[9999] y=1"#,
    #"""
    a.xpl:1:20: error: a channel of layer relu2 has no neuron 9999
      load; condition at=4:50@[9999] y=1
                         ^^^^^^^^^^^
    a channel there has 196 neurons: 0 to 195
    """#
  ),
  (
    #"load; condition at=4 y=1"#,
    #"""
    a.xpl:1:20: error: this should be a unit such as conv2:50 and is a number
      load; condition at=4 y=1
                         ^
    """#
  ),
  (
    #"load; condition y=1 composite=epsilon-puls"#,
    #"""
    a.xpl:1:31: error: there is no composite "epsilon-puls"
      load; condition y=1 composite=epsilon-puls
                                    ^^^^^^^^^^^^
    did you mean "epsilon-plus"?
    there are alpha-beta-box, attn-lrp, beta-smooth, deconvnet, deep-taylor, epsilon-alpha2-beta1, epsilon-alpha2-beta1-flat, epsilon-gamma-box, epsilon-plus, epsilon-plus-flat, excitation-backprop, gradient and guided-backprop
    """#
  ),
  (
    #"load; condition y=1 rule=[2:z-box]"#,
    #"""
    a.xpl:1:26: error: the rule z-box does not fit layer pool1, which is of kind max-pool
      load; condition y=1 rule=[2:z-box]
                               ^^^^^^^^^
    what fits layer pool1: gradient and norm
    """#
  ),
  (
    #"load; condition y=1 rule=[2:zbox]"#,
    #"""
    a.xpl:1:26: error: there is no rule "zbox"
      load; condition y=1 rule=[2:zbox]
                               ^^^^^^^^
    did you mean "z-box"?
    there are alpha-beta, beta-smooth, deconvnet, epsilon, fixed-scale, flat, gamma, gradient, guided-backprop, norm, pass, signal-take-all, softmax, uniform, w-square, z-box and z-plus
    """#
  ),
  (
    #"load; predict sample=600"#,
    #"""
    a.xpl:1:22: error: fashion-mnist-512 has no sample 600
      load; predict sample=600
                           ^^^
    fashion-mnist-512 has 512 samples: 0 to 511
    """#
  ),
  (
    #"load; predict sample=1.5"#,
    #"""
    a.xpl:1:22: error: 1.5 is no whole number
      load; predict sample=1.5
                           ^^^
    give a whole number
    """#
  ),
  (
    #"load; predict sample=two"#,
    #"""
    a.xpl:1:22: error: this should be a sample, a range, a list, or all, and is text
      load; predict sample=two
                           ^^^
    """#
  ),
  (
    #"load; predict sample=[]"#,
    #"""
    a.xpl:1:22: error: this should be a sample, a range, a list, or all, and is an empty list
      load; predict sample=[]
                           ^^
    """#
  ),
  (
    #"load; extract concepts k=0"#,
    #"""
    a.xpl:1:26: error: 0 is out of range
      load; extract concepts k=0
                               ^
    give 1 to 4096
    """#
  ),
  (
    #"load; extract concepts k=many"#,
    #"""
    a.xpl:1:26: error: this should be a whole number and is text
      load; extract concepts k=many
                               ^^^^
    """#
  ),
  (
    #"load; attribute gradent y=1"#,
    #"""
    a.xpl:1:17: error: there is no method "gradent"
      load; attribute gradent y=1
                      ^^^^^^^
    did you mean "gradient"?
    there are conductance, deconvnet, deeplift, deeplift-shap, dtd, eg, feature-ablation, feature-permutation, grad-cam, gradient, gradient-shap, guided-backprop, guided-grad-cam, input-x-gradient, ig, internal-influence, kernel-shap, lime, lrp, neuron-conductance, occlusion, saliency, sensitivity, shapley, ... (26 in all)
    """#
  ),
  (
    #"load; attribute ig y=1 steps=8 tolerance=0.1"#,
    #"""
    a.xpl:1:42: error: steps= and tolerance= can't be given together
      load; attribute ig y=1 steps=8 tolerance=0.1
                                               ^^^
    leave one out
    """#
  ),
  (
    #"load; train hidden=3"#,
    #"""
    a.xpl:1:20: error: a network that goes on learning has no key "hidden"
      load; train hidden=3
                         ^
    its keys are batch, decay, epochs, lr, momentum, nesterov, optimizer, patience, seed and valid
    """#
  ),
  (
    #"load; show 1 2"#,
    #"""
    a.xpl:1:14: error: show takes at most 1 word of its own
      load; show 1 2
                   ^
    the rest is given as key=value; more by: ?show
    """#
  ),
  (
    #"load; load | predict"#,
    #"""
    a.xpl:1:14: error: this should be a sample, a range, a list, or all, and is a result (session)
      load; load | predict
                   ^^^^^^^
    """#
  ),
  (
    #"show (1 / 0)"#,
    #"""
    a.xpl:1:7: error: this divides by zero
      show (1 / 0)
            ^^^^^
    where it may be 0, ask before: if $n != 0 { ... }
    """#
  ),
  (
    #"show ("a" * 2)"#,
    #"""
    a.xpl:1:7: error: text * a number can't be calculated
      show ("a" * 2)
            ^^^^^^^
    numbers calculate with numbers and tensors
    """#
  ),
  (
    #"expect "a" < 2"#,
    #"""
    a.xpl:1:8: error: text is neither less nor greater than a number
      expect "a" < 2
             ^^^^^^^
    numbers can be compared by < and >; other values by == and !=
    """#
  ),
  (
    #"let l = [1, 2]; show $l[5]"#,
    #"""
    a.xpl:1:25: error: a list has 2 entries, and none at 5
      let l = [1, 2]; show $l[5]
                              ^
    they are numbered 0 to 1
    """#
  ),
  (
    #"let n = 3; show $n[0]"#,
    #"""
    a.xpl:1:20: error: a number has no entries
      let n = 3; show $n[0]
                         ^
    lists, ranges, tensors and results by layer have
    """#
  ),
  (
    #"let n = 3; show $n.size"#,
    #"""
    a.xpl:1:20: error: a number has no field "size"
      let n = 3; show $n.size
                         ^^^^
    it has no fields
    """#
  ),
  (
    #"for i in 0..1 by -0.5 { show $i }"#,
    #"""
    a.xpl:1:10: error: steps of -0.5 never lead from 0 to 1
      for i in 0..1 by -0.5 { show $i }
               ^^^^^^^^^^^^
    choose a step that goes from the first to the last number
    """#
  ),
  (
    #"for i in 0..9000000 { show $i }"#,
    #"""
    a.xpl:1:10: error: this range has 9000001 numbers
      for i in 0..9000000 { show $i }
               ^^^^^^^^^^
    a range may have 1000000
    """#
  ),
  (
    #"for i in 7 { show $i }"#,
    #"""
    a.xpl:1:10: error: for can't go through a number
      for i in 7 { show $i }
               ^
    give a range such as 0..3 or a list such as [1, 5]
    """#
  ),
  (
    #"if 1 { load }"#,
    #"""
    a.xpl:1:4: error: this should be true or false and is a number
      if 1 { load }
         ^
    """#
  ),
  (
    #"return 3"#,
    #"""
    a.xpl:1:1: error: return stands outside of a def
      return 3
      ^^^^^^^^
    take it out
    """#
  ),
  (
    #"include "nowhere.xpl""#,
    #"""
    a.xpl:1:9: error: there is no file 'nowhere.xpl': check its name and folder
      include "nowhere.xpl"
              ^^^^^^^^^^^^^
    """#
  ),
  (
    #"load data "nowhere.npy""#,
    #"""
    a.xpl:1:11: error: there is no file, folder or data set 'nowhere.npy': check the path, or choose one of breast-cancer, dsprites, fashion-maj, fashion-mnist, fashion-mnist-512, hospital, mnist-maj, room, shapes3d, shapes3d-like, simulated, tomita, truth-table
      load data "nowhere.npy"
                ^^^^^^^^^^^^^
    """#
  ),
  (
    #"load model "nowhere.onnx""#,
    #"""
    a.xpl:1:12: error: there is no file 'nowhere.onnx': check its name and folder
      load model "nowhere.onnx"
                 ^^^^^^^^^^^^^^
    """#
  ),
  (
    #"load model resnet81"#,
    #"""
    a.xpl:1:12: error: there is no network or file "resnet81"
      load model resnet81
                 ^^^^^^^^
    did you mean "resnet18"?
    there are densenet121, mobilenet-v2, resnet18, resnet50, vgg16, fashion-cnn, tabular-relu, tabular-softplus, tabular-tanh and xor
    """#
  ),
  (
    #"load model resnet18"#,
    #"""
    a.xpl:1:12: error: resnet18 is built in without trained weights
      load model resnet18
                 ^^^^^^^^
    write: load model resnet18 weights=random seed=1, or name a file that holds trained ones: load model "FILE.onnx"
    """#
  ),
  (
    #"load; predict | save "out.xyz""#,
    #"""
    a.xpl:1:22: error: "out.xyz" does not say what kind of file it is
      load; predict | save "out.xyz"
                           ^^^^^^^^^
    end its name in .csv, .html, .ipynb, .json, .md, .npy, .npz, .onnx, .pdf, .png, .svg or .xpl
    """#
  ),
  (
    #"load; predict | save "/dev/null/out.csv""#,
    #"""
    a.xpl:1:22: error: '/dev/null/out.csv' can't be written, because its folder '/dev/null' does not exist: create it or choose another folder
      load; predict | save "/dev/null/out.csv"
                           ^^^^^^^^^^^^^^^^^^^
    """#
  ),
  (
    #"load; predict | save "out.onnx""#,
    #"""
    a.xpl:1:22: error: a result (prediction) is no network, which .onnx files hold
      load; predict | save "out.onnx"
                           ^^^^^^^^^^
    the current one is saved by: save model "FILE.onnx"
    """#
  ),
  (
    #":seed x"#,
    #"""
    a.xpl:1:1: error: :seed needs a whole number from 0, such as :seed 7
      :seed x
      ^^^^^^^
    """#
  ),
  (
    #":set memory"#,
    #"""
    a.xpl:1:1: error: :set needs a name and what it is set to, such as :set memory=2G
      :set memory
      ^^^^^^^^^^^
    """#
  ),
  (
    #":mode loud"#,
    #"""
    a.xpl:1:1: error: there is no mode "loud"
      :mode loud
      ^^^^^^^^^^
    there are table, json, csv and md
    """#
  ),
  (
    #"def f(x) { return $x }; f"#,
    #"""
    a.xpl:1:25: error: f needs x
      def f(x) { return $x }; f
                              ^
    give it a value; more by: ?f
    """#
  ),
  (
    #"def f(x) { return $x }; f 1 2"#,
    #"""
    a.xpl:1:29: error: f takes at most 1 word of its own
      def f(x) { return $x }; f 1 2
                                  ^
    the rest is given as key=value; more by: ?f
    """#
  ),
  (
    #"def f(x) { f $x }; f 1"#,
    #"""
    a.xpl:1:12: error: more than 100 calls are open at once
      def f(x) { f $x }; f 1
                 ^
    a def that calls itself has to come to an end
    """#
  ),
  (
    #"def f(x) { return $y }"#,
    #"""
    a.xpl:1:19: error: nothing is called $y
      def f(x) { return $y }
                        ^^
    there are $x
    """#
  ),
  (
    #"load; intervene concept=1 value=0"#,
    #"""
    a.xpl:1:25: error: no concepts have been extracted yet; write first: extract concepts k=3
      load; intervene concept=1 value=0
                              ^
    """#
  ),
  (
    #"load; intervene layer=4 channel=5"#,
    #"""
    a.xpl:1:7: error: intervene needs value= or, for units, scale=: what they are changed to
      load; intervene layer=4 channel=5
            ^^^^^^^^^
    """#
  ),
  (
    #"load; plot 3"#,
    #"""
    a.xpl:1:12: error: this should be a kind of plot and is a number
      load; plot 3
                 ^
    """#
  ),
  (
    #"load; let a = (predict); expect $a == 3"#,
    #"""
    a.xpl:1:33: error: a result (prediction) can't be compared with a number
      load; let a = (predict); expect $a == 3
                                      ^^^^^^^
    compare its fields
    """#
  ),
  (
    #"expect (1 + 1) == 3 within=0.1 name="sum" hint="count again""#,
    #"""
    a.xpl:1:8: error: "sum" is not met: expected (1 + 1) == 3 within 0.1, and (1 + 1) is 2
      expect (1 + 1) == 3 within=0.1 name="sum" hint="count again"
             ^^^^^^^^^^^^
    count again
    """#
  ),
  (
    #"load; predict; expect .prob[0] < 0.5 and true"#,
    #"""
    a.xpl:1:29: error: a number has no entries
      load; predict; expect .prob[0] < 0.5 and true
                                  ^
    lists, ranges, tensors and results by layer have
    """#
  ),
  (
    #"quit"#,
    #"""
    a.xpl:1:1: error: there is no verb "quit"
      quit
      ^^^^
    Ctrl-D leaves the prompt
    """#
  ),
  (
    #"load; interact hessian y=1 feature=q"#,
    #"""
    a.xpl:1:36: error: what is explained has no feature "q"
      load; interact hessian y=1 feature=q
                                         ^
    what is explained has 784 features: 0 to 783
    """#
  ),
  (
    #"load; score deletion"#,
    #"""
    a.xpl:1:7: error: the last result is no attribution that could be judged: write attribute ig y=1 first, or add method=ig
      load; score deletion
            ^^^^^
    """#
  ),
  (
    #"load; show layres"#,
    #"""
    a.xpl:1:12: error: there is no thing to show "layres"
      load; show layres
                 ^^^^^^
    did you mean "layers"?
    there are automaton, cache, concepts, data, decision, layers, machine, model, plan, program, rules, session, transitions and tokenizer
    """#
  ),
  (
    #"load data breast-cancer; plot ale feature=q"#,
    #"""
    a.xpl:1:31: error: there is no kind of plot "ale"
      load data breast-cancer; plot ale feature=q
                                    ^^^
    there are bars, dependence, matrix, network, pairs, summary, text and waterfall
    """#
  ),
  (
    #"load; load data breast-cancer; predict"#,
    #"""
    a.xpl:1:32: error: 'fashion-cnn' takes samples of shape [1, 28, 28], these have [30]; load data that fits, or resize it on loading
      load; load data breast-cancer; predict
                                     ^^^^^^^
    """#
  ),
  (
    "help",
    """
    a.xpl:1:1: error: there is no verb "help"
      help
      ^^^^
    ? lists what there is, and ?load explains one of it
    """
  ),
  (
    #"load; save model "x.npy""#,
    #"""
    a.xpl:1:18: error: a result (model) can't be saved as .npy
      load; save model "x.npy"
                       ^^^^^^^
    it can be saved as .csv, .json, .md or .onnx
    """#
  ),
]
