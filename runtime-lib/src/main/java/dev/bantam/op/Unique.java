package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * Each different element once, in the order of first occurrence, and for each element which of them
 * it is. How many there are shapes the result, so that the operand has to be known when the program
 * is made.
 */
public final class Unique implements Operator<DType> {
  @Override
  public Signature signature() {
    return Signature.of("UNIQUE").operand("x", Types.NUMBER).result("values").result("places");
  }

  /** The type of the places. */
  @Override
  public DType attributes(Attributes raw) {
    var name = raw.text("idx_out_type", "INT32").toUpperCase(Locale.ROOT);
    return name.equals("INT64") ? DType.I64 : DType.I32;
  }

  @Override
  public List<Value> results(Call<DType> call, ProgramBuilder b) {
    var x = call.constant("x");
    boolean real = x.type().dtype().isFloat();
    var order = new LinkedHashMap<Object, Integer>();
    var firsts = new ArrayList<Integer>();
    var places = new int[Math.toIntExact(x.elements())];
    for (int i = 0; i < places.length; i++) {
      // Adding 0 makes -0 what it equals.
      Object key = real ? (Object) (x.real(i) + 0.0) : (Object) x.integer(i);
      var place = order.get(key);
      if (place == null) {
        place = order.size();
        order.put(key, place);
        firsts.add(i);
      }
      places[i] = place;
    }
    var first = firsts.stream().mapToInt(Integer::intValue).toArray();
    var flat = b.constant(x.reshaped(Shape.of(places.length)));
    var values = b.gather(flat, b.constant(Literal.of(Shape.of(first.length), first)), 0);
    var where = b.constant(Literal.of(Shape.of(places.length), places));
    return List.of(values, b.convert(where, call.attributes()));
  }
}
