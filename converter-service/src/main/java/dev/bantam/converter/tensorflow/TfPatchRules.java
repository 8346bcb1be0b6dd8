package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.MovementEmitter.Range;
import dev.bantam.converter.build.Padding;
import dev.bantam.converter.build.Window;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Windows of an image as they are: side by side, or the place of the greatest element of each. */
final class TfPatchRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("ExtractImagePatches", TfPatchRules::patches),
          several("MaxPoolWithArgmax", TfPatchRules::argMax));

  private TfPatchRules() {}

  private static Window window(TfCall call, Edge x, String filter, String dilations) {
    var extents = call.integers(filter, List.of(1L, 1L, 1L, 1L)).subList(1, 3);
    var strides = call.integers("strides", List.of(1L, 1L, 1L, 1L)).subList(1, 3);
    var dilation = call.integers(dilations, List.of(1L, 1L, 1L, 1L)).subList(1, 3);
    var paddings = new ArrayList<Padding>();
    for (int i = 0; i < 2; i++)
      paddings.add(
          call.text("padding", "VALID").equals("SAME")
              ? Padding.same(x.dim(i + 1).value(), extents.get(i), strides.get(i), dilation.get(i))
              : Padding.NONE);
    return new Window(extents, strides, dilation, paddings);
  }

  /** The elements at one place of all windows. */
  private static Edge at(Builder b, Edge padded, Window window, long row, long column) {
    var ranges = new ArrayList<Range>();
    for (int i = 0; i < 2; i++) {
      long reach = (window.filter().get(i) - 1) * window.dilation().get(i) + 1;
      long last = padded.dim(i + 1).value() - reach;
      long from = (i == 0 ? row : column) * window.dilation().get(i);
      ranges.add(
          new Range(
              i + 1, Optional.of(from), Optional.of(from + last + 1), window.stride().get(i)));
    }
    return b.slice(padded, ranges);
  }

  private static Edge patches(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    var window = window(call, x, "ksizes", "rates");
    var padded = b.border(x, window, b.scalar(x.dtype(), 0));
    var parts = new ArrayList<Edge>();
    b.made(window.filter().get(0), window.filter().get(1));
    for (long row = 0; row < window.filter().get(0); row++)
      for (long column = 0; column < window.filter().get(1); column++)
        parts.add(at(b, padded, window, row, column));
    return b.concat(parts, 3);
  }

  /** The first of the greatest wins. */
  private static List<TfValue> argMax(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    var window = window(call, x, "ksize", "none");
    var padded = b.border(x, window, b.scalar(x.dtype(), -Float.MAX_VALUE));
    Edge most = at(b, padded, window, 0, 0);
    Edge place = places(b, x, most, window, 0, 0);
    for (long row = 0; row < window.filter().get(0); row++) {
      for (long column = 0; column < window.filter().get(1); column++) {
        var next = at(b, padded, window, row, column);
        var above = b.greater(next, most);
        place = b.select(above, places(b, x, most, window, row, column), place);
        most = b.maximum(most, next);
      }
    }
    if (call.flag("include_batch_in_index", false)) place = b.add(place, batches(b, x));
    var dtype = call.dtype("Targmax", DType.I64);
    var all = b.broadcastTo(place, most.form().dims());
    return TfRule.tensors(List.of(most, b.cast(all, dtype)));
  }

  private static Edge batches(Builder b, Edge x) {
    var size = x.dim(1).times(x.dim(2)).times(x.dim(3));
    var starts = b.mul(b.iota(x.dim(0)), b.scalar(size));
    return b.reshape(starts, x.dim(0), Dim.ONE, Dim.ONE, Dim.ONE);
  }

  /** Where in its image each of those elements lies, {@code [1, rows, columns, channels]}. */
  private static Edge places(
      Builder b, Edge x, Edge windows, Window window, long row, long column) {
    int rows = Math.toIntExact(windows.dim(1).value());
    int columns = Math.toIntExact(windows.dim(2).value());
    int channels = Math.toIntExact(x.dim(3).value());
    var values = new int[b.made(rows, columns, channels)];
    int next = 0;
    for (int i = 0; i < rows; i++) {
      long y = i * window.stride().get(0) + row - window.padding().get(0).low();
      for (int j = 0; j < columns; j++) {
        long at = y * x.dim(2).value() + j * window.stride().get(1) + column;
        long start = (at - window.padding().get(1).low()) * channels;
        for (int channel = 0; channel < channels; channel++)
          values[next++] = Math.toIntExact(start + channel);
      }
    }
    return b.constant(Literal.of(Shape.of(1, rows, columns, channels), values));
  }
}
