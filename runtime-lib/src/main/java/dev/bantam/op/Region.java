package dev.bantam.op;

import dev.bantam.prim.Function;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A subgraph as a function of those arguments that are known only when the program runs; the others
 * are constants in it, so that shapes which follow from them are known.
 *
 * @param arguments what the function takes
 */
record Region(Function function, List<Value> arguments) {
  static Region of(Call<?> call, String name, int subgraph, List<Value> given, ProgramBuilder b) {
    var arguments = given.stream().filter(value -> b.constant(value).isEmpty()).distinct().toList();
    var types = arguments.stream().map(Value::type).toList();
    var function =
        b.function(
            name,
            types,
            (inner, parameters) -> {
              Map<Value, Value> inside = new HashMap<>();
              for (int i = 0; i < arguments.size(); i++)
                inside.put(arguments.get(i), parameters.get(i));
              var all = new ArrayList<Value>();
              for (var value : given) {
                var parameter = inside.get(value);
                all.add(
                    parameter == null
                        ? inner.constant(b.constant(value).orElseThrow())
                        : parameter);
              }
              return call.subgraph(subgraph, all, inner);
            });
    return new Region(function, arguments);
  }
}
