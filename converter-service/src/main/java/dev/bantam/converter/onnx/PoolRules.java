package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.converter.build.Padding;
import dev.bantam.converter.build.Window;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** Pools over windows and over whole images. */
final class PoolRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          several("MaxPool", 1, 1, PoolRules::maxPool),
          of("AveragePool", 1, 1, call -> averagePool(call, call.in(0))),
          of("LpPool", 1, 1, PoolRules::lpPool),
          of("GlobalAveragePool", 1, 1, call -> globalAverage(call, call.in(0))),
          of("GlobalMaxPool", 1, 1, call -> call.b().reduceMax(call.in(0), spatial(call), true)));

  private PoolRules() {}

  private static List<Integer> spatial(OnnxCall call) {
    return IntStream.range(2, call.in(0).rank()).boxed().toList();
  }

  static Edge globalAverage(OnnxCall call, Edge x) {
    return call.b().mean(x, spatial(call), true);
  }

  private static Window window(OnnxCall call) {
    var x = call.in(0);
    var window =
        Windows.of(
            call,
            x,
            call.integers("kernel_shape")
                .orElseThrow(() -> call.invalid("its kernel shape is missing")));
    return call.flag("ceil_mode", false) ? rounded(call, x, window) : window;
  }

  /** With more padding behind, so that the last window, which would stick out, counts. */
  private static Window rounded(OnnxCall call, Edge x, Window window) {
    var paddings = new ArrayList<Padding>();
    for (int i = 0; i < window.rank(); i++) {
      var padding = window.padding().get(i);
      long reach = (window.filter().get(i) - 1) * window.dilation().get(i) + 1;
      long stride = window.stride().get(i);
      if (!x.dim(i + 2).isKnown()) {
        paddings.add(roundedOpen(call, padding, reach, stride));
        continue;
      }
      long extent = x.dim(i + 2).value();
      long count = -Math.floorDiv(-(extent + padding.low() + padding.high() - reach), stride) + 1;
      if ((count - 1) * stride >= extent + padding.low()) count--;
      long need = (count - 1) * stride + reach - extent - padding.low();
      paddings.add(new Padding(padding.low(), Math.max(padding.high(), need)));
    }
    return new Window(window.filter(), window.stride(), window.dilation(), paddings);
  }

  /** So much more that rounding down gives as many windows as rounding up gave before. */
  private static Padding roundedOpen(OnnxCall call, Padding padding, long reach, long stride) {
    // Then no window lies in the padding behind as a whole, whatever the extent is.
    if (padding.high() + stride > reach)
      throw call.unsupported(
          "how many windows its ceil_mode gives depends on an open extent", "fix the sizes");
    return new Padding(padding.low(), padding.high() + stride - 1);
  }

  private static List<Edge> maxPool(OnnxCall call) {
    var b = call.b();
    var window = window(call);
    if (call.hasOutput(1)) return UnpoolRules.maxPool(call, window);
    var given = call.in(0);
    var dtype = given.dtype() == DType.I8 || given.dtype() == DType.U8 ? DType.F32 : given.dtype();
    var x = b.channelsLast(b.cast(given, dtype.isFloat() ? DType.F32 : dtype));
    Edge result;
    if (window.rank() <= 2 && !window.isDilated() && x.dtype() == DType.F32) {
      result = flat(call, x, window, (image, wide) -> b.maxPool(image, wide));
    } else {
      var lowest = b.scalar(x.dtype(), x.dtype().isFloat() ? -Float.MAX_VALUE : x.dtype().lowest());
      result = sliding(call, b.border(x, window, lowest), window, b::maximum);
    }
    return List.of(b.cast(b.channelsFirst(result), given.dtype()));
  }

  private interface Pool {
    Edge apply(Edge image, Window window);
  }

  /** One axis becomes two. */
  private static Edge flat(OnnxCall call, Edge x, Window window, Pool pool) {
    var b = call.b();
    if (window.rank() == 2) return pool.apply(x, window);
    var wide = b.unsqueeze(x, List.of(1));
    return b.squeeze(pool.apply(wide, window.widened()), List.of(1));
  }

  private static Edge sliding(
      OnnxCall call, Edge padded, Window window, BinaryOperator<Edge> fold) {
    return new Functions(call.b()).sliding(padded, window, fold);
  }

  static Edge averagePool(OnnxCall call, Edge given) {
    var b = call.b();
    var window = window(call);
    var x = b.channelsLast(b.cast(given, DType.F32));
    boolean counted = call.flag("count_include_pad", false);
    var result = b.mul(sum(call, x, window), inverseCounts(call, x, window, counted));
    boolean plain = window.rank() <= 2 && !window.isDilated();
    if (plain) {
      boolean unpadded = window.padding().stream().allMatch(Padding::isNone);
      var same = flatSame(call, x, window);
      if (unpadded || (same.isPresent() && !counted))
        result = unpadded ? flat(call, x, window, b::averagePool) : same.orElseThrow();
    }
    return b.cast(b.channelsFirst(result), given.dtype());
  }

  private static Optional<Edge> flatSame(OnnxCall call, Edge x, Window window) {
    var b = call.b();
    var wide = window.rank() == 2 ? x : b.unsqueeze(x, List.of(1));
    var wideWindow = window.rank() == 2 ? window : window.widened();
    if (!b.isSame(wide, wideWindow)) return Optional.empty();
    var result = b.averagePoolSame(wide, wideWindow);
    return Optional.of(window.rank() == 2 ? result : b.squeeze(result, List.of(1)));
  }

  /** The sum of each window, with zeros around. */
  private static Edge sum(OnnxCall call, Edge x, Window window) {
    var b = call.b();
    var padded = b.border(x, window, b.scalar(DType.F32, 0));
    boolean plain = window.rank() <= 2 && !window.isDilated();
    if (!plain) return sliding(call, padded, window, b::add);
    double cells =
        window.filter().stream().mapToDouble(Long::doubleValue).reduce(1, (m, n) -> m * n);
    return b.mul(flat(call, padded, window, b::averagePool), cells);
  }

  /** One over how many cells of each window count. */
  private static Edge inverseCounts(OnnxCall call, Edge x, Window window, boolean counted) {
    var b = call.b();
    double cells =
        window.filter().stream().mapToDouble(Long::doubleValue).reduce(1, (m, n) -> m * n);
    boolean all =
        window.padding().stream().allMatch(Padding::isNone)
            || (counted && !call.flag("ceil_mode", false));
    if (all) return b.scalar(DType.F32, 1 / cells);
    var dims = new ArrayList<Dim>();
    dims.add(Dim.ONE);
    for (int i = 0; i < window.rank(); i++) dims.add(x.dim(i + 1));
    dims.add(Dim.ONE);
    var one = b.scalar(DType.F32, 1);
    var ones = b.fill(dims, one);
    var within = window;
    if (counted) {
      // Only what ceil_mode added does not count.
      var low = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
      var high = new ArrayList<>(low);
      var rest = new ArrayList<Padding>();
      for (int i = 0; i < window.rank(); i++) {
        var stated = Windows.stated(call, i, window.rank());
        low.set(i + 1, stated.low());
        high.set(i + 1, stated.high());
        rest.add(new Padding(0, window.padding().get(i).high() - stated.high()));
      }
      ones = b.pad(ones, low, high, one);
      within = new Window(window.filter(), window.stride(), window.dilation(), rest);
    }
    return b.reciprocal(sum(call, ones, within));
  }

  private static Edge lpPool(OnnxCall call) {
    var b = call.b();
    double p = call.integer("p", 2);
    var window = window(call);
    var x = b.abs(b.channelsLast(b.cast(call.in(0), DType.F32)));
    var power = p == 1 ? x : p == 2 ? b.square(x) : b.pow(x, b.scalar(DType.F32, p));
    var sum = sum(call, power, window);
    var root = p == 1 ? sum : p == 2 ? b.sqrt(sum) : b.pow(sum, b.scalar(DType.F32, 1 / p));
    return b.cast(b.channelsFirst(root), call.in(0).dtype());
  }
}
