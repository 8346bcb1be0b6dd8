package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.converter.build.Literals;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lists of tensors of one form, as one tensor with an axis in front. */
final class TfLists {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("TensorListReserve", TfLists::reserve),
          several("TensorListFromTensor", TfLists::fromTensor),
          several("TensorListSetItem", TfLists::setItem),
          of("TensorListGetItem", TfLists::getItem),
          of("TensorListStack", TfLists::stack),
          of("TensorListGather", call -> call.b().gather(stack(call), call.in(1), 0, 0)),
          of("TensorListLength", call -> list(call, 0).length()));

  private TfLists() {}

  private static TfValue.TensorList list(TfCall call, int input) {
    if (call.value(input) instanceof TfValue.TensorList list) return list;
    throw call.invalid("input %d is no list", input);
  }

  private static List<TfValue> reserve(TfCall call) {
    var length = call.b().cast(call.in(1), DType.I32);
    var dtype = call.dtype("element_dtype", DType.F32);
    var shape = call.in(0).content();
    boolean known =
        shape.isPresent()
            && call.in(0).rank() == 1
            && shape.orElseThrow().stream().noneMatch(dim -> dim.is(-1));
    return List.of(
        known
            ? zeros(call, length, new Form(dtype, shape.orElseThrow()))
            : new TfValue.TensorList(Optional.empty(), length, Optional.empty()));
  }

  /** A list of so many zeros of a form. */
  static TfValue.TensorList zeros(TfCall call, Edge length, Form element) {
    var b = call.b();
    var dims = new ArrayList<Dim>();
    dims.add(TfControlFlowRules.extent(length));
    dims.addAll(element.dims());
    var zero = b.constant(Literals.filled(new TensorType(element.dtype(), Shape.SCALAR), 0));
    var first = b.reshape(length, Dim.ONE);
    var whole =
        length.content().isPresent()
            ? b.fill(dims, zero)
            : b.operator(
                    "FILL",
                    List.of(b.concat(List.of(first, b.vector(element.dims())), 0), zero),
                    List.of(new Form(element.dtype(), dims)))
                .getFirst();
    return new TfValue.TensorList(Optional.of(whole), length, Optional.of(element));
  }

  private static List<TfValue> fromTensor(TfCall call) {
    var x = call.in(0);
    var element = x.form().with(x.form().dims().subList(1, x.rank()));
    return List.of(
        new TfValue.TensorList(Optional.of(x), call.b().scalar(x.dim(0)), Optional.of(element)));
  }

  private static List<TfValue> setItem(TfCall call) {
    var b = call.b();
    var list = list(call, 0);
    var item = call.in(2);
    var whole =
        list.whole().orElseGet(() -> zeros(call, list.length(), item.form()).whole().orElseThrow());
    var start = new ArrayList<Edge>();
    start.add(b.reshape(b.cast(call.in(1), DType.I32), Dim.ONE));
    if (item.rank() > 0) start.add(b.ints(Collections.nCopies(item.rank(), 0)));
    var update = b.unsqueeze(item, List.of(0));
    var result = b.dynamicUpdateSlice(whole, update, b.concat(start, 0));
    return List.of(
        new TfValue.TensorList(Optional.of(result), list.length(), Optional.of(item.form())));
  }

  private static Edge getItem(TfCall call) {
    var list = list(call, 0);
    var whole =
        list.whole()
            .orElseThrow(
                () ->
                    call.unsupported(
                        "it reads a list that nothing was written to", "write to it first"));
    return call.b().gather(whole, call.b().cast(call.in(1), DType.I32), 0, 0);
  }

  private static Edge stack(TfCall call) {
    return list(call, 0)
        .whole()
        .orElseThrow(
            () ->
                call.unsupported(
                    "it stacks a list that nothing was written to", "write to it first"));
  }
}
