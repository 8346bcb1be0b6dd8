package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Edge;
import java.util.List;
import java.util.function.BinaryOperator;

/** Variables: read where nothing assigns them, kept where something does. */
final class TfVariableRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("VarHandleOp", call -> List.of(new TfValue.Variable(call.name()))),
          several("VariableV2", call -> List.of(new TfValue.Variable(call.name()))),
          several("Variable", call -> List.of(new TfValue.Variable(call.name()))),
          of("ReadVariableOp", call -> call.in(0)),
          several("DisableCopyOnRead", call -> List.of(new TfValue.Nothing())),
          several("AssignVariableOp", call -> assign(call, (before, value) -> value)),
          several("Assign", call -> assign(call, (before, value) -> value)),
          several("AssignAddVariableOp", call -> assign(call, call.b()::add)),
          several("AssignAdd", call -> assign(call, call.b()::add)),
          several("AssignSubVariableOp", call -> assign(call, call.b()::sub)),
          several("AssignSub", call -> assign(call, call.b()::sub)));

  private TfVariableRules() {}

  private static List<TfValue> assign(TfCall call, BinaryOperator<Edge> fn) {
    if (!(call.value(0) instanceof TfValue.Variable(var handle)))
      throw call.invalid("input 0 is no variable");
    call.lowering().variables().assign(handle);
    var value = fn.apply(call.lowering().read(handle, call.b()), call.in(1));
    call.b().assignVariable(handle, value);
    return List.of(call.value(0));
  }
}
