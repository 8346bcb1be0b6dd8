package dev.bantam.evaluation;

import dev.bantam.dataset.DatasetException;
import dev.bantam.dataset.Sample;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.GraphTensor;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Brings samples into the form of a model's input: preprocessing, channels, size, layout,
 * quantization. Pictures fit {@code [1, height, width, channels]} and {@code [1, channels, height,
 * width]}; other samples fit any input of as many elements.
 */
public final class InputFit {
  private final GraphTensor input;
  private final Preprocessing preprocessing;
  private final Shape wanted;

  /**
   * @param input of a batch of one
   */
  public InputFit(GraphTensor input, Preprocessing preprocessing) {
    this.input = input;
    this.preprocessing = preprocessing;
    wanted = input.type().shape();
    var dtype = input.type().dtype();
    boolean plain = dtype == DType.F32 || dtype == DType.I32 || dtype == DType.I64;
    if (!plain && input.quantization().isEmpty()) {
      throw new DatasetException(
          ErrorCode.UNSUPPORTED,
          "input \"%s\"".formatted(input.name()),
          "is %s without a scale, so samples cannot be written into it".formatted(input.type()));
    }
  }

  /** The sample as the model's input. */
  public Literal fit(String name, Sample sample) {
    var values = isPicture(sample) ? picture(name, sample) : plain(name, sample);
    return encode(values);
  }

  private static boolean isPicture(Sample sample) {
    return sample.shape().rank() == 3 && sample.shape().extent(2) == 3;
  }

  private float[] plain(String name, Sample sample) {
    if (sample.shape().elements() != wanted.elements()) throw misfit(name, sample, "");
    var values = sample.values().clone();
    int channels =
        sample.shape().rank() == 0 ? 1 : sample.shape().extent(sample.shape().rank() - 1);
    for (int i = 0; i < values.length; i++)
      values[i] = preprocessing.apply(values[i], i % channels);
    return values;
  }

  private float[] picture(String name, Sample sample) {
    if (wanted.rank() != 4) throw misfit(name, sample, "");
    boolean last = isChannels(wanted.extent(3));
    if (!last && !isChannels(wanted.extent(1))) throw misfit(name, sample, "");
    int height = wanted.extent(last ? 1 : 2);
    int width = wanted.extent(last ? 2 : 3);
    int channels = wanted.extent(last ? 3 : 1);
    boolean sameSize = sample.shape().extent(0) == height && sample.shape().extent(1) == width;
    if (!sameSize && !preprocessing.resize()) throw misfit(name, sample, ", or --resize");
    var sized = sameSize ? sample.values() : Bilinear.resize(sample, height, width);
    var values = new float[height * width * channels];
    for (int pixel = 0; pixel < height * width; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        float value = channels == 3 ? sized[pixel * 3 + channel] : grey(sized, pixel * 3);
        values[last ? pixel * channels + channel : channel * height * width + pixel] =
            preprocessing.apply(value, channel);
      }
    }
    return values;
  }

  private static boolean isChannels(int extent) {
    return extent == 1 || extent == 3;
  }

  /** ITU-R BT.601 luma, as picture libraries convert to grey. */
  private static float grey(float[] pixels, int at) {
    return 0.299f * pixels[at] + 0.587f * pixels[at + 1] + 0.114f * pixels[at + 2];
  }

  private DatasetException misfit(String name, Sample sample, String cure) {
    return DatasetException.misfit(
        name,
        "the sample is %s, input \"%s\" of the model is %s: give samples of that size%s"
            .formatted(sample.shape(), input.name(), wanted, cure));
  }

  private Literal encode(float[] values) {
    var type = new TensorType(input.type().dtype(), wanted);
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    var quantization = input.quantization();
    for (int i = 0; i < values.length; i++) {
      if (type.dtype().isFloat() || quantization.isEmpty()) {
        Literal.write(segment, type.dtype(), i, values[i], Math.round((double) values[i]));
      } else {
        long steps =
            roundHalfAway(values[i] / quantization.get().scale()) + quantization.get().zeroPoint();
        long integer = Math.clamp(steps, type.dtype().lowest(), type.dtype().highest());
        Literal.write(segment, type.dtype(), i, integer, integer);
      }
    }
    return new Literal(type, segment);
  }

  /** As QUANTIZE rounds. */
  private static long roundHalfAway(float value) {
    return (long) (value < 0 ? Math.ceil(value - 0.5) : Math.floor(value + 0.5));
  }

  /** Extents of a batch of one, whatever the file gives. */
  public static Shape batchOfOne(Shape shape) {
    return shape.rank() == 0 ? shape : shape.with(0, 1);
  }

  /** The element values as reals, through the quantization where there is one. */
  public static float[] reals(Literal literal, GraphTensor tensor) {
    var values = literal.toFloats();
    if (literal.type().dtype().isFloat() || tensor.quantization().isEmpty()) return values;
    var quantization = tensor.quantization().get();
    var strides = literal.type().shape().strides();
    List<Integer> extents = literal.type().shape().extents();
    for (int i = 0; i < values.length; i++) {
      int index =
          quantization.isPerAxis()
              ? (int) (i / strides[quantization.axis()] % extents.get(quantization.axis()))
              : 0;
      values[i] = (values[i] - quantization.zeroPoint(index)) * quantization.scale(index);
    }
    return values;
  }
}
