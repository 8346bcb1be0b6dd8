package dev.bantam.model;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.graph.Signature;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.fbs.tflite.Buffer;
import dev.bantam.model.fbs.tflite.BuiltinOperator;
import dev.bantam.model.fbs.tflite.Metadata;
import dev.bantam.model.fbs.tflite.Model;
import dev.bantam.model.fbs.tflite.OperatorCode;
import dev.bantam.model.fbs.tflite.SignatureDef;
import dev.bantam.model.fbs.tflite.SubGraph;
import dev.bantam.model.fbs.tflite.TensorMap;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * From a graph to a FlatBuffer. Weights go inside, 16-byte aligned as the format wants it, or
 * behind it where they are many.
 */
final class GraphWriter {
  static final int ALIGNMENT = 16;
  private static final int VERSION = 3;
  private static final int SLACK = 1 << 16;

  private static final Map<String, Integer> BUILTINS = builtins();

  private final Graph graph;
  private final BufferPool pool;
  private final FlatBufferBuilder builder;
  private final Map<Code, Integer> codes = new LinkedHashMap<>();

  /** Where the weights begin, from the start of the file; 0 if they lie inside. */
  private final long base;

  private record Code(String name, boolean custom, int version) {}

  private GraphWriter(Graph graph, BufferPool pool, long base) {
    this.graph = graph;
    this.pool = pool;
    this.base = base;
    long inside = base == 0 ? pool.bytes() : 0;
    builder = new FlatBufferBuilder(Math.toIntExact(inside + SLACK + 64L * pool.size()));
  }

  private static Map<String, Integer> builtins() {
    var codes = new HashMap<String, Integer>();
    for (int code = 0; code < BuiltinOperator.names.length; code++) {
      codes.put(BuiltinOperator.names[code], code);
    }
    codes.remove("CUSTOM");
    codes.remove("PLACEHOLDER_FOR_GREATER_OP_CODES");
    return Map.copyOf(codes);
  }

  /** All buffers of a graph that is going to be written. */
  static BufferPool pool(Graph graph) {
    var pool = new BufferPool();
    for (var subgraph : graph.subgraphs()) {
      for (var tensor : subgraph.tensors()) {
        SparseEncoding.stored(tensor).ifPresent(pool::index);
      }
    }
    for (var entry : graph.metadata()) pool.index(entry.bytes().segment());
    return pool;
  }

  /**
   * The FlatBuffer, ready to be read.
   *
   * @param base where the weights begin, from the start of the file; 0 to have them inside
   */
  static ByteBuffer write(Graph graph, BufferPool pool, long base) {
    var writer = new GraphWriter(graph, pool, base);
    writer.model();
    return writer.builder.dataBuffer();
  }

  private void model() {
    // Written back to front, so the weights, which are first here, come to lie at the end.
    int buffers = buffers();
    var subgraphs = new ArrayList<Integer>();
    for (var subgraph : graph.subgraphs()) subgraphs.add(subgraph(subgraph));
    int subgraphVector = offsets(subgraphs);
    int codeVector = offsets(codes.keySet().stream().map(this::code).toList());
    int metadata = metadata();
    int metadataBuffers = metadataBuffers();
    int signatures =
        graph.signatures().isEmpty()
            ? 0
            : offsets(graph.signatures().stream().map(this::signature).toList());
    int description = text(graph.description());
    Model.startModel(builder);
    Model.addVersion(builder, VERSION);
    Model.addOperatorCodes(builder, codeVector);
    Model.addSubgraphs(builder, subgraphVector);
    if (description != 0) Model.addDescription(builder, description);
    Model.addBuffers(builder, buffers);
    if (metadataBuffers != 0) Model.addMetadataBuffer(builder, metadataBuffers);
    if (metadata != 0) Model.addMetadata(builder, metadata);
    if (signatures != 0) Model.addSignatureDefs(builder, signatures);
    Model.finishModelBuffer(builder, Model.endModel(builder));
  }

  private int buffers() {
    var offsets = new ArrayList<Integer>();
    long at = base;
    for (int i = 0; i < pool.size(); i++) {
      var content = pool.content(i);
      boolean inside = base == 0 && i > 0;
      int data = inside ? OptionsWriter.bytes(builder, content, ALIGNMENT) : 0;
      Buffer.startBuffer(builder);
      if (inside) Buffer.addData(builder, data);
      if (base != 0 && i > 0) {
        Buffer.addOffset(builder, at);
        Buffer.addSize(builder, content.byteSize());
        at += padded(content.byteSize());
      }
      offsets.add(Buffer.endBuffer(builder));
    }
    return offsets(offsets);
  }

