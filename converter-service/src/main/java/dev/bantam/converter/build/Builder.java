package dev.bantam.converter.build;

import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Emits one body: convolutions, contractions, pools and control flow, over all that it inherits.
 */
public final class Builder extends ReductionEmitter {
  public Builder(String name, Folder folder) {
    super(name, folder);
  }

  /** For a body inside another one, whose edges it may use. */
  public Builder(String name, Builder parent) {
    super(name, parent);
  }

  // Contractions

  /**
   * Of the last two axes; axes before them broadcast. Both are of one type with sums of its own.
   */
  public Edge matmul(Edge a, Edge b) {
    if (a.dtype() != b.dtype())
      throw typeMismatch("a product of %s and %s, must be of one type", a.dtype(), b.dtype());
    if (!a.dim(-1).equals(b.dim(-2)) && a.dim(-1).isKnown() && b.dim(-2).isKnown())
      throw shapeMismatch(
          "a product of %s and %s: %s columns against %s rows, must be as many",
          a.form(), b.form(), a.dim(-1), b.dim(-2));
    var batch =
        broadcastDims(
            "BATCH_MATMUL",
            a.form().with(a.form().dims().subList(0, a.rank() - 2)),
            b.form().with(b.form().dims().subList(0, b.rank() - 2)));
    var dims = new ArrayList<>(batch);
    dims.add(a.dim(-2));
    dims.add(b.dim(-1));
    if (!a.dtype().isFloat()) return integerMatmul(a, b, dims);
    if (b.isConstant() && b.rank() == 2)
      return fullyConnected(a, transpose(b, List.of(1, 0)), Edge.ABSENT, true);
    var x = cast(a, DType.F32);
    var y = cast(b, DType.F32);
    return cast(
        emit(
            "BATCH_MATMUL",
            List.of(x, y),
            Options.of("BATCH_MATMUL", "adj_x", false, "adj_y", false),
            new Form(DType.F32, dims)),
        a.dtype());
  }

  /** The target multiplies no integer matrices: products, then their sum. */
  private Edge integerMatmul(Edge a, Edge b, List<Dim> dims) {
    var left = unsqueeze(a, List.of(a.rank()));
    var right = unsqueeze(b, List.of(b.rank() - 2));
    return sum(mul(left, right), List.of(dims.size() - 1), false);
  }

  /** {@code x . weights^T + bias}; weights are {@code [units, depth]}. */
  public Edge fullyConnected(Edge x, Edge weights, Edge bias, boolean keepDims) {
    var dtype = x.dtype();
    if (weights.dim(1).isKnown() && x.dim(-1).isKnown() && !weights.dim(1).equals(x.dim(-1)))
      throw shapeMismatch(
          "a product of %s and weights for %s, must be as many", x.form(), weights.dim(1));
    var dims = new ArrayList<>(x.form().dims());
    dims.set(dims.size() - 1, weights.dim(0));
    var inputs = new ArrayList<>(List.of(cast(x, DType.F32), cast(weights, DType.F32)));
    if (!bias.isAbsent()) inputs.add(cast(bias, DType.F32));
    return cast(
        emit(
            "FULLY_CONNECTED",
            inputs,
            Options.of("FULLY_CONNECTED", "keep_num_dims", keepDims && x.rank() != 2),
            new Form(DType.F32, dims)),
        dtype);
  }

  // Convolutions; all of them channels last

  private static String padding(Edge x, Window window) {
    return IntStream.range(0, window.rank())
            .allMatch(
                i ->
                    window
                        .padding()
                        .get(i)
                        .isSame(
                            x.dim(i + 1),
                            window.filter().get(i),
                            window.stride().get(i),
                            window.dilation().get(i)))
        ? "SAME"
        : "VALID";
  }

  /** Puts the padding that the target's two words for it cannot say around the image. */
  private Edge padded(Edge x, Window window, Edge value) {
    var low = new ArrayList<Long>(List.of(0L));
    var high = new ArrayList<Long>(List.of(0L));
    for (var padding : window.padding()) {
      low.add(padding.low());
      high.add(padding.high());
    }
    low.add(0L);
    high.add(0L);
    return pad(x, low, high, value);
  }

