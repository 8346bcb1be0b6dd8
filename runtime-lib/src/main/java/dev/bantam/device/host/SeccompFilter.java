package dev.bantam.device.host;

import dev.bantam.device.host.SystemCalls.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in the system's packet filter language that is asked before each system call. Each of
 * its instructions is a {@code long}: operation, two jump distances, operand.
 */
final class SeccompFilter {
  private static final int LOAD = 0x20;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int REFUSE = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /** Where the parts of a call lie: its number, the machine, and the low half of each argument. */
  private static final int NUMBER = 0;

  private static final int MACHINE = 4;
  private static final int FIRST_ARGUMENT = 16;

  private static final int CLONE_THREAD = 0x00010000;

  /** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and O_APPEND. */
  private static final int WRITES = 1 | 2 | 0x40 | 0x200 | 0x400;

  private final List<Long> program = new ArrayList<>();

  private SeccompFilter(SystemCalls calls) {
    // A call in the convention of another machine has other numbers, and none is needed here.
    add(LOAD, 0, 0, MACHINE);
    add(IF_EQUAL, 1, 0, calls.architecture().audit());
    add(RETURN, 0, 0, REFUSE | EPERM);
    add(LOAD, 0, 0, NUMBER);
    calls
        .architecture()
        .firstForeign()
        .ifPresent(
            number -> {
              add(IF_AT_LEAST, 0, 1, number);
              add(RETURN, 0, 0, REFUSE | EPERM);
            });
  }

  /** Refuses these calls, and allows all others. */
  static List<Long> refusing(SystemCalls calls, List<Integer> numbers) {
    return new SeccompFilter(calls).refuse(numbers, EPERM).allowOthers();
  }

  /** Refuses what a kernel of the process {@code own} never needs. */
  static List<Long> ofKernels(SystemCalls calls, long own) {
    return new SeccompFilter(calls)
        .refuse(calls.network(), EPERM)
        .refuse(calls.programs(), EPERM)
        .refuse(calls.fileChanges(), EPERM)
        .refuse(calls.foreignProcesses(), EPERM)
        // The C library then takes the older calls, whose arguments can be seen here.
        .refuse(calls.opaque(), ENOSYS)
        .refuseUnless(calls.begins(), IF_ANY_BIT, CLONE_THREAD)
        .refuseIf(calls.opens(), IF_ANY_BIT, WRITES)
        .refuseUnless(calls.signals(), IF_EQUAL, (int) own)
        .allowOthers();
  }

  private SeccompFilter refuse(List<Integer> numbers, int error) {
    for (int number : numbers) {
      add(IF_EQUAL, 0, 1, number);
      add(RETURN, 0, 0, REFUSE | error);
    }
    return this;
  }

  /** Refuses these calls where their argument does not fulfil the condition. */
  private SeccompFilter refuseUnless(List<Call> calls, int condition, int operand) {
    for (var call : calls) decide(call, condition, operand, true);
    return this;
  }

  /** Refuses these calls where their argument fulfils the condition. */
  private SeccompFilter refuseIf(List<Call> calls, int condition, int operand) {
    for (var call : calls) decide(call, condition, operand, false);
    return this;
  }

  private void decide(Call call, int condition, int operand, boolean allowedIf) {
    add(IF_EQUAL, 0, 4, call.number());
    add(LOAD, 0, 0, FIRST_ARGUMENT + 8 * call.argument());
    add(condition, allowedIf ? 1 : 0, allowedIf ? 0 : 1, operand);
    add(RETURN, 0, 0, REFUSE | EPERM);
    add(RETURN, 0, 0, ALLOW);
  }

  private List<Long> allowOthers() {
    add(RETURN, 0, 0, ALLOW);
    return program;
  }

  /** The bytes of a {@code struct sock_filter}, on a machine that is little-endian. */
  private void add(int operation, int ifTrue, int ifFalse, int operand) {
    program.add(
        operation
            | (long) ifTrue << 16
            | (long) ifFalse << 24
            | Integer.toUnsignedLong(operand) << 32);
  }
}
