package dev.bantam.device.host;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Linux's numbers for the calls that {@link Confinement} decides about, by what they do. From the
 * system's headers; {@code asm/unistd_64.h} and {@code asm-generic/unistd.h}.
 *
 * @param network make or use connections; io_uring can do so without a call of its own
 * @param programs start other programs
 * @param fileChanges make, change, rename or remove files and folders
 * @param foreignProcesses look into other processes, or change or end them
 * @param opaque hold what matters in memory, where a filter cannot see it
 * @param begins starts a thread or a process, as its argument says
 * @param opens opens a file, to read or to write as its argument says
 * @param signals sends a signal to the process that its argument names
 */
record SystemCalls(
    Architecture architecture,
    List<Integer> network,
    List<Integer> programs,
    List<Integer> fileChanges,
    List<Integer> foreignProcesses,
    List<Integer> opaque,
    List<Call> begins,
    List<Call> opens,
    List<Call> signals) {
  /** A call that is decided by one of its arguments, counted from 0. */
  record Call(int number, int argument) {}

  /**
   * A kind of machine.
   *
   * @param audit by which the system tells a filter what machine a call is for
   * @param seccomp number of the call that sets a filter
   * @param firstForeign from which on numbers belong to another convention, if there is one
   */
  record Architecture(int audit, long seccomp, Optional<Integer> firstForeign) {}

  private static final SystemCalls X86_64 =
      new SystemCalls(
          new Architecture(0xC000003E, 317, Optional.of(0x40000000)),
          // socket, connect, accept, sendto, sendmsg, bind, listen, socketpair, accept4, sendmmsg
          List.of(41, 42, 43, 44, 46, 49, 50, 53, 288, 307, 425, 426, 427),
          // fork, vfork, execve, execveat
          List.of(57, 58, 59, 322),
          // truncate, rename, mkdir, rmdir, creat, link, unlink, symlink, chmod, fchmod, chown,
          // fchown, lchown, mknod, mount, setxattr to fremovexattr, mkdirat to fchmodat,
          // utimensat, renameat2, fchmodat2
          List.of(
              76, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 133, 165, 188, 189, 190, 197, 198,
              199, 258, 259, 260, 263, 264, 265, 266, 268, 280, 316, 452),
          // ptrace, tkill, process_vm_readv, process_vm_writev, pidfd_send_signal, pidfd_getfd
          List.of(101, 200, 310, 311, 424, 438),
          // clone3, openat2
          List.of(435, 437),
          // clone
          List.of(new Call(56, 0)),
          // open, openat
          List.of(new Call(2, 1), new Call(257, 2)),
          // kill, rt_sigqueueinfo, tgkill, rt_tgsigqueueinfo
          List.of(new Call(62, 0), new Call(129, 0), new Call(234, 0), new Call(297, 0)));

  private static final SystemCalls AARCH64 =
      new SystemCalls(
          new Architecture(0xC00000B7, 277, Optional.empty()),
          // socket, socketpair, bind, listen, accept, connect, sendto, sendmsg, accept4, sendmmsg
          List.of(198, 199, 200, 201, 202, 203, 206, 211, 242, 269, 425, 426, 427),
          // execve, execveat
          List.of(221, 281),
          // setxattr to lsetxattr, fsetxattr, removexattr to fremovexattr, mknodat to renameat,
          // mount, truncate, fchmod, fchmodat, fchownat, fchown, utimensat, renameat2, fchmodat2
          List.of(
              5, 6, 7, 14, 15, 16, 33, 34, 35, 36, 37, 38, 40, 45, 52, 53, 54, 55, 88, 276, 452),
          // ptrace, tkill, process_vm_readv, process_vm_writev, pidfd_send_signal, pidfd_getfd
          List.of(117, 130, 270, 271, 424, 438),
          // clone3, openat2
          List.of(435, 437),
          // clone
          List.of(new Call(220, 0)),
          // openat
          List.of(new Call(56, 2)),
          // kill, rt_sigqueueinfo, tgkill, rt_tgsigqueueinfo
          List.of(new Call(129, 0), new Call(138, 0), new Call(131, 0), new Call(240, 0)));

  /** Those of this machine; none where its system is not Linux, or its processor another one. */
  static Optional<SystemCalls> ofThisMachine() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
      return Optional.empty();
    }
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
