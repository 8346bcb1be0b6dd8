package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Discrete Fourier transforms along the last axis, as products with matrices of cosines and sines.
 */
public final class Fourier {
  private final Builder b;

  /** Real and imaginary part. */
  public record Parts(Edge real, Edge imaginary) {}

  public Fourier(Builder b) {
    this.b = b;
  }

  /**
   * @param imaginary absent where the input is real
   * @param length that the input is cut or filled up to
   * @param kept how many of the frequencies
   */
  public Parts transform(Edge real, Edge imaginary, int length, int kept, boolean inverse) {
    var cosines = matrix(length, kept, inverse, false);
    var sines = matrix(length, kept, inverse, true);
    var x = fitted(real, length);
    var re = product(x, cosines);
    var im = product(x, sines);
    if (imaginary.isAbsent()) return new Parts(re, im);
    var y = fitted(imaginary, length);
    return new Parts(b.sub(re, product(y, sines)), b.add(im, product(y, cosines)));
  }

  /** From the frequencies that a real input of that length has. */
  public Edge backToReal(Edge real, Edge imaginary, int length) {
    int kept = length / 2 + 1;
    var cosines = new float[b.made(length, kept)];
    var sines = new float[b.made(length, kept)];
    for (int n = 0; n < length; n++) {
      for (int k = 0; k < kept; k++) {
        // Frequencies between the ends stand for their mirror images too.
        double weight = (k == 0 || 2 * k == length ? 1.0 : 2.0) / length;
        double angle = 2 * Math.PI * ((long) k * n % length) / length;
        cosines[n * kept + k] = (float) (weight * Math.cos(angle));
        sines[n * kept + k] = (float) (-weight * Math.sin(angle));
      }
    }
    var shape = Shape.of(length, kept);
    return b.add(
        product(fitted(real, kept), b.constant(Literal.of(shape, cosines))),
        product(fitted(imaginary, kept), b.constant(Literal.of(shape, sines))));
  }

  private Edge product(Edge x, Edge matrix) {
    return b.fullyConnected(x, matrix, Edge.ABSENT, true);
  }

  private Edge fitted(Edge x, int length) {
    int last = x.rank() - 1;
    if (!x.dim(last).isKnown())
      throw new dev.bantam.converter.UnsupportedNodeException(
          "its transform is along an axis of open extent", "fix the sizes of the inputs");
    long extent = x.dim(last).value();
    if (extent > length) return b.slice(x, last, 0, length);
    var high = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    var low = List.copyOf(high);
    high.set(last, length - extent);
    return b.pad(x, low, high, b.scalar(DType.F32, 0));
  }

  /** {@code [kept, length]}. */
  private Edge matrix(int length, int kept, boolean inverse, boolean sine) {
    var values = new float[b.made(kept, length)];
    for (int k = 0; k < kept; k++) {
      for (int n = 0; n < length; n++) {
        // The product is reduced first, so that the angle keeps its digits.
        double angle = 2 * Math.PI * ((long) k * n % length) / length;
        double value = sine ? Math.sin(inverse ? angle : -angle) : Math.cos(angle);
        values[k * length + n] = (float) (inverse ? value / length : value);
      }
    }
    return b.constant(Literal.of(Shape.of(kept, length), values));
  }
}
