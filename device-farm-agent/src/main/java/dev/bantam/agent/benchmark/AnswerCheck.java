package dev.bantam.agent.benchmark;

import dev.bantam.measurement.Measurement.OutputCheck;
import dev.bantam.run.Session;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.List;

/**
 * Compares what a device answers with what the interpreter does: a fast wrong answer is a failure.
 */
final class AnswerCheck {
  /** Float sums may be reordered, and error grows through a network. */
  private static final double ABSOLUTE = 1e-4;

  private static final double RELATIVE = 1e-3;

  private AnswerCheck() {}

  static OutputCheck compare(Session device, Session interpreter) {
    long elements = 0;
    long differing = 0;
    double worst = 0;
    boolean right = true;
    for (int o = 0; o < device.outputs().size(); o++) {
      var got = device.output(o).value();
      var expected = interpreter.output(o).value();
      if (!got.type().equals(expected.type()))
        return new OutputCheck("different", 0, 0, Double.POSITIVE_INFINITY);
      elements += got.elements();
      if (got.equals(expected)) continue;
      var part = got.type().dtype().isFloat() ? floats(got, expected) : integers(got, expected);
      differing += part.differing();
      worst = Math.max(worst, part.worst());
      right &= part.passed();
    }
    var status = differing == 0 ? "equal" : right ? "within" : "different";
    return new OutputCheck(status, elements, differing, worst);
  }

  private static OutputCheck floats(Literal got, Literal expected) {
    // The scale of the whole tensor counts, not of an element that happens to be near 0.
    double largest = 0;
    for (float value : expected.toFloats())
      if (Float.isFinite(value)) largest = Math.max(largest, Math.abs(value));
    double allowed = ABSOLUTE + RELATIVE * largest;
    long differing = 0;
    double worst = 0;
    for (long i = 0; i < got.elements(); i++) {
      double a = got.real(i);
      double b = expected.real(i);
      if (a == b || (Double.isNaN(a) && Double.isNaN(b))) continue;
      differing++;
      double part = Math.abs(a - b) / allowed;
      worst = Math.max(worst, Double.isNaN(part) ? Double.POSITIVE_INFINITY : part);
    }
    return new OutputCheck(worst <= 1 ? "within" : "different", got.elements(), differing, worst);
  }

  private static OutputCheck integers(Literal got, Literal expected) {
    if (List.of(DType.STR, DType.C64, DType.C128).contains(got.type().dtype())) {
      return new OutputCheck("different", got.elements(), got.elements(), Double.POSITIVE_INFINITY);
    }
    long differing = 0;
    for (long i = 0; i < got.elements(); i++)
      if (got.integer(i) != expected.integer(i)) differing++;
    return new OutputCheck("different", got.elements(), differing, Double.POSITIVE_INFINITY);
  }
}
