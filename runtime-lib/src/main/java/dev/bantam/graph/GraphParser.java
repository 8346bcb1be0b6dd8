package dev.bantam.graph;

import dev.bantam.type.Bytes;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads the text that {@link GraphPrinter} wrote. */
final class GraphParser {
  private final TextTokens tokens;

  GraphParser(String text) {
    tokens = new TextTokens(text);
  }

  Graph parse() {
    tokens.expect("graph");
    var description = tokens.quoted();
    var metadata = new ArrayList<Metadata>();
    while (tokens.accept("metadata")) metadata.add(new Metadata(tokens.quoted(), bytes()));
    var associatedFiles = tokens.accept("associated_files") ? bytes() : Bytes.EMPTY;
    var signatures = new ArrayList<Signature>();
    while (tokens.accept("signature")) signatures.add(signature());
    var subgraphs = new ArrayList<Subgraph>();
    while (tokens.accept("subgraph")) subgraphs.add(subgraph());
    if (!tokens.atEnd()) throw tokens.wrong("a tensor, an operator, or a subgraph");
    return new Graph(subgraphs, signatures, metadata, description, associatedFiles);
  }

  private Signature signature() {
    var key = tokens.quoted();
    int subgraph = tokens.index();
    var inputs = arguments();
    tokens.expect("->");
    return new Signature(key, subgraph, inputs, arguments());
  }

  private SortedMap<String, Integer> arguments() {
    var arguments = new TreeMap<String, Integer>();
    list(
        "{",
        "}",
        () -> {
          var name = tokens.quoted();
          tokens.expect(":");
          arguments.put(name, tokens.index());
          return name;
        });
    return arguments;
  }

  private Subgraph subgraph() {
    var name = tokens.quoted();
    var inputs = indices();
    tokens.expect("->");
    var outputs = indices();
    var tensors = new ArrayList<GraphTensor>();
    while (tokens.accept("%")) {
      if (tokens.index() != tensors.size()) throw tokens.wrong("tensors in order");
      tensors.add(tensor());
    }
    var nodes = new ArrayList<Node>();
    while (!tokens.atEnd() && !tokens.peek().equals("subgraph")) nodes.add(node());
    return new Subgraph(name, tensors, inputs, outputs, nodes);
  }

  private List<Integer> indices() {
    return list("(", ")", () -> tokens.accept("-") ? Node.ABSENT : tokens.index());
  }

  private GraphTensor tensor() {
    var name = tokens.quoted();
    tokens.expect(":");
    var type = type();
    List<Integer> signature = tokens.accept("open") ? list("[", "]", tokens::index) : List.of();
    Optional<Quantization> scheme =
        tokens.accept("scale") ? Optional.of(quantization()) : Optional.empty();
    boolean variable = tokens.accept("variable");
    var notes = notes();
    Optional<Literal> constant = tokens.accept("=") ? Optional.of(literal(type)) : Optional.empty();
    return new GraphTensor(name, type, signature, scheme, constant, variable, notes);
  }

  private TensorType type() {
    var dtype = DType.parse(tokens.take());
    return new TensorType(dtype, new Shape(list("[", "]", tokens::index)));
  }

  private Quantization quantization() {
    var scales = list("[", "]", this::real32);
    tokens.expect("zero");
    var zeroPoints = list("[", "]", tokens::integer);
    tokens.expect("axis");
    return new Quantization(scales, zeroPoints, tokens.index());
  }

  private float real32() {
    return Float.parseFloat(tokens.take());
  }

  private Notes notes() {
    List<Float> minima = tokens.accept("min") ? list("[", "]", this::real32) : List.of();
    List<Float> maxima = tokens.accept("max") ? list("[", "]", this::real32) : List.of();
    var details = tokens.accept("details") ? attributes(tokens.take()) : Attributes.NONE;
    var variants = new ArrayList<Attributes>();
    while (tokens.accept("holds")) variants.add(attributes(tokens.take()));
    Optional<Sparsity> sparsity =
        tokens.accept("sparse") ? Optional.of(sparsity()) : Optional.empty();
    return new Notes(minima, maxima, details, variants, sparsity);
  }