  private static List<Dim> spatial(Edge x, Window window) {
    return IntStream.range(0, window.rank())
        .mapToObj(i -> window.windows(x.dim(i + 1), i))
        .toList();
  }

  private static Form result(Edge x, List<Dim> spatial, Dim channels) {
    var dims = new ArrayList<Dim>();
    dims.add(x.dim(0));
    dims.addAll(spatial);
    dims.add(channels);
    return x.form().with(dims);
  }

  private boolean isUnpadded(Window window) {
    return window.padding().stream().allMatch(Padding::isNone);
  }

  /** Filters are {@code [out, height, width, in / groups]}. */
  public Edge conv2d(Edge x, Edge filters, Edge bias, Window window) {
    var form = result(x, spatial(x, window), filters.dim(0));
    boolean unpadded = isUnpadded(window);
    var mode = unpadded ? "VALID" : padding(x, window);
    var image = mode.equals("VALID") ? padded(x, window, scalar(x.dtype(), 0)) : x;
    return emit(
        "CONV_2D",
        List.of(image, filters, bias),
        Options.of(
            "CONV_2D",
            "padding",
            mode,
            "stride_h",
            window.stride().get(0),
            "stride_w",
            window.stride().get(1),
            "dilation_h_factor",
            window.dilation().get(0),
            "dilation_w_factor",
            window.dilation().get(1)),
        form);
  }

  /** Filters are {@code [1, height, width, in * multiplier]}. */
  public Edge depthwiseConv2d(Edge x, Edge filters, Edge bias, Window window) {
    var form = result(x, spatial(x, window), filters.dim(3));
    boolean unpadded = isUnpadded(window);
    var mode = unpadded ? "VALID" : padding(x, window);
    var image = mode.equals("VALID") ? padded(x, window, scalar(x.dtype(), 0)) : x;
    return emit(
        "DEPTHWISE_CONV_2D",
        List.of(image, filters, bias),
        Options.of(
            "DEPTHWISE_CONV_2D",
            "padding",
            mode,
            "stride_h",
            window.stride().get(0),
            "stride_w",
            window.stride().get(1),
            "dilation_h_factor",
            window.dilation().get(0),
            "dilation_w_factor",
            window.dilation().get(1),
            "depth_multiplier",
            filters.dim(3).value() / x.dim(3).value()),
        form);
  }

  /** Filters are {@code [depth, height, width, in, out]}. */
  public Edge conv3d(Edge x, Edge filters, Edge bias, Window window) {
    var form = result(x, spatial(x, window), filters.dim(4));
    boolean unpadded = isUnpadded(window);
    var mode = unpadded ? "VALID" : padding(x, window);
    var image = mode.equals("VALID") ? padded(x, window, scalar(x.dtype(), 0)) : x;
    return emit(
        "CONV_3D",
        bias.isAbsent() ? List.of(image, filters) : List.of(image, filters, bias),
        Options.of(
            "CONV_3D",
            "padding",
            mode,
            "stride_d",
            window.stride().get(0),
            "stride_h",
            window.stride().get(1),
            "stride_w",
            window.stride().get(2),
            "dilation_d_factor",
            window.dilation().get(0),
            "dilation_h_factor",
            window.dilation().get(1),
            "dilation_w_factor",
            window.dilation().get(2)),
        form);
  }

  /** Without padding; filters are {@code [out, height, width, in]}. */
  public Edge transposeConv(Edge x, Edge filters, long strideHeight, long strideWidth) {
    var dims =
        List.of(
            x.dim(0),
            x.dim(1).minus(Dim.ONE).times(Dim.of(strideHeight)).plus(filters.dim(1)),
            x.dim(2).minus(Dim.ONE).times(Dim.of(strideWidth)).plus(filters.dim(2)),
            filters.dim(0));
    return emit(
        "TRANSPOSE_CONV",
        List.of(vector(dims), filters, x),
        Options.of(
            "TRANSPOSE_CONV",
            "padding",
            "VALID",
            "stride_h",
            strideHeight,
            "stride_w",
            strideWidth),
        x.form().with(dims));
  }

