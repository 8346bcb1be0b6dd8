package dev.bantam.converter.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.bantam.converter.Conversion;
import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.ConversionOptions;
import dev.bantam.converter.Limits;
import dev.bantam.converter.SourceFolder;
import dev.bantam.converter.SourceFormat;
import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Folder;
import dev.bantam.converter.build.Form;
import dev.bantam.converter.build.Settlement;
import dev.bantam.converter.build.Widening;
import dev.bantam.converter.rewrite.Rewrites;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** From the bytes of an ONNX file to a graph. */
public final class OnnxFrontEnd {
  /** The newest operator set whose operators the rules know. */
  static final int NEWEST_OPSET = 28;

  private final SourceFolder folder;
  private final Limits limits;
  private final Folder constants;

  /**
   * @param folder of files that the model may refer to
   */
  public OnnxFrontEnd(SourceFolder folder, Limits limits, Folder constants) {
    this.folder = folder;
    this.limits = limits;
    this.constants = constants;
  }

  public Conversion convert(byte[] bytes, ConversionOptions options) {
    var model = parse(bytes);
    requireSupported(model);
    var lowering = new OnnxLowering(model, new OnnxTensors(folder), limits);
    var graph = model.getGraph();
    var builder = new Builder("main", constants);
    var scope =
        new OnnxScope(
            "graph \"" + graph.getName() + "\"",
            builder,
            OnnxLowering.opsets(model.getOpsetImportList()),
            Map.of(),
            null);
    var initialized =
        graph.getInitializerList().stream().map(t -> t.getName()).collect(Collectors.toSet());
    var inputs = new ArrayList<String>();
    requireNamed(options, graph.getInputList());
    for (var input : graph.getInputList()) {
      if (initialized.contains(input.getName())) continue;
      inputs.add(input.getName());
      var edge = input(input, builder, lowering, scope, options);
      scope.define(
          input.getName(), edge == OnnxLowering.UNKNOWN ? edge : Widening.inside(builder, edge));
    }
    var outputs = lowering.lower(graph, scope);
    lowering.requireWhole();
    for (int i = 0; i < outputs.size(); i++)
      builder.output(output(graph.getOutput(i), outputs.get(i), builder, lowering));
    Rewrites.apply(builder.body());
    var outputNames = graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
    return new Conversion(
        SourceFormat.ONNX,
        Settlement.graph(
            builder.body(), options.signature().orElse("serving_default"), inputs, outputNames),
        inputs,
        outputNames,
        lowering.ledger().settle(builder.body()),
        lowering.notes());
  }

  /** An output in the type that the model states. */
  private static Edge output(
      ValueInfoProto output, Edge edge, Builder builder, OnnxLowering lowering) {
    var stated = OnnxTensors.dtype(output.getType().getTensorType().getElemType());
    if (stated.isEmpty() || !stated.orElseThrow().isFloat() || !edge.dtype().isFloat()) return edge;
    if (stated.orElseThrow() != DType.F32)
      lowering.note(
          "\"%s\" is %s outside and computed in f32 inside"
              .formatted(output.getName(), stated.orElseThrow()));
    return builder.cast(edge, stated.orElseThrow());
  }

  private ModelProto parse(byte[] bytes) {
    try {
      var in = CodedInputStream.newInstance(bytes);
      in.setRecursionLimit(limits.depth());
      in.enableAliasing(true);
      var model = ModelProto.parser().parseFrom(in);
      in.checkLastTagWas(0);
      if (!model.hasGraph() || !model.hasIrVersion())
        throw malformed("it has no graph or no version of its form");
      return model;
    } catch (InvalidProtocolBufferException failure) {
      throw malformed(failure.getMessage());
    }
  }

  private static ConversionException malformed(@org.jspecify.annotations.Nullable String why) {
    return new ConversionException(
        Kind.MALFORMED, "not an ONNX model: %s", why == null ? "its bytes are no message" : why);
  }

  private static void requireSupported(ModelProto model) {
    if (model.getIrVersion() >= 3 && model.getOpsetImportCount() == 0) {
      throw new ConversionException(
          Kind.INVALID_GRAPH, "the model imports no operator set, must import at least one");
    }
    for (var entry : model.getOpsetImportList()) {
      boolean own = entry.getDomain().isEmpty() || entry.getDomain().equals("ai.onnx");
      if (own && (entry.getVersion() > NEWEST_OPSET || entry.getVersion() < 1)) {
        throw new ConversionException(
            Kind.UNSUPPORTED,
            "operator set %d, must be in [1, %d]",
            entry.getVersion(),
            NEWEST_OPSET);
      }
    }
  }

  private static void requireNamed(ConversionOptions options, List<ValueInfoProto> inputs) {
    var names = inputs.stream().map(ValueInfoProto::getName).toList();
    for (var name : new HashSet<>(options.shapes().keySet())) {
      if (!names.contains(name)) {
        throw new ConversionException(
            Kind.INVALID_OPTION, "a shape for \"%s\", must be one of the inputs %s", name, names);
      }
    }
  }

  private static Edge input(
      ValueInfoProto input,
      Builder builder,
      OnnxLowering lowering,
      OnnxScope scope,
      ConversionOptions options) {
    var type = input.getType();
    var name = input.getName();
    var dtype = OnnxTensors.dtype(type.getTensorType().getElemType());
    if (!type.hasTensorType() || dtype.isEmpty()) {
      var what =
          type.hasTensorType()
              ? "elements of type " + OnnxTensors.typeName(type.getTensorType().getElemType())
              : "a value of kind " + type.getValueCase();
      lowering.diagnoseInput(
          name, scope.place(), what + " have no counterpart", "feed a tensor of numbers");
      return OnnxLowering.UNKNOWN;
    }
    if (!type.getTensorType().hasShape() && !options.shapes().containsKey(name)) {
      lowering.diagnoseInput(
          name, scope.place(), "its rank is not known", "state it, such as with --shape");
      return OnnxLowering.UNKNOWN;
    }
    var dims = dims(input, type.getTensorType(), options);
    return builder.input(name, new Form(element(dtype.orElseThrow()), dims));
  }

  /** Packed integers are fed one to a byte. */
  private static DType element(DType dtype) {
    return dtype == DType.I4 ? DType.I8 : dtype == DType.U4 ? DType.U8 : dtype;
  }

  private static List<Dim> dims(
      ValueInfoProto input, TypeProto.Tensor tensor, ConversionOptions options) {
    var stated = options.shapes().get(input.getName());
    var shape = tensor.getShape();
    int rank = stated == null ? shape.getDimCount() : stated.size();
    if (stated != null && tensor.hasShape() && rank != shape.getDimCount()) {
      throw new ConversionException(
          Kind.INVALID_OPTION,
          "a shape of rank %d for \"%s\", must be of rank %d",
          rank,
          input.getName(),
          shape.getDimCount());
    }
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < rank; axis++) {
      if (stated != null && stated.get(axis) >= 0) {
        dims.add(Dim.of(stated.get(axis)));
        continue;
      }
      var dim = shape.getDim(axis);
      if (dim.hasDimValue() && dim.getDimValue() >= 0) dims.add(Dim.of(dim.getDimValue()));
      else if (!dim.getDimParam().isEmpty()) dims.add(Dim.symbol(dim.getDimParam()));
      else dims.add(Dim.symbol(input.getName() + ":" + axis));
    }
    return dims;
  }
}
