package dev.bantam.device.host;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Takes from this process, for good and for all its threads, what a kernel never needs. A kernel is
 * machine code that was made from a stranger's model: should it ever do what it was not made for,
 * the system refuses. By seccomp, so on Linux for x86-64 and AArch64 only.
 *
 * <p>What is refused fails with {@code EPERM}, as if the user had no right to it. Standard input
 * and output stay as they are.
 */
public final class Confinement {
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final long SECCOMP_SET_MODE_FILTER = 1;
  private static final long SECCOMP_FILTER_FLAG_TSYNC = 1;

  private Confinement() {}

  /**
   * No connections to anywhere, in any way.
   *
   * @return whether this system can do that
   */
  public static boolean withoutNetwork() {
    return SystemCalls.ofThisMachine()
        .map(calls -> install(calls.architecture(), SeccompFilter.refusing(calls, calls.network())))
        .orElse(false);
  }

  /**
   * No connections, no other programs, no changes of files, no signals to other processes: what is
   * left is to compute, to read, to start threads, and to write to what is open. Whatever has to be
   * compiled, loaded or written must be so before.
   *
   * @return whether this system can do that
   */
  public static boolean ofKernels() {
    return SystemCalls.ofThisMachine()
        .map(
            calls ->
                install(
                    calls.architecture(),
                    SeccompFilter.ofKernels(calls, ProcessHandle.current().pid())))
        .orElse(false);
  }

  private static boolean install(SystemCalls.Architecture machine, List<Long> program) {
    try (var memory = Arena.ofConfined()) {
      var instructions = memory.allocate(ValueLayout.JAVA_LONG, program.size());
      for (int i = 0; i < program.size(); i++) {
        instructions.setAtIndex(ValueLayout.JAVA_LONG, i, program.get(i));
      }
      // struct sock_fprog: a count, padding, a pointer
      var filter = memory.allocate(16, 8);
      filter.set(ValueLayout.JAVA_SHORT, 0, (short) program.size());
      filter.set(ValueLayout.ADDRESS, 8, instructions);
      return noNewPrivileges() && setFilter(machine, filter);
    }
  }

  /**
   * Without this only an administrator may set a filter: a confined program must not gain rights.
   */
  private static boolean noNewPrivileges() {
    var type = ValueLayout.JAVA_LONG;
    var prctl =
        function(
            "prctl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, type, type, type, type));
    try {
      return (int) prctl.invokeExact(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("prctl cannot be called", e);
    }
  }

  private static boolean setFilter(SystemCalls.Architecture machine, MemorySegment filter) {
    var syscall =
        function(
            "syscall",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS));
    try {
      return (long)
              syscall.invokeExact(
                  machine.seccomp(), SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, filter)
          == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("syscall cannot be called", e);
    }
  }

  /** Both functions take a number and then any arguments. */
  private static MethodHandle function(String name, FunctionDescriptor type) {
    var linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), type, Linker.Option.firstVariadicArg(1));
  }
}
