package dev.bantam.agent.peer;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** A model that is ready to run in another runtime. */
public interface Peer extends AutoCloseable {
  /** What it is, for a report: name, version, and how it computes. */
  String description();

  /** Memory of the inputs: elements row by row, in the machine's byte order. */
  List<MemorySegment> inputs();

  /** Memory of the outputs, valid after {@link #run}. */
  List<MemorySegment> outputs();

  void run();

  @Override
  void close();
}