  /** As TensorFlow has it, with the size of the result given. */
  public Edge transposeConv(
      Edge x, Edge filters, List<Dim> dims, String padding, long strideHeight, long strideWidth) {
    return emit(
        "TRANSPOSE_CONV",
        List.of(vector(dims), filters, x),
        Options.of(
            "TRANSPOSE_CONV",
            "padding",
            padding,
            "stride_h",
            strideHeight,
            "stride_w",
            strideWidth),
        x.form().with(dims));
  }

  // Pools

  /** What is padded never wins. */
  public Edge maxPool(Edge x, Window window) {
    return pool("MAX_POOL_2D", x, window, lowest(x.dtype()));
  }

  private Edge lowest(DType dtype) {
    return dtype.isFloat() ? scalar(dtype, -Float.MAX_VALUE) : integer(dtype, dtype.lowest());
  }

  /**
   * What is padded counts as 0, if any is; see {@link #padding} for {@code SAME}, which does not
   * count it.
   */
  public Edge averagePool(Edge x, Window window) {
    return pool("AVERAGE_POOL_2D", x, window.unpadded(), scalar(x.dtype(), 0));
  }

  /** What is padded does not count, for paddings that {@code SAME} would give. */
  public Edge averagePoolSame(Edge x, Window window) {
    return pool("AVERAGE_POOL_2D", x, window, scalar(x.dtype(), 0));
  }

  /** Whether {@code SAME} would pad so. */
  public boolean isSame(Edge x, Window window) {
    return padding(x, window).equals("SAME");
  }

  private Edge pool(String operator, Edge x, Window window, Edge around) {
    var form = result(x, spatial(x, window), x.dim(-1));
    boolean unpadded = isUnpadded(window);
    var mode = unpadded ? "VALID" : padding(x, window);
    var image = mode.equals("VALID") ? padded(x, window, around) : x;
    return emit(
        operator,
        List.of(image),
        Options.of(
            operator,
            "padding",
            mode,
            "stride_h",
            window.stride().get(0),
            "stride_w",
            window.stride().get(1),
            "filter_height",
            window.filter().get(0),
            "filter_width",
            window.filter().get(1)),
        form);
  }

  /** Puts a border around an image that is not part of any window's middle. */
  public Edge border(Edge x, Window window, Edge value) {
    return padded(x, window, value);
  }

  /** {@code RESIZE_BILINEAR} or {@code RESIZE_NEAREST_NEIGHBOR}. */
  public Edge resize(
      String operator, Edge x, Dim height, Dim width, boolean alignCorners, boolean halfPixel) {
    return emit(
        operator,
        List.of(x, vector(List.of(height, width))),
        Options.of(operator, "align_corners", alignCorners, "half_pixel_centers", halfPixel),
        x.form().with(List.of(x.dim(0), height, width, x.dim(3))));
  }

  // Numbers that stand for reals

  public Edge quantize(Edge x, DType dtype, dev.bantam.type.Quantization quantization) {
    return append(
            "QUANTIZE",
            List.of(x),
            Options.of("QUANTIZE"),
            List.of(),
            List.of(x.form().with(dtype)),
            false)
        .getFirst()
        .quantized(quantization);
  }

  public Edge dequantize(Edge x) {
    return append(
            "DEQUANTIZE",
            List.of(x),
            Options.of("DEQUANTIZE"),
            List.of(),
            List.of(x.form().with(DType.F32)),
            false)
        .getFirst();
  }

  /** An operator that this class has no method for; its results as the caller knows them. */
  public List<Edge> operator(
      String operator, List<Edge> inputs, List<Form> results, Object... options) {
    return emit(operator, inputs, Options.of(operator, options), results);
  }

  // Control flow

