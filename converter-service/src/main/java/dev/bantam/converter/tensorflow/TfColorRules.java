package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;

/** Colours of images, whose last axis is red, green and blue; and what else adjusts an image. */
final class TfColorRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("RGBToHSV", call -> joined(call.b(), toHsv(call.b(), apart(call.b(), call.in(0))))),
          of("HSVToRGB", call -> joined(call.b(), toRgb(call.b(), apart(call.b(), call.in(0))))),
          of("AdjustSaturation", TfColorRules::saturation),
          of("AdjustHue", TfColorRules::hue),
          of("AdjustContrastv2", TfColorRules::contrast));

  private TfColorRules() {}

  /** Three channels, each with a last axis of extent 1. */
  private record Channels(Edge first, Edge second, Edge third) {}

  private static Channels apart(Builder b, Edge x) {
    var parts = new ArrayList<Edge>();
    for (int i = 0; i < 3; i++) parts.add(b.slice(x, x.rank() - 1, i, i + 1));
    return new Channels(parts.get(0), parts.get(1), parts.get(2));
  }

  private static Edge joined(Builder b, Channels x) {
    return b.concat(List.of(x.first(), x.second(), x.third()), -1);
  }

  private static Channels toHsv(Builder b, Channels rgb) {
    var zero = b.scalar(rgb.first().dtype(), 0);
    var most = b.maximum(b.maximum(rgb.first(), rgb.second()), rgb.third());
    var least = b.minimum(b.minimum(rgb.first(), rgb.second()), rgb.third());
    var range = b.sub(most, least);
    var saturation =
        b.select(b.greater(most, zero), b.div(range, nonZero(b, most)), b.mul(range, 0));
    var sixth = b.reciprocal(b.mul(nonZero(b, range), 6));
    var red = b.mul(b.sub(rgb.second(), rgb.third()), sixth);
    var green = b.add(b.mul(b.sub(rgb.third(), rgb.first()), sixth), 2.0 / 6);
    var blue = b.add(b.mul(b.sub(rgb.first(), rgb.second()), sixth), 4.0 / 6);
    var most2 = b.select(b.equal(rgb.second(), most), green, blue);
    var hue = b.select(b.equal(rgb.first(), most), red, most2);
    var coloured = b.select(b.greater(range, zero), hue, zero);
    var turned = b.select(b.less(coloured, zero), b.add(coloured, 1), coloured);
    return new Channels(turned, saturation, most);
  }

  /** The same, with 1 for 0, to divide by. */
  private static Edge nonZero(Builder b, Edge x) {
    return b.select(b.equal(x, b.scalar(x.dtype(), 0)), b.scalar(x.dtype(), 1), x);
  }

  private static Channels toRgb(Builder b, Channels hsv) {
    var six = b.mul(hsv.first(), 6);
    var red = b.sub(b.abs(b.sub(six, 3)), 1);
    var green = b.sub(b.scalar(six.dtype(), 2), b.abs(b.sub(six, 2)));
    var blue = b.sub(b.scalar(six.dtype(), 2), b.abs(b.sub(six, 4)));
    return new Channels(shade(b, hsv, red), shade(b, hsv, green), shade(b, hsv, blue));
  }

  private static Edge shade(Builder b, Channels hsv, Edge raw) {
    var bounded = b.minimum(b.maximum(raw, 0), 1);
    var grey = b.sub(b.scalar(raw.dtype(), 1), hsv.second());
    return b.mul(b.add(grey, b.mul(hsv.second(), bounded)), hsv.third());
  }

  private static Edge saturation(TfCall call) {
    var b = call.b();
    var hsv = toHsv(b, apart(b, call.in(0)));
    var scaled = b.minimum(b.maximum(b.mul(hsv.second(), call.in(1)), 0), 1);
    return joined(b, toRgb(b, new Channels(hsv.first(), scaled, hsv.third())));
  }

  private static Edge hue(TfCall call) {
    var b = call.b();
    var hsv = toHsv(b, apart(b, call.in(0)));
    var moved = b.add(hsv.first(), call.in(1));
    var turned = b.sub(moved, b.floor(moved));
    return joined(b, toRgb(b, new Channels(turned, hsv.second(), hsv.third())));
  }

  /** Away from, or toward, the mean of each channel of each image. */
  private static Edge contrast(TfCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    var mean = b.mean(x, List.of(-3, -2), true);
    var result = b.add(b.mul(b.sub(x, mean), call.in(1)), mean);
    return b.cast(result, call.in(0).dtype());
  }
}
