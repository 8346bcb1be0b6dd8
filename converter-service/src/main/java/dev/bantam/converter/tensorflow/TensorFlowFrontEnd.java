package dev.bantam.converter.tensorflow;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Parser;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorShapeProto;

/** From a SavedModel's folder, or a frozen graph's bytes, to a graph. */
public final class TensorFlowFrontEnd {
  private static final String NO_USER_SIGNATURE = "__saved_model_";

  private final Limits limits;
  private final Folder constants;

  public TensorFlowFrontEnd(Limits limits, Folder constants) {
    this.limits = limits;
    this.constants = constants;
  }

  /** An input or output: its name to the user, and its tensor in the graph. */
  private record End(String name, String tensor, DataType type, Optional<TensorShapeProto> shape) {}

  public Conversion savedModel(Path root, ConversionOptions options) {
    var folder = new SourceFolder(root);
    var bytes = read(folder.resolve("saved_model.pb"));
    var model = metaGraph(parse(bytes, SavedModel.parser(), "saved_model.pb"), options);
    var key = signatureKey(model, options);
    var signature = model.getSignatureDefOrThrow(key);
    return convert(
        SourceFormat.SAVED_MODEL,
        model,
        key,
        ends(new TreeMap<>(signature.getInputsMap())),
        ends(new TreeMap<>(signature.getOutputsMap())),
        new TfVariables(model, () -> Checkpoint.open(folder)),
        options);
  }

  private static List<End> ends(TreeMap<String, org.tensorflow.proto.TensorInfo> map) {
    var ends = new ArrayList<End>();
    map.forEach(
        (name, tensor) ->
            ends.add(
                new End(
                    name,
                    tensor.getName(),
                    tensor.getDtype(),
                    Optional.of(tensor.getTensorShape()))));
    return ends;
  }

  public Conversion frozenGraph(byte[] bytes, ConversionOptions options) {
    var graph = parse(bytes, GraphDef.parser(), "the graph");
    if (graph.getNodeCount() == 0)
      throw new ConversionException(Kind.MALFORMED, "a graph without nodes");
    var model = MetaGraphDef.newBuilder().setGraphDef(graph).build();
    var variables =
        new TfVariables(
            model,
            () -> {
              throw new ConversionException(
                  Kind.INVALID_GRAPH, "the graph has variables, a frozen one has none");
            });
    return convert(
        SourceFormat.GRAPH_DEF,
        model,
        options.signature().orElse("serving_default"),
        inputs(graph, options),
        outputs(graph, options),
        variables,
        options);
  }

