package dev.bantam.model;

import com.google.flatbuffers.FloatVector;
import com.google.flatbuffers.LongVector;
import dev.bantam.model.fbs.tflite.QuantizationParameters;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scales and zero points: finite, as many as they must be, and inside the type. */
final class QuantizationReader {
  private QuantizationReader() {}

  /** Empty if there is no scale: then the integers stand for themselves. */
  static Optional<Quantization> read(
      QuantizationParameters parameters, TensorType type, Place place) {
    var scales = floats(parameters.scaleVector());
    if (scales.isEmpty()) return Optional.empty();
    for (int i = 0; i < scales.size(); i++) checkScale(scales.get(i), place.part("scale", i));
    var zeroPoints = zeroPoints(parameters.zeroPointVector(), scales.size(), place);
    for (int i = 0; i < zeroPoints.size(); i++) {
      checkZeroPoint(zeroPoints.get(i), type.dtype(), place.part("zero point", i));
    }
    int axis = axis(parameters.quantizedDimension(), scales.size(), type, place);
    return Optional.of(new Quantization(scales, zeroPoints, axis));
  }

  private static void checkScale(float scale, Place place) {
    if (!(scale >= 0) || Float.isInfinite(scale)) {
      throw new ModelException(
          place, "it is %s, must be a finite number of at least 0".formatted(scale));
    }
  }

  /** One zero point may stand for all, and none for 0. */
  private static List<Long> zeroPoints(@Nullable LongVector vector, int scales, Place place) {
    int count = vector == null ? 0 : vector.length();
    if (vector == null || count == 0) return Collections.nCopies(scales, 0L);
    if (count != 1 && count != scales) {
      throw new ModelException(
          place,
          "it has %d zero points for %d scales, must have as many, or one"
              .formatted(count, scales));
    }
    var zeroPoints = new ArrayList<Long>();
    for (int i = 0; i < scales; i++) zeroPoints.add(vector.get(count == 1 ? 0 : i));
    return zeroPoints;
  }

  private static void checkZeroPoint(long zeroPoint, DType dtype, Place place) {
    if (zeroPoint == 0) return;
    boolean small = dtype.isInteger() && dtype.bits() < Long.SIZE;
    boolean bounded = small || dtype.kind() == DType.Kind.PACKED;
    if (bounded && (zeroPoint < dtype.lowest() || zeroPoint > dtype.highest())) {
      throw new ModelException(
          place,
          "it is %d, must be in [%d, %d] for %s"
              .formatted(zeroPoint, dtype.lowest(), dtype.highest(), dtype));
    }
  }

  private static int axis(int stated, int scales, TensorType type, Place place) {
    if (scales == 1) return 0;
    // Published files give the weights' axis for a bias, which has only one.
    int axis = type.rank() == 1 ? 0 : stated;
    if (axis < 0 || axis >= type.rank()) {
      throw new ModelException(
          place, "its dimension is %d, must be in [0, %d)".formatted(stated, type.rank()));
    }
    if (type.extent(axis) != scales) {
      throw new ModelException(
          place,
          "it has %d scales for dimension %d of %s, must have %d"
              .formatted(scales, axis, type, type.extent(axis)));
    }
    return axis;
  }

  static List<Float> floats(@Nullable FloatVector vector) {
    var floats = new ArrayList<Float>();
    for (int i = 0; vector != null && i < vector.length(); i++) floats.add(vector.get(i));
    return floats;
  }
}
