package dev.bantam.model;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.bantam.graph.GraphTensor;
import dev.bantam.model.fbs.tflite.QuantizationParameters;
import dev.bantam.model.fbs.tflite.Tensor;
import dev.bantam.type.Quantization;
import java.util.List;
import java.util.Optional;

/** One tensor, without its value, which is in the pool. */
final class TensorWriter {
  private final FlatBufferBuilder builder;
  private final BufferPool pool;
  private final OptionsWriter options;

  TensorWriter(FlatBufferBuilder builder, BufferPool pool) {
    this.builder = builder;
    this.pool = pool;
    options = new OptionsWriter(builder, Schema.TFLITE);
  }

  /** Where the tensor came to lie. */
  int write(GraphTensor tensor) {
    int shape = GraphWriter.integers(builder, tensor.type().shape().extents());
    int signature =
        tensor.signature().isEmpty() ? 0 : GraphWriter.integers(builder, tensor.signature());
    int name = tensor.name().isEmpty() ? 0 : builder.createString(tensor.name());
    int quantization = quantization(tensor);
    int sparsity = SparseEncoding.of(tensor).map(form -> form.write(builder)).orElse(0);
    int content = SparseEncoding.stored(tensor).map(pool::index).orElse(0);
    var variants = tensor.notes().variants();
    int variantVector =
        variants.isEmpty()
            ? 0
            : GraphWriter.offsets(builder, variants.stream().map(options::write).toList());
    Tensor.startTensor(builder);
    Tensor.addShape(builder, shape);
    Tensor.addType(builder, ElementTypes.code(tensor.type().dtype()));
    Tensor.addBuffer(builder, content);
    if (name != 0) Tensor.addName(builder, name);
    if (quantization != 0) Tensor.addQuantization(builder, quantization);
    if (sparsity != 0) Tensor.addSparsity(builder, sparsity);
    Tensor.addIsVariable(builder, tensor.variable());
    if (signature != 0) Tensor.addShapeSignature(builder, signature);
    Tensor.addHasRank(builder, tensor.type().rank() > 0 || tensor.constant().isPresent());
    if (variantVector != 0) Tensor.addVariantTensors(builder, variantVector);
    return Tensor.endTensor(builder);
  }

  private int quantization(GraphTensor tensor) {
    var notes = tensor.notes();
    var details = notes.quantization();
    boolean none =
        tensor.quantization().isEmpty()
            && notes.minima().isEmpty()
            && notes.maxima().isEmpty()
            && details.table().isEmpty();
    if (none) return 0;
    int minima = floats(notes.minima());
    int maxima = floats(notes.maxima());
    int scales = floats(tensor.quantization().map(Quantization::scales).orElse(List.of()));
    int zeroPoints = zeroPoints(tensor.quantization());
    int detailTable = details.table().isEmpty() ? 0 : options.write(details);
    QuantizationParameters.startQuantizationParameters(builder);
    if (minima != 0) QuantizationParameters.addMin(builder, minima);
    if (maxima != 0) QuantizationParameters.addMax(builder, maxima);
    if (scales != 0) QuantizationParameters.addScale(builder, scales);
    if (zeroPoints != 0) QuantizationParameters.addZeroPoint(builder, zeroPoints);
    if (detailTable != 0) {
      int kind = Schema.TFLITE.union("QuantizationDetails").members().indexOf(details.table()) + 1;
      QuantizationParameters.addDetailsType(builder, (byte) kind);
      QuantizationParameters.addDetails(builder, detailTable);
    }
    int axis = tensor.quantization().map(Quantization::axis).orElse(0);
    QuantizationParameters.addQuantizedDimension(builder, axis);
    return QuantizationParameters.endQuantizationParameters(builder);
  }

  private int floats(List<Float> floats) {
    if (floats.isEmpty()) return 0;
    builder.startVector(FlatBytes.WORD, floats.size(), FlatBytes.WORD);
    for (int i = floats.size() - 1; i >= 0; i--) builder.addFloat(floats.get(i));
    return builder.endVector();
  }

  private int zeroPoints(Optional<Quantization> quantization) {
    if (quantization.isEmpty()) return 0;
    var zeroPoints = quantization.get().zeroPoints();
    builder.startVector(Long.BYTES, zeroPoints.size(), Long.BYTES);
    for (int i = zeroPoints.size() - 1; i >= 0; i--) builder.addLong(zeroPoints.get(i));
    return builder.endVector();
  }
}
