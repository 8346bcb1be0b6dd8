package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Node;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call with its operands found by the names of the signature. */
final class BoundCall<A> implements Call<A> {
  private final SubgraphLowering scope;
  private final Place place;
  private final Node node;
  private final Signature signature;
  private final A attributes;
  private final ProgramBuilder b;

  BoundCall(
      SubgraphLowering scope,
      Place place,
      Node node,
      Signature signature,
      A attributes,
      ProgramBuilder b) {
    this.scope = scope;
    this.place = place;
    this.node = node;
    this.signature = signature;
    this.attributes = attributes;
    this.b = b;
  }

  @Override
  public A attributes() {
    return attributes;
  }

  private int position(String operand) {
    return signature.place(operand);
  }

  private int tensor(String operand) {
    int position = position(operand);
    int tensor = position < node.inputs().size() ? node.inputs().get(position) : Node.ABSENT;
    if (tensor == Node.ABSENT)
      throw refuse("operand \"%s\" is missing, must be input %d", operand, position);
    return tensor;
  }

  @Override
  public boolean has(String operand) {
    int position = position(operand);
    return position < node.inputs().size() && node.inputs().get(position) != Node.ABSENT;
  }

  @Override
  public Value operand(String operand) {
    return scope.value(tensor(operand));
  }

  @Override
  public List<Value> operands(String operand) {
    int from = position(operand);
    return node.inputs().subList(from, node.inputs().size()).stream().map(scope::value).toList();
  }

  @Override
  public Literal constant(String operand) {
    return valueOf(operand, tensor(operand));
  }

  @Override
  public Literal constant(String operand, int index) {
    return valueOf(operand, node.inputs().get(position(operand) + index));
  }

  private Literal valueOf(String operand, int tensor) {
    var known = b.constant(scope.value(tensor));
    if (known.isPresent()) return known.orElseThrow();
    throw scope.unknown(
        tensor,
        "%s: operand \"%s\" is known only when the model runs, must be a constant, or follow from the shapes of the inputs"
            .formatted(place, operand));
  }

  @Override
  public Optional<Literal> known(String operand) {
    return b.constant(operand(operand));
  }

  @Override
  public Quantization quantization(String operand) {
    var tensor = scope.tensor(tensor(operand));
    return tensor
        .quantization()
        .orElseThrow(
            () ->
                refuse(
                    "operand \"%s\" is %s without a scale, must be quantized",
                    operand, tensor.type().dtype()));
  }

  @Override
  public Optional<Quantization> quantization(String operand, int index) {
    return scope.tensor(node.inputs().get(position(operand) + index)).quantization();
  }

  @Override
  public boolean isQuantized(String operand) {
    var tensor = scope.tensor(tensor(operand));
    return tensor.quantization().isPresent() && !tensor.type().dtype().isFloat();
  }

  @Override
  public DType storedType(String operand) {
    return scope.tensor(tensor(operand)).type().dtype();
  }

  @Override
  public Variable variable(String operand) {
    int tensor = tensor(operand);
    if (scope.tensor(tensor).variable())
      return scope.module().variable(scope.subgraphIndex(), tensor);
    if (scope.tensor(tensor).type().dtype() == DType.RESOURCE)
      return scope.module().resources().variable(handle(operand), place);
    throw refuse("operand \"%s\" is a plain tensor, must be a variable", operand);
  }

  @Override
  public int resultCount() {
    return node.outputs().size();
  }

  @Override
  public TensorType resultType(int index) {
    return scope.tensor(node.outputs().get(index)).type();
  }

  @Override
  public Quantization resultQuantization(int index) {
    var tensor = scope.tensor(node.outputs().get(index));
    if (tensor.type().dtype().isFloat())
      throw refuse("output %d is %s, must be integers", index, tensor.type().dtype());
    return tensor
        .quantization()
        .orElseThrow(
            () ->
                refuse(
                    "output %d is %s without a scale, must be quantized",
                    index, tensor.type().dtype()));
  }

  @Override
  public boolean isResultQuantized(int index) {
    var tensor = scope.tensor(node.outputs().get(index));
    return tensor.quantization().isPresent() && !tensor.type().dtype().isFloat();
  }

  @Override
  public Quantization intermediate(int index) {
    if (index >= node.intermediates().size())
      throw refuse("%d intermediates, must be at least %d", node.intermediates().size(), index + 1);
    return scope
        .tensor(node.intermediates().get(index))
        .quantization()
        .orElseThrow(() -> refuse("intermediate %d has no scale, must be quantized", index));
  }

  @Override
  public boolean hasIntermediate(int index) {
    return index < node.intermediates().size()
        && scope.tensor(node.intermediates().get(index)).quantization().isPresent();
  }

  @Override
  public void goOnIf(Value condition) {
    scope.goOnIf(condition);
  }

  @Override
  public Optional<Value> subgraphsGoOn(ProgramBuilder region) {
    return scope.calleesGoOn(region);
  }

  @Override
  public void requireSubgraph(long index) {
    int count = scope.module().graph().subgraphs().size();
    if (index < 0 || index >= count) throw refuse("subgraph %d, must be in [0, %d)", index, count);
  }

  @Override
  public List<Value> subgraph(int index, List<Value> arguments, ProgramBuilder into) {
    requireSubgraph(index);
    return scope.inline(index, arguments, into, place);
  }

  @Override
  public Literal decision(int index, List<Value> arguments, String unknown) {
    requireSubgraph(index);
    return scope.decision(index, arguments, place, unknown);
  }

  @Override
  public Value handle(Resource resource) {
    return b.constant(DType.I32, (long) scope.module().resources().handle(resource));
  }

  private int handle(String operand) {
    return Math.toIntExact(constant(operand).integer(0));
  }

  @Override
  public KeyedTable table(String operand) {
    return scope.module().resources().table(handle(operand), place);
  }

  @Override
  public void fillTable(String operand, Value keys, Value values, ProgramBuilder into) {
    var table = table(operand);
    if (table.initial().isPresent()) return;
    for (var by : table.imports()) {
      if (by.subgraph() != scope.subgraphIndex() || by.operator() != place.operator()) continue;
      table.fill(by, keys, values, into);
      return;
    }
    throw refuse("resource is handed over from elsewhere, must be named in this subgraph");
  }

  @Override
  public Variable variable(String name, Literal initial) {
    return scope
        .module()
        .variable("%s_%d_%d".formatted(name, scope.subgraphIndex(), place.operator()), initial);
  }

  @Override
  public List<Use> earlier() {
    var uses = new ArrayList<Use>();
    var subgraphs = scope.module().graph().subgraphs();
    for (int i = 0; i <= scope.subgraphIndex(); i++) {
      var nodes = subgraphs.get(i).nodes();
      int end = i == scope.subgraphIndex() ? place.operator() : nodes.size();
      for (var other : nodes.subList(0, end)) {
        if (!other.operator().equals(node.operator()) || other.custom() != node.custom()) continue;
        if (other.outputs().isEmpty() || other.outputs().getFirst() < 0) continue;
        var options = other.custom() ? other.attributes().unpacked() : other.attributes();
        var result = subgraphs.get(i).tensor(other.outputs().getFirst()).type();
        uses.add(new Use(options, result));
      }
    }
    return uses;
  }

  @Override
  public OperatorException refuse(String problem, Object... details) {
    return new OperatorException(ErrorCode.UNSUPPORTED, place + ": " + problem.formatted(details));
  }
}
