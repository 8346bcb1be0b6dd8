package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The Fourier transform of real frames, filled with zeros to a length, and its inverse; complex
 * numbers lie as pairs. Integers are transformed in fixed point, bit for bit as KISS FFT does.
 */
public final class SignalRfft implements Operator.Single<Integer> {
  private static final int LONGEST = 1 << 20;

  private final String name;
  private final boolean inverse;

  private SignalRfft(String name, boolean inverse) {
    this.name = name;
    this.inverse = inverse;
  }

  public static SignalRfft forward() {
    return new SignalRfft("SignalRfft", false);
  }

  public static SignalRfft inverse() {
    return new SignalRfft("SignalIrfft", true);
  }

  @Override
  public Signature signature() {
    return Signature.custom(name)
        .operand("x", Types.union(Types.F32, Types.union(Types.Q16, Types.I32)))
        .result("y");
  }

  /** The length of a real frame. */
  @Override
  public Integer attributes(Attributes raw) {
    return SignalBits.within(raw, "fft_length", 2, LONGEST);
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var x = call.operand("x");
    int length = call.attributes();
    boolean real = x.type().dtype().isFloat();
    if (length % 2 != 0 || (!real && !FixedFourier.takes(length)))
      throw call.refuse("fft_length is %d, must be a power of two", length);
    int given = x.type().rank() == 0 ? 0 : x.type().extent(x.type().rank() - 1);
    boolean fits = inverse ? given == length + 2 : given >= 1 && given <= length;
    if (!fits) throw call.refuse("x is %s, must have frames for a length of %d", x.type(), length);
    if (!real)
      return inverse ? FixedFourier.toReal(x, b) : FixedFourier.ofReal(filled(x, length, b), b);
    return inverse ? toReal(x, length, b) : interleaved(Fourier.ofReal(filled(x, length, b), b), b);
  }

  private static Value filled(Value x, int length, ProgramBuilder b) {
    int axis = x.type().rank() - 1;
    var low = Collections.nCopies(x.type().rank(), 0);
    var high = new ArrayList<>(low);
    high.set(axis, length - x.type().extent(axis));
    return b.pad(x, low, high, b.like(x, 0L));
  }

  private static Value interleaved(Fourier.Spectrum x, ProgramBuilder b) {
    var extents = new ArrayList<>(x.real().type().shape().extents());
    int count = extents.getLast();
    extents.add(1);
    var one = new Shape(extents);
    var pairs = List.of(b.reshape(x.real(), one), b.reshape(x.imaginary(), one));
    extents.removeLast();
    extents.set(extents.size() - 1, 2 * count);
    return b.reshape(b.concat(pairs, one.rank() - 1), new Shape(extents));
  }

  /** The other half of the spectrum is the conjugate of this one, backwards. */
  private static Value toReal(Value x, int length, ProgramBuilder b) {
    var extents = new ArrayList<>(x.type().shape().extents());
    int count = extents.removeLast() / 2;
    extents.add(count);
    var half = new Shape(extents);
    extents.add(2);
    var pairs = b.reshape(x, new Shape(extents));
    int axis = half.rank() - 1;
    var re = b.reshape(b.slice(pairs, axis + 1, 0, 1), half);
    var im = b.reshape(b.slice(pairs, axis + 1, 1, 2), half);
    // The inverse is the transform of the conjugate, whose imaginary part is of no interest.
    var all =
        new Fourier.Spectrum(
            b.concat(List.of(re, mirrored(re, axis, count, b)), axis),
            b.concat(List.of(b.neg(im), mirrored(im, axis, count, b)), axis));
    return b.mul(Fourier.of(all, b).real(), 1.0 / length);
  }

  private static Value mirrored(Value x, int axis, int count, ProgramBuilder b) {
    return b.flip(b.slice(x, axis, 1, count - 1), List.of(axis));
  }
}
