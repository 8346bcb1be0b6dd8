package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * One use of an operator in a graph: its operands as values of the program, and what the file says
 * of its tensors. Packed integers are already converted to {@code i8} or {@code u8}.
 */
public interface Call<A> {
  A attributes();

  /** Whether an optional operand is there. */
  boolean has(String operand);

  Value operand(String operand);

  /** All values of a variadic operand. */
  List<Value> operands(String operand);

  /**
   * The value of an operand that has to be known when the program is compiled; refused with its
   * name where it is not.
   */
  Literal constant(String operand);

  /** The same for the i-th value of a variadic operand. */
  Literal constant(String operand, int index);

  /** The value of an operand, if it is known when the program is compiled. */
  Optional<Literal> known(String operand);

  /**
   * How an operand's integers stand for reals; refused with its name where the file does not say.
   */
  Quantization quantization(String operand);

  /** How the i-th value of a variadic operand stands for reals. */
  Optional<Quantization> quantization(String operand, int index);

  boolean isQuantized(String operand);

  /** The element type in the file; differs from the value's for packed integers. */
  DType storedType(String operand);

  /** A variable tensor, or the variable behind a resource. */
  Variable variable(String operand);

  int resultCount();

  /** What the file says of a result; its shape may be out of date where an input was resized. */
  TensorType resultType(int index);

  Quantization resultQuantization(int index);

  boolean isResultQuantized(int index);

  /** The quantization that the file notes for an inner value of a recurrent operator. */
  Quantization intermediate(int index);

  boolean hasIntermediate(int index);

  /** The value that stands for a resource. */
  Value handle(Resource resource);

  /** The table behind a resource. */
  KeyedTable table(String operand);

  /** Fills the table behind a resource, if nothing did before. */
  void fillTable(String operand, Value keys, Value values, ProgramBuilder b);

  /** State of this use of the operator that the graph has no tensor for, such as a counter. */
  Variable variable(String name, Literal initial);

  /**
   * Ends those runs of the model behind this operator in which {@code condition}, a {@code bool},
   * does not hold: the operators that follow do not run, and outputs that they compute stay what
   * the last run through gave, at first zeros. In a subgraph that another operator runs it ends
   * that operator, and all that follow it, too.
   */
  void goOnIf(Value condition);

  /**
   * Whether no subgraph that this operator ran before in {@code region} has ended the run, a {@code
   * bool}; none if none can.
   */
  Optional<Value> subgraphsGoOn(ProgramBuilder region);

  /** Refuses the number of a subgraph that is not there. */
  void requireSubgraph(long index);

  /** The results of another subgraph of the graph on these arguments, lowered into {@code b}. */
  List<Value> subgraph(int index, List<Value> arguments, ProgramBuilder b);

  /**
   * The first result of another subgraph, which has to be known when the program is compiled;
   * refused with that text where it is not.
   */
  Literal decision(int index, List<Value> arguments, String unknown);

  /** The uses of the same operator that come before this one in the file. */
  List<Use> earlier();

  /**
   * A use of an operator, as the file has it.
   *
   * @param result the type of its first result
   */
  record Use(Attributes options, TensorType result) {}

  /** A refusal of this use of the operator, with its place in front. */
  OperatorException refuse(String problem, Object... details);
}