  /** Runs one of two regions, which read what they need of this body by themselves. */
  public List<Edge> ifElse(Edge condition, Builder yes, Builder no) {
    var outer = new LinkedHashSet<Edge>(yes.captures().keySet());
    outer.addAll(no.captures().keySet());
    yes.align(List.of(), outer);
    no.align(List.of(), outer);
    var forms = new ArrayList<Form>();
    for (int i = 0; i < yes.body().outputs().size(); i++)
      forms.add(merged(yes.body().outputs().get(i), no.body().outputs().get(i)));
    var inputs = new ArrayList<>(List.of(condition));
    inputs.addAll(outer);
    return append("IF", inputs, Options.of("IF"), List.of(yes.body(), no.body()), forms, false);
  }

  private static Form merged(Edge a, Edge b) {
    if (a.dtype() != b.dtype())
      throw typeMismatch("branches give %s and %s, must be one type", a.dtype(), b.dtype());
    if (a.rank() != b.rank())
      throw new UnsupportedNodeException(
          "its branches give %s and %s, of different rank".formatted(a.form(), b.form()),
          "give both branches results of one rank");
    var dims = new ArrayList<Dim>();
    for (int i = 0; i < a.rank(); i++)
      dims.add(
          a.dim(i).equals(b.dim(i))
              ? a.dim(i)
              : Dim.symbol("%s:%d or %s:%d".formatted(a.name(), i, b.name(), i)));
    return a.form().with(dims);
  }

  /**
   * Runs the body as long as the condition holds. Both have an input for each carried edge; what
   * they read of this body besides is carried along unchanged.
   */
  public List<Edge> whileLoop(List<Edge> carried, Builder condition, Builder body) {
    var outer = new LinkedHashSet<Edge>(condition.captures().keySet());
    outer.addAll(body.captures().keySet());
    int count = carried.size();
    condition.align(condition.body().inputs().subList(0, count), outer);
    body.align(body.body().inputs().subList(0, count), outer);
    for (var edge : outer) body.body().outputs().add(body.use(edge));
    var inputs = new ArrayList<>(carried);
    inputs.addAll(outer);
    var forms = new ArrayList<Form>();
    for (int i = 0; i < inputs.size(); i++)
      forms.add(
          i < count
              ? merged(body.body().inputs().get(i), body.body().outputs().get(i))
              : inputs.get(i).form());
    return append(
            "WHILE",
            inputs,
            Options.of("WHILE"),
            List.of(condition.body(), body.body()),
            forms,
            false)
        .subList(0, count);
  }

  /** Makes the inputs these, and then one for each outer edge in this order. */
  private void align(List<Edge> own, Iterable<Edge> outer) {
    var inputs = new ArrayList<>(own);
    for (var edge : outer) inputs.add(use(edge));
    body().inputs().clear();
    body().inputs().addAll(inputs);
  }

  // Variables

  private Edge handle(String name) {
    return append(
            "VAR_HANDLE",
            List.of(),
            Options.of("VAR_HANDLE", "container", "", "shared_name", name),
            List.of(),
            List.of(Form.of(DType.RESOURCE, new long[0])),
            false)
        .getFirst();
  }

  /** Gives a variable its first value, once in the life of a model's instance. */
  public void initialize(String variable, Literal value) {
    var once = new Builder("initialize", this);
    once.assignVariable(variable, once.constant(variable, value));
    append("CALL_ONCE", List.of(), Options.of("CALL_ONCE"), List.of(once.body()), List.of(), false);
  }

  public Edge readVariable(String variable, TensorType type) {
    return append(
            "READ_VARIABLE",
            List.of(handle(variable)),
            Options.of("READ_VARIABLE"),
            List.of(),
            List.of(Form.of(type)),
            false)
        .getFirst();
  }

  public void assignVariable(String variable, Edge value) {
    append(
        "ASSIGN_VARIABLE",
        List.of(handle(variable), value),
        Options.of("ASSIGN_VARIABLE"),
        List.of(),
        List.of(),
        false);
  }
}
