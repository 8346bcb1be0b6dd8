package dev.bantam.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bantam.dataset.Dataset;
import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.error.BantamException;
import dev.bantam.evaluation.Preprocessing;
import dev.bantam.evaluation.TensorComparison;
import dev.bantam.evaluation.TensorError;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Signature;
import dev.bantam.model.Limits;
import dev.bantam.model.TfliteFile;
import dev.bantam.progress.Progress;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizerTest {
  private static final RandomSamples PICTURES = new RandomSamples(32, Shape.of(8, 8, 4));
  private final Device device = Devices.load().device("interp", DeviceOptions.DEFAULT);

  @ParameterizedTest
  @CsvSource({"dynamic,0.001", "fp16,0.002", "int8,0.08", "int16x8,0.03"})
  void aQuantizedNetworkAnswersAlmostAsBefore(String scheme, double tolerance) {
    var errors = errors(Networks.convolutions(), scheme, PICTURES);
    assertThat(errors).extracting(TensorError::name).contains("relu", "pooled", "answer");
    for (var error : errors)
      assertThat(error.rootMeanSquareError()).as(error.name()).isLessThan(tolerance);
  }

  @Test
  void onlyLargeWeightsAreWorthADynamicRange() {
    var wide = quantize(Networks.wide(), "dynamic", new RandomSamples(8, Shape.of(64)), false);
    var weights = wide.main().tensor(wide.main().nodes().getFirst().inputs().get(1));
    assertThat(weights.type().dtype()).isEqualTo(DType.I8);
    var errors = errors(Networks.wide(), "dynamic", new RandomSamples(8, Shape.of(64)));
    for (var error : errors) assertThat(error.signalToNoiseDecibels()).isGreaterThan(30);
    assertThat(quantize(Networks.convolutions(), "dynamic", PICTURES, false))
        .isEqualTo(Networks.convolutions());
  }

  @ParameterizedTest
  @CsvSource({"int8,i8", "int16x8,i16"})
  void inputsAndOutputsAreIntegersUnlessFloatIsAskedFor(String scheme, String dtype) {
    var integer = quantize(Networks.convolutions(), scheme, PICTURES, false).main();
    assertThat(integer.tensor(integer.inputs().getFirst()).type().dtype()).hasToString(dtype);
    assertThat(integer.tensor(integer.outputs().getFirst()).type().dtype()).hasToString(dtype);
    var real = quantize(Networks.convolutions(), scheme, PICTURES, true).main();
    assertThat(real.tensor(real.inputs().getFirst()).type().dtype()).isEqualTo(DType.F32);
    assertThat(real.tensor(real.outputs().getFirst()).type().dtype()).isEqualTo(DType.F32);
    assertThat(real.nodes())
        .extracting(Node::operator)
        .startsWith("QUANTIZE")
        .endsWith("DEQUANTIZE");
  }

  @ParameterizedTest
  @CsvSource({"int8,false", "int8,true", "int16x8,true"})
  void aSignatureFollowsTheInputsAndOutputs(String scheme, boolean floatInterface) {
    var plain = Networks.convolutions();
    var named =
        new Signature(
            "serving_default",
            0,
            new TreeMap<>(Map.of("x", plain.main().inputs().getFirst())),
            new TreeMap<>(Map.of("y", plain.main().outputs().getFirst())));
    var graph = new Graph(plain.subgraphs(), List.of(named), List.of(), "");
    var quantized = quantize(graph, scheme, PICTURES, floatInterface);
    var signature = quantized.signatures().getFirst();
    assertThat(signature.inputs()).containsEntry("x", quantized.main().inputs().getFirst());
    assertThat(signature.outputs()).containsEntry("y", quantized.main().outputs().getFirst());
  }

  @Test
  void anOperatorWithoutIntegerKernelStaysInFloatBetweenConversions() {
    var graph = quantize(Networks.withSine(), "int16x8", new RandomSamples(8, Shape.of(4)), false);
    assertThat(graph.main().nodes())
        .extracting(Node::operator)
        .containsExactly("FULLY_CONNECTED", "DEQUANTIZE", "SIN", "QUANTIZE", "FULLY_CONNECTED");
  }

  @Test
  void movedValuesKeepTheirScaleAndSoftmaxHasItsOwn() {
    var graph = quantize(Networks.convolutions(), "int8", PICTURES, false);
    assertThat(quantization(graph, "flat")).isEqualTo(quantization(graph, "pooled"));
    assertThat(quantization(graph, "answer")).isEqualTo(Quantization.perTensor(1f / 256, -128));
  }

  @Test
  void whatWasMadeCanBeWrittenAndRead() {
    var graph = quantize(Networks.convolutions(), "int8", PICTURES, false);
    var read = TfliteFile.read(MemorySegment.ofArray(TfliteFile.bytes(graph)), Limits.DEFAULT);
    assertThat(read.main().nodes())
        .extracting(Node::operator)
        .isEqualTo(graph.main().nodes().stream().map(Node::operator).toList());
  }

  @Test
  void theModelCarriesItsPreprocessing() {
    var preprocessing = Preprocessing.parse("mean=127.5 std=127.5");
    var recipe = new Recipe(Scheme.DYNAMIC, Calibration.DEFAULT, preprocessing, false);
    var graph =
        new Quantizer(device)
            .quantize(Networks.convolutions(), recipe, Optional.empty(), Progress.SILENT);
    assertThat(Preprocessing.of(graph)).contains(preprocessing);
  }

  @Test
  void asksForCalibrationDataWhereItIsNeeded() {
    var recipe = new Recipe(Scheme.INT8, Calibration.DEFAULT, Preprocessing.NONE, false);
    var quantizer = new Quantizer(device);
    assertThatThrownBy(
            () ->
                quantizer.quantize(
                    Networks.convolutions(), recipe, Optional.empty(), Progress.SILENT))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "scheme int8 needs calibration data: some hundred samples of what the model will see");
  }

  @Test
  void refusesDataOfAnotherShape() {
    var samples = new RandomSamples(8, Shape.of(3, 3, 4));
    assertThatThrownBy(() -> quantize(Networks.convolutions(), "int8", samples, false))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "sample 0: the sample is [3,3,4], input \"x\" of the model is [1,8,8,4]: give samples of that size");
  }

  @Test
  void weightsNeverTakeTheValueThatHasNoOpposite() {
    var weights = GraphTensor.constant("w", Literal.of(Shape.of(2, 2), -2f, 1f, 0.5f, -0.25f));
    var quantized = WeightQuantizer.symmetric(weights, 0);
    assertThat(quantized.constant().orElseThrow().toLongs()).containsExactly(-127, 64, 127, -63);
    assertThat(quantized.quantization().orElseThrow().scales())
        .containsExactly(2f / 127, 0.5f / 127);
  }

  @Test
  void aBiasThatWouldOverflowWidensTheScaleOfItsChannel() {
    var scales =
        WeightQuantizer.widenedForBias(new float[] {1e-12f, 0.5f}, 0.01f, new float[] {3f, 3f});
    assertThat(3 / (scales[0] * 0.01)).isEqualTo(1 << 30, within(1000.0));
    assertThat(scales[1]).isEqualTo(0.5f);
  }

  private List<TensorError> errors(Graph before, String scheme, Dataset samples) {
    var after = quantize(before, scheme, samples, false);
    return new TensorComparison(device)
        .compare(before, after, samples, samples.spread(8), Preprocessing.NONE, Progress.SILENT);
  }

  private static Quantization quantization(Graph graph, String name) {
    return graph.main().tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .flatMap(GraphTensor::quantization)
        .orElseThrow();
  }

  private Graph quantize(Graph graph, String scheme, Dataset samples, boolean floatInterface) {
    var recipe =
        new Recipe(
            Scheme.parse(scheme),
            new Calibration(CalibrationMethod.MINMAX, 32, 0),
            Preprocessing.NONE,
            floatInterface);
    return new Quantizer(device).quantize(graph, recipe, Optional.of(samples), Progress.SILENT);
  }
}