  /** A size with what is needed to begin the next thing aligned. */
  static long padded(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private int subgraph(Subgraph subgraph) {
    var tensorWriter = new TensorWriter(builder, pool);
    int tensors = offsets(subgraph.tensors().stream().map(tensorWriter::write).toList());
    int inputs = integers(builder, subgraph.inputs());
    int outputs = integers(builder, subgraph.outputs());
    var operatorWriter = new OperatorWriter(builder);
    var nodes = new ArrayList<Integer>();
    for (var node : subgraph.nodes()) nodes.add(operatorWriter.write(node, code(node)));
    int operators = offsets(nodes);
    int name = text(subgraph.name());
    SubGraph.startSubGraph(builder);
    SubGraph.addTensors(builder, tensors);
    SubGraph.addInputs(builder, inputs);
    SubGraph.addOutputs(builder, outputs);
    SubGraph.addOperators(builder, operators);
    if (name != 0) SubGraph.addName(builder, name);
    return SubGraph.endSubGraph(builder);
  }

  private int code(Node node) {
    var code = new Code(node.operator(), node.custom(), node.version());
    return codes.computeIfAbsent(code, added -> codes.size());
  }

  private int code(Code code) {
    int builtin = code.custom() ? BuiltinOperator.CUSTOM : builtin(code.name());
    int custom = code.custom() ? builder.createString(code.name()) : 0;
    OperatorCode.startOperatorCode(builder);
    int old = Math.min(builtin, BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES);
    OperatorCode.addDeprecatedBuiltinCode(builder, (byte) old);
    if (code.custom()) OperatorCode.addCustomCode(builder, custom);
    OperatorCode.addVersion(builder, code.version());
    OperatorCode.addBuiltinCode(builder, builtin);
    return OperatorCode.endOperatorCode(builder);
  }

  private static int builtin(String name) {
    var code = BUILTINS.get(name);
    if (code == null) {
      throw new IllegalArgumentException("\"%s\" is no builtin operator".formatted(name));
    }
    return code;
  }

  private int metadata() {
    var entries = new ArrayList<Integer>();
    for (var entry : graph.metadata()) {
      if (entry.name().isEmpty()) continue;
      int name = builder.createString(entry.name());
      entries.add(Metadata.createMetadata(builder, name, pool.index(entry.bytes().segment())));
    }
    return entries.isEmpty() ? 0 : offsets(entries);
  }

  /** Byte strings without a name go where older files have all of theirs. */
  private int metadataBuffers() {
    var indices = new ArrayList<Integer>();
    for (var entry : graph.metadata()) {
      if (entry.name().isEmpty()) indices.add(pool.index(entry.bytes().segment()));
    }
    return indices.isEmpty() ? 0 : integers(builder, indices);
  }

  private int signature(Signature signature) {
    int inputs = arguments(signature.inputs());
    int outputs = arguments(signature.outputs());
    int key = builder.createString(signature.key());
    SignatureDef.startSignatureDef(builder);
    SignatureDef.addInputs(builder, inputs);
    SignatureDef.addOutputs(builder, outputs);
    SignatureDef.addSignatureKey(builder, key);
    SignatureDef.addSubgraphIndex(builder, signature.subgraph());
    return SignatureDef.endSignatureDef(builder);
  }

  private int arguments(SortedMap<String, Integer> arguments) {
    var offsets = new ArrayList<Integer>();
    arguments.forEach(
        (name, tensor) ->
            offsets.add(TensorMap.createTensorMap(builder, builder.createString(name), tensor)));
    return offsets(offsets);
  }

  private int text(String text) {
    return text.isEmpty() ? 0 : builder.createString(text);
  }

  private int offsets(List<Integer> offsets) {
    return offsets(builder, offsets);
  }

  static int offsets(FlatBufferBuilder builder, List<Integer> offsets) {
    return builder.createVectorOfTables(offsets.stream().mapToInt(Integer::intValue).toArray());
  }

  static int integers(FlatBufferBuilder builder, List<Integer> integers) {
    builder.startVector(FlatBytes.WORD, integers.size(), FlatBytes.WORD);
    for (int i = integers.size() - 1; i >= 0; i--) builder.addInt(integers.get(i));
    return builder.endVector();
  }
}
