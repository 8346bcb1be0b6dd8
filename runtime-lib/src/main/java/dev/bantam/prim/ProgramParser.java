package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link ProgramPrinter} prints in full. */
final class ProgramParser implements PrimReader.Names {
  private final Tokens tokens;
  private final Map<String, Variable> variables = new HashMap<>();
  private final Map<String, Function> functions = new HashMap<>();

  ProgramParser(String text) {
    tokens = new Tokens(text);
  }

  /** The last function is the main one. */
  Program parse() {
    var declared = new ArrayList<Variable>();
    while (tokens.take("var")) declared.add(variable());
    Function main = null;
    while (!tokens.atEnd()) {
      tokens.expect("func");
      main = function();
    }
    if (main == null) throw tokens.refuse("no function, must be at least one");
    return new Program(main, declared);
  }

  private Variable variable() {
    var name = tokens.name("@");
    tokens.expect(":");
    var type = type();
    tokens.expect("=");
    var variable = new Variable(name, literal(type));
    if (variables.put(name, variable) != null) throw tokens.refuse("variable @%s twice", name);
    return variable;
  }

  private Function function() {
    var name = tokens.name("@");
    var label = label(name);
    var values = new HashMap<String, Value>();
    var parameters = new ArrayList<Value>();
    tokens.expect("(");
    while (!tokens.take(")")) {
      if (!parameters.isEmpty()) tokens.expect(",");
      var parameter = tokens.name("%");
      tokens.expect(":");
      parameters.add(define(values, Value.parameter(type(), parameter)));
    }
    tokens.expect("->");
    tokens.expect("(");
    var types = types(")");
    tokens.expect(")");
    tokens.expect("{");
    var body = new ArrayList<Instruction>();
    while (!tokens.take("return")) body.add(instruction(values));
    var results = values(values, "}");
    tokens.expect("}");
    var function = new Function(name, parameters, body, results);
    if (!function.resultTypes().equals(types)) {
      throw tokens.refuse("@%s returns %s, must be %s", label, function.resultTypes(), types);
    }
    if (functions.put(label, function) != null) throw tokens.refuse("function @%s twice", label);
    return function;
  }

  /** Functions of one name are told apart by their number. */
  private String label(String name) {
    return tokens.take("#") ? name + "#" + tokens.integer() : name;
  }

  private Instruction instruction(Map<String, Value> values) {
    var names = new ArrayList<String>();
    if (tokens.at("%")) {
      do names.add(tokens.name("%"));
      while (tokens.take(","));
    }
    var types = new ArrayList<TensorType>();
    if (!names.isEmpty()) {
      tokens.expect(":");
      types.addAll(types("="));
      tokens.expect("=");
    }
    var prim = prim(values, types);
    var origin = tokens.take("from") ? new Origin(tokens.integer(), tokens.string()) : Origin.NONE;
    if (!prim.types().equals(types) || names.size() != types.size()) {
      throw tokens.refuse("results %s of %s, must be %s", names, types, prim.types());
    }
    var results = new ArrayList<Value>();
    for (int i = 0; i < names.size(); i++) {
      results.add(define(values, Value.result(prim, i, names.get(i), origin)));
    }
    return new Instruction(prim, results, origin);
  }

  private Prim prim(Map<String, Value> values, List<TensorType> types) {
    var name = tokens.word();
    if (name.equals("const")) {
      if (types.size() != 1) throw tokens.refuse("a constant of %s, must be of one type", types);
      return new Source.Constant(literal(types.getFirst()));
    }
    tokens.expect("(");
    var operands = values(values, ")");
    tokens.expect(")");
    try {
      return new PrimReader(tokens, this).read(name, operands);
    } catch (IllegalArgumentException | IndexOutOfBoundsException exception) {
      throw tokens.refuse("%s: %s", name, String.valueOf(exception.getMessage()));
    }
  }

  private List<Value> values(Map<String, Value> known, String end) {
    var values = new ArrayList<Value>();
    while (!tokens.at(end)) {
      if (!values.isEmpty()) tokens.expect(",");
      var name = tokens.name("%");
      var value = known.get(name);
      if (value == null) throw tokens.refuse("%%%s is not defined, must be before", name);
      values.add(value);
    }
    return values;
  }

  private Value define(Map<String, Value> values, Value value) {
    if (values.put(value.name(), value) == null) return value;
    throw tokens.refuse("%%%s is defined twice, must be defined once", value.name());
  }

  private List<TensorType> types(String end) {
    var types = new ArrayList<TensorType>();
    while (!tokens.at(end)) {
      if (!types.isEmpty()) tokens.expect(",");
      types.add(type());
    }
    return types;
  }

  private TensorType type() {
    var dtype = tokens.word();
    tokens.expect("[");
    var extents = new ArrayList<Integer>();
    while (!tokens.take("]")) {
      if (!extents.isEmpty()) tokens.expect(",");
      extents.add(tokens.integer());
    }
    try {
      return new TensorType(DType.parse(dtype), new Shape(extents));
    } catch (IllegalArgumentException exception) {
      throw tokens.refuse("%s", String.valueOf(exception.getMessage()));
    }
  }

  private Literal literal(TensorType type) {
    try {
      if (tokens.take("base64")) return LiteralText.read(type, tokens.string());
      tokens.expect("{");
      var numbers = new ArrayList<String>();
      while (!tokens.take("}")) {
        if (!numbers.isEmpty()) tokens.expect(",");
        numbers.add(tokens.word());
      }
      return LiteralText.read(type, numbers);
    } catch (IllegalArgumentException exception) {
      throw tokens.refuse("%s", String.valueOf(exception.getMessage()));
    }
  }

  @Override
  public Function function(String name) {
    var function = functions.get(label(name));
    if (function == null) throw tokens.refuse("function @%s is not defined, must be before", name);
    return function;
  }

  @Override
  public Variable variable(String name) {
    var variable = variables.get(name);
    if (variable == null) throw tokens.refuse("variable @%s is not declared, must be", name);
    return variable;
  }
}