  private static List<End> inputs(GraphDef graph, ConversionOptions options) {
    var ends = new ArrayList<End>();
    for (var node : graph.getNodeList()) {
      if (!node.getOp().equals("Placeholder")) continue;
      var shape = node.getAttrMap().get("shape");
      var type = node.getAttrMap().get("dtype");
      ends.add(
          new End(
              node.getName(),
              node.getName() + ":0",
              type == null ? DataType.DT_INVALID : type.getType(),
              Optional.ofNullable(shape).map(value -> value.getShape())));
    }
    if (options.inputs().isEmpty()) return ends;
    var chosen = new ArrayList<End>();
    for (var name : options.inputs()) {
      chosen.add(
          ends.stream()
              .filter(end -> end.name().equals(TfScope.nodeName(name)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ConversionException(
                          Kind.INVALID_OPTION, "\"%s\" is no placeholder of the graph", name)));
    }
    return chosen;
  }

  private static List<End> outputs(GraphDef graph, ConversionOptions options) {
    if (!options.outputs().isEmpty())
      return options.outputs().stream().map(name -> end(name)).toList();
    var read = new HashSet<String>();
    for (var node : graph.getNodeList())
      for (var input : node.getInputList()) read.add(TfScope.nodeName(input));
    return graph.getNodeList().stream()
        .map(NodeDef::getName)
        .filter(name -> !read.contains(name))
        .map(name -> end(name))
        .toList();
  }

  private static End end(String name) {
    return new End(name, name, DataType.DT_INVALID, Optional.empty());
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private <T> T parse(byte[] bytes, Parser<T> parser, String what) {
    try {
      var in = CodedInputStream.newInstance(bytes);
      in.setRecursionLimit(limits.depth());
      in.enableAliasing(true);
      var message = parser.parseFrom(in);
      in.checkLastTagWas(0);
      return message;
    } catch (IOException failure) {
      throw new ConversionException(
          Kind.MALFORMED, "%s is no such message: %s", what, failure.getMessage());
    }
  }

  private static MetaGraphDef metaGraph(SavedModel model, ConversionOptions options) {
    if (model.getMetaGraphsCount() == 0)
      throw new ConversionException(Kind.MALFORMED, "saved_model.pb holds no graph");
    var all = model.getMetaGraphsList();
    for (var graph : all)
      if (new HashSet<>(graph.getMetaInfoDef().getTagsList()).equals(options.tags())) return graph;
    if (all.size() == 1 && options.tags().equals(ConversionOptions.NONE.tags()))
      return all.getFirst();
    throw new ConversionException(
        Kind.INVALID_OPTION,
        "no graph with the tags %s, must be one of %s",
        options.tags(),
        all.stream().map(graph -> graph.getMetaInfoDef().getTagsList()).toList());
  }

  private static String signatureKey(MetaGraphDef model, ConversionOptions options) {
    var keys =
        model.getSignatureDefMap().keySet().stream()
            .filter(key -> !key.startsWith(NO_USER_SIGNATURE))
            .sorted()
            .toList();
    if (keys.isEmpty()) {
      throw new ConversionException(
          Kind.NO_SIGNATURE,
          "the model has no signature to convert, only the functions %s",
          model.getGraphDef().getLibrary().getFunctionList().stream()
              .map(function -> function.getSignature().getName())
              .sorted()
              .toList());
    }
    var wanted =
        options
            .signature()
            .orElse(
                keys.contains("serving_default") || keys.size() > 1
                    ? "serving_default"
                    : keys.getFirst());
    if (!keys.contains(wanted))
      throw new ConversionException(
          Kind.NO_SIGNATURE, "\"%s\" is none of the model's signatures %s", wanted, keys);
    return wanted;
  }

  private Conversion convert(
      SourceFormat format,
      MetaGraphDef model,
      String key,
      List<End> inputs,
      List<End> outputs,
      TfVariables variables,
      ConversionOptions options) {
    requireNamed(options, inputs);
    var tables = new TfTables(model);
    while (true) {
      var before = variables.assigned();
      var lowering = new TfLowering(model.getGraphDef().getLibrary(), variables, tables, limits);
      var builder = new Builder("main", constants);
      var scope = new TfScope("the graph", builder, false, model.getGraphDef().getNodeList());
      for (var name : variables.assigned()) builder.initialize(name, variables.saved(name));
      for (var input : inputs)
        scope.define(TfScope.nodeName(input.tensor()), List.of(input(input, builder, options)));
      var results = lowering.values(outputs.stream().map(End::tensor).toList(), scope);
      // What is assigned on the way is no constant: then all is lowered once more.
      if (!variables.assigned().equals(before)) continue;
      lowering.requireWhole();
      for (int i = 0; i < results.size(); i++)
        builder.output(output(outputs.get(i), results.get(i), builder, lowering));
      Rewrites.apply(builder.body());
      var inputNames = inputs.stream().map(End::name).toList();
      var outputNames = outputs.stream().map(End::name).toList();
      return new Conversion(
          format,
          Settlement.graph(builder.body(), key, inputNames, outputNames),
          inputNames,
          outputNames,
          lowering.ledger().settle(builder.body()),
          lowering.notes());
    }
  }

  /** An output in the type that the signature states. */
  private static Edge output(End end, TfValue value, Builder builder, TfLowering lowering) {
    if (!(value instanceof TfValue.Tensor(var edge))) {
      throw new ConversionException(
          Kind.UNSUPPORTED, "output \"%s\" is no tensor of numbers", end.name());
    }
    var stated =
        end.type() == DataType.DT_INVALID ? Optional.<DType>empty() : TfTensors.dtype(end.type());
    if (stated.isEmpty() || !stated.orElseThrow().isFloat() || !edge.dtype().isFloat()) return edge;
    if (stated.orElseThrow() != DType.F32)
      lowering.note(
          "\"%s\" is %s outside and computed in f32 inside"
              .formatted(end.name(), stated.orElseThrow()));
    return builder.cast(edge, stated.orElseThrow());
  }

  private static void requireNamed(ConversionOptions options, List<End> inputs) {
    var names = inputs.stream().map(End::name).toList();
    for (var name : options.shapes().keySet())
      if (!names.contains(name))
        throw new ConversionException(
            Kind.INVALID_OPTION, "a shape for \"%s\", must be one of the inputs %s", name, names);
  }

  private static TfValue input(End end, Builder builder, ConversionOptions options) {
    var stated = options.shapes().get(end.name());
    var known = end.shape().filter(shape -> !shape.getUnknownRank());
    if (stated == null && known.isEmpty()) {
      throw new ConversionException(
          Kind.UNSUPPORTED,
          "the rank of input \"%s\" is not known; state it with --shape",
          end.name());
    }
    int rank = stated == null ? known.orElseThrow().getDimCount() : stated.size();
    if (known.isPresent() && known.orElseThrow().getDimCount() != rank) {
      throw new ConversionException(
          Kind.INVALID_OPTION,
          "a shape of rank %d for \"%s\", must be of rank %d",
          rank,
          end.name(),
          known.orElseThrow().getDimCount());
    }
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < rank; axis++) {
      long extent =
          stated != null && stated.get(axis) >= 0
              ? stated.get(axis)
              : known.isPresent() ? known.orElseThrow().getDim(axis).getSize() : -1;
      dims.add(extent >= 0 ? Dim.of(extent) : Dim.symbol(end.name() + ":" + axis));
    }
    var dtype = TfTensors.requireDtype(end.type(), "input \"" + end.name() + "\"");
    var edge = builder.input(end.name(), new Form(dtype, dims));
    return new TfValue.Tensor(Widening.inside(builder, edge));
  }
}
