package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Recurrence;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recurrent layers: one loop for each direction, with the products of the inputs before it. */
final class RecurrentRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          several("LSTM", 3, 8, call -> layer(call, 4)),
          several("GRU", 3, 6, call -> layer(call, 3)),
          several("RNN", 3, 6, call -> layer(call, 1)));

  private RecurrentRules() {}

  /** One direction of a layer, its weights as matrices to be transposed. */
  record Direction(
      OnnxCall call,
      int index,
      int gates,
      Dim hidden,
      Edge weights,
      Edge recurrent,
      Edge inputBias,
      Edge recurrentBias,
      Optional<Edge> peepholes) {}

  private static List<Edge> layer(OnnxCall call, int gates) {
    var b = call.b();
    boolean batchFirst = call.flag("layout", false);
    var dtype = call.in(0).dtype();
    var given = b.cast(call.in(0), DType.F32);
    var x = batchFirst ? b.transpose(given, List.of(1, 0, 2)) : given;
    var way = call.word("direction", "forward", "forward", "reverse", "bidirectional");
    int directions = way.equals("bidirectional") ? 2 : 1;
    var outputs = new ArrayList<Edge>();
    var hidden = new ArrayList<Edge>();
    var cells = new ArrayList<Edge>();
    for (int d = 0; d < directions; d++) {
      var direction = direction(call, d, gates);
      boolean reverse = way.equals("reverse") || d == 1;
      var result = run(direction, x, reverse, batchFirst);
      outputs.add(result.outputs());
      hidden.add(result.states().getFirst());
      if (gates == 4) cells.add(result.states().get(1));
    }
    // [time, directions, batch, hidden], or [batch, time, directions, hidden].
    var all = b.pack(outputs, 1);
    var results = new ArrayList<Edge>();
    results.add(b.cast(batchFirst ? b.transpose(all, List.of(2, 0, 1, 3)) : all, dtype));
    results.add(b.cast(b.pack(hidden, batchFirst ? 1 : 0), dtype));
    if (gates == 4) results.add(b.cast(b.pack(cells, batchFirst ? 1 : 0), dtype));
    return results;
  }

  private static Edge part(OnnxCall call, int input, int direction) {
    return call.b().pick(call.b().cast(call.in(input), DType.F32), 0, direction);
  }

  private static Direction direction(OnnxCall call, int index, int gates) {
    var b = call.b();
    var recurrent = part(call, 2, index);
    var hidden = recurrent.dim(1);
    long rows = gates * hidden.value();
    var zeros = ConvolutionRules.zeros(call, rows);
    var bias = call.has(3) ? part(call, 3, index) : null;
    return new Direction(
        call,
        index,
        gates,
        hidden,
        part(call, 1, index),
        recurrent,
        bias == null ? zeros : b.slice(bias, 0, 0, rows),
        bias == null ? zeros : b.slice(bias, 0, rows, 2 * rows),
        gates == 4 && call.has(7) ? Optional.of(part(call, 7, index)) : Optional.empty());
  }

  private static Edge initial(Direction direction, int input, Edge x, boolean batchFirst) {
    var call = direction.call();
    var b = call.b();
    if (call.has(input))
      return b.pick(b.cast(call.in(input), DType.F32), batchFirst ? 1 : 0, direction.index());
    return b.fill(List.of(x.dim(1), direction.hidden()), b.scalar(DType.F32, 0));
  }

  /** Lengths of the sequences, where they may be shorter than the tensor. */
  private static Optional<Edge> lengths(OnnxCall call, Edge x) {
    if (!call.has(4)) return Optional.empty();
    var stated = call.in(4).constant();
    boolean whole =
        stated.isPresent()
            && x.dim(0).isKnown()
            && java.util.Arrays.stream(stated.orElseThrow().toInts())
                .allMatch(length -> length == x.dim(0).value());
    return whole ? Optional.empty() : Optional.of(call.b().cast(call.in(4), DType.I32));
  }

  private static Recurrence.Result run(
      Direction direction, Edge x, boolean reverse, boolean batchFirst) {
    var call = direction.call();
    var b = call.b();
    var lengths = lengths(call, x);
    var ordered = reverse ? reversed(b, x, lengths) : x;
    var projected = b.fullyConnected(ordered, direction.weights(), direction.inputBias(), true);
    var states = new ArrayList<>(List.of(initial(direction, 5, x, batchFirst)));
    if (direction.gates() == 4) states.add(initial(direction, 6, x, batchFirst));
    var cell = cell(direction);
    var result =
        new Recurrence(b)
            .run(
                List.of(projected),
                states,
                (inner, inputs, time, before) ->
                    kept(inner, lengths, time, before, cell.step(inner, inputs, time, before)));
    var outputs = lengths.map(edge -> blanked(b, edge, result.outputs())).orElse(result.outputs());
    return new Recurrence.Result(
        reverse ? reversed(b, outputs, lengths) : outputs, result.states());
  }

  private static Edge reversed(Builder b, Edge x, Optional<Edge> lengths) {
    return lengths.isPresent()
        ? b.reverseSequence(x, lengths.orElseThrow(), 0, 1)
        : b.reverse(x, List.of(0));
  }

  /** A sequence that is over keeps its state. */
  private static List<Edge> kept(
      Builder b, Optional<Edge> lengths, Edge time, List<Edge> before, List<Edge> after) {
    if (lengths.isEmpty()) return after;
    var length = lengths.orElseThrow();
    var going = b.reshape(b.less(time, length), length.dim(0), Dim.ONE);
    var states = new ArrayList<Edge>();
    for (int i = 0; i < after.size(); i++) states.add(b.select(going, after.get(i), before.get(i)));
    return states;
  }

  /** What lies behind the end of a sequence is 0. */
  private static Edge blanked(Builder b, Edge length, Edge outputs) {
    var time = b.reshape(b.iota(outputs.dim(0)), outputs.dim(0), Dim.ONE, Dim.ONE);
    var going = b.less(time, b.reshape(length, Dim.ONE, length.dim(0), Dim.ONE));
    return b.select(going, outputs, b.scalar(DType.F32, 0));
  }

  private static Recurrence.Cell cell(Direction direction) {
    return switch (direction.gates()) {
      case 4 -> (b, inputs, time, states) -> lstm(direction, b, inputs.getFirst(), states);
      case 3 -> (b, inputs, time, states) -> gru(direction, b, inputs.getFirst(), states);
      default -> (b, inputs, time, states) -> plain(direction, b, inputs.getFirst(), states);
    };
  }

  private static Edge clipped(Direction direction, Builder b, Edge x) {
    if (!direction.call().hasAttribute("clip")) return x;
    double clip = direction.call().real("clip", 0);
    return b.minimum(b.maximum(x, -clip), clip);
  }

  private static Edge activate(Direction direction, Builder b, int index, Edge x) {
    return RecurrentActivations.apply(
        direction.call(), b, direction.index(), index, clipped(direction, b, x));
  }

  private static List<Edge> parts(Direction direction, Builder b, Edge x) {
    return b.split(
        x, 1, java.util.Collections.nCopies(direction.gates(), direction.hidden().value()));
  }

  private static List<Edge> plain(Direction direction, Builder b, Edge input, List<Edge> states) {
    var product =
        b.fullyConnected(
            states.getFirst(), direction.recurrent(), direction.recurrentBias(), false);
    return List.of(activate(direction, b, 0, b.add(input, product)));
  }

  /** Gates in the order input, output, forget, cell. */
  private static List<Edge> lstm(Direction direction, Builder b, Edge input, List<Edge> states) {
    var h = states.getFirst();
    var c = states.get(1);
    var product = b.fullyConnected(h, direction.recurrent(), direction.recurrentBias(), false);
    var gates = parts(direction, b, b.add(input, product));
    var in = activate(direction, b, 0, peeped(direction, b, gates.get(0), c, 0));
    var forget =
        direction.call().flag("input_forget", false)
            ? b.sub(b.scalar(DType.F32, 1), in)
            : activate(direction, b, 0, peeped(direction, b, gates.get(2), c, 2));
    var fresh = activate(direction, b, 1, gates.get(3));
    var next = b.add(b.mul(forget, c), b.mul(in, fresh));
    var out = activate(direction, b, 0, peeped(direction, b, gates.get(1), next, 1));
    return List.of(b.mul(out, activate(direction, b, 2, next)), next);
  }

  private static Edge peeped(Direction direction, Builder b, Edge gate, Edge cell, int index) {
    if (direction.peepholes().isEmpty()) return gate;
    long hidden = direction.hidden().value();
    var weights =
        b.slice(direction.peepholes().orElseThrow(), 0, index * hidden, (index + 1) * hidden);
    return b.add(gate, b.mul(cell, weights));
  }

  /** Gates in the order update, reset, hidden. */
  private static List<Edge> gru(Direction direction, Builder b, Edge input, List<Edge> states) {
    var h = states.getFirst();
    var given = parts(direction, b, input);
    long hidden = direction.hidden().value();
    var matrix = direction.recurrent();
    var bias = direction.recurrentBias();
    boolean after = direction.call().flag("linear_before_reset", false);
    var product = parts(direction, b, b.fullyConnected(h, matrix, bias, false));
    var update = activate(direction, b, 0, b.add(given.get(0), product.get(0)));
    var reset = activate(direction, b, 0, b.add(given.get(1), product.get(1)));
    Edge candidate;
    if (after) candidate = b.mul(reset, product.get(2));
    else
      candidate =
          b.fullyConnected(
              b.mul(reset, h),
              b.slice(matrix, 0, 2 * hidden, 3 * hidden),
              b.slice(bias, 0, 2 * hidden, 3 * hidden),
              false);
    var fresh = activate(direction, b, 1, b.add(given.get(2), candidate));
    var rest = b.sub(b.scalar(DType.F32, 1), update);
    return List.of(b.add(b.mul(rest, fresh), b.mul(update, h)));
  }
}
