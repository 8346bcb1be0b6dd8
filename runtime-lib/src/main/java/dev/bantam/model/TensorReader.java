package dev.bantam.model;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Notes;
import dev.bantam.graph.Sparsity;
import dev.bantam.model.fbs.tflite.QuantizationDetails;
import dev.bantam.model.fbs.tflite.QuantizationParameters;
import dev.bantam.model.fbs.tflite.SparsityParameters;
import dev.bantam.model.fbs.tflite.Tensor;
import dev.bantam.model.fbs.tflite.VariantSubType;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tensor: shape, type, quantization, value. */
final class TensorReader {
  /** An extent that the file leaves open. */
  private static final int OPEN = -1;

  private final Weights weights;
  private final OptionsReader options;
  private final Limits limits;
  private final DenseBudget dense;

  TensorReader(Weights weights, OptionsReader options, Limits limits, DenseBudget dense) {
    this.weights = weights;
    this.options = options;
    this.limits = limits;
    this.dense = dense;
  }

  GraphTensor read(Tensor tensor, Place place) {
    var extents = extents(tensor.shapeVector(), "shape", place);
    var type = type(ElementTypes.dtype(tensor.type()), extents, place);
    var parameters = tensor.quantization();
    var content =
        tensor.externalBuffer() != 0
            ? Optional.of(weights.external(tensor.externalBuffer(), place))
            : weights.buffer(tensor.buffer(), place);
    var sparse = content.flatMap(found -> sparse(tensor.sparsity(), type, found, place));
    return new GraphTensor(
        GraphReader.orEmpty(tensor.name()),
        type,
        signature(tensor, extents, place),
        parameters == null
            ? Optional.empty()
            : QuantizationReader.read(parameters, type, place.part("quantization")),
        content.map(found -> constant(found, sparse, type, place)),
        tensor.isVariable(),
        notes(tensor, parameters, sparse.map(SparseConstant::sparsity)));
  }

  private List<Integer> extents(
      com.google.flatbuffers.@Nullable IntVector vector, String what, Place place) {
    var extents = new ArrayList<Integer>();
    if (vector == null) return extents;
    if (vector.length() > limits.rank()) {
      throw ModelException.tooLarge(
          place.part(what),
          "it has %d extents, must have at most %d".formatted(vector.length(), limits.rank()));
    }
    for (int i = 0; i < vector.length(); i++) {
      int extent = vector.get(i);
      if (extent < OPEN) {
        throw new ModelException(
            place.part(what, i),
            "its extent is %d, must be at least 0, or -1 for an open one".formatted(extent));
      }
      extents.add(extent);
    }
    return extents;
  }

  /** An open extent is 1 until someone says what it is. */
  private static TensorType type(DType dtype, List<Integer> extents, Place place) {
    var shape = new Shape(extents.stream().map(extent -> extent == OPEN ? 1 : extent).toList());
    var type = new TensorType(dtype, shape);
    try {
      // CVE-2021-29601: a size beyond what a long can hold is refused before anyone computes it.
      long bytes = Math.addExact(type.bytes(), shape.elements());
      if (bytes < 0) throw new ArithmeticException("negative");
      shape.strides();
    } catch (ArithmeticException e) {
      throw new ModelException(place, "%s has more bytes than can be counted".formatted(type));
    }
    return type;
  }

  private List<Integer> signature(Tensor tensor, List<Integer> extents, Place place) {
    var signature = extents(tensor.shapeSignatureVector(), "shape signature", place);
    if (signature.isEmpty()) signature = extents;
    boolean fits = signature.size() == extents.size();
    for (int i = 0; fits && i < extents.size(); i++) {
      int stated = signature.get(i);
      fits = stated == OPEN || stated == extents.get(i);
    }
    if (!fits) {
      throw new ModelException(
          place,
          "its shape signature is %s, must be its shape %s, or -1 where that is open"
              .formatted(signature, extents));
    }
    return signature.contains(OPEN) ? signature : List.of();
  }

  private static Optional<SparseConstant> sparse(
      @Nullable SparsityParameters table, TensorType type, MemorySegment values, Place place) {
    if (table == null) return Optional.empty();
    return Optional.of(new SparseConstant(table, type, values, place.part("sparsity")));
  }

  private Literal constant(
      MemorySegment content, Optional<SparseConstant> sparse, TensorType type, Place place) {
    if (sparse.isEmpty()) return literal(type, content, place);
    dense.take(type.bytes(), place);
    return literal(type, sparse.get().expand(), place);
  }

  private static Literal literal(TensorType type, MemorySegment bytes, Place place) {
    if (type.dtype() == DType.BOOL) checkBooleans(bytes, place);
    try {
      return new Literal(type, bytes);
    } catch (IllegalArgumentException e) {
      throw new ModelException(place, "its value has " + e.getMessage());
    }
  }

  /** Devices would differ about a truth that is neither 0 nor 1. */
  private static void checkBooleans(MemorySegment bytes, Place place) {
    for (long i = 0; i < bytes.byteSize(); i++) {
      int value = bytes.get(Literal.I8, i);
      if (value != 0 && value != 1) {
        throw new ModelException(
            place.part("element", i), "it is %d, must be 0 or 1 for a bool".formatted(value));
      }
    }
  }

  private Notes notes(
      Tensor tensor, @Nullable QuantizationParameters parameters, Optional<Sparsity> sparsity) {
    var variants = new ArrayList<Attributes>();
    for (int i = 0; i < tensor.variantTensorsLength(); i++) {
      variants.add(variant(tensor.variantTensors(i)));
    }
    if (parameters == null) {
      if (variants.isEmpty() && sparsity.isEmpty()) return Notes.NONE;
      return new Notes(List.of(), List.of(), Attributes.NONE, variants, sparsity);
    }
    return new Notes(
        QuantizationReader.floats(parameters.minVector()),
        QuantizationReader.floats(parameters.maxVector()),
        details(parameters),
        variants,
        sparsity);
  }

  private static Attributes variant(VariantSubType content) {
    var values = new TreeMap<String, Object>();
    values.put("type", dev.bantam.model.fbs.tflite.TensorType.name(content.type()));
    values.put("has_rank", content.hasRank());
    var shape = new ArrayList<Long>();
    for (int i = 0; i < content.shapeLength(); i++) shape.add((long) content.shape(i));
    if (!shape.isEmpty()) values.put("shape", shape);
    return Attributes.of("VariantSubType", values);
  }

  private Attributes details(QuantizationParameters parameters) {
    byte kind = parameters.detailsType();
    if (kind == QuantizationDetails.NONE) return Attributes.NONE;
    var target = new SubgraphReader.Position();
    if (parameters.details(target) == null) {
      throw new IllegalStateException("a union without a value was let through");
    }
    return options.read(target.get(), QuantizationDetails.name(kind));
  }
}