  private Sparsity sparsity() {
    var order = list("[", "]", tokens::index);
    tokens.expect("blocks");
    var blockMap = list("[", "]", tokens::index);
    tokens.expect("levels");
    return new Sparsity(order, blockMap, list("[", "]", this::level));
  }

  private Sparsity.Level level() {
    if (tokens.accept("dense")) return new Sparsity.Level.Dense(tokens.index());
    tokens.expect("compressed");
    return new Sparsity.Level.Compressed(DType.parse(tokens.take()), DType.parse(tokens.take()));
  }

  private Bytes bytes() {
    tokens.expect("base64");
    return Bytes.of(Base64.getDecoder().decode(tokens.quoted()));
  }

  private Literal literal(TensorType type) {
    if (tokens.peek().equals("base64")) return new Literal(type, bytes().segment());
    if (type.dtype() == DType.STR) {
      var texts = list("[", "]", tokens::quoted);
      if (texts.size() != type.elements()) throw tokens.wrong(type.elements() + " strings");
      var strings = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
      return Literal.strings(type.shape(), strings);
    }
    if (type.bytes() > Integer.MAX_VALUE) throw tokens.wrong("bytes in base64");
    var segment = MemorySegment.ofArray(new byte[(int) type.bytes()]);
    var elements = list("[", "]", tokens::take);
    if (elements.size() != type.elements()) throw tokens.wrong(type.elements() + " elements");
    for (int i = 0; i < elements.size(); i++) {
      boolean real = type.dtype().isFloat();
      var text = elements.get(i);
      Literal.write(
          segment,
          type.dtype(),
          i,
          real ? Double.parseDouble(text) : 0,
          real
              ? 0
              : type.dtype() == DType.U64 ? Long.parseUnsignedLong(text) : Long.parseLong(text));
    }
    return new Literal(type, segment);
  }

  private Node node() {
    boolean custom = tokens.accept("custom");
    var operator = custom ? tokens.quoted() : tokens.take();
    int version = tokens.index();
    var inputs = indices();
    tokens.expect("->");
    var outputs = indices();
    List<Integer> inner = tokens.accept("inner") ? indices() : List.of();
    // An options table is a word with a brace behind it; the next operator has its version there.
    var attributes = Attributes.NONE;
    if (isTable()) attributes = attributes(tokens.take());
    if (tokens.accept("options")) attributes = attributes.with(bytes());
    return new Node(operator, custom, version, inputs, outputs, inner, attributes);
  }

  private boolean isTable() {
    return tokens.peek().endsWith("Options");
  }

  private Attributes attributes(String table) {
    var values = new TreeMap<String, Object>();
    list(
        "{",
        "}",
        () -> {
          var name = tokens.take();
          tokens.expect(":");
          values.put(name, value());
          return name;
        });
    return Attributes.of(table, values);
  }

  private Object value() {
    var token = tokens.peek();
    if (token.startsWith("\"")) return tokens.quoted();
    if (token.equals("[")) return list("[", "]", this::value);
    if (token.equals("base64")) return bytes();
    tokens.take();
    if (token.equals("true") || token.equals("false")) return Boolean.valueOf(token);
    boolean word = Character.isLetter(token.charAt(0)) || token.charAt(0) == '_';
    if (word && !token.equals("NaN") && !token.equals("Infinity")) {
      return tokens.peek().equals("{") ? attributes(token) : token;
    }
    boolean integer = token.matches("-?[0-9]+");
    return integer ? (Object) Long.valueOf(token) : (Object) Double.valueOf(token);
  }

  private <T> List<T> list(String open, String close, Supplier<T> element) {
    tokens.expect(open);
    var elements = new ArrayList<T>();
    while (!tokens.accept(close)) {
      if (!elements.isEmpty()) tokens.expect(",");
      elements.add(element.get());
    }
    return List.copyOf(elements);
  }
}
