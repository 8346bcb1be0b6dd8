package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import java.util.ArrayList;
import java.util.List;

/** Attention and the position embedding that goes with it. */
final class AttentionRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          several("Attention", 3, 7, AttentionRules::attention),
          of("RotaryEmbedding", 3, 4, AttentionRules::rotary));

  private AttentionRules() {}

  /** From {@code [batch, length, heads * size]} to {@code [batch, heads, length, size]}. */
  private static Edge heads(Builder b, Edge x, long heads) {
    if (x.rank() == 4) return x;
    var size = Dim.of(x.dim(2).value() / heads);
    return b.transpose(b.reshape(x, x.dim(0), x.dim(1), Dim.of(heads), size), List.of(0, 2, 1, 3));
  }

  private static List<Edge> attention(OnnxCall call) {
    var b = call.b();
    boolean flat = call.in(0).rank() == 3;
    var q = heads(b, call.in(0), call.integer("q_num_heads", 1));
    var k = heads(b, call.in(1), call.integer("kv_num_heads", 1));
    var v = heads(b, call.in(2), call.integer("kv_num_heads", 1));
    if (call.has(4)) k = b.concat(List.of(call.in(4), k), 2);
    if (call.has(5)) v = b.concat(List.of(call.in(5), v), 2);
    var presentKey = k;
    var presentValue = v;
    long groups = q.dim(1).value() / k.dim(1).value();
    k = repeated(b, k, groups);
    v = repeated(b, v, groups);
    double scale =
        call.hasAttribute("scale") ? call.real("scale", 1) : 1 / Math.sqrt(q.dim(3).value());
    var product = b.mul(b.matmul(q, b.transpose(k, List.of(0, 1, 3, 2))), scale);
    double cap = call.real("softcap", 0);
    // Softcap comes before the mask, so that what is masked stays so.
    var capped = cap > 0 ? b.mul(b.tanh(b.div(product, cap)), cap) : product;
    var mask = AttentionMask.of(call, q.dim(2), k.dim(2));
    var weights = mask.weights(b, capped);
    var result = b.matmul(weights, v);
    var output =
        flat
            ? b.reshape(
                b.transpose(result, List.of(0, 2, 1, 3)),
                result.dim(0),
                result.dim(2),
                result.dim(1).times(result.dim(3)))
            : result;
    if (!call.hasOutput(3)) return List.of(output, presentKey, presentValue);
    return List.of(output, presentKey, presentValue, inner(call, product, capped, mask, weights));
  }

  /** What the fourth output shows, by its mode. */
  private static Edge inner(
      OnnxCall call, Edge product, Edge capped, AttentionMask mask, Edge weights) {
    return switch ((int) call.integer("qk_matmul_output_mode", 0)) {
      case 1 -> capped;
      case 2 -> mask.shown(call.b(), capped);
      case 3 -> weights;
      default -> product;
    };
  }

  /** Each head so many times, one after the other. */
  private static Edge repeated(Builder b, Edge x, long times) {
    if (times == 1) return x;
    var wide = b.unsqueeze(x, List.of(2));
    var all = b.tile(wide, List.of(Dim.ONE, Dim.ONE, Dim.of(times), Dim.ONE, Dim.ONE));
    return b.reshape(all, x.form().with(1, x.dim(1).times(Dim.of(times))).dims());
  }

  private static Edge rotary(OnnxCall call) {
    var b = call.b();
    boolean flat = call.in(0).rank() == 3;
    var x = heads(b, call.in(0), flat ? call.integer("num_heads", 1) : 1);
    long size = x.dim(3).value();
    long stated = call.integer("rotary_embedding_dim", 0);
    long turned = stated == 0 ? size : stated;
    var cos = angles(call, 1, turned / 2);
    var sin = angles(call, 2, turned / 2);
    var part = b.slice(x, 3, 0, turned);
    boolean interleaved = call.flag("interleaved", false);
    var halves = halves(b, part, turned, interleaved);
    var real = b.sub(b.mul(halves.get(0), cos), b.mul(halves.get(1), sin));
    var imaginary = b.add(b.mul(halves.get(0), sin), b.mul(halves.get(1), cos));
    var joined =
        interleaved
            ? b.reshape(b.pack(List.of(real, imaginary), 4), part.form().dims())
            : b.concat(List.of(real, imaginary), 3);
    var whole = turned == size ? joined : b.concat(List.of(joined, b.slice(x, 3, turned, size)), 3);
    return flat
        ? b.reshape(b.transpose(whole, List.of(0, 2, 1, 3)), call.in(0).form().dims())
        : whole;
  }

  private static List<Edge> halves(Builder b, Edge x, long size, boolean interleaved) {
    if (!interleaved) return List.of(b.slice(x, 3, 0, size / 2), b.slice(x, 3, size / 2, size));
    var dims = new ArrayList<>(x.form().dims());
    dims.set(3, Dim.of(size / 2));
    dims.add(Dim.of(2));
    var pairs = b.reshape(x, dims);
    return List.of(b.pick(pairs, 4, 0), b.pick(pairs, 4, 1));
  }

  /** The table by position as {@code [batch, 1, length, size / 2]}. */
  private static Edge angles(OnnxCall call, int input, long size) {
    var b = call.b();
    var table = call.in(input);
    var chosen = call.has(3) ? b.gather(table, call.in(3), 0, 0) : table;
    return b.unsqueeze(b.slice(chosen, 2, 0, size), List.of(1));
  }
}
