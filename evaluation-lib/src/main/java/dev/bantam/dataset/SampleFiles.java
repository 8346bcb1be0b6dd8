package dev.bantam.dataset;

import java.io.IOException;
import java.util.List;

/** Files below a root, each named by its path with {@code /}, sorted. */
interface SampleFiles extends AutoCloseable {
  String name();

  List<String> paths();

  /** Reads a whole file of at most {@code most} bytes. */
  byte[] read(String path, long most) throws IOException;

  @Override
  void close();
}
