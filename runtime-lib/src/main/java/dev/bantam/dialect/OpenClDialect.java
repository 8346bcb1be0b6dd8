package dev.bantam.dialect;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenCL C 1.2: where it differs from C, and nothing else. Each outermost iteration is a work item;
 * a parameter is a buffer of the driver and where in it the argument begins, in bytes.
 */
final class OpenClDialect extends NarrowIndexDialect {
  /** With a group more, which may reach beyond the extent, it is still an index of 32 bits. */
  private static final long MOST_NARROW = Integer.MAX_VALUE - (1 << 16);

  private final int groupItems;
  private boolean narrow;

  OpenClDialect(int groupItems) {
    this.groupItems = groupItems;
  }

  @Override
  void function(String name, Kernel kernel, Set<Buffer> stored) {
    var parameters = kernel.parameters();
    narrow =
        kernel.extent() <= MOST_NARROW
            && parameters.stream().allMatch(buffer -> buffer.elements() <= MOST_NARROW)
            && kernel.body().stream().allMatch(OpenClDialect::isShort);
    var memory =
        parameters.stream()
            .map(
                buffer ->
                    "%su8 *restrict m_%2$s, i64 at_%2$s"
                        .formatted(space(buffer, stored), buffer.name()))
            .toList();
    line("__attribute__((reqd_work_group_size(%d, 1, 1)))", groupItems);
    line("__kernel void %s(%s) {", name, String.join(", ", memory));
    indented(
        () -> {
          for (var buffer : parameters) {
            var type = space(buffer, stored) + element(buffer.dtype());
            line("%1$s *%2$s = (%1$s *)(m_%2$s + at_%2$s);", type, buffer.name());
          }
          line("const %s %s = get_global_id(0);", indexType(), kernel.index().name());
          if (kernel.extent() % groupItems == 0) kernel.body().forEach(this::print);
          else guarded(kernel);
        });
    line("}");
  }

  private static boolean isShort(Stmt statement) {
    return switch (statement) {
      case Stmt.For(var index, var _, var _, var body) ->
          index.extent() <= MOST_NARROW && body.stream().allMatch(OpenClDialect::isShort);
      case Stmt.If(var _, var then, var otherwise) ->
          then.stream().allMatch(OpenClDialect::isShort)
              && otherwise.stream().allMatch(OpenClDialect::isShort);
      case Stmt _ -> true;
    };
  }

  /** The last group may reach beyond the extent. */
  private void guarded(Kernel kernel) {
    line("if (%s < %d) {", kernel.index().name(), kernel.extent());
    indented(() -> kernel.body().forEach(this::print));
    line("}");
  }

  @Override
  String shared(Buffer buffer) {
    return "__local %s %s[%d];"
        .formatted(element(buffer.dtype()), buffer.name(), buffer.elements());
  }

  @Override
  String barrier() {
    return "barrier(CLK_LOCAL_MEM_FENCE);";
  }

  @Override
  boolean isNarrow() {
    return narrow;
  }

  private static String space(Buffer buffer, Set<Buffer> stored) {
    return stored.contains(buffer) ? "__global " : "__global const ";
  }

  /** The driver makes vectors of work items. */
  @Override
  Optional<List<String>> vectors(Expr.Index index, List<Stmt> body) {
    return Optional.empty();
  }

  /** No driver can be told that signed integers wrap: the prelude adds and multiplies them. */
  @Override
  boolean isPlain(DType type) {
    return super.isPlain(type) && !type.isSigned();
  }

  @Override
  String unrolled() {
    return "#pragma unroll";
  }

  @Override
  String freely(String statement) {
    return statement;
  }
}
